"""`detente watch`."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from detente.cli.coders import chosen, coder_options
from detente.cli.common import leave, say
from detente.cli.folder import workspace_option
from detente.ontology.countries import country_name
from detente.workspace import Workspace
from detente.workspace import open as open_workspace

_INTERRUPTED: Final = 130
#: A file that changed less than this many seconds ago may still be written.
_SETTLED: Final = 1.0

Stamp = tuple[int, int]


@click.command(
    epilog="""\b
Examples:
  detente watch articles --once
  detente watch articles --every 60 --once -w china"""
)
@click.argument("source", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path))
@workspace_option
@click.option("--every", type=click.FloatRange(min=0.1), default=10.0, show_default=True, help="Seconds between looks.")
@click.option("--once", is_flag=True, help="Look once and end: for a timer of the system's.")
@coder_options
def command(
    source: Path, folder: Path, every: float, coder: str | None, base_url: str | None, model: str | None, *, once: bool
) -> None:
    """Read what comes into a folder, until Ctrl-C.

    Files that change are read again; what is in the workspace already is left as it is.
    """
    with open_workspace(folder) as ws:
        ws.settings = chosen(ws.settings, coder, base_url, model)
        seen: dict[Path, Stamp] = {}
        if not once:
            say(f"Watching {source} every {every:g} seconds; Ctrl-C ends it.")
        try:
            while True:
                looked = _look(ws, source, seen, settled=not once)
                if once:
                    if not looked:
                        say(f"Nothing in {source} that was not read before.")
                    return
                time.sleep(every)
        except KeyboardInterrupt:
            say(f"\nEnded; {ws.ledger.size()} reports are kept.")
            leave(_INTERRUPTED)


def _look(ws: Workspace, source: Path, seen: dict[Path, Stamp], *, settled: bool) -> bool:
    """Read the files that are new or changed since the last look; returns whether anything came of it."""
    new = dict(_changed(source, seen, settled=settled))
    if not new:
        return False
    reading = ws.read(sorted(new))
    seen.update(new)
    for failure in reading.failed:
        say(f"failed: {failure.error}")
    if reading.added:
        dyads = [busy.dyad for busy in ws.ledger.busiest(3)]
        most = "; ".join(f"{country_name(dyad.first)} and {country_name(dyad.second)}" for dyad in dyads)
        say(f"{datetime.now().astimezone():%H:%M:%S} {reading} Most is held on {most}." if most else str(reading))
    return bool(reading.added or reading.failed)


def _changed(source: Path, seen: dict[Path, Stamp], *, settled: bool) -> Iterator[tuple[Path, Stamp]]:
    now = time.time()
    for path in sorted(source.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(source).parts)
        if hidden or not path.is_file():
            continue
        stat = path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        if seen.get(path) != stamp and not (settled and now - stat.st_mtime < _SETTLED):
            yield path, stamp
