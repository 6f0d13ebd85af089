"""`detente brief`."""

from datetime import date, timedelta
from pathlib import Path

import click

from detente.cli.common import COUNTRY, NOTHING, Day, back_from, day_option, leave, say
from detente.cli.folder import opened, workspace_option
from detente.ontology.countries import country_name
from detente.workspace import Workspace
from detente.workspace.facade import FORMS, Form


@click.command(
    epilog="""\b
Examples:
  detente brief china usa --as-of 2024-01-31
  detente brief India Pakistan --since last --format markdown"""
)
@click.argument("a", type=COUNTRY)
@click.argument("b", type=COUNTRY)
@workspace_option
@day_option("--as-of", "Only what reports up to this day said (default: the date of the newest report).")
@click.option("--hindsight", is_flag=True, help="With --as-of: what had happened by then, whenever it was reported.")
@click.option("--known", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only what was in the workspace on this day.")
@click.option(
    "--since", type=Day(last=True), metavar="DATE", help="Tell what changed since a day, 30d back, or the last brief."
)
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="Form of the brief.")
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write to; docx needs one.")
def command(
    a: str,
    b: str,
    folder: Path,
    as_of: date | timedelta | None,
    known: date | None,
    since: date | timedelta | str | None,
    form: Form,
    output: Path | None,
    *,
    hindsight: bool,
) -> None:
    """Where two countries stand, on one page; every line with the words it was read from.

    Countries are named in any way: China, chinese, CHN, Beijing.
    """
    if form == "docx" and output is None:
        raise click.UsageError("a Word file needs a name: add --output brief.docx")
    with opened(folder) as ws:
        newest = ws.ledger.newest_report() or date.max
        horizon = back_from(as_of, newest)
        whole = form in ("json", "docx") or hindsight or known  # a Word file has pictures, which a page has not
        made = (
            ws.brief(a, b, horizon, since=since, hindsight=hindsight, known=known)
            if whole
            else ws.page(a, b, horizon, since=since)
        )
        if not made.read:
            _say_nothing(ws, a, b)
            leave(NOTHING)
        if since == "last" and ws.ledger.last_brief(made.dyad) is None:
            say("No brief on the two was shown before; telling what changed in the last 90 days.")
        data = ws.rendered(made, form)
        ws.ledger.note_brief(made.dyad, made.as_of)
        if output is None:
            click.echo(data, nl=False)
        else:
            output.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
            say(f"Wrote {output}.")


def _say_nothing(ws: Workspace, a: str, b: str) -> None:
    """Nothing on the pair: the dyads nearest to it."""
    near = [count.dyad for code in (a, b) for count in ws.ledger.dyads(country=code)[:2]]
    words = "; ".join(f"detente brief {dyad.first} {dyad.second}" for dyad in dict.fromkeys(near))
    hint = f"There is something on:  {words}" if words else "Read some:  detente read FOLDER"
    say(f"No report of an act between {country_name(a)} and {country_name(b)}. {hint}")
