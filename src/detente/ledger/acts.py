"""Which events of different reports are one act: the pairs and clusters that others computed, kept.

What makes two events one act is not decided here. `pending` says what nobody looked at yet, `near` which events to compare,
`group` which to cluster together; `file_pairs` and `file_clusters` keep the answers. Both are derived: `forget` drops what a
change of records made doubtful, and the events are pending again.

All functions work inside the caller's transaction.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import islice
from typing import Final, NamedTuple

from detente.ledger import rows
from detente.ledger.connection import Connection
from detente.ledger.corrections import Record, active, find, record_id
from detente.ledger.rows import Entry, load_correction
from detente.ontology import plover
from detente.records import Dyad, Event, Link

#: Events this many days apart by their first days are compared, unless the date of one is wide.
NEAR_DAYS: Final = 60

_ENTRY: Final = "x.record, r.id, coalesce(c.coder, ''), k.id"
_JOINS: Final = (
    " JOIN reports r ON r.seq = x.report"
    " LEFT JOIN codings c ON c.seq = x.coding LEFT JOIN corrections k ON k.seq = x.correction"
)


class Pair(NamedTuple):
    """Two events that may be one act, and the probability that they are."""

    first: str
    second: str
    probability: float


class Decided(NamedTuple):
    """What people said of pairs of events: ids that are the same act, and ids that are not."""

    same: tuple[frozenset[str], ...]
    apart: tuple[frozenset[str], ...]


def await_comparison(connection: Connection, ids: Iterable[str]) -> None:
    """Note that events are to be compared with others."""
    values = {"ids": rows.json_list(set(ids))}
    connection.execute("INSERT OR IGNORE INTO pending (event) SELECT value FROM json_each(:ids)", values)


def pending(connection: Connection, report_id: str | None = None) -> tuple[Entry[Event], ...]:
    """Events between countries that were not compared yet; of one report, or of all."""
    # CROSS JOIN makes SQLite walk the few that wait, or the few of a report, and not all events.
    waiting = "pending p CROSS JOIN events x ON x.id = p.event"
    if report_id is not None:
        waiting = "reports o CROSS JOIN events x ON x.report = o.seq AND o.id = :report JOIN pending p ON p.event = x.id"
    sql = f"SELECT {_ENTRY} FROM {waiting} {_JOINS} WHERE x.until IS NULL ORDER BY x.day, x.id"
    found = connection.execute(sql, {"report": report_id})
    return tuple(Entry(rows.load_event(row[0]), *row[1:]) for row in found)


def near(connection: Connection, event: Event, types: Iterable[str] = ()) -> tuple[Entry[Event], ...]:
    """The events to compare with this one: two parties shared, first days at most `NEAR_DAYS` apart, or a wide date.

    `types` are those that may be one act with it; none means all. If one event is near another, the other is near it: what is
    compared does not depend on the order of reading.
    """
    found: dict[str, Entry[Event]] = {}
    values = _window(connection, event) | {"id": event.id, "types": rows.json_list(types or plover.TYPES)}
    for a, b in rows.event_pairs(event):
        for row in connection.execute(_NEAR, values | {"a": a, "b": b}):
            entry = Entry(rows.load_event(row[0]), *row[1:])
            found[entry.record.id] = entry
    return tuple(found[id_] for id_ in sorted(found))


_OTHER: Final = "x.until IS NULL AND x.id <> :id AND d.type IN (SELECT value FROM json_each(:types))"
_NEAR: Final = (
    f"SELECT {_ENTRY} FROM event_dyads d JOIN events x ON x.seq = d.event {_JOINS}"
    f" WHERE d.a = :a AND d.b = :b AND d.day BETWEEN :from AND :to AND {_OTHER}"
    f" UNION ALL SELECT {_ENTRY} FROM event_dyads d JOIN events x ON x.seq = d.event {_JOINS}"
    f" WHERE d.a = :a AND d.b = :b AND d.wide = 1 AND {_OTHER}"
)


def _window(connection: Connection, event: Event) -> dict[str, str]:
    day = connection.execute("SELECT day FROM events WHERE id = ? AND until IS NULL", (event.id,)).scalar()
    if rows.is_wide(event) or not day:
        return {"from": "", "to": "9999"}
    at, span = date.fromisoformat(day), timedelta(days=NEAR_DAYS)
    return {"from": (at - span).isoformat(), "to": (at + span).isoformat()}


def file_pairs(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Keep the probabilities of pairs; one computed again replaces the earlier."""
    values = [{"a": min(p.first, p.second), "b": max(p.first, p.second), "probability": p.probability} for p in pairs]
    if values:
        connection.execute_many("INSERT OR REPLACE INTO matches (a, b, probability) VALUES (:a, :b, :probability)", values)


