"""How well codings agree with codings made by hand.

A record stands in the sentences that its evidence touches. A predicted and a hand-coded record can be the same if they share a
sentence; each report's records are paired one to one so that the best agreements come first. Of events, only international ones
count: those with two different codes among actors and recipients.

    type    the PLOVER type agrees                  kind     the kind of claim agrees
    dyad    and the countries on each side          holder   and the holder's country
    full    and aux

Where all take part alike (CONSULT, AGREE, COOPERATE, SUPPORT) the sides may be written in either order.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, Literal, NamedTuple, TypeVar

import numpy as np

from detente.ontology import plover
from detente.records import Actor, Claim, Coding, Event, Evidence

R = TypeVar("R", Event, Claim)

EVENT_LEVELS: Final = ("type", "dyad", "full")
CLAIM_LEVELS: Final = ("kind", "holder")
#: The level at which two events agree in everything that is compared.
_ALL: Final = len(EVENT_LEVELS)
#: The share of bootstrap samples inside an interval.
INSIDE: Final = 0.95

_BREAK: Final = re.compile(r"""(?<=[.!?…])["'”’)\]]*\s+(?=["'“‘(\[]?[A-Z0-9])|\n+""")
_NO_BREAK: Final = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|St|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec|vs)|\b[A-Z])\.$")


