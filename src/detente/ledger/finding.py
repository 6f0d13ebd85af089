"""Finding records again: by the beginning of an id, through their history, by words.

All functions work inside the caller's transaction.
"""

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from detente.ledger import rows
from detente.ledger.connection import Connection
from detente.ledger.queries import HOLDS, OUT, View
from detente.records import Claim, Event

What = Literal["report", "event", "claim", "correction"]

_PART: Final = re.compile(r'(?P<no>-)?(?:"(?P<phrase>[^"]+)"|(?P<word>[^\s"]+))')
_LETTERS: Final = re.compile(r"\w+")
#: Words this much alike are offered where a search finds nothing.
_ALIKE: Final = 0.75


class Found(NamedTuple):
    """An id, and what it is the id of."""

    what: What
    id: str


class Version(NamedTuple):
    """A record as it stood for a while."""

    record: Event | Claim
    report: str
    coder: str
    correction: str | None
    since: str
    until: str | None


class Hit(NamedTuple):
    """Something that a search found. `quote` is a record's evidence, or the nearest words of a report."""

    what: What
    id: str
    label: str
    """The type of an event, the kind of a claim, the title of a report."""
    report: str
    published: date | None
    publisher: str | None
    quote: str


class Search(NamedTuple):
    """The answer to a search."""

    hits: tuple[Hit, ...]
    total: int
    """All that were found, of which `hits` are the best."""
    understood: str
    """The search as it was understood."""
    nearest: str | None
    """Where nothing was found: the search with the nearest words that are there."""


def by_prefix(connection: Connection, prefix: str, *, limit: int = 20) -> tuple[Found, ...]:
    """Everything whose id begins so; a whole id is found alone."""
    found: list[Found] = []
    for what, table in (("report", "reports"), ("event", "events"), ("claim", "claims"), ("correction", "corrections")):
        sql = f"SELECT DISTINCT id FROM {table} WHERE id >= :from AND id < :to ORDER BY id LIMIT :limit"
        values = {"from": prefix, "to": prefix + "\U0010ffff", "limit": limit}
        found += [Found(what, id_) for id_ in connection.execute(sql, values).scalars()]  # type: ignore[arg-type]
    exact = tuple(one for one in found if one.id == prefix)
    return exact or tuple(found)


def history(connection: Connection, id_: str) -> tuple[Version, ...]:
    """Every version of an event or claim, the oldest first: what it was read as, and what people made of it."""
    ids = _lineage(connection, id_)
    versions: list[Version] = []
    for table, load in (("events", rows.load_event), ("claims", rows.load_claim)):
        sql = (
            "SELECT x.record, r.id, coalesce(c.coder, ''), k.id, x.since, x.until, x.seq"
            f" FROM {table} x JOIN json_each(:ids) j ON j.value = x.id JOIN reports r ON r.seq = x.report"
            " LEFT JOIN codings c ON c.seq = x.coding LEFT JOIN corrections k ON k.seq = x.correction ORDER BY x.since, x.seq"
        )
        found = connection.execute(sql, {"ids": rows.json_list(ids)})
        versions += [Version(load(row[0]), *row[1:6]) for row in found]
    return tuple(versions)


def newest_id(connection: Connection, id_: str) -> str | None:
    """The id under which a record stands now; None where it was rejected or no longer read."""
    seen: set[str] = set()
    at: str | None = id_
    while at is not None and at not in seen:
        seen.add(at)
        if _stands(connection, at):
            return at
        at = connection.execute("SELECT new FROM moves WHERE old = ?", (at,)).scalar()
    return None


def _stands(connection: Connection, id_: str) -> bool:
    sql = (
        "SELECT EXISTS (SELECT 1 FROM events WHERE id = :id AND until IS NULL)"
        " OR EXISTS (SELECT 1 FROM claims WHERE id = :id AND until IS NULL)"
    )
    return bool(connection.execute(sql, {"id": id_}).scalar())


def _lineage(connection: Connection, id_: str) -> list[str]:
    """The ids that a record had, before and after."""
    sql = (
        "WITH RECURSIVE line (id) AS (SELECT :id UNION SELECT m.old FROM moves m JOIN line ON m.new = line.id"
        " UNION SELECT m.new FROM moves m JOIN line ON m.old = line.id WHERE m.new IS NOT NULL) SELECT id FROM line"
    )
    # SQLite allows one recursive reference a term; two terms may each have one from version 3.34 on.
    return list(connection.execute(sql, {"id": id_}).scalars())


