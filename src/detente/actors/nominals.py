"""Reads one mention that is no pronoun: a country, a name, an office with or without its holder, a body, several sides."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.actors.discourse import Discourse, Found, Party, distinct
from detente.actors.grammar import Phrase, phrase_at
from detente.actors.lexicon import Lexicon, Tenure, Title
from detente.actors.matcher import OWNING, Entry, Units, body_kind
from detente.actors.mention import Kind
from detente.actors.people import People, Person, from_tenure, is_female, is_thing
from detente.actors.roles import ENVOYS, OWN_LAND, RELATIONS, Role, head_of_name, read_role, sector_of
from detente.actors.settle import shorts
from detente.actors.tokens import Tokens
from detente.ontology.countries import organisations
from detente.ontology.spelling import word_set

_COUNTS: Final = {"both": 2, "two": 2, "three": 3, "four": 4}
_SIDES: Final = word_set(
    "sides parties participants duo pair trio belligerents counterparties leaders presidents premiers ministers delegations"
    " governments militaries countries nations neighbours neighbors rivals powers allies adversaries foes capitals negotiators"
    " counterparts states economies superpowers republics chiefs armies navies forces teams officials diplomats advisers advisors"
    " chancellors kings"
)
#: Those words mean the two sides even without "both" or "two".
_ALWAYS_SIDES: Final = frozenset({"sides", "parties", "participants", "duo", "pair", "trio", "belligerents", "counterparties"})
_LEADERS: Final = frozenset(
    {"leaders", "presidents", "premiers", "ministers", "counterparts", "chiefs", "advisers", "advisors"}
)
_HEADS_OF_BODIES: Final = word_set(
    "head chief president secretary-general director-general chair chairman chairwoman general director leader"
)
_COUNTING: Final = frozenset({"both", "either", "neither", "no", "any", "all", "such", "another", "every", "each", "some"})
#: Sectors whose bodies belong to the country that the report is about, where it names no other.
_STATE: Final = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG", "PTY", "OPP"})
#: "Secretary of Transportation" is a title of the United States.
_CABINET: Final = re.compile("o[ANX]")
#: Participles that, with no article before them, are the verb of what stands before: "Paris backed Polish officials".
_VERBS: Final = frozenset(
    {"led", "held", "run", "backed", "supported", "controlled", "elected", "appointed", "joined", "linked"}
)
_PREDICATES: Final = word_set("as is was were be been become became becomes elected appointed named remains remained")
_LANDS: Final = OWN_LAND | {"island", "superpower", "emirate", "archipelago"}


@dataclass(slots=True)
class Nominals:
    """Reads the phrases of one stretch of text (the title, or the report) in order."""

    lexicon: Lexicon
    people: People
    discourse: Discourse
    tokens: Tokens
    units: Units
    on: date

    def read(self, phrase: Phrase) -> Found | None:
        """What the phrase stands for; None where nobody acts under these words."""
        if phrase.shape == "place":
            return self._place(phrase)
        if phrase.shape == "name":
            return self._named(phrase)
        if phrase.shape == "role":
            return self._role(phrase)
        return self._titled(phrase)

    # ---- shared -------------------------------------------------------------------------------------------------------

    def words(self, start: int, end: int) -> str:
        """The words of units `start` up to `end`, with single spaces and hyphens back in their places."""
        tokens = self.tokens
        parts: list[str] = []
        for index in range(self.units.first[start], self.units.after[end - 1]):
            parts.append(("-" if tokens.glued[index] else " " if parts else "") + tokens.words[index])
        return "".join(parts)

    def found(self, phrase: Phrase, kind: Kind, parties: tuple[Party, ...], end: int | None = None) -> Found:
        """The mention of `phrase`, placed in its sentence."""
        end = phrase.end if end is None else end
        begin = phrase.start
        if kind in {"person", "country", "capital", "organisation", "demonym"} and self.units.letters[begin] == "d":
            # "Both President X and ...", "neither Pristina nor ...", "the China-US summit": the word is no part of the name.
            begin += self.tokens.keys[self.units.first[begin]] in _COUNTING or (self._glued(end) and end - begin == 2)
        while self.units.letters[begin] == "a" and begin < end - 1 and self.tokens.keys[self.units.first[begin]] in _VERBS:
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

    def _sentence(self, unit: int) -> int:
        return self.tokens.sentences[self.units.first[unit]]

    # ---- places and bodies --------------------------------------------------------------------------------------------

    def _place(self, phrase: Phrase) -> Found | None:
        entry = self.units.entries[phrase.end - 1]
        if entry is None or entry.letter == "L":
            return None
        if entry.letter == "D":
            several = self.tokens.keys[self.units.after[phrase.end - 1] - 1].endswith("s") and phrase.end - phrase.start > 1
            kind: Kind = "people" if several else "demonym"
            return self.found(phrase, kind, (Party(entry.code, "CVL" if self._crowd(phrase, entry) else "GOV"),))
        entry = self._dated(entry)
        before = self.units.entries[phrase.start - 1] if phrase.start else None
        if entry.letter == "B" and before is not None and before.letter in "CDL" and before.code != entry.code:
            # "the Maryland General Assembly" is not that of the United Nations.
            entry = entry._replace(code=before.code, name=None)
        found = self.found(phrase, _entry_kind(entry), (self._party(entry),))
        found.head = head_of_name(self.units, self.tokens, phrase.end - 1) if entry.letter == "B" else ""
        return found

    def _glued(self, unit: int) -> bool:
        """Whether a hyphen joins the unit to the one before."""
        return unit < len(self.units.first) and self.tokens.glued[self.units.first[unit]]

    def _crowd(self, phrase: Phrase, entry: Entry) -> bool:
        """Whether a demonym means people ("millions of Iranians") and not their state ("the Iranians said")."""
        key = self.tokens.keys[self.units.first[phrase.start]]
        return entry.written.endswith("s") and key not in {"the", "these", "those"}

    def _dated(self, entry: Entry) -> Entry:
        """The entry as it was on the report's date: the Taliban are rebels at one time and a government at another."""
        for body in entry.bodies:
            if body.start <= self.on < body.end:
                return entry._replace(kind=body_kind(body.sector), code=body.country, sector=body.sector, name=body.name)
        return entry

    def _party(self, entry: Entry) -> Party:
        named = entry.letter in "OB" or entry.name in {"Hong Kong", "Macau", "Macao"}
        return Party(entry.code, entry.sector, entry.name if named else None)

    # ---- names --------------------------------------------------------------------------------------------------------

    def _named(self, phrase: Phrase) -> Found | None:
        start, end = phrase.name or (phrase.start, phrase.end)
        letters = self.units.letters
        title, start = self._honorific(start, end)
        stop, place = self._of_place(start, end)
        words = self.words(start, stop)
        person = self.people.recall(words) or self._from_lexicon(words, letters[start:stop])
        if person is None:
            person = self._stranger(phrase, words, title, place)
        if person is None:
            return None
        if is_female("", title):
            person = Person(person.name, person.country, person.sector, person.office, True)
        self.people.remember(words, person)
        return self._person(phrase, person, end if place or person.country is None else stop)

    def _honorific(self, start: int, end: int) -> tuple[str, int]:
        """The honorific words before a name, and where the name begins."""
        first = start
        while first < end - 1 and self.units.letters[first] in "m,":
            first += 1
        return (self.words(start, first) if first > start else ""), first

    def _of_place(self, start: int, end: int) -> tuple[int, Entry | None]:
        """Where a name ends, and the country of "of Kosovo" after it."""
        stop = next((index for index in range(start, end) if self.units.letters[index] in "oi"), end)
        if stop == end:
            return end, None
        belongs = self.tokens.keys[self.units.first[stop]] in {"of", "from"}
        return stop, self.units.entries[end - 1] if belongs else None

    def _from_lexicon(self, words: str, letters: str) -> Person | None:
        tenure: Tenure | None
        if len(letters) == 1 and letters == "N":
            tenure = self.people.prominent(words, frozenset(self.discourse.named))
        else:
            tenure = self.people.known(words, None, None, self.discourse.named)
        return from_tenure(tenure) if tenure else None

    def _stranger(self, phrase: Phrase, words: str, title: str, place: Entry | None) -> Person | None:
        """Somebody whom neither the report nor the lexicon introduces, if the words beside the name show a person."""
        letters = self.units.letters
        following = letters[phrase.end] if phrase.end < len(letters) else "."
        speaks = following in "vx" or (phrase.start > 0 and letters[phrase.start - 1] == "v")
        if is_thing(words):
            return None
        if not title and not (speaks and letters[phrase.start : phrase.end].count("N") in {2, 3, 4}):
            return None
        country = place.code if place else self.discourse.dominant()
        return Person(words, country, "CVL" if country else None, None, is_female(words, title))

    def _person(self, phrase: Phrase, person: Person, end: int | None = None) -> Found:
        known = person.country is not None
        found = self.found(phrase, "person", (Party(person.country, person.sector, person.name),) if known else (), end)
        found.female, found.office = person.female, person.office
        if not known:
            found.reason = f"the report does not say for whom {person.name} acts, and the lexicon does not list the name"
        return found

    def _titled(self, phrase: Phrase) -> Found | None:
        """A name with an office before or after it."""
        role_span, name_span = phrase.role, phrase.name
        if role_span is None or name_span is None:
            return None
        role = read_role(self.units, self.tokens, *role_span)
        if phrase.shape in {"name_role", "role_comma"} and role.letter != "T":
            start, end = name_span
            return self._named(Phrase("name", start, end, None, (start, end))) if phrase.shape == "name_role" else None
        listed = (
            phrase.shape == "role_comma" and role.definite and not (role.before or role.owner or role.pronoun or role.after)
        )
        if listed and self.discourse.last_office(self.office(role, None) or ""):
            # "the Crown Prince, Sheikh X and Mr. Y": a list, for the prince is somebody already named.
            return self._role(Phrase("role", *role_span, role_span, None))
        if phrase.shape == "name_who":
            return self._who(phrase, role)
        if (
            phrase.shape in {"name_of", "body_name"}
            and name_span[1] - name_span[0] < 2
            and self.units.letters[name_span[0]] != "P"
        ):
            return None
        honorific, start = self._honorific(*name_span)
        stop, place = self._of_place(start, name_span[1])
        end = phrase.end
        if phrase.shape == "role_name" and end > name_span[1]:
            if self.tokens.keys[self.units.first[name_span[1]]] in {"of", "from"}:
                place = place or self.units.entries[end - 1]
            else:
                end = name_span[1]
        words = self.words(start, stop).removeprefix(", ")
        if is_thing(words):
            return self._role(Phrase("role", *role_span, role_span, None)) if phrase.shape == "role_name" else None
        parties = self._owners(role) or self._after(role)
        code = place.code if place else parties[0].country if parties else self._title_country(role)
        person = self._introduce(words, code, role, phrase)
        if is_female("", f"{honorific} {role.head}"):
            person = Person(person.name, person.country, person.sector, person.office, True)
        self.people.remember(words, person)
        found = self._person(phrase, person, end)
        found.head, found.office = role.head, person.office
        return found

    def _who(self, phrase: Phrase, role: Role) -> Found | None:
        """ "X, who served as president of Y": the name alone is the mention."""
        start, end = phrase.name or (phrase.start, phrase.end)
        words = self.words(start, end)
        if self.tokens.keys[self.units.first[role.start]] == "who" and role.heads and not self.people.recall(words):
            owners = self._owners(role) or self._after(role)
            code = owners[0].country if owners else self._title_country(role)
            if code is not None:
                self.people.remember(words, self._introduce(words, code, role, phrase))
        return self._named(Phrase("name", start, end, None, (start, end)))

    def _introduce(self, words: str, code: str | None, role: Role, phrase: Phrase) -> Person:
        """The person called `words` with that office: by the lexicon, by the report so far, or as the report says."""
        office = self.office(role, code)
        female = is_female(words)
        tenure = self.people.known(words, code, office, self.discourse.named)
        if office is None and code is None:
            tenure = next(filter(None, (self._by_title(words, title) for title in role.entry.titles)), tenure)
            office = tenure.office if tenure else None
        if tenure is not None and (code is not None or tenure.office == office or " " in words):
            known = from_tenure(tenure)
            return Person(known.name, known.country, sector_of(role) if known.sector != "IGO" else "IGO", office, known.female)
        before = self.people.recall(words)
        if before is not None and (code is None or before.country in {code, None}):
            return Person(before.name, before.country or code, before.sector, office or before.office, before.female)
        country = code or self._beside(phrase, office) or self.discourse.context(self._sentence(phrase.start))
        return Person(words, country, self._sector(role, country), office, female)

    def _by_title(self, words: str, title: Title) -> Tenure | None:
        """Who holds one country's office of that title under that name: "Chancellor Scholz"."""
        tenure = self.people.known(words, title.country, title.office)
        return tenure if tenure is not None and tenure.office == title.office else None

    def _beside(self, phrase: Phrase, office: str | None) -> str | None:
        """The country of the person just before "and", where the two hold offices of one government."""
        last = self.discourse.history[-1] if self.discourse.history else None
        tied = last is not None and phrase.start - last.end in {1, 2} and self.units.letters[phrase.start - 1] in "&,"
        if last is None or not tied or last.kind != "person" or office in {"head_of_state", "head_of_government"}:
            return None
        return last.codes[0] if last.codes else None

    def _sector(self, role: Role, country: str | None) -> str | None:
        sector = sector_of(role)
        if role.head in {"representative", "representatives"} and country == "USA" and len(role.heads) == 1 and not role.after:
            return "LEG"
        return "IGO" if sector == "GOV" and country in organisations() else sector

    # ---- offices and bodies without a name ----------------------------------------------------------------------------

    def _role(self, phrase: Phrase) -> Found | None:
        role = read_role(self.units, self.tokens, *(phrase.role or (phrase.start, phrase.end)))
        if not role.heads or self._predicate(role, phrase) or role.pronoun == "your":
            return None
        if role.entry.sector == "MED" and role.letter == "U" and self._before(phrase) in {"told", "tell", "to", "tells"}:
            return None
        parties, end = self._whose(role, phrase)
        if parties is None:
            return None
        found = self.found(phrase, self._kind(role), parties, end)
        found.plural = role.letter in "UY" or len(parties) > 1
        found.head = role.head
        found.office = self.office(role, parties[0].country) if len(parties) == 1 else None
        found.female, found.inner = is_female("", role.head), tuple(role.inner)
        letters = self.units.letters
        if (
            role.letter == "U"
            and letters[found.end : found.end + 2] == "sN"
            and self.tokens.words[self.units.after[found.end - 1] - 1][0].isupper()
        ):
            # "the G20 Leaders' Summit" is an occasion.
            return None
        if not parties:
            found.reason = f"the report does not say whose {role.head} {'are' if found.plural else 'is'} meant"
        elif role.quantity and not role.before and not role.owner and found.plural and len(parties) > 1:
            found.kind = "sides"
        return found

    def _predicate(self, role: Role, phrase: Phrase) -> bool:
        """ "served as President of France": what somebody is, not somebody else."""
        return role.letter == "T" and self._before(phrase) in _PREDICATES

    def _before(self, phrase: Phrase) -> str:
        """The word before the mention, folded."""
        return self.tokens.keys[self.units.first[phrase.start - 1]] if phrase.start else ""

    def _kind(self, role: Role) -> Kind:
        entry = role.entry
        if entry.letter == "H" and entry.bodies:
            return _entry_kind(entry)
        kinds: dict[str, Kind] = {"people": "people", "armed group": "armed group", "company": "company", "body": "body"}
        return kinds.get(entry.kind, "group" if entry.letter in "ZY" else "office")

    def _whose(self, role: Role, phrase: Phrase) -> tuple[tuple[Party, ...] | None, int]:
        """Those whom the role acts for, and where the mention ends; None where it is no actor at all."""
        end = self._trim(role, phrase)
        free = not (role.before or role.owner or role.pronoun or role.after)
        if free and role.letter in "UYH" and role.head in _SIDES and (role.definite or role.quantity in {"both", "all"}):
            sides = self._sides(role, self._sentence(phrase.start))
            if sides:
                return sides, end
        if role.entry.kind == "group" and role.entry.code and not role.before:
            return _spread(role.entry), end
        if role.head in {"leadership", "opposition"} and (role.owner or role.pronoun) and not role.before:
            return None, end
        if role.head in RELATIONS and not self._named_relation(role):
            return self._related(role, phrase)
        owners = self._owners(role) or self._after(role) or self._members(role)
        if owners:
            return self._dress(role, owners), end
        if role.entry.titles and role.letter == "T" and role.definite:
            # "the chancellor" after "the German chancellor"
            past = self._said_before(role, self._sentence(phrase.start))
            if past:
                return past, end
        country = self._title_country(role)
        if country is not None:
            return self._dress(role, (Party(country),)), end
        return self._meant(role, phrase), end

    def _trim(self, role: Role, phrase: Phrase) -> int:
        """Cut "in Washington" off "the Chinese president in Washington", and "to Berlin" off "sent the minister to Berlin"."""
        letters = self.units.letters
        last = role.heads[-1][0] + 1
        several = role.letter in "UY" or role.head.endswith("s")
        office = role.letter == "T" and role.definite and role.head not in ENVOYS
        settled = bool(role.before or role.owner or role.pronoun) or office
        for index in range(last, phrase.end):
            if (
                letters[index] == "k"
                and self.tokens.words[self.units.first[index - 1]][0].isupper()
                and letters[index + 1] in "ANX"
            ):
                # "the Movement for Democratic Change"
                continue
            place = letters[index] == "i" and settled
            aim = letters[index] == "k" and role.head not in ENVOYS
            aim = aim or (letters[index] in "aA" and self.tokens.keys[self.units.first[index]] not in OWNING)
            joined = letters[index] in "&," and not several and letters[index + 1 : index + 3].lstrip("d")[:1] in set("CKOB")
            if place or aim or joined:
                role.after = role.after if joined else [(letter, entry) for letter, entry in role.after if letter == "o"]
                return index
        return phrase.end

    def _related(self, role: Role, phrase: Phrase) -> tuple[tuple[Party, ...], int]:
        """ "its allies", "a U.S. ally": others than the owner; named only where an apposition follows."""
        letters = self.units.letters
        if letters[phrase.end : phrase.end + 2] == ",C":
            entry = self.units.entries[phrase.end + 1]
            if entry is not None:
                return (Party(entry.code, "GOV"),), phrase.end
        return self._dress(role, self._after(role) if role.head.startswith("counterpart") else ()), phrase.end

    def _named_relation(self, role: Role) -> bool:
        """Whether the words say which ally or counterpart: "his Turkish counterpart", "NATO allies", "our Philippine allies"."""
        if not role.before:
            return False
        first = role.before[0]
        if first.letter == "O" or role.head.startswith("counterpart"):
            return True
        return first.letter == "D" and bool(role.owner or role.pronoun)

    def _owners(self, role: Role) -> tuple[Party, ...]:
        """Those named before the head, by a possessive, an adjective or a name."""
        if role.before:
            chosen = role.before if role.joined else role.before[:1]
            return distinct([party for entry in chosen for party in self._plain(entry)])
        if role.pronoun is not None:
            return self._of_pronoun(role)
        if role.owner is not None:
            phrase = phrase_at(self.units, *role.owner)
            found = self.read(phrase) if phrase is not None and phrase.shape != "pronoun" else None
            return tuple(Party(party.country) for party in found.parties) if found else ()
        if role.names is not None:
            words = self.words(*role.names)
            person = self.people.recall(words) or self._from_lexicon(words, self.units.letters[slice(*role.names)])
            return (Party(person.country),) if person and person.country else ()
        return ()

    def _members(self, role: Role) -> tuple[Party, ...]:
        """The states of a bloc named before the head: "Baltic states' ministers"."""
        return next((_spread(entry) for _, entry, _ in role.heads[:-1] if entry.kind == "group" and entry.code), ())

    def _plain(self, entry: Entry) -> tuple[Party, ...]:
        return (Party(self._dated(entry).code),)

    def _of_pronoun(self, role: Role) -> tuple[Party, ...]:
        """The countries of "his", "their", "its" before an office or body."""
        sentence, quote = self._sentence(role.start), self.tokens.quotes[self.units.first[role.start]]
        if role.pronoun in {"his", "her"}:
            found = self.discourse.he(sentence, role.start, quote, female=role.pronoun == "her") or self.discourse.it(
                sentence, role.start, near=True
            )
        elif role.pronoun == "its":
            found = self.discourse.it(sentence, role.start, near=True)
        elif role.pronoun in {"our", "my"}:
            home = self.discourse.home
            return (Party(home),) if home else ()
        else:
            found = next((past for past in self.discourse.back(sentence) if past.parties and past.subject), None)
        return tuple(Party(party.country) for party in found.parties) if found else ()

    def _after(self, role: Role) -> tuple[Party, ...]:
        """Those named after the head: "of Qatar and Oman", "in Beijing"."""
        after = [(letter, entry) for letter, entry in role.after if letter in "oi"]
        if not after and role.of_sides:
            return self.discourse.sides(self._sentence(role.start), 2, people=False)
        if not after and role.holder is not None:
            words = self.words(*role.holder)
            person = self.people.recall(words) or self._from_lexicon(words, self.units.letters[slice(*role.holder)])
            return (Party(person.country),) if person and person.country else ()
        if not after:
            return ()
        first = next((letter for letter, _ in after if letter == "o"), after[0][0])
        chosen = [entry for letter, entry in after if letter == first]
        several = role.letter in "UY" or role.head.endswith("s")
        return distinct([party for entry in (chosen if several else chosen[:1]) for party in self._plain(entry)])

    def _title_country(self, role: Role) -> str | None:
        """The country of a title that only one has: "the Kremlin spokesman"."""
        if not role.heads:
            return None
        if (
            role.head == "secretary"
            and _CABINET.match(self.units.letters, role.heads[-1][0] + 1)
            and "USA" in self.discourse.named
        ):
            return "USA"
        owners = {title.country for title in role.entry.titles}
        code = owners.pop() if len(owners) == 1 else None
        if code is None or code in self.discourse.named or code == self.discourse.home:
            return code
        # A title of one word ("legislator") does not bring its country along, unless the word says so ("Kremlin spokesman").
        words = self.words(role.heads[-1][0], role.heads[-1][0] + 1).split()
        telling = any(self.lexicon.country_of(word) == code for word in words)
        return code if telling or (len(words) > 2 and code not in organisations()) else None

    def office(self, role: Role, code: str | None) -> str | None:
        """The key of the office that a role names in that country, or None."""
        if not role.heads or role.letter not in "TU":
            return None
        if role.head == "counterpart":
            last = next((found for found in reversed(self.discourse.history) if found.office and not found.plural), None)
            return last.office if last else None
        if role.head in {"chief", "head", "commander"} and role.before and role.before[0].letter == "B":
            return {"MIL": "military_chief", "SPY": "intelligence_chief"}.get(role.before[0].sector or "")
        titles = role.entry.titles
        office = next((title.office for title in titles if title.country == code), None)
        office = office or next((title.office for title in titles if title.country is None), None)
        if code in organisations() and role.head in _HEADS_OF_BODIES:
            office = "head"
        return f"deputy_{office}" if office and role.deputy else office

    def _dress(self, role: Role, owners: tuple[Party, ...]) -> tuple[Party, ...]:
        """The owners with the role's sector, and the holder's name where one person holds the office."""
        singular = role.letter == "T" and not role.former and not self._indefinite(role)
        parties = []
        for owner in owners:
            office = self.office(role, owner.country)
            name = None
            if owner.country and office and (singular or (role.letter == "U" and len(owners) > 1)):
                name = self.lexicon.sole_holder(owner.country, office, self.on)
            parties.append(Party(owner.country, self._sector(role, owner.country) or "GOV", name))
        return tuple(parties)

    def _indefinite(self, role: Role) -> bool:
        return self.tokens.keys[self.units.first[role.start]] in {"a", "an", "another", "one", "some", "any", "every", "no"}

    # ---- those meant by "the minister", "both sides", "the ministry" ---------------------------------------------------

    def _meant(self, role: Role, phrase: Phrase) -> tuple[Party, ...] | None:
        """Whom a role without any country stands for, by what was said before; None where it is no actor."""
        sentence = self._sentence(phrase.start)
        head = role.head
        if role.letter in "UYH" and head in _SIDES and not role.quantity:
            sides = self._sides(role, sentence)
            if sides:
                return sides
        if role.abroad:
            return ()
        if role.letter == "H" and self._adjective(role, phrase):
            return None
        alone = role.entry.name if not role.entry.titles and not role.entry.bodies else "yes"
        if not (alone == "yes" or (alone == "definite" and role.definite)):
            return None
        if role.definite or role.letter in "HT":
            parties = self._said_before(role, sentence)
            if parties:
                return parties
        if role.letter in "ZY":
            return None if role.letter == "Y" else ()
        if alone == "definite" and role.entry.sector not in _STATE:
            return ()
        country = self._body_country(role) or self.discourse.context(sentence)
        return self._dress(role, (Party(country),)) if country else ()

    def _adjective(self, role: Role, phrase: Phrase) -> bool:
        """ "government data", "a government order": the body is named without an article, or as an adjective."""
        following = self.units.letters[phrase.end : phrase.end + 1]
        bare = role.end - role.start == 1 and self.tokens.words[self.units.first[role.start]][0].islower()
        singular = role.heads[-1][1].sector in {"GOV", "MIL", "JUD"} and not role.head.endswith("s")
        return (self._indefinite(role) and following == "w") or (bare and singular)

    def _sides(self, role: Role, sentence: int) -> tuple[Party, ...]:
        count = _COUNTS.get(role.quantity or "")
        people = role.head in _LEADERS
        if role.head == "participants":
            return self.discourse.sides(sentence, None, people=True)
        if role.quantity == "all" or (role.definite and role.letter == "U" and people and count is None):
            named = self._same_office(role, sentence)
            return named or self.discourse.sides(sentence, None, people=people)
        if count is None and role.head not in _ALWAYS_SIDES:
            return ()
        return self.discourse.sides(sentence, count or 2, people=people)

    def _same_office(self, role: Role, sentence: int) -> tuple[Party, ...]:
        """ "the ministers" after two ministers were named."""
        single = role.head.removesuffix("s")
        held = [found for found in self.discourse.back(sentence, 3) if found.head == single and found.parties]
        return distinct([party for found in reversed(held) for party in found.parties]) if len(held) > 1 else ()

    def _said_before(self, role: Role, sentence: int) -> tuple[Party, ...]:
        """The parties of an earlier mention that "the minister", "the ministry" or "the company" takes up."""
        office = self.office(role, None)
        past = self.discourse.last_office(office) if office and role.letter == "T" else None
        if past is None and role.letter == "Z":
            past = self._land(role, sentence)
        elif past is None and role.entry.sector not in {"GOV", "CVL", None} and role.letter == "H":
            past = self._like(role)
        if past is None and not (office and role.letter == "T"):
            past = self.discourse.last_head(role.head)
        if past is None:
            return ()
        if past.kind == "pronoun":
            return ()
        # A body or land takes over whose it is, a person who it is.
        return past.parties if role.letter in "TU" else tuple(Party(party.country, party.sector) for party in past.parties)

    def _land(self, role: Role, sentence: int) -> Found | None:
        """ "the country", "the bloc": the last one named that it can mean."""
        codes = shorts().get(role.head) or shorts().get(self.words(role.start, role.end).lower().removeprefix("the "))
        for found in reversed(self.discourse.history):
            if codes and set(found.codes) & set(codes):
                return found
        if role.head not in _LANDS:
            return None
        dominant = self.discourse.dominant()
        lands = [found for found in self.discourse.back(sentence) if len(found.codes) == 1 and found.kind != "organisation"]
        acting = next((found for found in lands if found.subject and found.kind in {"country", "capital"}), None)
        return (
            acting
            or next((found for found in lands if dominant in {None, found.codes[0]}), None)
            or (lands[0] if lands else None)
        )

    def _like(self, role: Role) -> Found | None:
        """The last body of the same sector: a company, a university, an armed group."""
        for found in reversed(self.discourse.history):
            if (
                found.parties
                and found.parties[0].sector == role.entry.sector
                and found.kind not in {"person", "office", "people"}
            ):
                return found
        return None

    def _body_country(self, role: Role) -> str | None:
        """The country of a body such as "the Senate" where the report names that country."""
        for body in role.entry.bodies:
            if body.country in self.discourse.named:
                return body.country
        return None


def _spread(entry: Entry) -> tuple[Party, ...]:
    """The members of a bloc that the table lists by country."""
    return tuple(Party(code, "GOV") for code in (entry.code or "").split(";"))


def _entry_kind(entry: Entry) -> Kind:
    kinds: dict[str, Kind] = {"C": "country", "K": "capital", "O": "organisation"}
    bodies: dict[str, Kind] = {"company": "company", "armed group": "armed group"}
    return kinds.get(entry.letter) or bodies.get(entry.kind, "body")
