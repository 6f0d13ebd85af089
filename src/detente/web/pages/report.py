"""Report: what was taken from this text, and what was missed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from detente.ontology.plover import TYPES
from detente.records import Claim, Coding, Event
from detente.web.holdings import Holdings
from detente.web.pages.records import Shown, Source, shown, source
from detente.web.problems import ProblemError


class Run(NamedTuple):
    """A stretch of text under the same records; runs do not overlap."""

    text: str
    """The words, verbatim."""
    numbers: tuple[int, ...]
    """Numbers of the records read from them; none where nothing was."""
    begins: tuple[int, ...]
    """Numbers of the records that begin here."""
    chosen: bool
    """Whether it belongs to the record that the page points at."""


class Paragraph(NamedTuple):
    """One paragraph of the report."""

    runs: tuple[Run, ...]
    """Its text in order."""


class Numbered(NamedTuple):
    """A record beside the text."""

    number: int
    """Its number in the order of the text."""
    record: Shown
    """The record."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report with its records."""

    title: str
    """Its title, with how much was read from it."""
    source: Source
    """Who published it, when, passing on whom."""
    dateline: str
    """Where it was written."""
    paragraphs: tuple[Paragraph, ...]
    """Its whole text."""
    records: tuple[Numbered, ...]
    """Its records in the order of the text."""
    kind: str
    """Which kinds of records are shown; empty for all."""
    events: int
    """How many events it has."""
    claims: int
    """How many claims."""
    chosen: str
    """Id of the record that the page points at."""
    notes: tuple[str, ...]
    """What the coder could not settle."""
    types: tuple[str, ...]
    """Types to choose from for a record that a person adds."""
    added: str
    """Id of a record that was just added."""


def report_page(held: Holdings, id_: str, *, kind: str = "", chosen: str = "", added: str = "") -> ReportPage:
    """The page on a report, by its whole id."""
    coding = held.workspace.ledger.coding(id_)
    if coding is None:
        raise ProblemError("No report has this id.", value=id_, status=404)
    reviewed = _decided_on(held)
    records = tuple(
        Numbered(number, shown(record, coding.report, coding.coder, reviewed=record.id in reviewed))
        for number, record in enumerate(_records(coding, kind), 1)
    )
    focus = next((one.record.id for one in records if chosen and one.record.id.startswith(chosen)), "")
    where = source(coding.report)
    events, claims = len(coding.events), len(coding.claims)
    counted = f"{events} event{'s' * (events != 1)}, {claims} claim{'s' * (claims != 1)}"
    return ReportPage(
        f"{where.title}: {counted}", where, coding.report.dateline or "", tuple(paragraphs(coding.report.text, records, focus)),
        records, kind, len(coding.events), len(coding.claims), focus, coding.notes, TYPES, added,
    )  # fmt: skip


def _decided_on(held: Holdings) -> frozenset[str]:
    """Ids of the events and claims that a person confirmed, changed or added."""
    made = held.kept(("decided",), lambda: held.workspace.ledger.corrections(standing=True))
    about = [(one.record or one.seen) if one.kind in ("confirm", "change", "add") else None for one in made]
    return frozenset(record.id for record in about if isinstance(record, Event | Claim))


def _records(coding: Coding, kind: str) -> list[Event | Claim]:
    found: list[Event | Claim] = [*(coding.events if kind != "claim" else ()), *(coding.claims if kind != "event" else ())]
    return sorted(found, key=lambda record: (record.evidence.start, record.evidence.end, record.id))


def paragraphs(text: str, records: tuple[Numbered, ...], chosen: str) -> Iterator[Paragraph]:
    """The text cut at every boundary of a record, paragraph by paragraph."""
    at = 0
    for line in text.splitlines(keepends=True):
        end = at + len(line.rstrip("\r\n"))
        if end > at and line.strip():
            yield Paragraph(tuple(_runs(text, at, end, records, chosen)))
        at += len(line)


def _runs(text: str, first: int, last: int, records: tuple[Numbered, ...], chosen: str) -> Iterator[Run]:
    here = [one for one in records if one.record.start < last and one.record.end > first]
    cuts = sorted({first, last, *(min(max(edge, first), last) for one in here for edge in (one.record.start, one.record.end))})
    for start, end in pairwise(cuts):
        under = [one for one in here if one.record.start <= start and one.record.end >= end]
        yield Run(
            text[start:end],
            tuple(one.number for one in under),
            tuple(one.number for one in under if max(one.record.start, first) == start),
            any(one.record.id == chosen for one in under),
        )
