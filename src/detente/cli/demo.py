"""`detente demo`."""

from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import click

from detente.cli.common import say
from detente.cli.watching import watching
from detente.workspace import open as open_workspace

#: The day of the demo: a week after the talks in Bangkok, with the talks on counternarcotics just resumed.
DAY: Final = date(2024, 1, 31)


@click.command(
    epilog="""\b
Examples:
  detente demo
  detente demo --folder try"""
)
@click.option(
    "--folder", default="demo", type=click.Path(file_okay=False, path_type=Path), show_default=True, help="Folder to make."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def command(folder: Path, *, quiet: bool) -> None:
    """Read the reports that come along (invented publishers, true events) and print a brief. Needs no network."""
    with open_workspace(folder) as ws:
        reports = files("detente") / "demo" / "reports.jsonl"
        with as_file(reports) as path, watching(quiet=quiet) as watch:
            reading = ws.read(path, progress=watch)
        made = ws.brief("China", "USA", DAY)
        click.echo(ws.rendered(made, "text"), nl=False)
        ws.ledger.note_brief(made.dyad, made.as_of)
    say(f"\n{reading} The workspace is the folder {folder}. Type next:\n")
    for line in (
        f"detente brief China USA --as-of 2024-04-30 --since last -w {folder}",
        f"detente brief India Pakistan -w {folder}",
        f"detente search fentanyl -w {folder}",
    ):
        say(f"  {line}")
