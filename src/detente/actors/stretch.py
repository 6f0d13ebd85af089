"""One stretch of text (a title, or a report) while its mentions are read: what every reader of a kind of mention needs."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.actors.discourse import Discourse, Found, Party
from detente.actors.grammar import Phrase
from detente.actors.lexicon import Lexicon, Tenure
from detente.actors.matcher import Entry, Units, body_kind
from detente.actors.mention import Kind
from detente.actors.people import People, Person, from_tenure
from detente.actors.tokens import Tokens

_COUNTING: Final = frozenset({"both", "either", "neither", "no", "any", "all", "such", "another", "every", "each", "some"})
#: Participles that, with no article before them, are the verb of what stands before: "Paris backed Polish officials".
_VERBS: Final = frozenset(
    {"led", "held", "run", "backed", "supported", "controlled", "elected", "appointed", "joined", "linked"}
)

_OPENING: Final = re.compile(r"[f\".]{0,2}id?[CKL]")


@dataclass(slots=True)
class Stretch:
    """The text as words and units, with who and what has been named so far."""

    lexicon: Lexicon
    people: People
    discourse: Discourse
    tokens: Tokens
    units: Units
    on: date

    def words(self, start: int, end: int) -> str:
        """The words of units `start` up to `end`, with single spaces and hyphens back in their places."""
        tokens = self.tokens
        parts: list[str] = []
        for index in range(self.units.first[start], self.units.after[end - 1]):
            joint = "-" if tokens.glued[index] else " " if parts and tokens.words[index] != "," else ""
            parts.append(joint + tokens.words[index])
        return "".join(parts)

    def found(self, phrase: Phrase, kind: Kind, parties: tuple[Party, ...], end: int | None = None) -> Found:
        """The mention of `phrase`, placed in its sentence."""
        end = phrase.end if end is None else end
        begin = phrase.start
        if kind in {"person", "country", "capital", "organisation", "demonym"} and self.units.letters[begin] == "d":
            # "Both President X and ...", "neither Pristina nor ...", "the China-US summit": the word is no part of the name.
            begin += self.tokens.keys[self.units.first[begin]] in _COUNTING or (self.glued(end) and end - begin == 2)
        while self.units.letters[begin] == "a" and begin < end - 1 and self._verb(begin):
            begin += 1
        phrase = Phrase(phrase.shape, begin, end, None, None)
        first = self.units.first[phrase.start]
        letters = self.units.letters
        before = letters[phrase.start - 1] if phrase.start else "."
        last = self.discourse.history[-1] if self.discourse.history else None
        tied = last is not None and before in "&," and phrase.start - last.end in {1, 2}
        return Found(
            phrase.start, end, self.tokens.sentences[first], self.tokens.quotes[first], kind, parties,
            subject=self._acts(phrase.start, end), tied=tied,
        )  # fmt: skip

    def _verb(self, unit: int) -> bool:
        """Whether a participle is the verb of what stands before it: "Paris backed officials", "police detained two men"."""
        key = self.tokens.keys[self.units.first[unit]]
        return key in _VERBS or (
            key.endswith("ed") and self.units.letters[unit - 1 : unit] in tuple("THU") and not self.glued(unit)
        )

    def _acts(self, start: int, end: int) -> bool:
        """Whether the mention is the subject of a clause, as far as the words beside it tell."""
        letters = self.units.letters
        if start and letters[start - 1] in "oikadDCTUHs":
            return False
        following = letters[end] if end < len(letters) else "."
        if following == ",":
            return start == 0 or letters[start - 1] in '.",'
        if following in "xvg":
            return True
        if following == "&":
            return start == 0 or letters[start - 1] in '."-'
        return following in "fw" and self.tokens.words[self.units.first[end]][0].islower()

    def sentence(self, unit: int) -> int:
        """The number of the sentence that the unit belongs to."""
        return self.tokens.sentences[self.units.first[unit]]

    def paragraph(self, unit: int) -> int:
        """The first unit of the paragraph that the unit lies in."""
        index = unit
        while index > 0 and self.tokens.words[self.units.first[index - 1]][0] != "\n":
            index -= 1
        return index

    def opening(self, unit: int) -> str | None:
        """The country of the place that the sentence opens with: "In Ankara, a party that ..."."""
        first = unit
        while first > 0 and self.sentence(first - 1) == self.sentence(unit):
            first -= 1
        found = _OPENING.match(self.units.letters, first, unit)
        entry = self.units.entries[found.end() - 1] if found else None
        return entry.code if entry else None

    def glued(self, unit: int) -> bool:
        """Whether a hyphen joins the unit to the one before."""
        return unit < len(self.units.first) and self.tokens.glued[self.units.first[unit]]

    def dated(self, entry: Entry) -> Entry:
        """The entry as it was on the report's date: the Taliban are rebels at one time and a government at another."""
        for body in entry.bodies:
            if body.start <= self.on < body.end:
                return entry._replace(kind=body_kind(body.sector), code=body.country, sector=body.sector, name=body.name)
        return entry

    def from_lexicon(self, words: str, letters: str) -> Person | None:
        """Whom the lexicon knows by that name; a family name alone must be that of somebody prominent."""
        tenure: Tenure | None
        if len(letters) == 1 and letters == "N":
            tenure = self.people.prominent(words, frozenset(self.discourse.named))
        else:
            tenure = self.people.known(words, None, None, self.discourse.named)
        return from_tenure(tenure) if tenure else None

    def word(self, unit: int) -> str:
        """The first word of a unit, folded; empty after the last one."""
        return self.tokens.keys[self.units.first[unit]] if unit < len(self.units.first) else ""

    def word_before(self, phrase: Phrase) -> str:
        """The word before the mention, folded."""
        return self.tokens.keys[self.units.first[phrase.start - 1]] if phrase.start else ""


def spread(entry: Entry) -> tuple[Party, ...]:
    """The members of a bloc that the table lists by country."""
    return tuple(Party(code, "GOV") for code in (entry.code or "").split(";"))


def entry_kind(entry: Entry) -> Kind:
    """The kind of mention that a name alone is."""
    kinds: dict[str, Kind] = {"C": "country", "K": "capital", "O": "organisation"}
    bodies: dict[str, Kind] = {"company": "company", "armed group": "armed group"}
    return kinds.get(entry.letter) or bodies.get(entry.kind, "body")
