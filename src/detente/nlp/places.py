"""Named places in a text, offline: cities over 15,000 inhabitants, countries, and the seas, straits and regions of the news.

Cities and countries are derived from GeoNames (https://www.geonames.org, CC BY 4.0) by scripts/build_gazetteer.py.
"""

import gzip
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from detente.nlp.wordlist import words
from detente.records import Place


class PlaceMention(NamedTuple):
    """A named place in a text: characters `start`..`end` and what is known of it."""

    start: int
    end: int
    place: Place
    locative: bool
    """It is said to be where something is ("in Oslo", "flew to Oslo"), not who acts ("Oslo said")."""


class _Entry(NamedTuple):
    country: str | None
    lat: float | None
    lon: float | None
    population: int
    """In thousands."""
    marks: str
    """c capital, n nation, s state of the USA, r region, sea or other name, ? also a common word or a person's name."""


class _Gazetteer(NamedTuple):
    entries: dict[str, list[str]]
    """Folded name to its lines, not yet parsed: parsing all of them would take most of the time of loading."""
    longest: dict[str, int]
    """First word of a name to the number of words of the longest such name."""


_SPECIAL = str.maketrans({
    "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "ae", "ð": "d", "þ": "th",
    "’": "", "'": "", "ʼ": "", "‘": "", "-": " ",
})  # fmt: skip
_TOKEN = re.compile(r"U\.S\.(?:A\.)?|U\.K\.|U\.A\.E\.|D\.C\.|St\.|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\s\w]")
_LOCATIVE = words(
    "in at near outside around from to toward towards into across inside off through throughout visit visits visited visiting",
    "left leaving reached entered toured aboard onto via within",
)
#: Between the preposition and the name: "in the port city of", "in nearby northern".
_BETWEEN = words(
    "the a an city cities town towns village villages capital port district districts province region state area areas suburb",
    "suburbs outskirts north south east west northern southern eastern western central northeastern northwestern southeastern",
    "southwestern downtown nearby neighbouring neighboring occupied besieged coastal border historic resort eastern-most old",
    "disputed contested strait straits waters parts part much all of coast shores island islands peninsula",
)
#: Capitalised words before a name that do not make it a person's: "West Jerusalem", "Central Damascus".
_BEFORE = words(
    "central eastern western northern southern greater downtown east west north south occupied upper lower inner outer"
)
_AFTER = words(
    "monday tuesday wednesday thursday friday saturday sunday city province region oblast district county airport port harbor",
    "harbour bay january february march april may june july august september october november december and or but province's",
)
#: Before "of" and a name these stand for the place, as a university or a bank does not.
_SEATS = words("city port province region state strait gulf island islands town village outskirts south north east west")
_OPENERS = words(
    "in at near from to the and but as for on by with after before while when since across outside around inside of"
)
#: Capitalised words before a name that are no first name or title.
_NO_NAMES = _OPENERS | _BEFORE | _LOCATIVE
#: A place of fewer inhabitants (thousands), or with a name that is a word, counts only after one of these.
_WELL_KNOWN = 100
_STRONG = frozenset({"in", "near", "outside", "inside", "around", "across", "-"})
#: A namesake in a country the report speaks of is preferred if it has this share of the inhabitants of the largest.
_NEAR_SHARE, _NEAR_SHARE_OF_CAPITAL = 0.02, 0.1


def fold(name: str) -> str:
    """A name as it is looked up: lower case, without accents and apostrophes, hyphens as spaces, "St." as "saint"."""
    plain = name.translate(_SPECIAL)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    folded = " ".join(plain.casefold().split())
    return f"saint {folded[4:].lstrip()}" if folded.startswith("st. ") else folded


@cache
def _gazetteer() -> _Gazetteer:
    entries: dict[str, list[str]] = {}
    data = files("detente.nlp").joinpath("data")
    for line in _region_lines(data.joinpath("regions.tsv").read_text("utf-8")):
        entries.setdefault(line[: line.index("\t")], []).append(line)
    for line in gzip.decompress(data.joinpath("cities.tsv.gz").read_bytes()).decode("utf-8").split("\n"):
        entries.setdefault(line[: line.index("\t")], []).append(line)
    longest: dict[str, int] = {}
    for key in entries:
        first, _, rest = key.partition(" ")
        count = 2 + rest.count(" ") if rest else 1
        if count > longest.get(first, 0):
            longest[first] = count
    return _Gazetteer(entries, longest)


