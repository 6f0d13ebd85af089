"""Calendar arithmetic for dates in news: closed or half-open intervals of days, and which year a yearless date means.

Weeks run from Monday to Sunday; seasons are those of the northern hemisphere, by whole months, as news agencies use them.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

Direction = Literal["past", "future", "present", "point", "unknown"]
"""`point` has its year; `unknown` has none, so that the clause's tense decides; `present` holds the report's own day."""


class Interval(NamedTuple):
    """Days `first`..`last`, both in it; None is open or not known."""

    first: date | None
    last: date | None
    direction: Direction = "unknown"

    def but(self, direction: Direction) -> "Interval":
        """The same days, said with another direction."""
        return Interval(self.first, self.last, direction)


NOWHERE = Interval(None, None)
Recurring = Callable[[int], Interval | None]
"""What comes back every year (a month, 31 January, autumn): its days in one year, None where that year lacks it."""

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS_OF = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "hour": 1 / 24, "minute": 1 / 1440}
#: With no tense to go by, a yearless date is the coming one only if it is this many times nearer than the past one.
_PAST_BIAS = 4
_NEARLY_A_YEAR = 300
_SEARCHED_YEARS = 9
#: Units that "several" or "a few" may stand for: at least and at most.
FEW = (2, 7)
BACK = frozenset({"last", "past", "previous"})
AHEAD = frozenset({"next", "coming", "upcoming", "following"})


def day_of(year: int, month: int, day: int, last: int | None = None) -> Interval | None:
    """One day of a month, or the days up to `last`; None if there is no such day."""
    try:
        return Interval(date(year, month, day), date(year, month, last or day), "point")
    except ValueError:
        return None


def months_of(year: int, month: int, months: int = 1) -> Interval | None:
    """Whole months from one on; None outside the calendar."""
    try:
        end = year * 12 + month - 2 + months
        last_year, last_month = end // 12, end % 12 + 1
        return Interval(
            date(year, month, 1), date(last_year, last_month, calendar.monthrange(last_year, last_month)[1]), "point"
        )
    except (ValueError, OverflowError):
        return None


def season_of(year: int, season: str) -> Interval | None:
    """A season; winter is named by the year in which it begins."""
    return months_of(year, SEASONS[season], 3)


def week_of(day: date) -> Interval:
    """The week that holds a day."""
    monday = shifted(day, -day.weekday(), "day")
    return Interval(monday, monday and shifted(monday, 6, "day"), "point")


def weekend_of(day: date) -> Interval:
    """Saturday and Sunday of the week that holds a day."""
    monday = shifted(day, -day.weekday(), "day")
    return Interval(monday and shifted(monday, 5, "day"), monday and shifted(monday, 6, "day"), "point")


def unit_of(day: date, unit: str) -> Interval:
    """The calendar unit (day, week, month, quarter, year, decade, century) that holds a day."""
    if unit in ("day", "hour", "minute"):
        return Interval(day, day, "point")
    if unit in ("week", "fortnight"):
        return week_of(day)
    if unit == "month":
        return months_of(day.year, day.month) or NOWHERE
    if unit == "quarter":
        return months_of(day.year, (day.month - 1) // 3 * 3 + 1, 3) or NOWHERE
    years = _MONTHS_OF[unit] // 12
    return months_of(max(day.year // years * years, 1), 1, 12 * years) or NOWHERE


def shifted(day: date, amount: float, unit: str) -> date | None:
    """A day so many units away; whole days where the unit is shorter; None outside the calendar."""
    try:
        if unit in _DAYS_OF:
            return day + timedelta(days=round(amount * _DAYS_OF[unit]))
        count = day.year * 12 + day.month - 1 + round(amount * _MONTHS_OF[unit])
        year, month = count // 12, count % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return None


def part_of(whole: Interval, part: str) -> Interval:
    """The `early`, `mid` or `late` part of an interval, its `start` or `end`, or its `first half` or `second half`.

    Weeks are cut at Wednesday and Thursday, months after day 10 and 20, years after April and August, decades after the
    fourth and seventh year; the `start` and `end` of a year are its first and last month. An open interval and one of a few
    days are returned as they are.
    """
    first, last = whole.first, whole.last
    if first is None or last is None or (last - first).days < 6:
        return whole
    cuts = _halves(first, last) if part.endswith("half") else _thirds(first, last, edge=part in ("start", "end"))
    begins, ends = cuts[_PLACES[part]]
    return Interval(begins, ends, whole.direction)


_PLACES = {"early": 0, "start": 0, "first half": 0, "mid": 1, "late": 2, "end": 2, "second half": 1}


def _halves(first: date, last: date) -> list[tuple[date, date]]:
    days = (last - first).days + 1
    middle = first.replace(month=7) if days in (365, 366) else first + timedelta(days=(days + 1) // 2)
    return [(first, middle - timedelta(days=1)), (middle, last)]


def _thirds(first: date, last: date, *, edge: bool) -> list[tuple[date, date]]:
    days = (last - first).days + 1
    if days == 7:
        at = [first + timedelta(days=n) for n in range(7)]
        return [(at[0], at[1] if edge else at[2]), (at[1], at[3]), (at[4] if edge else at[3], at[6])]
    if 28 <= days <= 31:
        second, third = first + timedelta(days=10), first + timedelta(days=20)
    elif days <= 366 and first.month == first.day == 1 and days >= 365:
        second, third = first.replace(month=2 if edge else 5), first.replace(month=12 if edge else 9)
    elif days > 366:
        years = last.year - first.year + 1
        second = first.replace(year=first.year + years * 4 // 10, day=1)
        third = first.replace(year=first.year + years - years * 3 // 10, day=1)
    else:
        second, third = first + timedelta(days=days // 3), first + timedelta(days=days - days // 3)
    day = timedelta(days=1)
    return [(first, second - day), (second, third - day), (third, last)]


@dataclass(frozen=True, slots=True)
class When:
    """What a date expression is resolved against."""

    published: date
    future: bool | None = None
    """The tense of the clause, None where it is not known."""
    anchor: Interval | None = None
    """The last date the report spoke of: "two days later" counts from it."""
    guessed: bool = False
    """The tense was only guessed from the words around."""

    def years(self) -> range:
        """The years in which a yearless date is looked for."""
        return range(max(1, self.published.year - _SEARCHED_YEARS), min(9999, self.published.year + _SEARCHED_YEARS) + 1)

    def latest(self, make: Recurring, *, over: bool = False) -> Interval:
        """The last occurrence that has begun, or, with `over`, that has ended."""
        found = [x for x in map(make, self.years()) if x and x.first and x.last]
        kept = [x for x in found if x.first and x.last and (x.last < self.published if over else x.first <= self.published)]
        return kept[-1] if kept else NOWHERE

    def earliest(self, make: Recurring, *, ahead: bool = False) -> Interval:
        """The first occurrence that has not ended, or, with `ahead`, that has not begun."""
        found = [x for x in map(make, self.years()) if x and x.first and x.last]
        kept = [x for x in found if x.first and x.last and (x.first > self.published if ahead else x.last >= self.published)]
        return kept[0] if kept else NOWHERE

    def pick(self, make: Recurring) -> Interval:
        """The occurrence that the tense means; with no tense the past one, unless the coming one is far nearer."""
        before, after = self.latest(make), self.earliest(make)
        if not before.first or not before.last or not after.first:
            return (after if self.future else before).but("unknown")
        ahead, back = (after.first - self.published).days, (self.published - before.last).days
        # A day nearly a year off would be told with its year, whatever the verb.
        is_day = before.last - before.first < timedelta(days=7)
        far = self.guessed and is_day and (ahead if self.future else back) > _NEARLY_A_YEAR
        if self.future is not None and not far:
            return (after if self.future else before).but("unknown")
        return (after if ahead * _PAST_BIAS < back else before).but("unknown")

    def weekday(self, number: int) -> Interval:
        """Monday is 0: the last one up to the report's own day or, in the future tense, the next from it on."""
        ahead = (number - self.published.weekday()) % 7
        day = shifted(self.published, ahead if self.future else -(-ahead % 7), "day")
        return Interval(day, day)

    def day(self, away: int, direction: Direction) -> Interval:
        """The day so many days from the report's own."""
        found = shifted(self.published, away, "day")
        return Interval(found, found, direction)

    def this(self, unit: str) -> Interval:
        """The running week, month or year: what has passed of it or, in the future tense, what is left."""
        if unit == "week" and self.future and self.published.weekday() == 6:
            # On a Sunday the week to come is meant.
            return Interval(self.published, shifted(self.published, 7, "day"), "present")
        return self.rest(unit, ahead=bool(self.future)).but("present")

    def rest(self, unit: str, *, ahead: bool) -> Interval:
        """Later (`ahead`) or earlier in the running unit."""
        whole = unit_of(self.published, unit)
        if ahead:
            return Interval(self.published, whole.last, "future")
        return Interval(whole.first, self.published, "past")

    def neighbour(self, step: int, unit: str) -> Interval:
        """Last (-1) or next (1) week, month, year."""
        day = shifted(self.published, step, unit)
        return unit_of(day, unit).but("past" if step < 0 else "future") if day else NOWHERE

    def window(self, amount: float | None, unit: str, *, back: bool) -> Interval:
        """The past or coming so many units, up to or from the report's day; an unknown number leaves it open."""
        other = None if amount is None else shifted(self.published, -amount if back else amount, unit)
        return Interval(other, self.published, "past") if back else Interval(self.published, other, "future")

    def away(self, amount: float | None, unit: str, sign: int) -> Interval:
        """So many units ago (sign -1) or from now: to the day for days and one week, else to the calendar unit."""
        direction: Direction = "past" if sign < 0 else "future"
        if amount is None:
            ends = sorted(d for n in FEW if (d := shifted(self.published, sign * n, unit)))
            return Interval(ends[0], ends[-1], direction) if ends else NOWHERE
        day = shifted(self.published, sign * amount, unit)
        if day is None:
            return NOWHERE
        coarse = "year" if unit in ("decade", "century") else "day" if unit == "week" and amount == 1 else unit
        return unit_of(day, coarse).but(direction)

    def anchored(self, amount: float | None, unit: str, *, back: bool) -> Interval:
        """So many units before or after the date spoken of before; before the report's day where there was none."""
        if self.anchor is None or not self.anchor.first or not self.anchor.last:
            return self.away(amount, unit, -1) if back and amount else NOWHERE
        if amount is None:
            return NOWHERE
        first, last = (shifted(day, -amount if back else amount, unit) for day in self.anchor[:2] if isinstance(day, date))
        if first is None or last is None:
            return NOWHERE
        if unit in ("week", "month") or (unit == "year" and (last - first).days > 31):
            first, last = unit_of(first, unit).first, unit_of(last, unit).last
        elif unit not in ("day", "hour", "minute"):
            first, last = unit_of(first, "month").first, unit_of(last, "month").last
        return Interval(first, last, "past" if back else "unknown")

    def which(self, make: Recurring, word: str) -> Interval:
        """Last, this or next autumn or March."""
        if word in BACK:
            return self.latest(make, over=True).but("past")
        if word in AHEAD:
            return self.earliest(make, ahead=True).but("future")
        near = [x for year in (self.published.year - 1, self.published.year) if (x := make(year)) and x.first and x.last]
        if not near:
            return NOWHERE
        found = min(near, key=self._distance)
        return found.but("present" if self._distance(found) == 0 else "unknown")

    def _distance(self, interval: Interval) -> int:
        first, last = interval.first or date.max, interval.last or date.min
        return max((first - self.published).days, (self.published - last).days, 0)

    def which_weekday(self, number: int, word: str) -> Interval:
        """Last or next Tuesday is that of last or next week; this Tuesday that of the running one."""
        if word in ("past", "coming", "upcoming"):
            away = (number - self.published.weekday() - 1) % 7 + 1
            return self.day(away - 7 if word == "past" else away, "past" if word == "past" else "future")
        weeks = -1 if word in BACK else 1 if word in AHEAD else 0
        found = self.day(number - self.published.weekday() + 7 * weeks, "past" if weeks < 0 else "future")
        return found if weeks else found.but("unknown")

    def which_weekend(self, word: str) -> Interval:
        """The weekend, last, this or next one."""
        today = self.published.weekday()
        recent = weekend_of(self.published if today > 4 else shifted(self.published, -7, "day") or self.published)
        if word in BACK:
            day = shifted(self.published, -7, "day")
            return weekend_of(day).but("past") if day else NOWHERE
        if word == "next":
            day = shifted(self.published, 7, "day")
            return weekend_of(day).but("future") if day else NOWHERE
        if word in AHEAD or self.future:
            return weekend_of(self.published).but("future" if word else "unknown")
        # On a Monday "this weekend" is the one just over.
        over = not word or self.future is False or today == 0
        return recent.but("unknown") if over else weekend_of(self.published).but("unknown")
