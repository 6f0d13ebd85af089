"""Commitments: what one side promised the other, by when, and what became of it, as of a day.

`status` and `progress` follow the rules below; kept, broken and withdrawn need a sentence that says so.

- *kept*: a `fulfils` link, or a report of the promised deed itself that scores high enough (`basis` tells which).
- *broken*: a `breaches` link, or a sentence, after the date had passed, that the deed failed to come.
- *withdrawn*: the promiser takes it back, or does something milder than threatened in its place before it falls due.
- *overdue*: the date passed and no report says any of these. That is the state of the reports, not of the promise.
- *open*: all else.
- progress *partly*: kept in a smaller amount or scope, or called for in full since (then *open*); *disputed*: the sides'
  accounts differ; *stalled*: the matter was suspended or refused since; *moving*: a later act goes towards it, or a date was
  set anew.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from detente.relations import signs
from detente.relations.deeds import Sought, Term, Told, alike, all_figures, score, tell
from detente.relations.dossier import Dossier
from detente.relations.filed import codes, published
from detente.relations.merge import Act
from detente.relations.terms import likeness
from detente.relations.wording import promised

Status = Literal["open", "kept", "broken", "overdue", "withdrawn"]
Progress = Literal["moving", "stalled", "partly", "disputed"]
Basis = Literal["stated", "matched"]

#: From this score on a reported deed counts as the promised one; from `POSSIBLE` on it is shown as going towards it.
KEPT: Final = 0.65
POSSIBLE: Final = 0.45
#: Restatements of one promise are this much alike in their matter, or, where topics tell nothing, in their words.
_ONE_PROMISE: Final = 0.45
_ONE_WORDING: Final = 0.3
#: What is said again this much later, with no date to come, is another promise.
_STALE: Final = timedelta(days=365)
_TOWARDS: Final = 0.45
#: Deeds this many days after the due date still count as the deed, late.
_LATE: Final = timedelta(days=60)
#: Nothing is looked for later than this after the due date, or, without one, after twice this from the promise.
_LONGEST: Final = timedelta(days=365)
_NEAR_TYPES: Final = MappingProxyType(
    {"COOPERATE": ("AID", "SUPPORT"), "AID": ("COOPERATE",), "SUPPORT": ("COOPERATE",), "RETREAT": ("COOPERATE",)}
    | {"CONSULT": ("SUPPORT", "AGREE")}  # signed together at the meeting
)
_HOSTILE: Final = frozenset(["SANCTION", "COERCE", "MOBILIZE", "ASSAULT"])
_EASING: Final = ("CONCEDE", "RETREAT")
_WITHDRAWN: Final = re.compile(
    r"\b(?:withdr[ae]w|t(?:ook|akes?) back|rescind|scrap|no longer|pull(?:s|ed)? out|abandon|renounc|(?:goe?s?|went) back on)",
    re.IGNORECASE,
)
_CALLED_OFF: Final = re.compile(
    r"\b(?:postpon|cancel|call(?:s|ed)? off|put(?:s|ting)? off|no longer|will not|won't|unable|not be able)", re.IGNORECASE
)
_MOVED: Final = re.compile(
    r"\b(?:put off|postpon|reschedul|delay|moved|brought forward|new date|instead|now (?:planned|due|set|scheduled|expected))",
    re.IGNORECASE,
)
_FAILED: Final = re.compile(
    r"\b(?:fail|miss(?:ed)? (?:the|its|a) deadline|deadline (?:was|has been) missed"
    r"|broke|breach|violat|reneg|not kept|did not keep|ha(?:s|ve|d) not|never)",
    re.IGNORECASE,
)
_PARTLY: Final = re.compile(
    r"\b(?:partly|partial|in part|part of|some of|first (?:tranche|part|batch|half)|half of|though not|but not all"
    r"|(?:one|two|three|four|five|\d+) of (?:the|its|their|his)(?: \w+)?)\b",
    re.IGNORECASE,
)
_PROMISES: Final = re.compile(
    r"\b(?:agree|pledg|promis|vow|commit|will|undert[ao]|plan|is to|are to|offer|ready|willing)", re.IGNORECASE
)


class Change(NamedTuple):
    """One step in the life of a promise: on this day it came to stand so, because of these acts."""

    day: date
    status: Status
    progress: Progress | None
    why: str
    acts: tuple[Act, ...]


class Deed(NamedTuple):
    """An act that may be the promised deed; `stated` where a report says so itself."""

    act: Act
    score: float
    stated: bool
    link: str | None = None
    """The id of the event whose report says so."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise as of a day."""

    act: Act
    """The promise in its first telling."""
    by: tuple[str, ...]
    to: tuple[str, ...]
    of: str | None
    made: date
    due_start: date | None
    due_end: date | None
    status: Status
    progress: Progress | None
    basis: Basis | None
    deeds: tuple[Deed, ...]
    """What kept it, or may have, the likeliest first."""
    restated: tuple[Act, ...]
    """Later tellings of the same promise, with a new date or none."""
    disputed_by: tuple[str, ...]
    """Ids of the claims that contest it."""
    history: tuple[Change, ...]
    reports_since: int
    """How many reports were read from the day it was made on: among these nothing was found where it is overdue."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the promise's events, restatements included."""
        return tuple(sorted({*self.act.ids, *(id_ for act in self.restated for id_ in act.ids)}))

    @property
    def kept_by(self) -> tuple[str, ...]:
        """The ids of the events that kept it; empty unless it is kept."""
        return tuple(sorted({id_ for deed in self.deeds for id_ in deed.act.ids})) if self.status == "kept" else ()

    @property
    def what(self) -> str:
        """What was promised, as an infinitive without "to"."""
        return promised(self.act.event)

    @property
    def deadline(self) -> date | None:
        """The last day on which it is due."""
        return self.due_end or self.due_start


