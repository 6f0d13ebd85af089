"""Whom "the minister", "both sides", "the ministry" and "the country" take up from what was said before."""

import re
from dataclasses import dataclass, replace
from typing import Final

from detente.actors.discourse import Found, Party, distinct
from detente.actors.grammar import Phrase
from detente.actors.offices import Offices
from detente.actors.roles import OWN_LAND, Role
from detente.actors.settle import shorts
from detente.actors.stretch import Stretch
from detente.ontology.countries import organisations
from detente.ontology.spelling import word_set

_COUNTS: Final = {"both": 2, "each": 2, "either": 2, "two": 2, "three": 3, "four": 4}
#: Heads of phrases such as "both capitals", "the two leaders".
SIDES: Final = word_set(
    "sides parties participants duo pair trio belligerents counterparties leaders presidents premiers ministers delegations"
    " governments militaries countries nations neighbours neighbors rivals powers allies adversaries foes capitals negotiators"
    " counterparts states superpowers republics chiefs armies navies forces teams officials diplomats advisers advisors"
    " chancellors kings side party capital neighbour neighbor country nation"
)
#: Those words mean the two sides even without "both" or "two".
_ALWAYS_SIDES: Final = frozenset(
    {"negotiators", "delegations", "sides", "parties", "participants", "duo", "pair", "trio", "belligerents", "counterparties"}
)
_LEADERS: Final = word_set(
    "officials diplomats generals envoys secretaries commanders leaders presidents premiers ministers counterparts chiefs"
    " advisers advisors"
)
#: Sectors whose bodies belong to the country that the report is about, where it names no other.
_STATE: Final = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG", "PTY", "OPP"})
_SAID_IN: Final = re.compile("vU?i[KL]")
_IN_PLACE: Final = re.compile(r"i[KL],?$")
#: Those of one side who stay with the other.
_POSTED: Final = word_set("ambassador ambassadors embassy consulate consul attache attaché")
#: Words for organisations that are written small too.
_LOW: Final = frozenset({"agency", "alliance", "court", "tribunal", "watchdog", "fund", "bank", "league"})
_LANDS: Final = OWN_LAND | {"island", "superpower", "emirate", "archipelago"}


