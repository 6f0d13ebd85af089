"""What the ledger keeps of its own use: readings of folders, failures, briefs shown; its content as one hash; its backup.

All functions but `backup` work inside the caller's transaction.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from detente.errors import LedgerError
from detente.ledger.connection import Connection
from detente.records import Dyad


class Shown(NamedTuple):
    """A brief that was shown."""

    as_of: date
    shown: str
    """The moment."""


class Reading(NamedTuple):
    """One reading of some sources. `finished` is None where it was cut off."""

    sources: tuple[str, ...]
    coder: str
    started: str
    finished: str | None
    added: int
    known: int
    failed: int


def begin_reading(connection: Connection, sources: Sequence[str], coder: str, now: str) -> int:
    """Note that a reading begins; returns its number."""
    sql = "INSERT INTO imports (sources, coder, started) VALUES (?, ?, ?) RETURNING seq"
    return int(connection.execute(sql, (msgspec.json.encode(sources).decode(), coder, now)).scalar())


def note_failure(connection: Connection, number: int, source: str, reason: str) -> None:
    """Note that a source could not be read, and why."""
    connection.execute("INSERT INTO failures (import, source, reason) VALUES (?, ?, ?)", (number, source, reason))


def end_reading(connection: Connection, number: int, added: int, known: int, failed: int, now: str) -> None:
    """Note how a reading ended."""
    sql = "UPDATE imports SET finished = ?, added = ?, known = ?, failed = ? WHERE seq = ?"
    connection.execute(sql, (now, added, known, failed, number))


def readings(connection: Connection) -> tuple[Reading, ...]:
    """All readings, the newest first."""
    sql = "SELECT sources, coder, started, finished, added, known, failed FROM imports ORDER BY seq DESC"
    decode = msgspec.json.Decoder(tuple[str, ...]).decode
    return tuple(Reading(decode(row[0]), *row[1:]) for row in connection.execute(sql))


def note_brief(connection: Connection, dyad: Dyad, as_of: date, now: str) -> None:
    """Note that a brief was shown."""
    a, b = sorted((dyad.first, dyad.second))
    connection.execute("INSERT INTO briefs (a, b, as_of, shown) VALUES (?, ?, ?, ?)", (a, b, as_of.isoformat(), now))


def last_brief(connection: Connection, dyad: Dyad) -> Shown | None:
    """The newest brief shown on a dyad, whichever side was named first."""
    a, b = sorted((dyad.first, dyad.second))
    sql = "SELECT as_of, shown FROM briefs WHERE a = ? AND b = ? ORDER BY seq DESC LIMIT 1"
    found = connection.execute(sql, (a, b)).first()
    return Shown(date.fromisoformat(found.as_of), found.shown) if found else None


def digest(connection: Connection) -> str:
    """A hash of all content: equal for ledgers that hold the same, whenever and in whatever order it was read."""
    hashed = hashlib.sha256()
    for line in _content(connection):
        hashed.update(line.encode("utf-8") + b"\n")
    return hashed.hexdigest()


def _content(connection: Connection) -> Iterator[str]:
    for sql in (
        "SELECT json_array(id, text, title, published, publisher, url, dateline, relays) FROM reports ORDER BY id",
        "SELECT json_array(r.id, c.coder, c.digest) FROM codings c JOIN reports r ON r.seq = c.report ORDER BY r.id, c.seq",
        "SELECT json_array(id, kind, who, why, seen, record, other, undoes) FROM corrections ORDER BY id",
        "SELECT json_array(r.id, o.wire, o.origin) FROM origins o JOIN reports r ON r.seq = o.report ORDER BY r.id",
        "SELECT json_array(event, cluster) FROM clusters ORDER BY event",
    ):
        yield from connection.execute(sql).scalars()
    for table in ("events", "claims", "links"):
        sql = (
            f"SELECT json_array(r.id, x.record) FROM {table} x JOIN reports r ON r.seq = x.report"
            " WHERE x.until IS NULL ORDER BY r.id, x.id, x.record"
        )
        yield from connection.execute(sql).scalars()


def backup(source: Path, target: Path) -> None:
    """A copy of a ledger as it is at this moment, taken while others may write; the target appears only when it is whole.

    Raises:
        LedgerError: the target exists, or cannot be written.
    """
    if target.exists():
        raise LedgerError(f"{target} exists; name a new file")
    partial = target.with_name(target.name + ".partial")
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(partial)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        raise LedgerError(f"no backup in {target}: {error}") from error
