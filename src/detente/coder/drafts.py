"""Drafts: what the model proposes and the rules settle, before it becomes a record."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from detente.actors.resolver import Mention
from detente.actors.story import leading_two
from detente.nlp.dates import DateMention
from detente.nlp.places import PlaceMention
from detente.nlp.segment import Span
from detente.records import Actor, Place, Report

Draft = TypeVar("Draft")


class Score(NamedTuple):
    """How sure the model is: that there is a record at all, that it is of this type, and of its first side."""

    found: float
    type: float
    side: float


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as proposed. Spans are character offsets of the report."""

    type: str
    trigger: Span
    evidence: Span
    score: Score
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    mode: str | None = None
    of: str | None = None
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
    retold: tuple[Span, ...] = ()
    """Where the report tells the act again, for a tie to another act may be told there."""


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A claim as proposed."""

    kind: str
    trigger: Span
    evidence: Span
    score: Score
    stance: str
    text: str
    holder: Actor | None = None
    about: tuple[str, ...] = ()
    attribution: Actor | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is known of a report before its records are decided."""

    report: Report
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    dates: tuple[DateMention, ...]
    places: tuple[PlaceMention, ...]
    named: tuple[tuple[str, int], ...] = ()
    """Countries and organisations the report speaks of and how often, most often first."""

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes of `named`."""
        return tuple(code for code, _ in self.named)

    @property
    def sides(self) -> tuple[str, ...]:
        """The two that the report is about; empty where a third is named nearly as often as the second."""
        return leading_two(self.named)

    def sentence(self, span: Span) -> Span:
        """The sentence in which a span begins."""
        return next((s for s in self.sentences if s.start <= span.start < s.end), span)

    def words(self, span: Span) -> str:
        """The words of a span."""
        return self.report.text[span.start : span.end]


def countries_of(actors: tuple[Actor, ...]) -> frozenset[str]:
    """The codes on one side."""
    return frozenset(a.country for a in actors if a.country)


def run(
    rules: Mapping[str, Callable[[Draft, Scene], Draft | None]], draft: Draft, scene: Scene, off: Collection[str]
) -> Draft | None:
    """The draft after all rules of a table but those switched off, or None where one dropped it."""
    current: Draft | None = draft
    for number, rule in rules.items():
        if current is None:
            return None
        if number not in off:
            current = rule(current, scene)
    return current
