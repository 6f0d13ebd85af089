"""`detente export`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from detente.cli import events
from detente.cli.common import COUNTRY, say
from detente.cli.folder import opened, workspace_option
from detente.formats import jsonl
from detente.formats.tables import as_csv
from detente.ledger import corrections
from detente.ledger.queries import Filter
from detente.workspace import Workspace
from detente.workspace.facade import parse_dyad


@click.command(
    epilog="""\b
Examples:
  detente export china-usa.csv --dyad china usa
  detente export corrections.jsonl --corrections"""
)
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@workspace_option
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), help="Default: by the name of FILE, else jsonl.")
@click.option("--dyad", nargs=2, type=COUNTRY, metavar="A B", help="CSV: only events between two countries.")
@click.option("--corrections", "only_corrections", is_flag=True, help="What people corrected, to take in elsewhere.")
def command(target: Path, folder: Path, form: str | None, dyad: tuple[str, str] | None, *, only_corrections: bool) -> None:
    """Write the workspace to a file, or to - for standard output.

    JSONL holds one whole coding a report and line, corrections applied; CSV one event a line with its quote; --corrections
    writes people's decisions, which `detente import` takes in elsewhere.
    """
    form = form or ("csv" if target.suffix == ".csv" else "jsonl")
    if dyad and form != "csv":
        raise click.UsageError("--dyad goes with csv; a JSONL export holds whole reports")
    with opened(folder) as ws:
        lines = _corrections(ws) if only_corrections else _csv(ws, dyad) if form == "csv" else map(jsonl.dumps, ws.reports())
        if str(target) == "-":
            _write(lines, sys.stdout.buffer)
        else:
            # A file that is there already is replaced only by a whole one.
            partial = target.with_name(target.name + ".partial")
            with partial.open("wb") as stream:
                count = _write(lines, stream)
            partial.replace(target)
            say(f"Wrote {count} lines to {target}.")


def _write(lines: Iterator[bytes], stream: BinaryIO) -> int:
    count = 0
    for line in lines:
        stream.write(line + b"\n")
        count += 1
    return count


def _corrections(ws: Workspace) -> Iterator[bytes]:
    return (corrections.dumps(one) for one in ws.ledger.corrections())


def _csv(ws: Workspace, dyad: tuple[str, str] | None) -> Iterator[bytes]:
    found = ws.events(Filter(dyad=parse_dyad(*dyad) if dyad else None))
    flat, _ = events.rows(found, ws.ledger.reports({entry.report for entry in found}))
    rows = [{name: value for name, value in row.items() if name != "short"} for row in flat]
    yield from as_csv(rows).encode("utf-8").splitlines()
