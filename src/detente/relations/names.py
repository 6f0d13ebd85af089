"""What countries and organisations are called in a sentence: `the United States`, `US`.

Names and demonyms come from `ontology.countries`; `data/in_sentences.csv` holds only where a sentence wants something else than
the table's name and first demonym: an article, `Saudi` and not `Saudi Arabian`.
"""

import csv
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple

from detente.ontology.countries import Organisation, countries, organisations
from detente.relations.terms import stems


class Called(NamedTuple):
    """A country's name as it stands inside a sentence (with its article), and its adjective."""

    name: str
    adjective: str


@cache
def _table() -> MappingProxyType[str, Called]:
    text = resources.files("detente.relations").joinpath("data/in_sentences.csv").read_text(encoding="utf-8")
    apart = {row["code"]: Called(row["name"], row["adjective"]) for row in csv.DictReader(text.splitlines())}
    table = {code: Called(c.name, c.demonyms[0] if c.demonyms else c.name) for code, c in countries().items()}
    table |= {code: _organisation(organisation) for code, organisation in organisations().items()}
    return MappingProxyType({code: _preferred(called, apart.get(code)) for code, called in table.items()})


def _organisation(organisation: Organisation) -> Called:
    """An organisation of several words has an article, and its letters for an adjective: `the European Union`, `EU`."""
    if " " not in organisation.name:
        return Called(organisation.name, organisation.name)
    letters = next((alias for alias in organisation.aliases if alias.isupper() and alias.isalnum()), organisation.name)
    return Called(f"the {organisation.name}", letters)


def _preferred(called: Called, apart: Called | None) -> Called:
    return Called(apart.name or called.name, apart.adjective or called.adjective) if apart else called


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
    written: dict[str, str] = {}
    for code, called in _table().items():
        known = countries().get(code) or organisations()[code]
        demonyms = countries()[code].demonyms if code in countries() else ()
        for form in (called.name, called.adjective, *known.aliases, *demonyms):
            written.setdefault(_bare(form), code)
    return MappingProxyType(written)


def _bare(words: str) -> str:
    return words.strip().lower().removeprefix("the ")


def code_of(words: str) -> str | None:
    """The code that a name, alias or demonym stands for, else None; it knows no capitals and no buildings."""
    return _codes().get(_bare(words))


def is_organisation(code: str) -> bool:
    """Whether a code is an international organisation's."""
    return code in organisations()


@lru_cache(maxsize=32768)
def matter(text: str) -> frozenset[str]:
    """The stems of a text without names of countries, which would agree in all records of a dyad: what it is about."""
    return stems(text) - _country_stems()


@cache
def _country_stems() -> frozenset[str]:
    """Stems of countries' names and adjectives; not of organisations', which hold `trade` and `energy`."""
    return frozenset(word for code in countries() for form in _table()[code] for word in stems(form))


def mentions(code: str, text: str) -> bool:
    """Whether the words already say which country is meant, by its name or adjective."""
    called = _table().get(code)
    if called is None:
        return code in text
    forms = (called.adjective, "U.S.", "American") if code == "USA" else (called.adjective,)
    words = text.replace("’", " ").replace("'", " ").replace("-", " ").split()
    return _bare(called.name) in text.lower() or any(word.startswith(forms) for word in words)


def possessive(code: str) -> str:
    """`Kenya's`, `the United States'`."""
    called = name(code)
    return f"{called}'" if called.endswith("s") else f"{called}'s"


def listed(parts: list[str]) -> str:
    """Parts joined as in prose: `a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""
