"""Whose words a report carries: relays and rewrites of one wire story are one source.

A report that says whom it passes on counts as that publisher. Reports that share half of their three-word runs are one wire
story, and count as the earliest of them. Which reports are alike depends on the two texts alone, so the order of reading does
not matter.

All functions work inside the caller's transaction.
"""

import re
from hashlib import blake2b
from typing import Final

from detente.ledger import rows
from detente.ledger.connection import Connection
from detente.ledger.database import insert
from detente.records import Report

#: Share of the three-word runs of both together from which two reports are one wire story.
ALIKE: Final = 0.5
#: A report is sketched by this many of its least hashes; two that share a quarter are compared. Of pairs at the threshold above
#: about one in a thousand is missed so.
_SKETCH: Final = 48
_SHARED: Final = 12
_RUN: Final = 3
_WORD: Final = re.compile(r"\w+")


def file_origin(connection: Connection, seq: int, report: Report) -> None:
    """Sketch a new report and join it to the wire story that it repeats, if it does."""
    runs = word_runs(report.text)
    sketch = sorted(runs)[:_SKETCH]
    wires = {report.id} | _wires_alike(connection, sketch, runs)
    insert(connection, "sketches", [{"hash": hash_, "report": seq} for hash_ in sketch])
    insert(connection, "origins", [{"report": seq, "wire": report.id, "origin": origin(report)}])
    if len(wires) > 1:
        _join(connection, wires)


def origin(report: Report) -> str:
    """Who found a report's matter out: the last that it passes on, else its publisher, folded."""
    name = report.relays[-1] if report.relays else report.publisher
    return name.casefold().removeprefix("the ").strip() if name else f"unnamed publisher of {report.id}"


def word_runs(text: str) -> frozenset[int]:
    """The hashes of a text's three-word runs; of a shorter text, of the whole."""
    words = _WORD.findall(text.casefold())
    runs = (" ".join(words[n : n + _RUN]) for n in range(max(1, len(words) - _RUN + 1)))
    return frozenset(int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), signed=True) for run in runs)


def _wires_alike(connection: Connection, sketch: list[int], runs: frozenset[int]) -> set[str]:
    """The wire stories of reports that share half of these runs."""
    sql = (
        "SELECT o.wire, r.text FROM (SELECT s.report, count(*) AS shared FROM json_each(:sketch) j"
        " JOIN sketches s ON s.hash = j.value GROUP BY s.report HAVING shared >= :least) n"
        " JOIN reports r ON r.seq = n.report JOIN origins o ON o.report = n.report"
    )
    values = {"sketch": rows.json_list(sketch), "least": min(_SHARED, len(sketch))}
    found: set[str] = set()
    for wire, text in connection.execute(sql, values):
        if wire not in found:
            other = word_runs(text)
            found |= {wire} if len(runs & other) >= ALIKE * len(runs | other) else set()
    return found


def _join(connection: Connection, wires: set[str]) -> None:
    """Make one story of several, named and attributed by the earliest of all their reports."""
    sql = (
        f"SELECT {rows.REPORT_COLUMNS} FROM json_each(:wires) j JOIN origins o ON o.wire = j.value"
        " JOIN reports r ON r.seq = o.report ORDER BY coalesce(r.published, '9999'), r.id LIMIT 1"
    )
    values = {"wires": rows.json_list(wires)}
    first = rows.load_report(connection.execute(sql, values).one())
    sql = "UPDATE origins SET wire = :wire, origin = :origin WHERE wire IN (SELECT value FROM json_each(:wires))"
    connection.execute(sql, values | {"wire": first.id, "origin": origin(first)})
