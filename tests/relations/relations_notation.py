"""A short notation for small stories: reports with coded events, claims and links, for tests and for the gold of merging.

    > 2022-05-03 Harbour Wire < Baltic Wire          a report: date, publisher, whom it relays
    a CONSULT/phone(of)!aux~aspect NOR:minister=Kari Lunde+TUR > GBR | 2022-05-03 | cod; nets | Oslo | due 2022-06..2022-06-30
    The sentence of the record that the line above codes.
    C frame reject NOR | denied it
    The sentence of the claim; its words after the bar stand in it.
    L fulfils b > a
    The sentence of the link; labels are those of this story, claims are C1, C2, ...

A label may come again for another telling of the same act; links mean its first telling.
"""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from detente.ontology import plover
from detente.records import Actor, Claim, Coding, Dyad, Event, Evidence, Link, Place, Report, claim_id, event_id
from detente.relations.dossier import Dossier

_EVENT = re.compile(r"(?P<label>\w+) (?P<type>[A-Z]+)(?P<rest>\S*) (?P<sides>.+)$")
_PART = re.compile(r"/(?P<mode>[a-z-]+)|\((?P<of>[A-Z]+)\)|!(?P<aux>[a-z]+)|~(?P<aspect>[a-z]+)")


class Story(NamedTuple):
    """The codings of a story, and the ids of the records by label."""

    codings: tuple[Coding, ...]
    ids: dict[str, str]
    labels: dict[str, str]
    """The label of each event's id."""

    def dossier(self, pair: str, as_of: str, known: str | None = None) -> Dossier:
        """The dossier of a pair (`NOR TUR`) as of a day."""
        first, second = pair.split()
        day = date.fromisoformat(known) if known else None
        return Dossier(Dyad(first, second), date.fromisoformat(as_of), self.codings, day)


def blocks(lines: list[str], mark: str) -> Iterator[tuple[str, list[str]]]:
    """The parts of a text that begin with a mark: the words after it, and the lines up to the next; comments left out."""
    kept = [line.strip() for line in lines if line.strip() and not line.strip().startswith("# ")]
    starts = [i for i, line in enumerate(kept) if line.startswith(mark)]
    for start, stop in itertools.pairwise([*starts, len(kept)]):
        yield kept[start].removeprefix(mark), kept[start + 1 : stop]


def story(text: str, name: str = "story") -> Story:
    """Reads a story."""
    codings: list[Coding] = []
    ids: dict[str, str] = {}
    labels: dict[str, str] = {}
    for number, (head, body) in enumerate(blocks(text.splitlines(), "> ")):
        day, (publisher, *relays) = head[:10], head[11:].split(" < ")
        sentences = list(dict.fromkeys(body[1::2]))
        report = Report(
            f"{name}-{number}",
            " ".join(sentences),
            published=date.fromisoformat(day),
            publisher=publisher,
            relays=tuple(relays),
        )
        codings.append(_coding(report, list(zip(body[0::2], body[1::2], strict=True)), ids, labels))
    return Story(tuple(codings), ids, labels)


def _coding(report: Report, pairs: list[tuple[str, str]], ids: dict[str, str], labels: dict[str, str]) -> Coding:
    events: list[Event] = []
    claims: list[Claim] = []
    links: list[Link] = []
    for line, sentence in pairs:
        at = report.text.index(sentence)
        evidence = Evidence(at, at + len(sentence), sentence)
        if line.startswith("C "):
            claims.append(_claim(line, evidence, report))
            ids[f"C{sum(key.startswith('C') for key in ids) + 1}"] = claims[-1].id
        elif line.startswith("L "):
            kind, source, _, target = line.split()[1:]
            links.append(Link(kind, ids[source], ids[target], evidence))
        else:
            label, event = _event(line, evidence, report)
            events.append(event)
            ids.setdefault(label, event.id)
            labels[event.id] = label
    return Coding(report, tuple(events), tuple(claims), tuple(links), "gold")


def _claim(line: str, evidence: Evidence, report: Report) -> Claim:
    head, *rest = [part.strip() for part in line.split("|")]
    _, kind, stance, holder = head.split(maxsplit=3)
    code, _, text = holder.partition(":")
    actor = None if code == "-" else Actor(text or code, code, "GOV")
    about = tuple((rest[1] if len(rest) > 1 else "").split())
    by = Actor(rest[2]) if len(rest) > 2 else None
    return Claim(claim_id(report.id, kind, evidence, actor), kind, stance, rest[0], evidence, actor, about, by)


def _event(line: str, evidence: Evidence, report: Report) -> tuple[str, Event]:
    head, *fields = [field.strip() for field in line.split("|")]
    match = _EVENT.fullmatch(head)
    assert match, line
    parts = {k: v for found in _PART.finditer(match["rest"]) for k, v in found.groupdict().items() if v}
    left, _, right = match["sides"].partition(" > ")
    actors, recipients = _actors(left), _actors(right)
    dues = [field.removeprefix("due ") for field in fields if field.startswith("due ")]
    dates, topics, place = [*(field if not field.startswith("due ") else "" for field in fields), "", "", ""][:3]
    (first, last), (due_first, due_last) = _dates(dates), _dates(dues[0] if dues else "")
    kind = match["type"]
    assert kind in plover.TYPES, line
    event = Event(
        id=event_id(report.id, kind, parts.get("aux"), evidence, actors),
        type=kind, actors=actors, recipients=recipients, evidence=evidence,
        mode=parts.get("mode"), of=parts.get("of"), aux=parts.get("aux"), aspect=parts.get("aspect"),
        topics=tuple(t.strip() for t in topics.split(";") if t.strip()),
        start=first, end=last, due_start=due_first, due_end=due_last, place=Place(place) if place else None,
        intensity=plover.intensity(kind, parts.get("mode")), quad=plover.QUADS[kind], confidence=0.9,
    )  # fmt: skip
    return match["label"], event


def _actors(words: str) -> tuple[Actor, ...]:
    made = []
    for part in filter(None, re.split(r"[+,]", words)):
        code, _, text = part.strip().partition(":")
        text, _, name = text.partition("=")
        made.append(Actor(text or code, code, "GOV", name or None))
    return tuple(made)


def _dates(words: str) -> tuple[date | None, date | None]:
    first, _, last = words.partition("..")
    if not words:
        return None, None
    end = last if ".." in words else first
    return (date.fromisoformat(first) if first else None), (date.fromisoformat(end) if end else None)
