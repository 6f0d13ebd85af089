"""What people decide about records, and how their decisions hold over any coding of a report.

A correction is never applied by id alone. It keeps the record as the person saw it, and when the report is coded again it is
found by its words and type: evidence that overlaps, type or kind the same. `settle` is the whole of it, and it is pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, Generic, Literal, NamedTuple, TypeAlias, TypeVar, get_args

import msgspec

from detente.errors import RecordError
from detente.records import Claim, Event, Evidence, Link, claim_id, content_id, event_id

Record: TypeAlias = Event | Claim | Link
R = TypeVar("R", Event, Claim, Link)
Kind = Literal["confirm", "change", "reject", "add", "merge", "split", "undo"]
Subject = Literal["event", "claim", "link"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

#: Two pieces of evidence are about the same words if they share this part of the shorter one.
SAME_WORDS: Final = 0.5

_NEEDS: Final[dict[Kind, tuple[str, ...]]] = {
    "confirm": ("seen",),
    "change": ("seen", "record"),
    "reject": ("seen",),
    "add": ("record",),
    "merge": ("seen", "other", "other_report_id"),
    "split": ("seen", "other", "other_report_id"),
    "undo": ("undoes",),
}
_TYPES: Final[dict[Subject, type[Record]]] = {"event": Event, "claim": Claim, "link": Link}


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of one person."""

    kind: Kind
    subject: Subject
    report_id: str
    who: str
    why: str
    decided: datetime
    seen: Record | None = None
    """The record as it stood when it was judged; none for `add`."""
    record: Record | None = None
    """The record as it should be; for `change` and `add`."""
    other_report_id: str | None = None
    other: Record | None = None
    """For `merge` and `split`: the record that is, or is not, the same as `seen`."""
    undoes: str | None = None
    """For `undo`: the id of the correction that is taken back."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise RecordError(f"no kind of correction {self.kind!r}; known: {', '.join(KINDS)}")
        for name in _NEEDS[self.kind]:
            if getattr(self, name) is None:
                raise RecordError(f"a correction of kind {self.kind} needs {name!r}")

    @property
    def id(self) -> str:
        """The id: a hash of all that was decided, so that importing a correction twice adds nothing."""
        return content_id("correction", msgspec.json.encode(self).decode())


class Settled(NamedTuple, Generic[R]):
    """A record in effect, with the id of the correction that made it so, or None as the coder read it."""

    record: R
    correction: str | None


class Outcome(NamedTuple, Generic[R]):
    """What holds in a report after its corrections."""

    records: tuple[Settled[R], ...]
    moved: dict[str, "Move"]
    """For each id that no longer stands: where it went."""


class Move(NamedTuple):
    """The id that took a record's place, None where nothing did, and the correction by which it did."""

    new: str | None
    correction: str


def active(corrections: Sequence[Correction]) -> list[Correction]:
    """Those not undone, in their order. An undo may be undone too."""
    undone: set[str] = set()
    kept: list[Correction] = []
    for correction in reversed(corrections):
        if correction.id in undone:
            continue
        if correction.kind == "undo":
            undone.add(correction.undoes or "")
        else:
            kept.append(correction)
    return kept[::-1]


def settle(coded: Sequence[R], corrections: Iterable[Correction]) -> Outcome[R]:
    """The records in effect: what the coder read, as people's decisions (in their order, none undone) leave it."""
    held = [Settled(record, None) for record in coded]
    moved: dict[str, Move] = {}
    for correction in corrections:
        if correction.kind in ("confirm", "change", "add"):
            held = _put(held, correction, moved)
        elif correction.kind == "reject":
            held = _drop(held, correction, correction.seen, None, moved)
        elif correction.kind == "merge" and correction.other_report_id == correction.report_id:
            first = find([item.record for item in held], correction.seen)
            held = _drop(held, correction, correction.other, first, moved) if first else held
    return Outcome(tuple(held), moved)


def _put(held: list[Settled[R]], correction: Correction, moved: dict[str, Move]) -> list[Settled[R]]:
    """The decided record in place of what it corrects, and of what a coder read from the same words to the same effect."""
    wanted: Any = correction.record or correction.seen
    records: list[R] = [item.record for item in held]
    gone: list[R] = [record for record in (find(records, correction.seen), find(records, wanted)) if record is not None]
    for old in (*gone, correction.seen):
        if old is not None and record_id(old) != record_id(wanted):
            moved[record_id(old)] = Move(record_id(wanted), correction.id)
    at = next((index for index, record in enumerate(records) if record in gone), None)
    if at is None:
        at = sum(record.evidence.start <= wanted.evidence.start for record in records)
    kept = [(index, item) for index, item in enumerate(held) if item.record not in gone]
    before: list[Settled[R]] = [item for index, item in kept if index < at]
    after: list[Settled[R]] = [item for index, item in kept if index >= at]
    return [*before, Settled(wanted, correction.id), *after]


