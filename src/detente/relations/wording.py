"""Acts in words: a sentence is made from the fields of a record by the table `data/verbs.toml`, and says no more than they do.

Whether an act was done, is planned, was denied or only supposed decides the form of the verb in one place (`_predicate`), so no
template can word a plan as a deed.
"""

import re
import tomllib
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

from detente.records import Actor, Event
from detente.relations import names
from detente.relations.days import day
from detente.relations.filed import Standing, When, codes
from detente.relations.measures import kind_of_event
from detente.relations.terms import figures
from detente.relations.who import countries, parties, party, plural_subject, said_by

_OPTIONAL: Final = re.compile(r"\[([^\]]*)\]")
_SLOT: Final = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")
_MONEY: Final = frozenset(["dollar", "euro", "pound", "yuan", "yen", "rubl", "rupe", "$", "€", "£", "¥"])
_INITIALS: Final = 3
_DETERMINED: Final = re.compile(r"^(?:the|a|an|its|their|his|her|all|some|more|two|three|four|\d|[A-Z“\"'])")
_MANY: Final = re.compile(r"^[a-z -]*[a-z][^s\W]s(?: (?:of|on|in|for|to|from|with)\b|$)")
_EMPTY_TOPICS: Final = frozenset(
    ["talks", "talk", "meeting", "the meeting", "ties", "relations", "visit", "call", "summit", "deal"]
)
#: A preposition that stands before a topic by mistake.
_LEADING: Final = re.compile(r"^(?:over|of|in|on|for|with|by|to|at|about|against|regarding)\s+", re.IGNORECASE)
_TALKS_ON: Final = re.compile(
    r"^(?:the )?(?:talks|negotiations|discussions|dialogue|consultations) (?:on|about|over) ", re.IGNORECASE
)
#: A topic after one of these is what an act was about, not what it was done to.
_ABOUT: Final = re.compile(
    r"(?:\b(?:of|for|about|on|against|after|in)|(?<!hand )(?<!handed )\bover)(?: the| an?| two| three)?(?: \w+)?\s*$",
    re.IGNORECASE,
)
#: A topic that names the act itself is not what it was done to.
_AN_ACT: Final = re.compile(
    r"\b(?:detention|arrest|trial|crackdown|seizure|raid|attack|strike|shelling|bombing|killing|espionage|spying|deportation)s?\b",
    re.IGNORECASE,
)
_WATERS: Final = re.compile(
    r"\b(?:sea|strait|island|islands|lake|river|bay|gulf|shoal|reef|bank|border|coast|ocean)\b", re.IGNORECASE
)
_MUTUAL_TYPES: Final = frozenset(["AGREE", "CONSULT", "COOPERATE", "SUPPORT", "CONCEDE"])
#: What somebody is asked for that is done with or for the asker.
_WITH_ASKER: Final = frozenset(["CONSULT", "AID", "SUPPORT", "COOPERATE", "AGREE"])
_PLACED: Final = frozenset(["CONSULT", "ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "COOPERATE"])
_MOST_TOPICS: Final = 3

#: What makes a promise what it is, by the words of its sentence: a plan, an offer, an agreement, a pledge.
_PROMISES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), past)
    for pattern, past in (
        (r"\b(?:offer|invit)", "offered to"),
        (r"\bpropos", "proposed to"),
        (r"\b(?:ready|willing|open to)\b", "said {pronoun} was ready to"),
        (r"\b(?:pledg|promis|vow|commit|undert[ao])", "promised to"),
        (r"\b(?:agree|settled|accord|deal)", "agreed to"),
        (r"\b(?:plan|schedul)", "{plan} to"),
        (r"\b(?:expect|anticipat)", "{be} expected to"),
    )
)
_REQUESTS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), past)
    for pattern, past in (
        (r"\bdemand", "demanded that {r} {base}"),
        (r"\burg", "urged {r} to {base}"),
        (r"\b(?:order|told)", "told {r} to {base}"),
        (r"\bcall(?:ed|s)? (?:on|for)", "called on {r} to {base}"),
        (r"", "asked {r} to {base}"),
    )
)
_CALLED_OFF: Final = re.compile(r"\b(?:cancel|call(?:ed|s)? off|postpon|put off|scrap)", re.IGNORECASE)
_CLAUSE_LIMIT: Final = timedelta(days=40)


