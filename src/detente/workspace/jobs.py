"""Imports that run beside the pages, one after the other, each kept in a folder of its own, so that it survives a restart.

`WORKSPACE/imports/ID/job.json` says what is to be read and how far it is; what was uploaded lies in `files` beside it. A job
that was cut off is run again when the next server starts: reading is idempotent, so what was filed is known and the rest
goes on.
"""

import re
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, Literal

import msgspec

from detente.errors import DetenteError, InputError
from detente.ingest.outcome import Failure
from detente.ingest.readers import read_sources
from detente.records import Report
from detente.workspace.facade import Workspace
from detente.workspace.outcome import Progress

Kind = Literal["files", "folder", "text", "address"]

FOLDER: Final = "imports"
_NAME: Final = re.compile(r"[^\w.-]+")
_ID: Final = re.compile(r"[0-9a-f-]{10,40}")
#: Reports and failures that a job remembers by name; the counts go on.
_REMEMBERED: Final = 2000


class Failed(msgspec.Struct, frozen=True):
    """A source that could not be read."""

    source: str
    reason: str


class Job(msgspec.Struct, frozen=True):
    """One import. `finished` is empty while it runs or waits."""

    id: str
    kind: Kind
    named: tuple[str, ...]
    """What the person named: files, a folder, an address."""
    sources: tuple[str, ...]
    """What is read: paths."""
    asked: str
    """Moment at which it was asked for."""
    published: date | None = None
    publisher: str | None = None
    started: str = ""
    finished: str = ""
    total: int = 0
    """Reports found in the sources; 0 until they are counted."""
    known: int = 0
    reports: tuple[str, ...] = ()
    """Ids of the reports that were added."""
    added: int = 0
    failed: tuple[Failed, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """Reports that were looked at."""
        return self.added + self.known + len(self.failed)

    @property
    def seconds(self) -> float:
        """How long it has run."""
        if not self.started:
            return 0.0
        end = datetime.fromisoformat(self.finished) if self.finished else datetime.now(UTC)
        return max(0.0, (end - datetime.fromisoformat(self.started)).total_seconds())


class _StoppedError(Exception):
    """The server ends; the job goes on with the next one."""


#: Fetches an address into a folder and returns the files; given by the web, for this floor opens no connection.
Fetch = Callable[[str, Path], Iterable[Path]]


@dataclass(slots=True)
class Jobs:
    """The imports of one workspace. `start` takes up what was cut off; `stop` ends the thread after the present report."""

    workspace: Workspace
    fetch: Fetch
    _waiting: SimpleQueue[str | None] = field(default_factory=SimpleQueue)
    _lock: Lock = field(default_factory=Lock)
    _thread: Thread | None = None
    _stopping: bool = False

    @property
    def home(self) -> Path:
        """Where jobs are kept."""
        return self.workspace.folder / FOLDER

    def start(self) -> None:
        """Begin to work, first on jobs that were cut off."""
        self._stopping = False
        for job in reversed(self.all()):
            if not job.finished:
                self._waiting.put(job.id)
        self._thread = Thread(target=self._work, name="imports", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the present report; an unfinished job stays so and is taken up at the next start."""
        self._stopping = True
        self._waiting.put(None)
        if self._thread:
            self._thread.join(timeout=30)

    # Asking

    def all(self) -> tuple[Job, ...]:
        """All jobs, the newest first."""
        found = (self._load(path.parent.name) for path in self.home.glob("*/job.json"))
        return tuple(sorted((job for job in found if job), key=lambda job: job.asked, reverse=True))

    def get(self, id_: str) -> Job | None:
        """The job of an id."""
        return self._load(id_) if _ID.fullmatch(id_) else None

    def _load(self, id_: str) -> Job | None:
        try:
            return msgspec.json.decode((self.home / id_ / "job.json").read_bytes(), type=Job)
        except (OSError, msgspec.DecodeError):
            return None

    # Adding

    def add_files(self, files: Iterable[tuple[str, bytes]], published: date | None = None, publisher: str | None = None) -> Job:
        """Read files that were uploaded, by name and content."""
        id_ = self._new()
        paths: list[Path] = []
        names: list[str] = []
        for number, (name, content) in enumerate(files, 1):
            path = self.home / id_ / "files" / f"{number:04}-{safe_name(name)}"
            path.write_bytes(content)
            paths.append(path)
            names.append(name)
        if not paths:
            raise InputError("no file was chosen; choose one, or drop it on the field")
        return self._add(Job(id_, "files", tuple(names), tuple(map(str, paths)), _now(), published, publisher))

    def add_text(self, text: str, title: str = "", published: date | None = None, publisher: str | None = None) -> Job:
        """Read a text that was pasted."""
        if not text.strip():
            raise InputError("no text was pasted; paste the words of a report")
        id_ = self._new()
        path = self.home / id_ / "files" / "0001-pasted.json"
        row: dict[str, Any] = {"text": text, "title": title or None}
        path.write_bytes(msgspec.json.encode({name: value for name, value in row.items() if value}))
        return self._add(Job(id_, "text", (title or "pasted text",), (str(path),), _now(), published, publisher))

    def add_folder(self, folder: str, published: date | None = None, publisher: str | None = None) -> Job:
        """Read a file or folder of this machine."""
        path = Path(folder).expanduser()
        if not folder.strip() or not path.exists():
            raise InputError(f"{folder or 'no folder'}: there is no such file or folder on this machine; check the path")
        return self._add(Job(self._new(), "folder", (folder,), (str(path.resolve()),), _now(), published, publisher))

    def add_address(self, address: str, published: date | None = None, publisher: str | None = None) -> Job:
        """Read a page of the web."""
        if not address.lower().startswith(("http://", "https://")):
            raise InputError(f"{address!r} is no address of a page; it begins with https://")
        return self._add(Job(self._new(), "address", (address,), (), _now(), published, publisher))

    def retry(self, id_: str) -> Job | None:
        """Run a job again: what was read is known, what failed is tried anew."""
        job = self.get(id_)
        if job and job.finished:
            job = self._keep(msgspec.structs.replace(job, finished="", started="", failed=(), notices=(), known=0))
            self._waiting.put(id_)
        return job

    def _new(self) -> str:
        id_ = f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(4)}"
        (self.home / id_ / "files").mkdir(parents=True)
        return id_

    def _add(self, job: Job) -> Job:
        self._keep(job)
        self._waiting.put(job.id)
        return job

    def _keep(self, job: Job) -> Job:
        """Written beside and moved over, so that a job that is killed has a whole file."""
        path = self.home / job.id / "job.json"
        with self._lock:
            partial = path.with_suffix(".partial")
            partial.write_bytes(msgspec.json.encode(job))
            partial.replace(path)
        return job

    # Working

    def _work(self) -> None:
        while (id_ := self._waiting.get()) is not None and not self._stopping:
            job = self.get(id_)
            if job is None or job.finished:
                continue
            with suppress(_StoppedError):
                self._run(job)

    def _run(self, job: Job) -> None:
        run = _Run(self, msgspec.structs.replace(job, started=_now(), failed=(), notices=(), known=0))
        try:
            run.read()
        except DetenteError as error:
            run.fail(", ".join(job.named), str(error))
        except _StoppedError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever breaks, the job says so and the next one runs
            run.fail(", ".join(job.named), f"the import broke off: {error!r}; try it again")
        run.end()

    def keep(self, job: Job) -> None:
        """Keep how far a job is.

        Raises:
            _StoppedError: the server ends.
        """
        self._keep(job)
        if self._stopping:
            raise _StoppedError


class _Run:
    """One job while it runs."""

    def __init__(self, jobs: Jobs, job: Job) -> None:
        self.jobs, self.job = jobs, job
        self.before = set(job.reports)
        self.added = 0

    def read(self) -> None:
        ws = self.jobs.workspace
        if self.job.kind == "address":
            files = self.jobs.fetch(self.job.named[0], self.jobs.home / self.job.id / "files")
            self.job = msgspec.structs.replace(self.job, sources=tuple(map(str, files)))
        found = list(read_sources(self.job.sources, published=self.job.published, publisher=self.job.publisher))
        total = sum(isinstance(one, Report | Failure) for one in found)
        self._set(total=total)
        reading = ws.read(self.job.sources, published=self.job.published, publisher=self.job.publisher, progress=self._watch)
        failed = tuple(Failed(self._named(one.source), self._named(str(one.error))) for one in reading.failed)
        notices = tuple(self._named(notice.message) for notice in reading.notices)
        self.job = msgspec.structs.replace(self.job, failed=failed[:_REMEMBERED], notices=notices[:_REMEMBERED])

    def _watch(self, progress: Progress) -> None:
        job = self.job
        if progress.added > self.added:
            self.added = progress.added
            self._remember(progress.last)
        elif progress.failed > len(job.failed):
            self._set(failed=(*job.failed, Failed(self._named(progress.last), "")))
        elif progress.last in self.before:
            pass  # counted as added before the job was cut off
        else:
            self._set(known=job.known + 1)

    def _remember(self, report: str) -> None:
        reports = (*self.job.reports, report)[-_REMEMBERED:]
        self._set(reports=reports, added=self.job.added + 1)

    def _set(self, **changes: object) -> None:
        self.job = msgspec.structs.replace(self.job, **changes)
        self.jobs.keep(self.job)

    def _named(self, words: str) -> str:
        """Words with uploaded files by the names that the person knows."""
        home = str(self.jobs.home / self.job.id / "files")
        for path, name in zip(self.job.sources, self.job.named, strict=False):
            if path.startswith(home):
                words = words.replace(path, name)
        return words.replace(home + "/", "")

    def fail(self, source: str, reason: str) -> None:
        self.job = msgspec.structs.replace(self.job, failed=(*self.job.failed, Failed(source, reason)))

    def end(self) -> None:
        self.job = msgspec.structs.replace(self.job, finished=_now(), total=max(self.job.total, self.job.done))
        with suppress(_StoppedError):
            self.jobs.keep(self.job)


def safe_name(name: str) -> str:
    """The last part of a file's name without signs that mean something to a shell or a system, its kind kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, kind = last.rpartition(".")
    if not dot:
        stem, kind = last, ""
    cleaned = _NAME.sub("_", stem).strip("._")[:60] or "file"
    return f"{cleaned}.{_NAME.sub('', kind)[:8]}" if kind else cleaned


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