_Sort = tuple[str | None, frozenset[str], frozenset[str]]


@dataclass(slots=True)
class _Promise:
    """A promise and its restatements while they are gathered."""

    act: Act
    by: frozenset[str]
    to: frozenset[str]
    of: str | None
    restated: list[Act] = field(default_factory=list)
    ids: frozenset[str] = frozenset()

    @property
    def sort(self) -> _Sort:
        """Who promised what sort of act to whom: only promises of one sort can be one."""
        return self.of, self.by, self.to

    def restate(self, act: Act) -> None:
        self.restated.append(act)
        self.ids |= frozenset(act.ids)

    @property
    def term(self) -> Term:
        """When it is due by the latest telling that gives a date.

        Of the dates that its reports give, "on 12 October" says more than "next month".
        A date no later than that on which the promise was made is a misreading: promises are of what is to come.
        """
        for act in (*reversed(self.restated), self.act):
            events = (act.event, *(member.record for member in reversed(act.members)))
            terms = [Term(event.due_start, event.due_end) for event in events]
            given = [term for term in terms if term.last and term.last > self.act.when.last]
            if given:
                return min((term for term in given if term.within(given[0])), key=lambda term: term.days)
        return Term(None, None)


def commitments(dossier: Dossier) -> tuple[Commitment, ...]:
    """The promises between the sides of a dyad, the earliest due first, those without a date last."""
    promises: list[_Promise] = []
    judge, alike = _Judge(dossier), defaultdict[_Sort, list[_Promise]](list)
    for act in judge.acts:
        if not _is_promise(act, dossier.sides):
            continue
        new = _Promise(act, act.by & dossier.sides, _to(act, dossier), _of(act), ids=frozenset(act.ids))
        old = next((p for p in reversed(alike[new.sort]) if _restates(p, new, judge)), None)
        if old is None:
            promises.append(new)
            alike[new.sort].append(new)
        else:
            old.restate(act)
    made = [judge.judge(promise) for promise in promises]
    return tuple(sorted(made, key=lambda c: (c.deadline is None, c.deadline or date.max, c.made, c.act.id)))


def fallen_due(found: tuple[Commitment, ...], as_of: date) -> tuple[Commitment, ...]:
    """The promises whose date has passed, or that were settled before: the base of any rate."""
    return tuple(c for c in found if c.status != "open" or (c.deadline is not None and c.deadline < as_of))


def _is_promise(act: Act, sides: frozenset[str]) -> bool:
    event = act.event
    if act.standing != "done" or event.type not in ("AGREE", "CONCEDE") or act.aspect in ("suspend", "end"):
        return False
    if not act.by & sides:
        return False
    return event.type == "AGREE" or bool(event.of or event.due_end or event.due_start or _PROMISES.search(event.evidence.quote))


def _of(act: Act) -> str | None:
    return act.event.of or ("RETREAT" if act.event.type == "CONCEDE" else None)