class Verb(NamedTuple):
    """One row of the table: its conditions and its two forms."""

    past: str
    base: str
    mode: str | None
    aspect: str | None
    kind: str | None
    cue: re.Pattern[str] | None
    topic: re.Pattern[str] | None
    promised: bool
    one_sided: bool


@cache
def _verbs() -> dict[str, tuple[Verb, ...]]:
    text = resources.files("detente.relations").joinpath("data/verbs.toml").read_text(encoding="utf-8")
    return {kind: tuple(map(_verb, rows)) for kind, rows in tomllib.loads(text).items()}


def _verb(row: dict[str, str]) -> Verb:
    cue, topic = (re.compile(row[key], re.IGNORECASE | re.DOTALL) if key in row else None for key in ("cue", "topic"))
    return Verb(
        row["past"], row["base"], row.get("mode"), row.get("aspect"), row.get("kind"), cue, topic,
        bool(row.get("promised")), bool(row.get("one_sided")),
    )  # fmt: skip


def clause(event: Event, standing: Standing) -> str:
    """What happened, as a clause without date and full stop: `the Kenyan and Tanzanian foreign ministers met in Kampala`.

    A planned act "is to" be done, a denied one "did not" happen, a supposed one "might": never the form of a deed.
    """
    predicate = _predicate(event, standing)
    place = _place(event)
    said = f"{parties(event.actors)} {predicate}{'' if place in predicate else place}"
    source = event.attribution
    if source is None or source.sector in ("MED", "JRN") or {a.country for a in event.actors} == {source.country}:
        return said
    if party(source) in (names.name(a.country) for a in event.actors if a.country):
        return said
    return f"{said}, according to {said_by(source)}"


