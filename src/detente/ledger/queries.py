"""What the ledger answers, in SQL: records, reports and counts, as of any date and as known on any day.

Two clocks run beside each other. `View.as_of` is the world's: only what reports up to that day said (or, with `hindsight`, only
what had happened by then, whenever it was reported). `View.known` is this ledger's: only what had been filed by that moment.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any, Final, NamedTuple

from detente.ledger import acts, rows
from detente.ledger.connection import Connection
from detente.ledger.rows import Entry
from detente.records import Claim, Coding, Dyad, Event, Link, Report

_NEVER: Final = "9999"


class View(NamedTuple):
    """From where one looks."""

    as_of: date | None = None
    """The last day whose reports count; None for all."""
    hindsight: bool = False
    """Count what happened up to `as_of`, whenever it was reported."""
    known: date | datetime | None = None
    """The last day or moment whose filings count; None for all."""

    def parameters(self) -> dict[str, str]:
        """The values of the statements below."""
        day = self.as_of.isoformat() if self.as_of else _NEVER
        return {
            "published": _NEVER if self.hindsight else day,
            "happened": day if self.hindsight else _NEVER,
            "known": _moment(self.known),
        }


def _moment(known: date | datetime | None) -> str:
    if known is None:
        return _NEVER
    moment = known if isinstance(known, datetime) else datetime.combine(known, time.max, UTC)
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Held(NamedTuple):
    """All that the ledger holds on a dyad."""

    codings: tuple[Coding, ...]
    """Whole codings of the reports that tell an act between the two, or a claim about both; corrections applied; by date."""
    same: tuple[frozenset[str], ...]
    """Ids of events that a person joined to one act."""
    apart: tuple[frozenset[str], ...]
    """Ids of events that a person parted."""
    refused: frozenset[tuple[str, str]]
    """Ends of links that a person rejected."""
    reviewed: frozenset[str]
    """Ids of records that a person checked."""
    read: int
    """How many reports of any content the view has: what "no report of it" is measured against."""
    newest: date | None
    """The date of the newest of these."""
    alike: dict[tuple[str, str], float] | None
    """Pairs of ids of events with the probability asked for that they are one act; None where not all were compared."""


class DyadCount(NamedTuple):
    """How much is held on a dyad."""

    dyad: Dyad
    events: int
    reports: int
    origins: int
    """Publishers that do not relay each other."""
    first: date | None
    last: date | None


class Count(NamedTuple):
    """Reports and events of a month or publisher. A month without reports has no row."""

    key: str
    reports: int
    events: int


#: The tables of records, with what reads a JSON list of them.
LOADERS: Final = {"events": rows.load_events, "claims": rows.load_claims, "links": rows.load_links}

#: A report without a date was out at the latest on the day when it was filed.
OUT: Final = "coalesce(r.published, substr(r.recorded, 1, 10)) <= :published"
HOLDS: Final = "x.since <= :known AND (x.until IS NULL OR x.until > :known)"
_HAPPENED: Final = "(:happened = '9999' OR (x.day <> '' AND x.day <= :happened))"
_ENTRY: Final = "x.record, r.id AS report, coalesce(c.coder, '') AS coder, k.id AS correction"
_JOINS: Final = (
    " JOIN reports r ON r.seq = x.report"
    " LEFT JOIN codings c ON c.seq = x.coding LEFT JOIN corrections k ON k.seq = x.correction"
)

#: The reports that bear on a dyad, and their records.
_DYAD_REPORTS: Final = (
    f"SELECT r.seq FROM reports r WHERE {OUT} AND r.recorded <= :known AND r.seq IN ("
    f" SELECT x.report FROM event_dyads d JOIN events x ON x.seq = d.event WHERE d.a = :a AND d.b = :b AND {HOLDS}"
    f" UNION SELECT x.report FROM claim_dyads d JOIN claims x ON x.seq = d.claim WHERE d.a = :a AND d.b = :b AND {HOLDS})"
)


def held(connection: Connection, dyad: Dyad, view: View, least: float = 1.0) -> Held:
    """All that is held on a dyad, seen from `view`; `least` is the probability from which pairs of events are told."""
    a, b = sorted((dyad.first, dyad.second))
    at = view.parameters() | {"a": a, "b": b}
    seqs = list(connection.execute(_DYAD_REPORTS, at).scalars())
    codings, reviewed = _codings(connection, seqs, at)
    decided, refused = acts.decided(connection), acts.refused(connection)
    # Pairs are kept of what stands now; an older state of the ledger is compared anew.
    events = [event.id for coding in codings for event in coding.events]
    alike = acts.alike(connection, events, least) if view.known is None else None
    return Held(codings, decided.same, decided.apart, refused, reviewed, *_read_up_to(connection, at), alike)


def _codings(connection: Connection, seqs: Sequence[int], at: dict[str, str]) -> tuple[tuple[Coding, ...], frozenset[str]]:
    """The codings of reports, and the ids of records in them on which a person decided."""
    found: dict[int, dict[str, Any]] = {seq: dict.fromkeys(LOADERS, ()) for seq in seqs}
    reviewed: set[str] = set()
    values = at | {"seqs": rows.json_list(seqs)}
    for table, load in LOADERS.items():
        # One row a report, its records joined to one JSON list: rows cost more than what is in them.
        sql = (
            "SELECT report, '[' || group_concat(record, ',') || ']', group_concat(iif(correction IS NULL, NULL, id))"
            f" FROM (SELECT x.report, x.record, x.id, x.correction FROM json_each(:seqs) j JOIN {table} x ON x.report = j.value"
            f" WHERE {HOLDS} ORDER BY x.report, x.position, x.seq) GROUP BY report"
        )
        for seq, records, corrected in connection.execute(sql, values):
            found[seq][table] = load(records)
            if corrected and table != "links":
                reviewed |= set(corrected.split(","))
    coders = _coders(connection, values)
    sql = (
        f"SELECT r.seq, {rows.REPORT_COLUMNS} FROM json_each(:seqs) j JOIN reports r ON r.seq = j.value"
        " ORDER BY r.published, r.id"
    )
    codings = [
        Coding(rows.load_report(row[1:]), **found[row[0]], **coders.get(row[0], {})) for row in connection.execute(sql, values)
    ]
    return _followed(connection, codings), frozenset(reviewed)


def _coders(connection: Connection, values: dict[str, str]) -> dict[int, dict[str, Any]]:
    """The coder and notes of the newest coding of each report."""
    sql = (
        "SELECT c.report, c.coder, c.notes FROM json_each(:seqs) j JOIN codings c ON c.report = j.value"
        " WHERE c.recorded <= :known ORDER BY c.seq"
    )
    found = connection.execute(sql, values)
    return {report: {"coder": coder, "notes": rows.words(notes)} for report, coder, notes in found}


def _followed(connection: Connection, codings: Sequence[Coding]) -> tuple[Coding, ...]:
    """Links to records of other reports follow them where a correction moved them; those to rejected records fall away."""
    here = {record.id for coding in codings for part in (coding.events, coding.claims) for record in part}
    away = {end for coding in codings for link in coding.links for end in (link.source, link.target)} - here
    moved = _moved(connection, away)
    if not moved:
        return tuple(codings)
    return tuple(replace(coding, links=tuple(_redirected(coding.links, moved))) for coding in codings)


def _redirected(links: Iterable[Link], moved: dict[str, str | None]) -> Iterator[Link]:
    for link in links:
        source, target = moved.get(link.source, link.source), moved.get(link.target, link.target)
        if source is not None and target is not None and source != target:
            yield replace(link, source=source, target=target)


def _moved(connection: Connection, ids: Iterable[str]) -> dict[str, str | None]:
    """Where records went that no longer stand, through any number of corrections."""
    sql = "SELECT m.old, m.new FROM json_each(:ids) j JOIN moves m ON m.old = j.value"
    moved: dict[str, str | None] = {}
    ahead = set(ids)
    while ahead:
        step = {old: new for old, new in connection.execute(sql, {"ids": rows.json_list(ahead)}).all() if old not in moved}
        moved |= step
        ahead = {new for new in step.values() if new is not None}
    return {old: _last(old, moved) for old in moved}


def _last(id_: str, moved: dict[str, str | None]) -> str | None:
    seen: set[str] = set()
    at: str | None = id_
    while at is not None and at in moved and at not in seen:
        seen.add(at)
        at = moved[at]
    return at


def _read_up_to(connection: Connection, at: dict[str, str]) -> tuple[int, date | None]:
    sql = f"SELECT count(*), max(published) FROM reports r WHERE {OUT} AND recorded <= :known"
    read, newest = connection.execute(sql, at).one()
    return read, date.fromisoformat(newest) if newest else None


class Filter(NamedTuple):
    """Which events are wanted; None leaves a matter open."""

    dyad: Dyad | None = None
    country: str | None = None
    """One that takes part on either side."""
    since: date | None = None
    until: date | None = None
    types: tuple[str, ...] = ()
    certainty: float = 0.0
    """The least reading certainty."""
    publisher: str | None = None


def events(
    connection: Connection, wanted: Filter, view: View, *, limit: int | None = None, newest_first: bool = False, start: int = 0
) -> tuple[Entry[Event], ...]:
    """Events by day, then report; without the first `start` of them."""
    where, values = _wanted(wanted, view, reports=True)
    values |= {"limit": -1 if limit is None else limit, "start": start}
    way, day = "DESC" if newest_first else "ASC", "d.day" if wanted.dyad else "x.day"
    # Sorted by the keys alone, then joined to the records: a sort that carries whole records takes three times as long.
    sql = (
        f"SELECT {_ENTRY} FROM (SELECT x.seq, {day} AS day, r.published, r.id, x.position FROM {where}"
        f" ORDER BY {day} {way}, r.published {way}, r.id {way}, x.position {way} LIMIT :limit OFFSET :start) n"
        f" JOIN events x ON x.seq = n.seq {_JOINS} ORDER BY n.day {way}, n.published {way}, n.id {way}, n.position {way}"
    )
    return tuple(Entry(rows.load_event(row[0]), *row[1:]) for row in connection.execute(sql, values))


def count_events(connection: Connection, wanted: Filter, view: View) -> int:
    """How many events are wanted."""
    where, values = _wanted(wanted, view)
    return int(connection.execute(f"SELECT count(*) FROM {where}", values).scalar())


def _wanted(wanted: Filter, view: View, *, reports: bool = False) -> tuple[str, dict[str, Any]]:
    """Where events are looked for and under which conditions, with their values; with their reports where these are needed."""
    source, conditions = "events x", _seen_from(view)
    values: dict[str, Any] = dict(view.parameters())
    if wanted.dyad:
        source = "event_dyads d JOIN events x ON x.seq = d.event"
        conditions.append("d.a = :a AND d.b = :b")
        values["a"], values["b"] = sorted((wanted.dyad.first, wanted.dyad.second))
    if wanted.country:
        conditions.append("x.seq IN (SELECT event FROM actors WHERE country = :country AND role IN ('actor', 'recipient'))")
        values["country"] = wanted.country
    for name, condition, value in (
        ("since", "x.day >= :since", wanted.since and wanted.since.isoformat()),
        ("until", "x.day <= :until AND x.day <> ''", wanted.until and wanted.until.isoformat()),
        ("type", "x.type = :type", wanted.types[0] if len(wanted.types) == 1 else None),
        (
            "types",
            "x.type IN (SELECT value FROM json_each(:types))",
            rows.json_list(wanted.types) if wanted.types[1:] else None,
        ),
        # A list is walked by day until it is long enough; the plus keeps SQLite from sorting all that are certain.
        ("certainty", f"{'+' if reports else ''}x.confidence >= :certainty", wanted.certainty),
        ("publisher", "x.report IN (SELECT seq FROM reports WHERE publisher = :publisher)", wanted.publisher),
    ):
        if value:
            conditions.append(condition)
            values[name] = value
    if reports or any("r." in condition for condition in conditions):
        source += " JOIN reports r ON r.seq = x.report"
    return f"{source} WHERE {' AND '.join(conditions)}", values


def _seen_from(view: View) -> list[str]:
    """The conditions of a view on events. What it leaves open is left out: indexes of what stands now serve it then."""
    conditions = ["x.until IS NULL" if view.known is None else HOLDS]
    if view.as_of is not None:
        conditions.append(_HAPPENED if view.hindsight else OUT)
    return conditions


def doubtful(connection: Connection, dyad: Dyad | None, *, limit: int) -> tuple[Entry[Event], ...]:
    """Events that nobody decided on yet, the weightiest of the least certain first."""
    of_dyad = " AND x.seq IN (SELECT event FROM event_dyads WHERE a = :a AND b = :b)" if dyad else ""
    a, b = sorted((dyad.first, dyad.second)) if dyad else ("", "")
    sql = (
        f"SELECT {_ENTRY} FROM events x {_JOINS} WHERE x.until IS NULL AND x.correction IS NULL{of_dyad}"
        " AND (SELECT count(DISTINCT n.country) FROM actors n WHERE n.event = x.seq) > 1"
        " ORDER BY x.doubt DESC, x.id LIMIT :limit"
    )
    found = connection.execute(sql, {"a": a, "b": b, "limit": limit})
    return tuple(Entry(rows.load_event(row[0]), *row[1:]) for row in found)


def report(connection: Connection, id_: str) -> Report | None:
    """The report of an id, None where there is none."""
    found = connection.execute(f"SELECT {rows.REPORT_COLUMNS} FROM reports r WHERE id = ?", (id_,)).first()
    return rows.load_report(found) if found else None


def reports(connection: Connection, ids: Iterable[str]) -> dict[str, Report]:
    """Reports by their ids; unknown ids are left out."""
    sql = f"SELECT {rows.REPORT_COLUMNS} FROM json_each(:ids) j JOIN reports r ON r.id = j.value"
    found = map(rows.load_report, connection.execute(sql, {"ids": rows.json_list(set(ids))}))
    return {one.id: one for one in found}


def size(connection: Connection) -> int:
    """How many reports there are."""
    return int(connection.execute("SELECT count(*) FROM reports").scalar())


def report_ids(connection: Connection, view: View | None = None) -> tuple[str, ...]:
    """The ids of all reports, by date."""
    sql = f"SELECT id FROM reports r WHERE {OUT} AND recorded <= :known ORDER BY published, id"
    return tuple(connection.execute(sql, (view or View()).parameters()).scalars())


def coding(connection: Connection, report_id: str, view: View | None = None) -> Coding | None:
    """What is held of one report, corrections applied; None where the report is not here."""
    seq = connection.execute("SELECT seq FROM reports WHERE id = ?", (report_id,)).scalar()
    if seq is None:
        return None
    codings, _ = _codings(connection, [seq], (view or View()).parameters())
    return codings[0]


def knows(connection: Connection, report: Report, coder: str) -> bool:
    """Whether a report is here with these words, and the coding in effect is this coder's."""
    sql = (
        "SELECT c.coder FROM reports r JOIN codings c ON c.report = r.seq WHERE r.id = ? AND r.text = ?"
        " ORDER BY c.seq DESC LIMIT 1"
    )
    return bool(connection.execute(sql, (report.id, report.text)).scalar() == coder)


