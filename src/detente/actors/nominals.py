"""Reads one mention that is no pronoun: a country, a name, an office with or without its holder, a body, several sides."""

from typing import Final

from detente.actors.antecedents import SIDES, Antecedents
from detente.actors.discourse import Found, Party
from detente.actors.grammar import Phrase
from detente.actors.matcher import Entry
from detente.actors.mention import Kind
from detente.actors.names import Names
from detente.actors.offices import Offices
from detente.actors.people import is_female
from detente.actors.referents import Referents
from detente.actors.roles import COMPANY, RELATIONS, Role, head_of_name, read_role
from detente.actors.stretch import Stretch, entry_kind, spread
from detente.actors.whose import Whose
from detente.ontology.spelling import word_set

_PAIRS: Final = {"the two": 2, "both": 2, "the three": 3, "the four": 4}
_PREDICATES: Final = word_set("as is was were be been become became becomes elected appointed named remains remained")


class Nominals:
    """Reads the phrases of one stretch of text in order."""

    __slots__ = ("antecedents", "at", "names", "offices", "whose")

    def __init__(self, at: Stretch) -> None:
        self.at = at
        self.offices = Offices(at)
        self.whose = Whose(at, self.offices, Referents(at.discourse, at.tokens, at.units), self.read)
        self.antecedents = Antecedents(at, self.offices)
        self.names = Names(at, self.offices, self.whose, self.role)

    def read(self, phrase: Phrase) -> Found | None:
        """What the phrase stands for; None where nobody acts under these words."""
        if phrase.shape == "place":
            return self._place(phrase)
        if phrase.shape == "name":
            return self.names.named(phrase)
        if phrase.shape == "role":
            return self.role(phrase)
        if phrase.shape == "pair":
            return self._pair(phrase)
        return self.names.titled(phrase)

    def _pair(self, phrase: Phrase) -> Found | None:
        """The two sides as "the two" or "both" alone, before a verb."""
        count = _PAIRS.get(self.at.words(phrase.start, phrase.end).lower())
        sentence = self.at.sentence(phrase.start)
        parties = self.at.discourse.sides(sentence, count, people=True) if count else ()
        if not parties:
            return None
        found = self.at.found(phrase, "sides", parties)
        found.plural = True
        return found

    def _place(self, phrase: Phrase) -> Found | None:
        entry = self.at.units.entries[phrase.end - 1]
        if entry is None or entry.letter == "L":
            return None
        if entry.letter == "D":
            several = (
                self.at.tokens.keys[self.at.units.after[phrase.end - 1] - 1].endswith("s") and phrase.end - phrase.start > 1
            )
            kind: Kind = "people" if several else "demonym"
            return self.at.found(phrase, kind, (Party(entry.code, "CVL" if self._crowd(phrase, entry) else "GOV"),))
        entry = self.at.dated(entry)
        before = self.at.units.entries[phrase.start - 1] if phrase.start else None
        if entry.letter == "B" and before is not None and before.letter in "CDL" and before.code != entry.code:
            # "the Maryland General Assembly" is not that of the United Nations.
            entry = entry._replace(code=before.code, name=None)
        found = self.at.found(phrase, entry_kind(entry), (self._party(entry),))
        found.head = head_of_name(self.at.units, self.at.tokens, phrase.end - 1) if entry.letter == "B" else ""
        return found

    def _crowd(self, phrase: Phrase, entry: Entry) -> bool:
        """Whether a demonym means people ("millions of Iranians") and not their state ("the Iranians said")."""
        key = self.at.tokens.keys[self.at.units.first[phrase.start]]
        return entry.written.endswith("s") and key not in {"the", "these", "those"}

    def _party(self, entry: Entry) -> Party:
        named = entry.letter in "OB" or entry.name in {"Hong Kong", "Macau", "Macao"}
        return Party(entry.code, entry.sector, entry.name if named else None)

    def role(self, phrase: Phrase) -> Found | None:
        """An office, body, group or people without a name."""
        role = read_role(self.at.units, self.at.tokens, *(phrase.role or (phrase.start, phrase.end)))
        if not role.heads or self._predicate(role, phrase) or role.pronoun == "your":
            return None
        if role.entry.sector == "MED" and role.letter == "U" and self.at.word_before(phrase) in {"told", "tell", "to", "tells"}:
            return None
        parties, end = self._whose(role, phrase)
        if parties is None:
            return None
        found = self.at.found(phrase, self._kind(role), parties, end)
        found.guess = not (role.before or role.owner or role.pronoun or role.after)
        found.plural = role.letter in "UY" or len(parties) > 1
        found.ours = role.pronoun in {"our", "my"} and bool(parties)
        found.head = role.head
        found.office = self.offices.office(role, parties[0].country) if len(parties) == 1 else None
        found.female, found.inner = is_female("", role.head), tuple(role.inner)
        letters = self.at.units.letters
        if (
            role.letter == "U"
            and letters[found.end : found.end + 2] == "sN"
            and self.at.tokens.words[self.at.units.after[found.end - 1] - 1][0].isupper()
        ):
            # "the G20 Leaders' Summit" is an occasion.
            return None
        if not parties:
            found.reason = f"the report does not say whose {role.head} {'are' if found.plural else 'is'} meant"
        elif role.quantity and not role.before and not role.owner and found.plural and len(parties) > 1:
            found.kind = "sides"
        return found

    def _predicate(self, role: Role, phrase: Phrase) -> bool:
        """The case of "served as President of France": what somebody is, not somebody else."""
        return role.letter == "T" and self.at.word_before(phrase) in _PREDICATES

    def _kind(self, role: Role) -> Kind:
        entry = role.entry
        if entry.letter == "H" and entry.bodies:
            return entry_kind(entry)
        kinds: dict[str, Kind] = {"people": "people", "armed group": "armed group", "company": "company", "body": "body"}
        return kinds.get(entry.kind, "group" if entry.letter in "ZY" else "office")

    def _whose(self, role: Role, phrase: Phrase) -> tuple[tuple[Party, ...] | None, int]:
        """Those whom the role acts for, and where the mention ends; None where it is no actor at all."""
        end = self.whose.trim(role, phrase)
        free = not (role.before or role.owner or role.pronoun or role.after)
        if (
            free
            and (role.letter in "UYH" or role.quantity in {"each", "either"})
            and role.head in SIDES
            and (role.definite or role.quantity in {"both", "all", "each", "either"})
        ):
            sides = self.antecedents.sides(role, self.at.sentence(phrase.start))
            if sides:
                return sides, end
        if role.entry.kind == "group" and role.entry.code and not role.before:
            return spread(role.entry), end
        if role.head in {"leadership", "opposition"} and (role.owner or role.pronoun) and not role.before:
            return None, end
        if role.head in COMPANY and role.pronoun and not role.before:
            return self.whose.related(role, phrase)
        if role.head in RELATIONS and not self.whose.named_relation(role):
            return self.whose.related(role, phrase)
        owners = (
            self.whose.owners(role) or self.whose.abroad(role, phrase) or self.whose.after(role) or self.whose.members(role)
        )
        if owners:
            return self.offices.dress(role, owners), end
        if role.entry.titles and role.letter == "T" and role.definite:
            # "the chancellor" after "the German chancellor"
            past = self.antecedents.said_before(role, self.at.sentence(phrase.start))
            if past:
                return past, end
        country = self.offices.title_country(role)
        if country is not None:
            return self.offices.dress(role, (Party(country),)), end
        return self.antecedents.meant(role, phrase), end
