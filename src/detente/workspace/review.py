"""What needs a person's eye, and why: contradictions, promises kept by a score, acts that may be one, uncertain readings."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from detente.ledger.store import Ledger
from detente.records import Dyad
from detente.relations.channels import channels
from detente.relations.commitments import Commitment, commitments
from detente.relations.disputes import contradictions
from detente.relations.dossier import Dossier
from detente.workspace.items import Item

__all__ = ["UNSURE", "Item", "derived", "queue"]

#: Pairs of events with a probability between these may be one act or two.
UNSURE: Final = (0.35, 0.65)


def queue(ledger: Ledger, dyad: Dyad | None, derived: Iterable[Item], *, limit: int) -> tuple[Item, ...]:
    """What to look at, the weightiest first, `derived` before what lies in the records themselves; each event once."""
    return tuple(islice(_once((*derived, *_same(ledger, dyad, limit), *_uncertain(ledger, dyad, limit))), limit))


def derived(dossier: Dossier) -> tuple[Item, ...]:
    """What the views of a dyad ask of a person: contradictions, then deeds that count as keeping a promise by a score alone."""
    owed = commitments(dossier)
    return (*_contradictions(dossier, owed), *_promises(dossier, owed))


def _once(items: tuple[Item, ...]) -> Iterator[Item]:
    seen: set[str] = set()
    for item in items:
        if item.event not in seen:
            seen.add(item.event)
            yield item


def _contradictions(dossier: Dossier, owed: tuple[Commitment, ...]) -> Iterator[Item]:
    for found in contradictions(dossier, channels(dossier), owed):
        if not dossier.reviewed.issuperset(found.ids):
            yield Item(found.ids[0], "contradiction", f"{found.kind}: {found.why}", next(iter(found.ids[1:]), None))


def _promises(dossier: Dossier, owed: tuple[Commitment, ...]) -> Iterator[Item]:
    """Matched deeds that nobody looked at, the least certain first."""
    found = [
        (deed, promise)
        for promise in owed
        if promise.status == "kept" and promise.basis == "matched"
        for deed in promise.deeds[:1]
        if not dossier.reviewed & {*deed.act.ids}
    ]
    for deed, promise in sorted(found, key=lambda pair: (pair[0].score, pair[0].act.id)):
        reason = f"counts as keeping a promise ({promise.act.id[:7]}) by type, sides, matter and date: score {deed.score:.2f}"
        yield Item(deed.act.id, "promise", reason, promise.act.id)


def _same(ledger: Ledger, dyad: Dyad | None, limit: int) -> Iterator[Item]:
    for pair in ledger.unsure(*UNSURE, dyad, limit=limit):
        reason = f"may be the same act as {pair.second[:7]}: probability {pair.probability:.2f}"
        yield Item(pair.first, "same act", reason, pair.second)


def _uncertain(ledger: Ledger, dyad: Dyad | None, limit: int) -> Iterator[Item]:
    for entry in ledger.doubtful(dyad, limit=limit):
        record = entry.record
        yield Item(record.id, "uncertain", f"read with certainty {record.confidence:.2f}; score {record.intensity:+.1f}")
