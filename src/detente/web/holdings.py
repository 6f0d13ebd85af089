"""The workspace as pages see it: what was made once is kept until a report, a coding or a correction comes in.

What takes long is made beside the pages. Whoever asks for it waits a while, then is shown what was made before the last change,
marked as such, or is told to look again; so no page of a large archive keeps a reader waiting.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple, TypeVar

from detente.records import Dyad
from detente.relations.brief import Brief
from detente.workspace import Workspace, pages

T = TypeVar("T")

_KEPT: Final = 256
#: Seconds; what takes longer to make is shown as it was before the last change until it is made anew.
LONG: Final = 1.0
#: Things made at the same time.
_MAKERS: Final = 2


class NotReadyError(Exception):
    """What was asked for is still being made."""


class Made(NamedTuple):
    """Something made of all that is held on a pair."""

    value: Any
    """What was made."""
    renewed: bool
    """False where it was made before the last change, and is being made anew."""


class Holdings:
    """A workspace with a memory. Safe to use from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._made: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._coded: dict[tuple[Any, ...], Any] = {}
        self._last: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._coming: dict[tuple[Any, ...], Future[Any]] = {}
        self._seconds: dict[tuple[Any, ...], float] = {}
        self._version: tuple[int, ...] = ()
        self._lock = Lock()
        self._makers = ThreadPoolExecutor(_MAKERS, "pages")

    def close(self) -> None:
        """Make nothing more; what is being made is finished first."""
        self._makers.shutdown(cancel_futures=True)

    def _current(self) -> tuple[int, ...]:
        """The ledger's version; what was made of another one is forgotten."""
        version = self.workspace.ledger.version()
        with self._lock:
            if version != self._version:
                self._made.clear()
                if version[:2] != self._version[:2]:
                    self._coded.clear()
                self._version = version
        return version

    def kept(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What `make` makes, made anew only after the ledger has changed."""
        version = self._current()
        with self._lock:
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

    def kept_while_read(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """The same, made anew only after something was read: decisions of people leave it as it is."""
        version = self._current()
        with self._lock:
            if key in self._coded:
                found: T = self._coded[key]
                return found
        made = make()
        with self._lock:
            if version[:2] == self._version[:2]:
                self._coded[key] = made
        return made

    def forget(self, key: tuple[Any, ...]) -> None:
        """Have something made anew that is kept while nothing is read."""
        with self._lock:
            self._coded.pop(key, None)

    def newest(self) -> date:
        """The day from which pages look where none is named: that of the newest report, else today."""
        return self.kept(("newest",), self.workspace.ledger.newest_report) or datetime.now(UTC).date()

    def brief(self, dyad: Dyad, as_of: date, since: date | None = None, known: date | None = None) -> Brief:
        """The brief on a pair as of a day."""
        key = ("brief", dyad, as_of, since, known)
        return self.kept(key, lambda: self.workspace.brief(dyad.first, dyad.second, as_of, since=since, known=known))

    def made_on(
        self, dyad: Dyad, what: str, form: type[T], make: Callable[[], T], patience: float, *, needed: bool = True
    ) -> Made:
        """What `make` makes of a pair, kept in the ledger until something changes that is held on the pair, or the program.

        What took longer than `LONG` the last time is waited for `patience` seconds; then what was made before the last change
        is given. All else is waited for to the end, if it is `needed`.

        Raises:
            NotReadyError: it takes longer, nothing was made before, and it is not needed.
        """
        key = ("on", dyad, what)
        coming = self._begun(key, dyad, f"web {what}", form, make)
        last = self._last.get(key)
        is_short = last is None or self._seconds.get(key, 0.0) < LONG
        wait([coming], None if is_short and needed else patience)
        if coming.done():
            value = coming.result()
            with self._lock:
                self._last[key] = value
                self._last.move_to_end(key)
                while len(self._last) > _KEPT:
                    self._last.popitem(last=False)
            return Made(value, renewed=True)
        if last is None:
            raise NotReadyError
        return Made(last, renewed=False)

    def _begun(self, key: tuple[Any, ...], dyad: Dyad, what: str, form: type[T], make: Callable[[], T]) -> "Future[Any]":
        """What is being made, or is made already, of the ledger as it is now."""
        version = self._current()
        with self._lock:
            if (done := self._made.get(key)) is not None:
                return self._finished(done)
            asked = (*key, version)
            coming = self._coming.get(asked)
            if coming is None:
                coming = self._coming[asked] = self._makers.submit(self._make, key, version, dyad, what, form, make)
                coming.add_done_callback(lambda _: self._coming.pop(asked, None))
        return coming

    @staticmethod
    def _finished(value: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        done.set_result(value)
        return done

    def _make(
        self, key: tuple[Any, ...], version: tuple[int, ...], dyad: Dyad, what: str, form: type[T], make: Callable[[], T]
    ) -> T:
        begun = time.monotonic()
        made = pages.kept(self.workspace.ledger, dyad, what, form, make, _program())
        with self._lock:
            self._seconds[key] = max(time.monotonic() - begun, 0.9 * self._seconds.get(key, 0.0))
            if version == self._version:
                self._made[key] = made
        return made


@cache
def _program() -> str:
    """The program that makes pages for the web, by the time of its newest module."""
    home = Path(str(files("detente.web").joinpath("pages")))
    return f" {max(file.stat().st_mtime_ns for file in home.glob('*.py'))}"
