"""Records as rows and back. Rows hold whole records as JSON, decoded by msgspec about a million a second."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import combinations
from typing import Any, Final, Generic, NamedTuple, TypeVar

import msgspec

from detente.ledger.connection import Row
from detente.ledger.corrections import Correction, Subject, load_record
from detente.records import Actor, Claim, Coding, Event, Link, Report, content_id

R = TypeVar("R", Event, Claim, Link)


#: Columns of `reports` in the order in which `report` takes them.
REPORT_COLUMNS: Final = "r.id, r.text, r.title, r.published, r.publisher, r.url, r.dateline, r.relays"

#: An act dated to a longer stretch than this is looked for everywhere, not only near its first day.
NARROW_DAYS: Final = 31

_EVENT: Final = msgspec.json.Decoder(Event)
_CLAIM: Final = msgspec.json.Decoder(Claim)
_LINK: Final = msgspec.json.Decoder(Link)
_EVENTS: Final = msgspec.json.Decoder(tuple[Event, ...])
_CLAIMS: Final = msgspec.json.Decoder(tuple[Claim, ...])
_LINKS: Final = msgspec.json.Decoder(tuple[Link, ...])
_WORDS: Final = msgspec.json.Decoder(tuple[str, ...])


class Entry(NamedTuple, Generic[R]):
    """A record in the ledger: who read it from which report, and whether a person decided on it."""

    record: R
    report: str
    """The id of its report."""
    coder: str
    """Name of the coder; "" for a record that a person added."""
    correction: str | None
    """Id of the correction that made it so; None as the coder read it."""


def dump(record: Event | Claim | Link) -> str:
    """A record as the ledger keeps it."""
    return msgspec.json.encode(record).decode()


def load_event(record: str) -> Event:
    """The event in a row's `record`."""
    return _EVENT.decode(record)


def load_claim(record: str) -> Claim:
    """The claim in a row's `record`."""
    return _CLAIM.decode(record)


def load_link(record: str) -> Link:
    """The link in a row's `record`."""
    return _LINK.decode(record)


def load_events(records: str) -> tuple[Event, ...]:
    """The events in a JSON list of records."""
    return _EVENTS.decode(records)


def load_claims(records: str) -> tuple[Claim, ...]:
    """The claims in a JSON list of records."""
    return _CLAIMS.decode(records)


def load_links(records: str) -> tuple[Link, ...]:
    """The links in a JSON list of records."""
    return _LINKS.decode(records)


def words(value: str) -> tuple[str, ...]:
    """A JSON list of words."""
    return _WORDS.decode(value)


def json_list(values: Iterable[object]) -> str:
    """Values as a JSON list, for `json_each` in a statement; their order does not matter."""
    return msgspec.json.encode(sorted(values, key=str)).decode()


def load_report(row: Sequence[Any]) -> Report:
    """The report in a row of `REPORT_COLUMNS`."""
    id_, text, title, published, publisher, url, dateline, relays = row
    day = date.fromisoformat(published) if published else None
    return Report(id_, text, title, day, publisher, url, dateline, words(relays))


def report_row(report: Report) -> dict[str, Any]:
    """A report's columns; `seq` and `recorded` are the ledger's to add."""
    return {
        "id": report.id,
        "published": report.published.isoformat() if report.published else None,
        "publisher": report.publisher,
        "title": report.title,
        "url": report.url,
        "dateline": report.dateline,
        "relays": msgspec.json.encode(report.relays).decode(),
        "text": report.text,
    }


def parts(coding: Coding) -> tuple[tuple[Event, ...], tuple[Claim, ...], tuple[Link, ...]]:
    """Events, claims and links, in the order of the tables."""
    return coding.events, coding.claims, coding.links


def coding_digest(coding: Coding) -> str:
    """A hash of all that a coder read, so that the same coding is filed once."""
    return content_id(coding.coder, [dump(record) for part in parts(coding) for record in part], coding.notes)


def load_correction(row: Row) -> Correction:
    """The correction in a row."""
    subject: Subject = row["subject"]
    decoded: dict[str, Any] = {name: load_record(subject, row[name]) for name in ("seen", "record", "other")}
    plain = {name: row[name] for name in ("kind", "report_id", "who", "why", "other_report_id", "undoes")}
    return Correction(subject=subject, decided=moment(row["decided"]), **plain, **decoded)


def moment(value: str) -> datetime:
    """A moment as the ledger writes it."""
    return datetime.fromisoformat(value)


def day_of(event: Event, report: Report) -> str:
    """The day under which an event is filed: its first, else its last, else its report's; "" where none is known."""
    day = event.start or event.end or report.published
    return day.isoformat() if day else ""


def is_wide(event: Event) -> bool:
    """Whether an event's date says little about when it was: background without a date, "before", or a long stretch."""
    if event.start and event.end:
        return (event.end - event.start).days > NARROW_DAYS
    return event.aux == "historical" or (event.end is not None and event.start is None)


def event_pairs(event: Event) -> Iterator[tuple[str, str]]:
    """Every two countries or organisations that take part, the earlier in the alphabet first."""
    codes = {actor.country for actor in (*event.actors, *event.recipients) if actor.country}
    return combinations(sorted(codes), 2)


def claim_pairs(claim: Claim) -> Iterator[tuple[str, str]]:
    """Every two among a claim's holder and those it is about, the earlier in the alphabet first."""
    codes = set(claim.about)
    if claim.holder and claim.holder.country:
        codes.add(claim.holder.country)
    return combinations(sorted(codes), 2)


def roles(record: Event | Claim) -> Iterator[tuple[str, Actor]]:
    """Everybody named in a record, with the part they have in it."""
    if isinstance(record, Event):
        yield from (("actor", actor) for actor in record.actors)
        yield from (("recipient", actor) for actor in record.recipients)
    elif record.holder:
        yield "holder", record.holder
    if record.attribution:
        yield "attribution", record.attribution


def searchable(record: Event | Claim) -> dict[str, str]:
    """What full-text search finds a record by: its quote, and its matter (topics, names, claimed words)."""
    names = [actor.name for _, actor in roles(record) if actor.name]
    matter = [*record.topics, record.place.text if record.place else ""] if isinstance(record, Event) else [record.text]
    return {"quote": record.evidence.quote, "matter": " ".join([*matter, *names])}
