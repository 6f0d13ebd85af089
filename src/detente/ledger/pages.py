"""Pages on dyads, kept as they were last made, and what makes one out of date.

What a page says depends on the records of its dyad, on what people decided, and on the program. `stamp` stands for all three:
`touched` has the newest coding by which anything held on a dyad changed.

All functions work inside the caller's transaction.
"""

from collections.abc import Iterable
from typing import Final

from detente.ledger.connection import Connection
from detente.records import Dyad

#: Pages kept of one dyad; those of other days and other spans are made again when they are asked for.
MOST: Final = 24


def touch(connection: Connection, pairs: Iterable[tuple[str, str]], coding: int | None) -> None:
    """Note that a coding changed what is held on some dyads."""
    sql = "INSERT OR REPLACE INTO touched (a, b, coding) VALUES (?, ?, ?)"
    connection.execute_many(sql, [(a, b, coding or 0) for a, b in set(pairs)])


def stamp(connection: Connection, dyad: Dyad, program: str) -> str:
    """What a page on a dyad would be made with now."""
    a, b = sorted((dyad.first, dyad.second))
    sql = "SELECT (SELECT coding FROM touched WHERE a = ? AND b = ?), (SELECT max(seq) FROM corrections)"
    return f"{program}:{tuple(connection.execute(sql, (a, b)).one())}"


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
