"""Persons by name: alone, with "Mr.", with an office before, after or in an apposition."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from detente.actors.discourse import Found, Party
from detente.actors.grammar import Phrase
from detente.actors.lexicon import Tenure, Title
from detente.actors.matcher import Entry
from detente.actors.offices import Offices
from detente.actors.people import Person, from_tenure, is_female, is_thing
from detente.actors.roles import Role, read_role, sector_of
from detente.actors.stretch import Stretch
from detente.actors.whose import Whose
from detente.ontology.spelling import fold

_TOPIC: Final = re.compile("(?:ment|tion|sion|ness|ship|ity|ance|ence|ology|ics|airs|ing)$")


@dataclass(slots=True)
class Names:
    """Reads named persons in one stretch of text; `role` reads an office that turns out to stand without a name."""

    at: Stretch
    offices: Offices
    whose: Whose
    role: Callable[[Phrase], Found | None]

    def named(self, phrase: Phrase) -> Found | None:
        """A name that stands without an office; None where it is nobody's that the report or the lexicon knows."""
        start, end = phrase.name or (phrase.start, phrase.end)
        letters = self.at.units.letters
        title, start = self._honorific(start, end)
        stop, place = self._of_place(start, end)
        words = self.at.words(start, stop)
        person = self.at.people.recall(words) or self.at.from_lexicon(words, letters[start:stop])
        if person is None:
            person = self._stranger(phrase, words, title, place)
        if person is None:
            return None
        if is_female("", title):
            person = replace(person, female=True)
        self.at.people.remember(words, person)
        return self._person(phrase, person, end if place or person.country is None else stop)

    def _honorific(self, start: int, end: int) -> tuple[str, int]:
        """The honorific words before a name, and where the name begins."""
        first = start
        while first < end - 1 and self.at.units.letters[first] in "m,":
            first += 1
        return (self.at.words(start, first) if first > start else ""), first

    def _of_place(self, start: int, end: int) -> tuple[int, Entry | None]:
        """Where a name ends, and the country of "of Kosovo" after it."""
        stop = next((index for index in range(start, end) if self.at.units.letters[index] in "oi"), end)
        if stop == end:
            return end, None
        belongs = self.at.tokens.keys[self.at.units.first[stop]] in {"of", "from"}
        return stop, self.at.units.entries[end - 1] if belongs else None

    def _stranger(self, phrase: Phrase, words: str, title: str, place: Entry | None) -> Person | None:
        """Somebody whom neither the report nor the lexicon introduces, if the words beside the name show a person."""
        letters = self.at.units.letters
        following = letters[phrase.end] if phrase.end < len(letters) else "."
        speaks = following in "vx" or (phrase.start > 0 and letters[phrase.start - 1] == "v")
        if is_thing(words):
            return None
        aged = letters[phrase.end : phrase.end + 3] == ",n,"
        named = speaks or aged or fold(words).split()[0] in self.at.lexicon.given
        if not title and not (named and letters[phrase.start : phrase.end].count("N") in {2, 3, 4}):
            return None
        country = place.code if place else self.at.discourse.dominant()
        return Person(words, country, "CVL" if country else None, None, is_female(words, title))

    def _person(self, phrase: Phrase, person: Person, end: int | None = None) -> Found:
        known = person.country is not None
        found = self.at.found(phrase, "person", (Party(person.country, person.sector, person.name),) if known else (), end)
        found.female, found.office = person.female, person.office
        if not known:
            found.reason = f"the report does not say for whom {person.name} acts, and the lexicon does not list the name"
        return found

    def titled(self, phrase: Phrase) -> Found | None:
        """A name with an office before or after it."""
        if phrase.role is None or phrase.name is None:
            return None
        role = read_role(self.at.units, self.at.tokens, *phrase.role)
        if phrase.shape == "name_who":
            return self._who(phrase, role)
        if self._separate(phrase, role):
            return self._one_of(phrase)
        honorific, start = self._honorific(*phrase.name)
        stop, place = self._of_place(start, phrase.name[1])
        end = phrase.end
        if phrase.shape == "role_name" and end > phrase.name[1]:
            belongs = self.at.tokens.keys[self.at.units.first[phrase.name[1]]] in {"of", "from"}
            place = place or (self.at.units.entries[end - 1] if belongs else None)
            end = end if belongs else phrase.name[1]
        while stop - start > 2 and _TOPIC.search(self.at.tokens.keys[self.at.units.first[start]]):
            # "Director of the Office of Public Engagement Cedric Richmond": the first word still belongs to the office.
            start += 1
        words = self.at.words(start, stop).removeprefix(", ")
        crowd = phrase.shape == "role_name" and role.letter == "U" and " " not in words and not self.at.people.recall(words)
        if crowd or is_thing(words):
            return self._one_of(phrase)
        parties = self.whose.owners(role) or self.whose.after(role) or self.whose.served(role)
        code = place.code if place else parties[0].country if parties else self.offices.title_country(role)
        person = self._introduce(words, code, role, phrase)
        if is_female("", f"{honorific} {role.head}"):
            person = replace(person, female=True)
        self.at.people.remember(words, person)
        found = self._person(phrase, person, end)
        found.head, found.office = role.head, person.office
        return found

    def _separate(self, phrase: Phrase, role: Role) -> bool:
        """Whether name and office stand side by side without belonging together."""
        if phrase.shape in {"name_role", "role_comma"} and role.letter != "T":
            return True
        start, end = phrase.name or (0, 0)
        if phrase.shape in {"name_of", "body_name"}:
            return end - start < 2 and self.at.units.letters[start] != "P"
        bare = role.definite and not (role.before or role.owner or role.pronoun or role.after)
        # "the Crown Prince, Sheikh X and Mr. Y": a list, for the prince is somebody already named.
        office = self.offices.office(role, None) if phrase.shape == "role_comma" and bare else None
        return office is not None and self.at.discourse.last_office(office, role.head) is not None

    def _one_of(self, phrase: Phrase) -> Found | None:
        """The first of name and office, alone; what follows is read as a mention of its own."""
        if phrase.role is not None and phrase.shape in {"role_comma", "role_name"}:
            return self.role(Phrase("role", *phrase.role, phrase.role, None))
        if phrase.name is not None and phrase.shape == "name_role":
            return self.named(Phrase("name", *phrase.name, None, phrase.name))
        return None

    def _who(self, phrase: Phrase, role: Role) -> Found | None:
        """The case of "X, who served as president of Y": the name alone is the mention."""
        start, end = phrase.name or (phrase.start, phrase.end)
        words = self.at.words(start, end)
        if self.at.tokens.keys[self.at.units.first[role.start]] == "who" and role.heads and not self.at.people.recall(words):
            owners = self.whose.owners(role) or self.whose.after(role)
            code = owners[0].country if owners else self.offices.title_country(role)
            if code is not None:
                self.at.people.remember(words, self._introduce(words, code, role, phrase))
        return self.named(Phrase("name", start, end, None, (start, end)))

    def _introduce(self, words: str, code: str | None, role: Role, phrase: Phrase) -> Person:
        """The person called `words` with that office: by the lexicon, by the report so far, or as the report says."""
        office = self.offices.office(role, code)
        female = is_female(words)
        before = self.at.people.recall(words) if " " not in words else None
        if before is not None and before.country and code in {None, before.country}:
            return Person(before.name, before.country, before.sector, office or before.office, before.female)
        tenure = self.at.people.known(words, code, office, self.at.discourse.named)
        if office is None and code is None:
            tenure = next(filter(None, (self._by_title(words, title) for title in role.entry.titles)), tenure)
            office = tenure.office if tenure else None
        if tenure is not None and (code is not None or tenure.office == office or " " in words):
            known = from_tenure(tenure)
            return Person(known.name, known.country, sector_of(role) if known.sector != "IGO" else "IGO", office, known.female)
        before = self.at.people.recall(words)
        if before is not None and (code is None or before.country in {code, None}):
            return Person(before.name, before.country or code, before.sector, office or before.office, before.female)
        country = code or self._beside(phrase, office) or self.at.discourse.context(self.at.sentence(phrase.start))
        return Person(words, country, self.offices.sector(role, country), office, female)

    def _by_title(self, words: str, title: Title) -> Tenure | None:
        """Who holds one country's office of that title under that name: "Chancellor Scholz"."""
        tenure = self.at.people.known(words, title.country, title.office)
        return tenure if tenure is not None and tenure.office == title.office else None

    def _beside(self, phrase: Phrase, office: str | None) -> str | None:
        """The country of the person just before "and", where the two hold offices of one government."""
        last = self.at.discourse.history[-1] if self.at.discourse.history else None
        tied = last is not None and phrase.start - last.end in {1, 2} and self.at.units.letters[phrase.start - 1] in "&,"
        if last is None or not tied or last.kind != "person" or office in {"head_of_state", "head_of_government"}:
            return None
        return last.codes[0] if last.codes else None
