"""What needs a person's eye, and why: contradictions, acts that may be one, uncertain readings that weigh much."""

from collections.abc import Iterator
from itertools import islice
from typing import Final, Literal, NamedTuple

from detente.ledger.store import Ledger
from detente.records import Dyad
from detente.relations.channels import channels
from detente.relations.commitments import commitments
from detente.relations.disputes import contradictions
from detente.relations.dossier import Dossier

Why = Literal["contradiction", "same act", "uncertain"]

#: Pairs of events with a probability between these may be one act or two.
UNSURE: Final = (0.35, 0.65)


class Item(NamedTuple):
    """One event to decide on."""

    event: str
    """Its id."""
    why: Why
    reason: str
    """The same in words."""
    other: str | None = None
    """The id of the event that it contradicts, or may be the same act as."""


def queue(ledger: Ledger, dossier: Dossier | None, *, limit: int) -> tuple[Item, ...]:
    """What to look at, the weightiest first; each event once. Contradictions are looked for where a dossier is given."""
    dyad = dossier.dyad if dossier else None
    found = _once((*_contradictions(dossier), *_same(ledger, dyad, limit), *_uncertain(ledger, dyad, limit)))
    return tuple(islice(found, limit))


def _once(items: tuple[Item, ...]) -> Iterator[Item]:
    seen: set[str] = set()
    for item in items:
        if item.event not in seen:
            seen.add(item.event)
            yield item


def _contradictions(dossier: Dossier | None) -> Iterator[Item]:
    if dossier is None:
        return
    for found in contradictions(dossier, channels(dossier), commitments(dossier)):
        if not dossier.reviewed.issuperset(found.ids):
            yield Item(found.ids[0], "contradiction", f"{found.kind}: {found.why}", next(iter(found.ids[1:]), None))


def _same(ledger: Ledger, dyad: Dyad | None, limit: int) -> Iterator[Item]:
    for pair in ledger.unsure(*UNSURE, dyad, limit=limit):
        reason = f"may be the same act as {pair.second[:7]}: probability {pair.probability:.2f}"
        yield Item(pair.first, "same act", reason, pair.second)


def _uncertain(ledger: Ledger, dyad: Dyad | None, limit: int) -> Iterator[Item]:
    for entry in ledger.doubtful(dyad, limit=limit):
        record = entry.record
        yield Item(record.id, "uncertain", f"read with certainty {record.confidence:.2f}; score {record.intensity:+.1f}")