def _region_lines(text: str) -> Iterable[str]:
    """The hand-written list in the form of the derived one."""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        names, country, lat, lon = line.split("\t")
        for name in names.split("|"):
            yield "\t".join((fold(name), name, country.replace("-", ""), lat, lon, "5000", "r" if lat else "n"))


@lru_cache(maxsize=4096)
def _entries(key: str) -> tuple[_Entry, ...]:
    found = []
    for line in _gazetteer().entries.get(key, ()):
        _, _, country, lat, lon, population, marks = line.split("\t")
        found.append(_Entry(country or None, _number(lat), _number(lon), int(population), marks))
    return tuple(found)


def _number(text: str) -> float | None:
    return float(text) if text else None


def lookup(name: str, *, near: str | None = None) -> Place | None:
    """The place of a name: of several the country, region or capital, else the largest; with `near` that in this country.

    `near` is an ISO 3166-1 alpha-3 code; a namesake there wins whatever its size.
    """
    entries = _entries(fold(name))
    there = [entry for entry in entries if entry.country == near] if near else []
    return _place(name, _best(there or list(entries), _NOWHERE)) if entries else None


def _place(text: str, entry: _Entry) -> Place:
    return Place(text, entry.country, entry.lat, entry.lon)


class _Near(NamedTuple):
    """What a report speaks of, by names that have one meaning only."""

    countries: frozenset[str]
    by_cities: frozenset[str]
    """Countries some city of which it names."""
    states: bool
    """It names a state of the USA."""


_NOWHERE = _Near(frozenset(), frozenset(), states=False)


def _best(entries: list[_Entry], near: _Near) -> _Entry:
    top = max(entries, key=lambda e: ("n" in e.marks, "r" in e.marks, "c" in e.marks, e.population))
    if "n" in top.marks:
        # Georgia beside Texas, and no Tbilisi.
        states = [e for e in entries if "s" in e.marks]
        return states[0] if states and near.states and top.country not in near.by_cities else top
    if top.country in near.countries or "r" in top.marks:
        return top
    share = _NEAR_SHARE_OF_CAPITAL if "c" in top.marks else _NEAR_SHARE
    here = [e for e in entries if e.country in near.countries and e.population >= share * top.population]
    return max(here, key=lambda e: e.population) if here else top


