"""`detente undo`."""

from pathlib import Path

import click

from detente.cli.common import NOTHING, leave, say
from detente.cli.folder import opened, workspace_option


@click.command(
    epilog="""\b
Examples:
  detente undo
  detente undo 3fa9c1e"""
)
@click.argument("correction", metavar="[ID]", required=False)
@workspace_option
@click.option("--who", help="Your name (default: the setting `who`, else your login name).")
def command(correction: str | None, folder: Path, who: str | None) -> None:
    """Take back the last correction, or the one with an id. It stays on record, and can be made again."""
    with opened(folder) as ws:
        taken = ws.undo(correction, who=who)
    if taken is None:
        say(
            "No correction stands."
            if correction is None
            else f"No correction that stands has an id that begins with {correction!r}."
        )
        leave(NOTHING)
    else:
        about = taken.seen or taken.record
        quote = f": “{about.evidence.quote[:60]}”" if about else ""
        say(f"Took back {taken.kind} by {taken.who}{quote}. ({taken.id[:7]})")
