"""Whom a pronoun takes up: earlier mentions are weighed by where they stand, and the likeliest is taken.

What speaks for a mention (it opens the sentence before, it acts in this one, it stands right before the pronoun, ...) are
signs; `referents.tsv` holds what each is worth for "he", "it" and "they". The weights were fitted to hand codings of news and
of the odd-numbered invented reports (`corpus/`) and measured on the even ones: 80 of 100 "it" right where single rules gave 66,
90 of 100 "he" (84), 70 of 100 "they" (66).
"""

from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from detente.actors.discourse import REACH, Discourse, Found, Party
from detente.actors.lexicon import table
from detente.actors.matcher import Units
from detente.actors.tokens import Tokens

_USES: Final = {
    "he": "he", "she": "he", "him": "he", "her": "he", "his": "he", "himself": "he", "herself": "he", "it": "it", "its": "it",
    "itself": "it", "they": "they", "them": "they", "their": "they", "themselves": "they",
}  # fmt: skip
_OBJECTS: Final = frozenset({"him", "her", "them", "himself", "herself", "itself", "themselves"})
_MALE: Final = frozenset({"he", "him", "his"})
_OWNERS: Final = frozenset({"his", "its", "their"})
_KINDS: Final = {
    "he": frozenset({"person", "office", "people", "armed group"}),
    "it": frozenset({"country", "capital", "organisation", "body", "company", "armed group", "group", "demonym"}),
    "they": frozenset(
        {
            "people",
            "armed group",
            "body",
            "organisation",
            "company",
            "group",
            "demonym",
            "sides",
            "country",
            "capital",
            "pronoun",
        }
    ),
}
#: At most so many units lie between a name and the pronoun right after it.
_NEAR: Final = 3

_BEFORE: Final = frozenset("ikov")


class Asking(NamedTuple):
    """A pronoun: its word, the use by which it is weighed, and the quotation that it stands in."""

    key: str
    use: str
    quote: int


@dataclass(slots=True)
class Referents:
    """Weighs the mentions so far for the pronouns of one stretch of text.

    `place` is b where the pronoun begins a sentence, r after a verb of saying, o for an object, p for an owner, else s.
    """

    discourse: Discourse
    tokens: Tokens
    units: Units

    def best(self, unit: int, key: str) -> Found | None:
        """The mention that the pronoun `key` at `unit` takes up; None where none of the last sentences fits."""
        return max(self.weigh(unit, key), key=lambda pair: pair[1], default=(None, 0.0))[0]

    def among(self, unit: int, key: str, usual: tuple[Party, ...]) -> tuple[Party, ...]:
        """Those whom "they" at `unit` takes up: `usual` or those of a likelier mention."""
        found, score = max(self.weigh(unit, key), key=lambda pair: pair[1], default=(None, -99.0))
        several = len({party.country for party in usual}) > 1
        least = weights("they").get("several by rule" if several else "one by rule", 0.0) if usual else -99.0
        return found.parties if found is not None and score > least else usual

    def weigh(self, unit: int, key: str) -> list[tuple[Found, float]]:
        """The mentions that may be meant, newest first, and what speaks for each."""
        index = self.units.first[unit]
        use, place, sentence = _USES[key], self._place(unit, key), self.tokens.sentences[index]
        asking = Asking(key, use, self.tokens.quotes[index])
        fitting = [found for found in self.discourse.back(sentence, REACH) if _fits(found, asking)]
        if not fitting:
            return []
        worth, total, paragraph = weights(use), sum(self.discourse.named.values()) or 1, self._paragraph(unit)
        later, share = worth.get("rank", 0.0) + worth.get(f"rank {place}", 0.0), worth.get("share", 0.0) / total
        out = []
        for rank, (found, ranks) in enumerate(zip(fitting, _ranks(fitting), strict=True)):
            away = sentence - found.sentence
            score = _standing(use, place, away, ranks, acts=found.subject, near=away == 0 and unit - found.end <= _NEAR)
            score += self._beside(found, asking, away) - rank * later + self.discourse.named[found.codes[0]] * share
            if away == 0 and unit - found.end == 1 and self._word(unit - 1) == "as":
                score += worth.get("right before as", 0.0)
            if found.start < paragraph or found.sentence < 0:
                score += worth.get("other paragraph", 0.0)
            out.append((found, score))
        return out

    def _place(self, unit: int, key: str) -> str:
        letters = self.units.letters
        if key in _OBJECTS or (key == "it" and letters[unit + 1 : unit + 2] not in ("x", "v", "f", "a")):
            return "o"
        if letters[unit - 1 : unit] == "v" or letters[max(0, unit - 2) : unit - 1] == "v":
            return "r"
        if self.tokens.first[self.units.first[unit]]:
            return "b"
        return "p" if key in _OWNERS else "s"

    def _word(self, unit: int) -> str:
        return self.tokens.keys[self.units.first[unit]]

    def _paragraph(self, unit: int) -> int:
        """The first unit of the paragraph."""
        while unit > 0 and self.tokens.words[self.units.first[unit - 1]][0] != "\n":
            unit -= 1
        return unit

    def _beside(self, found: Found, asking: Asking, away: int) -> float:
        """What the words next to the mention, and what it is, are worth."""
        letters = self.units.letters
        before, after = letters[max(0, found.start - 1) : found.start], letters[found.end : found.end + 1]
        first = found.parties[0]
        told = (
            (found.kind, True), (f"after {before}", before in _BEFORE), ("owner", after == "s"), (f"says {away}", after == "v"),
            ("plural", found.plural), ("female", found.female is True and asking.key in {"she", "her"}),
            ("named", first.name is not None), ("organisation's", first.sector == "IGO"),
            ("home", found.codes[0] == self.discourse.home),
        )  # fmt: skip
        worth = weights(asking.use)
        return sum(worth.get(sign, 0.0) for sign, is_so in told if is_so)


