"""Coded sentences: one a line, its acts and sides marked where they stand.

A report teaches how acts hang together; it takes thousands of them to meet every verb. A coded sentence costs a line, so
that the reader meets the words of all types, and sentences that tempt and name no act:

    {Ankara|a1 TUR GOV} {summoned|1 ACCUSE mode=disapprove} {the Dutch envoy|r1 NLD GOV} on Monday.

Before the bar are the words, after it what they are, more than one thing parted by `;`: the trigger of an act (its number,
type, and `mode=`, `of=`, `aux=`, `asp=`), or a side of it (`a1` an actor, `r1` a recipient of act 1, then country and
sector, `-` for none). All acts of the sentence are marked; claims, dates, matters and contexts are not, and nothing is
learned of them. Lines that begin with `#` are remarks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.errors import WorksheetError
from detente.ontology import plover

Json = dict[str, Any]

_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
_TRIGGER = re.compile(r"(\d) ([A-Z]+)((?: (?:mode|of|aux|asp)=[\w-]+)*)$")
_SIDE = re.compile(r"([ar])(\d) ([A-Z][A-Z0-9]{1,2}|-)(?: ([A-Z]{3}|-))?$")


@dataclass(slots=True)
class _Line:
    """What is gathered while a line is read."""

    where: str
    events: dict[str, Json] = field(default_factory=dict)
    sides: list[tuple[str, str, Json]] = field(default_factory=list)

    def fail(self, message: str) -> WorksheetError:
        return WorksheetError(f"{self.where}: {message}")


def read_sentences(folder: Path) -> Iterator[Json]:
    """The coded sentences of all files (`*.txt`) of a folder. Raises WorksheetError at the first line that is wrong."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield parse_sentence(line.strip(), f"{path.name}:{number}")


def parse_sentence(line: str, where: str) -> Json:
    """One coded sentence as a coded report whose `partial` is true. Raises WorksheetError."""
    found, pieces, at, size = _Line(where), list[str](), 0, 0
    for mark in _MARK.finditer(line):
        pieces += [line[at : mark.start()], mark[1]]
        size += mark.start() - at
        span = {"start": size, "end": size + len(mark[1])}
        size += len(mark[1])
        at = mark.end()
        for tag in mark[2].split(";"):
            _read_tag(tag.strip(), span, mark[1], found)
    text = "".join([*pieces, line[at:]])
    if set(text) & set("{|}"):
        raise found.fail(f"a brace or bar is left over in {text!r}; a mark is {{words|what they are}}")
    for side, number, actor in found.sides:
        if number not in found.events:
            raise found.fail(f"{actor['text']!r} is a side of act {number}, which has no trigger")
        found.events[number][side].append(actor)
    events = [e | {"evidence": {"quote": text, "start": 0, "end": len(text)}} for e in found.events.values()]
    return {"document": {"id": where, "text": text}, "partial": True, "events": events, "claims": [], "links": []}


def _read_tag(tag: str, span: Json, words: str, found: _Line) -> None:
    if trigger := _TRIGGER.match(tag):
        number, kind = trigger[1], trigger[2]
        if number in found.events:
            raise found.fail(f"act {number} has two triggers")
        if kind not in plover.TYPES:
            raise found.fail(f"no type of act: {kind!r}")
        event = {"type": kind, "mode": None, "of": None, "aux": None, "aspect": None} | _attributes(kind, trigger[3], found)
        found.events[number] = event | {"trigger": span, "actors": [], "recipients": []}
    elif side := _SIDE.match(tag):
        actor = {"text": words, "country": None if side[3] == "-" else side[3], "sector": side[4], **span}
        found.sides.append(("actors" if side[1] == "a" else "recipients", side[2], actor))
    else:
        raise found.fail(f"cannot be read: {tag!r}; write '1 REQUEST mode=yield' or 'a1 USA GOV'")


def _attributes(kind: str, written: str, found: _Line) -> Json:
    allowed = {"mode": plover.MODES[kind], "of": plover.TYPES, "aux": plover.AUXES, "asp": plover.ASPECTS}  # type: ignore[index]
    out: Json = {}
    for part in written.split():
        name, _, value = part.partition("=")
        if value not in allowed[name]:
            raise found.fail(f"{name}={value} is not among {', '.join(allowed[name]) or 'the modes of ' + kind}")
        out["aspect" if name == "asp" else name] = value
    return out
