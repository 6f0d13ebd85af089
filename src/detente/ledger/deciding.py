"""Corrections on their way into the ledger: checked, filed once, applied; and taken back.

All functions work inside the caller's transaction.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from detente.errors import RecordError
from detente.ledger import acts, pages, rows
from detente.ledger.connection import Connection
from detente.ledger.corrections import Correction, Record, active, record_id, with_own_id
from detente.ledger.database import insert
from detente.ledger.filing import next_seq, refile
from detente.ontology import plover
from detente.records import Claim, Event, Link


def file_corrections(connection: Connection, corrections: Iterable[Correction], now: str) -> tuple[Correction, ...]:
    """File and apply the corrections that are not here yet; returns those, changed records with the ids of their content.

    Raises:
        RecordError: a record breaks the codebook, or quotes what its report does not say.
    """
    new: list[Correction] = []
    touched: dict[str, None] = {}
    for given in corrections:
        correction = _with_ids(given)
        if connection.execute("SELECT 1 FROM corrections WHERE id = ?", (correction.id,)).first():
            continue
        check(connection, correction)
        insert(connection, "corrections", [{"seq": next_seq(connection, "corrections"), "recorded": now} | _row(correction)])
        new.append(correction)
        touched |= dict.fromkeys(filter(None, (correction.report_id, correction.other_report_id)))
    pairs = pages.dyads_of(connection, touched)
    for report_id in touched:
        refile(connection, report_id, now)
    pages.touch_corrected(connection, pairs | pages.dyads_of(connection, touched))
    paired = [one for c in new if c.kind in ("merge", "split", "undo") for one in (c.seen, c.other) if one]
    acts.reopen(connection, map(record_id, paired))
    return tuple(new)


def _with_ids(correction: Correction) -> Correction:
    """A changed or added record gets the id that its content gives it, so that two people who decide alike name it alike."""
    if correction.record is None:
        return correction
    record = with_own_id(_scored(correction.record), correction.report_id)
    return correction if record == correction.record else replace(correction, record=record)


def _scored(record: Record) -> Record:
    """An event whose type was changed has the score and quad of its new type."""
    if not isinstance(record, Event) or record.type not in plover.QUADS:
        return record
    score, quad = plover.intensity(record.type, record.mode), plover.QUADS[record.type]
    return replace(record, intensity=score, quad=quad)


def _row(correction: Correction) -> dict[str, Any]:
    decided = correction.decided.isoformat(timespec="microseconds")
    names = ("id", "kind", "subject", "report_id", "other_report_id", "undoes", "who", "why")
    plain: dict[str, Any] = {name: getattr(correction, name) for name in names}
    held = {
        name: rows.dump(record) if record else None
        for name, record in (("seen", correction.seen), ("record", correction.record), ("other", correction.other))
    }
    return plain | held | {"decided": decided}


def check(connection: Connection, correction: Correction) -> None:
    """Refuse what breaks the codebook.

    Raises:
        RecordError: names the value, and what is known.
    """
    if not correction.who.strip():
        raise RecordError("a correction needs a name: set `who` in detente.toml, or give --who")
    if correction.kind == "undo":
        found = connection.execute("SELECT 1 FROM corrections WHERE id = ?", (correction.undoes,)).first()
        if found is None:
            raise RecordError(f"no correction {correction.undoes} to undo; `detente review --list` shows them")
    if correction.record is None:
        return
    _check_record(correction.record)
    text = connection.execute("SELECT text FROM reports WHERE id = ?", (correction.report_id,)).scalar()
    if text is not None and not fits(correction.record, text):
        quote = correction.record.evidence.quote
        raise RecordError(f"the quote {quote[:80]!r} does not stand in report {correction.report_id!r} where it is said to")


def fits(record: Record, text: str) -> bool:
    """Whether a record's quote stands in the text at its offsets."""
    return text[record.evidence.start : record.evidence.end] == record.evidence.quote


def _check_record(record: Record) -> None:
    if isinstance(record, Event):
        _one_of("event type", record.type, plover.TYPES)
        _one_of("mode of " + record.type, record.mode, (None, *plover.MODES[record.type]))  # type: ignore[index]
        _one_of("type", record.of, (None, *plover.TYPES))
        _one_of("aux", record.aux, (None, *plover.AUXES))
        _one_of("aspect", record.aspect, (None, *plover.ASPECTS))
        for context in record.contexts:
            _one_of("context", context, plover.CONTEXTS)
        if not record.actors:
            raise RecordError("an event needs at least one actor")
    elif isinstance(record, Claim):
        _one_of("kind of claim", record.kind, plover.CLAIM_KINDS)
        _one_of("stance of " + record.kind, record.stance, plover.CLAIM_STANCES[record.kind])  # type: ignore[index]
    elif isinstance(record, Link):
        _one_of("kind of link", record.kind, plover.LINK_KINDS)


def _one_of(what: str, value: str | None, known: Iterable[str | None]) -> None:
    if value not in known:
        raise RecordError(f"no {what} {value!r}; known: {', '.join(name for name in known if name)}")


def stored(connection: Connection, *, standing: bool = False) -> tuple[Correction, ...]:
    """All corrections in the order in which they came here; `standing`: without those undone."""
    found = connection.execute("SELECT * FROM corrections ORDER BY seq")
    every = [rows.load_correction(row) for row in found]
    return tuple(active(every) if standing else every)


def undo(connection: Connection, correction_id: str | None, who: str, moment: datetime, now: str) -> Correction | None:
    """Take back one correction, or the newest that stands; returns the one taken back, None where there is none."""
    standing = stored(connection, standing=True)
    found = next((c for c in reversed(standing) if correction_id is None or c.id.startswith(correction_id)), None)
    if found is None:
        return None
    back = Correction(
        "undo", found.subject, found.report_id, who, "taken back", moment,
        other_report_id=found.other_report_id, undoes=found.id, seen=found.seen, other=found.other,
    )  # fmt: skip
    file_corrections(connection, [back], now)
    return found
