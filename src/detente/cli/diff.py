"""`detente diff`."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import click

from detente.cli.common import COUNTRY, NOTHING, Day, back_from, day_option, leave, say
from detente.cli.folder import opened, workspace_option
from detente.cli.tables import Column, emit, format_option
from detente.ontology.countries import country_name
from detente.relations.brief import Page, section

_COLUMNS: Final = (Column("what", "Changed", 0), Column("status", "", 8), Column("records", "Records", 16))


@click.command(
    epilog="""\b
Examples:
  detente diff china usa --since 30d
  detente diff India Pakistan --since 2024-01-01 --json"""
)
@click.argument("a", type=COUNTRY)
@click.argument("b", type=COUNTRY)
@workspace_option
@click.option("--since", type=Day(last=True), default="last", show_default=True, metavar="DATE", help="A day, 30d, or last.")
@day_option("--as-of", "Only what reports up to this day said.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 where nothing changed.")
@format_option
def command(
    a: str,
    b: str,
    folder: Path,
    since: date | timedelta | str,
    as_of: date | timedelta | None,
    form: str,
    *,
    exit_zero: bool,
) -> None:
    """What changed between two countries since a day, or since the last brief on them."""
    with opened(folder) as ws:
        newest = ws.ledger.newest_report() or date.max
        made = ws.page(a, b, back_from(as_of, newest), since=since)
    changed = section(made, "changes")
    rows = [_row(made, line.text, line.mark, line.notes) for line in (changed.lines if changed else ())]
    if rows or form != "table":
        emit(rows, _COLUMNS, form)
    if not rows:
        say(f"Nothing changed between {country_name(a)} and {country_name(b)} from {made.since} to {made.as_of}.")
        leave(0 if exit_zero else NOTHING)
    say(f"Since {made.since}, as of {made.as_of}.")


def _row(brief: Page, text: str, mark: str, notes: tuple[int, ...]) -> dict[str, object]:
    noted = [brief.notes[number - 1] for number in notes]
    sources = [{"record": note.record, "report": note.report, "quote": note.quote} for note in noted]
    return {"what": text, "status": mark, "records": [note.record[:7] for note in noted], "sources": sources}
