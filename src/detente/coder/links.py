"""Numbered rules for links between the records of a report, each from words that state the tie.

The docstring of a rule is its message; `LINK_RULES` lists them. A rule yields links; the first to join two records wins.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from detente.coder.drafts import Scene
from detente.nlp.segment import Span
from detente.records import Claim, Event, Evidence, Link


def _cue(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


_EXCHANGE = _cue(
    "in (?:exchange|return)(?: for)?", "as part of (?:a|the) (?:swap|deal|exchange)", "quid pro quo",
    "(?:swapped?|traded?) for",
    "on condition that", "provided that", "came after", "follow(?:s|ed)(?: by)?",
)  # fmt: skip
_AFTER = _cue("(?:days |weeks )?after", "following", "in (?:response(?: to)?|retaliation(?: for)?)", "over", "because")
_CONTESTS = re.compile(
    r"\b(?:reject|den(?:y|ie)|dispute|contest|dismiss|conversely|interpret|see it as|instead|calls? it)", re.IGNORECASE
)
_ITS = "(?:its|his|her|their|the|a)"
_FULFILS = _cue(
    "as (?:agreed|promised|pledged)", f"keeping {_ITS} (?:promise|word|pledge)",
    "under (?:the|an|a) (?:deal|agreement|accord|pact)",
    "honou?r(?:ed|ing)", r"fulfil\w*", r"implement\w*", "in line with",
)  # fmt: skip
_BREACHES = _cue(
    "in (?:breach|violation) of", r"violat\w+", f"broke {_ITS} (?:promise|pledge|word|agreement)",
    f"despite {_ITS} (?:promise|pledge|agreement)",
)  # fmt: skip

_CONCESSIONS = frozenset({"CONCEDE", "RETREAT", "AID", "COOPERATE", "AGREE", "CONSULT", "SUPPORT"})
_CONFLICT = frozenset({"SANCTION", "COERCE", "ASSAULT", "THREATEN", "REJECT", "MOBILIZE", "ACCUSE", "PROTEST"})
_PROMISES = frozenset({"AGREE", "CONCEDE"})


class Telling(NamedTuple):
    """An event at one of the places where a report tells it."""

    start: int
    event: Event


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one report by sentence."""

    scene: Scene
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    retold: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """By id of an event, where else the report tells it."""

    def in_sentence(self, sentence: Span) -> list[Telling]:
        """Events told in a sentence, here or again, in the order of the text."""
        tellings = [Telling(e.evidence.start, e) for e in self.events]
        tellings += [Telling(span.start, e) for e in self.events for span in self.retold.get(e.id, ())]
        return sorted((t for t in tellings if sentence.start <= t.start < sentence.end), key=lambda t: t.start)


LinkRule = Callable[[Records], Iterator[Link]]


def _link(scene: Scene, kind: str, source: str, target: str, span: Span, confidence: float) -> Link:
    return Link(kind, source, target, Evidence(span.start, span.end, scene.words(span)), confidence)


def _sides(event: Event) -> frozenset[str]:
    return frozenset(a.country for a in (*event.actors, *event.recipients) if a.country)


def _around(records: Records, cue: re.Pattern[str]) -> Iterator[tuple[Event, Event, Span]]:
    """Pairs of events of one sentence with the cue between them or before both, and a country in common."""
    for sentence in records.scene.sentences:
        inside = records.in_sentence(sentence)
        for match in cue.finditer(records.scene.report.text, sentence.start, sentence.end):
            before = [t.event for t in inside if t.start < match.start()]
            behind = [t.event for t in inside if t.start >= match.start()]
            if before and behind and before[-1] is not behind[0] and _sides(before[-1]) & _sides(behind[0]):
                yield before[-1], behind[0], sentence


def r401(records: Records) -> Iterator[Link]:
    """Told as "in exchange", "in return" or "came after": the act given in return is tied to the concession it answers."""
    for first, second, span in _around(records, _EXCHANGE):
        if first.type in _CONCESSIONS and second.type in _CONCESSIONS:
            yield _link(records.scene, "exchange", first.id, second.id, span, 0.6)


def r402(records: Records) -> Iterator[Link]:
    """Told as "after", "in response to" or "over": an act reacts to the conflictual act named behind the word."""
    for first, second, span in _around(records, _AFTER):
        if second.type in _CONFLICT and first.id != second.id:
            yield _link(records.scene, "responds", first.id, second.id, span, 0.5)


def r403(records: Records) -> Iterator[Link]:
    """A side that rejects or reinterprets a word contests the frame told just before, of somebody else."""
    frames = sorted((c for c in records.claims if c.kind == "frame"), key=lambda c: c.evidence.start)
    for earlier, later in pairwise(frames):
        others = (earlier.holder and earlier.holder.country) != (later.holder and later.holder.country)
        near = later.evidence.start - earlier.evidence.end < 400
        said = later.stance in ("reject", "reinterpret") or _CONTESTS.search(later.evidence.quote)
        if others and near and said:
            span = Span(later.evidence.start, later.evidence.end)
            yield _link(records.scene, "contests", later.id, earlier.id, span, 0.6)


def r404(records: Records) -> Iterator[Link]:
    """A denial contests the act or accusation told just before it."""
    for claim in records.claims:
        if claim.kind != "frame" or claim.stance != "reject" or claim.holder is None:
            continue
        accused = [
            e for e in records.events
            if e.evidence.end <= claim.evidence.start and claim.evidence.start - e.evidence.end < 300
            and claim.holder.country in {a.country for a in (e.recipients if e.type == "ACCUSE" else e.actors)}
        ]  # fmt: skip
        if accused:
            nearest = max(accused, key=lambda e: e.evidence.start)
            span = Span(claim.evidence.start, claim.evidence.end)
            yield _link(records.scene, "contests", claim.id, nearest.id, span, 0.5)


def _promised(records: Records, act: Event) -> Event | None:
    """The promise of such an act, told in the report, between the same sides."""
    for event in records.events:
        if event.type in _PROMISES and event.of == act.type and _sides(event) & _sides(act) and event.id != act.id:
            return event
    return None


def r405(records: Records) -> Iterator[Link]:
    """Told as "as agreed" or "under the deal": an act of the promised type keeps the promise."""
    for act in records.events:
        span = records.scene.sentence(Span(act.evidence.start, act.evidence.end))
        promise = _promised(records, act)
        if promise and act.aux is None and _FULFILS.search(records.scene.words(span)):
            yield _link(records.scene, "fulfils", act.id, promise.id, span, 0.5)


def r406(records: Records) -> Iterator[Link]:
    """Told as "in breach of" or "despite its pledge": the act breaks the promise told in the report."""
    for act in records.events:
        span = records.scene.sentence(Span(act.evidence.start, act.evidence.end))
        if act.type not in _CONFLICT or not _BREACHES.search(records.scene.words(span)):
            continue
        for promise in records.events:
            if promise.type in _PROMISES and promise.id != act.id and _sides(promise) & _sides(act):
                yield _link(records.scene, "breaches", act.id, promise.id, span, 0.4)
                break


LINK_RULES: Final[dict[str, LinkRule]] = {"R401": r401, "R402": r402, "R403": r403, "R404": r404, "R405": r405, "R406": r406}


def find_links(records: Records) -> tuple[Link, ...]:
    """All links that the rules find, each pair of records once."""
    found: dict[frozenset[str], Link] = {}
    for rule in LINK_RULES.values():
        for link in rule(records):
            found.setdefault(frozenset((link.source, link.target)), link)
    return tuple(sorted(found.values(), key=lambda k: (k.evidence.start, k.kind, k.source)))