@dataclass(slots=True)
class Antecedents:
    """Reads roles that name no country in one stretch of text."""

    at: Stretch
    offices: Offices

    def meant(self, role: Role, phrase: Phrase) -> tuple[Party, ...] | None:
        """Whom a role without any country stands for, by what was said before; None where it is no actor."""
        sentence = self.at.sentence(phrase.start)
        head = role.head
        if role.letter in "UYH" and head in SIDES and not role.quantity:
            sides = self.sides(role, sentence)
            if sides:
                return sides
        if role.abroad:
            return ()
        if role.letter == "H" and self._adjective(role, phrase):
            return None
        alone = role.entry.name if not role.entry.titles and not role.entry.bodies else "yes"
        if role.letter == "H" and role.definite and self.at.units.letters[role.start : role.end] == "dH" and self._large(role):
            # "the House", "the Administration": written large, the body is a known one.
            alone = "yes"
        if not (alone == "yes" or (alone == "definite" and role.definite)):
            return None
        if role.definite or role.letter == "H" or (role.letter == "T" and not self.offices.indefinite(role)):
            parties = self.said_before(role, sentence)
            if parties:
                return parties
        if role.letter == "Z" and self._large(role) and role.end - role.start > 2:
            # "the National Democratic Alliance" is a body by its name.
            country = self.at.discourse.context(sentence)
            return (Party(country, "PTY"),) if country else ()
        if role.letter in "ZY":
            return None if role.letter == "Y" else ()
        if alone == "definite" and role.entry.sector not in _STATE:
            return ()
        country = self._body_country(role) or self._said_in(phrase) or self.at.discourse.context(sentence)
        return self.offices.dress(role, (Party(self._sent(role, country, sentence)),)) if country else ()

    def _sent(self, role: Role, country: str, sentence: int) -> str | None:
        """The country of a role: for an ambassador or embassy, the other of the two sides than the one spoken of."""
        if role.head not in _POSTED:
            return country
        others = [party.country for party in self.at.discourse.sides(sentence, 2, people=False) if party.country != country]
        return others[0] if len(others) == 1 else country

    def _large(self, role: Role) -> bool:
        """Whether the head is written with a capital that the sentence does not ask for."""
        index = self.at.units.first[role.heads[-1][0]]
        return self.at.tokens.words[index][0].isupper() and not self.at.tokens.first[index]

    def _adjective(self, role: Role, phrase: Phrase) -> bool:
        """The case of "government data", "a government order": the body is named without an article, or as an adjective."""
        following = self.at.units.letters[phrase.end : phrase.end + 1]
        bare = role.end - role.start == 1 and self.at.tokens.words[self.at.units.first[role.start]][0].islower()
        singular = role.heads[-1][1].sector in {"GOV", "MIL", "JUD"} and not role.head.endswith("s")
        return (self.offices.indefinite(role) and following == "w") or (bare and singular)

    def _said_in(self, phrase: Phrase) -> str | None:
        """The country where a nameless official speaks: "a minister said in Moscow", "In Riyadh the minister said"."""
        opening = self.at.opening(phrase.start)
        if opening is not None:
            return opening
        following = _SAID_IN.match(self.at.units.letters, phrase.end)
        before = _IN_PLACE.search(self.at.units.letters[: phrase.start])
        index = following.end() - 1 if following else before.start() + 1 if before else -1
        entry = self.at.units.entries[index] if index >= 0 else None
        return entry.code if entry else None

    def sides(self, role: Role, sentence: int) -> tuple[Party, ...]:
        """The sides that "both capitals", "the two leaders" or "the parties" stand for; () for other words."""
        count = _COUNTS.get(role.quantity or "")
        people = role.head in _LEADERS
        if role.head == "participants":
            return self.at.discourse.sides(sentence, None, people=True)
        if role.quantity == "all" or (role.definite and role.letter == "U" and people and count is None):
            named = self._same_office(role, sentence)
            return named or self.at.discourse.sides(sentence, None, people=people)
        if count is None and role.head not in _ALWAYS_SIDES:
            return ()
        return self.at.discourse.sides(sentence, count or 2, people=people)

    def _same_office(self, role: Role, sentence: int) -> tuple[Party, ...]:
        """The case of "the ministers" after two ministers were named."""
        single = role.head.removesuffix("s")
        held = [found for found in self.at.discourse.back(sentence, 3) if found.head == single and found.parties]
        return distinct([party for found in reversed(held) for party in found.parties]) if len(held) > 1 else ()

    def said_before(self, role: Role, sentence: int) -> tuple[Party, ...]:
        """The parties of an earlier mention that "the minister", "the ministry" or "the company" takes up."""
        called = self._called(role)
        if called:
            return called
        office = self.offices.office(role, None)
        past = self.at.discourse.last_office(office, role.head) if office and role.letter == "T" else None
        body = role.heads[-2][2] if len(role.heads) > 1 and role.heads[-2][1].letter == "H" else None
        spoken = self.at.discourse.last_head(body) if body else None
        if past is None and spoken is not None:
            # "the coalition spokesman" after "the Saudi-led coalition"
            return self.offices.dress(role, spoken.parties)
        if past is None and role.letter == "Z":
            past = self._land(role, sentence)
        elif past is None and role.entry.sector not in {"GOV", "CVL", None} and role.letter == "H":
            past = self._like(role)
        if past is None and not (office and role.letter == "T"):
            past = self.at.discourse.last_head(role.head)
        if past is None:
            return ()
        if past.kind == "pronoun" and not past.thing:
            return ()
        # A body or land takes over whose it is, a person who it is.
        if role.letter in "TU":
            return past.parties
        return tuple(Party(party.country, "GOV" if role.letter == "Z" else party.sector) for party in past.parties)

    def _called(self, role: Role) -> tuple[Party, ...]:
        """The case of "the agency", "the Union": the organisation named last that is called so, or what was called so last."""
        codes = set(shorts().get(role.head, ())) & organisations().keys() if role.letter == "H" and role.definite else set()
        if not codes or role.end - role.start != 2 or not (role.head in _LOW or self._large(role)):
            return ()
        heard = (found for found in reversed(self.at.discourse.history) if set(found.codes) & codes or found.head == role.head)
        last = next(heard, None)
        body = organisations().get(last.codes[0]) if last is not None and len(last.codes) == 1 else None
        return (Party(body.code, body.sector),) if body else ()

    def _land(self, role: Role, sentence: int) -> Found | None:
        """The case of "the country", "the bloc": the last one named that it can mean."""
        codes = shorts().get(role.head) or shorts().get(self.at.words(role.start, role.end).lower().removeprefix("the "))
        for found in reversed(self.at.discourse.history):
            if codes and set(found.codes) & set(codes):
                return replace(found, parties=tuple(party for party in found.parties if party.country in codes))
        if role.head not in _LANDS:
            return None
        dominant = self.at.discourse.dominant()
        lands = [found for found in self.at.discourse.back(sentence) if len(found.codes) == 1 and found.kind != "organisation"]
        acting = next((found for found in lands if found.subject and found.kind in {"country", "capital"}), None)
        return (
            acting
            or next((found for found in lands if dominant in {None, found.codes[0]}), None)
            or (lands[0] if lands else None)
        )

    def _like(self, role: Role) -> Found | None:
        """The last body of the same sector: a company, a university, an armed group."""
        for found in reversed(self.at.discourse.history):
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
            if body.country in self.at.discourse.named:
                return body.country
        return None
