"""Codings as JSON, one report a line: the contract that other programs may rely on.

`to_json` and `dumps` write every field of the contract, always, and add `coder` and `notes`. `from_json` also reads files
coded by hand: attributions as bare words, places without coordinates, evidence without offsets, scores left out. All that is
wrong with an input is told at once, each with its path: ``expected an ISO date at $.events[2].start, not 'May'``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, BinaryIO, TypeVar

import msgspec

from detente.errors import RecordError
from detente.ontology import plover
from detente.records import Actor, Claim, Coding, Event, Evidence, Link, Place, Report, claim_id, event_id, report_id

Json = dict[str, Any]
T = TypeVar("T")

_GLOBAL_ID = re.compile(r"[0-9a-f]{16}")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_MISSING = object()


def to_json(coding: Coding) -> Json:
    """One coding as plain JSON values: `document`, `events`, `claims`, `links`, `coder`, `notes`."""
    return {
        "document": report_to_json(coding.report),
        "events": [event_to_json(event) for event in coding.events],
        "claims": [claim_to_json(claim) for claim in coding.claims],
        "links": [link_to_json(link) for link in coding.links],
        "coder": coding.coder,
        "notes": list(coding.notes),
    }


def dumps(coding: Coding) -> bytes:
    """One coding as one line of UTF-8 JSON, without the line's end."""
    return msgspec.json.encode(to_json(coding))


def report_to_json(report: Report) -> Json:
    """A report with all its fields; dates in ISO form."""
    return _plain(report)


def event_to_json(event: Event) -> Json:
    """An event with the contract's fields in the contract's order."""
    fields = _plain(event)
    return {name: fields[name] for name in _EVENT_FIELDS}


def claim_to_json(claim: Claim) -> Json:
    """A claim with the contract's fields in the contract's order."""
    fields = _plain(claim)
    return {name: fields[name] for name in _CLAIM_FIELDS}


def link_to_json(link: Link) -> Json:
    """A link; the contract names its ends `from` and `to`."""
    fields = _plain(link)
    ends = {"kind": link.kind, "from": link.source, "to": link.target}
    return ends | {"evidence": fields["evidence"], "confidence": link.confidence}


_EVENT_FIELDS = (
    "id", "type", "mode", "of", "aux", "aspect", "contexts", "topics", "actors", "recipients", "start", "end", "due_start",
    "due_end", "date_text", "place", "attribution", "intensity", "quad", "evidence", "confidence",
)  # fmt: skip
_CLAIM_FIELDS = ("id", "kind", "holder", "about", "stance", "text", "attribution", "evidence", "confidence")


def _plain(record: object) -> Json:
    plain: Json = msgspec.to_builtins(record)
    return plain


def from_json(data: object, *, path: str = "$") -> Coding:
    """The coding that `data` (a decoded JSON object) holds.

    Ids are kept as they are written; see `with_content_ids` for files that number records within a report.

    Raises:
        RecordError: with every problem of the object, one a line, each with its path.
    """
    reader = _Reader()
    coding = reader.coding(data, path)
    if reader.errors or coding is None:
        raise RecordError("\n".join(reader.errors))
    return coding


def loads(line: bytes | str, *, path: str = "$") -> Coding:
    """The coding in one line of JSON.

    Raises:
        RecordError: the line is no JSON, or no coding.
    """
    try:
        data = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        raise RecordError(f"no JSON at {path}: {error}") from error
    return from_json(data, path=path)


def read(stream: BinaryIO, *, name: str = "input") -> Iterator[Coding]:
    """The codings of a JSONL stream, blank lines left out; errors name the file and line.

    Raises:
        RecordError: at the first line that holds no coding.
    """
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield loads(line, path=f"{name}:{number} $")


def with_content_ids(coding: Coding) -> Coding:
    """The coding with ids that hold in every workspace, where a file numbered its records within the report (`e1`, `c2`)."""
    new: dict[str, str] = {}
    for event in coding.events:
        if not _GLOBAL_ID.fullmatch(event.id):
            new[event.id] = event_id(coding.report.id, event.type, event.aux, event.evidence, event.actors)
    for claim in coding.claims:
        if not _GLOBAL_ID.fullmatch(claim.id):
            new[claim.id] = claim_id(coding.report.id, claim.kind, claim.evidence, claim.holder)
    if not new:
        return coding
    return replace(
        coding,
        events=tuple(replace(event, id=new.get(event.id, event.id)) for event in coding.events),
        claims=tuple(replace(claim, id=new.get(claim.id, claim.id)) for claim in coding.claims),
        links=tuple(
            replace(link, source=new.get(link.source, link.source), target=new.get(link.target, link.target))
            for link in coding.links
        ),
    )


