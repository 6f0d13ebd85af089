"""How likely it is that two events tell of one act: a logistic model over what the two records share and where they differ.

A war as such ("Russia's war on Ukraine") is one act as long as reports speak of it. Else only events of one standing (done,
planned, ...) and one group of types, with sides that agree and dates that can be one, are compared at all. The weights were
fitted to halves of two gold sets made by hand, of invented stories and of real reports, drawn towards round figures; three of
them (another level, the same report, reports apart) were then set stricter. `tests/relations/test_merge.py` and
`python -m detente.training.relations` measure both halves. A pair's probability depends on the pair alone, never on what else
was read.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import exp, log1p
from types import MappingProxyType
from typing import Final, NamedTuple

from detente.ontology import plover
from detente.records import Event, Place
from detente.relations import names
from detente.relations.filed import Filed, Standing, When, codes, published, standing, when
from detente.relations.parties import Level, level
from detente.relations.terms import likeness, numbers

#: Log-odds of each feature of a pair; 0 or 1 each but for those that say otherwise.
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "bias": -1.9,
        "other type": -1.0,  # of the same group: AGREE and CONCEDE, COOPERATE and AID, SANCTION and COERCE
        "same mode": 0.5,
        "kin mode": -0.4,  # modes that readers choose between for one act: a visit or a summit, drones or an air raid
        "other mode": -1.9,
        "same of": 0.5,
        "other of": -1.2,
        "same aspect": 0.2,
        "other aspect": -0.7,
        "same sides": 1.2,  # else one report leaves a side out
        "same person": -0.4,
        "other person": -2.5,
        "same level": 0.2,
        "other level": -1.8,
        "same day": 1.8,  # both dated to the day
        "day apart": -0.7,
        "days apart": -3.1,  # two to five days, both dated
        "within": 1.7,  # one is dated within the other's week or less
        "within a long time": 1.1,  # within a month or more
        "same long time": 1.9,  # both dated to the same month or year
        "retold": 0.3,  # one tells it as background, both are dated
        "no date": 0.1,  # at least one report gives no date
        "reports apart": -0.1,  # times log(1 + days between reports) where a date is missing
        "same due date": 0.7,
        "other due date": -2.5,  # promised for days that cannot be one
        "same matter": 1.8,  # times the likeness of their topics
        "other matter": -0.1,  # topics on both sides that share nothing
        "same words": 2.5,  # times the likeness of their sentences
        "same place": 1.0,
        "other place": -1.3,
        "same number": 1.2,
        "other number": -0.5,
        "same report": -3.3,  # a report rarely tells one act in two records
        "goes on": 5.2,  # both speak of one war as such; then nothing else is looked at
    }
)

#: Dated acts further apart than this are two, whatever the words.
MOST_DAYS: Final = 5
#: A report without a date tells of at most this many days back.
UNDATED_DAYS: Final = 3
#: A dateless retelling may come this many days later.
MOST_REPORT_DAYS: Final = 21
#: A war as such is one as long as reports speak of it at least this often.
ONGOING_DAYS: Final = 60
#: Dates this many days wide no longer tell repeated acts apart.
_NARROW: Final = 8
#: Degrees of latitude and longitude together, within which two names are taken for one place.
_NEAR: Final = 0.5
_LONG_AGO: Final = date(1900, 1, 1).toordinal()

_GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {"CONCEDE": "AGREE", "AID": "COOPERATE", "COERCE": "SANCTION"}
)  # readers differ most between these
#: Modes between which readers differ for one act.
_KIN: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {("SANCTION", "withdraw"): "break", ("SANCTION", "discontinue"): "break", ("CONSULT", "visit"): "meet"}
    | {("CONSULT", "multilateral"): "meet"}
    | {("ASSAULT", mode): "arms" for mode in ("aerial", "drone", "heavy-weapons", "explosives", "destroy", "targeted")}
)
#: Single blows, as against the war that they are part of.
_BLOWS: Final = re.compile(
    r"\b(?:attacks|strikes|raids|shelling|bombardments?|bombings?|barrages?|drones?|missiles?)\b", re.IGNORECASE
)


class Match(NamedTuple):
    """How likely it is that two events are one act, and what speaks for and against it, the weightiest first."""

    probability: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a comparison looks at, computed once an event."""

    id: str
    report: str
    block: tuple[Standing, str]
    type: str
    mode: str | None
    of: str | None
    aspect: str | None
    actors: frozenset[str]
    recipients: frozenset[str]
    due: tuple[int, int] | None
    persons: Mapping[str, frozenset[str]]
    levels: Mapping[str, frozenset[Level]]
    first: int
    last: int
    dated: bool
    told: int
    historical: bool
    ongoing: bool
    """Whether it is a war as such, that goes on when it is told."""
    matter: frozenset[str]
    words: frozenset[str]
    place: Place | None
    numbers: frozenset[float]


