"""`detente import`."""

from collections import Counter
from pathlib import Path

import click

from detente.cli.common import SOME_FAILED, leave, say
from detente.cli.folder import workspace_option
from detente.errors import DetenteError
from detente.formats import jsonl
from detente.ledger import corrections
from detente.workspace import Workspace
from detente.workspace import open as open_workspace


@click.command(
    name="import",
    epilog="""\b
Examples:
  detente import codings.jsonl
  detente import corrections.jsonl -w china""",
)
@click.argument(
    "sources", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@workspace_option
def command(sources: tuple[Path, ...], folder: Path) -> None:
    """Take in codings or corrections that `detente export` wrote, or reports coded by hand.

    Each line tells by itself what it is. Records that a file numbers within a report get ids that hold everywhere. Corrections
    of reports that are not here wait for them.
    """
    failed = False
    with open_workspace(folder) as ws:
        for source in sources:
            failed |= _take_in(ws, source)
        ws.prepare()
    if failed:
        leave(SOME_FAILED)


def _take_in(ws: Workspace, source: Path) -> bool:
    """Take in one file, line by line; returns whether lines of it failed."""
    counts: Counter[str] = Counter()
    with source.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    counts[_take_in_line(ws, line, f"{source}:{number} $")] += 1
                except DetenteError as error:
                    counts["failed"] += 1
                    say(f"failed: {source}:{number}: {error}")
    said = ", ".join(f"{times} {what}" for what, times in counts.items())
    say(f"{source}: {said or 'nothing in it'}.")
    return bool(counts["failed"])


def _take_in_line(ws: Workspace, line: bytes, path: str) -> str:
    """Take in one coding or correction; returns what was done in words."""
    if b'"decided"' in line and b'"document"' not in line:
        return "corrections added" if ws.file_corrections([corrections.loads(line)]) else "corrections known"
    added, _ = ws.file([jsonl.with_content_ids(jsonl.loads(line, path=path))])
    return "codings added" if added else "codings known"
