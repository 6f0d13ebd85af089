"""Persons of one report: first named in full, later by family name, title or pronoun; and who they are by the lexicon."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

from detente.actors.lexicon import Lexicon, Tenure, office_kind, table
from detente.ontology.countries import organisations
from detente.ontology.spelling import fold, word_set

#: Offices whose holders reports name without saying who they are.
_PROMINENT: Final = frozenset({"head_of_state", "head_of_government", "ruler", "foreign_minister", "head", "defence_minister"})
#: A family name alone still means the one who left office this many days ago.
_FRESH: Final = 4 * 365
_FEMALE_WORDS: Final = word_set(
    "mrs mrs. ms ms. miss lady dame madam madame queen princess spokeswoman chairwoman congresswoman actress businesswoman"
)


@cache
def _feminine() -> frozenset[str]:
    return frozenset(fold(row["given"]) for row in table("feminine"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as far as the report and the lexicon tell."""

    name: str
    country: str | None
    sector: str | None
    office: str | None = None
    female: bool | None = None


@dataclass(slots=True)
class People:
    """Who has been named so far."""

    lexicon: Lexicon
    on: date
    _named: dict[str, Person] = field(default_factory=dict)

    def remember(self, words: str, person: Person) -> None:
        """Keep `person` under the words he was called by: all of them, the last and the first."""
        parts = name_words(words)
        if not parts:
            return
        self._named[" ".join(parts)] = person
        for part in (parts[-1], *name_words(person.name)[-1:], parts[0]):
            # A family name keeps meaning the person it first meant: "Mugabe" is not his wife.
            known = self._named.get(part)
            if known is None or known.name == person.name or (part != parts[0] and name_words(known.name)[-1:] != [part]):
                self._named[part] = person

    def recall(self, words: str) -> Person | None:
        """The person meant by `words`, if already named."""
        parts = name_words(words)
        if not parts:
            return None
        found = self._named.get(" ".join(parts)) or (self._named.get(parts[-1]) if len(parts) <= 2 else None)
        if found is None or len(parts) == 1:
            return found
        # "Joe Biden" is no other Biden: given names must agree as far as both are known.
        known = name_words(found.name)
        return found if set(parts) & set(known) >= {parts[-1]} and (parts[0] in known or _initial(parts[0], known)) else None

    def known(self, words: str, country: str | None, office: str | None, named: Container[str] = ()) -> Tenure | None:
        """Whom the lexicon means by `words` on the report's date, first of the countries `named`; None where nobody fits."""
        tenures = self.lexicon.tenures(words)
        if not tenures and " " in words:
            tenures = self._by_family(words)
        if country is not None:
            tenures = tuple(tenure for tenure in tenures if tenure.country == country)
        if not tenures:
            return None
        return min(
            tenures,
            key=lambda tenure: (
                tenure.office != office, tenure.away(self.on), tenure.country not in named, -tenure.start.toordinal()
            ),
        )  # fmt: skip

    def _by_family(self, words: str) -> tuple[Tenure, ...]:
        """Tenures under the last word, of those whose full name shares another word with `words`."""
        parts = name_words(words)
        held = self.lexicon.tenures(parts[-1]) if parts else ()
        return tuple(tenure for tenure in held if set(name_words(tenure.name)) & set(parts[:-1]))

    def prominent(self, word: str, named: frozenset[str]) -> Tenure | None:
        """Whom a family name alone means in a report that names the countries `named`."""
        fresh = [
            tenure
            for tenure in self.lexicon.tenures(word)
            if tenure.office in _PROMINENT and tenure.country in named and tenure.away(self.on) <= _FRESH
        ]
        if not fresh:
            return None
        best = min(fresh, key=lambda tenure: tenure.away(self.on))
        rivals = {tenure.name for tenure in fresh if tenure.away(self.on) <= best.away(self.on)}
        return best if len(rivals) == 1 else None


def name_words(name: str) -> list[str]:
    """The telling words of a name, folded: no initials, no "Jr."."""
    words = [word for word in fold(name).replace(",", " ").split() if len(word.rstrip(".")) > 1]
    return [word for word in words if word not in {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}]


def _initial(given: str, known: list[str]) -> bool:
    return any(word.startswith(given[:3]) or given.startswith(word[:3]) for word in known[:-1])


#: A name that ends so is no person's.
_THINGS: Final = word_set(
    "mosque temple shrine monastery palace castle cathedral station stage road farm mine mill factory plant lodge society"
    " family team club united sea ocean river island islands day act street church airport university hospital week cup"
    " award prize times post news summit agreement treaty accord pact war strait straits bay gulf peninsula mountains"
    " mountain report survey plan project initiative program programme strategy dialogue forum fund law bill constitution"
    " amendment department building square tower bridge city county district valley lake canyon park stadium festival"
    " conference declaration resolution protocol convention doctrine crisis games championship championships league open"
    " series album film movie book magazine journal hotel museum theatre theater center centre institute academy school"
    " college bank corporation company inc ltd group holdings airlines airways motors energy industries technologies systems"
    " partners capital era century spring summer winter autumn house hall court office base port corridor pipeline canal"
    " highway railway route belt zone area region coast border"
)


def is_thing(name: str) -> bool:
    """Whether the last word of a name shows that it is not a person's."""
    words = name_words(name)
    return not words or words[-1] in _THINGS


def is_female(words: str, title: str = "") -> bool | None:
    """True where a title or given name says so, else None."""
    if _FEMALE_WORDS & set(fold(title).split()):
        return True
    folded = fold(words).split()
    given = _feminine()
    return True if folded and (folded[0] in given or " ".join(folded[1:3]) in given) else None


def from_tenure(tenure: Tenure) -> Person:
    """The person of a tenure; those of an organisation act for it."""
    sector = "IGO" if tenure.country in organisations() else office_kind(tenure.office).sector
    return Person(tenure.name, tenure.country, sector, tenure.office, is_female(tenure.name))
