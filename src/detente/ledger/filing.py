"""How a coding gets into the tables: its report once, its records as rows, corrections applied, what is derived kept up.

All functions work inside the caller's transaction.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec

from detente.errors import RecordError
from detente.ledger import acts, pages, rows
from detente.ledger.connection import Connection
from detente.ledger.corrections import Correction, Move, Outcome, Settled, Subject, active, record_id, settle
from detente.ledger.database import insert
from detente.ledger.origins import file_origin
from detente.records import Claim, Coding, Event, Link, Report


class Context(NamedTuple):
    """What the filing of one report works with."""

    connection: Connection
    seq: int
    """The report's row."""
    report: Report
    now: str
    coding: int | None
    """The newest coding's row; None while a report has none."""
    numbers: dict[str, int]
    """The rows of the corrections by their ids."""


def next_seq(connection: Connection, table: str) -> int:
    """The number of the next row; ours alone, for the transaction holds the writer's lock."""
    return int(connection.execute(f"SELECT coalesce(max(seq), 0) + 1 FROM {table}").scalar())


def file_report(connection: Connection, report: Report, now: str) -> tuple[int, bool]:
    """The report's row, and whether it is new.

    Raises:
        RecordError: another text is filed under its id.
    """
    found = connection.execute("SELECT seq, text FROM reports WHERE id = ?", (report.id,)).first()
    if found is not None:
        if found.text != report.text:
            raise RecordError(f"report {report.id!r} is in the ledger with another text; give the new one an id of its own")
        return int(found.seq), False
    seq = next_seq(connection, "reports")
    insert(connection, "reports", [{"seq": seq, "recorded": now} | rows.report_row(report)])
    file_origin(connection, seq, report)
    return seq, True


def file_coding(connection: Connection, seq: int, coding: Coding, now: str) -> bool:
    """File a coding unless the newest one of its report says the same; returns whether it was filed.

    Raises:
        RecordError: two of its records have one id.
    """
    digest = rows.coding_digest(coding)
    sql = "SELECT digest FROM codings WHERE report = ? ORDER BY seq DESC LIMIT 1"
    if connection.execute(sql, (seq,)).scalar() == digest:
        return False
    _check_ids(coding)
    number = next_seq(connection, "codings")
    notes = msgspec.json.encode(coding.notes).decode()
    row = {"seq": number, "report": seq, "coder": coding.coder, "digest": digest, "notes": notes, "recorded": now}
    insert(connection, "codings", [row])
    stored = connection.execute(f"SELECT {rows.REPORT_COLUMNS} FROM reports r WHERE seq = ?", (seq,)).one()
    _apply(connection, seq, rows.load_report(stored), now, number, rows.parts(coding), fresh=True)
    return True


def _check_ids(coding: Coding) -> None:
    ids = Counter(event.id for event in coding.events) + Counter(claim.id for claim in coding.claims)
    double = sorted(id_ for id_, times in ids.items() if times > 1)
    if double:
        raise RecordError(f"two records of report {coding.report.id!r} have one id: {', '.join(double)}")


def refile(connection: Connection, report_id: str, now: str) -> None:
    """Apply the corrections of a report anew to its newest coding; nothing where the report is not here yet."""
    sql = f"SELECT seq, {rows.REPORT_COLUMNS} FROM reports r WHERE id = ?"
    found = connection.execute(sql, (report_id,)).first()
    if found is None:
        return
    seq = int(found.seq)
    number = connection.execute("SELECT max(seq) FROM codings WHERE report = ?", (seq,)).scalar()
    coded = (
        [rows.load_event(record) for record in _coded(connection, "events", seq, number)],
        [rows.load_claim(record) for record in _coded(connection, "claims", seq, number)],
        [rows.load_link(record) for record in _coded(connection, "links", seq, number)],
    )
    _apply(connection, seq, rows.load_report(found[1:]), now, number, coded, fresh=False)


def _coded(connection: Connection, table: str, report: int, coding: int | None) -> list[str]:
    """The records of a report's coding as the coder gave them, whatever was corrected since."""
    sql = (
        f"SELECT record FROM {table} WHERE report = ? AND coding = ? AND correction IS NULL"
        " GROUP BY id ORDER BY min(position), min(seq)"
    )
    return [row.record for row in connection.execute(sql, (report, coding))]


def _apply(
    connection: Connection,
    seq: int,
    report: Report,
    now: str,
    coding: int | None,
    coded: tuple[Sequence[Event], Sequence[Claim], Sequence[Link]],
    *,
    fresh: bool,
) -> None:
    """Bring the rows in effect to what the coding and the corrections say. `fresh`: the coding has no rows yet."""
    decided = stored_corrections(connection, report.id)
    standing = active(list(decided.values()))
    context = Context(connection, seq, report, now, coding, {c.id: number for number, c in decided.items()})
    by_subject: dict[Subject, list[Correction]] = {"event": [], "claim": [], "link": []}
    for correction in standing:
        by_subject[correction.subject].append(correction)
    events = settle(coded[0], by_subject["event"])
    claims = settle(coded[1], by_subject["claim"])
    moved = events.moved | claims.moved
    links, followed = _following(coded[2], moved)
    settled_links = settle(links, by_subject["link"])
    _reconcile(context, "events", coded[0] if fresh else (), events, {})
    _reconcile(context, "claims", coded[1] if fresh else (), claims, {})
    _reconcile(context, "links", coded[2] if fresh else (), settled_links, followed)
    _move(context, moved)


