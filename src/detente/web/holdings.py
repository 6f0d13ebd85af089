"""The workspace as pages see it: what was made once is kept until a report, a coding or a correction comes in."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

from detente.records import Dyad
from detente.relations.brief import Brief
from detente.workspace import Workspace, pages

T = TypeVar("T")

_KEPT: Final = 256


class Holdings:
    """A workspace with a memory. Safe to use from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._made: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._version: tuple[int, ...] = ()
        self._lock = Lock()

    def kept(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What `make` makes, made anew only after the ledger has changed."""
        version = self.workspace.ledger.version()
        with self._lock:
            if version != self._version:
                self._made.clear()
                self._version = version
            if key in self._made:
                self._made.move_to_end(key)
                found: T = self._made[key]
                return found
        made = make()
        with self._lock:
            if version == self._version:
                self._made[key] = made
                while len(self._made) > _KEPT:
                    self._made.popitem(last=False)
        return made

    def newest(self) -> date:
        """The day from which pages look where none is named: that of the newest report, else today."""
        return self.kept(("newest",), self.workspace.ledger.newest_report) or datetime.now(UTC).date()

    def brief(self, dyad: Dyad, as_of: date, since: date | None = None, known: date | None = None) -> Brief:
        """The brief on a pair as of a day."""
        key = ("brief", dyad, as_of, since, known)
        return self.kept(key, lambda: self.workspace.brief(dyad.first, dyad.second, as_of, since=since, known=known))

    def kept_on(self, dyad: Dyad, what: str, form: type[T], make: Callable[[], T]) -> T:
        """What `make` makes of a pair, kept in the ledger until something changes that is held on the pair, or the program."""
        key = ("on", dyad, what, form)
        return self.kept(key, lambda: pages.kept(self.workspace.ledger, dyad, f"web {what}", form, make, _program()))


@cache
def _program() -> str:
    """The program that makes pages for the web, by the time of its newest module."""
    home = files("detente.web").joinpath("pages")
    return f" {max(file.stat().st_mtime_ns for file in Path(str(home)).glob('*.py'))}"
