"""Reads pronouns: "he", "it" and "they" by what was said before, "we" and "I" by who speaks."""

from dataclasses import dataclass, field
from typing import Final

from detente.actors.discourse import Discourse, Found, Party
from detente.actors.grammar import Phrase
from detente.actors.lexicon import Lexicon
from detente.actors.matcher import Units
from detente.actors.referents import Referents
from detente.actors.tokens import Tokens
from detente.ontology.spelling import word_set
from detente.records import Report

_HE: Final = word_set("he him his himself")
_SHE: Final = word_set("she her herself")
_IT: Final = word_set("it its itself")
_THEY: Final = word_set("they them their themselves")
_WE: Final = word_set("we us our ourselves")
_I: Final = word_set("i me my")
_BEING: Final = word_set("is was 's seems appears takes remains")
_EMPTY: Final = word_set(
    "important clear unclear possible impossible necessary time likely unlikely difficult hard easy true essential critical"
    " imperative vital worth believed expected understood"
)
#: Verbs after which the speaker may stand: "said the minister", but never "told the minister".
_INVERTED: Final = word_set("said says added adds wrote writes asked replied tweeted stated")


@dataclass(slots=True)
class Pronouns:
    """Reads the pronouns of one report in order; `speakers` settles those in quotations at the end."""

    report: Report
    lexicon: Lexicon
    discourse: Discourse
    tokens: Tokens
    units: Units
    referents: Referents
    _keys: list[list[str]] = field(default_factory=list)

    def read(self, phrase: Phrase) -> Found | None:
        """Whom the pronoun stands for; None where it stands for nobody ("it is time to ...")."""
        index = self.units.first[phrase.start]
        key = self.tokens.keys[index]
        sentence, quote = self.tokens.sentences[index], self.tokens.quotes[index]
        found = Found(phrase.start, phrase.end, sentence, quote, "pronoun", ())
        if key in _HE or key in _SHE:
            self._take(found, self.referents.best(phrase.start, key), key)
            found.person = True
        elif key in _IT:
            if self._empty(index):
                return None
            self._take(found, self.referents.best(phrase.start, key), key)
            found.thing = True
        elif key in _THEY:
            found.parties, found.plural = self.referents.among(phrase.start, key, self._they(phrase.start, sentence)), True
            found.reason = None if found.parties else f"nobody named within two sentences fits {key!r}"
        elif key in _WE or key in _I:
            self._ours(found, key)
        else:
            return None
        found.subject = key in {"he", "she", "it", "they", "we", "i"}
        return found

    def _take(self, found: Found, past: Found | None, key: str) -> None:
        if past is None:
            found.reason = f"nobody named within two sentences fits {key!r}"
            return
        found.parties, found.female, found.office, found.plural = past.parties, past.female, past.office, past.plural

    def _opens(self, unit: int, sentence: int) -> bool:
        """Whether the pronoun is the first to act in its sentence: at its beginning, or after "On the trip to Oslo, ..."."""
        if self.tokens.first[self.units.first[unit]]:
            return True
        fronted = unit > 0 and self.units.letters[unit - 1] == ","
        return fronted and not any(found.subject for found in self.discourse.back(sentence, 0))

    def _they(self, unit: int, sentence: int) -> tuple[Party, ...]:
        """The several whom "they" means by the subjects and meetings of the last sentences."""
        opens = self._opens(unit, sentence)
        parties = self.discourse.they(sentence, unit, self._sentences(), opens=opens)
        return parties or (self.discourse.sides(sentence, None, people=True) if opens else ())

    def _empty(self, index: int) -> bool:
        """The case of "it is important that": the word stands for nothing that acts."""
        keys = self.tokens.keys
        if keys[index] == "its":
            return keys[index - 1 : index] == ["for"] and keys[index + 1 : index + 2] == ["part"]
        return keys[index] == "it" and index + 2 < len(keys) and keys[index + 1] in _BEING and keys[index + 2] in _EMPTY

    def _sentences(self) -> list[list[str]]:
        if not self._keys:
            for key, sentence in zip(self.tokens.keys, self.tokens.sentences, strict=True):
                while len(self._keys) <= sentence:
                    self._keys.append([])
                self._keys[sentence].append(key)
        return self._keys

    def _ours(self, found: Found, key: str) -> None:
        """The case of "we", "our", "I" outside quotations: those who publish the report."""
        found.plural, found.ours = key in _WE, True
        if found.quote:
            return
        parties = self._authors(key)
        if parties:
            found.parties = parties
        else:
            found.reason = f"the report does not say who speaks as {key!r}"

    def _authors(self, key: str) -> tuple[Party, ...]:
        """The person or states in whose name the report speaks."""
        named = [past for past in self.discourse.history if past.sentence == -1]
        if key in _I:
            home = self.lexicon.country_of(self.report.publisher or "")
            people = [past for past in named if past.kind == "person" and past.parties]
            speaker = next((past for past in people if home in past.codes), None if home else next(iter(people), None))
            if speaker is not None:
                return speaker.parties
        joint = (self.report.title or "").lower().startswith("joint") or "joint statement" in (self.report.title or "").lower()
        if joint and key in _WE:
            signing = [past for past in named if past.kind == "person"]
            states = tuple(dict.fromkeys(code for past in (signing if len(signing) > 1 else named) for code in past.codes))
            if len(states) > 1:
                return tuple(Party(code, "GOV") for code in states)
        home = self.lexicon.country_of(self.report.publisher or "")
        home = home or self.discourse.home
        return (Party(home, "GOV"),) if home else ()

    def speakers(self, kept: list[Found]) -> None:
        """Give "we" and "I" inside quotations to whoever speaks them."""
        said: dict[int, Found | None] = {}
        for found in kept:
            spoken = found.quote and found.ours and (found.kind != "pronoun" or not (found.parties or found.reason))
            if not spoken:
                continue
            if found.quote not in said:
                said[found.quote] = self._speaker(found.quote, kept, said)
            speaker = said[found.quote]
            if speaker is None and found.kind != "pronoun":
                continue
            if found.kind != "pronoun":
                sectors = {party.sector for party in found.parties}
                found.parties = tuple(Party(code, next(iter(sectors), None)) for code in speaker.codes) if speaker else ()
            elif speaker is None:
                found.reason = "the report does not say whose words these are"
            elif self.tokens.keys[self.units.first[found.start]] in _I:
                found.parties = speaker.parties
            else:
                found.parties = tuple(Party(party.country, party.sector) for party in speaker.parties)

    def _speaker(self, quote: int, kept: list[Found], said: dict[int, Found | None]) -> Found | None:
        """The mention outside quotation `quote` that stands nearest to it with a verb of saying."""
        spans = [index for index, number in enumerate(self.tokens.quotes) if number == quote]
        first, last = spans[0], spans[-1]
        best, best_score = None, 14.0
        for found in kept:
            if found.quote or not found.parties:
                continue
            start, end = self.units.first[found.start], self.units.after[found.end - 1]
            gap = first - end if end <= first else start - last
            if gap < 0 or "\n" in "".join(self.tokens.words[min(end, last) : max(start, first)])[:400]:
                continue
            apart = found.sentence not in (self.tokens.sentences[first], self.tokens.sentences[last])
            score = gap - 8.0 * self._says(found) - 6.0 * found.subject + 6.0 * apart
            if score < best_score:
                best, best_score = found, score
        return best or said.get(quote - 1)

    def _says(self, found: Found) -> bool:
        letters = self.units.letters
        before = self.tokens.keys[self.units.first[found.start - 1]] if found.start else ""
        return "v" in letters[found.end : found.end + 2] or before in _INVERTED