def _fits(found: Found, asking: Asking) -> bool:
    """Whether the pronoun can stand for the mention at all."""
    use, kind = asking.use, found.kind
    if found.ours or not found.parties:
        return False
    if use == "they":
        return (found.plural or kind in _KINDS["they"]) and bool(found.codes)
    spoken = found.thing if use == "it" else found.person
    fits = spoken if kind == "pronoun" else kind in _KINDS[use]
    if not fits or found.plural or len(set(found.codes)) != 1:
        return False
    if use == "it":
        return True
    return not (found.quote and found.quote != asking.quote) and not (found.female is True and asking.key in _MALE)


def _ranks(fitting: list[Found]) -> list[tuple[str, ...]]:
    """For each mention, whether it is the first or last of its sentence, and of those that act there."""
    out: list[list[str]] = [[] for _ in fitting]
    for sentence in {found.sentence for found in fitting}:
        level = [index for index, found in enumerate(fitting) if found.sentence == sentence]
        acting = [index for index in level if fitting[index].subject]
        out[level[0]].append("last")
        out[level[-1]].append("first")
        if acting:
            out[acting[0]].append("acts last")
            out[acting[-1]].append("acts first")
    return [tuple(names) for names in out]


@cache
def _standing(use: str, place: str, away: int, ranks: tuple[str, ...], *, acts: bool, near: bool) -> float:
    """What the sentence of a mention and its place there are worth, alone and together with the place of the pronoun."""
    signs = [str(away), f"{'acts' if acts else 'rests'} {away}", *(f"{rank} {away}" for rank in ranks)]
    if near:
        signs.append("near")
    worth = weights(use)
    return sum(worth.get(sign, 0.0) + worth.get(f"{sign} {place}", 0.0) for sign in signs)


@cache
def weights(use: str) -> dict[str, float]:
    """What each sign is worth for "he", "it" or "they"."""
    return {row["sign"]: float(row["weight"]) for row in table("referents") if row["use"] == use}