def capital(text: str) -> str:
    """A clause at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def _predicate(event: Event, standing: Standing) -> str:
    if standing == "done":
        return _done(event)
    base = _base(event)
    if standing == "planned":
        return f"{_be(event)} to {base}"
    return f"did not {base}" if standing == "denied" else f"might {base}"


def _be(event: Event) -> str:
    return "are" if plural_subject(event.actors) else "is"


def _done(event: Event) -> str:
    """The past form; promises, requests, refusals and threats speak of another act, which then stands as an infinitive."""
    other = _promised_base(event)
    if event.type in ("AGREE", "CONCEDE") and other:
        return f"{_promise_verb(event)} {other}"
    if event.type == "REQUEST" and other and (asked := _recipients(event)):
        pattern = next(past for cue, past in _REQUESTS if cue.search(event.evidence.quote))
        return pattern.format(r=asked, base=other)
    if event.type == "REJECT" and event.of == "CONSULT":
        verb = "called off" if _CALLED_OFF.search(event.evidence.quote) else "refused"
        return _fill(f"{verb} talks[ with {{r}}][ on {{t}}]", event) or f"{verb} talks"
    if event.type == "REJECT" and other:
        return f"refused to {other}"
    if event.type == "THREATEN" and other:
        return f"threatened to {other}"
    return _say(event, event.type, "past")


def _base(event: Event) -> str:
    """The form after "to", "did not" and "might"."""
    other = _promised_base(event)
    if other and event.type in ("AGREE", "CONCEDE"):
        return f"agree to {other}"
    if other and event.type == "REQUEST" and (asked := _recipients(event)):
        return f"ask {asked} to {other}"
    if event.type == "REJECT" and event.of == "CONSULT":
        return _fill("refuse talks[ with {r}][ on {t}]", event) or "refuse talks"
    if other and event.type in ("REJECT", "THREATEN"):
        return f"{'refuse' if event.type == 'REJECT' else 'threaten'} to {other}"
    return _say(event, event.type, "base")


def _promised_base(event: Event) -> str | None:
    """The infinitive of the act that a promise, request, refusal or threat speaks of."""
    if event.of is None or event.of == event.type:
        return None
    return _say(event, event.of, "base", promised=True)


def promised(event: Event) -> str:
    """What was promised, as an infinitive without "to": `lift the ban on maize`; for headings and tables."""
    return _promised_base(event) or _say(event, event.type, "base")


def _promise_verb(event: Event) -> str:
    plural = plural_subject(event.actors)
    past = next((past for cue, past in _PROMISES if cue.search(event.evidence.quote)), "{be} to")
    return past.format(be="are" if plural else "is", plan="plan" if plural else "plans", pronoun="it") if not (
        plural and "{pronoun}" in past
    ) else "said they were ready to"  # fmt: skip


def _say(event: Event, kind: str, form: str, *, promised: bool = False) -> str:
    for verb in _verbs()[kind]:
        if _fits(verb, event, kind, promised=promised) and (
            said := _fill(getattr(verb, form), event, asked=promised, topic=verb.topic)
        ):
            return said
    plain = {"past": f"did what is coded {kind}", "base": f"do what is coded {kind}"}
    return plain[form]


def _fits(verb: Verb, event: Event, kind: str, *, promised: bool) -> bool:
    own = event.type == kind
    if (verb.mode and not (own and verb.mode == event.mode)) or (verb.aspect and verb.aspect != event.aspect):
        return False
    if (verb.promised and not promised) or (verb.one_sided and (not promised or len(event.recipients) < 2)):
        return False
    if verb.kind and verb.kind != kind_of_event(event):
        return False
    if verb.cue and not verb.cue.search(event.evidence.quote):
        return False
    return not verb.topic or any(verb.topic.search(topic) for topic in event.topics)


def _fill(template: str, event: Event, *, asked: bool = False, topic: re.Pattern[str] | None = None) -> str | None:
    """The template with its slots filled; None where a slot outside brackets stays empty.

    A row that asks for a `topic` takes as object the topics that match it, and no others.
    """
    slots = _slots(event, asked=asked)
    if topic is not None:
        slots["o"] = _object(tuple(each for each in event.topics if topic.search(each)))

    def put(text: str) -> str | None:
        missing = [m for m in _SLOT.finditer(text) if not slots.get(m[1]) and m[2] is None and m[1] != "p"]
        return None if missing else _SLOT.sub(lambda m: slots.get(m[1]) or m[2] or "", text)

    said = put(_OPTIONAL.sub(lambda m: put(m[1]) or "", template))
    return f"{said} ({slots['rest']})" if said and "{x" in template and slots["rest"] else said


def _slots(event: Event, *, asked: bool) -> dict[str, str]:
    """The words of an event for each slot; in a request the one asked does it, so the asker stands for the recipient."""
    others = _others(event)
    if asked and event.type == "REQUEST":
        # Several who are asked are to deal with each other; one who is asked to talk or help, with the asker.
        others = event.actors if len(codes(event.recipients)) < 2 and event.of in _WITH_ASKER else ()
    about = _about(event)
    topics = " ".join(about)
    there = list(dict.fromkeys(a.country for a in others if a.country))
    # What one is asked to give up is not the asker's own.
    unnamed = [code for code in there if not names.mentions(code, topics) and not (asked and event.type == "REQUEST")]
    direct = tuple(topic for topic in about if _is_object(topic, event.evidence.quote))
    mutual = not others and event.type not in _MUTUAL_TYPES and len({a.country for a in event.actors}) > 1
    together = parties(others, event.actors) if others else "each other" if mutual else ""
    return {
        "r": together,
        "q": parties(others, event.actors) if others else "",
        "rs": parties(others, event.actors) if len(there) > 1 else "",
        "rc": countries(there) if there else "each other" if mutual else "",
        "rx": countries(unnamed) if unnamed else "",
        "of": _of(countries(unnamed), direct) if unnamed else "",
        "e": "each other" if len({a.country for a in event.actors}) > 1 else "",
        "p": _place(event),
        "t": _topics(about),
        "o": _object(about),
        "x": _object(direct),
        "rest": _topics(tuple(topic for topic in about if topic not in direct)),
        "m": _money(event.evidence.quote),
    }


def _about(event: Event) -> tuple[str, ...]:
    """The topics that add something: not a party's own name, and without the preposition that a reader left on one."""
    there = {actor.country for actor in (*event.actors, *event.recipients)}
    bare = (_LEADING.sub("", topic.strip()) for topic in event.topics)
    return tuple(topic for topic in bare if topic and names.code_of(re.sub(r"['’]s?$", "", topic)) not in (there - {None}))


