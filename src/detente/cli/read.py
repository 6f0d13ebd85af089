"""`detente read`."""

import sys
from datetime import datetime
from pathlib import Path

import click

from detente.cli.addresses import fetched
from detente.cli.coders import chosen, coder_options
from detente.cli.common import SOME_FAILED, leave, say
from detente.cli.folder import workspace_option
from detente.cli.tables import echo_json
from detente.cli.watching import watching
from detente.ontology.countries import country_name
from detente.workspace import Reading, Workspace
from detente.workspace import open as open_workspace

_ALL_FAILED = 1


@click.command(
    epilog="""\b
Examples:
  detente read articles/
  detente read report.txt --published 2024-01-31 --publisher IANS -w china"""
)
@click.argument("sources", nargs=-1, required=True, metavar="FILE...")
@workspace_option
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Date of reports that bear none.")
@click.option("--publisher", metavar="NAME", help="Publisher of reports that name none.")
@coder_options
@click.option("--strict", is_flag=True, help="Exit with 1, not 3, where some reports failed.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option("--json", "as_json", is_flag=True, help="What was done as JSON, on standard output.")
def command(
    sources: tuple[str, ...],
    folder: Path,
    published: datetime | None,
    publisher: str | None,
    coder: str | None,
    base_url: str | None,
    model: str | None,
    *,
    strict: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Code reports and file them in a workspace.

    FILE is a file (text, Markdown, HTML, JSONL, CSV), a folder, a pattern, the address of a page, or - for standard input. What
    is in the workspace already is left as it is, so a reading that was cut off is taken up by running it again.
    """
    with open_workspace(folder) as ws:
        ws.settings = chosen(ws.settings, coder, base_url, model)
        with fetched(sources) as (found, unreached):
            reading = _read(ws, tuple(found), published, publisher, quiet=quiet)
        for notice in reading.notices:
            say(f"note: {notice.message}")
        for failure in reading.failed:
            say(f"failed: {failure.error}")
        if as_json:
            failed = [{"source": failure.source, "error": str(failure.error)} for failure in reading.failed]
            echo_json({"added": reading.added, "known": reading.known, "failed": failed})
        say(str(reading))
        _say_next(ws, folder)
    if reading.failed or unreached:
        leave(_ALL_FAILED if strict or not reading.added + reading.known else SOME_FAILED)


def _read(
    ws: Workspace, sources: tuple[str, ...], published: datetime | None, publisher: str | None, *, quiet: bool
) -> Reading:
    before = ws.ledger.size()
    stdin = sys.stdin.buffer if "-" in sources else None
    try:
        with watching(quiet=quiet) as watch:
            day = published.date() if published else None
            return ws.read(sources, published=day, publisher=publisher, stdin=stdin, progress=watch)
    except KeyboardInterrupt:
        kept = ws.ledger.size()
        say(f"\nInterrupted: kept {kept - before} new reports ({kept} in all); run the same command to go on.")
        raise click.exceptions.Exit(130) from None


def _say_next(ws: Workspace, folder: Path) -> None:
    """The command that shows what was read."""
    for dyad, _ in ws.ledger.busiest(1):
        first, second = country_name(dyad.first), country_name(dyad.second)
        there = "" if folder == Path() else f" -w {folder}"
        say(f'Next:  detente brief "{first}" "{second}"{there}')
