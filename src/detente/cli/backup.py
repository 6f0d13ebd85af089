"""`detente backup`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from detente.cli.common import say
from detente.cli.folder import opened, workspace_option


@click.command(
    epilog="""\b
Examples:
  detente backup
  detente backup ~/backups/china.db -w china"""
)
@click.argument("target", metavar="[FILE]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@workspace_option
def command(target: Path | None, folder: Path) -> None:
    """Copy the ledger, also while it is in use. To restore, put the copy in place of `detente.db`."""
    with opened(folder) as ws:
        chosen = target or folder / f"detente-{datetime.now(UTC):%Y%m%d-%H%M%S}.db"
        ws.ledger.backup(chosen)
    say(f"Wrote {chosen} ({chosen.stat().st_size / 1e6:.1f} MB).")