def see(filed: Filed[Event]) -> Seen:
    """An event as the model looks at it."""
    event, report = filed.record, filed.report
    time = when(event, report)
    told = published(report).toordinal()
    first = time.first.toordinal() if time.first else _LONG_AGO
    persons: dict[str, set[str]] = defaultdict(set)
    levels: dict[str, set[Level]] = defaultdict(set)
    for actor in (*event.actors, *event.recipients):
        if actor.country and actor.name:
            persons[actor.country].add(actor.name)
        if actor.country and (at := level(actor)):
            levels[actor.country].add(at)
    back = 0 if time.given or time.first is None else UNDATED_DAYS
    return Seen(
        event.id, report.id, (standing(event, report), _GROUPS.get(event.type, event.type)),
        event.type, event.mode, event.of, event.aspect, codes(event.actors), codes(event.recipients), _due(event),
        {code: frozenset(found) for code, found in persons.items()}, {code: frozenset(found) for code, found in levels.items()},
        first - back, time.last.toordinal(), time.given, told, event.aux == "historical", goes_on(event, time),
        names.matter(" ".join(event.topics)), names.matter(event.evidence.quote), event.place, numbers(event.evidence.quote),
    )  # fmt: skip


def _due(event: Event) -> tuple[int, int] | None:
    days = [day.toordinal() for day in (event.due_start, event.due_end) if day]
    return (min(days), max(days)) if days else None


def goes_on(event: Event, time: When) -> bool:
    """Whether an event is a war as such, which goes on when it is told."""
    if event.type != "ASSAULT" or event.mode or event.aspect != "continue" or time.given or event.aux:
        return False
    return _BLOWS.search(event.evidence.quote) is None


def one_state(a: Seen, b: Seen) -> bool:
    """Whether both are of one war as such, which is one act as long as it is spoken of."""
    return a.ongoing and b.ongoing and (a.block, a.actors, a.recipients) == (b.block, b.actors, b.recipients)


def _sides_agree(a: Seen, b: Seen) -> bool | None:
    """True where the sides are equal, False where one leaves a party out, None where they cannot be of one act."""
    if (a.actors, a.recipients) == (b.actors, b.recipients):
        return True
    if (a.type in plover.MUTUAL and b.type in plover.MUTUAL) or not (a.recipients and b.recipients):
        one, two = a.actors | a.recipients, b.actors | b.recipients
        return True if one == two else False if one < two or two < one else None
    if not a.actors & b.actors:
        return None
    within = (a.actors <= b.actors or b.actors <= a.actors) and (
        a.recipients <= b.recipients or b.recipients <= a.recipients or a.recipients & b.recipients
    )
    return False if within else None


def _gap(a: Seen, b: Seen) -> int:
    """Days between two acts' dates; 0 where they overlap."""
    return max(0, a.first - b.last, b.first - a.last)


def _can_match(a: Seen, b: Seen) -> bool:
    gap = _gap(a, b)
    if a.ongoing and b.ongoing:
        return gap <= ONGOING_DAYS
    if a.dated and b.dated:
        return gap <= MOST_DAYS
    return gap <= MOST_REPORT_DAYS


