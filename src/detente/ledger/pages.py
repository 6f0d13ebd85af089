"""Pages on dyads, kept as they were last made, and what makes one out of date.

What a page says depends on the records of its dyad, on what people decided of them, and on the program. `stamp` stands for all
three: `touched` has the newest coding and the newest correction by which anything held on a dyad changed. A dossier holds whole
reports, so a correction touches every dyad of its reports, and of those whose links lead to them.

All functions work inside the caller's transaction.
"""

from collections.abc import Iterable
from typing import Final

from detente.ledger import rows
from detente.ledger.connection import Connection
from detente.records import Dyad

#: Pages kept of one dyad; those of other days and other spans are made again when they are asked for.
MOST: Final = 24


def touch(connection: Connection, pairs: Iterable[tuple[str, str]], coding: int | None) -> None:
    """Note that a coding changed what is held on some dyads."""
    sql = (
        "INSERT INTO touched (a, b, coding, correction) VALUES (?, ?, ?, 0)"
        " ON CONFLICT DO UPDATE SET coding = max(coding, excluded.coding)"
    )
    connection.execute_many(sql, [(a, b, coding or 0) for a, b in set(pairs)])


def touch_corrected(connection: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Note that the newest correction changed what is held on some dyads."""
    newest = connection.execute("SELECT coalesce(max(seq), 0) FROM corrections").scalar()
    sql = (
        "INSERT INTO touched (a, b, coding, correction) VALUES (?, ?, 0, ?)"
        " ON CONFLICT DO UPDATE SET correction = max(correction, excluded.correction)"
    )
    connection.execute_many(sql, [(a, b, newest) for a, b in set(pairs)])


def dyads_of(connection: Connection, report_ids: Iterable[str]) -> set[tuple[str, str]]:
    """The dyads on which some reports are held, or others whose links lead to records of theirs."""
    values = {"ids": rows.json_list(set(report_ids))}
    seqs = set(connection.execute(_REPORTS, values).scalars())
    seqs |= set(connection.execute(_LINKED, values | {"seqs": rows.json_list(seqs)}).scalars())
    values = {"seqs": rows.json_list(seqs)}
    standing = "SELECT x.record FROM json_each(:seqs) j JOIN {} x ON x.report = j.value WHERE x.until IS NULL"
    events, claims = (connection.execute(standing.format(table), values).scalars() for table in ("events", "claims"))
    found = {pair for record in events for pair in rows.event_pairs(rows.load_event(record))}
    return found | {pair for record in claims for pair in rows.claim_pairs(rows.load_claim(record))}


_REPORTS: Final = "SELECT r.seq FROM json_each(:ids) j JOIN reports r ON r.id = j.value"
_RECORDS: Final = " UNION ".join(
    f"SELECT x.id FROM json_each(:seqs) j JOIN {table} x ON x.report = j.value" for table in ("events", "claims")
)
_LINKED: Final = " UNION ".join(
    f"SELECT l.report FROM ({_RECORDS}) n JOIN links l ON l.{end} = n.id WHERE l.until IS NULL" for end in ("source", "target")
)


def stamp(connection: Connection, dyad: Dyad, program: str) -> str:
    """What a page on a dyad would be made with now."""
    a, b = sorted((dyad.first, dyad.second))
    found = connection.execute("SELECT coding, correction FROM touched WHERE a = ? AND b = ?", (a, b)).first()
    return f"{program}:{tuple(found) if found else ()}"


def kept(connection: Connection, dyad: Dyad, what: str, stamped: str) -> str | None:
    """The page kept, None where there is none or it is out of date."""
    a, b = sorted((dyad.first, dyad.second))
    sql = "SELECT body FROM pages WHERE a = ? AND b = ? AND what = ? AND stamp = ?"
    found: str | None = connection.execute(sql, (a, b, what, stamped)).scalar()
    return found


def keep(connection: Connection, dyad: Dyad, what: str, stamped: str, body: str) -> None:
    """Keep a page; those of the dyad that are out of date are dropped, and the oldest beyond `MOST`."""
    a, b = sorted((dyad.first, dyad.second))
    values = {"a": a, "b": b, "what": what, "stamp": stamped, "body": body, "most": MOST}
    connection.execute("DELETE FROM pages WHERE a = :a AND b = :b AND stamp <> :stamp", values)
    connection.execute("INSERT OR REPLACE INTO pages (a, b, what, stamp, body) VALUES (:a, :b, :what, :stamp, :body)", values)
    newest = "SELECT rowid FROM pages WHERE a = :a AND b = :b ORDER BY rowid DESC LIMIT :most"
    connection.execute(f"DELETE FROM pages WHERE a = :a AND b = :b AND rowid NOT IN ({newest})", values)
