"""What can be wrong with a ledger, one numbered function each; its docstring is what the user is told, and how to mend it.

    E101  SQLite's own check          E201  quotes verbatim          W301  reports without coding
    E102  references                  E202  ids in effect once       W302  reports without date
    E103  schema                      E203  dyads kept up            W303  readings cut off
                                      E204  words indexed            W304  links to nothing
                                                                     W305  corrections that found no record
                                                                     W306  events not compared yet

E is an error: some answer of the ledger is wrong. W is a warning: something is missing that the user may want to know.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Any, Final, NamedTuple

from msgspec import MsgspecError

from detente.errors import DetenteError
from detente.ledger import acts, rows
from detente.ledger.connection import Connection
from detente.ledger.corrections import active
from detente.ledger.database import schema

#: Values shown of each finding; the rest is counted.
SHOWN: Final = 5


class Finding(NamedTuple):
    """A check that found something."""

    code: str
    message: str
    values: tuple[str, ...]
    """What it found: ids, quotes, sources."""


def e101(connection: Connection) -> Sequence[str]:
    """The file is damaged. Restore the last backup, or move it away and read the reports again."""
    found = list(connection.execute("PRAGMA quick_check").scalars())
    return [] if found == ["ok"] else found


def e102(connection: Connection) -> Sequence[str]:
    """Rows refer to rows that are not there. Restore the last backup."""
    return [f"{row[0]} row {row[1]}" for row in connection.execute("PRAGMA foreign_key_check")]


def e103(connection: Connection) -> Sequence[str]:
    """Tables are not as this version makes them; another program changed them. Restore the last backup."""
    sql = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL"
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(schema())
        wanted = dict(fresh.execute(sql))
    there = dict(map(tuple, connection.execute(sql)))
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def e201(connection: Connection) -> Sequence[str]:
    """Records quote words that do not stand in their report. Report it; read those reports again after an update."""
    found: list[str] = []
    for table in ("events", "claims", "links"):
        sql = (
            f"SELECT x.id FROM {table} x JOIN reports r ON r.seq = x.report WHERE x.until IS NULL"
            " AND substr(r.text, json_extract(x.record, '$.evidence.start') + 1,"
            " length(json_extract(x.record, '$.evidence.quote'))) <> json_extract(x.record, '$.evidence.quote')"
        )
        found += connection.execute(sql).scalars()
    return found


def e202(connection: Connection) -> Sequence[str]:
    """Two records in effect have one id. Report it; restore the last backup."""
    found: list[str] = []
    for table in ("events", "claims"):
        sql = f"SELECT id FROM {table} WHERE until IS NULL GROUP BY id HAVING count(*) > 1"
        found += connection.execute(sql).scalars()
    return found


def e203(connection: Connection) -> Sequence[str]:
    """Records are missing from the table by which countries find them. Mend it:  detente doctor --mend"""
    found: list[str] = []
    for table, dyads, key, pairs in _DYADS:
        have = {tuple(row) for row in connection.execute(f"SELECT {key}, a, b FROM {dyads}")}
        standing = connection.execute(f"SELECT seq, id, record FROM {table} WHERE until IS NULL")
        found += [row.id for row in standing if any((row.seq, a, b) not in have for a, b in pairs(row.record))]
    return found


def e204(connection: Connection) -> Sequence[str]:
    """Reports or records cannot be found by their words. Mend it:  detente doctor --mend"""
    sql = "SELECT id FROM reports WHERE seq NOT IN (SELECT id FROM report_words_docsize)"
    found = list(connection.execute(sql).scalars())
    for table, odd in (("events", 0), ("claims", 1)):
        sql = f"SELECT id FROM {table} WHERE until IS NULL AND 2 * seq + {odd} NOT IN (SELECT id FROM record_words_docsize)"
        found += connection.execute(sql).scalars()
    return found


def w301(connection: Connection) -> Sequence[str]:
    """Reports were never coded. Read them again:  detente read"""
    sql = "SELECT id FROM reports WHERE seq NOT IN (SELECT report FROM codings) ORDER BY id"
    return list(connection.execute(sql).scalars())


def w302(connection: Connection) -> Sequence[str]:
    """Reports bear no date, so "last week" in them means nothing. Give it:  detente read FILE --published YYYY-MM-DD"""
    return list(connection.execute("SELECT id FROM reports WHERE published IS NULL ORDER BY id").scalars())


def w303(connection: Connection) -> Sequence[str]:
    """A reading was cut off; what it filed is kept. Run the same command to go on."""
    sql = (
        "SELECT sources FROM imports i WHERE finished IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM imports l WHERE l.sources = i.sources AND l.seq > i.seq AND l.finished IS NOT NULL)"
    )
    return [" ".join(rows.words(sources)) for sources in connection.execute(sql).scalars()]


def w304(connection: Connection) -> Sequence[str]:
    """Links lead to records that are not here; they are not shown. Read the reports that they lead to."""
    sql = (
        "SELECT l.id FROM links l WHERE l.until IS NULL"
        " AND EXISTS (SELECT 1 FROM (SELECT l.source AS id UNION ALL SELECT l.target) n"
        " WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.id = n.id AND e.until IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.id = n.id AND c.until IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM moves m WHERE m.old = n.id))"
    )
    return list(connection.execute(sql).scalars())


def w305(connection: Connection) -> Sequence[str]:
    """Corrections wait for reports that are not here. Read those reports; the corrections then apply by themselves."""
    sql = "SELECT * FROM corrections WHERE report_id NOT IN (SELECT id FROM reports) ORDER BY seq"
    waiting = active([rows.load_correction(row) for row in connection.execute(sql)])
    return [f"{correction.id} for {correction.report_id}" for correction in waiting]


def w306(connection: Connection) -> Sequence[str]:
    """Events were not compared with those of other reports yet. The next `detente read` does it."""
    return [entry.record.id for entry in acts.pending(connection)]


Check = Callable[[Connection], Sequence[str]]

#: Every check by its number.
CHECKS: Final[Mapping[str, Check]] = {
    check.__name__.upper(): check for check in (e101, e102, e103, e201, e202, e203, e204, w301, w302, w303, w304, w305, w306)
}

_DYADS: Final[tuple[tuple[str, str, str, Callable[[str], Any]], ...]] = (
    ("events", "event_dyads", "event", lambda record: rows.event_pairs(rows.load_event(record))),
    ("claims", "claim_dyads", "claim", lambda record: rows.claim_pairs(rows.load_claim(record))),
)


def run(connection: Connection) -> tuple[Finding, ...]:
    """All findings; none where the ledger is sound."""
    found = ((code, check, _looked(check, connection)) for code, check in CHECKS.items())
    return tuple(Finding(code, check.__doc__ or "", values) for code, check, values in found if values)


def _looked(check: Check, connection: Connection) -> tuple[str, ...]:
    """What a check found; a ledger may be too broken for one check and still be told about by the others."""
    try:
        return tuple(check(connection))
    except (DetenteError, sqlite3.DatabaseError, MsgspecError) as error:
        return (f"cannot be looked at: {error}",)
