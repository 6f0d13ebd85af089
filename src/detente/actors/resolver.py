"""Finds every mention in a report that can act, and says for each whom it stands for on the report's date, or why not."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from detente.actors.discourse import Discourse, Found
from detente.actors.grammar import Phrase, next_phrase, phrase_at
from detente.actors.lexicon import UNDATED, Lexicon, load_lexicon
from detente.actors.matcher import Trie, Units, find_units, load_trie
from detente.actors.mention import Mention
from detente.actors.nominals import Nominals
from detente.actors.people import People
from detente.actors.pronouns import Pronouns
from detente.actors.referents import Referents
from detente.actors.settle import settle
from detente.actors.story import two_sided
from detente.actors.stretch import Stretch
from detente.actors.tokens import Tokens, tokenize
from detente.ontology.countries import organisations
from detente.records import Actor, Report

_NAMING: Final = frozenset("CDKOBNPTUHZY")
#: Characters before a word in which a country named is still in mind.
_NEAR: Final = 400
#: Kinds of mentions that always say whom they mean.
_NAMED: Final = frozenset({"country", "capital", "organisation", "demonym", "person"})
_UNSEEN: Final = "no mention of an actor was found in these words"


class Resolver:
    """Names the actors of reports; holds the tables only, so one serves any number of reports and threads."""

    __slots__ = ("_lexicon", "_trie")

    def __init__(self, lexicon: Lexicon, trie: Trie) -> None:
        self._lexicon = lexicon
        self._trie = trie

    def mentions(self, report: Report) -> tuple[Mention, ...]:
        """Every mention in `report` that can act, in order, none overlapping another."""
        return two_sided(report.text, _Reading(report, self, self._lexicon, self._trie).read())

    def resolve(self, report: Report, start: int, end: int, mentions: tuple[Mention, ...]) -> Mention:
        """What the characters from `start` up to `end` stand for, given the report's `mentions`.

        The mentions within the span speak for it together ("President Erdogan and Türkiye"); words inside a longer mention
        for the part of it that they name ("Egypt" in "the leaders of Egypt and Qatar"). Words that no mention touches
        belong to the country that is spoken of around them, which is a guess and gets the sector None.
        """
        text = report.text[start:end]
        touching = [mention for mention in mentions if mention.start < end and start < mention.end]
        within = [mention for mention in touching if start <= mention.start and mention.end <= end]
        actors = _apart(within or touching)
        if touching and not within:
            actors = self._part(text, actors)
        guess = not touching or (within or touching)[0].kind in {"person", "people"}
        if not actors and guess:
            country = self.place(text) or _around(mentions, start)
            actors = [Actor(text, country)] if country else []
        kind = (within or touching)[0].kind if touching else "people"
        actors = [replace(actor, text=text) for actor in actors]
        reason = None if actors else (within or touching)[0].reason if touching else _UNSEEN
        return Mention(start, end, text, kind, tuple(actors), reason)

    def place(self, words: str) -> str | None:
        """The country of the first place that some words name."""
        code = self._lexicon.country_of(words)
        if code is not None:
            return code
        units = find_units(self._trie, tokenize(words))
        return next(
            (entry.code for entry in units.entries if entry is not None and entry.letter in "CKLBD" and entry.code), None
        )

    def _part(self, text: str, actors: list[Actor]) -> list[Actor]:
        """Those of a longer mention's actors that some of its words name; the country named, where it is none of them."""
        units = find_units(self._trie, tokenize(text))
        named = [entry for entry in units.entries if entry is not None and entry.letter in "CKDOB" and entry.code]
        codes = {entry.code for entry in named}
        chosen = [actor for actor in actors if actor.country in codes]
        if chosen or not named or len(units.letters.strip("d")) > len(named):
            return chosen or actors
        return [Actor(text, entry.code, entry.sector) for entry in named]


def _around(mentions: tuple[Mention, ...], position: int) -> str | None:
    """The country that the report speaks of around a character: named often, or shortly before."""
    weight: dict[str, float] = {}
    for mention in mentions:
        codes = {actor.country for actor in mention.actors if actor.country and actor.country not in organisations()}
        if len(codes) != 1:
            continue
        code = codes.pop()
        before = position - mention.end
        near = 4.0 * _NEAR / (_NEAR + before) if 0 <= before <= _NEAR else 0.0
        weight[code] = weight.get(code, 0.0) + 2.0 + near
    return max(weight, key=lambda code: weight[code]) if weight else None


