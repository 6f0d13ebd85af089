"""Codes of countries (ISO 3166-1 alpha-3) and international organisations, and the names people type for them.

`data/countries.tsv` and `data/organisations.tsv` hold the facts. `parse_country` is for what a user writes; running text
is read by `actors`, which knows more ways of naming and what a word means on a date. A library of country names was tried
for this (countrynames 1.16: 6 MB with its compiled helpers, and it knows neither "the US" nor "chinese" nor "ROK"), so the
table that the reader needs anyway serves here too.
"""

import csv
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from detente.errors import UnknownActorError
from detente.ontology.spelling import fold

_DATA: Final = files("detente.ontology") / "data"
#: How alike a name must be to what was typed before we ask "did you mean ...?"
_ALIKE: Final = 0.72


@dataclass(frozen=True, slots=True)
class Country:
    """A country as PLOVER codes it, with the words that stand for it."""

    code: str
    name: str
    official: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str
    seats: tuple[tuple[str, str], ...]
    """Buildings and places that stand for a part of its state, each with the PLOVER sector: ("Pentagon", "MIL")."""
    region: str
    short: tuple[str, ...]
    """Words that mean it in the right context only, "the" included: "the North"."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An international organisation: its code, names, seat and members (codes of countries)."""

    code: str
    name: str
    sector: str
    aliases: tuple[str, ...]
    short: tuple[str, ...]
    """Words that mean it in the right context only, "the" included: "the bloc"."""
    seat: str
    members: tuple[str, ...]
    head: str
    """The title of its head, "secretary-general"."""


def rows(folder_file: str) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated file of this package's data, by the names in its first line."""
    with (_DATA / folder_file).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def split(cell: str | None) -> tuple[str, ...]:
    """The parts of a cell that holds several values, "a; b"."""
    return tuple(part for part in (piece.strip() for piece in (cell or "").split(";")) if part)


def _seat(cell: str) -> tuple[str, str]:
    name, _, sector = cell.partition(":")
    return name.strip(), sector.strip() or "GOV"


@cache
def countries() -> dict[str, Country]:
    """Every country by its code, in the order of the table."""
    return {
        row["code"]: Country(
            row["code"], row["name"], row["official"], split(row["aliases"]), split(row["demonyms"]), row["capital"],
            tuple(_seat(cell) for cell in split(row["seats"])), row["region"], split(row["short"]),
        )
        for row in rows("countries.tsv")
    }  # fmt: skip


@cache
def organisations() -> dict[str, Organisation]:
    """Every international organisation by its code, in the order of the table."""
    return {
        row["code"]: Organisation(
            row["code"], row["name"], row["sector"] or "IGO", split(row["aliases"]), split(row["short"]), row["seat"],
            split(row["members"]), row["head"],
        )
        for row in rows("organisations.tsv")
    }  # fmt: skip


@cache
def _names() -> dict[str, str]:
    """What may be typed, folded, to its code; a country's own names win over adjectives, those over seats of power."""
    table: dict[str, str] = {}
    ranked: list[list[tuple[str, str]]] = [[], [], [], []]
    for country in countries().values():
        ranked[0] += [(name, country.code) for name in (country.code, country.name, country.official) if name]
        ranked[1] += [(name, country.code) for name in country.aliases]
        ranked[2] += [(name, country.code) for name in country.demonyms]
        ranked[3] += [(name, country.code) for name in (country.capital, *(seat for seat, _ in country.seats)) if name]
    for body in organisations().values():
        ranked[0] += [(name, body.code) for name in (body.code, body.name) if name]
        ranked[1] += [(name, body.code) for name in body.aliases]
    for name, code in (pair for rank in ranked for pair in rank):
        table.setdefault(_key(name), code)
    return table


def _key(name: str) -> str:
    key = fold(name).replace(".", "")
    return key.removeprefix("the ")


def country_name(code: str) -> str:
    """The usual English name of a country or organisation: `country_name("CHN")` is "China".

    Raises:
        UnknownActorError: no table lists the code.

    """
    found = countries().get(code) or organisations().get(code)
    if found is None:
        raise UnknownActorError(f"No country or organisation has the code {code!r}; codes are like CHN, USA or NAT.")
    return found.name


def parse_country(text: str) -> str:
    """The code of a country or organisation, from a code, name, adjective or capital in any case.

    Raises:
        UnknownActorError: nothing goes by that name; the message offers the nearest names.

    """
    key = _key(text)
    code = _names().get(key)
    if code is None and key.endswith("s"):
        code = _names().get(key[:-1])
    if code is not None:
        return code
    if not key:
        raise UnknownActorError("A country is missing: give a name or code, such as China or CHN.")
    raise UnknownActorError(f"No country or organisation is called {text.strip()!r}{_hint(key)}.")


def _hint(key: str) -> str:
    """A question that offers up to three names near `key`, or the way to write a name."""
    near = difflib.get_close_matches(key, _names(), n=8, cutoff=_ALIKE)
    codes = list(dict.fromkeys(_names()[name] for name in near))[:3]
    if not codes:
        return "; write a name, adjective or code, such as China, Chinese or CHN"
    offers = [f"{country_name(code)} ({code})" for code in codes]
    return f"; did you mean {' or '.join([', '.join(offers[:-1]), offers[-1]] if len(offers) > 1 else offers)}?"
