"""What has been said so far in a report: the antecedents of pronouns, "the two sides" and "the ministry"."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from detente.actors.mention import Kind
from detente.ontology.countries import organisations
from detente.ontology.spelling import word_set

#: How many sentences back an antecedent may stand.
REACH: Final = 2
#: At most so many units lie between "Russia" and "its" in "Russia for its war".
_NEAR: Final = 4
#: A report is about one country at home when it makes up this share of the countries named.
DOMINANT: Final = 0.6
#: How much the publisher's own country counts beside those that are named.
_HOME: Final = 1.0
#: How much a country counts that makes up all of those named.
_SHARE: Final = 2.0
#: How much one counts who was named without acting; who acted counts 1.
_OBJECT: Final = 0.6
#: How much the country counts that is named first, in the title or the text.
_LEAD: Final = 0.75
_MEETING: Final = word_set(
    "met meet meets meeting spoke speak speaks speaking call called talks talked held hold hosted host hosts welcomed welcome"
    " welcomes convened joined visited visit received discussed discuss signed conversation phone summit agreed exchanged"
    " updated briefed consulted greeted dialogue negotiated negotiations dinner lunch"
)
_THINGS: Final = frozenset({"country", "capital", "organisation", "body", "company", "armed group", "group", "demonym"})
_BODIES: Final = frozenset({"organisation", "body", "company", "armed group"})
_ROYAL: Final = frozenset({"king", "queen", "emir", "amir", "sultan", "monarch", "emperor", "prince", "pope"})
_PEOPLE: Final = frozenset({"person", "office"})


@dataclass(frozen=True, slots=True)
class Party:
    """One side as it is passed on from mention to mention; an `Actor` without the words."""

    country: str | None
    sector: str | None = None
    name: str | None = None


@dataclass(slots=True)
class Found:
    """A mention with what is needed to refer back to it."""

    start: int
    """Its first unit; `end` is the unit after its last."""
    end: int
    sentence: int
    quote: int
    kind: Kind
    parties: tuple[Party, ...]
    reason: str | None = None
    plural: bool = False
    female: bool | None = None
    office: str | None = None
    head: str = ""
    inner: tuple[str, ...] = ()
    """Words for the bodies inside the mention: "ministry" of "an institute of China's ministry"."""
    subject: bool = False
    person: bool = False
    """For a pronoun: it stands for one person."""
    thing: bool = False
    """For a pronoun: it stands for a country or body."""
    ours: bool = False
    """The case of "we" or "I", which "they" and "he" never take up."""
    guess: bool = False
    """No words say whose it is: it was found by what else is said."""
    tied: bool = False
    """Joined to the mention before by "and" or a comma."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The countries it stands for."""
        return tuple(party.country for party in self.parties if party.country)