def _apart(mentions: list[Mention]) -> list[Actor]:
    """The actors of several mentions, each country once, the named one first choice."""
    chosen: dict[str | None, Actor] = {}
    for actor in (actor for mention in mentions for actor in mention.actors):
        if actor.country not in chosen or (chosen[actor.country].name is None and actor.name is not None):
            chosen[actor.country] = actor
    return list(chosen.values())


class _Reading:
    """One report while it is read."""

    def __init__(self, report: Report, resolver: Resolver, lexicon: Lexicon, trie: Trie) -> None:
        self.report = report
        self.resolver = resolver
        self.trie = trie
        self.on: date = report.published or UNDATED
        self.lexicon = lexicon
        self.discourse = Discourse()
        self.people = People(lexicon, self.on)

    def read(self) -> list[Mention]:
        tokens = tokenize(self.report.text)
        units = find_units(self.trie, tokens)
        settle(units, tokens)
        self.discourse.named = _count(units)
        self.discourse.home = self._home()
        self._read_title()
        return self._mentions(tokens, units)

    def _home(self) -> str | None:
        """The country of the dateline, else of the publisher."""
        for words in (self.report.dateline, self.report.publisher):
            code = self.resolver.place(words) if words else None
            if code is not None:
                return code
        return None

    def _read_title(self) -> None:
        """Take in whom the title names, as if said before the first sentence."""
        if not self.report.title:
            return
        tokens = tokenize(self.report.title)
        units = find_units(self.trie, tokens)
        settle(units, tokens)
        self.discourse.named.update(_count(units))
        nominals = Nominals(Stretch(self.lexicon, self.people, self.discourse, tokens, units, self.on))
        for found in self._walk(nominals, None, units):
            found.sentence = -1

    def _mentions(self, tokens: Tokens, units: Units) -> list[Mention]:
        nominals = Nominals(Stretch(self.lexicon, self.people, self.discourse, tokens, units, self.on))
        pronouns = Pronouns(self.report, self.lexicon, self.discourse, tokens, units, Referents(self.discourse, tokens, units))
        kept = self._walk(nominals, pronouns, units)
        pronouns.speakers(kept)
        return [self._mention(found, tokens, units) for found in kept]

    def _walk(self, nominals: Nominals, pronouns: Pronouns | None, units: Units) -> list[Found]:
        """Read the mentions from first to last; where one proves shorter than its shape, go on right after it."""
        kept: list[Found] = []
        position = 0
        while (phrase := next_phrase(units, position)) is not None:
            found: Found | None = None
            if phrase.shape != "pronoun":
                found = nominals.read(phrase) or self._owner(nominals, phrase, units)
            elif pronouns is not None:
                found = pronouns.read(phrase)
            if found is None:
                # Nobody acts under the whole of these words; a shorter stretch of them may name somebody.
                inner = phrase.shape not in {"name", "place"} and _NAMING & set(units.letters[phrase.start + 1 : phrase.end])
                position = phrase.start + 1 if inner else phrase.end
                continue
            position = max(found.end, phrase.start + 1)
            kept.append(found)
            self.discourse.add(found)
        return kept

    def _owner(self, nominals: Nominals, phrase: Phrase, units: Units) -> Found | None:
        """The owner alone, where what he owns acts not: "the president" of "the president's family"."""
        mark = units.letters.find("s", phrase.start, phrase.end) if phrase.role is not None else -1
        inner = phrase_at(units, phrase.start, mark) if mark > 0 else None
        return nominals.read(inner) if inner is not None and inner.shape != "pronoun" else None

    def _mention(self, found: Found, tokens: Tokens, units: Units) -> Mention:
        start = tokens.starts[units.first[found.start]]
        end = tokens.ends[units.after[found.end - 1] - 1]
        text = self.report.text[start:end]
        actors = tuple(Actor(text, party.country, party.sector, party.name) for party in found.parties)
        inside = (entry for entry in units.entries[found.start : found.end] if entry is not None and entry.code)
        told = found.kind in _NAMED or any(entry.letter in "CKLBD" for entry in inside)
        named = bool(actors) and (told or self.lexicon.country_of(text) is not None)
        return Mention(start, end, text, found.kind, actors, None if actors else found.reason, named)


def _count(units: Units) -> Counter[str]:
    """How often each country is named, by name, adjective or capital."""
    return Counter(entry.code for entry in units.entries if entry is not None and entry.code and entry.letter in "CDKOL")


@cache
def load_resolver() -> Resolver:
    """The resolver of the package's tables, built once a process."""
    return Resolver(load_lexicon(), load_trie())


__all__ = ["Mention", "Resolver", "load_resolver"]