def newest_report(connection: Connection) -> date | None:
    """The date of the newest report."""
    return _day(connection.execute("SELECT max(published) FROM reports").scalar())


def dyads(connection: Connection, view: View, *, country: str | None = None) -> tuple[DyadCount, ...]:
    """All dyads with events between them, the most events first."""
    mine = " AND (d.a = :country OR d.b = :country)" if country else ""
    sql = (
        "SELECT d.a, d.b, count(*) AS events, count(DISTINCT x.report), count(DISTINCT o.origin),"
        " min(nullif(d.day, '')), max(d.day) FROM event_dyads d JOIN events x ON x.seq = d.event"
        " JOIN reports r ON r.seq = x.report JOIN origins o ON o.report = r.seq"
        f" WHERE {OUT} AND {HOLDS} AND {_HAPPENED}{mine} GROUP BY d.a, d.b ORDER BY events DESC, d.a, d.b"
    )
    found = connection.execute(sql, view.parameters() | {"country": country})
    return tuple(
        DyadCount(Dyad(a, b), events, reports, origins, _day(first), _day(last))
        for a, b, events, reports, origins, first, last in found
    )


class Busy(NamedTuple):
    """About how many events are held on a dyad; those that no longer hold count too."""

    dyad: Dyad
    events: int


def busiest(connection: Connection, most: int) -> tuple[Busy, ...]:
    """The dyads with the most events, by rows alone: good for hints, in a tenth of the time that `dyads` takes."""
    sql = "SELECT a, b, count(*) AS events FROM event_dyads GROUP BY a, b ORDER BY events DESC, a, b LIMIT ?"
    return tuple(Busy(Dyad(a, b), events) for a, b, events in connection.execute(sql, (most,)))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def counts(connection: Connection, by: str, view: View) -> tuple[Count, ...]:
    """Reports and events by "month" (of publication, "undated" where there is none) or by "publisher"."""
    key = {"month": "coalesce(substr(r.published, 1, 7), 'undated')", "publisher": "coalesce(r.publisher, 'unnamed')"}[by]
    order = "1" if by == "month" else "2 DESC, 1"
    sql = (
        f"SELECT {key}, count(*), coalesce(sum(n.events), 0) FROM reports r LEFT JOIN"
        f" (SELECT report, count(*) AS events FROM events x WHERE {HOLDS} GROUP BY report) n ON n.report = r.seq"
        f" WHERE {OUT} AND r.recorded <= :known GROUP BY 1 ORDER BY {order}"
    )
    return tuple(Count(*row) for row in connection.execute(sql, view.parameters()))


def version(connection: Connection) -> tuple[int, int, int]:
    """A mark that changes with every report, coding and correction; what was made of the ledger holds while it stays."""
    sql = (
        "SELECT (SELECT coalesce(max(seq), 0) FROM reports), (SELECT coalesce(max(seq), 0) FROM codings),"
        " (SELECT coalesce(max(seq), 0) FROM corrections)"
    )
    reports, codings, corrections = connection.execute(sql).one()
    return int(reports), int(codings), int(corrections)


def records(connection: Connection, ids: Iterable[str]) -> tuple[Entry[Event] | Entry[Claim], ...]:
    """The events and claims in effect with these ids, in no order."""
    values = {"ids": rows.json_list(set(ids))}
    sql = "SELECT {} FROM json_each(:ids) j JOIN {} x ON x.id = j.value {} WHERE x.until IS NULL"
    events_, claims = (connection.execute(sql.format(_ENTRY, table, _JOINS), values) for table in ("events", "claims"))
    return (
        *(Entry(rows.load_event(row[0]), *row[1:]) for row in events_),
        *(Entry(rows.load_claim(row[0]), *row[1:]) for row in claims),
    )
