"""What an act is about, by the lexicon in `data/matters.toml`: counternarcotics, trade, fisheries, a ceasefire, ...

Topics come first, for they are what the act itself names; then its sentence; then its PLOVER contexts.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple

from detente.records import Event


class Matter(NamedTuple):
    """One matter: its key in JSON, its name after "talks on", how it is recognised."""

    key: str
    name: str
    words: re.Pattern[str]
    contexts: frozenset[str]


@cache
def matters() -> tuple[Matter, ...]:
    """All matters of the lexicon, the special before the general."""
    text = resources.files("detente.relations").joinpath("data/matters.toml").read_text(encoding="utf-8")
    return tuple(
        Matter(row["key"], row["name"], _pattern(row["words"]), frozenset(row["contexts"]))
        for row in tomllib.loads(text)["matter"]
    )


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE)


@cache
def _names() -> MappingProxyType[str, str]:
    return MappingProxyType({matter.key: matter.name for matter in matters()})


def name(key: str) -> str:
    """The name of a matter in a sentence; a matter outside the lexicon is its own name."""
    return _names().get(key, key)


@lru_cache(maxsize=32768)
def in_text(text: str) -> tuple[str, ...]:
    """The keys of the matters that a text names, in its order."""
    found = [(match.start(), matter.key) for matter in matters() if (match := matter.words.search(text))]
    return tuple(key for _, key in sorted(found, key=lambda hit: hit[0]))


def of_topics(topics: tuple[str, ...]) -> tuple[str, ...]:
    """The matter of each topic that the lexicon knows; where a topic names several, the first in the lexicon's order."""
    order = [matter.key for matter in matters()]
    keys = [min(found, key=order.index) for topic in topics if (found := in_text(topic))]
    return tuple(dict.fromkeys(keys))


def of_contexts(event: Event) -> tuple[str, ...]:
    """The matter that an act's PLOVER contexts stand for, the special before the general."""
    return tuple(matter.key for matter in matters() if matter.contexts & set(event.contexts))[:1]


def of_event(event: Event) -> tuple[str, ...]:
    """The matters of an act; empty where nothing tells."""
    if found := of_topics(event.topics) or in_text(event.evidence.quote)[:1]:
        return found
    return () if event.topics else of_contexts(event)