def stored_corrections(connection: Connection, report_id: str) -> dict[int, Correction]:
    """The corrections of one report by their rows, in the order in which they came."""
    sql = "SELECT * FROM corrections WHERE report_id = ? ORDER BY seq"
    return {row["seq"]: rows.load_correction(row) for row in connection.execute(sql, (report_id,))}


def _following(links: Iterable[Link], moved: dict[str, Move]) -> tuple[list[Link], dict[str, str]]:
    """Links whose ends follow corrected records, with the correction by which each did; those of rejected records fall away."""
    out: list[Link] = []
    followed: dict[str, str] = {}
    for link in links:
        source, target = (moved.get(end, Move(end, "")) for end in (link.source, link.target))
        if source.new is None or target.new is None or source.new == target.new:
            continue
        new = replace(link, source=source.new, target=target.new)
        if new != link:
            followed[record_id(new)] = source.correction or target.correction
        out.append(new)
    return out, followed


def _reconcile(
    context: Context,
    table: str,
    coded: Sequence[Event | Claim | Link],
    outcome: Outcome[Any],
    followed: dict[str, str],
) -> None:
    """Close the rows that no longer hold, add those that now do, and file what the coder read but a person overrode."""
    connection, now = context.connection, context.now
    wanted = {
        (record_id(item.record), rows.dump(item.record), context.coding, _by(context, item, followed)): (position, item.record)
        for position, item in enumerate(outcome.records)
    }
    sql = f"SELECT seq, id, record, coding, correction FROM {table} WHERE report = ? AND until IS NULL"
    found = connection.execute(sql, (context.seq,))
    have = {(row.id, row.record, row.coding, row.correction): row.seq for row in found}
    gone = [{"seq": seq, "now": now} for key, seq in have.items() if key not in wanted]
    if gone:
        connection.execute_many(f"UPDATE {table} SET until = :now WHERE seq = :seq", gone)
        acts.forget(connection, [key[0] for key in have if key not in wanted])
    new = [(*key, position, record) for key, (position, record) in wanted.items() if key not in have]
    _touch(context, table, [key[1] for key in have if key not in wanted], [record for *_, record in new])
    effective = {key[:2] for key in wanted if key[3] is None}
    overridden = [
        (record_id(record), rows.dump(record), context.coding, None, position, record)
        for position, record in enumerate(coded)
        if (record_id(record), rows.dump(record)) not in effective
    ]
    first = next_seq(connection, table)
    made = [_row(context, table, first + n, item, None) for n, item in enumerate(new)]
    made += [_row(context, table, first + len(new) + n, item, now) for n, item in enumerate(overridden)]
    insert(connection, table, made)
    _derive(context, table, [(first + n, item[5]) for n, item in enumerate(new)])


def _touch(context: Context, table: str, gone: Iterable[str], new: Iterable[Any]) -> None:
    """Pages on the dyads of records that no longer hold, or now do, are out of date."""
    if table == "events":
        pairs = [pair for event in (*map(rows.load_event, gone), *new) for pair in rows.event_pairs(event)]
        pages.touch(context.connection, pairs, context.coding)
    elif table == "claims":
        pairs = [pair for claim in (*map(rows.load_claim, gone), *new) for pair in rows.claim_pairs(claim)]
        pages.touch(context.connection, pairs, context.coding)


def _by(context: Context, item: Settled[Any], followed: dict[str, str]) -> int | None:
    correction = item.correction or followed.get(record_id(item.record))
    return context.numbers[correction] if correction else None


def _row(context: Context, table: str, seq: int, item: tuple[Any, ...], until: str | None) -> dict[str, Any]:
    id_, dumped, coding, correction, position, record = item
    row = {"seq": seq, "id": id_, "report": context.seq, "coding": coding, "correction": correction, "position": position}
    row |= {"since": context.now, "until": until, "record": dumped}
    if table == "events":
        row["day"] = rows.day_of(record, context.report)
    elif table == "links":
        row |= {"source": record.source, "target": record.target}
    return row


def _derive(context: Context, table: str, new: Sequence[tuple[int, Any]]) -> None:
    """The rows beside new records: who takes part, between which countries, by which words they are found."""
    if table == "links":
        return
    subject = "event" if table == "events" else "claim"
    actors, dyads = [], []
    for seq, record in new:
        for role, actor in rows.roles(record):
            named = {"text": actor.text, "country": actor.country, "sector": actor.sector, "name": actor.name}
            actors.append({subject: seq, "role": role} | named)
        if subject == "event":
            day = rows.day_of(record, context.report)
            wide = int(rows.is_wide(record))
            dated = {"day": day, "event": seq, "type": record.type, "wide": wide}
            dyads += [{"a": a, "b": b} | dated for a, b in rows.event_pairs(record)]
        else:
            dyads += [{"a": a, "b": b, "claim": seq} for a, b in rows.claim_pairs(record)]
    insert(context.connection, "actors", actors)
    insert(context.connection, f"{subject}_dyads", dyads)
    if subject == "event":
        acts.await_comparison(context.connection, [record.id for _, record in new if any(rows.event_pairs(record))])
    found = [{"rowid": 2 * seq + (subject == "claim")} | rows.searchable(record) for seq, record in new]
    insert(context.connection, "record_words", found)


def _move(context: Context, moved: dict[str, Move]) -> None:
    context.connection.execute("DELETE FROM moves WHERE report = ?", (context.seq,))
    # A later correction may have brought an id back; what stands is not moved.
    insert(context.connection, "moves", [{"old": old, "new": move.new, "report": context.seq} for old, move in moved.items()])