def _others(event: Event) -> tuple[Actor, ...]:
    """The recipients that are not among the actors: of two sides that act together neither is the other's recipient too."""
    acting = codes(event.actors)
    return tuple(actor for actor in event.recipients if len(acting) < 2 or actor.country not in acting)


def _of(owner: str, topics: tuple[str, ...]) -> str:
    """` of Kenya` after one plain thing, ` (Kenya)` after a list or a thing that has an "of" of its own."""
    plain = len(topics) < 2 and not re.search(r"\b(?:and|of|in|on|from|at)\b|,", _topics(topics))
    return f" of {owner}" if plain else f" ({owner})"


def _recipients(event: Event) -> str:
    others = _others(event)
    return parties(others, event.actors) if others else ""


def _is_object(topic: str, quote: str) -> bool:
    """Whether a sentence has a topic as what the act was done to: it names it, and not after "over" or "on suspicion of"."""
    at = quote.lower().find(topic.lower())
    if at < 0:
        at = quote.lower().find(topic.lower().split()[-1]) if topic.split() else -1
    return at >= 0 and not _ABOUT.search(quote[:at]) and not _AN_ACT.search(topic)


def _kept(topics: tuple[str, ...]) -> list[str]:
    bare = (_TALKS_ON.sub("", topic.strip(" .,;“”\"'")) for topic in topics)
    return list(dict.fromkeys(topic for topic in bare if topic.lower() not in _EMPTY_TOPICS))[:_MOST_TOPICS]


@lru_cache(maxsize=8192)
def _topics(topics: tuple[str, ...]) -> str:
    return names.listed(_kept(topics))


@lru_cache(maxsize=8192)
def _object(topics: tuple[str, ...]) -> str:
    """Topics as an object; one bare thing gets its article: `the ban on maize`, but `three fishing boats`, `diplomats`."""
    return names.listed([t if _DETERMINED.match(t) or _MANY.match(t) else f"the {t}" for t in _kept(topics)])


def _money(quote: str) -> str:
    return next((figure.words for figure in figures(quote) if figure.unit & _MONEY), "")


def _place(event: Event) -> str:
    """Where it was, for acts that happen in a place; promises are made in one place and kept in another."""
    if event.place is None or event.type not in _PLACED:
        return ""
    text = event.place.text
    if any(text in words for words in (*event.topics, *(a.text for a in event.actors))):
        return ""
    if names.code_of(text) in {a.country for a in (*event.actors, *event.recipients)}:
        return ""
    shown = text.title() if text.isupper() and len(text) > _INITIALS else text  # "BEIJING, March 3" of a dateline
    return f" ({shown})" if _WATERS.search(text) else f" in {shown}"


def dates(when: When) -> str:
    """A date or interval, as briefly as it can be said: `16 Nov 2023`, `Nov 2023`, `3–9 Nov 2023`, `before 3 Mar 2024`."""
    if when.first is None:
        return f"before {day(when.last)}"
    return interval(when.first, when.last)


def interval(first: date, last: date) -> str:
    """From the first to the last day."""
    if first == last:
        return day(first)
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if first.year == last.year:
        if whole and (first.month, last.month) == (1, 12):
            return str(first.year)
        if whole:
            return f"{first:%b %Y}" if first.month == last.month else f"{first:%b}–{last:%b %Y}"
        if first.month == last.month:
            return f"{first.day}–{last.day} {last:%b %Y}"
        return f"{first.day} {first:%b} – {day(last)}"
    return f"{first:%b %Y} – {last:%b %Y}" if whole else f"{day(first)} – {day(last)}"


def due(first: date | None, last: date | None) -> str:
    """When something is due: `by 30 Jun 2023`, `in Mar-May 2024`, `from 1 Oct 2023`, `no date given`."""
    if last is None:
        return f"from {day(first)}" if first else "no date given"
    if first is None or first == last:
        return f"on {day(last)}" if first else f"by {day(last)}"
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    return f"in {interval(first, last)}" if whole and last - first > _CLAUSE_LIMIT / 2 else f"by {day(last)}"


def holder_words(actor: Actor | None) -> str:
    """Who holds a claim; the report itself where nobody is named."""
    return "the report" if actor is None else party(actor)
