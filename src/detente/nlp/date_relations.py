"""Whole date mentions: a point with the relation before it ("since", "by", "between ... and")."""

from collections.abc import Callable
from datetime import date

from detente.nlp.date_grammar import UNDATED, Parsed, Points, Resolve
from detente.nlp.intervals import NOWHERE, Interval, When, shifted
from detente.nlp.wordlist import words

_RELATIONS: dict[tuple[str, ...], str] = {
    ("since",): "since", ("ever", "since"): "since",
    ("by",): "by", ("no", "later", "than"): "by", ("not", "later", "than"): "by", ("on", "or", "before"): "by",
    ("before",): "before", ("prior", "to"): "before", ("ahead", "of"): "before",
    ("until",): "until", ("till",): "until", ("up", "to"): "until", ("up", "until"): "until", ("through",): "until",
    ("after",): "after", ("as", "of"): "as of", ("between",): "between", ("within",): "within", ("for",): "for", ("in",): "in",
    ("from",): "at", ("on",): "at", ("at",): "at", ("during",): "at", ("throughout",): "at", ("over",): "at", ("around",): "at",
    ("about",): "at", ("as", "early", "as"): "at", ("as", "soon", "as"): "at", ("as", "from"): "at",
    ("effective",): "at", ("effective", "from"): "at", ("effective", "on"): "at",
    ("starting",): "at", ("starting", "on"): "at", ("starting", "in"): "at", ("starting", "from"): "at",
    ("beginning",): "at", ("beginning", "on"): "at", ("beginning", "in"): "at",
}  # fmt: skip
_FIRST_OF_RELATIONS = frozenset(key[0] for key in _RELATIONS)
_TO = ("to", "until", "till", "through", "-", "–", "—", "and")
#: Before "in 12 years" these make it the 12 years past: "the first visit in 12 years".
_RECORDS = words(
    "first second third fourth worst best biggest largest highest lowest deadliest longest strongest heaviest most",
    "least time times only fewest gravest",
)
#: Somebody has or is given "10 days to comply".
_GIVES = frozenset({"has", "have", "had", "give", "gives", "gave", "given", "giving"})
_LIMITS = words(
    "deadline window extension pause truce ceasefire suspension period waiver ultimatum notice reprieve",
)


class Mentions(Points):
    """Reads whole mentions, relation and all."""

    def __init__(self, text: str, start: int, end: int, *, may_is_a_name: bool) -> None:
        super().__init__(text, start, end)
        self._may_is_a_name = may_is_a_name

    def all(self) -> list[tuple[int, Parsed]]:
        """Every mention with the token it begins at."""
        found: list[tuple[int, Parsed]] = []
        i = 0
        while i < len(self):
            parsed = self.mention(i)
            if parsed:
                found.append((i, parsed))
            i = parsed.end if parsed else i + 1
        return found

    def whole(self) -> Parsed | None:
        """The mention that all words make together."""
        for parsed in (self.mention(0), self._range(0), self._lasting(0, 1)):
            if parsed and parsed.end == len(self):
                return parsed
        return None

    def mention(self, i: int) -> Parsed | None:
        """The mention that begins at a token, with the preposition before it."""
        if self.low[i] in _FIRST_OF_RELATIONS:
            for length in (3, 2, 1):
                relation = _RELATIONS.get(tuple(self.low[i : i + length]))
                found = relation and self._related(relation, i, i + length)
                if found:
                    return found
        if found := self._adjectival(i) or self._limit(i):
            return found
        bare = self._range(i)
        return bare if bare and bare.alone else None

    def month(self, i: int) -> int | None:
        """The month named at a place; not May in a report on somebody called May, unless a number stands by it."""
        value = super().month(i)
        if value == 5 and self._may_is_a_name and not (self.at(i + 1).isdigit() or self.at(i - 1).isdigit()):
            return None
        return value

    def _range(self, i: int) -> Parsed | None:
        """A point, or two of them joined: "Monday to Wednesday", "May-July 2023"."""
        one = self.point(i)
        if one is None or self.at(one.end) not in _TO:
            return one
        other = self.point(self.skip(one.end + 1, "to"))
        if other is None or other.anchored or one.anchored or self._reschedules(i, one.end):
            return one
        # "on 4 May 2016 and 6 June 2017" are two dates; "on Tuesday and Wednesday" is a stretch.
        if self.at(one.end) == "and" and (one.absolute or other.absolute) and self.at(i - 1) != "between":
            return one
        return Parsed(other.end, _between(one, other), one.absolute and other.absolute, one.alone or other.alone)

    def _reschedules(self, i: int, joint: int) -> bool:
        """Moved from Tuesday to Thursday: two days, no stretch."""
        moved = any(w in ("moved", "postponed", "delayed", "rescheduled", "shifted") for w in self.low[max(0, i - 6) : i])
        return moved or (self.at(joint) == "—" and not self.touches(joint))

    def _related(self, relation: str, i: int, j: int) -> Parsed | None:
        if relation in ("in", "within", "for"):
            lasting = self._lasting(j, i) if relation == "for" else self._ahead(relation, i, j)
            if lasting:
                return lasting
        found = self._range(j)
        if found is None or (relation == "between" and self.at(self._one_end(j)) != "and"):
            return None
        if found.anchored or (relation == "for" and not found.alone):
            return found if found.anchored else None
        resolve = self._meaning(relation, j, found.resolve)
        return found._replace(resolve=resolve, alone=True)

    def _one_end(self, i: int) -> int:
        one = self.point(i)
        return one.end if one else i

    def _meaning(self, relation: str, j: int, inner: Resolve) -> Resolve:
        ends = "end" in (self.at(j + 1), self.at(j + 2), self.at(j))
        meanings: dict[str, Callable[[Resolve], Resolve]] = {
            "since": _since, "by": _by, "before": _by if ends else _before, "until": _until, "after": _after, "as of": _as_of,
        }  # fmt: skip
        return meanings[relation](inner) if relation in meanings else inner

    def _ahead(self, relation: str, i: int, j: int) -> Parsed | None:
        """Within 48 hours, in two weeks; "the first in 12 years" looks back."""
        amount = self.amount(j)
        unit = self.unit(amount.end if amount else j)
        if unit is None or (amount is None and (relation == "in" or not self.at(j).endswith("s"))):
            return None
        end, value = (amount.end if amount else j) + 1, amount.value if amount else None
        if self.at(end) in ("ago", "later", "earlier", "after", "before", "old"):
            return None
        if relation == "within":
            if self.at(end) == "of":
                return Parsed(end + 1, lambda _: NOWHERE, kept=True)
            return Parsed(end, lambda when: when.window(value, unit, back=False))
        looks_back = any(w in _RECORDS for w in self.low[max(0, i - 8) : i])
        one = value == 1

        def resolve(when: When) -> Interval:
            if looks_back or when.future is False:
                return NOWHERE if one and not looks_back else when.window(value, unit, back=True)
            return NOWHERE if one and when.future is None else when.away(value, unit, 1)

        return Parsed(end, resolve)

    def _lasting(self, j: int, i: int) -> Parsed | None:
        """For 90 days, for two years, for decades: ahead from the report's day, back where the clause tells of the past."""
        amount = self.amount(j)
        unit = self.unit(amount.end if amount else j)
        if unit in (None, "hour", "minute") or not (amount or self.at(j).endswith("s")):
            return None
        end, value = (amount.end if amount else j) + 1, amount.value if amount else None
        if self.at(end) in ("ago", "later", "earlier", "old") or (
            i < j and self.at(end) == "in" and self.at(end + 1) == "prison"
        ):
            return None
        return Parsed(
            end, lambda when: when.window(value, unit, back=when.future is False or (value is None and not when.future))
        )

    def _limit(self, i: int) -> Parsed | None:
        """A 90-day pause, another 90 days: so long from the report's day on."""
        if self.at(i) in ("another", "additional", "further"):
            found = self._lasting(i + 1, i)
            return found and found._replace(resolve=found.resolve)
        amount = self.amount(i)
        if amount is None or amount.value is None:
            return None
        if self.at(amount.end + 1) == "to" and any(w in _GIVES for w in self.low[max(0, i - 4) : i]):
            return self._lasting(i, i)
        if self.at(amount.end) != "-":
            return None
        unit = self.unit(amount.end + 1)
        if unit is None or self.at(amount.end + 2) not in _LIMITS:
            return None
        value = amount.value
        return Parsed(amount.end + 2, lambda when: when.window(value, unit, back=False).but("unknown"))

    def _adjectival(self, i: int) -> Parsed | None:
        """The November summit; not the May government, the March on Rome."""
        month = self.month(i)
        if month is None or month == 5 or self.at(i - 1) not in ("the", "a", "an", "its", "their", "last", "that"):
            return None
        below = self.at(self.after_month(i))
        if (
            not below.isalpha()
            or self.is_capital(self.after_month(i))
            or below in ("on", "for", "of", "to", "through", "toward")
        ):
            return None
        return self._month(i)


