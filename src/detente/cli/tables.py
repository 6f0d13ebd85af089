"""Rows in the form that was asked for: an aligned table, JSON, JSON lines, CSV or Markdown."""

import textwrap
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import click
import msgspec

from detente.formats.tables import Row, as_csv, word

F = TypeVar("F", bound=Callable[..., Any])

FORMATS: Final = ("table", "json", "jsonl", "csv", "md")
#: Tables fit a terminal of this width.
WIDTH: Final = 80


class Column(NamedTuple):
    """A column of a table: the key of its values, its heading, its width; 0 for what is left over."""

    key: str
    title: str
    width: int


def format_option(command: F) -> F:
    """`--format` with its short form `--json`; the command gets `form`."""
    command = click.option("--json", "form", flag_value="json", help="Short for --format json.")(command)
    return click.option(
        "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Form of the output."
    )(command)


def emit(rows: Sequence[Row], columns: Sequence[Column], form: str, *, whole: Sequence[Any] | None = None) -> None:
    """Write rows to standard output.

    A table and Markdown have the columns, CSV all values of the rows, JSON the `whole` records where they are given.
    """
    if form == "json":
        echo_json(rows if whole is None else whole)
    elif form == "jsonl":
        for row in rows if whole is None else whole:
            click.echo(msgspec.json.encode(row))
    elif form == "csv":
        click.echo(as_csv(rows), nl=False)
    elif form == "md":
        click.echo(as_markdown(rows, columns), nl=False)
    else:
        click.echo(as_table(rows, columns), nl=False)


def echo_json(value: object) -> None:
    """A value as indented JSON on standard output."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def as_table(rows: Sequence[Row], columns: Sequence[Column], width: int = WIDTH) -> str:
    """An aligned table; cells wrap inside their columns."""
    left = width - sum(column.width + 2 for column in columns if column.width)
    widths = [column.width or left for column in columns]
    lines = [_line([[column.title] for column in columns], widths)]
    for row in rows:
        cells = [_wrapped(word(row.get(column.key)), size) for column, size in zip(columns, widths, strict=True)]
        lines.append(_line(cells, widths))
    return "".join(lines)


def _wrapped(words: str, width: int) -> list[str]:
    return textwrap.wrap(words, width, break_on_hyphens=False) or [""]


def _line(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    height = max(len(cell) for cell in cells)
    rows = (
        "  ".join((cell[n] if n < len(cell) else "").ljust(width) for cell, width in zip(cells, widths, strict=True))
        for n in range(height)
    )
    return "".join(row.rstrip() + "\n" for row in rows)


def as_markdown(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(column.title for column in columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(word(row.get(c.key)).replace("|", "\\|") for c in columns) + " |" for row in rows]
    return "\n".join(lines) + "\n"
