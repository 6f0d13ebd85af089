"""Augmentation: a coded report told again of other countries, so that the model does not learn who attacks.

Names, adjectives and capitals of the countries in a report are exchanged for those of others; all offsets move along.
"""

import random
import re
from bisect import bisect_right
from functools import cache
from typing import Any

from detente.ontology.countries import Country, countries
from detente.training.corpus import fill, to_standoff

Json = dict[str, Any]
#: Countries whose name is written with an article.
_ARTICLE = frozenset(
    {"USA", "GBR", "NLD", "PHL", "ARE", "BHS", "GMB", "MDV", "DOM", "CAF", "COM", "SYC", "SLB", "MHL", "COD", "COG"}
)
#: Their standing is what a report about them is about.
_CONTESTED = frozenset({"TWN", "PSE", "XKX"})
_PERIODS = {"USA": ("U.S.", "US"), "GBR": ("U.K.", "UK")}


@cache
def exchangeable() -> tuple[Country, ...]:
    """All countries with an adjective and with a capital of another name; contested ones stay what they are."""
    return tuple(c for c in countries().values() if c.demonyms and c.capital not in ("", c.name) and c.code not in _CONTESTED)


def _patterns(words: Country) -> list[tuple[str, str]]:
    """What to look for and what kind of word it is."""
    found = [
        (rf"(?:[Tt]he\s)?{re.escape(words.name)}", "name"),
        (re.escape(words.demonyms[0]), "adjective"),
        (re.escape(words.capital), "capital"),
    ]
    for short in _PERIODS.get(words.code, ()):
        found += [(rf"[Tt]he\s{re.escape(short)}(?!\s[a-z])", "name"), (re.escape(short), "adjective")]
    return found


def _write(words: Country, kind: str, old: str) -> str:
    if kind != "name":
        return words.demonyms[0] if kind == "adjective" else words.capital
    if words.code in _ARTICLE:
        return ("The " if old[:1] == "T" else "the ") + words.name
    return words.name


def swap(coded: Json, rng: random.Random) -> Json:
    """The report and its coding with other countries in it; itself where it names none."""
    text = coded["document"]["text"]
    present = [w for w in exchangeable() if w.name in text or re.search(rf"\b{re.escape(w.demonyms[0])}\b", text)]
    if not present:
        return coded
    others = rng.sample([w for w in exchangeable() if w not in present], len(present))
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
    return (
        coded
        | {"document": document}
        | {kind: [fill(_moved(r, move), document["text"]) for r in standoff[kind]] for kind in ("events", "claims", "links")}
    )


def _moved(value: Any, move: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _moved(v, move, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_moved(v, move, key) for v in value]
    return move(value) if isinstance(value, int) and key in ("start", "end", "at") else value
