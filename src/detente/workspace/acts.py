"""Events of different reports that are one act: the ledger says which to compare, `relations` decides, the ledger keeps it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice
from typing import Final

from detente.ledger.acts import Pair
from detente.ledger.rows import Entry
from detente.ledger.store import Ledger
from detente.ontology.plover import TYPES
from detente.records import Actor, Event, Evidence, Report
from detente.relations.filed import Filed
from detente.relations.match import probability, see
from detente.relations.merge import SAME, merge

#: Pairs below the threshold of one act are kept down to this probability, for people to look at.
_KEPT: Final = 0.3
#: Events compared at a time.
_BATCH: Final = 500


def join(ledger: Ledger, report_id: str | None = None) -> None:
    """Compare the events nobody looked at yet (of one report, or of all) and keep which are one act.

    A pair's probability depends on the pair alone and a cluster on its members, so the order of reading does not matter.
    Events are compared some at a time, for an archive's events with all that is near them do not fit into memory.
    """
    pending = ledger.pending(report_id)
    ids = [entry.record.id for entry in pending]
    later = set(ids)
    for start in range(0, len(pending), _BATCH):
        batch = pending[start : start + _BATCH]
        ledger.file_pairs(_pairs(ledger, batch, later))
        later.difference_update(ids[start : start + _BATCH])
    waiting = dict.fromkeys(ids)
    while waiting:
        batch_ids = list(islice(waiting, _BATCH))
        entries, decided = ledger.group(batch_ids, SAME)
        acts = merge(_filed(ledger, entries), same=decided.same, apart=decided.apart)
        ledger.file_acts((), [act.ids for act in acts])
        for id_ in (*batch_ids, *(entry.record.id for entry in entries)):
            waiting.pop(id_, None)


def _pairs(ledger: Ledger, batch: Sequence[Entry[Event]], waiting: set[str]) -> list[Pair]:
    """The likely pairs of some events with those near them; with those that wait for a later batch, there."""
    own = {entry.record.id for entry in batch}
    near = {
        entry.record.id: [
            other for other in ledger.near(entry.record, _comparable(entry.record.type))
            if other.record.id not in waiting or (other.record.id in own and entry.record.id < other.record.id)
        ]
        for entry in batch
    }  # fmt: skip
    everything = {entry.record.id: entry for found in near.values() for entry in found}
    everything |= {entry.record.id: entry for entry in batch}
    seen = {one.record.id: see(one) for one in _filed(ledger, everything.values())}
    return [
        Pair(id_, other.record.id, found)
        for id_, others in near.items()
        for other in others
        if (found := probability(seen[id_], seen[other.record.id])) is not None and found >= _KEPT
    ]


@cache
def _comparable(event_type: str) -> tuple[str, ...]:
    """The types that `relations.match` compares with one: it never compares events of different blocks."""
    on = Report("", "x", published=date(2000, 1, 1))
    probe = Event("", event_type, (Actor("x"),), (), Evidence(0, 1, "x"))
    block = see(Filed(probe, on)).block
    return tuple(one for one in TYPES if see(Filed(replace(probe, type=one), on)).block == block)


def _filed(ledger: Ledger, entries: Iterable[Entry[Event]]) -> Iterator[Filed[Event]]:
    held = list(entries)
    reports: dict[str, Report] = ledger.reports({entry.report for entry in held})
    for entry in held:
        yield Filed(entry.record, reports[entry.report], entry.coder)
