"""What countries and organisations are called in a sentence: `the United States`, `US`; from `data/countries.csv`."""

import csv
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple

from detente.relations.terms import stems


class Called(NamedTuple):
    """A country's name as it stands inside a sentence (with its article), and its adjective."""

    name: str
    adjective: str


@cache
def _table() -> MappingProxyType[str, Called]:
    text = resources.files("detente.relations").joinpath("data/countries.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["code"]: Called(row["name"], row["adjective"]) for row in csv.DictReader(text.splitlines())})


def name(code: str) -> str:
    """The name of a country or organisation inside a sentence; an unknown code stands for itself."""
    called = _table().get(code)
    return called.name if called else code


def adjective(code: str) -> str:
    """The adjective of a country: `Chinese`, `US`; an unknown code stands for itself."""
    called = _table().get(code)
    return called.adjective if called else code


@cache
def _codes() -> MappingProxyType[str, str]:
    return MappingProxyType(
        {
            form.lower().removeprefix("the "): code
            for code, called in _table().items()
            for form in (called.adjective, called.name)
        }
        | {"u.s.": "USA", "united states": "USA", "america": "USA", "american": "USA", "washington": "USA", "britain": "GBR"}
    )


def code_of(words: str) -> str | None:
    """The code that a name or adjective in the table stands for, else None. Knows no capitals and no old names."""
    return _codes().get(words.strip().lower().removeprefix("the "))


@lru_cache(maxsize=32768)
def matter(text: str) -> frozenset[str]:
    """The stems of a text without names of countries, which would agree in all records of a dyad: what it is about."""
    return stems(text) - _country_stems()


@cache
def _country_stems() -> frozenset[str]:
    return frozenset(word for called in _table().values() for form in called for word in stems(form))


def mentions(code: str, text: str) -> bool:
    """Whether the words already say which country is meant, by its name or adjective."""
    called = _table().get(code)
    if called is None:
        return code in text
    lower = text.lower()
    forms = (called.adjective, "U.S.", "American") if code == "USA" else (called.adjective,)
    words = text.replace("’", " ").replace("'", " ").replace("-", " ").split()
    return called.name.removeprefix("the ").lower() in lower or any(word.startswith(forms) for word in words)


def possessive(code: str) -> str:
    """`Kenya's`, `the United States'`."""
    called = name(code)
    return f"{called}'" if called.endswith("s") else f"{called}'s"


def listed(parts: list[str]) -> str:
    """Parts joined as in prose: `a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""