@dataclass(slots=True)
class Discourse:
    """The mentions so far, newest last, and how often each country is named in the whole report."""

    named: Counter[str] = field(default_factory=Counter)
    home: str | None = None
    """The country of the dateline or publisher."""
    history: list[Found] = field(default_factory=list)

    def add(self, found: Found) -> None:
        """Take in the next mention."""
        self.history.append(found)

    def back(self, sentence: int, reach: int = REACH) -> Iterator[Found]:
        """The mentions before, newest first, of this sentence and `reach` before it."""
        for found in reversed(self.history):
            if found.sentence < sentence - reach:
                return
            yield found

    def dominant(self) -> str | None:
        """The one country that the report is about, if there is one."""
        total = sum(self.named.values())
        if not total:
            return None
        code, count = self.named.most_common(1)[0]
        return code if count / total >= DOMINANT else None

    def context(self, sentence: int) -> str | None:
        """The country meant where none is said: one that is named often, and acted lately; else the home."""
        weight = self.weights(sentence)
        return max(weight, key=lambda code: weight[code]) if weight else None

    def weights(self, sentence: int) -> dict[str, float]:
        """How much each country is in mind at a sentence."""
        total = sum(self.named.values())
        weight = {code: _SHARE * count / total for code, count in self.named.items() if code not in organisations()}
        if self.home is not None:
            weight[self.home] = weight.get(self.home, 0.0) + _HOME
        lead = next((found.codes[0] for found in self.history if found.codes), None)
        if lead in weight:
            weight[lead] += _LEAD
        seen: set[str] = set()
        for found in self.back(sentence, 4):
            if found.guess or not found.parties:
                continue
            codes = set(found.codes)
            code = codes.pop() if len(codes) == 1 else None
            if code is None or code in seen or code in organisations():
                continue
            seen.add(code)
            weight[code] = weight.get(code, 0.0) + (1.0 if found.subject else _OBJECT) / (1 + sentence - found.sentence)
        return weight

    def last_head(self, head: str) -> Found | None:
        """The last mention with that head word: "the ministry" after "the Turkish defence ministry"."""
        heads = (found for found in reversed(self.history) if found.parties and head in (found.head, *found.inner))
        return next(heads, None)

    def last_office(self, office: str, head: str) -> Found | None:
        """The last mention of one holder of that office, by a like title: a king is no president."""
        return next(
            (
                found
                for found in reversed(self.history)
                if found.office == office
                and (found.head in _ROYAL) == (head in _ROYAL)
                and found.kind in _PEOPLE
                and found.parties
                and not found.plural
            ),
            None,
        )

    def they(self, sentence: int, unit: int, keys: Sequence[Sequence[str]], *, opens: bool) -> tuple[Party, ...]:
        """The several meant by "they" at `unit`; `keys` are the words of each sentence.

        `opens`: the pronoun opens its sentence, and so takes up a subject rather than whoever was named last.
        """
        last = next(self.back(sentence, 0), None)
        if not opens and last is not None and last.plural and last.parties and unit - last.end <= _NEAR and not last.ours:
            return last.parties
        things: tuple[Party, ...] = ()
        named: tuple[Party, ...] = ()
        for back in range(REACH + 1):
            level = [found for found in self.history if found.sentence == sentence - back and not found.ours]
            several = self._several(level, keys[sentence - back] if 0 <= sentence - back < len(keys) else ())
            if several:
                return several
            named = named or next((found.parties for found in reversed(level) if found.plural and found.parties), ())
            if named and not opens:
                return named
            kinds = _BODIES if opens else _THINGS
            things = things or next((found.parties for found in level if found.subject and found.kind in kinds), ())
            if things and back <= 1:
                return things
        return named or things

    def _several(self, level: list[Found], words: Sequence[str]) -> tuple[Party, ...]:
        """The several of one sentence: its plural subject, those joined to its subject, or those who met."""
        subject = next((index for index, found in enumerate(level) if found.subject), None)
        if subject is None:
            subject = 0
        if not level:
            return ()
        if level[subject].plural and level[subject].parties:
            return level[subject].parties
        first = subject
        while first and level[first].tied:
            first -= 1
        group = [party for found in level[first : subject + 1] for party in found.parties]
        for found in level[subject + 1 :]:
            if not found.tied:
                break
            group += found.parties
        if len({party.country for party in group}) > 1:
            return distinct(group)
        people = [party for found in level if found.kind in _PEOPLE for party in found.parties]
        if len({party.country for party in people}) > 1 and _MEETING & set(words):
            return distinct(people)
        return ()

    def sides(self, sentence: int, count: int | None, *, people: bool) -> tuple[Party, ...]:
        """The sides so far: the `count` countries that weigh most, those near and those acting more; None: who took part."""
        if count is None:
            met = self._participants(sentence)
            if met:
                return met
            count = 2
        weight: dict[str, float] = {}
        best: dict[str, Party] = {}
        for found in reversed(self.history):
            near = 1.0 / (1 + max(0, sentence - found.sentence))
            for party in found.parties:
                if party.country is None or (people and found.kind not in _PEOPLE and found.kind != "pronoun"):
                    continue
                weight[party.country] = (
                    weight.get(party.country, 0.2) + near * (2 if found.subject or found.kind in _PEOPLE else 1) + 0.2
                )
                if party.country not in best or (party.name and not best[party.country].name and people):
                    best[party.country] = party
        here = {code for found in self.back(sentence, 0) for code in found.codes if code in weight}
        before = self._actors(sentence - 1)
        if len(here) >= count:
            # The sentence itself has named them.
            weight = {code: weight[code] for code in here}
        elif len(before) == count and before <= set(weight):
            weight = {code: weight[code] for code in before}
        chosen = sorted(weight, key=lambda code: -weight[code])[:count]
        if len(chosen) < count:
            return self.sides(sentence, count, people=False) if people else ()
        # In the order of their first mention, which is that of the report.
        order = list(dict.fromkeys(party.country for found in self.history for party in found.parties))
        return tuple(best[code] if people else Party(code, "GOV") for code in sorted(chosen, key=order.index))

    def _actors(self, sentence: int) -> set[str]:
        """The countries that act in a sentence, or are stood for by a person in it."""
        acting = (found for found in self.history if found.sentence == sentence and (found.subject or found.kind in _PEOPLE))
        return {code for found in acting for code in found.codes}

    def _participants(self, sentence: int) -> tuple[Party, ...]:
        """The persons of the last sentence that names some of two or more countries."""
        for back in range(sentence + 2):
            people = [
                party
                for found in self.history
                if found.sentence == sentence - back and found.kind in _PEOPLE
                for party in found.parties
            ]
            if len({party.country for party in people}) > 1:
                return distinct(people)
        return ()


def distinct(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Each country once, the named person before the nameless, in the order of their first mention."""
    best: dict[tuple[str | None, str | None], Party] = {}
    for party in parties:
        key = (party.country, None)
        if key not in best or (best[key].name is None and party.name is not None):
            best[key] = party
    return tuple(best.values())
