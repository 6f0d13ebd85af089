"""The words that dates are made of, and the tokens of a sentence as the date grammar reads them."""

import re
from typing import NamedTuple

from detente.nlp.wordlist import words

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2, "thursday": 3, "thu": 3, "thur": 3,
    "thurs": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
}  # fmt: skip
UNITS = {
    "minute": "minute", "hour": "hour", "hr": "hour", "day": "day", "week": "week", "fortnight": "fortnight", "month": "month",
    "quarter": "quarter", "year": "year", "yr": "year", "decade": "decade", "century": "century", "centurie": "century",
}  # fmt: skip
DAYPARTS = frozenset({"morning", "afternoon", "evening", "night", "noon", "midday"})
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
#: Month and day of feasts that stand for their date.
HOLIDAYS = {
    ("christmas", "eve"): (12, 24), ("christmas", "day"): (12, 25), ("christmas",): (12, 25), ("boxing", "day"): (12, 26),
    ("new", "year", "'s", "eve"): (12, 31), ("new", "year", "'s", "day"): (1, 1), ("new", "year", "'s"): (1, 1),
    ("may", "day"): (5, 1), ("fourth", "of", "july"): (7, 4), ("valentine", "'s", "day"): (2, 14), ("halloween",): (10, 31),
}  # fmt: skip
#: After a number these say that it counts things: "in March 25 people", "in 2000 villages".
COUNTED = words(
    "people persons troops soldiers fighters civilians migrants refugees villages homes houses schools tanks missiles",
    "drones ships aircraft jets tonnes tons barrels km kilometres kilometers miles metres meters percent per million",
    "billion trillion dollars euros yuan gmt utc members countries nations workers men women children students",
    "prisoners hostages deaths cases times points hectares acres companies firms vehicles",
)
_OPENERS = words(
    "the these its their his her this that last past previous next coming upcoming following recent latest current",
    "early late mid middle beginning start end close turn latter week eve earlier later a an half few several some",
    "many couple q today tonight overnight yesterday tomorrow year month decade spring summer autumn fall winter",
)
_UNITS_ALONE = frozenset(f"{unit}s" for unit in UNITS)
_HOLIDAYS_FIRST = frozenset(name[0] for name in HOLIDAYS)
#: Every word that a point can begin with, apart from numbers in digits.
POINT_STARTS = _OPENERS | _UNITS_ALONE | _HOLIDAYS_FIRST | set(MONTHS) | set(WEEKDAYS) | set(NUMBERS) | set(ORDINALS)

#: Something a date can be made of stands in the sentence; cheap, and passes over most sentences.
TRIGGER = re.compile(
    r"\b(?:1[5-9]|20)\d\d|\d[./-]\d|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
    r"|\b[Ee]ve\b|(?i:day|week|fortnight|month|year|decade|centur|hour|minute|quarter|night|morrow|morning|evening|afternoon"
    r"|spring|summer|autumn|fall|winter|christmas|halloween)|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|\bQ[1-4]\b"
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\d+|['’]s\b|[^\W\d_]+|\S")


class Amount(NamedTuple):
    """A number of units in words or digits; `value` is None for "several", and `end` the token after it."""

    value: float | None
    end: int


class Words:
    """The tokens of a stretch of text: `raw` as written, `low` in lower case, with their characters' places."""

    def __init__(self, text: str, start: int, end: int) -> None:
        matches = list(_TOKEN.finditer(text, start, end))
        self.text = text
        self.raw = [m.group() for m in matches]
        self.low = [w.lower().replace("’", "'") for w in self.raw]
        self.starts = [m.start() for m in matches]
        self.ends = [m.end() for m in matches]

    def __len__(self) -> int:
        return len(self.low)

    def at(self, i: int) -> str:
        """The word at a place in lower case, the empty string outside."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def is_capital(self, i: int) -> bool:
        """Whether the word begins with a capital letter."""
        return self.raw[i][0].isupper()

    def touches(self, i: int) -> bool:
        """Whether the word follows the one before it with nothing between them."""
        return 0 < i < len(self.low) and self.starts[i] == self.ends[i - 1]

    def skip(self, i: int, *words: str) -> int:
        """The place after the word at `i` if it is one of `words`, else `i`."""
        return i + 1 if self.at(i) in words else i

    def number(self, i: int, highest: int) -> int | None:
        """The whole number from 1 to `highest` in digits at a place."""
        word = self.at(i)
        if not (word.isascii() and word.isdigit() and len(word) <= 4):
            return None
        return int(word) if 1 <= int(word) <= highest else None

    def year(self, i: int) -> int | None:
        """A year in four digits, 1500 to 2099, that counts nothing and belongs to no sum."""
        value = self.number(i, 2099)
        if value is None or value < 1500 or len(self.low[i]) != 4:
            return None
        if self.touches(i) and (self.at(i - 1) in "$€£¥#/.:" or self._is_name_with_number(i)):
            return None
        if self.touches(i + 1) and self.at(i + 1)[0].isalpha():
            return None
        return None if self.at(i + 1) in COUNTED else value

    def _is_name_with_number(self, i: int) -> bool:
        """COVID-2019, but not mid-2019 or 2018-2019."""
        word = self.at(i - 2)
        return self.at(i - 1) == "-" and self.touches(i - 1) and word.isalpha() and word not in ("mid", "end", "early", "late")

    def month(self, i: int) -> int | None:
        """The month named at a place; it must be written with a capital."""
        value = MONTHS.get(self.at(i))
        return value if value and self.is_capital(i) else None

    def after_month(self, i: int) -> int:
        """The place after a month's name and the stop of its abbreviation."""
        short = len(self.low[i]) <= 4 and self.low[i] not in ("may", "june", "july")
        return i + 2 if short and self.at(i + 1) == "." and self.touches(i + 1) else i + 1

    def unit(self, i: int) -> str | None:
        """The unit of time at a place, singular or plural."""
        word = self.at(i)
        return UNITS.get(word) or UNITS.get(word.removesuffix("s"))

    def amount(self, i: int) -> Amount | None:
        """A number of units: "48", "two", "a", "a couple of", "twenty-five", "several", "half a"."""
        word = self.at(i)
        if word in ("a", "an"):
            if self.at(i + 1) == "couple":
                return Amount(2, self.skip(i + 2, "of"))
            if self.at(i + 1) in ("few", "dozen"):
                return Amount(12 if self.at(i + 1) == "dozen" else None, i + 2)
            return Amount(1, i + 1)
        if word == "half" and self.at(i + 1) in ("a", "an"):
            return Amount(0.5, i + 2)
        if word in ("few", "several", "some", "many"):
            return Amount(None, i + 1)
        if word == "couple":
            return Amount(2, self.skip(i + 1, "of"))
        if word in NUMBERS:
            joined = i + 1 + (self.at(i + 1) == "-")
            if NUMBERS[word] >= 20 and 0 < NUMBERS.get(self.at(joined), 0) < 10:
                return Amount(NUMBERS[word] + NUMBERS[self.at(joined)], joined + 1)
            return Amount(NUMBERS[word], i + 1)
        value = self.number(i, 9999)
        return Amount(value, i + 1) if value else None
