"""The grammar of dates in English news: words in, a function from the report's date to an interval out.

Written by hand, as a small recursive descent: a *point* ("31 January", "late last year", "two weeks ago") stands alone or
after a *relation* ("since", "by", "between ... and"). The library `dateparser` was tried: it gives one instant where an
interval is meant, knows no seasons, open intervals or tense; on the cases of the tests it gets 29 of 48 single days, sees a
date in 15 of 24 sentences that have none, and takes 16 times as long.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

from detente.nlp.date_words import COUNTED, DAYPARTS, HOLIDAYS, ORDINALS, POINT_STARTS, WEEKDAYS, Amount, Words
from detente.nlp.intervals import (
    AHEAD,
    BACK,
    NOWHERE,
    SEASONS,
    Interval,
    Recurring,
    When,
    day_of,
    months_of,
    part_of,
    season_of,
    shifted,
    unit_of,
    week_of,
)

Resolve = Callable[[When], Interval]
#: The date of a report that has none: only what needs no date is resolved against it.
UNDATED = date.min

_PARTS = {"early": "early", "late": "late", "mid": "mid", "middle": "mid", "beginning": "start", "start": "start", "end": "end",
          "close": "end", "turn": "start"}  # fmt: skip
#: Points within points: "early in the first half of the last week of May".
_DEEPEST = 5
_NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "final": -1}
_THIS = frozenset({"this", "current"})


class Parsed(NamedTuple):
    """What was read from a token on."""

    end: int
    """The token after it."""
    resolve: Resolve
    absolute: bool = False
    """It has its year, so that it is known without the report's date."""
    alone: bool = True
    """It is a date without a preposition before it; "2020" and "May" are not."""
    anchored: bool = False
    """It counts from the date spoken of before."""
    kept: bool = False
    """It is worth telling even where its days cannot be known."""


class _Year(NamedTuple):
    """A year said after a month or a day: "2024", "last year", "of that year"."""

    end: int
    of: Callable[[When], int | None]
    absolute: bool


def _recurring(end: int, make: Recurring, *, alone: bool = True) -> Parsed:
    return Parsed(end, lambda when: when.pick(make), alone=alone)


def _in_year(end: int, make: Recurring, year: _Year) -> Parsed:
    def resolve(when: When) -> Interval:
        number = year.of(when)
        return (make(number) if number is not None else None) or NOWHERE

    return Parsed(end, resolve, year.absolute)


