"""`detente search`."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import click

from detente.cli.common import NOTHING, back_from, day_option, leave, say
from detente.cli.events import SHORT
from detente.cli.folder import opened, workspace_option
from detente.cli.tables import Column, emit, format_option
from detente.ledger.finding import Hit, Search

_COLUMNS: Final = (
    Column("published", "Date", 10),
    Column("label", "What", 11),
    Column("quote", "Words", 0),
    Column("short", "Id", SHORT),
)


@click.command(
    epilog="""\b
Examples:
  detente search fentanyl
  detente search '"export controls" -tariff' --limit 5 --json"""
)
@click.argument("words", nargs=-1, required=True)
@workspace_option
@day_option("--as-of", "Only reports up to this day.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 where nothing is found.")
@format_option
def command(
    words: tuple[str, ...], folder: Path, as_of: date | timedelta | None, limit: int, form: str, *, exit_zero: bool
) -> None:
    """Find events, claims and reports by words.

    All words must be there. "Two words" in quotes stand together, word* begins so, -word must not be there, OR joins.
    """
    with opened(folder) as ws:
        day = back_from(as_of, ws.ledger.newest_report() or date.max)
        found = ws.search(" ".join(words), as_of=day, limit=limit)
    rows = [_row(hit) for hit in found.hits]
    if rows or form != "table":
        emit(rows, _COLUMNS, form)
    if found.total > len(rows):
        say(f"{found.total} found, {len(rows)} shown; --limit shows more.")
    if not rows:
        say(_nothing(" ".join(words), found))
        leave(0 if exit_zero else NOTHING)


def _row(hit: Hit) -> dict[str, object]:
    return hit._asdict() | {
        "label": hit.label if hit.what != "report" else "report",
        "short": hit.id[:SHORT],
        "title": hit.label,
    }


def _nothing(words: str, found: Search) -> str:
    if not found.understood:
        return f"Nothing to search for in {words!r}; give a word, such as:  detente search tariffs"
    hint = f"Nearest words:  detente search {found.nearest}" if found.nearest else "Try fewer words."
    return f"Nothing has {words!r} (read as {found.understood}). {hint}"
