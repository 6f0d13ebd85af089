"""Exchanges and responses: which act was given for which, told by a report, or inferred from tit for tat and marked so.

Three kinds, never mixed: *exchange* (a report says that one act was given for another), *response* (a report says that one act
answers another), *inferred* (an act of the same kind by the other side within `WINDOW` days, which no report connects).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from detente.records import Link
from detente.relations.dossier import Dossier
from detente.relations.filed import Filed
from detente.relations.merge import Act

Kind = Literal["exchange", "response", "inferred"]

#: Days within which an act in kind by the other side is taken for an answer. Tit for tat in the gold of merging takes 0 to 10.
WINDOW: Final = 14
#: An answer that came so long before what it answers is a misreading of which answers which.
_MISREAD: Final = timedelta(days=30)
#: Types whose answers in kind are telling; talks and words go back and forth all the time.
_TELLING: Final = frozenset({"SANCTION", "RETREAT", "CONCEDE", "MOBILIZE", "ASSAULT", "COERCE"})
_IN_KIND: Final = tuple(map(frozenset, (("RETREAT", "CONCEDE"), ("SANCTION", "COERCE"), ("MOBILIZE",), ("ASSAULT",))))


@dataclass(frozen=True, slots=True)
class Exchange:
    """`given` was done in return for, or in answer to, `answered`."""

    kind: Kind
    given: Act
    answered: Act
    said: Filed[Link] | None
    """The link of the report that says so; None for an inference."""
    days: int | None
    """Days from the one to the other; None where a date is not known."""

    @property
    def stated(self) -> bool:
        """Whether a report connects the two."""
        return self.said is not None


def exchanges(dossier: Dossier) -> tuple[Exchange, ...]:
    """Exchanges and responses between the sides, the newest first; inferred ones only where no report connects the acts."""
    stated = list(_stated(dossier))
    connected = {e.given.id for e in stated} | {e.answered.id for e in stated}
    found = [*stated, *_inferred(dossier, connected)]
    return tuple(sorted(found, key=lambda e: (-e.given.when.last.toordinal(), e.kind, e.given.id, e.answered.id)))


def _stated(dossier: Dossier) -> Iterator[Exchange]:
    seen = set()
    for filed in dossier.links:
        kind: Kind | None = {"exchange": "exchange", "responds": "response"}.get(filed.record.kind)  # type: ignore[assignment]
        given, answered = (dossier.act_of.get(end) for end in (filed.record.source, filed.record.target))
        if kind is None or given is None or answered is None or given.id == answered.id:
            continue
        if not dossier.sides <= given.codes | answered.codes or (kind, given.id, answered.id) in seen:
            continue
        if not _between(given, answered, dossier):
            continue
        if kind == "response" and answered.when.day - given.when.last > _MISREAD:
            continue
        seen.add((kind, given.id, answered.id))
        yield Exchange(kind, given, answered, filed, _days(given, answered))


def _between(given: Act, answered: Act, dossier: Dossier) -> bool:
    """Whether a side gives or answers, and not to what that side did itself: nobody trades with or answers himself."""
    one, two = given.by & dossier.sides, answered.by & dossier.sides
    return bool(one) and not (one == two and len(one) == 1 and given.by == answered.by)


def _days(given: Act, answered: Act) -> int | None:
    if given.when.first is None or answered.when.first is None:
        return None
    return (given.when.day - answered.when.day).days


def _inferred(dossier: Dossier, connected: set[str]) -> Iterator[Exchange]:
    """Each act answers at most the latest act of the other side, and each is answered at most once."""
    acts = [act for act in dossier.between if act.event.type in _TELLING and act.standing == "done" and act.when.first]
    answered: set[str] = set()
    for number, act in enumerate(acts):
        if act.id in connected:
            continue
        for before in range(number - 1, -1, -1):
            earlier = acts[before]
            days = (act.when.day - earlier.when.day).days
            if days > WINDOW:
                break
            if earlier.id not in answered and earlier.id not in connected and _in_kind(earlier, act, dossier):
                answered.add(earlier.id)
                yield Exchange("inferred", act, earlier, None, days)
                break


def _in_kind(first: Act, second: Act, dossier: Dossier) -> bool:
    """Whether an act does to the other side what that did to it: opposite sides, acts of one kind, both dated to days."""
    by, on = first.by & dossier.sides, second.by & dossier.sides
    if len(by) != 1 or len(on) != 1 or by == on or not (first.when.given and second.when.given):
        return False
    if (first.when.last - first.when.day).days > WINDOW or (second.when.last - second.when.day).days > WINDOW:
        return False
    same = any(first.event.type in kinds and second.event.type in kinds for kinds in _IN_KIND)
    return same and (first.event.mode is None or second.event.mode is None or first.event.mode == second.event.mode)