def _features(a: Seen, b: Seen, same_sides: bool) -> Iterator[tuple[str, float]]:
    yield "bias", 1.0
    if one_state(a, b):
        yield "goes on", 1.0
        return
    if a.type != b.type:
        yield "other type", 1.0
    for name, one, two in (("mode", a.mode, b.mode), ("of", a.of, b.of), ("aspect", a.aspect, b.aspect)):
        if one and two:
            kin = name == "mode" and one != two and _KIN.get((a.type, one), one) == _KIN.get((b.type, two), two)
            yield ("kin " if kin else "same " if one == two else "other ") + name, 1.0
    if same_sides:
        yield "same sides", 1.0
    yield from _who(a, b)
    yield from _date_features(a, b)
    if a.due and b.due:
        yield ("same due date" if a.due[0] <= b.due[1] and b.due[0] <= a.due[1] else "other due date"), 1.0
    if a.matter and b.matter:
        alike = likeness(a.matter, b.matter)
        yield ("same matter", alike) if alike else ("other matter", 1.0)
    if alike := likeness(a.words, b.words):
        yield "same words", alike
    if a.place and b.place:
        yield ("same place" if _same_place(a.place, b.place) else "other place"), 1.0
    if a.numbers and b.numbers:
        yield ("same number" if a.numbers & b.numbers else "other number"), 1.0
    if a.report == b.report:
        yield "same report", 1.0


def _who(a: Seen, b: Seen) -> Iterator[tuple[str, float]]:
    for name, one, two in (("person", a.persons, b.persons), ("level", a.levels, b.levels)):
        both = [(one[code], two[code]) for code in one.keys() & two.keys()]
        if any(x & y for x, y in both):
            yield "same " + name, 1.0
        elif both:
            yield "other " + name, 1.0


def _date_features(a: Seen, b: Seen) -> Iterator[tuple[str, float]]:
    gap, widest = _gap(a, b), max(a.last - a.first, b.last - b.first)
    if not (a.dated and b.dated):
        yield "no date", 1.0
        yield "reports apart", log1p(abs(a.told - b.told))
    elif gap:
        yield ("day apart" if gap == 1 else "days apart"), 1.0
    elif not widest:
        yield "same day", 1.0
    elif widest < _NARROW:
        yield "within", 1.0
    else:
        yield ("same long time" if (a.first, a.last) == (b.first, b.last) else "within a long time"), 1.0
    if a.dated and b.dated and not gap and a.historical != b.historical:
        yield "retold", 1.0


def _same_place(one: Place, two: Place) -> bool:
    """Whether two places may be one: a country and a town in it do not disagree."""
    if one.text.lower() in two.text.lower() or two.text.lower() in one.text.lower():
        return True
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return False
    return abs(one.lat - two.lat) + abs(one.lon - two.lon) < _NEAR


def probability(a: Seen, b: Seen) -> float | None:
    """The probability that two events are one act, None where they cannot be."""
    same_sides = _comparable(a, b)
    if same_sides is None:
        return None
    return 1.0 / (1.0 + exp(-sum([WEIGHTS[name] * value for name, value in _features(a, b, same_sides)])))


def _comparable(a: Seen, b: Seen) -> bool | None:
    return _sides_agree(a, b) if a.block == b.block and _can_match(a, b) else None


def match(first: Filed[Event], second: Filed[Event]) -> Match | None:
    """How likely two events are one act, with reasons; None where they cannot be (other type or sides, dates far apart)."""
    a, b = see(first), see(second)
    found, same_sides = probability(a, b), _comparable(a, b)
    if found is None or same_sides is None:
        return None
    terms = [(name, WEIGHTS[name] * value) for name, value in _features(a, b, same_sides) if name != "bias"]
    return Match(found, tuple(sorted(terms, key=lambda term: (-abs(term[1]), term[0]))))