def unsure(connection: Connection, least: float, most: float, dyad: Dyad | None, *, limit: int) -> tuple[Pair, ...]:
    """Pairs of events that stand and that nobody joined or parted, by how near their probability is to one half."""
    of_dyad = " AND x.seq IN (SELECT event FROM event_dyads WHERE a = :a AND b = :b)" if dyad else ""
    a, b = sorted((dyad.first, dyad.second)) if dyad else ("", "")
    sql = (
        "SELECT m.a, m.b, m.probability FROM matches m JOIN events x ON x.id = m.a AND x.until IS NULL"
        " JOIN events y ON y.id = m.b AND y.until IS NULL"
        f" WHERE m.probability BETWEEN :least AND :most{of_dyad} ORDER BY abs(m.probability - 0.5), m.a, m.b"
    )
    settled = decided(connection)
    known = {*settled.same, *settled.apart}
    found = connection.execute(sql, {"least": least, "most": most, "a": a, "b": b})
    return tuple(islice((Pair(*row) for row in found if frozenset(row[:2]) not in known), limit))


def group(connection: Connection, ids: Iterable[str], least: float) -> frozenset[str]:
    """The ids and all that pairs of at least this probability, or a person, connect with them, over any number of steps."""
    sql = (
        "SELECT m.b FROM json_each(:ids) j JOIN matches m ON m.a = j.value WHERE m.probability >= :least"
        " UNION SELECT m.a FROM json_each(:ids) j JOIN matches m ON m.b = j.value WHERE m.probability >= :least"
    )
    joined = decided(connection).same
    found: set[str] = set()
    ahead = set(ids)
    while ahead:
        found |= ahead
        values = {"ids": rows.json_list(ahead), "least": least}
        reached = set(connection.execute(sql, values).scalars())
        reached |= {id_ for pair in joined if pair & ahead for id_ in pair}
        ahead = reached - found
    return frozenset(found)


def alike(connection: Connection, ids: Collection[str], least: float) -> dict[tuple[str, str], float] | None:
    """The pairs among these ids, the lesser first, with at least this probability; None where one was not compared yet."""
    values = {"ids": rows.json_list(ids), "least": least}
    waiting = "SELECT EXISTS (SELECT 1 FROM pending p JOIN json_each(:ids) j ON j.value = p.event)"
    if connection.execute(waiting, values).scalar():
        return None
    known = set(ids)
    # CROSS JOIN keeps SQLite from looking through all pairs for those of a few ids.
    sql = (
        "SELECT m.a, m.b, m.probability FROM json_each(:ids) j CROSS JOIN matches m ON m.a = j.value"
        " WHERE m.probability >= :least"
    )
    return {(a, b): likely for a, b, likely in connection.execute(sql, values) if b in known}


def entries(connection: Connection, ids: Iterable[str]) -> tuple[Entry[Event], ...]:
    """The events in effect with these ids."""
    sql = f"SELECT {_ENTRY} FROM json_each(:ids) j JOIN events x ON x.id = j.value {_JOINS} WHERE x.until IS NULL ORDER BY x.id"
    found = connection.execute(sql, {"ids": rows.json_list(ids)})
    return tuple(Entry(rows.load_event(row[0]), *row[1:]) for row in found)


