"""Worksheets: the plain-text notation in which people code reports by hand.

A worksheet holds one block a report. Offsets are never written: every quote is found in the text, and an error names the
line where it is not. `docs/coding-guide.md` describes the notation; this is one block of it:

    ## wh-2023-06-02-example
    E1 REQUEST mode=yield of=RETREAT
    ev: [[urged]] the Government of Kosovo to withdraw police forces
    a: Mr. Finer = USA GOV Jon Finer
    r: the Government of Kosovo = XKX GOV
    when: 2023-06-01 @ yesterday
    ctx: diplomatic
    top: police forces

    C1 assessment negative
    ev: the United States' [[concern]] about the tense situation
    holder: the United States = USA GOV
    about: XKX SRB
    text: tense situation

    L exchange E2 > E1
    ev: the words that say so

A report that the project's own people wrote brings its text along, between `title:`, `published:`, `publisher:` lines and
the first record, fenced by lines of `<<<` and `>>>`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from detente.errors import WorksheetError
from detente.ontology import plover

Json = dict[str, Any]
#: Finds the document (`{"id", "text", ...}`) that a block without a text of its own is about.
FindDocument = Callable[[str], Json | None]

HEAD_FIELDS = ("title", "published", "publisher", "dateline", "relays", "url", "note")
_FIELD = re.compile(r"(ev|a|r|by|holder|about|when|due|ctx|top|at|text)(?:#(\d+))?:\s*(.*)$")
_ACTOR = re.compile(r"(?P<text>.+?)\s+=\s+(?P<country>[A-Z][A-Z0-9]{1,2}|-)(?:\s+(?P<sector>[A-Z]{3}|-))?(?:\s+(?P<name>.+))?$")
_TRIGGER = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


@dataclass(slots=True)
class _Block:
    """The lines of one report, numbered as in the file."""

    report: str
    line: int
    head: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    records: list[tuple[int, str, list[tuple[int, str, int, str]]]] = field(default_factory=list)


class _Reader:
    """Compiles one block; collects its errors instead of stopping at the first."""

    def __init__(self, block: _Block, document: Json, where: str) -> None:
        self.block, self.document, self.where = block, document, where
        self.text: str = document["text"]
        self.errors: list[str] = []
        self.last = 0
        """Where the last evidence began: records mostly follow the order of the text."""

    def fail(self, line: int, message: str) -> None:
        self.errors.append(f"{self.where}:{line} {self.block.report}: {message}")

    def find(self, line: int, words: str, nth: int = 0) -> int:
        """The offset of `words`: the nth occurrence where one is given, else the next from the last evidence on."""
        if nth:
            position = -1
            for _ in range(nth):
                position = self.text.find(words, position + 1)
        else:
            position = self.text.find(words, self.last)
            if position < 0:
                position = self.text.find(words)
        if position < 0:
            self.fail(line, f"not in the text word for word: {words[:90]!r}")
        return position

    def evidence(self, line: int, value: str, nth: int) -> tuple[Json, Json | None]:
        trigger = _TRIGGER.search(value)
        words = _TRIGGER.sub(r"\1", value)
        start = max(self.find(line, words, nth), 0)
        self.last = start
        span = None
        if trigger:
            at = start + trigger.start()
            span = {"start": at, "end": at + len(trigger.group(1))}
        return {"start": start, "end": start + len(words), "quote": words}, span

    def near(self, words: str, around: Json) -> Json:
        """The mention of `words` that a record most likely means: inside its evidence, else the nearest before, else after."""
        found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self.text)]
        inside = [at for at in found if around["start"] <= at < around["end"]]
        before = [at for at in found if at < around["start"]]
        at = inside[0] if inside else before[-1] if before else found[0] if found else -1
        return {"start": at, "end": at + len(words)}

    def actor(self, line: int, value: str, around: Json) -> Json | None:
        match = _ACTOR.match(value)
        if match is None:
            self.fail(line, f"an actor is written 'words = CODE SECTOR Name', not {value!r}")
            return None
        words, country, sector = match["text"], match["country"], match["sector"]
        if sector not in (None, "-", *plover.SECTORS):
            self.fail(line, f"no sector {sector!r}; known: {' '.join(plover.SECTORS)}")
        found = self.near(words, around)
        if found["start"] < 0:
            self.fail(line, f"actor not in the text word for word: {words!r}")
        actor = {"text": words, "country": None if country == "-" else country}
        return actor | {"sector": None if sector in (None, "-") else sector, "name": match["name"]} | found

    def dates(self, line: int, value: str, prefix: str) -> Json:
        dates, _, words = value.partition("@")
        first, _, last = dates.strip().partition("..")
        pair = (first.strip(), (last if ".." in dates else first).strip())
        for day in filter(None, pair):
            try:
                date.fromisoformat(day)
            except ValueError:
                self.fail(line, f"no date: {day!r}; write YYYY-MM-DD or YYYY-MM-DD..YYYY-MM-DD")
        out: Json = {f"{prefix}start": pair[0] or None, f"{prefix}end": pair[1] or None}
        if words.strip():
            if words.strip() not in self.text:
                self.fail(line, f"date words not in the text: {words.strip()!r}")
            out["date_text"] = words.strip()
        return out

    def compile(self) -> Json:
        out: Json = {"document": self.document, "events": [], "claims": [], "links": []}
        for line, head, fields in self.block.records:
            first, *rest = head.split()
            if first == "L":
                out["links"].append(self.link(line, rest, fields))
            elif first.startswith("E"):
                out["events"].append(self.event(line, first.lower(), rest, fields))
            else:
                out["claims"].append(self.claim(line, first.lower(), rest, fields))
        known = {r["id"] for kind in ("events", "claims") for r in out[kind]}
        for link in out["links"]:
            if link and not {link["from"], link["to"]} <= known:
                self.fail(self.block.line, f"link {link['from']} > {link['to']} names a record that is not there")
        if len(known) < len(out["events"]) + len(out["claims"]):
            self.fail(self.block.line, "two records have one number")
        return out

    def event(self, line: int, ident: str, head: list[str], fields: list[tuple[int, str, int, str]]) -> Json:
        kind = head[0] if head else ""
        options = dict(part.partition("=")[::2] for part in head[1:])
        mode, of = options.pop("mode", None), options.pop("of", None)
        aux, aspect = options.pop("aux", None), options.pop("asp", options.pop("aspect", None))
        self.check_event(line, kind, mode, of, aux, aspect)
        if options:
            self.fail(line, f"no such option: {' '.join(options)}; known: mode of aux asp")
        event: Json = {"id": ident, "type": kind, "mode": mode, "of": of, "aux": aux, "aspect": aspect}
        event |= {"contexts": [], "topics": [], "actors": [], "recipients": [], "start": None, "end": None}
        event |= {"due_start": None, "due_end": None, "date_text": None, "place": None, "attribution": None}
        event |= self.fields(line, fields, event)
        if not event["actors"]:
            self.fail(line, f"{ident} has no actor; an act without one is no event")
        return event

    def check_event(self, line: int, kind: str, mode: str | None, of: str | None, aux: str | None, aspect: str | None) -> None:
        if kind not in plover.TYPES:
            self.fail(line, f"no type {kind!r}; known: {' '.join(plover.TYPES)}")
            return
        if mode is not None and mode not in plover.MODES[kind]:
            self.fail(line, f"{kind} has no mode {mode!r}; known: {' '.join(plover.MODES[kind]) or 'none'}")
        if of is not None and (of not in plover.TYPES or kind not in plover.OF_TYPES):
            self.fail(line, f"{kind} of={of}: `of` is a type, and only of {' '.join(sorted(plover.OF_TYPES))}")
        if aux is not None and aux not in plover.AUXES:
            self.fail(line, f"no aux {aux!r}; known: {' '.join(plover.AUXES)}")
        if aux == "future" and kind in plover.NEVER_FUTURE:
            self.fail(line, f"{kind} is made now and is never future; date what is promised by due:")
        if aux == "future" and kind == "CONSULT":
            self.fail(line, "a future CONSULT is AGREE of=CONSULT")
        if aspect is not None and aspect not in plover.ASPECTS:
            self.fail(line, f"no aspect {aspect!r}; known: {' '.join(plover.ASPECTS)}")

    def claim(self, line: int, ident: str, head: list[str], fields: list[tuple[int, str, int, str]]) -> Json:
        kind, stance = [*head, "", "assert"][:2] if len(head) != 1 else [head[0], "assert"]
        if kind not in plover.CLAIM_KINDS:
            self.fail(line, f"no kind of claim {kind!r}; known: {' '.join(plover.CLAIM_KINDS)}")
        elif stance not in plover.CLAIM_STANCES[kind]:
            self.fail(line, f"{kind} takes the stance {' or '.join(plover.CLAIM_STANCES[kind])}, not {stance!r}")
        claim: Json = {
            "id": ident,
            "kind": kind,
            "holder": None,
            "about": [],
            "stance": stance,
            "text": "",
            "attribution": None,
        }
        claim |= self.fields(line, fields, claim)
        if not claim["text"] and claim.get("evidence"):
            claim["text"] = claim["evidence"]["quote"]
        return claim

    def link(self, line: int, head: list[str], fields: list[tuple[int, str, int, str]]) -> Json:
        if len(head) != 4 or head[2] != ">" or head[0] not in plover.LINK_KINDS:
            self.fail(
                line, f"a link is written 'L kind E1 > E2', kind one of {' '.join(plover.LINK_KINDS)}, not {' '.join(head)!r}"
            )
            return {}
        link: Json = {"kind": head[0], "from": head[1].lower(), "to": head[3].lower()}
        return link | {k: v for k, v in self.fields(line, fields, {}).items() if k == "evidence"}

    def fields(self, line: int, fields: list[tuple[int, str, int, str]], record: Json) -> Json:
        out: Json = {"actors": [], "recipients": []} if "actors" in record else {}
        quotes = [f for f in fields if f[1] == "ev"]
        if len(quotes) != 1:
            self.fail(line, f"a record has one ev: line, not {len(quotes)}")
            return out
        out["evidence"], trigger = self.evidence(quotes[0][0], quotes[0][3], quotes[0][2])
        if trigger:
            out["trigger"] = trigger
        elif "stance" in record or "actors" in record:
            self.fail(quotes[0][0], "mark the word that names the act or claim with [[ ]] in ev:")
        for number, key, _, value in fields:
            self.field(number, key, value, out, record)
        return out

    def field(self, line: int, key: str, value: str, out: Json, record: Json) -> None:
        around = out["evidence"]
        if key in ("a", "r", "by", "holder"):
            if (actor := self.actor(line, value, around)) is None:
                return
            if key in ("a", "r"):
                out.setdefault({"a": "actors", "r": "recipients"}[key], []).append(actor)
            else:
                out[{"by": "attribution", "holder": "holder"}[key]] = actor
        elif key in ("when", "due"):
            out.update(self.dates(line, value, "" if key == "when" else "due_"))
        elif key == "about":
            out["about"] = value.replace(",", " ").split()
        elif key == "at":
            out["place"] = self.place(line, value, around)
        else:
            self.words(line, key, value, out, record)

    def place(self, line: int, value: str, around: Json) -> Json:
        words, _, country = value.partition(" = ")
        place: Json = {"text": words.strip(), "country": country.strip() or None}
        place |= self.near(words.strip(), around)
        if place["start"] < 0:
            self.fail(line, f"place not in the text word for word: {words.strip()!r}")
        return place

    def words(self, line: int, key: str, value: str, out: Json, record: Json) -> None:
        """Contexts, topics and the words of a claim."""
        if key == "ctx":
            out["contexts"] = value.replace(",", " ").split()
            unknown = [c for c in out["contexts"] if c not in plover.CONTEXTS]
            for context in unknown:
                self.fail(line, f"no context {context!r}; known: {' '.join(plover.CONTEXTS)}")
        elif key == "top":
            out["topics"] = [t.strip() for t in value.split(";") if t.strip()]
            for topic in (t for t in out["topics"] if t not in self.text):
                self.fail(line, f"topic not in the text word for word: {topic!r}")
        elif key == "text" and "stance" in record:
            out["text"] = value
            if value not in self.text:
                self.fail(line, f"text not in the report word for word: {value!r}")


def _blocks(lines: list[str]) -> Iterator[_Block]:
    block: _Block | None = None
    inside: list[str] | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\n")
        if inside is not None and block is not None:
            if line.strip() == ">>>":
                block.body, inside = "\n".join(inside).strip(), None
            else:
                inside.append(line)
            continue
        line = line.strip()
        if line.startswith("## "):
            if block is not None:
                yield block
            block = _Block(line[3:].strip(), number)
        elif block is None or not line or line.startswith("#"):
            continue
        elif line == "<<<":
            inside = []
        else:
            _line(block, number, line)
    if block is not None:
        yield block


def _line(block: _Block, number: int, line: str) -> None:
    if re.match(r"[EC]\d+[a-z]?\s+\S|L\s+\w", line):
        block.records.append((number, line, []))
        return
    match = _FIELD.match(line)
    if block.records and match:
        block.records[-1][2].append((number, match[1], int(match[2] or 0), match[3].strip()))
        return
    key, _, value = line.partition(":")
    if not block.records and key in HEAD_FIELDS:
        block.head[key] = value.strip()
    else:
        raise WorksheetError(f"line {number}: not understood in the block of {block.report}: {line[:80]!r}")


def compile_worksheet(source: str, find: FindDocument, where: str = "worksheet") -> tuple[list[Json], list[str]]:
    """The coded reports of a worksheet, as in the JSON contract with `trigger` and mention offsets added, and its errors.

    A block that has errors is left out. Raises WorksheetError where a line is of no known form.
    """
    coded: list[Json] = []
    errors: list[str] = []
    for block in _blocks(source.splitlines()):
        document = find(block.report)
        if block.body is not None:
            document = {"id": block.report, "text": block.body}
            document |= {k: v for k, v in block.head.items() if k != "relays"}
            document["relays"] = [r.strip() for r in block.head.get("relays", "").split(";") if r.strip()]
        if document is None:
            errors.append(f"{where}:{block.line} no report {block.report!r} is known, and the block brings no text")
            continue
        reader = _Reader(block, document, where)
        out = reader.compile()
        errors += reader.errors
        if not reader.errors:
            coded.append(out)
    return coded, errors
