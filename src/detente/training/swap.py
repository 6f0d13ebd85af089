"""Augmentation: a coded report told again of other countries, so that the model does not learn who attacks.

Names, adjectives and capitals of the countries in a report are exchanged for those of others; all offsets move along.
"""

import csv
import random
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from detente.training.corpus import fill, to_standoff

Json = dict[str, Any]
#: Countries whose name is written with an article.
_ARTICLE = frozenset({"USA", "GBR", "NLD", "PHL", "ARE", "BHS", "GMB", "MDV", "DOM", "CAF", "COM", "SYC", "SLB", "MHL", "COD", "COG"})
_PERIODS = {"USA": ("U.S.", "US"), "GBR": ("U.K.", "UK")}


@dataclass(frozen=True, slots=True)
class Words:
    """How a country is written."""

    code: str
    name: str
    adjective: str
    capital: str


@cache
def countries() -> tuple[Words, ...]:
    """All countries that have an adjective of one word and a capital."""
    table = (files("detente") / "actors" / "data" / "countries.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines(), delimiter="\t")
    made = (Words(r["code"], r["name"], r["demonyms"].split(";")[0], r["capital"]) for r in rows)
    return tuple(w for w in made if w.adjective and w.capital and w.capital != w.name and w.code not in ("TWN", "PSE"))


def _patterns(words: Words) -> list[tuple[str, str]]:
    """What to look for and what kind of word it is."""
    found = [(rf"(?:[Tt]he\s)?{re.escape(words.name)}", "name"), (re.escape(words.adjective), "adjective"), (re.escape(words.capital), "capital")]
    for short in _PERIODS.get(words.code, ()):
        found += [(rf"[Tt]he\s{re.escape(short)}(?!\s[a-z])", "name"), (re.escape(short), "adjective")]
    return found


def _write(words: Words, kind: str, old: str) -> str:
    if kind != "name":
        return words.adjective if kind == "adjective" else words.capital
    if words.code in _ARTICLE:
        return ("The " if old[:1] == "T" else "the ") + words.name
    return words.name


def swap(coded: Json, rng: random.Random) -> Json:
    """The report and its coding with other countries in it; itself where it names none."""
    text = coded["document"]["text"]
    present = [w for w in countries() if w.name in text or re.search(rf"\b{re.escape(w.adjective)}\b", text)]
    if not present:
        return coded
    others = rng.sample([w for w in countries() if w not in present], len(present))
    pairs = [(pattern, kind, new) for old, new in zip(present, others, strict=True) for pattern, kind in _patterns(old)]
    pairs.sort(key=lambda p: -len(p[0]))
    matcher = re.compile("|".join(rf"(?P<g{i}>\b{p}(?!\w))" for i, (p, _, _) in enumerate(pairs)))
    pieces, starts, shifts, at, moved = [], [0], [0], 0, 0
    for match in matcher.finditer(text):
        _, kind, new = pairs[int((match.lastgroup or "g0")[1:])]
        word = _write(new, kind, match[0])
        pieces += [text[at : match.start()], word]
        moved += len(word) - len(match[0])
        starts.append(match.end())
        shifts.append(moved)
        at = match.end()
    pieces.append(text[at:])

    def move(offset: int) -> int:
        return offset + shifts[bisect_right(starts, offset) - 1]

    document = coded["document"] | {"text": "".join(pieces)}
    standoff = to_standoff(coded)
    return {"document": document} | {kind: [fill(_moved(r, move), document["text"]) for r in standoff[kind]] for kind in ("events", "claims", "links")}


def _moved(value: Any, move: Any, key: str = "") -> Any:  # noqa: ANN401, JSON is of any shape
    if isinstance(value, dict):
        return {k: _moved(v, move, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_moved(v, move, key) for v in value]
    return move(value) if isinstance(value, int) and key in ("start", "end", "at") else value