def file_clusters(connection: Connection, clusters: Iterable[Iterable[str]]) -> None:
    """Keep which events are one act; a cluster is named by the least id in it."""
    members = [(id_, min(ids)) for ids in map(tuple, clusters) for id_ in ids]
    if members:
        connection.execute_many("INSERT OR REPLACE INTO clusters (event, cluster) VALUES (?, ?)", members)
        connection.execute_many("DELETE FROM pending WHERE event = ?", [(id_,) for id_, _ in members])


def cluster(connection: Connection, event_id: str) -> tuple[str, ...]:
    """The ids of the events that tell the same act as this one, itself among them."""
    sql = "SELECT o.event FROM clusters g JOIN clusters o ON o.cluster = g.cluster WHERE g.event = ? ORDER BY o.event"
    return tuple(connection.execute(sql, (event_id,)).scalars()) or (event_id,)


def forget(connection: Connection, ids: Iterable[str]) -> None:
    """Drop what was computed of events that changed; those clustered with them are pending too."""
    gone = set(ids)
    reopen(connection, gone)
    values = {"ids": rows.json_list(gone)}
    connection.execute("DELETE FROM pending WHERE event IN (SELECT value FROM json_each(:ids))", values)
    connection.execute("DELETE FROM matches WHERE a IN (SELECT value FROM json_each(:ids))", values)
    connection.execute("DELETE FROM matches WHERE b IN (SELECT value FROM json_each(:ids))", values)


def reopen(connection: Connection, ids: Iterable[str]) -> None:
    """Make these events and those clustered with them pending; their pairs stay."""
    values = {"ids": rows.json_list(set(ids))}
    touched = (
        "SELECT o.event FROM json_each(:ids) j JOIN clusters g ON g.event = j.value JOIN clusters o ON o.cluster = g.cluster"
    )
    await_comparison(connection, connection.execute(touched, values).scalars())
    connection.execute(f"DELETE FROM clusters WHERE event IN ({touched})", values)


def decided(connection: Connection) -> Decided:
    """What people joined and parted, by the ids that the events have now."""
    same: list[frozenset[str]] = []
    apart: list[frozenset[str]] = []
    sql = "SELECT * FROM corrections WHERE kind IN ('merge', 'split', 'undo') AND subject = 'event' ORDER BY seq"
    for correction in active([load_correction(row) for row in connection.execute(sql)]):
        one = _now(connection, correction.report_id, correction.seen)
        two = _now(connection, correction.other_report_id, correction.other)
        if one and two and one != two:
            (same if correction.kind == "merge" else apart).append(frozenset((one, two)))
    return Decided(tuple(same), tuple(apart))


def refused(connection: Connection) -> frozenset[tuple[str, str]]:
    """The ends of links that people rejected, read or inferred."""
    sql = "SELECT * FROM corrections WHERE kind IN ('reject', 'undo') AND subject = 'link' ORDER BY seq"
    found = active([load_correction(row) for row in connection.execute(sql)])
    return frozenset((one.seen.source, one.seen.target) for one in found if isinstance(one.seen, Link))


def _now(connection: Connection, report_id: str | None, seen: Record | None) -> str | None:
    """The id under which a record stands now, after corrections or another coding; None where it does not."""
    sql = "SELECT x.record FROM events x JOIN reports r ON r.seq = x.report WHERE r.id = ? AND x.until IS NULL"
    standing = [rows.load_event(record) for record in connection.execute(sql, (report_id,)).scalars()]
    found = find(standing, seen)
    if found is None and seen is not None:
        moved = connection.execute("SELECT new FROM moves WHERE old = ?", (record_id(seen),)).scalar()
        return str(moved) if moved else None
    return found.id if found else None