def expression(query: str) -> str:
    """A person's search as FTS5 reads it; "" where it has no word. Any characters are safe.

    Words must all be there; `"two words"` stand together, `word*` begins so, `-word` must not be there, OR joins.
    """
    out: list[str] = []
    no: list[str] = []
    for part in _PART.finditer(query):
        if part["word"] == "OR":
            out += ["OR"] if out and out[-1] != "OR" else []
            continue
        words = _LETTERS.findall(part["phrase"] or part["word"])
        if not words:
            continue
        quoted = '"' + " ".join(words) + '"' + ("*" if part["word"] and part["word"].endswith("*") else "")
        (no if part["no"] else out).append(quoted)
    while out and out[-1] == "OR":
        out.pop()
    if not out:
        return ""
    joined = out[0]
    for before, word in pairwise(out):
        joined += f" {word}" if "OR" in (before, word) else f" AND {word}"
    return f"({joined})" + "".join(f" NOT {word}" for word in no)


def search(connection: Connection, query: str, view: View, *, limit: int = 20) -> Search:
    """Events and claims by their words, then reports none of whose records have them; the best first."""
    understood = expression(query)
    if not understood:
        return Search((), 0, "", None)
    values = view.parameters() | {"query": understood}
    records = connection.execute(_RECORDS, values).all()
    reports = connection.execute(_REPORTS, values | {"seen": rows.json_list({row.report for row in records})}).all()
    found = [*records, *reports]
    hits = tuple(
        Hit(row.what, row.id, row.label or "", row.report, date.fromisoformat(row.published) if row.published else None,
            row.publisher, " ".join(row.quote.split()))
        for row in found[:limit]
    )  # fmt: skip
    return Search(hits, len(found), understood, None if hits else _nearest(connection, query))


_RECORDS: Final = (
    "SELECT 'event' AS what, x.id AS id, x.type AS label, r.id AS report, r.published AS published, r.publisher,"
    " x.quote, w.rank AS rank FROM record_words w"
    " JOIN events x ON x.seq = w.rowid / 2 AND w.rowid % 2 = 0 JOIN reports r ON r.seq = x.report"
    f" WHERE record_words MATCH :query AND {OUT} AND {HOLDS}"
    " UNION ALL SELECT 'claim', x.id, x.kind, r.id, r.published, r.publisher, x.quote, w.rank"
    " FROM record_words w JOIN claims x ON x.seq = w.rowid / 2 AND w.rowid % 2 = 1 JOIN reports r ON r.seq = x.report"
    f" WHERE record_words MATCH :query AND {OUT} AND {HOLDS} ORDER BY rank, published DESC, id LIMIT 1000"
)
_REPORTS: Final = (
    "SELECT 'report' AS what, r.id AS id, r.title AS label, r.id AS report, r.published, r.publisher,"
    " snippet(report_words, 1, '', '', '…', 30) AS quote"
    " FROM report_words w JOIN reports r ON r.seq = w.rowid"
    f" WHERE report_words MATCH :query AND {OUT} AND r.recorded <= :known"
    " AND r.id NOT IN (SELECT value FROM json_each(:seen)) ORDER BY w.rank, r.published DESC, r.id LIMIT 1000"
)


def _nearest(connection: Connection, query: str) -> str | None:
    """The search with each word that no report has replaced by the likest one that some report has."""
    words: Sequence[str] = _LETTERS.findall(query.lower())
    out: list[str] = []
    for word in words:
        if connection.execute("SELECT 1 FROM report_words WHERE report_words MATCH ? LIMIT 1", (f'"{word}"',)).first():
            out.append(word)
            continue
        sql = "SELECT term FROM spellings WHERE term >= :from AND term < :to AND length(term) BETWEEN :least AND :most"
        bounds = {"from": word[:1], "to": word[:1] + "\U0010ffff", "least": len(word) - 3, "most": len(word) + 2}
        alike = get_close_matches(word, list(connection.execute(sql, bounds).scalars()), 1, _ALIKE)
        if not alike:
            return None
        out.append(_as_written(connection, alike[0]))
    return " ".join(out) if out and out != list(words) else None


def _as_written(connection: Connection, stem: str) -> str:
    """A word of the reports that has this stem."""
    sql = "SELECT snippet(report_words, -1, '', '', '', 1) FROM report_words WHERE report_words MATCH ? LIMIT 1"
    found = connection.execute(sql, (f'"{stem}"',)).scalar()
    letters = _LETTERS.findall(found or "")
    return letters[0].lower() if letters else stem
