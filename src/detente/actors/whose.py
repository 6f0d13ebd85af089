"""Whose an office or body is, by the words in it: possessives, adjectives, "of" and "in", pronouns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from detente.actors.discourse import Found, Party, distinct
from detente.actors.grammar import Phrase, phrase_at
from detente.actors.matcher import OWNING, Entry
from detente.actors.offices import Offices
from detente.actors.referents import Referents
from detente.actors.roles import COMPANY, ENVOYS, Role
from detente.actors.stretch import Stretch, spread
from detente.ontology.countries import organisations
from detente.ontology.spelling import word_set

#: Offices and bodies of a state in another one.
_POSTED: Final = frozenset({"embassy", "consulate", "ambassador", "envoy", "consul", "charge", "mission"})
_ONE_OTHER: Final = (
    frozenset({"ally", "partner", "neighbour", "neighbor", "counterpart", "counterparts", "rival", "foe", "enemy", "adversary"})
    | COMPANY
)
#: Scholars of a country: "a Russia specialist" is not of Russia.
_EXPERTS: Final = word_set(
    "expert specialist analyst scholar researcher fellow professor historian watcher hand correspondent strategist"
)
_ADJECTIVAL: Final = frozenset({"US", "U.S.", "UK", "U.K.", "UAE", "U.A.E.", "EU", "UN", "U.N.", "NATO"})


@dataclass(slots=True)
class Whose:
    """Reads owners in one stretch of text; `read` reads the mention that an owner is."""

    at: Stretch
    offices: Offices
    referents: Referents
    read: Callable[[Phrase], Found | None]

    def abroad(self, role: Role, phrase: Phrase) -> tuple[Party, ...]:
        """The case of "the embassy in Havana", "the ambassador to China": of the other side than the host."""
        hosts = {entry.code for letter, entry in role.after if letter in "ik"}
        if role.head not in _POSTED or len(hosts) != 1 or any(letter == "o" for letter, _ in role.after):
            return ()
        return self._beyond(hosts.pop(), self.at.sentence(phrase.start))

    def trim(self, role: Role, phrase: Phrase) -> int:
        """Cut "in Washington" off "the Chinese president in Washington", and "to Berlin" off "sent the minister to Berlin"."""
        letters = self.at.units.letters
        last = role.heads[-1][0] + 1
        several = role.letter in "UY" or role.head.endswith("s")
        office = role.letter == "T" and role.definite and role.head not in ENVOYS
        settled = bool((role.before and not self._topic(role)) or role.owner or role.pronoun) or office
        for index in range(last, phrase.end):
            if (
                letters[index] == "k"
                and self.at.tokens.words[self.at.units.first[index - 1]][0].isupper()
                and letters[index + 1] in "ANX"
            ):
                # "the Movement for Democratic Change"
                continue
            place = letters[index] == "i" and settled
            aim = letters[index] == "k" and role.head not in ENVOYS
            aim = aim or (letters[index] in "aA" and self.at.tokens.keys[self.at.units.first[index]] not in OWNING)
            joined = letters[index] in "&," and not several and letters[index + 1 : index + 3].lstrip("d")[:1] in set("CKOB")
            if place or aim or joined:
                role.after = role.after if joined else [(letter, entry) for letter, entry in role.after if letter == "o"]
                return index
        return phrase.end

    def related(self, role: Role, phrase: Phrase) -> tuple[tuple[Party, ...], int]:
        """The case of "its allies", "a U.S. ally": others than the owner; named only where an apposition follows."""
        letters = self.at.units.letters
        if letters[phrase.end : phrase.end + 2] == ",C":
            entry = self.at.units.entries[phrase.end + 1]
            if entry is not None:
                return (Party(entry.code, "GOV"),), phrase.end
        if role.head.startswith("counterpart"):
            return self.offices.dress(role, self.after(role) or self._other(role, self.at.sentence(phrase.start))), phrase.end
        if (
            role.head == "allies"
            and self.at.tokens.words[self.at.units.first[role.heads[-1][0]]][0].isupper()
            and "NAT" in self.at.discourse.named
        ):
            return (Party("NAT", "IGO"),), phrase.end
        return self._other(role, self.at.sentence(phrase.start)), phrase.end

    def _other(self, role: Role, sentence: int) -> tuple[Party, ...]:
        """The case of "its neighbour", "China's rival": the other of the two sides so far."""
        owners = self.owners(role) if role.head in _ONE_OTHER else ()
        return self._beyond(owners[0].country, sentence) if len(owners) == 1 else ()

    def _beyond(self, code: str | None, sentence: int) -> tuple[Party, ...]:
        """The other one of the sides so far."""
        sides = self.at.discourse.sides(sentence, 3, people=False) or self.at.discourse.sides(sentence, 2, people=False)
        others = [party for party in sides if party.country != code and party.country not in organisations()]
        return tuple(others[:1])

    def named_relation(self, role: Role) -> bool:
        """Whether the words say which ally or counterpart is meant: "his Turkish counterpart", "our Philippine allies"."""
        if not role.before:
            return False
        first = role.before[0]
        if first.letter == "O" or role.head.startswith("counterpart"):
            return True
        return first.letter == "D" and bool(role.owner or role.pronoun)

    def owners(self, role: Role) -> tuple[Party, ...]:
        """Those named before the head, by a possessive, an adjective or a name."""
        if role.before and not self._topic(role):
            chosen = role.before if role.joined else role.before[:1]
            return distinct([party for entry in chosen for party in self._plain(entry)])
        if role.pronoun is not None:
            return self._of_pronoun(role)
        if self.at.units.letters[role.start - 1 : role.start] == "f" and self.at.word(role.start - 1) == "whose":
            return self._relative(role)
        if role.owner is not None:
            place = self.at.units.entries[role.owner[1] - 1]
            if place is not None and place.letter == "L":
                return (Party(place.code),)
            phrase = phrase_at(self.at.units, *role.owner)
            found = self.read(phrase) if phrase is not None and phrase.shape != "pronoun" else None
            return tuple(Party(party.country) for party in found.parties) if found else ()
        if role.names is not None:
            words = self.at.words(*role.names)
            person = self.at.people.recall(words) or self.at.from_lexicon(words, self.at.units.letters[slice(*role.names)])
            return (Party(person.country),) if person and person.country else ()
        return ()

    def _relative(self, role: Role) -> tuple[Party, ...]:
        """The case of "Ankara, whose minister": the one named right before."""
        last = self.at.discourse.history[-1] if self.at.discourse.history else None
        near = last is not None and role.start - 3 <= last.end < role.start
        return tuple(Party(party.country) for party in last.parties) if near and last is not None else ()

    def _topic(self, role: Role) -> bool:
        """Whether the country before the head is only what somebody studies: "a Russia specialist"."""
        first = role.before[0]
        noun = first.letter == "C" and first.written not in _ADJECTIVAL
        return noun and role.head.removesuffix("s") in _EXPERTS

    def members(self, role: Role) -> tuple[Party, ...]:
        """The states of a bloc named before the head: "Baltic states' ministers"."""
        return next((spread(entry) for _, entry, _ in role.heads[:-1] if entry.kind == "group" and entry.code), ())

    def _plain(self, entry: Entry) -> tuple[Party, ...]:
        return (Party(self.at.dated(entry).code),)

    def _of_pronoun(self, role: Role) -> tuple[Party, ...]:
        """The countries of "his", "their", "its" before an office or body."""
        start, key = role.start, role.pronoun or ""
        if key in {"our", "my"}:
            home = self.at.discourse.home
            return (Party(home),) if home else ()
        if key == "their":
            usual = self.at.discourse.they(self.at.sentence(start), start, (), opens=False)
            return tuple(Party(party.country) for party in self.referents.among(start, key, usual))
        found = self.referents.best(start, key)
        if found is None and key != "its":
            found = self.referents.best(start, "its")
        return tuple(Party(party.country) for party in found.parties) if found else ()

    def after(self, role: Role) -> tuple[Party, ...]:
        """Those named after the head: "of Qatar and Oman", "in Beijing"."""
        after = [(letter, entry) for letter, entry in role.after if letter in "oi"]
        if not after and self.at.word(role.end) == "there":
            return self._there(role)
        if not after and role.of_sides:
            return self.at.discourse.sides(self.at.sentence(role.start), 2, people=False)
        if not after and role.holder is not None:
            words = self.at.words(*role.holder)
            person = self.at.people.recall(words) or self.at.from_lexicon(words, self.at.units.letters[slice(*role.holder)])
            return (Party(person.country),) if person and person.country else ()
        if not after:
            return ()
        first = next((letter for letter, _ in after if letter == "o"), after[0][0])
        chosen = [entry for letter, entry in after if letter == first]
        several = role.letter in "UY" or role.head.endswith("s")
        return distinct([party for entry in (chosen if several else chosen[:1]) for party in self._plain(entry)])

    def _there(self, role: Role) -> tuple[Party, ...]:
        """The case of "officials there": of the country or town named last."""
        entries = self.at.units.entries[max(0, role.start - 60) : role.start]
        last = next((entry for entry in reversed(entries) if entry is not None and entry.letter in "CKDL" and entry.code), None)
        return (Party(last.code),) if last else ()

    def served(self, role: Role) -> tuple[Party, ...]:
        """The country of whom somebody serves: "adviser to the Latvian president", "coordinator at the White House"."""
        served = [entry for letter, entry in role.after if letter == "k" and entry.letter in "DKB"]
        if not served or role.head in {"ambassador", "envoy", "representative"}:
            return ()
        return self._plain(served[0])