class Figure(NamedTuple):
    """How many were predicted, how many are there by hand, and how many of both agree."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of the predicted that is right; 0 where nothing is predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the hand-coded that was found; 0 where there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.predicted + self.gold) if self.right else 0.0


class Interval(NamedTuple):
    """Between what an F1 would fall in 95 of 100 draws of as many reports."""

    low: float
    high: float


class Bin(NamedTuple):
    """Predicted events of one stretch of confidence: how sure the coder was on average, and how often it was right."""

    confidence: float
    right: float
    events: int


class Lapse(NamedTuple):
    """Where one report's coding and the hand's part, with why: for reading, not for counting."""

    what: Literal["missed", "wrong", "extra"]
    why: str
    gold: str
    """The hand-coded event in short, empty where there is none."""
    predicted: str
    quote: str
    """The words of the hand-coded event, else of the predicted one."""


class Worst(NamedTuple):
    """A report in which much went wrong."""

    report: str
    title: str
    figure: Figure
    """At the level of the countries."""
    lapses: tuple[Lapse, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The agreement of a whole file."""

    reports: int
    missing: tuple[str, ...]
    """Ids of reports that were coded by hand but not predicted; all their records count as missed."""
    figures: Mapping[str, Figure]
    """By level: type, dyad, full, kind, holder."""
    intervals: Mapping[str, Interval]
    types: Mapping[str, Figure]
    """By type, at the level of the type."""
    kinds: Mapping[str, Figure]
    attributes: Mapping[str, Figure]
    """Of events paired by type: mode, of, aspect, months, names, ...; a value left out on both sides counts nowhere."""
    confusion: Mapping[tuple[str, str], int]
    """Events between the same countries in the same sentence, by hand-coded and predicted type; "none" where one is alone."""
    calibration: tuple[Bin, ...]
    directed: int
    """Events paired by type where somebody acts on somebody, and how many of them have the two sides the wrong way round."""
    swapped: int
    shares: Mapping[str, tuple[int, int]]
    """Of events paired by type, how many of those dated by hand have the start month right, and of those with `of`, that."""
    worst: tuple[Worst, ...]
    """The reports with the most lapses first."""

    @property
    def swap_rate(self) -> float:
        """The share of directed events, paired by type, whose actors and recipients changed places; 0 where there are none."""
        return self.swapped / self.directed if self.directed else 0.0

    @property
    def calibration_error(self) -> float:
        """The mean difference of certainty and share right, over tenths of certainty, by their number of events."""
        events = sum(one.events for one in self.calibration)
        return sum(abs(one.confidence - one.right) * one.events for one in self.calibration) / events if events else 0.0


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end; a title or initial ("Mr.", "J.") ends none, a new line always does."""
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in _BREAK.finditer(text):
        abbreviated = "\n" not in gap.group() and _NO_BREAK.search(text, start, gap.start())
        if gap.start() > start and not abbreviated:
            spans.append((start, gap.end()))
            start = gap.end()
    return [*spans, (start, len(text))]


class _Standing(NamedTuple, Generic[R]):
    """A record and the numbers of the sentences that it stands in."""

    record: R
    sentences: frozenset[int]


class _Pair(NamedTuple, Generic[R]):
    """A hand-coded and a predicted record, and how far they agree: 1 for the first level, 2 for the second, ..."""

    gold: R
    predicted: R
    level: int


def _standing(records: Iterable[R], spans: Sequence[tuple[int, int]]) -> list[_Standing[R]]:
    return [_Standing(record, _touched(record.evidence, spans)) for record in records]


def _touched(evidence: Evidence, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(n for n, (start, end) in enumerate(spans) if start < evidence.end and evidence.start < end)


def _codes(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(actor.country for actor in actors if actor.country)


def is_international(event: Event) -> bool:
    """Whether two different codes take part."""
    return len(_codes(event.actors) | _codes(event.recipients)) > 1


def same_dyad(gold: Event, predicted: Event) -> bool:
    """Whether the countries on each side agree; either way round where the type is mutual."""
    one = _codes(gold.actors), _codes(gold.recipients)
    two = _codes(predicted.actors), _codes(predicted.recipients)
    return one == two or (gold.type in plover.MUTUAL and one[0] | one[1] == two[0] | two[1])


def _event_level(gold: Event, predicted: Event) -> int:
    if gold.type != predicted.type:
        return 0
    if not same_dyad(gold, predicted):
        return 1
    return 3 if gold.aux == predicted.aux else 2


def _claim_level(gold: Claim, predicted: Claim) -> int:
    if gold.kind != predicted.kind:
        return 0
    return 2 if _country(gold.holder) == _country(predicted.holder) else 1


def _sides_level(gold: Event, predicted: Event) -> int:
    """For the confusion of types: the same countries, best with the same type."""
    if gold.type == predicted.type:
        return 2 * same_dyad(gold, predicted)
    one, two = (_codes(e.actors) | _codes(e.recipients) for e in (gold, predicted))
    return int(one == two)


def _country(actor: Actor | None) -> str | None:
    return actor.country if actor else None


def _paired(gold: list[_Standing[R]], predicted: list[_Standing[R]], level: Callable[[R, R], int]) -> list[_Pair[R]]:
    """One to one, the furthest agreement first, then the most shared sentences, then the order of the text."""
    able = [
        (-level(g.record, p.record), -len(g.sentences & p.sentences), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(predicted)
        if g.sentences & p.sentences and level(g.record, p.record)
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    out: list[_Pair[R]] = []
    for negative, _, i, j in sorted(able):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            out.append(_Pair(gold[i].record, predicted[j].record, -negative))
    return out


@dataclass(slots=True)
class _Sheet:
    """What is counted while reports are compared; one row a report in `counts`."""

    counts: list[list[int]]
    types: dict[str, Counter[str]]
    attributes: dict[str, Counter[str]]
    confusion: Counter[tuple[str, str]]
    sure: list[tuple[float, bool]]
    shares: dict[str, tuple[int, int]]
    worst: list[Worst]
    directed: Counter[str] = field(default_factory=Counter)


def score(gold: Iterable[Coding], predicted: Iterable[Coding], *, samples: int = 1000, seed: int = 0) -> Score:
    """Compare codings with hand-coded ones, report by report; predicted reports that were not coded by hand do not count.

    `samples` draws of reports give the intervals; `seed` makes them the same each time.
    """
    by_id = {coding.report.id: coding for coding in predicted}
    golden = list({coding.report.id: coding for coding in gold}.values())
    sheet = _Sheet([], {}, {}, Counter(), [], {"start month": (0, 0), "of": (0, 0)}, [])
    for coding in golden:
        _compare(sheet, coding, by_id.get(coding.report.id, Coding(coding.report)))
    counts = np.array(sheet.counts or [[0] * 9], dtype=np.int64)
    return Score(
        reports=len(golden),
        missing=tuple(sorted({coding.report.id for coding in golden} - set(by_id))),
        figures=_figures(counts.sum(axis=0)),
        intervals=_intervals(counts, samples, seed),
        types={name: _figure(sheet.types.get(name)) for name in plover.TYPES if name in sheet.types},
        kinds={name: _figure(sheet.types.get(name)) for name in plover.CLAIM_KINDS if name in sheet.types},
        attributes={name: _figure(counted) for name, counted in sheet.attributes.items()},
        confusion=dict(sheet.confusion),
        calibration=_bins(sheet.sure),
        directed=sheet.directed["events"],
        swapped=sheet.directed["swapped"],
        shares=sheet.shares,
        worst=tuple(sorted(sheet.worst, key=lambda one: (-len(one.lapses), one.figure.f1, one.report))),
    )


def _compare(sheet: _Sheet, gold: Coding, predicted: Coding) -> None:
    spans = sentences(gold.report.text)
    gold_events = _standing(filter(is_international, gold.events), spans)
    events = _standing(filter(is_international, predicted.events), spans)
    gold_claims, claims = _standing(gold.claims, spans), _standing(predicted.claims, spans)
    event_pairs = _paired(gold_events, events, _event_level)
    claim_pairs = _paired(gold_claims, claims, _claim_level)
    reached = [sum(pair.level >= level for pair in event_pairs) for level in (1, 2, 3)]
    reached += [sum(pair.level >= level for pair in claim_pairs) for level in (1, 2)]
    sheet.counts.append([*reached, len(events), len(gold_events), len(claims), len(gold_claims)])
    named: list[tuple[str, str]] = [("gold", one.record.type) for one in gold_events]
    named += [("predicted", one.record.type) for one in events] + [("right", pair.gold.type) for pair in event_pairs]
    named += [("gold", one.record.kind) for one in gold_claims] + [("predicted", one.record.kind) for one in claims]
    named += [("right", pair.gold.kind) for pair in claim_pairs]
    for column, name in named:
        sheet.types.setdefault(name, Counter())[column] += 1
    for pair in event_pairs:
        _compare_attributes(sheet, pair)
    _confuse(sheet, gold_events, events)
    found = {pair.predicted.id for pair in event_pairs if pair.level > 1}
    sheet.sure += [(one.record.confidence, one.record.id in found) for one in events]
    _share(sheet, event_pairs)
    lapses = tuple(_lapses(event_pairs, gold_events, events))
    if lapses:
        right = sum(pair.level > 1 for pair in event_pairs)
        figure = Figure(right, len(events), len(gold_events))
        sheet.worst.append(Worst(gold.report.id, gold.report.title or "", figure, lapses))


def _share(sheet: _Sheet, pairs: Sequence[_Pair[Event]]) -> None:
    """Counts as a person would: of those that the hand dated, or gave an `of`."""
    for name, value in (("start month", _start_month), ("of", _of)):
        due = [pair for pair in pairs if value(pair.gold)]
        right, asked = sheet.shares[name]
        sheet.shares[name] = right + sum(value(p.gold) == value(p.predicted) for p in due), asked + len(due)


def _start_month(event: Event) -> str | None:
    return event.start.isoformat()[:7] if event.start else None


def _of(event: Event) -> str | None:
    return event.of


def _lapses(
    pairs: Sequence[_Pair[Event]], gold: Sequence[_Standing[Event]], predicted: Sequence[_Standing[Event]]
) -> Iterator[Lapse]:
    """What is missed, wrong or extra in one report, in the order of the text."""
    paired = {pair.gold.id: pair for pair in pairs}
    used = {pair.predicted.id for pair in pairs}
    spare = [one for one in predicted if one.record.id not in used]
    for one in gold:
        hand, pair = one.record, paired.get(one.record.id)
        if pair is None:
            near = next((s for s in spare if s.sentences & one.sentences and _sides_level(hand, s.record)), None)
            if near is None:
                yield Lapse("missed", "no such act read in its sentence", _brief(hand), "", hand.evidence.quote)
            else:
                spare.remove(near)
                yield Lapse("wrong", "another type", _brief(hand), _brief(near.record), hand.evidence.quote)
        elif pair.level < _ALL:
            why = "another aux" if pair.level > 1 else "other countries"
            yield Lapse("wrong", why, _brief(hand), _brief(pair.predicted), hand.evidence.quote)
    for one in spare:
        yield Lapse("extra", "no such act by hand in its sentence", "", _brief(one.record), one.record.evidence.quote)


def _brief(event: Event) -> str:
    """An event in short: `SANCTION future, USA > CHN`."""
    by, on = ("+".join(sorted(_codes(side))) for side in (event.actors, event.recipients))
    return f"{' '.join(filter(None, (event.type, event.aux)))}, {by}{f' > {on}' if on else ''}"


def levels(gold: Coding, predicted: Coding) -> tuple[dict[str, int], dict[str, int]]:
    """How far each predicted event and claim agrees with the hand-coded record it is paired with, by id; 0 where with none.

    Domestic events count too: a calibration is of all that is shown.
    """
    spans = sentences(gold.report.text)
    events, claims = _standing(predicted.events, spans), _standing(predicted.claims, spans)
    event_pairs = _paired(_standing(gold.events, spans), events, _event_level)
    claim_pairs = _paired(_standing(gold.claims, spans), claims, _claim_level)
    acts = dict.fromkeys((one.record.id for one in events), 0) | {p.predicted.id: p.level for p in event_pairs}
    said = dict.fromkeys((one.record.id for one in claims), 0) | {p.predicted.id: p.level for p in claim_pairs}
    return acts, said


def _confuse(sheet: _Sheet, gold: list[_Standing[Event]], predicted: list[_Standing[Event]]) -> None:
    pairs = _paired(gold, predicted, _sides_level)
    sheet.confusion.update((pair.gold.type, pair.predicted.type) for pair in pairs)
    alone = Counter(one.record.type for one in gold) - Counter(pair.gold.type for pair in pairs)
    extra = Counter(one.record.type for one in predicted) - Counter(pair.predicted.type for pair in pairs)
    sheet.confusion.update({(name, "none"): n for name, n in alone.items()} | {("none", name): n for name, n in extra.items()})


def _compare_attributes(sheet: _Sheet, pair: _Pair[Event]) -> None:
    if pair.gold.type not in plover.MUTUAL:
        sheet.directed.update(events=1, swapped=int(_is_swapped(pair)))
    for (name, gold), (_, predicted) in zip(_attributes(pair.gold), _attributes(pair.predicted), strict=True):
        counted = sheet.attributes.setdefault(name, Counter())
        counted.update(gold=len(gold), predicted=len(predicted), right=len(gold & predicted))


def _is_swapped(pair: _Pair[Event]) -> bool:
    one, two = ((_codes(e.actors), _codes(e.recipients)) for e in (pair.gold, pair.predicted))
    return one[0] != one[1] and one == (two[1], two[0])


def _attributes(event: Event) -> list[tuple[str, frozenset[str | None]]]:
    """The values of an event that are compared, each as a set without the empty value."""
    names = [actor.name for actor in (*event.actors, *event.recipients)]
    values: list[tuple[str, Iterable[str | None]]] = [
        ("mode", [event.mode]),
        ("of", [event.of]),
        ("aux", [event.aux]),
        ("aspect", [event.aspect]),
        ("contexts", event.contexts),
        ("start month", [event.start.isoformat()[:7] if event.start else None]),
        ("due month", [event.due_end.isoformat()[:7] if event.due_end else None]),
        ("place country", [event.place.country if event.place else None]),
        ("attribution country", [_country(event.attribution)]),
        ("actors", _codes(event.actors)),
        ("recipients", _codes(event.recipients)),
        ("names", names),
    ]
    return [(name, frozenset(value for value in found if value)) for name, found in values]


def _figure(counted: Counter[str] | None) -> Figure:
    counted = counted or Counter()
    return Figure(counted["right"], counted["predicted"], counted["gold"])


def _figures(counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> dict[str, Figure]:
    events, claims = (int(counts[5]), int(counts[6])), (int(counts[7]), int(counts[8]))
    out = {name: Figure(int(counts[n]), *events) for n, name in enumerate(EVENT_LEVELS)}
    return out | {name: Figure(int(counts[n + 3]), *claims) for n, name in enumerate(CLAIM_LEVELS)}


def _intervals(counts: np.ndarray[tuple[int, int], np.dtype[np.int64]], samples: int, seed: int) -> dict[str, Interval]:
    """Bootstrap over reports: records of one report are right or wrong together, so reports are what is drawn."""
    drawn = np.random.default_rng(seed).integers(0, len(counts), size=(samples, len(counts)))
    totals = counts[drawn].sum(axis=1)
    out = {}
    for n, name in enumerate((*EVENT_LEVELS, *CLAIM_LEVELS)):
        at = 5 if name in EVENT_LEVELS else 7
        both = totals[:, at] + totals[:, at + 1]
        f1 = 2 * totals[:, n] / np.maximum(both, 1)
        low, high = np.quantile(f1, [(1 - INSIDE) / 2, (1 + INSIDE) / 2]) if samples else (0.0, 1.0)
        out[name] = Interval(float(low), float(high))
    return out


def _bins(sure: Sequence[tuple[float, bool]], bins: int = 10) -> tuple[Bin, ...]:
    """Confidence in tenths against how often countries and type were right; empty tenths are left out."""
    out = []
    for number in range(bins):
        inside = [(c, right) for c, right in sure if min(int(c * bins), bins - 1) == number]
        if inside:
            count = len(inside)
            out.append(Bin(sum(c for c, _ in inside) / count, sum(right for _, right in inside) / count, count))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class PairScore:
    """The agreement of types given to pairs of a source and a target in a sentence, at one fineness."""

    macro_f1: float
    """The mean F1 of the classes that the hand-coded file has."""
    accuracy: float
    pairs: int


def score_pairs(gold: Sequence[str], predicted: Sequence[str | None]) -> dict[str, PairScore]:
    """Compare types of pairs at three finenesses: `root` (15 types), `quad` (4) and `binary` (cooperation, conflict).

    The benchmark that this follows has one class, YIELD, for CONCEDE and RETREAT, and counts it as material cooperation. A pair
    without a predicted type is wrong.
    """
    roots = ([_root(one) for one in gold], [_root(one) for one in predicted])
    quads = ([_pair_quad(one) for one in roots[0]], [_pair_quad(one) for one in roots[1]])
    sides = ([one.split()[-1] for one in quads[0]], [one.split()[-1] for one in quads[1]])
    return {name: _pair_score(*both) for name, both in (("root", roots), ("quad", quads), ("binary", sides))}


def _root(event_type: str | None) -> str:
    return "YIELD" if event_type in ("CONCEDE", "RETREAT", "YIELD") else event_type or "none"


def _pair_quad(root: str) -> str:
    by_name: Mapping[str, str] = plover.QUADS | {"YIELD": "material cooperation"}
    return by_name.get(root, "none")


def _pair_score(gold: Sequence[str], predicted: Sequence[str]) -> PairScore:
    right = Counter(one for one, two in zip(gold, predicted, strict=True) if one == two)
    there, said = Counter(gold), Counter(predicted)
    f1 = [2 * right[name] / (there[name] + said[name]) for name in there]
    total = len(gold)
    return PairScore(sum(f1) / len(f1) if f1 else 0.0, right.total() / total if total else 0.0, total)