class _Reader:
    """Builds records from JSON values and collects what is wrong with them instead of stopping at the first."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.text = ""

    def fail(self, expected: str, path: str, value: object) -> None:
        shown = repr(value)
        shown = shown if len(shown) <= 60 else shown[:57] + "..."
        ending = ": missing" if value is _MISSING else f", not {shown}"
        self.errors.append(f"expected {expected} at {path}{ending}")

    def coding(self, data: object, path: str) -> Coding | None:
        if not isinstance(data, Mapping):
            self.fail("an object", path, data)
            return None
        report = self.report(data.get("document", _MISSING), f"{path}.document")
        self.text = report.text if report else ""
        before = len(self.errors)
        coding = Coding(
            report or Report("", ""),
            self.many(data, "events", path, self.event),
            self.many(data, "claims", path, self.claim),
            self.many(data, "links", path, self.link),
            self.words(data, "coder", path) or "",
            self.word_list(data, "notes", path),
        )
        if len(self.errors) == before:
            self.check_ids(coding, path)
        return coding

    def check_ids(self, coding: Coding, path: str) -> None:
        """Every id stands once; a link joins records of this report, or names others by their content ids."""
        ids = [event.id for event in coding.events] + [claim.id for claim in coding.claims]
        known = set(ids)
        self.errors += [f"two records have the id {id_!r} at {path}" for id_ in sorted(known) if ids.count(id_) > 1]
        for index, link in enumerate(coding.links):
            for key, end in (("from", link.source), ("to", link.target)):
                if end not in known and not _GLOBAL_ID.fullmatch(end):
                    self.fail("the id of an event or claim", f"{path}.links[{index}].{key}", end)

    def report(self, data: object, path: str) -> Report | None:
        if not isinstance(data, Mapping):
            self.fail("an object", path, data)
            return None
        text = data.get("text", _MISSING)
        if not isinstance(text, str) or not text.strip():
            self.fail("the report's text", f"{path}.text", text)
            return None
        published, publisher = self.day(data, "published", path), self.words(data, "publisher", path)
        return Report(
            id=self.words(data, "id", path) or report_id(text, published, publisher),
            text=text,
            title=self.words(data, "title", path),
            published=published,
            publisher=publisher,
            url=self.words(data, "url", path),
            dateline=self.words(data, "dateline", path),
            relays=self.word_list(data, "relays", path),
        )

    def event(self, data: Mapping[str, Any], path: str) -> Event | None:
        event_type = self.one_of(data, "type", path, plover.TYPES, required=True)
        evidence = self.evidence(data, path)
        actors = self.many(data, "actors", path, self.actor)
        if not actors:
            self.fail("at least one actor", f"{path}.actors", data.get("actors", _MISSING))
        if event_type is None or evidence is None:
            return None
        mode = self.one_of(data, "mode", path, plover.MODES[event_type])
        recipients = self.many(data, "recipients", path, self.actor)
        aux = self.one_of(data, "aux", path, plover.AUXES)
        return Event(
            id=self.words(data, "id", path) or event_id("", event_type, aux, evidence, actors),
            type=event_type,
            actors=actors,
            recipients=recipients,
            evidence=evidence,
            mode=mode,
            of=self.one_of(data, "of", path, plover.TYPES),
            aux=aux,
            aspect=self.one_of(data, "aspect", path, plover.ASPECTS),
            contexts=self.contexts(data, path),
            topics=self.word_list(data, "topics", path),
            start=self.day(data, "start", path),
            end=self.day(data, "end", path),
            due_start=self.day(data, "due_start", path),
            due_end=self.day(data, "due_end", path),
            date_text=self.words(data, "date_text", path),
            place=self.maybe(data, "place", path, self.place),
            attribution=self.maybe(data, "attribution", path, self.actor),
            intensity=self.number(data, "intensity", path, plover.intensity(event_type, mode), -10.0, 10.0),
            quad=self.words(data, "quad", path) or plover.QUADS[event_type],
            confidence=self.number(data, "confidence", path, 1.0, 0.0, 1.0),
        )

    def claim(self, data: Mapping[str, Any], path: str) -> Claim | None:
        kind = self.one_of(data, "kind", path, plover.CLAIM_KINDS, required=True)
        evidence = self.evidence(data, path)
        if kind is None or evidence is None:
            return None
        stances = plover.CLAIM_STANCES[kind]
        holder = self.maybe(data, "holder", path, self.actor)
        return Claim(
            id=self.words(data, "id", path) or claim_id("", kind, evidence, holder),
            kind=kind,
            stance=self.one_of(data, "stance", path, stances, required=len(stances) > 1) or stances[0],
            text=self.words(data, "text", path) or evidence.quote,
            evidence=evidence,
            holder=holder,
            about=self.word_list(data, "about", path),
            attribution=self.maybe(data, "attribution", path, self.actor),
            confidence=self.number(data, "confidence", path, 1.0, 0.0, 1.0),
        )

    def link(self, data: Mapping[str, Any], path: str) -> Link | None:
        kind = self.one_of(data, "kind", path, plover.LINK_KINDS, required=True)
        ends = [self.words(data, key, path, required=True) for key in ("from", "to")]
        evidence = self.evidence(data, path)
        if kind is None or evidence is None or ends[0] is None or ends[1] is None:
            return None
        return Link(kind, ends[0], ends[1], evidence, self.number(data, "confidence", path, 1.0, 0.0, 1.0))

    def actor(self, data: object, path: str) -> Actor | None:
        if isinstance(data, str):
            return Actor(data)
        if not isinstance(data, Mapping):
            self.fail("an actor", path, data)
            return None
        text = self.words(data, "text", path, required=True)
        code = self.words(data, "country", path)
        if code is not None and not _CODE.fullmatch(code):
            self.fail("the code of a country or organisation", f"{path}.country", code)
        sector = self.one_of(data, "sector", path, plover.SECTORS)
        return Actor(text or "", code, sector, self.words(data, "name", path))

    def place(self, data: object, path: str) -> Place | None:
        if isinstance(data, str):
            return Place(data)
        if not isinstance(data, Mapping):
            self.fail("a place", path, data)
            return None
        text = self.words(data, "text", path, required=True)
        lat, lon = (self.coordinate(data, key, path, most) for key, most in (("lat", 90.0), ("lon", 180.0)))
        return Place(text or "", self.words(data, "country", path), lat, lon)

    def evidence(self, data: Mapping[str, Any], path: str) -> Evidence | None:
        """The evidence of a record; a quote without offsets stands where the text has it first."""
        value, path = data.get("evidence", _MISSING), f"{path}.evidence"
        if not isinstance(value, Mapping):
            self.fail("evidence", path, value)
            return None
        quote, start = value.get("quote"), value.get("start")
        if not isinstance(quote, str) or not quote:
            self.fail("a quote", f"{path}.quote", quote)
            return None
        if not self.text:
            return None
        if start is None:
            start = self.text.find(quote)
        if not isinstance(start, int) or isinstance(start, bool) or start < 0 or not self.text.startswith(quote, start):
            self.fail("words of the report", f"{path}.quote", quote)
            return None
        end = value.get("end", start + len(quote))
        if end != start + len(quote):
            self.fail(f"{start + len(quote)}, where the quote ends,", f"{path}.end", end)
            return None
        return Evidence(start, end, quote)

    def many(
        self, data: Mapping[str, Any], key: str, path: str, build: Callable[[Mapping[str, Any], str], T | None]
    ) -> tuple[T, ...]:
        value, path = data.get(key), f"{path}.{key}"
        if value is None:
            return ()
        if not isinstance(value, list):
            self.fail("a list", path, value)
            return ()
        built: list[T] = []
        for index, item in enumerate(value):
            where = f"{path}[{index}]"
            if not isinstance(item, Mapping):
                self.fail("an object", where, item)
            elif (record := build(item, where)) is not None:
                built.append(record)
        return tuple(built)

    def maybe(self, data: Mapping[str, Any], key: str, path: str, build: Callable[[object, str], T | None]) -> T | None:
        value = data.get(key)
        return None if value is None else build(value, f"{path}.{key}")

    def words(self, data: Mapping[str, Any], key: str, path: str, *, required: bool = False) -> str | None:
        value = data.get(key, _MISSING)
        if isinstance(value, str) and value:
            return value
        if required or value not in (None, "", _MISSING):
            self.fail("words", f"{path}.{key}", value)
        return None

    def word_list(self, data: Mapping[str, Any], key: str, path: str) -> tuple[str, ...]:
        value = data.get(key) or []
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fail("a list of words", f"{path}.{key}", value)
        return ()

    def contexts(self, data: Mapping[str, Any], path: str) -> tuple[str, ...]:
        contexts = self.word_list(data, "contexts", path)
        for index, context in enumerate(contexts):
            if context not in plover.CONTEXTS:
                self.fail("a PLOVER context", f"{path}.contexts[{index}]", context)
        return contexts

    def one_of(self, data: Mapping[str, Any], key: str, path: str, known: Iterable[T], *, required: bool = False) -> T | None:
        value = data.get(key, _MISSING)
        for name in known:
            if name == value:
                return name
        if required or value not in (None, _MISSING):
            self.fail("one of " + ", ".join(map(str, known)), f"{path}.{key}", value)
        return None

    def day(self, data: Mapping[str, Any], key: str, path: str) -> date | None:
        """A date; of a timestamp, its day as written, for a report's date is the one it prints."""
        value = data.get(key)
        if value is None or value == "":
            return None
        try:
            return date.fromisoformat(value[:10] if value[10:11] in ("T", " ") else value)
        except (TypeError, ValueError):
            self.fail("an ISO date", f"{path}.{key}", value)
            return None

    def number(self, data: Mapping[str, Any], key: str, path: str, default: float, least: float, most: float) -> float:
        value = data.get(key)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        self.fail(f"a number from {least:g} to {most:g}", f"{path}.{key}", value)
        return default

    def coordinate(self, data: Mapping[str, Any], key: str, path: str, most: float) -> float | None:
        return None if data.get(key) is None else self.number(data, key, path, 0.0, -most, most)
