"""Words and how much they tell: stems with a weight, and the likeness of two texts by them.

The weight of a stem is its inverse document frequency in `data/terms.csv`, counted once over 1,763 public news reports
(statements of the White House 2021-2026 and Wikinews 2019-2020). It is shipped and fixed: a weight that moved with the reports
of a workspace would make the same two events match today and not tomorrow.
"""

import csv
import re
from functools import cache, lru_cache
from importlib import resources
from itertools import takewhile
from math import fsum, sqrt
from types import MappingProxyType
from typing import Final, NamedTuple

#: A stem that the table does not list is rarer than all that it lists: names, places, the matter itself.
UNSEEN: Final = 5.5
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_MONEY_OR_COUNT: Final = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)\s*(?P<scale>thousand|million|billion|trillion|%|per cent|percent)?", re.IGNORECASE
)
_SCALES: Final = MappingProxyType({"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12})
_SMALL: Final = MappingProxyType(
    {"two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0}
    | {"eleven": 11.0, "twelve": 12.0, "dozen": 12.0, "thirteen": 13.0, "fourteen": 14.0, "fifteen": 15.0, "sixteen": 16.0}
    | {"seventeen": 17.0, "eighteen": 18.0, "nineteen": 19.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0}
)
_DIGIT: Final = re.compile(r"\d")
_MONTHS: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATES: Final = re.compile(rf"\b(?:\d{{1,2}}\s+(?:{_MONTHS})[a-z]*\b|(?:{_MONTHS})[a-z]*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b)")
_YEARS: Final = (1900, 2100)


def _data(name: str) -> str:
    return resources.files("detente.relations").joinpath("data", name).read_text(encoding="utf-8")


@cache
def _stopwords() -> frozenset[str]:
    """Function words, which tell nothing of the matter."""
    return frozenset(_data("stopwords.txt").split())


@cache
def _weights() -> MappingProxyType[str, float]:
    text = _data("terms.csv")
    return MappingProxyType({row["stem"]: float(row["idf"]) for row in csv.DictReader(text.splitlines())})


def stem(word: str) -> str:
    """The word without its commonest English endings; good enough to join `tariffs` and `tariff`, `resumed` and `resuming`."""
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    for ending, least in (("ies", 5), ("sses", 6), ("ing", 6), ("ed", 5), ("es", 5), ("s", 4), ("e", 5)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word[: -len(ending)] + {"ies": "y", "sses": "ss"}.get(ending, "")
    return word


@cache
def weight(of_stem: str) -> float:
    """How much a stem tells, from about 0.1 (in every report) to `UNSEEN` (in none)."""
    return _weights().get(of_stem, UNSEEN)


def stems(text: str) -> frozenset[str]:
    """The telling stems of a text; numbers stay as they are."""
    return frozenset(_stem_all(text))


@cache
def _stop_stem(word: str) -> str | None:
    lower = word.lower()
    return None if lower in _stopwords() or (len(lower) < 2 and not lower.isdigit()) else stem(lower)


def _stem_all(text: str) -> list[str]:
    parts = (part for match in _WORD.finditer(text) for part in match.group().split("-") if part)
    return [stemmed for part in parts if (stemmed := _stop_stem(part))]


@lru_cache(maxsize=65536)
def mass(words: frozenset[str]) -> float:
    """The sum of the weights of some stems."""
    return fsum(weight(word) for word in words)


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """How alike two sets of stems are, 0 to 1: the cosine of their weights. 0 where one is empty."""
    shared = first & second
    if not shared:
        return 0.0
    return _square(shared) / sqrt(_square(first) * _square(second))


@lru_cache(maxsize=65536)
def _square(words: frozenset[str]) -> float:
    return fsum(weight(word) ** 2 for word in words)


def covered(part: frozenset[str], whole: frozenset[str]) -> float:
    """The share of the weight of `part` that stands in `whole`, 0 to 1."""
    total = mass(part)
    return mass(part & whole) / total if total else 0.0


@lru_cache(maxsize=32768)
def numbers(text: str) -> frozenset[float]:
    """The amounts named in a text ("300 million", "two", "20%"), without years and days of the month that follow a month."""
    found = set()
    for match in _MONEY_OR_COUNT.finditer(_DATES.sub(" ", text)) if _DIGIT.search(text) else ():
        value = float(match["number"].replace(",", "").rstrip(".")) if match["number"].count(".") < 2 else 0.0
        scale = (match["scale"] or "").lower()
        if scale or not (value.is_integer() and _YEARS[0] <= value < _YEARS[1]):
            found.add(value * _SCALES.get(scale, 1.0))
    words = set(text.lower().replace("-", " ").split())
    found |= {_SMALL[word] for word in words & _SMALL.keys()}
    return frozenset(found - {0.0})


class Figure(NamedTuple):
    """An amount with the stems of what it counts: `Figure(2e7, {"euro"}, "20 million euros")`."""

    value: float
    unit: frozenset[str]
    words: str


_COUNTED: Final = re.compile(
    rf"(?P<sign>[$€£¥])?(?P<number>\d+(?:[.,]\d+)*|\b(?:{'|'.join(_SMALL)})\b)"
    r"(?:[\s-](?P<scale>thousand|million|billion|trillion))?"
    r"(?:\s?(?P<percent>%|per\s?cent\b)|\s(?P<unit>[a-z][a-z-]+(?:\s[a-z][a-z-]+)?))?",
    re.IGNORECASE,
)


@lru_cache(maxsize=32768)
def figures(text: str) -> tuple[Figure, ...]:
    """The amounts in a text that say what they count; dates and bare numbers are left out."""
    found = []
    for match in _COUNTED.finditer(_DATES.sub(" ", text)):
        counted = [] if match["sign"] or match["percent"] else _counted(match["unit"] or "")
        unit = frozenset(filter(None, [match["sign"], match["percent"] and "%", *map(stem, counted)]))
        value = _SMALL.get(match["number"].lower())
        if value is None and match["number"].count(".") < 2:
            value = float(match["number"].replace(",", ""))
        if unit and value is not None:
            shown = match.group()[: match.start("unit") - match.start()] if match["unit"] else match.group()
            scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
            found.append(Figure(value * scale, unit, " ".join([*shown.split(), *counted])))
    return tuple(found)


def _counted(words: str) -> list[str]:
    """What a number counts: the words up to the first function word ("fishermen" of "fishermen and")."""
    return list(takewhile(lambda word: word.lower() not in _stopwords(), words.split()))
