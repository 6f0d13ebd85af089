"""One act from many reports: the events of different reports that tell of the same act, joined.

Events are compared within blocks (`match.py`). Those joined by pairs above one half fall into groups, and within each group the
two clusters with the highest mean probability are joined until none is above one half. A group is clustered from its whole
content, so an added event touches its own group only, and the result does not depend on the order of reading.

A person's decision goes before all this: `same` joins, `apart` keeps apart.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop, heappush
from itertools import chain, combinations, pairwise
from typing import Final

from detente.ontology import plover
from detente.records import Event
from detente.relations.filed import Filed, Origin, Standing, When, codes, origins, parties, published, standing, when
from detente.relations.match import MOST_REPORT_DAYS, ONGOING_DAYS, Seen, goes_on, one_state, probability, see

#: From this probability on two events are held to be one act.
SAME: Final = 0.5
#: Acts dated no better than this are compared with all of their block.
_LONG: Final = 100
_MONTH: Final = 31
_WEEK: Final = 7
_NEVER: Final = 1e9


@dataclass(frozen=True, slots=True)
class Act:
    """One act as all reports together tell it. What is said of it is said by `head`, the fullest of its records."""

    head: Filed[Event]
    members: tuple[Filed[Event], ...]
    """All records of it, the earliest report first; `head` is one of them."""
    when: When
    standing: Standing
    probability: float
    """The lowest mean probability at which two parts of it were joined; 1.0 for one record."""
    ids: tuple[str, ...]
    """The ids of all its records."""
    codes: frozenset[str]
    """All countries and organisations that take part, by any of its records."""
    by: frozenset[str]
    """Those that act, by its head."""

    @property
    def id(self) -> str:
        """The id of its head."""
        return self.head.record.id

    @property
    def event(self) -> Event:
        """The record of its head."""
        return self.head.record

    @property
    def aspect(self) -> str | None:
        """What it does to something that goes on: the head's word, else the first that a record has."""
        return self.event.aspect or next((m.record.aspect for m in self.members if m.record.aspect), None)

    @property
    def first_reported(self) -> date:
        """The date of the earliest report of it."""
        return published(self.members[0].report)

    @property
    def certainty(self) -> float:
        """How sure the surest of its readings is, 0 to 1."""
        return max(member.record.confidence for member in self.members)

    @property
    def score(self) -> float:
        """Its PLOVER score, from -9 to 10."""
        return plover.intensity(self.event.type, self.event.mode)  # type: ignore[arg-type]

    @property
    def days(self) -> tuple[tuple[date, date], ...]:
        """The stretches of days it counts on, first and last: its own; of a war as such one day a week of reports."""
        if self.when.first is None or len(self.members) == 1 or not goes_on(self.event, self.when):
            return ((self.when.first, self.when.last),) if self.when.first else ()
        weeks = {published(m.report).toordinal() // _WEEK: published(m.report) for m in self.members}
        return tuple((day, day) for day in weeks.values())

    def origins(self) -> tuple[Origin, ...]:
        """Its independent sources."""
        return origins(member.report for member in self.members)


class Merger:
    """Joins events to acts as they come in; the acts depend on what was added, not on the order."""

    def __init__(self, *, same: Iterable[frozenset[str]] = (), apart: Iterable[frozenset[str]] = ()) -> None:
        self._same = tuple(same)
        self._apart = frozenset(frozenset(pair) for group in apart for pair in combinations(sorted(group), 2))
        self._parted = frozenset(chain.from_iterable(self._apart))
        self._filed: dict[str, Filed[Event]] = {}
        self._seen: dict[str, Seen] = {}
        self._months: dict[tuple[tuple[Standing, str], int], list[str]] = defaultdict(list)
        self._long: dict[tuple[Standing, str], list[str]] = defaultdict(list)
        self._blocks: dict[tuple[Standing, str], list[str]] = defaultdict(list)
        self._pairs: dict[str, dict[str, float]] = defaultdict(dict)

    def add(self, filed: Filed[Event]) -> None:
        """Takes one event in; one whose id is known already is left as it is."""
        if filed.record.id in self._seen:
            return
        seen = see(filed)
        for other in sorted(self._candidates(seen)):
            if one_state(seen, self._seen[other]) and self._parted.isdisjoint((seen.id, other)):
                continue  # joined as stretches
            found = probability(seen, self._seen[other])
            if found is not None and frozenset((seen.id, other)) not in self._apart:
                self._pairs[seen.id][other] = self._pairs[other][seen.id] = found
        self._filed[seen.id], self._seen[seen.id] = filed, seen
        self._blocks[seen.block].append(seen.id)
        if seen.last - seen.first > _LONG:
            self._long[seen.block].append(seen.id)
        else:
            for month in _months(seen.first, seen.last):
                self._months[seen.block, month].append(seen.id)

    def alike(self, filed: Filed[Event]) -> list[tuple[str, float]]:
        """The ids of the events taken in that are as likely as not one act with this one, with how likely."""
        seen = see(filed)
        found = ((other, probability(seen, self._seen[other])) for other in self._candidates(seen))
        return [(other, likely) for other, likely in found if likely is not None and likely >= SAME]

    def _candidates(self, seen: Seen) -> set[str]:
        if seen.last - seen.first > _LONG:
            return set(self._blocks[seen.block])
        found = set(self._long[seen.block])
        reach = ONGOING_DAYS if seen.ongoing else MOST_REPORT_DAYS
        for month in _months(seen.first - reach, seen.last + reach):
            found.update(self._months.get((seen.block, month), ()))
        return found

    def acts(self) -> tuple[Act, ...]:
        """All acts, by date, then id."""
        made = [
            _act([self._filed[id_] for id_ in ids], least) for group in self._groups() for ids, least in self._clusters(group)
        ]
        return tuple(sorted(made, key=_by_date))

    def _groups(self) -> list[list[str]]:
        """The events that pairs above `SAME`, or a person, connect at all."""
        pairs = [(one, two) for one, others in self._pairs.items() for two, likely in others.items() if likely >= SAME]
        known = (sorted(group & self._seen.keys()) for group in (*self._same, *self._stretches(self._seen)))
        return connected(self._seen, [*pairs, *(pair for group in known for pair in pairwise(group))])

    def _clusters(self, ids: list[str]) -> list[tuple[tuple[str, ...], float]]:
        if len(ids) == 1:
            return [((ids[0],), 1.0)]
        linkage = _Linkage(ids, self._pairs, (*self._same, *self._stretches(ids)), self._apart)
        return linkage.run()

    def _stretches(self, ids: Iterable[str]) -> list[frozenset[str]]:
        """The events among some that speak of one war as such, no two of them in turn more than `ONGOING_DAYS` apart."""
        states: dict[Hashable, list[Seen]] = defaultdict(list)
        for seen in (self._seen[id_] for id_ in ids):
            if seen.ongoing and seen.id not in self._parted:
                states[seen.block, seen.actors, seen.recipients].append(seen)
        found: list[frozenset[str]] = []
        for told in states.values():
            told.sort(key=lambda seen: (seen.told, seen.id))
            begins = [0, *(i for i in range(1, len(told)) if told[i].told - told[i - 1].told > ONGOING_DAYS), len(told)]
            found += [frozenset(seen.id for seen in told[one:two]) for one, two in pairwise(begins) if two - one > 1]
        return found


def _act(told: Sequence[Filed[Event]], least: float) -> Act:
    """The act that some events tell of, joined at this probability."""
    if len(told) == 1:
        (alone,) = told
        event, report, _ = alone
        return Act(
            alone,
            (alone,),
            when(event, report),
            standing(event, report),
            least,
            (event.id,),
            parties(event),
            codes(event.actors),
        )
    members = tuple(sorted(told, key=lambda f: (published(f.report), f.record.id)))
    head = max(members, key=_fullness)
    return Act(
        head,
        members,
        _when(members),
        standing(head.record, head.report),
        least,
        tuple(sorted(member.record.id for member in members)),
        frozenset().union(*(parties(member.record) for member in members)),
        codes(head.record.actors),
    )


class _Linkage:
    """Average linkage within one group: the two likeliest clusters first; pairs never compared count as impossible."""

    def __init__(
        self,
        ids: list[str],
        pairs: Mapping[str, Mapping[str, float]],
        same: Iterable[frozenset[str]],
        apart: frozenset[frozenset[str]],
    ) -> None:
        self.members: dict[str, tuple[str, ...]] = {id_: (id_,) for id_ in ids}
        self.least: dict[str, float] = dict.fromkeys(ids, 1.0)
        inside = set(ids)
        self.sums: dict[str, dict[str, float]] = {
            id_: {other: p for other, p in pairs[id_].items() if other in inside} if id_ in pairs else {} for id_ in ids
        }
        for pair in apart:
            if pair <= inside:
                one, two = sorted(pair)
                self.sums[one][two] = self.sums[two][one] = -_NEVER
        for group in same:
            known = sorted(group & inside)
            for other in known[1:]:
                self._join(self._cluster_of(known[0]), self._cluster_of(other), 1.0)

    def _cluster_of(self, id_: str) -> str:
        return next(name for name, members in self.members.items() if id_ in members)

    def _join(self, one: str, two: str, mean: float) -> str:
        if one == two:
            return one
        keep, drop = min(one, two), max(one, two)
        for other, total in self.sums.pop(drop).items():
            self.sums[other].pop(drop)
            if other != keep:
                self.sums[keep][other] = self.sums[other][keep] = self.sums[keep].get(other, 0.0) + total
        self.members[keep] += self.members.pop(drop)
        self.least[keep] = min(self.least[keep], self.least.pop(drop), mean)
        return keep

    def _mean(self, one: str, two: str) -> float:
        return self.sums[one][two] / (len(self.members[one]) * len(self.members[two]))

    def run(self) -> list[tuple[tuple[str, ...], float]]:
        heap = [(-self._mean(one, two), one, two) for one in self.sums for two in self.sums[one] if one < two]
        heapify(heap)
        while heap:
            negative, one, two = heappop(heap)
            if one not in self.sums or two not in self.sums[one] or negative != -self._mean(one, two):
                continue
            if -negative < SAME:
                break
            kept = self._join(one, two, -negative)
            for other in self.sums[kept]:
                heappush(heap, (-self._mean(kept, other), min(kept, other), max(kept, other)))
        return [(members, self.least[name]) for name, members in self.members.items()]


def merge(
    filed: Iterable[Filed[Event]],
    *,
    same: Iterable[frozenset[str]] = (),
    apart: Iterable[frozenset[str]] = (),
    alike: Mapping[tuple[str, str], float] | None = None,
) -> tuple[Act, ...]:
    """The acts that some events tell of. `same` and `apart` hold ids that a person joined or parted.

    `alike` has the pairs of ids, the lesser first, with a probability of at least `SAME`, where all events of two parties were
    compared before; only three and more that these connect are compared again, and those of one party with all.
    """
    if alike is None:
        merger = Merger(same=same, apart=apart)
        for one in filed:
            merger.add(one)
        return merger.acts()
    by_id = {one.record.id: one for one in filed}
    likely = {**alike, **_of_one_party(by_id.values())}
    known = (pair for pair in likely if pair[0] in by_id and pair[1] in by_id)
    decided = frozenset().union(*same, *apart)
    joined = (pair for group in same for pair in pairwise(sorted(group & by_id.keys())))
    made: list[Act] = []
    for group in connected(by_id, chain(known, joined)):
        events = [by_id[id_] for id_ in group]
        if len(group) < 3 and decided.isdisjoint(group):
            made.append(_act(events, likely[group[0], group[1]] if len(group) == 2 else 1.0))
        else:
            made += merge(events, same=same, apart=apart)
    return tuple(sorted(made, key=_by_date))


def _of_one_party(filed: Iterable[Filed[Event]]) -> dict[tuple[str, str], float]:
    """The likely pairs of events, one at least of one party: one report leaves out whom it was done to."""
    alone: list[Filed[Event]] = []
    others: list[Filed[Event]] = []
    for one in filed:
        (alone if len(parties(one.record)) < 2 else others).append(one)
    if not alone:
        return {}
    merger = Merger()
    for one in alone:
        merger.add(one)
    found = ((one.record.id, other, likely) for one in (*alone, *others) for other, likely in merger.alike(one))
    return {(min(one, two), max(one, two)): likely for one, two, likely in found if one != two}


def connected(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Ids grouped by the pairs that connect them over any number of steps; each group sorted."""
    leader = {id_: id_ for id_ in ids}

    def find(id_: str) -> str:
        while leader[id_] != id_:
            leader[id_] = leader[leader[id_]]
            id_ = leader[id_]
        return id_

    for one, two in pairs:
        leader[find(one)] = find(two)
    groups: dict[str, list[str]] = defaultdict(list)
    for id_ in sorted(leader):
        groups[find(id_)].append(id_)
    return list(groups.values())


def _by_date(act: Act) -> tuple[date, str]:
    return act.when.day, act.id


def _months(first: int, last: int) -> range:
    return range(first // _MONTH, last // _MONTH + 1)


def _fullness(filed: Filed[Event]) -> tuple[float, int, str]:
    """How much a record says: the head of an act is its fullest, firsthand before retold, early before late."""
    event = filed.record
    said = (event.mode, event.of, event.aspect, event.topics, event.place, event.recipients, event.attribution)
    filled = sum(map(bool, said))
    filled += 2 * (event.start is not None) - 3 * (event.aux == "historical") + sum(bool(a.name) for a in event.actors)
    return filled + event.confidence, -published(filed.report).toordinal(), filed.record.id


def _when(members: Sequence[Filed[Event]]) -> When:
    """The date that most records of an act have, the narrowest first; without any, the earliest report's."""
    times = [when(m.record, m.report) for m in members]
    dated = [time for time in times if time.given]
    if all(goes_on(m.record, time) for m, time in zip(members, times, strict=True)):
        return When(times[0].first, times[-1].last, given=False)
    if not dated:
        return next((time for time in times if time.first), times[0])
    width = min((t.last - (t.first or date.min)).days for t in dated)
    narrow = Counter(t for t in dated if (t.last - (t.first or date.min)).days == width)
    return max(narrow, key=lambda t: (narrow[t], -dated.index(t)))
