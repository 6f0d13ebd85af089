"""The shipped coder `en.v1`: report in, records out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TypeVar

import numpy as np

from detente.actors.resolver import Resolver
from detente.coder.calibration import Calibration
from detente.coder.claim_rules import apply as apply_claim_rules
from detente.coder.decode import Page, claims, events, triggers
from detente.coder.drafts import ClaimDraft, EventDraft, Scene, Score
from detente.coder.links import find_links
from detente.coder.marking import marked
from detente.coder.merging import merge
from detente.coder.rules import apply
from detente.coder.thresholds import Thresholds
from detente.coder.timing import apply as apply_timing
from detente.nlp.dates import find_dates
from detente.nlp.encoder import Encoder, Reading
from detente.nlp.places import find_places
from detente.nlp.segment import sentences
from detente.nlp.windows import Tokens, Window, windows
from detente.ontology import plover
from detente.records import Claim, Coding, Event, Evidence, Report, claim_id, event_id

#: Reports read together, and windows encoded together: enough to fill two cores, small enough to stay in memory.
REPORTS_AT_ONCE, WINDOWS_AT_ONCE = 32, 16


class EnglishCoder:
    """Codes English reports with the shipped model and the numbered rules. Give one to each process; it holds no report."""

    name = "en.v1"

    def __init__(self, encoder: Encoder, resolver: Resolver, thresholds: Thresholds, calibration: Calibration) -> None:
        self._encoder, self._resolver = encoder, resolver
        self._thresholds, self._calibration = thresholds, calibration

    def code(self, report: Report) -> Coding:
        """All records of one report."""
        return next(self.code_many([report]))

    def code_many(self, reports: Iterable[Report]) -> Iterator[Coding]:
        """Codes reports in their order, windows of like length encoded together."""
        for scene, pages in self.read(reports):
            yield self.settle(scene, pages)

    def read(self, reports: Iterable[Report]) -> Iterator[tuple[Scene, list[Page]]]:
        """Reads reports in their order, and decides nothing yet."""
        stream = iter(reports)
        while group := list(islice(stream, REPORTS_AT_ONCE)):
            scenes = [self.scene(report) for report in group]
            yield from zip(scenes, self._pages(scenes), strict=True)

    def with_thresholds(self, thresholds: Thresholds, calibration: Calibration) -> "EnglishCoder":
        """The same reader that draws its lines elsewhere."""
        return EnglishCoder(self._encoder, self._resolver, thresholds, calibration)

    def scene(self, report: Report) -> Scene:
        """What is known of a report before the model reads it."""
        mentions = self._resolver.mentions(report)
        named = Counter(a.country for m in mentions for a in m.actors if a.country)
        return Scene(
            report=report,
            sentences=sentences(report.text),
            mentions=mentions,
            dates=find_dates(report.text, report.published),
            places=find_places(report.text),
            named=tuple(named.most_common()),
        )

    def _pages(self, scenes: list[Scene]) -> list[list[Page]]:
        """Every window of the scenes, read; batches are cut by length because padding costs as much as words."""
        queue: list[tuple[int, Tokens, Window]] = []
        for number, scene in enumerate(scenes):
            tokens = self._encoder.tokenize(scene.report.text, marked(scene.mentions, scene.dates))
            queue += [(number, tokens, w) for w in windows(tokens, scene.sentences)]
        order = np.argsort([w.last - w.first for _, _, w in queue], kind="stable")
        readings: dict[int, Reading] = {}
        for at in range(0, len(order), WINDOWS_AT_ONCE):
            chosen = order[at : at + WINDOWS_AT_ONCE]
            read = self._encoder.read([queue[i][1] for i in chosen], [queue[i][2] for i in chosen])
            readings.update(zip((int(i) for i in chosen), read, strict=True))
        out: list[list[Page]] = [[] for _ in scenes]
        for i, (number, tokens, window) in enumerate(queue):
            out[number].append(Page(scenes[number], tokens, window, readings[i]))
        return out

    def drafts(self, pages: list[Page]) -> tuple[list[EventDraft], list[ClaimDraft]]:
        """What the model proposes, before any rule."""
        found_events: list[EventDraft] = []
        found_claims: list[ClaimDraft] = []
        first_claim = len(self._encoder.labels.events)
        for page in pages:
            acts = triggers(page, page.reading.events, self._thresholds.event)
            said = triggers(page, page.reading.claims, self._thresholds.claim)
            if not acts and not said:
                continue
            asked = [(t.first, t.last, t.label) for t in acts] + [(t.first, t.last, first_claim + t.label) for t in said]
            details = self._encoder.details(page.reading, asked)
            found_events += events(page, details, acts, self._encoder, self._thresholds)
            rest = type(details)(*(values[len(acts) :] for values in details))
            found_claims += claims(page, rest, said, self._encoder, self._thresholds)
        return found_events, found_claims

    def settle(self, scene: Scene, pages: list[Page]) -> Coding:
        """The records of a report that was read."""
        return self.settle_with_scores(scene, pages)[0]

    def settle_with_scores(self, scene: Scene, pages: list[Page]) -> tuple[Coding, dict[str, Score]]:
        """The records of a report that was read, and by id how sure the model was of each."""
        proposed, said = self.drafts(pages)
        settled = [draft for raw in proposed if (draft := apply(raw, scene)) is not None]
        acts = [(self._event(scene, d), d.score) for d in apply_timing(merge(settled, scene), scene)]
        ruled = (claim for raw in said if (claim := apply_claim_rules(raw, scene)) is not None)
        holdings = [(self._claim(scene, d), d.score) for d in ruled]
        found_events = _in_order({e.id: e for e, _ in acts}.values())
        found_claims = _in_order({c.id: c for c, _ in holdings}.values())
        notes = () if scene.report.published else ("no date of publication: days and months in the text are not resolved",)
        links = find_links(scene, found_events, found_claims)
        coding = Coding(scene.report, found_events, found_claims, links, self.name, notes)
        return coding, {e.id: score for e, score in acts} | {c.id: score for c, score in holdings}

    def _event(self, scene: Scene, draft: EventDraft) -> Event:
        evidence = Evidence(draft.evidence.start, draft.evidence.end, scene.words(draft.evidence))
        kind: plover.EventType = draft.type  # type: ignore[assignment]
        same = {f: getattr(draft, f) for f in _SAME}
        return Event(
            id=event_id(scene.report.id, draft.type, draft.aux, evidence, draft.actors), evidence=evidence,
            intensity=plover.intensity(kind, draft.mode), quad=plover.QUADS[kind],
            confidence=self._calibration.event(draft.type, draft.score), **same,
        )  # fmt: skip

    def _claim(self, scene: Scene, draft: ClaimDraft) -> Claim:
        evidence = Evidence(draft.evidence.start, draft.evidence.end, scene.words(draft.evidence))
        return Claim(
            id=claim_id(scene.report.id, draft.kind, evidence, draft.holder), kind=draft.kind, stance=draft.stance,
            text=draft.text, evidence=evidence, holder=draft.holder, about=draft.about, attribution=draft.attribution,
            confidence=self._calibration.claim(draft.kind, draft.score),
        )  # fmt: skip


R = TypeVar("R", Event, Claim)
_SAME = (
    "type", "actors", "recipients", "mode", "of", "aux", "aspect", "contexts", "topics", "start", "end", "due_start",
    "due_end", "date_text", "place", "attribution",
)  # fmt: skip


def _in_order(records: Iterable[R]) -> tuple[R, ...]:
    """Records in the order of the text."""
    return tuple(sorted(records, key=lambda r: (r.evidence.start, r.evidence.end, r.id)))


def at_least(coding: Coding, confidence: float) -> Coding:
    """The coding without records below a confidence, and without links that lost an end."""
    acts = tuple(e for e in coding.events if e.confidence >= confidence)
    said = tuple(c for c in coding.claims if c.confidence >= confidence)
    kept = {e.id for e in acts} | {c.id for c in said}
    ties = tuple(k for k in coding.links if k.source in kept and k.target in kept)
    return replace(coding, events=acts, claims=said, links=ties)
