"""Pages of the web among sources: fetched into a folder, then read as any file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from detente.cli.common import say
from detente.errors import InputError


@contextmanager
def fetched(sources: Sequence[str]) -> Iterator[tuple[list[str], int]]:
    """The sources with files in place of addresses, and how many addresses failed; each failure is told."""
    with TemporaryDirectory() as home:
        found: list[str] = []
        failed = 0
        for number, source in enumerate(sources):
            if not source.startswith(("http://", "https://")):
                found.append(source)
                continue
            folder = Path(home) / str(number)
            folder.mkdir()
            try:
                found += map(str, import_module("detente.web.fetching").fetch_into(source, folder))
            except InputError as error:
                failed += 1
                say(f"failed: {source}: {error}")
        yield found, failed
