"""Who acts, in a sentence: `the Chinese and US militaries`, `the Kenyan foreign minister`, `Tanzania`, `Huawei (China)`.

Uniform names come from the codes, so that five reports of one act read alike; the office or body comes from the report's words.
"""

import re
from collections.abc import Sequence
from typing import Final

from detente.records import Actor
from detente.relations import names
from detente.relations.parties import is_plural, office

#: More parties than this are counted, not listed.
_MOST: Final = 4
#: Words that stand for somebody named before, and say nothing out of their report.
_POINTING: Final = re.compile(
    r"^(?:I|we|us|our|my|you|he|she|it|they|his|her|its|their|him|them|both|neither|each|all"
    r"|the (?:two|three|sides?|country|government|man))\b",
    re.IGNORECASE,
)
#: Words that describe somebody, as against names of places and buildings that stand for a government.
_DESCRIBES: Final = re.compile(
    r"(?:[Aa]n? |[Tt]he |[Ss]ome )?"
    r"(?!.*(?:government|authorit|part(?:y|ies)\b|sides?\b|countr|nation|neighbour|states?\b|capital|regime))"
    r"[a-z][a-z -]+"
)
#: People who are cited, at the beginning of a sentence.
_COMMON: Final = re.compile(
    r"(?:analyst|expert|scholar|critic|observer|economist|resident|witness|farmer|trader|source|researcher|historian|activist)e?s?",
    re.IGNORECASE,
)
#: Of these offices a country has one, or all of them are meant.
_DEFINITE: Final = re.compile(
    r"head of|minister|president|premier|chancellor|king|leader"
    r"|militar|nav|arm(?:y|ies)|secretar|chief|diplomat$|advis|emir|sultan|prince"
    r"|parliament|ministry|coast ?guard|air force|spokes|ambassador",
    re.IGNORECASE,
)
#: Of these a country has one: "the two presidents" is of each of them one.
_SOLE: Final = re.compile(
    r"(?:presidents|prime ministers|premiers|(?:foreign|defen[cs]e) ministers|heads of (?:state|government))", re.IGNORECASE
)
#: Bodies that are called by their own name.
_BODY: Final = re.compile(r"\b(?:department|ministry|office|agency|bureau|council|committee|commission)\b", re.IGNORECASE)
_IRREGULAR: Final = {"secretary of state": "secretaries of state", "head of state": "heads of state"}


def countries(codes: Sequence[str]) -> str:
    """Countries by name: `China and the United States`."""
    return names.listed([names.name(code) for code in codes])


def party(actor: Actor) -> str:
    """One party: its office with its country, its own name, or its country."""
    country = actor.country
    if country is None:
        return "an unnamed party" if _POINTING.match(actor.text) else _inside(actor.text)
    if names.is_organisation(country):
        return names.name(country)
    held = office(actor.text)
    if held:
        return _office(held[0], country, actor)
    if actor.name and actor.sector not in ("GOV", None):
        return f"{actor.name} ({names.name(country)})"
    if actor.name and _names_person(actor):
        return f"{actor.name} ({names.name(country)})"
    if _POINTING.match(actor.text) or (actor.sector in ("GOV", None) and not _DESCRIBES.fullmatch(actor.text)):
        return names.name(country)
    return _body(actor, country)


def _names_person(actor: Actor) -> bool:
    """Whether the report's words are the name itself, or a part of it ("Hamano")."""
    return bool(actor.name) and bool(set(actor.text.split()) & set((actor.name or "").split()))


def _office(words: str, country: str, actor: Actor) -> str:
    lower = _singular(words.lower()) if _SOLE.fullmatch(words) else words.lower()
    if actor.name and _BODY.search(actor.name) and _BODY.search(lower):
        return f"the {names.adjective(country)} {actor.name}"
    title = f"{names.adjective(country)} {lower}"
    if (is_plural(words) and not _SOLE.fullmatch(words)) or lower in ("troops", "forces"):
        return f"the {title}" if _DEFINITE.search(lower) else title
    said = f"the {title}" if _DEFINITE.search(lower) else f"{_article(title)} {title}"
    return f"{said} ({actor.name})" if actor.name else said


def _singular(words: str) -> str:
    first, of, rest = words.partition(" of ")
    return first.removesuffix("s") + of + rest


