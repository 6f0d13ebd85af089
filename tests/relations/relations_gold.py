"""Reads `data/same_acts.txt`, the hand-made gold of which reports tell of the same act (its notation is in its head)."""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from detente.ontology import plover
from detente.records import Actor, Event, Evidence, Place, Report, event_id
from detente.relations.filed import Filed

PATH = Path(__file__).parent / "data" / "same_acts.txt"
_HEAD = re.compile(r"(?P<act>\w+) (?P<type>[A-Z]+)(?P<rest>\S*) (?P<sides>.+)$")
_PART = re.compile(r"/(?P<mode>[a-z-]+)|\((?P<of>[A-Z]+)\)|!(?P<aux>[a-z]+)|~(?P<aspect>[a-z]+)")


class Labelled(NamedTuple):
    """One record with the act that it tells of, `story/label`."""

    filed: Filed[Event]
    act: str

    @property
    def story(self) -> str:
        return self.act.split("/")[0]


def load() -> tuple[Labelled, ...]:
    """All records of the gold."""
    return tuple(_records(PATH.read_text(encoding="utf-8").splitlines()))


def _records(lines: list[str]) -> Iterator[Labelled]:
    for story, block in _split(lines, "## "):
        for number, (head, body) in enumerate(_split(block, "> ")):
            day, (publisher, *relays) = head[:10], head[11:].split(" < ")
            heads, sentences = body[0::2], body[1::2]
            text = " ".join(sentences)
            report = Report(
                f"{story[:2]}-{number}", text, published=date.fromisoformat(day), publisher=publisher, relays=tuple(relays)
            )
            for line, sentence in zip(heads, sentences, strict=True):
                act, event = _event(line, sentence, report)
                yield Labelled(Filed(event, report, "gold"), f"{story[:2]}/{act}")


def _split(lines: list[str], mark: str) -> Iterator[tuple[str, list[str]]]:
    kept = [line.strip() for line in lines if line.strip() and not line.startswith("# ")]
    starts = [i for i, line in enumerate(kept) if line.startswith(mark)]
    for start, stop in itertools.pairwise([*starts, len(kept)]):
        yield kept[start].removeprefix(mark), kept[start + 1 : stop]


def _event(line: str, sentence: str, report: Report) -> tuple[str, Event]:
    head, *fields = [field.strip() for field in line.split("|")]
    match = _HEAD.fullmatch(head)
    assert match, line
    parts = {k: v for found in _PART.finditer(match["rest"]) for k, v in found.groupdict().items() if v}
    left, _, right = match["sides"].partition(" > ")
    actors, recipients = _actors(left), _actors(right)
    dates, topics, place = [*fields, "", "", ""][:3]
    at = report.text.index(sentence)
    evidence = Evidence(at, at + len(sentence), sentence)
    first, last = _dates(dates.removeprefix("due "))
    due = dates.startswith("due ")
    kind = match["type"]
    assert kind in plover.TYPES, line
    event = Event(
        id=event_id(report.id, kind, parts.get("aux"), evidence, actors),
        type=kind, actors=actors, recipients=recipients, evidence=evidence,
        mode=parts.get("mode"), of=parts.get("of"), aux=parts.get("aux"), aspect=parts.get("aspect"),
        topics=tuple(t.strip() for t in topics.split(";") if t.strip()),
        start=None if due else first, end=None if due else last,
        due_start=first if due else None, due_end=last if due else None,
        place=Place(place) if place else None,
        intensity=plover.intensity(kind, parts.get("mode")), quad=plover.QUADS[kind], confidence=0.9,
    )  # fmt: skip
    return match["act"], event


def _actors(words: str) -> tuple[Actor, ...]:
    made = []
    for part in filter(None, re.split(r"[+,]", words)):
        code, _, text = part.strip().partition(":")
        text, _, name = text.partition("=")
        made.append(Actor(text or code, code, "GOV", name or None))
    return tuple(made)


def _dates(words: str) -> tuple[date | None, date | None]:
    first, _, last = words.partition("..")
    return (date.fromisoformat(first) if first else None), (date.fromisoformat(last or first) if first else None)