def _between(one: Parsed, other: Parsed) -> Resolve:
    """The stretch from one point to the other: the later one is settled first, the earlier one lies before it."""

    def resolve(when: When) -> Interval:
        if one.absolute and not other.absolute:
            first = one.resolve(when)
            last = other.resolve(When(first.first, future=True)) if first.first else NOWHERE
        else:
            last = other.resolve(when)
            first = one.resolve(When(last.first, future=False)) if last.first and not one.absolute else one.resolve(when)
        if first.first and last.last and last.last < first.first:
            return first
        return Interval(first.first, last.last, last.direction)

    return resolve


def _since(inner: Resolve) -> Resolve:
    return lambda when: Interval(inner(_in_tense(when, future=False)).first, None, "past")


def _by(inner: Resolve) -> Resolve:
    """Up to the end of a point: from the report's day on for what is to come."""

    def resolve(when: When) -> Interval:
        future = when.future is not False
        last = inner(_in_tense(when, future=future)).last
        return _up_to(when, last, future=future)

    return resolve


def _before(inner: Resolve) -> Resolve:
    def resolve(when: When) -> Interval:
        future = when.future is not False
        first = inner(_in_tense(when, future=future)).first
        return _up_to(when, first and shifted(first, -1, "day"), future=future)

    return resolve


def _until(inner: Resolve) -> Resolve:
    def resolve(when: When) -> Interval:
        # What ran until a date was often still running: a past verb before it says little.
        tense = When(when.published, True if when.future else None, when.anchor)
        return _up_to(when, inner(tense).last, future=True).but("unknown")

    return resolve


def _after(inner: Resolve) -> Resolve:
    def resolve(when: When) -> Interval:
        first, last, _ = inner(when)
        later = last and first != last and shifted(last, 1, "day")
        return Interval(later or first, None, "future" if when.future else "unknown") if first else NOWHERE

    return resolve


def _as_of(inner: Resolve) -> Resolve:
    return lambda when: Interval(None, inner(when).last, "unknown")


def _in_tense(when: When, *, future: bool) -> When:
    return When(when.published, future, when.anchor, when.guessed)


def _up_to(when: When, last: date | None, *, future: bool) -> Interval:
    if last is None:
        return NOWHERE
    ahead = when.published != UNDATED and when.published < last
    # "by 2050" is still to come, whatever the verb before it.
    future = future or (when.guessed and ahead)
    return Interval(when.published if future and ahead else None, last, "future" if future else "past")