def _drop(
    held: list[Settled[R]], correction: Correction, seen: Record | None, into: Record | None, moved: dict[str, Move]
) -> list[Settled[R]]:
    target = find([item.record for item in held], seen)
    if target is None or target == into:
        return held
    moved[record_id(target)] = Move(record_id(into) if into else None, correction.id)
    return [item for item in held if item.record != target]


def find(records: Sequence[R], seen: Record | None) -> R | None:
    """The record that is `seen`, read again: the same id, else the same type on the most of the same words."""
    if seen is None:
        return None
    for record in records:
        if record_id(record) == record_id(seen):
            return record
    alike = [record for record in records if sort(record) == sort(seen) and _ends(record) == _ends(seen)]
    share = partial(_shared, seen.evidence)
    near = [record for record in alike if share(record.evidence) >= SAME_WORDS]
    # Two acts of one type may stand in one sentence; the parties tell them apart.
    return max(near, key=lambda record: (_parties(record) == _parties(seen), share(record.evidence)), default=None)


def _shared(one: Evidence, two: Evidence) -> float:
    """The part of the shorter of two pieces of evidence that both cover, 0 to 1."""
    return max(0, min(one.end, two.end) - max(one.start, two.start)) / min(one.end - one.start, two.end - two.start)


def sort(record: Record) -> tuple[str, str]:
    """What a record is: ("event", its type), ("claim", its kind) or ("link", its kind)."""
    if isinstance(record, Event):
        return "event", record.type
    return ("claim" if isinstance(record, Claim) else "link"), record.kind


def _ends(record: Record) -> tuple[str, str] | None:
    return (record.source, record.target) if isinstance(record, Link) else None


def _parties(record: Record) -> object:
    if isinstance(record, Event):
        return {a.country for a in record.actors}, {a.country for a in record.recipients}
    return (record.holder.country if record.holder else None) if isinstance(record, Claim) else None


def record_id(record: Record) -> str:
    """The id of any record; a link's is the hash of its kind and ends."""
    return content_id("link", record.kind, record.source, record.target) if isinstance(record, Link) else record.id


def with_own_id(record: Record, report_id: str) -> Record:
    """The record with the id that its content gives it, after a person changed it."""
    if isinstance(record, Event):
        return replace(record, id=event_id(report_id, record.type, record.aux, record.evidence, record.actors))
    if isinstance(record, Claim):
        return replace(record, id=claim_id(report_id, record.kind, record.evidence, record.holder))
    return record


_NO_RECORD: Final = msgspec.Raw(b"null")


class _Wire(msgspec.Struct, frozen=True):
    """A correction as JSON holds it, before its records are known to be events, claims or links."""

    kind: Kind
    subject: Subject
    report_id: str
    who: str
    why: str
    decided: datetime
    seen: msgspec.Raw = _NO_RECORD
    record: msgspec.Raw = _NO_RECORD
    other_report_id: str | None = None
    other: msgspec.Raw = _NO_RECORD
    undoes: str | None = None


def dumps(correction: Correction) -> bytes:
    """One correction as one line of JSON."""
    return msgspec.json.encode(correction)


def loads(line: bytes | str) -> Correction:
    """The correction in one line of JSON.

    Raises:
        RecordError: the line holds no correction; says what is wrong and where.
    """
    try:
        wire = msgspec.json.decode(line, type=_Wire)
        records = {name: load_record(wire.subject, getattr(wire, name)) for name in ("seen", "record", "other")}
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"no correction: {error}") from error
    return Correction(
        kind=wire.kind, subject=wire.subject, report_id=wire.report_id, who=wire.who, why=wire.why, decided=wire.decided,
        other_report_id=wire.other_report_id, undoes=wire.undoes, **records,
    )  # fmt: skip


def load_record(subject: Subject, raw: bytes | str | msgspec.Raw | None) -> Record | None:
    """A record from its JSON, as the ledger keeps it; None from null."""
    if raw is None or raw in ("null", _NO_RECORD):
        return None
    return msgspec.json.decode(raw, type=_TYPES[subject])
