"""`detente timeline`."""

from datetime import date, timedelta
from pathlib import Path

import click

from detente.cli import events
from detente.cli.common import COUNTRY, NOTHING, back_from, day_option, leave, say
from detente.cli.folder import opened, workspace_option
from detente.cli.tables import emit, format_option
from detente.ledger.queries import Filter, View
from detente.ontology.plover import TYPES
from detente.workspace import Workspace
from detente.workspace.facade import parse_dyad


@click.command(
    epilog="""\b
Examples:
  detente timeline china usa --since 2024-01-01
  detente timeline china --type SANCTION --format csv"""
)
@click.argument("country", type=COUNTRY)
@click.argument("other", type=COUNTRY, required=False)
@workspace_option
@day_option("--since", "First day, or so far back as 90d.")
@day_option("--until", "Last day.")
@day_option("--as-of", "Only what reports up to this day said.")
@click.option("--hindsight", is_flag=True, help="With --as-of: what had happened by then, whenever it was reported.")
@click.option(
    "--type", "types", multiple=True, type=click.Choice(TYPES, case_sensitive=False), metavar="TYPE",
    help="Only acts of this PLOVER type, such as SANCTION.",
)  # fmt: skip
@click.option("--certainty", type=click.FloatRange(0, 1), help="Least reading certainty (default: the workspace's setting).")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many, the newest.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 where nothing is found.")
@format_option
def command(
    country: str,
    other: str | None,
    folder: Path,
    since: date | timedelta | None,
    until: date | timedelta | None,
    as_of: date | timedelta | None,
    types: tuple[str, ...],
    certainty: float | None,
    limit: int,
    form: str,
    *,
    hindsight: bool,
    exit_zero: bool,
) -> None:
    """Events of one country, or between two, by day."""
    with opened(folder) as ws:
        end = ws.ledger.newest_report() or date.max
        wanted = Filter(
            dyad=parse_dyad(country, other) if other else None, country=None if other else country,
            since=back_from(since, end), until=back_from(until, end), types=types,
            certainty=ws.settings.certainty if certainty is None else certainty,
        )  # fmt: skip
        view = View(as_of=back_from(as_of, end), hindsight=hindsight)
        found = ws.events(wanted, view, limit=limit, newest_first=True)[::-1]
        if not found:
            _say_nothing(ws, country, other)
            if form == "table":
                leave(0 if exit_zero else NOTHING)
        flat, whole = events.rows(found, ws.ledger.reports({entry.report for entry in found}))
    emit(flat, events.COLUMNS, form, whole=whole)
    if not found and not exit_zero:
        leave(NOTHING)


def _say_nothing(ws: Workspace, country: str, other: str | None) -> None:
    pair = f"{country} and {other}" if other else country
    near = [f"{count.dyad.first} {count.dyad.second}" for count in ws.ledger.dyads(country=country)[:3]]
    more = f" There are events of: {', '.join(near)}." if near else " Read more reports:  detente read FOLDER"
    say(f"No event of {pair} with these limits.{more}")
