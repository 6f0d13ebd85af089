"""Progress: a bar where somebody watches, a line now and then where nobody does."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Final

from detente.cli.common import is_watched, say
from detente.workspace.outcome import Progress, Watch

#: Without a terminal a line is written after so many reports.
_EVERY: Final = 100


@contextmanager
def watching(*, quiet: bool, total: int | None = None) -> Iterator[Watch]:
    """Something to call after each report. `total` is how many are expected, where that is known."""
    if quiet:
        yield _unwatched
    elif is_watched():
        yield from _bar(total)
    else:
        yield _line


def _unwatched(_: Progress) -> None:
    """Say nothing."""


def _line(step: Progress) -> None:
    if step.done % _EVERY == 0:
        say(f"{step.done} reports: {step.added} added, {step.known} known, {step.failed} failed")


def _bar(total: int | None) -> Iterator[Watch]:
    # rich takes longer to load than a brief to write, so only a bar that is seen loads it.
    progress, console = import_module("rich.progress"), import_module("rich.console")
    columns = [
        progress.TextColumn("{task.description}"),
        progress.BarColumn(bar_width=20),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.fields[failed]} failed"),
    ]
    with progress.Progress(*columns, console=console.Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=total, failed=0)
        yield lambda step: bar.update(task, completed=step.done, failed=step.failed)