def _body(actor: Actor, country: str) -> str:
    """People, companies, groups: `Kenyan fishermen`, `Huawei (China)`; a country's name or adjective alone is the country."""
    text = _inside(actor.text)
    bare = re.sub(r"^(?:the|a|an|some|its|their|his) ", "", text, flags=re.IGNORECASE)
    if names.code_of(bare) == country:
        return names.name(country)
    if names.mentions(country, text):
        return text
    if not bare[:1].islower():
        return f"{text} ({names.name(country)})"
    said = f"{names.adjective(country)} {bare}"
    return said if is_plural(bare) else f"{_article(said)} {said}" if text.startswith(("a ", "an ")) else f"the {said}"


def _article(phrase: str) -> str:
    return "an" if phrase[:1].lower() in "aeio" else "a"


def _inside(text: str) -> str:
    """Words from the beginning of a sentence as they stand inside one; common words lose their capital, names keep it."""
    first, _, rest = text.partition(" ")
    common = (_COMMON.fullmatch(first) or office(first)) and not rest[:1].isupper()
    return text[:1].lower() + text[1:] if (first in ("The", "A", "An", "Some", "Several") and rest) or common else text


def parties(actors: Sequence[Actor], context: Sequence[Actor] = ()) -> str:
    """Several parties; those who hold like offices share the word: `the Chinese and US foreign ministers`.

    A counterpart has the office of somebody else among them, or in `context`.
    """
    actors = _distinct([_counterpart(actor, (*actors, *context)) for actor in actors])
    if len(actors) > _MOST:
        return names.listed([*(party(a) for a in actors[: _MOST - 1]), f"{len(actors) - _MOST + 1} others"])
    if shared := _shared(actors):
        return shared
    return names.listed(list(dict.fromkeys(party(actor) for actor in actors)))


def _counterpart(actor: Actor, others: Sequence[Actor]) -> Actor:
    if "counterpart" not in actor.text.lower() or office(actor.text):
        return actor
    held = (office(other.text) for other in others if other.country != actor.country)
    found = next(filter(None, held), None)
    return Actor(found[0], actor.country, actor.sector, actor.name) if found else actor


def _distinct(actors: Sequence[Actor]) -> list[Actor]:
    """One actor for each country and office, the named one of two."""
    best: dict[tuple[str | None, str], Actor] = {}
    for actor in actors:
        key = (actor.country, party(Actor(actor.text, actor.country, actor.sector)))
        if key not in best or (actor.name and not best[key].name):
            best[key] = actor
    return list(best.values())


def _shared(actors: Sequence[Actor]) -> str | None:
    held = [office(actor.text) for actor in actors]
    if len(actors) < 2 or not all(held) or len({actor.country for actor in actors}) < len(actors):
        return None
    words = {_plural(found[0].lower()) for found in held if found}
    if len(words) > 1 or any(actor.country is None or names.is_organisation(actor.country) for actor in actors):
        return None
    if all(actor.name and actor.name in actor.text for actor in actors):
        return None
    plural = words.pop()
    adjectives = names.listed([names.adjective(actor.country) for actor in actors if actor.country])
    return f"the {adjectives} {plural}" if _DEFINITE.search(plural) else f"{adjectives} {plural}"


def _plural(words: str) -> str:
    if is_plural(words) or words.endswith("s"):
        return words
    if words in _IRREGULAR:
        return _IRREGULAR[words]
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def plural_subject(actors: Sequence[Actor]) -> bool:
    """Whether a verb takes the plural after these parties."""
    distinct = _distinct(actors)
    if len(distinct) > 1:
        return True
    held = office(distinct[0].text)
    if held:
        return is_plural(held[0]) and not _SOLE.fullmatch(held[0])
    words = party(distinct[0]).split(" (")[0]
    return words.split()[-1].islower() and is_plural(words)


def said_by(actor: Actor) -> str:
    """Whom an account is from: the report's words where they say enough, else the party."""
    text = _inside(actor.text)
    if _POINTING.match(text) or (actor.country and text[:1].isupper() and names.code_of(text) == actor.country):
        return party(actor)
    if not actor.country or names.is_organisation(actor.country) or names.mentions(actor.country, text) or actor.name:
        return text
    return f"{text} ({names.name(actor.country)})"