class _Text:
    """The tokens of a text, and how the words around a name speak of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [m.span() for m in _TOKEN.finditer(text)]
        self.words = [text[start:end] for start, end in self.spans]

    def name_at(self, i: int) -> tuple[str, int] | None:
        """The longest listed name that begins at a token: its key and the token after it."""
        gazetteer = _gazetteer()
        first = fold(self.words[i])
        most = gazetteer.longest.get(first.partition(" ")[0], 0)
        for count in range(min(most, len(self.words) - i), 0, -1):
            if count > 1 and not (self.words[i + count - 1][0].isalpha() and self.is_run(i, i + count)):
                continue
            name = self.text[self.spans[i][0] : self.spans[i + count - 1][1]]
            key = fold(name)
            if key in gazetteer.entries and (
                len(name) > 4 or count > 1 or not name.isupper() or self.is_own_spelling(name, key)
            ):
                return key, i + count
            bare = key.removesuffix("s") if name.endswith(("'s", "’s")) else ""
            if bare in gazetteer.entries:
                return bare, i + count
        return None

    def is_own_spelling(self, name: str, key: str) -> bool:
        """Whether a short name in capitals is listed so: "US" and "UAE" are, "OF" is a word in a heading."""
        return any(line.split("\t", 2)[1] == name for line in _gazetteer().entries[key])

    def is_run(self, i: int, end: int) -> bool:
        """Whether only white space within a paragraph lies between the tokens."""
        gaps = (self.text[self.spans[k][1] : self.spans[k + 1][0]] for k in range(i, end - 1))
        return all(gap.isspace() and gap.count("\n") < 2 for gap in gaps)

    def preposition(self, i: int) -> str | None:
        """The preposition of place before token i, with only words like "the port of" between."""
        for k in range(i - 1, max(i - 8, -1), -1):
            word = self.words[k].lower()
            if word in _LOCATIVE:
                return word
            is_demonym = self.words[k][0].isupper() and word.endswith(("an", "ese", "ish", "i", "ch", "sh", "rk"))
            if word not in _BETWEEN and not is_demonym:
                return None
        return None

    def is_dateline(self, i: int, end: int) -> bool:
        """Whether the name opens its line, and a dash, comma or bracket after capitals or a colon follows."""
        gap = self.text[self.spans[i - 1][1] : self.spans[i][0]] if i else "\n"
        after = self.text[self.spans[end - 1][1] : self.spans[end - 1][1] + 3].lstrip()[:1]
        return "\n" in gap and (after == ":" or (self.words[i].isupper() and after in ("-", "–", "—", ",", "(")))

    def is_in_a_name(self, i: int, end: int) -> bool:
        """Whether words before or after make it something else: "Lloyd Austin", "Paris Agreement", "University of Miami"."""
        before = self.words[i - 1] if i else ""
        a_person = before[:1].isupper() and before.lower() not in _NO_NAMES and self.is_run(i - 1, i + 1)
        of_it = before == "of" and i > 1 and self.words[i - 2][0].isupper() and self.words[i - 2].lower() not in _SEATS
        return of_it or self.has_capital_after(end) or (a_person and end - i == 1)

    def has_capital_after(self, end: int) -> bool:
        """Whether another capitalised word goes on after the name, and no day, month or "City"."""
        after = self.words[end] if end < len(self.words) else ""
        return after[:1].isupper() and after.lower() not in _AFTER and self.is_run(end - 1, end + 1)


class _Candidate(NamedTuple):
    first: int
    end: int
    entries: tuple[_Entry, ...]
    preposition: str | None
    """"in", "near" ...; "-" in a dateline."""


def find_places(text: str) -> tuple[PlaceMention, ...]:
    """The named places of a text, in order, none overlapping.

    Countries are told only where something is in them. Of namesakes that in a country the report speaks of is taken.
    """
    tokens = _Text(text)
    candidates = _candidates(tokens)
    near = _spoken_of(candidates)
    mentions: list[PlaceMention] = []
    for at, candidate in enumerate(candidates):
        if mentions and tokens.spans[candidate.first][0] < mentions[-1].end:
            continue
        within = _within(tokens, candidate, candidates[at + 1] if at + 1 < len(candidates) else None)
        chosen = [e for e in candidate.entries if e.country in within]
        entry = _best(chosen or list(candidate.entries), near)
        if not chosen and (within or not _is_meant(tokens, candidate, entry)):
            continue
        start, end = tokens.spans[candidate.first][0], tokens.spans[candidate.end - 1][1]
        name = text[start:end].removesuffix("'s").removesuffix("’s")
        mentions.append(PlaceMention(start, start + len(name), _place(name, entry), candidate.preposition is not None))
    return tuple(mentions)


def _spoken_of(candidates: list[_Candidate]) -> _Near:
    countries, by_cities, states = set(), set(), False
    for candidate in candidates:
        nations = {e.country for e in candidate.entries if e.country and {"n", "s"} & set(e.marks)}
        if len(nations) == 1:
            countries |= nations
            states = states or all("s" in e.marks for e in candidate.entries if e.population >= _WELL_KNOWN)
        elif not nations:
            by_cities |= {e.country for e in candidate.entries if e.country and e.population >= _WELL_KNOWN}
    return _Near(frozenset(countries), frozenset(by_cities), states)


def _candidates(tokens: _Text) -> list[_Candidate]:
    found: list[_Candidate] = []
    i = 0
    while i < len(tokens.words):
        named = tokens.name_at(i) if tokens.words[i][0].isupper() else None
        if named is None:
            i += 1
            continue
        key, end = named
        preposition = tokens.preposition(i) or ("-" if tokens.is_dateline(i, end) else None)
        found.append(_Candidate(i, end, _entries(key), preposition))
        i = end
    return found


def _within(tokens: _Text, candidate: _Candidate, following: _Candidate | None) -> frozenset[str]:
    """The countries that are named right after a city: "Paris, Texas", "Tripoli, Lebanon"."""
    is_city = all(e.lat is not None and not {"n", "s", "r"} & set(e.marks) for e in candidate.entries)
    if not is_city or following is None or following.first != candidate.end + 1 or tokens.words[candidate.end] != ",":
        return frozenset()
    return frozenset(e.country for e in following.entries if e.country and {"n", "s"} & set(e.marks))


def _is_meant(tokens: _Text, candidate: _Candidate, entry: _Entry) -> bool:
    """Whether the name stands for the place here, and not for a word, a person or a thing named after it."""
    if "n" in entry.marks or "s" in entry.marks:
        return candidate.preposition is not None and not tokens.has_capital_after(candidate.end)
    in_a_name = tokens.is_in_a_name(candidate.first, candidate.end)
    if "?" in entry.marks or entry.population < _WELL_KNOWN:
        well_placed = candidate.preposition in _STRONG and not in_a_name
        return well_placed and ("?" not in entry.marks or entry.population >= _WELL_KNOWN)
    return not in_a_name or (candidate.preposition is not None and "c" in entry.marks)
