"""How likely an act is the deed that was promised: a logistic model over what the promise and the act have in common.

The weights were fitted to half of a gold set of promises in real reports, drawn towards round figures, so that the fates of
invented promises stay right as well; `python -m detente.training.relations` measures both halves.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import exp
from types import MappingProxyType
from typing import Final, NamedTuple

from detente.relations import matters, names, signs
from detente.relations.filed import codes
from detente.relations.match import UNDATED_DAYS
from detente.relations.merge import Act
from detente.relations.parties import Level, level
from detente.relations.terms import Figure, covered, figures, likeness, stems

#: Log-odds that an act of the promised type is the promised deed.
WEIGHTS: Final = MappingProxyType(
    {
        "bias": -1.5,
        "matter": 3.0,  # times the likeness of the two matters
        "same class": 1.0,  # in other words of one sort of matter: "illegal aliens", "repatriation"
        "other matter": -1.0,  # both say what they are about, and share nothing
        "no matter": 0.5,  # one of the two does not say
        "same words": 3.0,  # times the likeness of the two sentences, where topics tell nothing
        "words inside": 1.0,  # times the share of the shorter sentence that stands in the longer
        "same way": 0.7,
        "other way": -2.0,  # a call is no visit, a visit is no call
        "same level": 1.0,
        "other level": -3.5,  # of contacts: what a state does, any of its offices may tell
        "same persons": 0.7,  # of both sides
        "other person": -1.5,  # of the same rank
        "among many": -0.8,  # three parties or more beside those that promised
        "same place": 0.7,
        "other place": -1.5,  # in another country
        "same figure": 0.5,
        "on the day": 2.5,  # of a meeting promised for a week or so
        "within weeks": 0.8,  # of one promised for longer
        "no date to meet": 0.0,
        "too early": -3.0,  # before the days or the month of a meeting
        "in time": 0.7,
        "no date": 0.3,
        "early": -1.0,
        "late": -0.8,
        "told late": 0.0,  # no report says on which day it was done
        "within days": 1.0,  # of what was promised for a month or less, to the same
        "says so": 1.5,  # "as promised"
        "near type": -1.0,
    }
)
#: What is to last until a day scores no more before it; nor does what only speaks of the deed, or shares nothing with it.
_NOT_YET: Final = 0.6
#: What any contact is called, which says nothing of its matter.
_CONTACTS: Final = stems(
    "meeting talks call visit summit dialogue conversation consultations discussions engagement trip conference"
)
#: A meeting is dated well where its days are no more than these; it may come a day early or late.
_FEW_DAYS: Final = timedelta(days=10)
_A_DAY: Final = timedelta(days=1)
_FORTNIGHT: Final = timedelta(days=14)
_MONTH: Final = 31
_MANY: Final = 3


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

    def within(self, other: "Term") -> bool:
        """Whether all its days are days of the other."""
        if not (self.last and other.last):
            return False
        return (other.start or other.last) <= (self.start or self.last) and self.last <= other.last

    @property
    def days(self) -> int:
        """How many days it has between its first and its last."""
        return (self.last - self.start).days if self.last and self.start else 0

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
    persons: Mapping[str, frozenset[str]]
    """Of each side, those who take part by name."""
    way: str | None
    """Of a contact: a visit, a meeting or a call, as far as its sentence says."""
    classes: frozenset[str]
    """The matters of the lexicon that it is about."""
    unreal: bool
    """Whether its sentence only speaks of it: as lying ahead, of a contact, or as binding."""


class Sought(NamedTuple):
    """A promise as a deed of it is looked for."""

    act: Act
    told: Told
    others: tuple[Told, ...]
    """Its later tellings."""
    of: str | None
    by: frozenset[str]
    term: Term
    levels: frozenset[str]
    """Of those who are to meet."""
    figures: list[Figure]
    tellings: Mapping[str, date]
    """The reports that tell it, with the day up to which each tells what had happened."""
    lasting: bool
    """Whether it is to go on until its day."""


def tell(act: Act, sides: frozenset[str], levels: MappingProxyType[str, Level]) -> Told:
    """What comparisons look at in an act between two sides."""
    event = act.event
    quote, contact = event.evidence.quote, "CONSULT" in (event.type, event.of)
    matter, said = names.matter(" ".join(event.topics)), names.matter(quote)
    if contact:
        matter -= _CONTACTS
    everybody = (*event.actors, *event.recipients)
    called = stems(" ".join(f"{actor.text} {actor.name or ''}" for actor in everybody))
    held = frozenset(found for actor in everybody if actor.country in sides and (found := level(actor, levels)))
    persons = {code: frozenset(a.name for a in everybody if a.name and a.country == code) for code in sides}
    unreal = signs.ahead(quote) if contact else signs.binds(quote)
    classes = frozenset(matters.of_event(event))
    return Told(matter, matter | said, said - called, held, persons, signs.way(event), classes, unreal)


def alike(one: Told, two: Told) -> float | None:
    """How alike the matters of two acts are; None where one says nothing of its matter."""
    found = max(likeness(one.matter, two.matter), covered(one.matter, two.about), covered(two.matter, one.about))
    return found if found or (one.matter and two.matter) else None


def score(sought: Sought, act: Act, told: Told) -> float:
    """How likely a done act is the promised deed; 0 where it cannot be."""
    if not possible(sought, act):
        return 0.0
    found = dict(features(sought, act, told))
    likely = 1.0 / (1.0 + exp(-sum([WEIGHTS[name] * value for name, value in found.items()])))
    return min(likely, _NOT_YET) if any(doubt(sought, act, told, found) for doubt in DOUBTS) else likely


def possible(sought: Sought, act: Act) -> bool:
    """Whether an act can be the promised deed: later, and by those who promised.

    What the promise's own report tells of its day is not what it promises, unless it was promised for that very day; nor is
    another contact of the day on which one was promised.
    """
    if act.when.last < sought.act.when.day or not sought.by <= act.codes:
        return False
    if sought.of != "CONSULT" and not sought.by & act.by:
        return False
    if sought.of == "CONSULT" != act.event.type:
        return _signed_together(sought, act)
    if sought.term.last and _time(sought.term, act, sought.of) == "on the day":
        return True
    if sought.of == "CONSULT" and act.when.last <= sought.act.when.last:
        return False
    days = (sought.tellings[m.report.id] for m in act.members if m.report.id in sought.tellings)
    return all(day < act.when.last for day in days)


def _signed_together(sought: Sought, act: Act) -> bool:
    """Who sign something together on the day for which they promised to meet have met."""
    both = act.when.given and sought.act.codes & act.codes <= act.by and len(act.by) > 1
    return both and signs.signed(act.event.evidence.quote) and _time(sought.term, act, sought.of) == "on the day"


def too_early(sought: Sought, act: Act, _: Told, __: Mapping[str, float]) -> bool:
    """What is to last until a day is not kept before it."""
    return bool(sought.lasting and sought.term.last and act.when.last < sought.term.last)


def spoken_of(sought: Sought, _: Act, told: Told, __: Mapping[str, float]) -> bool:
    """A sentence that speaks of a contact to come, or affirms that one is bound, tells of no deed."""
    return told.unreal and not sought.lasting


def nothing_shared(sought: Sought, _: Act, __: Told, found: Mapping[str, float]) -> bool:
    """An act that shares neither matter nor words nor amount with a promise may be any act of its type."""
    shared = {"matter", "same class", "same figure", "says so"} & found.keys() or found.get("same words")
    return sought.of != "CONSULT" and not shared


def no_call(sought: Sought, _: Act, told: Told, found: Mapping[str, float]) -> bool:
    """A promised call is kept by a call or by talks of the same level, and not by any talks."""
    call = any(signs.to_call(member.record.evidence.quote) for member in sought.act.members)
    return call and told.way != "phone" and "same level" not in found


def other_visitor(sought: Sought, act: Act, told: Told, __: Mapping[str, float]) -> bool:
    """A promised visit is kept by a visit of those who promised it, and not by one of their hosts to them."""
    return sought.told.way == told.way == "visit" and not sought.by & act.by


#: What keeps an act from counting as the promised deed, however well it fits else; their docstrings say why.
DOUBTS: Final = (too_early, spoken_of, nothing_shared, no_call, other_visitor)


def features(sought: Sought, act: Act, told: Told) -> Iterator[tuple[str, float]]:
    """What speaks for and against an act being the promised deed, by the names of `WEIGHTS`."""
    first = max((sought.told, *sought.others), key=lambda one: alike(one, told) or 0.0)  # any telling says what it was
    yield "bias", 1.0
    time = _time(sought.term, act, sought.of)
    yield time, 1.0
    yield from _matter(first, told, sought.of)
    if time == "in time" and _soon(sought, act) and alike(first, told):
        yield "within days", 1.0
    if first.way and told.way and first.way == told.way:
        yield "same way", 1.0
    elif first.way and told.way and "phone" in (first.way, told.way):
        yield "other way", 1.0
    yield from _levels(sought, told)
    yield from _persons(sought, first, told)
    if len(act.codes - sought.act.codes) >= _MANY:
        yield "among many", 1.0
    yield from _where(sought.act, act)
    if sought.figures and _shared(sought.figures, all_figures(act)):
        yield "same figure", 1.0
    if act.event.type != sought.of:
        yield "near type", 1.0
    if signs.says_kept(act.event.evidence.quote):
        yield "says so", 1.0


def _matter(first: Told, second: Told, of: str | None) -> Iterator[tuple[str, float]]:
    """Those who meet have many topics, of which reports tell one or another; of other acts, another topic is another act."""
    found = alike(first, second)
    if found:
        yield "matter", found
        return
    if of == "CONSULT" or not first.classes & second.classes:
        yield ("no matter" if found is None or of == "CONSULT" else "other matter"), 1.0
    else:
        yield "same class", 1.0
    yield "same words", likeness(first.said, second.said)
    if len(first.said & second.said) > 1:
        yield "words inside", max(covered(first.said, second.said), covered(second.said, first.said))


def _levels(sought: Sought, told: Told) -> Iterator[tuple[str, float]]:
    """Contacts of another level are other contacts; what a state does is told by its president or by its ministry."""
    if sought.levels & told.levels:
        yield "same level", 1.0
    elif sought.levels and told.levels and sought.of == "CONSULT":
        yield "other level", 1.0


def _persons(sought: Sought, first: Told, told: Told) -> Iterator[tuple[str, float]]:
    """A meeting with one minister is not kept by a meeting with another."""
    if sought.of != "CONSULT" or not sought.levels & first.levels:
        return
    pairs = [(one, told.persons[code]) for code, one in first.persons.items() if one and told.persons[code]]
    if any(not one & two for one, two in pairs) and first.levels & told.levels:
        yield "other person", 1.0
    elif len(pairs) > 1:
        yield "same persons", 1.0


def _soon(sought: Sought, act: Act) -> bool:
    """Whether a promise was for a month or less, and the act is of these days, by the same and on the same."""
    term, others = sought.term, codes(sought.act.event.recipients)
    if not (term.start and term.last and (term.last - term.start).days <= _MONTH and act.when.last >= term.start):
        return False
    return act.event.type == sought.of and sought.by <= act.by and others <= act.codes - act.by


def _where(promise: Act, act: Act) -> Iterator[tuple[str, float]]:
    one, two = promise.event.place, act.event.place
    if one and two and one.text.lower() == two.text.lower():
        yield "same place", 1.0
    elif one and two and one.country and two.country and one.country != two.country:
        yield "other place", 1.0


def _time(term: Term, act: Act, of: str | None) -> str:
    """Where a deed stands to the due date; one that no report dates was done within the days before it was told."""
    if term.last is None:
        return "no date to meet" if of == "CONSULT" else "no date"
    first, when, contact = term.start or term.last, act.when, of == "CONSULT"
    back = timedelta(0) if when.given else timedelta(UNDATED_DAYS)
    if contact and term.last - first <= _FEW_DAYS:
        if when.last < first - _A_DAY:
            return "too early"
        if when.last >= first - _A_DAY and when.day - back <= term.last + _A_DAY:
            return "on the day"
    if term.start and term.end and when.last < term.start - (_A_DAY if contact else _FORTNIGHT):
        return "too early" if contact else "early"
    if when.day > term.last:
        return "late" if when.given else "told late"
    return "within weeks" if contact else "in time"


def all_figures(act: Act) -> list[Figure]:
    """The amounts that any report of an act names."""
    return [figure for member in act.members for figure in figures(member.record.evidence.quote)]


def _shared(one: list[Figure], two: list[Figure]) -> bool:
    return any(a.value == b.value and a.unit & b.unit for a in one for b in two)
