"""How likely an act is the deed that was promised: a logistic model over what the promise and the act have in common.

The weights were fitted to half of a gold set of promises in real reports, drawn towards round figures, so that the fates of
invented promises stay right as well; `python -m detente.training.relations` measures both halves.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import exp
from types import MappingProxyType
from typing import Final, NamedTuple

from detente.relations import names
from detente.relations.merge import Act
from detente.relations.parties import Level, level
from detente.relations.terms import Figure, covered, figures, likeness, stems

#: Log-odds that an act of the promised type is the promised deed.
WEIGHTS: Final = MappingProxyType(
    {
        "bias": -1.5,
        "matter": 3.0,  # times the likeness of the two matters
        "other matter": -1.0,  # both say what they are about, and share nothing
        "no matter": 0.5,  # one of the two does not say
        "same words": 3.0,  # times the likeness of the two sentences, where topics tell nothing
        "words inside": 1.0,  # times the share of the shorter sentence that stands in the longer
        "same way": 0.7,
        "other way": -2.0,  # a call is no visit, a visit is no call
        "same level": 1.0,
        "other level": -3.5,
        "among many": -0.8,  # three parties or more beside those that promised
        "same place": 0.7,
        "other place": -1.5,  # in another country
        "same figure": 0.5,
        "on the day": 2.5,  # of a meeting promised for a week or so
        "within weeks": 0.8,  # of one promised for longer
        "no date to meet": 0.0,
        "too early": -3.0,  # days before a meeting whose days are known
        "in time": 0.7,
        "no date": 0.3,
        "early": -1.0,
        "late": -0.8,
        "near type": -1.0,
    }
)
#: What is to last until a day scores no more before it.
_NOT_YET: Final = 0.6
#: A meeting is dated well where its days are no more than these; it may come a day early or late.
_FEW_DAYS: Final = timedelta(days=10)
_A_DAY: Final = timedelta(days=1)
_FORTNIGHT: Final = timedelta(days=14)
_MONTH: Final = 31
_MANY: Final = 3
_VISIT: Final = re.compile(r"\b(?:visit|travel|trip|host|welcom|receiv|go(?:es|ing)? to|fl(?:y|ies|ew)\b)", re.IGNORECASE)
_MEETING: Final = re.compile(r"\b(?:in[- ]person|summit|conference|dialogue|meet(?:ing)?s?\b|met\b|conven)", re.IGNORECASE)
_CALL: Final = re.compile(r"\b(?:phone|telephone|calls?|video|spoke|speak)\b", re.IGNORECASE)
_WAYS: Final = (("visit", _VISIT), ("meeting", _MEETING), ("phone", _CALL))
_LASTING: Final = re.compile(r"\b(?:maintain|continue|keep|extend|uphold|remains?\b)", re.IGNORECASE)


class Term(NamedTuple):
    """When a promise is due."""

    start: date | None
    end: date | None

    @property
    def last(self) -> date | None:
        """The last day on which it is due."""
        return self.end or self.start

    def overlaps(self, other: "Term") -> bool | None:
        """Whether both can be due on one day; None where one of them gives none."""
        if not (self.last and other.last):
            return None
        return (self.start or self.last) <= other.last and (other.start or other.last) <= self.last

    def like(self, other: "Term") -> bool:
        """Whether both begin and end within a month of each other."""
        pairs = ((self.start or self.end, other.start or other.end), (self.last, other.last))
        return all(one and two and abs((one - two).days) <= _MONTH for one, two in pairs)


class Told(NamedTuple):
    """What comparisons look at in an act, read from it once."""

    matter: frozenset[str]
    """Stems of its topics."""
    about: frozenset[str]
    """Stems of its topics and its sentence."""
    said: frozenset[str]
    """Stems of its sentence, those who act in it left out: they are in all that the two sides do."""
    levels: frozenset[str]
    """Of those of the two sides who take part."""
    way: str | None
    """Of a contact: a visit, a meeting or a call, as far as its sentence says."""


class Sought(NamedTuple):
    """A promise as a deed of it is looked for."""

    act: Act
    told: Told
    of: str | None
    by: frozenset[str]
    term: Term
    figures: list[Figure]
    tellings: Mapping[str, date]
    """The reports that tell it, with the day up to which each tells what had happened."""
    lasting: bool
    """Whether it is to go on until its day."""


def tell(act: Act, sides: frozenset[str], levels: MappingProxyType[str, Level]) -> Told:
    """What comparisons look at in an act between two sides."""
    event = act.event
    matter, said = names.matter(" ".join(event.topics)), names.matter(event.evidence.quote)
    everybody = (*event.actors, *event.recipients)
    called = stems(" ".join(f"{actor.text} {actor.name or ''}" for actor in everybody))
    held = frozenset(found for actor in everybody if actor.country in sides and (found := level(actor, levels)))
    return Told(matter, matter | said, said - called, held, _way(act))


def alike(one: Told, two: Told) -> float | None:
    """How alike the matters of two acts are; None where one says nothing of its matter."""
    found = max(likeness(one.matter, two.matter), covered(one.matter, two.about), covered(two.matter, one.about))
    return found if found or (one.matter and two.matter) else None


def lasting(act: Act) -> bool:
    """Whether a promise is to let something go on."""
    return bool(_LASTING.search(act.event.evidence.quote))


def score(sought: Sought, act: Act, told: Told) -> float:
    """How likely a done act is the promised deed; 0 where it cannot be."""
    if not possible(sought, act):
        return 0.0
    found = 1.0 / (1.0 + exp(-sum([WEIGHTS[name] * value for name, value in features(sought, act, told)])))
    return min(found, _NOT_YET) if sought.lasting and sought.term.last and act.when.last < sought.term.last else found


def possible(sought: Sought, act: Act) -> bool:
    """Whether an act can be the promised deed: later, and by those who promised.

    What the promise's own report tells of its day is not what it promises, unless it was promised for that very day.
    """
    if act.when.last < sought.act.when.day or not sought.by <= act.codes:
        return False
    if sought.of != "CONSULT" and not sought.by & act.by:
        return False
    if sought.term.last and _time(sought.term, act, sought.of) == "on the day":
        return True
    days = (sought.tellings[m.report.id] for m in act.members if m.report.id in sought.tellings)
    return all(day < act.when.last for day in days)


def features(sought: Sought, act: Act, told: Told) -> Iterator[tuple[str, float]]:
    """What speaks for and against an act being the promised deed, by the names of `WEIGHTS`."""
    first = sought.told
    yield "bias", 1.0
    yield _time(sought.term, act, sought.of), 1.0
    yield from _matter(first, told, sought.of)
    if first.way and told.way and first.way == told.way:
        yield "same way", 1.0
    elif first.way and told.way and "phone" in (first.way, told.way):
        yield "other way", 1.0
    if first.levels and told.levels:
        yield ("same level" if first.levels & told.levels else "other level"), 1.0
    if len(act.codes - sought.act.codes) >= _MANY:
        yield "among many", 1.0
    yield from _where(sought.act, act)
    if sought.figures and _shared(sought.figures, all_figures(act)):
        yield "same figure", 1.0
    if act.event.type != sought.of:
        yield "near type", 1.0


def _matter(first: Told, second: Told, of: str | None) -> Iterator[tuple[str, float]]:
    """Those who meet have many topics, of which reports tell one or another; of other acts, another topic is another act."""
    found = alike(first, second)
    if found:
        yield "matter", found
        return
    yield ("no matter" if found is None or of == "CONSULT" else "other matter"), 1.0
    yield "same words", likeness(first.said, second.said)
    if len(first.said & second.said) > 1:
        yield "words inside", max(covered(first.said, second.said), covered(second.said, first.said))


def _way(act: Act) -> str | None:
    event = act.event
    if event.type == "CONSULT" and event.mode in ("visit", "phone"):
        return event.mode
    if "CONSULT" not in (event.type, event.of):
        return None
    return next((way for way, pattern in _WAYS if pattern.search(event.evidence.quote)), None)


def _where(promise: Act, act: Act) -> Iterator[tuple[str, float]]:
    one, two = promise.event.place, act.event.place
    if one and two and one.text.lower() == two.text.lower():
        yield "same place", 1.0
    elif one and two and one.country and two.country and one.country != two.country:
        yield "other place", 1.0


def _time(term: Term, act: Act, of: str | None) -> str:
    """Where a deed stands to the due date."""
    if term.last is None:
        return "no date to meet" if of == "CONSULT" else "no date"
    first = term.start or term.last
    if of == "CONSULT" and term.last - first <= _FEW_DAYS:
        if act.when.last < first - _A_DAY:
            return "too early"
        if act.when.last >= first - _A_DAY and act.when.day <= term.last + _A_DAY:
            return "on the day"
    if term.start and term.end and act.when.last < term.start - _FORTNIGHT:
        return "early"
    if act.when.day > term.last:
        return "late"
    return "within weeks" if of == "CONSULT" else "in time"


def all_figures(act: Act) -> list[Figure]:
    """The amounts that any report of an act names."""
    return [figure for member in act.members for figure in figures(member.record.evidence.quote)]


def _shared(one: list[Figure], two: list[Figure]) -> bool:
    return any(a.value == b.value and a.unit & b.unit for a in one for b in two)
