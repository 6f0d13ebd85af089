"""Reports and codings for the ledger's tests, made from a number: `coding(7)` is the same on any day."""

from dataclasses import replace
from datetime import date, timedelta

from detente.records import Actor, Claim, Coding, Event, Evidence, Link, Report, claim_id, event_id

FIRST = date(2024, 1, 1)
COUNTRIES = ("NOR", "PER", "KEN", "LAO", "FJI")


def evidence(text: str, quote: str) -> Evidence:
    start = text.index(quote)
    return Evidence(start, start + len(quote), quote)


def report(number: int, **changes) -> Report:
    one, two = COUNTRIES[number % 5], COUNTRIES[(number + 1) % 5]
    text = f"{one} agreed to send ships to {two}, report {number} says. {two} calls it a gift. Observers fear delays."
    # Reports of like words would count as one wire story.
    text += "".join(f" Word{number}n{n}." for n in range(24))
    made = Report(f"r{number}", text, f"Ships {number}", FIRST + timedelta(days=number), f"Wire {number % 3}")
    return replace(made, **changes)


def event(on: Report, quote: str, actors: tuple[str, ...], recipients: tuple[str, ...], **fields) -> Event:
    made = Event(
        id="",
        type=fields.pop("type", "AGREE"),
        actors=tuple(Actor(code, code, "GOV") for code in actors),
        recipients=tuple(Actor(code, code, "GOV") for code in recipients),
        evidence=evidence(on.text, quote),
        **fields,
    )
    return replace(made, id=event_id(on.id, made.type, made.aux, made.evidence, made.actors))


def claim(on: Report, quote: str, holder: str | None, about: tuple[str, ...], **fields) -> Claim:
    kind, where = fields.pop("kind", "frame"), evidence(on.text, quote)
    actor = Actor(holder, holder) if holder else None
    made = Claim("", kind, fields.pop("stance", "assert"), quote, where, actor, about, **fields)
    return replace(made, id=claim_id(on.id, kind, where, actor))


def coding(number: int, *, coder: str = "fake.v1", **changes) -> Coding:
    on = report(number, **changes)
    one, two = on.text[:3], on.text[on.text.index(" to send ships to ") + 18 :][:3]
    promise = event(on, f"{one} agreed to send ships", (one,), (two,), of="AID", start=on.published, end=on.published)
    framed = claim(on, f"{two} calls it a gift", two, (one,))
    link = Link("contests", framed.id, promise.id, framed.evidence)
    return Coding(on, (promise,), (framed,), (link,), coder)
