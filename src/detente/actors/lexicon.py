"""Who is who and when: countries, organisations, groups, bodies, titles and office holders, loaded from `data/`."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from detente.ontology.countries import countries, organisations, split
from detente.ontology.spelling import fold

_DATA: Final = files("detente.actors") / "data"
#: Reports without a date are read as if they were of this day.
UNDATED: Final = date(2024, 1, 1)


class Tenure(NamedTuple):
    """One person in one office, from `start` up to `end`."""

    country: str
    office: str
    name: str
    start: date
    end: date

    def holds(self, on: date) -> bool:
        """Whether the person is in office on that day."""
        return self.start <= on <= self.end

    def away(self, on: date) -> int:
        """Days between that day and the time in office, 0 within it."""
        return max((self.start - on).days, (on - self.end).days, 0)


class Title(NamedTuple):
    """The words for an office, of one country where `country` is set."""

    words: str
    office: str
    country: str | None
    plural: bool


class Body(NamedTuple):
    """A known agency, company, medium or armed group, over a period."""

    name: str
    country: str | None
    sector: str
    generic: bool
    """Others go by the same name ("Senate"), so a country near it counts more."""
    start: date
    end: date


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of `data/<name>.tsv` by the names in its first line."""
    with (_DATA / f"{name}.tsv").open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


class OfficeKind(NamedTuple):
    """What kind of office a key stands for: its PLOVER sector, and whether one person holds it at a time."""

    sector: str
    single: bool


@cache
def _office_kinds() -> dict[str, OfficeKind]:
    return {row["office"]: OfficeKind(row["sector"], row["holders"] == "one") for row in table("office_kinds")}


def office_kind(office: str) -> OfficeKind:
    """The kind of an office by its key, whatever it is for ("envoy:Syria"); shared and of the government if unknown."""
    return _office_kinds().get(office.partition(":")[0], OfficeKind("GOV", single=False))


def _day(cell: str | None, default: date) -> date:
    return date.fromisoformat(cell) if cell else default


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the tables say; build it with `load_lexicon()`."""

    offices: dict[tuple[str, str], tuple[Tenure, ...]] = field(default_factory=dict)
    """Holders by country and office, earliest first."""
    people: dict[str, tuple[Tenure, ...]] = field(default_factory=dict)
    """Tenures by every folded name of the holder, full or short; the words of a full name also in alphabetical order."""
    titles: dict[str, tuple[Title, ...]] = field(default_factory=dict)
    """By the words, as listed."""
    bodies: dict[str, tuple[Body, ...]] = field(default_factory=dict)
    """By every name, as listed; several where several share it or it changed its nature."""
    given: frozenset[str] = frozenset()
    """The first words of all full names, folded."""
    places: dict[str, str] = field(default_factory=dict)
    """The code for every folded name of a country, capital, seat, organisation or body."""

    def holder(self, country: str, office: str, on: date) -> Tenure | None:
        """Who held the office on that day; the later one on the day of a handover."""
        for tenure in reversed(self.offices.get((country, office), ())):
            if tenure.holds(on):
                return tenure
        return None

    def sole_holder(self, country: str, office: str, on: date) -> str | None:
        """Like `office_holder`, but None where several share the office on that day, such as spokespeople and envoys."""
        names = {tenure.name for tenure in self.offices.get((country, office), ()) if tenure.holds(on)}
        single = len(names) == 1 or office_kind(office).single
        return self.office_holder(country, office, on) if names and single else None

    def office_holder(self, country: str, office: str, on: date) -> str | None:
        """The usual English name of who held the office on that day, or None where no table says."""
        found = self.holder(country, office, on)
        return found.name if found else None

    def country_of(self, name: str) -> str | None:
        """The code that a country, capital, seat, organisation or body goes by, or None."""
        return self.places.get(fold(name).removeprefix("the "))

    def tenures(self, name: str) -> tuple[Tenure, ...]:
        """All offices of those who go by that name, whatever the order of its words and with or without initials."""
        key = fold(name.replace(",", " ")).replace(".", "")
        found = self.people.get(key)
        if found is None and " " in key:
            words = [word for word in key.split() if len(word) > 1 and word not in {"jr", "sr", "ii", "iii"}]
            found = self.people.get(" ".join(words)) or self.people.get(" ".join(sorted(words)))
            if found is None and len(words) > 2:
                found = self.people.get(f"{words[0]} {words[-1]}") or self.people.get(f"{words[0]} {words[1]}")
        return found or ()


def _offices() -> tuple[dict[tuple[str, str], tuple[Tenure, ...]], dict[str, tuple[Tenure, ...]]]:
    offices: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    people: dict[str, list[Tenure]] = defaultdict(list)
    for row in table("offices"):
        tenure = Tenure(row["country"], row["office"], row["name"], _day(row["start"], date.min), _day(row["end"], date.max))
        offices[tenure.country, tenure.office].append(tenure)
        for key in _keys(row["name"], split(row["aliases"])):
            people[key].append(tenure)
    ordered = {key: tuple(sorted(held, key=lambda tenure: tenure.start)) for key, held in offices.items()}
    return ordered, {key: tuple(held) for key, held in people.items()}


def _keys(name: str, aliases: tuple[str, ...]) -> set[str]:
    keys = {fold(alias).replace(".", "") for alias in (name, *aliases)}
    return keys | {" ".join(sorted(key.split())) for key in keys}


def _bodies() -> dict[str, tuple[Body, ...]]:
    found: dict[str, list[Body]] = defaultdict(list)
    for source in ("groups", "bodies"):
        for row in table(source):
            body = Body(
                row["name"], row["country"] or None, row["sector"], bool(row.get("generic")),
                _day(row.get("from"), date.min), _day(row.get("to"), date.max),
            )  # fmt: skip
            for name in (row["name"], *split(row["aliases"])):
                found[name].append(body)
    return {key: tuple(held) for key, held in found.items()}


def _titles() -> dict[str, tuple[Title, ...]]:
    found: dict[str, list[Title]] = defaultdict(list)
    for row in table("titles"):
        for words, plural in ((row["title"], False), (row.get("plural") or "", True)):
            if words:
                found[words].append(Title(words, row["office"], row["country"] or None, plural))
    return {key: tuple(held) for key, held in found.items()}


def _places(bodies: dict[str, tuple[Body, ...]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for country in countries().values():
        names = (country.code, country.name, country.official, country.capital, *country.aliases, *country.demonyms)
        for name in (*names, *(seat for seat, _ in country.seats)):
            if name:
                found.setdefault(fold(name), country.code)
    for organisation in organisations().values():
        for name in (organisation.code, organisation.name, *organisation.aliases):
            found.setdefault(fold(name), organisation.code)
    for name, held in bodies.items():
        if held[0].country:
            found.setdefault(fold(name).removeprefix("the "), held[0].country)
    return found


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of the package's tables, loaded once a process."""
    offices, people = _offices()
    bodies = _bodies()
    names = (tenure.name for held in offices.values() for tenure in held)
    given = frozenset(fold(name).split()[0] for name in names if " " in name)
    return Lexicon(offices, people, _titles(), bodies, given, _places(bodies))
