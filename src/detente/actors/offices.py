"""Which office a role names in a country, and who holds it on the report's date."""

import re
from dataclasses import dataclass
from typing import Final

from detente.actors.discourse import Party
from detente.actors.roles import Role, sector_of
from detente.actors.stretch import Stretch
from detente.ontology.countries import organisations
from detente.ontology.spelling import word_set

_HEADS_OF_BODIES: Final = word_set(
    "head chief president secretary-general director-general chair chairman chairwoman general director leader"
)
#: "Secretary of Transportation" is a title of the United States.
_CABINET: Final = re.compile("o[ANX]")


@dataclass(slots=True)
class Offices:
    """Reads offices in one stretch of text."""

    at: Stretch

    def sector(self, role: Role, country: str | None) -> str | None:
        """The PLOVER sector of a role that acts for that country or organisation."""
        sector = sector_of(role)
        if not role.heads and role.owner is not None:
            # "the BBC's Jane Doe" belongs to the press.
            body = self.at.units.entries[role.owner[1] - 1]
            sector = body.sector if body is not None else sector
        if role.head in {"representative", "representatives"} and country == "USA" and len(role.heads) == 1 and not role.after:
            return "LEG"
        return "IGO" if sector == "GOV" and country in organisations() else sector

    def title_country(self, role: Role) -> str | None:
        """The country of a title that only one has: "the Kremlin spokesman"."""
        if not role.heads:
            return None
        if (
            role.head == "secretary"
            and _CABINET.match(self.at.units.letters, role.heads[-1][0] + 1)
            and "USA" in self.at.discourse.named
        ):
            return "USA"
        owners = {title.country for title in role.entry.titles}
        discourse = self.at.discourse
        if len(owners) > 1 and None not in owners:
            # "the secretary of state" in a report that names the United States
            heard = {owner for owner in owners if owner in discourse.named or owner == discourse.home}
            owners = heard if len(heard) == 1 else {None}
        code = owners.pop() if len(owners) == 1 else None
        if code in {None, discourse.home} or code in discourse.named or any(code in past.codes for past in discourse.history):
            return code
        # A title of one word ("legislator") does not bring its country along, unless the word says so ("Kremlin spokesman").
        words = self.at.words(role.heads[-1][0], role.heads[-1][0] + 1).split()
        starts = (" ".join(words[:count]) for count in range(1, len(words)))
        telling = any(self.at.lexicon.country_of(start) == code for start in starts)
        return code if telling or (len(words) > 2 and code not in organisations()) else None

    def office(self, role: Role, code: str | None) -> str | None:
        """The key of the office that a role names in that country, or None."""
        if not role.heads or role.letter not in "TU":
            return None
        if role.head == "counterpart":
            last = next((found for found in reversed(self.at.discourse.history) if found.office and not found.plural), None)
            return last.office if last else None
        if role.head in {"chief", "head", "commander"} and role.before and role.before[0].letter == "B":
            return {"MIL": "military_chief", "SPY": "intelligence_chief"}.get(role.before[0].sector or "")
        titles = role.entry.titles
        office = next((title.office for title in titles if title.country == code), None)
        office = office or next((title.office for title in titles if title.country is None), None)
        if code in organisations() and role.head in _HEADS_OF_BODIES:
            office = "head"
        return f"deputy_{office}" if office and role.deputy else office

    def dress(self, role: Role, owners: tuple[Party, ...]) -> tuple[Party, ...]:
        """The owners with the role's sector, and the holder's name where one person holds the office."""
        singular = role.letter == "T" and not role.former and not self.indefinite(role)
        parties = []
        for owner in owners:
            office = self.office(role, owner.country)
            name = None
            if owner.country and office and (singular or (role.letter == "U" and len(owners) > 1)):
                name = self.at.lexicon.sole_holder(owner.country, office, self.at.on)
            parties.append(Party(owner.country, self.sector(role, owner.country) or "GOV", name))
        return tuple(parties)

    def indefinite(self, role: Role) -> bool:
        """Whether it is "a minister", any one of them."""
        return self.at.tokens.keys[self.at.units.first[role.start]] in {
            "a",
            "an",
            "another",
            "one",
            "some",
            "any",
            "every",
            "no",
        }
