"""The records of Detente: frozen, plain, with no behaviour but checks.

A `Report` is what was read. A `Coding` is what was read from it: events, claims and the links between them, each with
the `Evidence` it stands on. Conversion to and from JSON lives in `formats.jsonl`.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.errors import RecordError

ID_LENGTH = 16


def content_id(*parts: object) -> str:
    """The id of a record: 16 hexadecimal digits of the SHA-256 of its content.

    Equal content gives the equal id, on any machine, so that coding twice or merging two workspaces adds nothing.
    """
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:ID_LENGTH]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a record was read from: `quote == text[start:end]` of the report."""

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.quote) or not self.quote:
            raise RecordError(f"evidence {self.start}..{self.end} does not fit its quote of {len(self.quote)} characters")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the words in the report, and what they stand for on the report's date."""

    text: str
    country: str | None = None
    """ISO 3166-1 alpha-3, or the code of an organisation (`UNO`, `EUU`, ...)."""
    sector: str | None = None
    name: str | None = None
    """The person or body by its usual English name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; latitude and longitude in degrees."""

    text: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One news report. Offsets of all evidence count characters of `text`."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    dateline: str | None = None
    relays: tuple[str, ...] = ()
    """Publishers whose report this one passes on, nearest first."""


@dataclass(frozen=True, slots=True)
class Event:
    """One act: `actors` did it, `recipients` were the ones it was directed at."""

    id: str
    type: str
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    evidence: Evidence
    mode: str | None = None
    of: str | None = None
    """For promises, requests, refusals and threats: the type of the act they speak of."""
    aux: str | None = None
    aspect: str | None = None
    contexts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    due_start: date | None = None
    due_end: date | None = None
    date_text: str | None = None
    place: Place | None = None
    attribution: Actor | None = None
    intensity: float = 0.0
    quad: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody holds about a relationship: a frame, interest, leverage, pressure, risk or assessment."""

    id: str
    kind: str
    stance: str
    text: str
    evidence: Evidence
    holder: Actor | None = None
    about: tuple[str, ...] = ()
    attribution: Actor | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two records: `source` is the id it goes from, `target` the id it goes to."""

    kind: str
    source: str
    target: str
    evidence: Evidence
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Coding:
    """All that one coder read from one report, in the order of the text."""

    report: Report
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()
    coder: str = ""
    notes: tuple[str, ...] = field(default=())
    """What the coder could not settle, in sentences for the user."""


@dataclass(frozen=True, slots=True, order=True)
class Dyad:
    """An ordered pair of codes: first as the reader's own side, second as the other."""

    first: str
    second: str

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise RecordError(f"a dyad needs two different actors, not {self.first} twice")


def event_id(report_id: str, event_type: str, aux: str | None, evidence: Evidence, actors: Sequence[Actor]) -> str:
    """The id of an event: its report, place in the text, type, aux and actors' countries."""
    return content_id("event", report_id, event_type, aux, evidence.start, evidence.end, [a.country for a in actors])


def claim_id(report_id: str, kind: str, evidence: Evidence, holder: Actor | None) -> str:
    """The id of a claim: its report, place in the text, kind and holder's country."""
    return content_id("claim", report_id, kind, evidence.start, evidence.end, holder.country if holder else None)


def report_id(text: str, published: date | None, publisher: str | None) -> str:
    """The id of a report that brings none: its words, date and publisher."""
    return content_id("report", text, published.isoformat() if published else None, publisher)
