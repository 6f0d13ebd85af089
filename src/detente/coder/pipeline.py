"""The shipped coder `en.v3`: report in, records out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from itertools import islice
from typing import TypeVar

from detente.actors.resolver import Resolver
from detente.coder.calibration import Calibration, load_calibration
from detente.coder.claim_rules import apply as apply_claim_rules
from detente.coder.company import apply as apply_company_rules
from detente.coder.decode import Page, Trigger, claims, events, triggers
from detente.coder.drafts import ClaimDraft, EventDraft, Scene, Score
from detente.coder.links import Records, find_links
from detente.coder.marking import marked
from detente.coder.merging import merge
from detente.coder.rules import apply
from detente.coder.sides import SideModel, load_sides
from detente.coder.thresholds import Thresholds, load_thresholds
from detente.coder.timing import apply as apply_timing
from detente.nlp.dates import find_dates
from detente.nlp.encoder import Details, Encoder, Labels
from detente.nlp.places import find_places
from detente.nlp.segment import sentences
from detente.nlp.windows import Tokens, Window, windows
from detente.ontology import plover
from detente.records import Claim, Coding, Event, Evidence, Report, claim_id, event_id

#: Reports read together: enough to fill the cores, few enough to stay in memory.
REPORTS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Tuning:
    """Where a coder draws its lines, as set on reports that the model was not trained on."""

    thresholds: Thresholds
    sides: SideModel
    holders: SideModel
    calibration: Calibration = field(default_factory=Calibration)
    off: frozenset[str] = frozenset()
    """Numbers of rules that are switched off, to measure what each is worth."""


def load_tuning(folder: Traversable, labels: Labels) -> Tuning:
    """The tuning that is shipped with a model."""
    networks = load_sides(folder), load_sides(folder, "holders")
    return Tuning(load_thresholds(folder, labels.roles), *networks, load_calibration(folder))


class EnglishCoder:
    """Codes English reports with the shipped model and the numbered rules. Give one to each process; it holds no report."""

    name = "en.v3"

    def __init__(self, encoder: Encoder, resolver: Resolver, tuning: Tuning) -> None:
        self._encoder, self._resolver, self._tuning = encoder, resolver, tuning

    @property
    def labels(self) -> Labels:
        """What the model's outputs stand for."""
        return self._encoder.labels

    def code(self, report: Report) -> Coding:
        """All records of one report."""
        return next(self.code_many([report]))

    def code_many(self, reports: Iterable[Report]) -> Iterator[Coding]:
        """Codes reports in their order."""
        for scene, pages in self.read(reports):
            yield self.settle(scene, pages)

    def read(self, reports: Iterable[Report]) -> Iterator[tuple[Scene, list[Page]]]:
        """Reads reports in their order, and decides nothing yet; while one lot is decided, the next is read."""
        stream = iter(reports)
        with ThreadPoolExecutor(1) as ahead:
            coming: Future[list[tuple[Scene, list[Page]]]] | None = None
            while group := list(islice(stream, REPORTS_AT_ONCE)):
                ready, coming = coming, ahead.submit(self._read_lot, group)
                yield from ready.result() if ready else ()
            yield from coming.result() if coming else ()

    def _read_lot(self, reports: list[Report]) -> list[tuple[Scene, list[Page]]]:
        scenes = [self.scene(report) for report in reports]
        return list(zip(scenes, self._pages(scenes), strict=True))

    def tuned(self, tuning: Tuning) -> "EnglishCoder":
        """The same reader that draws its lines elsewhere."""
        return EnglishCoder(self._encoder, self._resolver, tuning)

    def details(self, page: Page, acts: Sequence[Trigger], said: Sequence[Trigger] = ()) -> tuple[Details, Details]:
        """What the model says of the triggers of a page: of acts, and of claims."""
        first_claim = len(self._encoder.labels.events)
        asked = [(t.first, t.last, t.label) for t in acts] + [(t.first, t.last, first_claim + t.label) for t in said]
        both = self._encoder.details(page.reading, asked)
        cut = len(acts)
        return Details(*(values[:cut] for values in both)), Details(*(values[cut:] for values in both))

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
        """Every window of the scenes, read."""
        queue: list[tuple[int, Tokens, Window]] = []
        for number, scene in enumerate(scenes):
            tokens = self._encoder.tokenize(scene.report.text, marked(scene.mentions, scene.dates))
            queue += [(number, tokens, w) for w in windows(tokens, scene.sentences)]
        readings = self._encoder.read_all([(tokens, window) for _, tokens, window in queue])
        out: list[list[Page]] = [[] for _ in scenes]
        for (number, tokens, window), reading in zip(queue, readings, strict=True):
            out[number].append(Page(scenes[number], tokens, window, reading))
        return out

    def drafts(self, pages: list[Page]) -> tuple[list[EventDraft], list[ClaimDraft]]:
        """What the model proposes, before any rule."""
        found_events: list[EventDraft] = []
        found_claims: list[ClaimDraft] = []
        labels, thresholds = self._encoder.labels, self._tuning.thresholds
        for page in pages:
            acts = triggers(page, page.reading.events, thresholds.event)
            said = triggers(page, page.reading.claims, thresholds.claim)
            if not acts and not said:
                continue
            of_acts, of_claims = self.details(page, acts, said)
            found_events += events(page, of_acts, acts, labels, thresholds, self._tuning.sides)
            found_claims += claims(page, of_claims, said, labels, thresholds, self._tuning.holders)
        return found_events, found_claims

    def settle(self, scene: Scene, pages: list[Page]) -> Coding:
        """The records of a report that was read."""
        return self.settle_with_scores(scene, pages)[0]

    def settle_with_scores(self, scene: Scene, pages: list[Page]) -> tuple[Coding, dict[str, Score]]:
        """The records of a report that was read, and by id how sure the model was of each."""
        proposed, said = self.drafts(pages)
        off = self._tuning.off
        settled = [draft for raw in proposed if (draft := apply(raw, scene, off)) is not None]
        merged = apply_timing(merge(settled, scene, off), scene, off)
        acts = [(self._event(scene, d), d.score) for d in merged]
        ruled = (claim for raw in said if (claim := apply_claim_rules(raw, scene, off)) is not None)
        holdings = [(self._claim(scene, d), d.score) for d in ruled]
        shown, said_from = self._tuning.thresholds.shown_event, self._tuning.thresholds.shown_claim
        sure = tuple({e.id: e for e, _ in acts if e.confidence >= shown}.values())
        found_events = _in_order(apply_company_rules(sure, scene, self._tuning.thresholds, off))
        found_claims = _in_order({c.id: c for c, _ in holdings if c.confidence >= said_from}.values())
        notes = () if scene.report.published else ("no date of publication: days and months in the text are not resolved",)
        retold = {e.id: d.retold for (e, _), d in zip(acts, merged, strict=True)}
        links = find_links(Records(scene, found_events, found_claims, retold))
        coding = Coding(scene.report, found_events, found_claims, links, self.name, notes)
        return coding, {e.id: score for e, score in acts} | {c.id: score for c, score in holdings}

    def _event(self, scene: Scene, draft: EventDraft) -> Event:
        evidence = Evidence(draft.evidence.start, draft.evidence.end, scene.words(draft.evidence))
        kind: plover.EventType = draft.type  # type: ignore[assignment]
        same = {f: getattr(draft, f) for f in _SAME}
        return Event(
            id=event_id(scene.report.id, draft.type, draft.aux, evidence, draft.actors), evidence=evidence,
            intensity=plover.intensity(kind, draft.mode), quad=plover.QUADS[kind],
            confidence=self._tuning.calibration.event(draft.type, draft.score), **same,
        )  # fmt: skip

    def _claim(self, scene: Scene, draft: ClaimDraft) -> Claim:
        evidence = Evidence(draft.evidence.start, draft.evidence.end, scene.words(draft.evidence))
        return Claim(
            id=claim_id(scene.report.id, draft.kind, evidence, draft.holder), kind=draft.kind, stance=draft.stance,
            text=draft.text, evidence=evidence, holder=draft.holder, about=draft.about, attribution=draft.attribution,
            confidence=self._tuning.calibration.claim(draft.kind, draft.score),
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
