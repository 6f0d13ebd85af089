"""Import: did my files go in, what failed."""

from dataclasses import dataclass
from typing import NamedTuple

from detente.relations import names
from detente.web.holdings import Holdings
from detente.web.pages.records import Source, source
from detente.web.problems import ProblemError
from detente.workspace.jobs import Job, Jobs

#: Reports of a job that are listed.
_MOST = 100
FORMATS = (
    ("Text", ".txt .md", "The words of one report; a first line “Publisher, 31 January 2024” is understood."),
    ("Web page", ".html", "A saved page; title, date and publisher are taken from it."),
    ("JSON lines", ".jsonl", '{"text": "...", "published": "2024-01-31", "publisher": "IANS"} on each line'),
    ("JSON", ".json", "One such record, or a list of them."),
    ("Table", ".csv .tsv", "A column text, and columns published, publisher, title, url where known."),
)


class Told(NamedTuple):
    """A source that failed."""

    source: str
    """Its name."""
    reason: str
    """Why, in words."""


class Came(NamedTuple):
    """A report that was added."""

    source: Source
    """The report."""
    events: int
    """Events read from it."""
    claims: int
    """Claims read from it."""


class JobRow(NamedTuple):
    """One import in the list."""

    id: str
    """Its id."""
    named: str
    """What was to be read."""
    asked: str
    """When."""
    state: str
    """waiting, running or finished."""
    added: int
    """Reports added."""
    known: int
    """Reports that were here already."""
    failed: int
    """Sources that failed."""


@dataclass(frozen=True, slots=True)
class ImportPage:
    """Ways in, and the imports so far."""

    title: str
    """How many reports there are."""
    reports: int
    """Reports in the workspace."""
    jobs: tuple[JobRow, ...]
    """Imports, the newest first."""
    formats: tuple[tuple[str, str, str], ...]
    """Formats with an example each."""
    folders: bool
    """Whether folders of this machine may be named."""
    demo: bool
    """Whether the demo may be loaded: nothing was read yet."""


@dataclass(frozen=True, slots=True)
class JobPage:
    """One import."""

    title: str
    """How far it is."""
    row: JobRow
    """The import."""
    total: int
    """Reports found in the sources."""
    done: int
    """Reports looked at."""
    rate: float
    """Reports a second."""
    left: int
    """Seconds left, as far as can be told."""
    failed: tuple[Told, ...]
    """Sources that failed."""
    notices: tuple[str, ...]
    """What should be known of reports that were read."""
    came: tuple[Came, ...]
    """Reports that were added."""
    pairs: tuple[tuple[str, str], ...]
    """The pairs with most events now, to go on with."""
    running: bool
    """Whether it still runs."""


def job_row(job: Job) -> JobRow:
    """A job as a row."""
    named = ", ".join(job.named[:3]) + (f" and {len(job.named) - 3} more" if len(job.named) > 3 else "")
    state = "finished" if job.finished else "running" if job.started else "waiting"
    return JobRow(job.id, named, job.asked[:16].replace("T", " "), state, job.added, job.known, len(job.failed))


def import_page(held: Holdings, jobs: Jobs, *, folders: bool) -> ImportPage:
    """The page of all imports."""
    size = held.workspace.ledger.size()
    title = f"{size:,} report{'s' * (size != 1)} read; add more" if size else "Nothing read yet: add reports"
    return ImportPage(title, size, tuple(map(job_row, jobs.all()[:50])), FORMATS, folders, size == 0)


def job_page(held: Holdings, jobs: Jobs, id_: str) -> JobPage:
    """The page of one import."""
    job = jobs.get(id_)
    if job is None:
        raise ProblemError("There is no such import.", value=id_[:60], hint="The import page lists all.", status=404)
    row = job_row(job)
    rate = job.done / job.seconds if job.seconds else 0.0
    left = round((job.total - job.done) / rate) if rate and not job.finished else 0
    return JobPage(
        _title(job, row.state), row, job.total, job.done, round(rate, 1), max(0, left),
        tuple(Told(one.source, one.reason) for one in job.failed), job.notices, tuple(_came(held, job)),
        _pairs(held) if job.finished else (), not job.finished,
    )  # fmt: skip


def _title(job: Job, state: str) -> str:
    if state == "waiting":
        return "Waiting for the import before it"
    if state == "running":
        return f"Reading: {job.done} of {job.total}" if job.total else "Looking through the sources"
    parts = [f"{job.added} added", f"{job.known} known"] + ([f"{len(job.failed)} failed"] if job.failed else [])
    return "Done: " + ", ".join(parts)


def _came(held: Holdings, job: Job) -> list[Came]:
    made = []
    for id_ in job.reports[::-1][:_MOST]:
        coding = held.workspace.ledger.coding(id_)
        if coding:
            made.append(Came(source(coding.report), len(coding.events), len(coding.claims)))
    return made


def _pairs(held: Holdings) -> tuple[tuple[str, str], ...]:
    found = held.kept(("pairs",), lambda: held.workspace.ledger.dyads()[:3])
    return tuple(
        (f"{c.dyad.first}-{c.dyad.second}", f"{names.name(c.dyad.first)} and {names.name(c.dyad.second)}") for c in found
    )
