"""How commands show an event: flat for tables, whole for JSON."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from detente.cli.tables import Column
from detente.formats.jsonl import event_to_json
from detente.formats.tables import Row
from detente.ledger.rows import Entry
from detente.records import Actor, Event, Report
from detente.relations.filed import standing, when
from detente.relations.wording import capital, clause

#: Digits of an id that tables show; any command takes them.
SHORT: Final = 7

COLUMNS: Final = (
    Column("day", "Day", 10),
    Column("what", "What", 0),
    Column("status", "", 8),
    Column("short", "Record", SHORT),
)


def flat(entry: Entry[Event], report: Report) -> Row:
    """One event as a row with plain values; `what` says it in words, `status` whether it was done."""
    event = entry.record
    return {
        "short": event.id[:SHORT],
        "id": event.id,
        "day": str(when(event, report).day),
        "what": capital(clause(event, standing(event, report))),
        "status": standing(event, report),
        "type": event.type,
        "mode": event.mode,
        "of": event.of,
        "aux": event.aux,
        "actors": _codes(event.actors),
        "recipients": _codes(event.recipients),
        "contexts": event.contexts,
        "topics": event.topics,
        "start": event.start,
        "end": event.end,
        "due_start": event.due_start,
        "due_end": event.due_end,
        "place": event.place.text if event.place else None,
        "intensity": event.intensity,
        "quad": event.quad,
        "certainty": event.confidence,
        "checked": entry.correction is not None,
        "quote": event.evidence.quote,
        "report": report.id,
        "publisher": report.publisher,
        "published": report.published,
    }


def _codes(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(actor.country or actor.text for actor in actors))


def whole(entry: Entry[Event], report: Report) -> dict[str, Any]:
    """One event as in the contract, with its report."""
    source = {"id": report.id, "title": report.title, "publisher": report.publisher, "published": report.published}
    return event_to_json(entry.record) | {"report": source, "checked": entry.correction is not None}


def rows(entries: Iterable[Entry[Event]], reports: Mapping[str, Report]) -> tuple[list[Row], list[dict[str, Any]]]:
    """Events flat and whole."""
    held = [(entry, reports[entry.report]) for entry in entries]
    return [flat(*one) for one in held], [whole(*one) for one in held]