def _to(act: Act, dossier: Dossier) -> frozenset[str]:
    """Whom it was promised to: the recipients, else each other, else the other side."""
    by = act.by & dossier.sides
    return (codes(act.event.recipients) & dossier.sides) - by or (by if len(by) > 1 else dossier.sides - by)


def _restates(old: _Promise, new: _Promise, judge: "_Judge") -> bool:
    """Whether a promise is an earlier one told again, or given a new date, before it was kept."""
    first, second = judge.told(old.act), judge.told(new.act)
    one, two = first.levels, second.levels
    if (one and two and not one & two) or _is_stale(old, new.act.when.day) or _is_over(old, new):
        return False
    matter, meeting, words = alike(first, second), old.of == "CONSULT", likeness(first.said, second.said)
    one_time = old.term.overlaps(new.term) if meeting else None
    if one_time is False and not _MOVED.search(new.act.event.evidence.quote):
        same = (matter or 0.0) >= _ONE_PROMISE and words >= _ONE_WORDING and new.act.when.day <= (old.term.last or date.max)
    elif matter:
        same = matter >= _ONE_PROMISE
    elif one_time is None or (one_time and not old.term.like(new.term)):
        same = (meeting or matter is None) and words >= _ONE_WORDING
    else:
        same = True
    return bool(same) and not any(d.act.when.last < new.act.when.day for d in judge.deeds(old) if d.stated or d.score >= KEPT)


def _is_stale(old: _Promise, day: date) -> bool:
    """Whether nobody spoke of a promise for so long that words like it are a new one."""
    spoken = max(act.when.day for act in (old.act, *old.restated))
    return day > max(spoken, old.term.last or spoken) + _STALE


def _is_over(old: _Promise, new: _Promise) -> bool:
    """A meeting spoken of when its day is over is another one, unless its day is said to have moved."""
    over = old.of == "CONSULT" and new.act.when.day > (old.term.last or date.max)
    return over and not _MOVED.search(new.act.event.evidence.quote)