class Points(Words):
    """Reads points: dates and stretches of time without a relation."""

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(text, start, end)
        self._depth = 0

    def point(self, i: int) -> Parsed | None:
        """The point that begins at a token, by the first reader that knows it."""
        word = self.at(i)
        if self._depth == _DEEPEST or (word not in POINT_STARTS and not word[:1].isdigit()):
            return None
        readers = (
            self._numeric, self._dated_weekday, self._month_day, self._day_month, self._eve, self._part, self._earlier,
            self._deictic, self._quarter, self._counted, self._near, self._unit_end, self._holiday, self._season, self._month,
            self._weekday, self._decade, self._year_point,
        )  # fmt: skip
        self._depth += 1
        found = next((found for reader in readers if (found := reader(i))), None)
        self._depth -= 1
        return found

    def _the(self, i: int) -> int:
        return self.skip(i, "the")

    def _year_after(self, i: int) -> _Year | None:
        """The year said after a month, day or season."""
        j = self.skip(i, ",", "of", "in")
        if (year := self.year(j)) is not None:
            return _Year(j + 1, lambda _: year, absolute=True)
        j = self._the(self.skip(i, "of", "in"))
        kind = self.at(j)
        if self.at(j + 1) == "year" and kind in ("this", "last", "next", "previous"):
            by = {"this": 0, "last": -1, "next": 1, "previous": -1}[kind]
            return _Year(j + 2, lambda when: when.published.year + by, absolute=False)
        same = self.skip(j, "that", "same")
        if same > j and self.at(same) == "year":
            return _Year(
                same + 1, lambda when: when.anchor.first.year if when.anchor and when.anchor.first else None, absolute=False
            )
        return None

    def _of_year(self, end: int, make: Recurring, *, alone: bool) -> Parsed:
        year = self._year_after(end)
        return _in_year(year.end, make, year) if year else _recurring(end, make, alone=alone)

    def _numeric(self, i: int) -> Parsed | None:
        """2024-01-31, 2024/01/31, 31/01/2024, 31.01.2024; a slashed date that may be read in two ways is no date."""
        parts = self.at(i).split(".") if "." in self.at(i) else [self.at(i + k) for k in (0, 2, 4)]
        end = i + 1 if "." in self.at(i) else i + 5
        dotted = end == i + 1
        if not dotted and not (self.at(i + 1) == self.at(i + 3) and self.at(i + 1) in ("-", "/") and self.touches(i + 4)):
            return None
        if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) <= 4 for p in parts):
            return None
        a, b, c = map(int, parts)
        if len(parts[0]) == 4:
            found = day_of(a, b, c)
        elif len(parts[2]) != 4 or (not dotted and a <= 12 and b <= 12 and a != b):
            return None
        else:
            found = day_of(c, b, a) if dotted or a > 12 else day_of(c, a, b)
        if found is None:
            return None
        day = found
        return Parsed(end, lambda _: day, absolute=True)

    def _dated_weekday(self, i: int) -> Parsed | None:
        """Tuesday, June 11; Tuesday (11 June): the day of the month counts."""
        if self.at(i) not in WEEKDAYS or not self.is_capital(i):
            return None
        j = self.skip(self.skip(i + 1, "."), ",", "(")
        found = self._month_day(self._the(j)) or self._day_month(self._the(j))
        if found is None:
            return None
        closing = self.at(j - 1) == "(" and self.at(found.end) == ")"
        return found._replace(end=found.end + closing)

    def _day(self, i: int) -> tuple[int, int] | None:
        """A day of the month and the token after it: "31", "31st"."""
        day = self.number(i, 31)
        if day is None or self.at(i + 1) in COUNTED or (self.touches(i + 1) and self.at(i + 1) in (":", "%")):
            return None
        ordinal = self.touches(i + 1) and self.at(i + 1) in ("st", "nd", "rd", "th")
        return day, i + 1 + ordinal

    def _days(self, i: int, *, day_first: bool) -> tuple[int, int, int] | None:
        """The first and last day of "4-5", "10 to 12", "10 and 11", "31", and the token after them."""
        one = self._day(i)
        if one is None:
            return None
        day, end = one
        if self.at(end) in ("-", "–", "to", "and", "through"):
            other = self._day(end + 1)
            joined = self.at(end) in ("-", "–") or not day_first or (other and self.month(other[1]))
            if other and other[0] > day and joined:
                return day, other[0], other[1]
        return day, day, end

    def _month_day(self, i: int) -> Parsed | None:
        month = self.month(i)
        if month is None:
            return None
        days = self._days(self._the(self.after_month(i)), day_first=False)
        if days is None:
            return None
        first, last, end = days
        return self._of_year(end, lambda year: day_of(year, month, first, last), alone=True)

    def _day_month(self, i: int) -> Parsed | None:
        days = self._days(self._the(i), day_first=True)
        if days is None:
            return None
        first, last, end = days
        at = self.skip(end, "of")
        month = self.month(at)
        if month is None:
            return None
        return self._of_year(self.after_month(at), lambda year: day_of(year, month, first, last), alone=True)

    def _eve(self, i: int) -> Parsed | None:
        """The eve of a date is the day before it; the eve of anything else is no known day."""
        j = self._the(i)
        if (self.at(j), self.at(j + 1)) != ("eve", "of"):
            return None
        whole = self.point(j + 2)
        if whole is None:
            return Parsed(j + 2, lambda _: NOWHERE, kept=True)

        def resolve(when: When) -> Interval:
            first, _, direction = whole.resolve(when)
            before = first and shifted(first, -1, "day")
            return Interval(before, before, direction)

        return Parsed(whole.end, resolve, whole.absolute)

    def _part(self, i: int) -> Parsed | None:
        """Early, mid- and late, start, middle and end of, first and second half of, the week of: some of a point."""
        j = self._the(i)
        word, after = self.at(j), self.at(j + 1)
        if word == "week" and after == "of":
            return self._week_of(j + 2, None)
        if word in _NTH and after in ("week", "weeks", "days") and self.at(j + 2) == "of":
            return self._week_of(j + 3, _NTH[word])
        if word in ("first", "second", "latter") and after == "half" and self.at(j + 2) == "of":
            part, at = ("first half" if word == "first" else "second half"), j + 3
        elif word in _PARTS:
            part, at = _PARTS[word], self.skip(self.skip(j + 1, "-", "–"), "of", "in", "on")
        else:
            return None
        whole = self._whole_unit(at) or self.point(at)
        if whole is None or whole.anchored or (word in ("close", "turn", "start", "end", "beginning") and at == j + 1):
            return None
        return whole._replace(resolve=lambda when: part_of(whole.resolve(when), part), alone=True)

    def _week_of(self, i: int, number: int | None) -> Parsed | None:
        """The week of June 10; the first week of June."""
        whole = self._whole_unit(i) or self.point(i)
        if whole is None or (number is None and not whole.alone):
            return None
        return whole._replace(resolve=lambda when: _nth_week(whole.resolve(when), number), alone=True)

    def _whole_unit(self, i: int) -> Parsed | None:
        """The week, this month, the year: all of the running one."""
        unit = self.unit(i + 1)
        if self.at(i) not in ("the", "this") or unit not in ("day", "week", "month", "year", "decade", "century", "quarter"):
            return None
        return Parsed(i + 2, lambda when: unit_of(when.published, unit).but("unknown"), alone=False)

    def _earlier(self, i: int) -> Parsed | None:
        """Earlier this year, later in the week, earlier on Tuesday, later that day."""
        word = self.at(i)
        if word not in ("earlier", "later"):
            return None
        running = self.unit(i + 2) if self.at(i + 1) == "this" else None
        if running:
            return Parsed(i + 3, lambda when: when.rest(running, ahead=word == "later"))
        j = self.skip(i + 1, "on", "in")
        whole = self._whole_unit(j)
        if whole and self.at(i + 1) == "in":
            unit = self.unit(j + 1) or "day"
            return Parsed(whole.end, lambda when: when.rest(unit, ahead=word == "later"))
        found = self.point(j)
        return found and found._replace(alone=True)

    def _deictic(self, i: int) -> Parsed | None:
        """Last, next, this, the coming, the past, the same ... with a unit, weekday, month or season."""
        the = self.at(i) in ("the", "these", "its", "their", "his", "her")
        j = i + the
        word = self.at(j)
        if word == "this" and self.at(j + 1) in ("coming", "past"):
            j += 1
            word = self.at(j)
        if word == "that" or (word == "same" and the):
            return self._same(self.skip(j + 1, "same"))
        if word in ("recent", "latest") and self.at(j + 1).endswith("s") and self.unit(j + 1):
            return Parsed(j + 2, lambda when: Interval(None, when.published, "past"))
        if word not in _THIS | BACK | AHEAD:
            return None
        return self._named(j + 1, word) or self._units(j + 1, word, the=the)

    def _same(self, i: int) -> Parsed | None:
        unit = self.unit(i) or ("day" if self.at(i) in DAYPARTS else None)
        if unit is None or self.at(i).endswith("s"):
            return None
        return Parsed(i + 1, lambda when: when.anchored(0, unit, back=False), anchored=True)

    def _named(self, i: int, word: str) -> Parsed | None:
        """Last autumn, next March, this weekend, next Tuesday, this morning."""
        name = self.at(i)
        if month := self.month(i):
            return Parsed(self.after_month(i), lambda when: when.which(lambda year: months_of(year, month), word))
        if name in SEASONS:
            return Parsed(i + 1, lambda when: when.which(lambda year: season_of(year, name), word))
        if name in WEEKDAYS and self.is_capital(i):
            number = WEEKDAYS[name]
            end = i + 1 + (self.at(i + 1) in DAYPARTS)
            return Parsed(end, lambda when: when.which_weekday(number, word))
        if name == "weekend":
            return Parsed(i + 1, lambda when: when.which_weekend(word))
        if name in DAYPARTS and word in ("this", "last"):
            back = word == "last"
            return Parsed(i + 1, lambda when: when.day(-1 if back else 0, "past" if back else "present"))
        return None

    def _units(self, i: int, word: str, *, the: bool) -> Parsed | None:
        """The past two weeks, next month, the coming days, this year."""
        amount = self.amount(i)
        j = amount.end if amount else i
        unit = self.unit(self.skip(j, "-"))
        if unit is None:
            return None
        end = self.skip(j, "-") + 1
        plural = self.at(end - 1).endswith("s")
        if amount:
            value = amount.value
            return Parsed(end, lambda when: when.window(value, unit, back=word in BACK))
        if word in _THIS:
            if unit in ("hour", "minute", "day") or plural:
                return None
            return Parsed(end, lambda when: when.this(unit))
        if plural and word in ("following", "previous"):
            return None
        if plural:
            return Parsed(end, lambda when: when.window(None, unit, back=word in BACK))
        if word in ("previous", "following") or (word == "next" and the and unit == "day"):
            return Parsed(end, lambda when: when.anchored(1, unit, back=word == "previous"), anchored=True)
        rolling = word in ("past", "coming", "upcoming") or the or unit in ("decade", "century")
        if rolling:
            return Parsed(end, lambda when: when.window(1, unit, back=word in BACK))
        return Parsed(end, lambda when: when.neighbour(-1 if word in BACK else 1, unit))

    def _quarter(self, i: int) -> Parsed | None:
        """The first quarter (of 2024), Q1 2024."""
        j = self._the(i)
        number = ORDINALS.get(self.at(j)) if self.at(j + 1) == "quarter" else None
        if number is None and self.raw[j : j + 1] == ["Q"] and self.touches(j + 1):
            number = self.number(j + 1, 4)
        if number is None:
            return None
        quarter = number
        whole = self._whole_unit(j + 3) if self.at(j + 2) == "of" else None
        if whole and self.at(j + 4) == "year":
            this_year = _Year(whole.end, lambda when: when.published.year, absolute=False)
            return _in_year(whole.end, lambda year: months_of(year, 3 * quarter - 2, 3), this_year)
        return self._of_year(j + 2, lambda year: months_of(year, 3 * quarter - 2, 3), alone=True)

    def _counted(self, i: int) -> Parsed | None:
        """Two weeks ago, 90 days later, a year earlier, three days from now."""
        amount = self.amount(i) or (None if self.unit(i) is None or not self.at(i).endswith("s") else Amount(None, i))
        if amount is None:
            return None
        unit = self.unit(amount.end)
        end = amount.end + 1
        if unit is None:
            return None
        word, value = self.at(end), amount.value
        if word == "ago":
            return Parsed(end + 1, lambda when: when.away(value, unit, -1))
        if (word, self.at(end + 1)) == ("from", "now") or word == "hence":
            return Parsed(end + 1 + (word == "from"), lambda when: when.away(value, unit, 1))
        if word in ("earlier", "later", "before", "after"):
            back = word in ("earlier", "before")
            if word in ("before", "after") and self.at(end + 1) not in ("", ".", ",", ";", ")"):
                # "two days after the raid": nobody says here when the raid was.
                return Parsed(end + 1, lambda _: NOWHERE, anchored=True, kept=value is not None)
            return Parsed(end + 1, lambda when: when.anchored(value, unit, back=back), anchored=True)
        return None

    def _near(self, i: int) -> Parsed | None:
        """Today, yesterday, tomorrow, tonight, overnight, the day after tomorrow, the weekend."""
        j = self._the(i)
        if self.at(j) == "day" and self.at(j + 1) in ("before", "after") and self.at(j + 2) in ("yesterday", "tomorrow"):
            back = self.at(j + 2) == "yesterday"
            return Parsed(j + 3, lambda when: when.day(-2 if back else 2, "past" if back else "future"))
        if self.at(j) == "weekend" and j > i:
            return Parsed(j + 1, lambda when: when.which_weekend(""))
        if self.at(i) == "overnight":
            return Parsed(i + 1, lambda when: Interval(shifted(when.published, -1, "day"), when.published, "past"))
        away = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}.get(self.at(i))
        if away is None:
            return None
        end = i + 1 + (self.at(i + 1) in DAYPARTS)
        return Parsed(end, lambda when: when.day(away, "past" if away < 0 else "future" if away else "present"))

    def _unit_end(self, i: int) -> Parsed | None:
        """Year's end, month-end, end-2024."""
        j = self._the(i)
        unit = self.at(j)
        if unit not in ("year", "month", "week", "decade") or self.at(j + 1) not in ("'s", "-") or self.at(j + 2) != "end":
            return None
        if not (self.touches(j + 1) or self.at(j + 1) == "'s"):
            return None
        return Parsed(j + 3, lambda when: part_of(unit_of(when.published, unit), "end").but("unknown"))

    def _holiday(self, i: int) -> Parsed | None:
        if not self.raw[i : i + 1] or not self.is_capital(i) or self.at(i - 1) in ("lunar", "chinese", "orthodox", "persian"):
            return None
        for words, (month, day) in HOLIDAYS.items():
            if tuple(self.low[i : i + len(words)]) == words:
                return self._of_year(i + len(words), partial(day_of, month=month, day=day), alone=len(words) > 1)
        return None

    def _season(self, i: int) -> Parsed | None:
        j = self._the(i)
        name = self.at(j)
        if name not in SEASONS:
            return None
        # "the fall of Kabul", "the Arab Spring", "spring up"
        of_something = self.at(j + 1) in ("of", "from", "in") and self._year_after(j + 1) is None
        if (name == "fall" and of_something) or (self.is_capital(j) and self._year_after(j + 1) is None):
            return None
        year = self.year(j + 1)
        crossing = year and name == "winter" and self.number(j + 3, 2100) is not None and self.at(j + 2) in ("-", "–", "/")
        if year and crossing:
            return Parsed(j + 4, lambda _: season_of(year, name) or NOWHERE, absolute=True)
        return self._of_year(j + 1, lambda y: season_of(y, name), alone=False)

    def _month(self, i: int) -> Parsed | None:
        month = self.month(i)
        if month is None:
            return None
        if month == 5 and self.at(i + 1) == "'s":  # Theresa May's
            return None
        return self._of_year(self.after_month(i), lambda year: months_of(year, month), alone=False)

    def _weekday(self, i: int) -> Parsed | None:
        name = self.at(i)
        number = WEEKDAYS.get(name)
        if number is None or not self.is_capital(i):
            return None
        end = i + 1
        if self.at(end) in DAYPARTS and self.is_capital(end):  # the name of a broadcast
            return None
        if not name.endswith("day"):
            # "Sun", "Sat" and "Mon" are other words too: as days they have a stop, and "on" before them.
            if self.at(i + 1) != "." or self.at(i - 1) not in ("on", "late", "early"):
                return None
            end += 1
        elif self.at(i - 1) in ("black", "good", "super", "bloody", "ash", "every", "each", "holy") or self.at(i + 1) in (
            "times", "telegraph", "herald", "prayer", "prayers",
        ):  # fmt: skip
            return None
        return Parsed(end + (self.at(end) in DAYPARTS), lambda when: when.weekday(number))

    def _decade(self, i: int) -> Parsed | None:
        """The 1990s."""
        j = self._the(i)
        start = self.number(j, 2090)
        if start is None or start < 1500 or start % 10 or self.at(j + 1) not in ("s", "'s") or not self.touches(j + 1):
            return None
        months = 1200 if start % 100 == 0 and start < 2000 else 120
        return Parsed(j + 2, lambda _: months_of(start, 1, months) or NOWHERE, absolute=True)

    def _year_point(self, i: int) -> Parsed | None:
        j = i + 2 if self.at(i) == "the" and self.at(i + 1) == "year" else i
        year = self.year(j)
        if year is None:
            return None
        last, end = year, j + 1
        if self.at(end) in ("-", "–", "/") and self.touches(end) and self.touches(end + 1):
            short = self.number(end + 1, 2100)
            until = (year // 100 * 100 + short if short < 100 else short) if short else 0
            if not year < until <= year + 200:
                return None
            last, end = until, end + 2
        span = 12 * (last - year + 1)
        return Parsed(end, lambda _: months_of(year, 1, span) or NOWHERE, absolute=True, alone=last > year)


def _nth_week(interval: Interval, number: int | None) -> Interval:
    """The week around a day, or the first (0), second, ... or last (-1) seven days of an interval."""
    first, last, direction = interval
    if first is None or last is None:
        return NOWHERE
    if number is None:
        return week_of(first).but(direction)
    begin = shifted(last, -6, "day") if number < 0 else shifted(first, 7 * number, "day")
    return Interval(begin, begin and shifted(begin, 6, "day"), direction)
