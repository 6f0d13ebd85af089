"""Dossiers made up at random: many records of all kinds, each with a quote that stands in its report."""

import random
from datetime import date, timedelta

from detente.ontology import plover
from detente.records import Actor, Claim, Coding, Dyad, Event, Evidence, Link, Place, Report, claim_id, event_id

START = date(2021, 1, 1)
SIDES = ("NOR", "TUR")
OTHERS = ("EUU", "GBR", "RUS", None)
OFFICES = {"NOR": ("Norway", "Norwegian officials", "the Norwegian foreign minister", "Oslo", "Norway's prime minister"),
           "TUR": ("Turkey", "Turkish officials", "his Turkish counterpart", "Ankara", "Turkey's president")}  # fmt: skip
MATTERS = (
    "cod quotas", "drone parts", "the strait", "visas for drivers", "detained sailors", "gas pipeline", "customs duties",
    "refugees", "military hotline", "trade talks", "wheat", "two seized trawlers",
)  # fmt: skip
VERBS = (
    "agreed on", "talked about", "protested over", "suspended talks on", "imposed tariffs over", "released people over",
    "plan to meet about", "called off a meeting on", "lifted a ban over", "warned about", "signed a treaty on",
)  # fmt: skip
PUBLISHERS = ("Harbour Wire", "Fjord Daily", "Bosphorus Post", "World Desk", "North Ledger")


def dossier_codings(seed: int, reports: int, events: int, days: int = 700) -> tuple[Coding, ...]:
    """`reports` codings of about `events` events each."""
    dice = random.Random(seed)
    codings: list[Coding] = []
    known: list[str] = []
    for number in range(reports):
        codings.append(_coding(dice, f"r{seed}-{number}", START + timedelta(dice.randrange(days)), events, known))
        known += [event.id for event in codings[-1].events]
    return tuple(codings)


def dyad() -> Dyad:
    """The two sides of all random dossiers."""
    return Dyad(*SIDES)


def _actor(dice: random.Random, code: str | None) -> Actor:
    text = dice.choice(OFFICES[code]) if code in OFFICES else "an official"
    name = dice.choice((None, None, None, f"{dice.choice('ABC')}. {dice.choice(('Holm', 'Kaya', 'Berg'))}"))
    return Actor(text, code, dice.choice(("GOV", "GOV", "MIL", None)), name)


def _coding(dice: random.Random, report_id: str, day: date, events: int, known: list[str]) -> Coding:
    sentences = [
        f"{report_id} sentence {i}: the two sides {dice.choice(VERBS)} {dice.choice(MATTERS)}." for i in range(events + 3)
    ]
    text = " ".join(sentences)
    relays = (dice.choice(PUBLISHERS),) if dice.random() < 0.2 else ()
    report = Report(report_id, text, f"Title {report_id}", day, dice.choice(PUBLISHERS), None, None, relays)
    made = tuple(_event(dice, report, _evidence(text, s)) for s in sentences[:events])
    claims = tuple(_claim(dice, report, _evidence(text, s)) for s in sentences[events : events + 2])
    links = tuple(_links(dice, _evidence(text, sentences[-1]), [e.id for e in made], [c.id for c in claims], known))
    return Coding(report, made, claims, links, "random")


def _evidence(text: str, sentence: str) -> Evidence:
    at = text.index(sentence)
    return Evidence(at, at + len(sentence), sentence)


def _event(dice: random.Random, report: Report, evidence: Evidence) -> Event:
    kind = dice.choice(plover.TYPES)
    first, second = dice.sample(SIDES, 2)
    actors = [_actor(dice, first)]
    recipients = [_actor(dice, second)]
    if kind in plover.MUTUAL and dice.random() < 0.6:
        actors, recipients = [*actors, *recipients], []
    if dice.random() < 0.15:
        recipients.append(_actor(dice, dice.choice(OTHERS)))
    auxes = [None, None, None, None, "historical", "hypothetical", "negation", "future"]
    aux = dice.choice(auxes[: -1 if kind in plover.NEVER_FUTURE else None])
    assert report.published
    start = report.published - timedelta(dice.choice((0, 0, 1, 2, 400 if aux == "historical" else 1)))
    start = report.published + timedelta(20) if aux == "future" else start
    dated = dice.random() < 0.7
    due = dice.random() < 0.4
    mode = dice.choice((None, *plover.MODES[kind]))
    return Event(
        event_id(report.id, kind, aux, evidence, actors), kind, tuple(actors), tuple(recipients), evidence, mode=mode,
        of=dice.choice((None, *plover.TYPES)) if kind in plover.OF_TYPES else None, aux=aux,
        aspect=dice.choice((None, None, *plover.ASPECTS)),
        topics=tuple(m for m in MATTERS if m in evidence.quote and dice.random() < 0.8),
        start=start if dated else None, end=start if dated else None,
        due_start=report.published if due else None,
        due_end=report.published + timedelta(dice.randrange(5, 90)) if due else None,
        place=Place("Oslo", "NOR", 59.9, 10.7) if dice.random() < 0.2 else None,
        attribution=_actor(dice, dice.choice(SIDES)) if dice.random() < 0.2 else None,
        intensity=plover.intensity(kind, mode), quad=plover.QUADS[kind], confidence=round(dice.uniform(0.3, 1.0), 2),
    )  # fmt: skip


def _claim(dice: random.Random, report: Report, evidence: Evidence) -> Claim:
    kind = dice.choice(plover.CLAIM_KINDS)
    holder = _actor(dice, dice.choice((*SIDES, None)))
    text = evidence.quote.split(": ")[1][:-1]
    stance = dice.choice(plover.CLAIM_STANCES[kind])
    return Claim(claim_id(report.id, kind, evidence, holder), kind, stance, text, evidence, holder, SIDES,
                 _actor(dice, "GBR") if dice.random() < 0.3 else None, round(dice.uniform(0.3, 1.0), 2))  # fmt: skip


def _links(dice: random.Random, evidence: Evidence, events: list[str], claims: list[str], known: list[str]) -> list[Link]:
    made = []
    for kind in ("exchange", "responds", "fulfils", "breaches"):
        if dice.random() < 0.25:
            source, target = dice.choice(events), dice.choice([*known[-40:], *events])
            if source != target:
                made.append(Link(kind, source, target, evidence))
    if dice.random() < 0.3:
        made.append(Link("contests", claims[0], dice.choice([claims[1], *events]), evidence))
    return made