class _Judge:
    """Finds what became of promises."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.by_type: dict[str, list[Act]] = {}
        self._told: dict[str, Told] = {}
        # Who says that two records are not one act says so of a deed and its promise as well.
        self.parted = {*map(frozenset, dossier.refused), *dossier.apart}
        self.jointly = frozenset(act.id for act in dossier.jointly)
        self.acts = sorted((*dossier.between, *dossier.jointly), key=lambda act: (act.when.day, act.id))
        for act in self.acts:
            self.by_type.setdefault(act.event.type, []).append(act)
        self.days = {kind: [act.when.day for act in acts] for kind, acts in self.by_type.items()}
        self.links: dict[str, list[tuple[str, str]]] = {"fulfils": [], "breaches": [], "contests": []}
        for link in dossier.links:
            if link.record.kind in self.links:
                self.links[link.record.kind].append((link.record.source, link.record.target))

    def told(self, act: Act) -> Told:
        """What comparisons look at in an act."""
        known = self._told.get(act.id)
        if known is None:
            known = self._told[act.id] = tell(act, self.dossier.sides, self.dossier.levels)
        return known

    def deeds(self, promise: _Promise) -> list[Deed]:
        """The acts that a report says fulfil a promise, then those that may, the likeliest first."""
        stated = [
            Deed(act, 1.0, stated=True, link=source)
            for source, target in self.links["fulfils"]
            if target in promise.ids
            and (act := self.dossier.act_of.get(source))
            and act.standing == "done"
            and act.when.last >= promise.act.when.day
        ]
        # A promise to agree is no agreement, though it is an act of the promised type.
        known = {deed.act.id for deed in stated} | promise.ids
        types = (promise.of or "", *_NEAR_TYPES.get(promise.of or "", ()))
        score_of = self._scorer(promise)
        found = [
            Deed(act, score, stated=False)
            for kind in types
            for act in self._after(promise, kind)
            if act.id not in known and act.standing == "done" and (score := score_of(act)) >= POSSIBLE
        ]
        return [*{d.act.id: d for d in stated}.values(), *sorted(found, key=lambda d: (-d.score, d.act.when.day, d.act.id))]

    def _after(self, promise: _Promise, kind: str) -> list[Act]:
        """The acts of a type from the promise on, as long as they may still have to do with it."""
        acts, days = self.by_type.get(kind, []), self.days.get(kind, [])
        last = promise.term.last or promise.act.when.day + _LONGEST
        first = promise.act.when.day - _LATE  # an act over several days may begin before the promise
        return acts[bisect_left(days, first) : bisect_right(days, last + _LONGEST)]

    def score(self, promise: _Promise, act: Act) -> float:
        """How likely an act is the promised deed; 0 where it cannot be."""
        return self._scorer(promise)(act)

    def _scorer(self, promise: _Promise) -> Callable[[Act], float]:
        """What scores acts as deeds of one promise; what it looks at in the promise is read once."""
        sought = self.sought(promise)

        joint = promise.act.id in self.jointly

        def scored(act: Act) -> float:
            if act.id in self.jointly and not joint:
                return 0.0  # what both do to a third is no deed of one towards the other
            if self.parted and any(frozenset((a, b)) in self.parted for a in act.ids for b in promise.ids):
                return 0.0
            return score(sought, act, self.told(act))

        return scored

    def sought(self, promise: _Promise) -> Sought:
        """What a deed of a promise is compared with."""
        tellings = {m.report.id: published(m.report) for act in (promise.act, *promise.restated) for m in act.members}
        told = self.told(promise.act)
        quote, figures = promise.act.event.evidence.quote, all_figures(promise.act)
        named = signs.levels_to_meet(quote) if promise.of == "CONSULT" else None
        levels = told.levels if named is None else named
        term, keep = promise.term, signs.lasting(quote)
        others = tuple(self.told(act) for act in promise.restated)
        return Sought(promise.act, told, others, promise.of, promise.by, term, levels, figures, tellings, lasting=keep)

    def judge(self, promise: _Promise) -> Commitment:
        """The promise with its status and how it came to it."""
        as_of, told, term = self.dossier.as_of, promise.act, promise.term
        deeds = self.deeds(promise)
        kept = [deed for deed in deeds if deed.stated or deed.score >= KEPT][:3]
        history = sorted(self._changes(promise, kept, deeds), key=lambda change: (change.day, change.status, change.why))
        final = [c for c in history if (c.status != "open" or c.progress == "partly") and c.day <= as_of]
        deadline = term.last
        status: Status = final[-1].status if final else "overdue" if deadline and deadline < as_of else "open"
        if status == "overdue" and deadline:
            history.append(Change(deadline + timedelta(days=1), "overdue", None, "the date passed without a report of it", ()))
        disputed = self._disputes(promise, kept)
        statuses = {change.status for change in final}
        progress = final[-1].progress if final else next((c.progress for c in reversed(history) if c.progress), None)
        if disputed or {"kept", "broken"} <= statuses:
            progress = "disputed"
        stated = bool(final) and any(deed.stated for deed in kept)
        return Commitment(
            told, tuple(sorted(promise.by)), tuple(sorted(promise.to)), promise.of, told.when.day,
            term.start, term.end, status, progress,
            None if not final else "stated" if stated or status != "kept" else "matched",
            tuple(kept or deeds[:3]), tuple(promise.restated), disputed, tuple(history),
            self.dossier.reports_since(told.when.day),
        )  # fmt: skip

    def _changes(self, promise: _Promise, kept: list[Deed], deeds: list[Deed]) -> Iterator[Change]:
        told = promise.act
        yield Change(told.when.day, "open", None, "promised", (told,))
        for act in promise.restated:
            moved = (act.event.due_start, act.event.due_end) != (told.event.due_start, told.event.due_end)
            why = "a date was set anew" if moved else "said again"
            yield Change(act.when.day, "open", "moving" if moved else None, why, (act,))
        for deed in kept:
            progress: Progress | None = "partly" if _less(told, deed.act) else None
            why = "a report says that it was kept" if deed.stated else "the promised act is reported"
            yield Change(deed.act.when.last, "kept", progress, why, (deed.act,))
        yield from self._breaches(promise)
        yield from self._called_for(promise)
        if not kept:
            for deed in deeds[:1]:
                yield Change(deed.act.when.last, "open", "moving", "an act that may be the promised one", (deed.act,))
            yield from self._towards(promise)

    def _breaches(self, promise: _Promise) -> Iterator[Change]:
        for source, target in self.links["breaches"]:
            if target in promise.ids and (act := self.dossier.act_of.get(source)) and act.standing in ("done", "denied"):
                if act.when.last < promise.act.when.day:
                    continue  # what was broken before this was promised is another promise
                yield Change(act.when.last, "broken", None, "a report says that it was broken", (act,))
        deadline = promise.term.end
        for act in self._after(promise, promise.of or ""):
            if act.standing != "denied" or act.when.last < promise.act.when.day or self.score(promise, act) < POSSIBLE:
                continue
            if deadline and act.when.last >= deadline and _FAILED.search(act.event.evidence.quote):
                yield Change(act.when.last, "broken", None, "a report says that it did not come", (act,))
            else:
                yield Change(act.when.last, "open", "stalled", "a report says that it has not come", (act,))

    def _called_for(self, promise: _Promise) -> Iterator[Change]:
        """What somebody later calls to be done in full has been done in part, whoever said before that it was done."""
        for act in self._after(promise, "REQUEST"):
            if act.standing != "done" or act.event.of != promise.of or act.when.day <= promise.act.when.last:
                continue
            if signs.in_full(act.event.evidence.quote) and self._close(promise, act):
                yield Change(act.when.last, "open", "partly", "it was called for in full", (act,))

    def _close(self, promise: _Promise, act: Act) -> bool:
        return (alike(self.told(promise.act), self.told(act)) or 0.0) >= _TOWARDS

    def _towards(self, promise: _Promise) -> Iterator[Change]:
        """What stalls, withdraws or moves a promise that is not kept."""
        kinds = ("REJECT", "SANCTION", *(() if promise.of == "CONSULT" else ("CONSULT",)))
        for kind in (*kinds, *(_EASING if promise.of in _HOSTILE else ())):
            for act in self._after(promise, kind):
                if act.standing == "done" and act.when.day > promise.act.when.day and act.when.last <= self.dossier.as_of:
                    yield from self._effect(promise, act)

    def _effect(self, promise: _Promise, act: Act) -> Iterator[Change]:
        event, words = act.event, act.event.evidence.quote
        if _takes_back(promise, act, self.told(promise.act), self.told(act)):
            yield Change(act.when.last, "withdrawn", None, "something milder came in its place", (act,))
            return
        if event.type == "CONSULT":
            may = promise.of != "CONSULT" and act.aspect not in ("suspend", "end")
        else:
            may = event.of == promise.of if event.type == "REJECT" else act.aspect == "suspend"
        if not may:
            return
        matter = alike(self.told(promise.act), self.told(act))
        close = matter is not None and matter >= _TOWARDS
        # A refusal that does not say of what is of what was to come on a known day.
        if event.type == "REJECT" and (close or (matter is None and promise.term.last)):
            own = bool(act.by & promise.by)
            if own and (_WITHDRAWN.search(words) or (event.of == "CONSULT" and _CALLED_OFF.search(words))):
                yield Change(act.when.last, "withdrawn", None, "the promiser took it back", (act,))
            else:
                yield Change(act.when.last, "open", "stalled", "it was refused", (act,))
        elif event.type == "SANCTION" and close:
            yield Change(act.when.last, "open", "stalled", "the matter was suspended", (act,))
        elif event.type == "CONSULT" and close:
            yield Change(act.when.last, "open", "moving", "there were talks about it", (act,))

    def _disputes(self, promise: _Promise, kept: list[Deed]) -> tuple[str, ...]:
        targets = {*promise.ids, *(id_ for deed in kept for id_ in deed.act.ids)}
        sources = (source for source, target in self.links["contests"] if target in targets)
        return tuple(sorted(source for source in sources if source in self.dossier.claim_of))


def _takes_back(promise: _Promise, act: Act, one: Told, two: Told) -> bool:
    """A threat is taken back where its maker, before it falls due, eases the matter, or acts on it as both agreed instead."""
    event, due = act.event, promise.term.last
    if promise.of not in _HOSTILE or not act.by & promise.by or act.aspect == "suspend" or (due and act.when.last >= due):
        return False
    if event.type in _EASING:
        return event.of in (None, "RETREAT") and (alike(one, two) or 0.0) >= _TOWARDS
    same = bool(one.classes & two.classes)
    return event.type == promise.of and due is not None and same and signs.agreed(event.evidence.quote)


def _less(promise: Act, deed: Act) -> bool:
    """Whether a deed is smaller than the promise: in words ("two of their three"), or in every figure of the same unit."""
    if any(_PARTLY.search(member.record.evidence.quote) for member in deed.members):
        return True
    pairs = [(a.value, b.value) for a in all_figures(promise) for b in all_figures(deed) if a.unit & b.unit]
    return bool(pairs) and max(b for _, b in pairs) < 0.9 * min(a for a, _ in pairs)
