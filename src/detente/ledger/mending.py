"""The derived tables, made again from the records."""

from collections.abc import Iterator

from detente.ledger import acts, rows
from detente.ledger.connection import Connection
from detente.ledger.database import insert
from detente.ledger.origins import file_origin

#: Rows written at once.
_BATCH = 1000
_BETWEEN = (
    "SELECT x.id FROM events x JOIN actors n ON n.event = x.seq AND n.role IN ('actor', 'recipient')"
    " WHERE x.until IS NULL GROUP BY x.seq HAVING count(DISTINCT n.country) > 1"
)


def mend(connection: Connection) -> None:
    """Empty and fill the tables by which records are found; which events are one act is computed again by the next reading."""
    for table in ("event_dyads", "claim_dyads", "clusters", "matches", "pending", "sketches", "origins", "pages"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO report_words (report_words) VALUES ('rebuild')")
    connection.execute("INSERT INTO record_words (record_words) VALUES ('delete-all')")
    for seq in connection.execute("SELECT seq FROM reports ORDER BY seq").scalars():
        sql = f"SELECT {rows.REPORT_COLUMNS} FROM reports r WHERE seq = ?"
        file_origin(connection, seq, rows.load_report(connection.execute(sql, (seq,)).one()))
    acts.await_comparison(connection, connection.execute(_BETWEEN).scalars())
    for table, found in (("event_dyads", _events(connection)), ("claim_dyads", _claims(connection))):
        _fill(connection, table, found)


def _events(connection: Connection) -> Iterator[tuple[list[dict[str, object]], dict[str, object]]]:
    # A row closed at once was never in effect, so nothing finds it.
    sql = "SELECT seq, day, record FROM events WHERE until IS NULL OR until > since"
    for seq, day, record in connection.execute(sql).all():
        event = rows.load_event(record)
        wide = int(rows.is_wide(event))
        dyads: list[dict[str, object]] = [
            {"a": a, "b": b, "day": day, "event": seq, "type": event.type, "wide": wide} for a, b in rows.event_pairs(event)
        ]
        yield dyads, {"rowid": 2 * seq} | rows.searchable(event)


def _claims(connection: Connection) -> Iterator[tuple[list[dict[str, object]], dict[str, object]]]:
    sql = "SELECT seq, record FROM claims WHERE until IS NULL OR until > since"
    for seq, record in connection.execute(sql).all():
        claim = rows.load_claim(record)
        dyads: list[dict[str, object]] = [{"a": a, "b": b, "claim": seq} for a, b in rows.claim_pairs(claim)]
        yield dyads, {"rowid": 2 * seq + 1} | rows.searchable(claim)


def _fill(connection: Connection, table: str, found: Iterator[tuple[list[dict[str, object]], dict[str, object]]]) -> None:
    dyads: list[dict[str, object]] = []
    words: list[dict[str, object]] = []
    for pairs, searchable in found:
        dyads += pairs
        words.append(searchable)
        if len(words) >= _BATCH:
            insert(connection, table, dyads)
            insert(connection, "record_words", words)
            dyads, words = [], []
    insert(connection, table, dyads)
    insert(connection, "record_words", words)
