"""Measures what the record says became of promises, on a gold set of promises in real reports with their fate as of a day.

Three figures, from the rules alone to the whole program:

- *acts by hand*: the promise and the acts that settled it are coded by hand, all else by the shipped coder or, where there is
  one, by hand;
- *promise by hand*: all but the promise is the shipped coder's;
- *all by the coder*.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from detente.actors.mention import Mention
from detente.actors.resolver import Resolver
from detente.nlp.segment import sentences
from detente.ontology import plover
from detente.records import Actor, Coding, Dyad, Event, Evidence, Report, event_id
from detente.relations.commitments import Commitment, commitments
from detente.relations.dossier import Dossier
from detente.relations.filed import parties

Json = dict[str, Any]
Way = Literal["acts by hand", "promise by hand", "all by the coder"]
WAYS: Final[tuple[Way, ...]] = ("acts by hand", "promise by hand", "all by the coder")
_NO_ROW: Final = "no row"


class Spot(NamedTuple):
    """Words of a report, by offsets."""

    report: str
    start: int
    end: int


class Promise(NamedTuple):
    """A promise of the gold set with its fate, and the acts that settled it."""

    number: int
    at: Spot
    by: tuple[str, ...]
    to: tuple[str, ...]
    coded: Json
    as_of: date
    status: str
    progress: str | None
    because: tuple[tuple[Spot, Json], ...]
    note: str

    @property
    def dyad(self) -> Dyad | None:
        """The pair of countries on whose page it stands; None where it was made to nobody named."""
        acting = {code for _, act in self.because for code in (*act["by"], *act.get("to", ()))}
        others = [code for code in (*self.to, *self.by[1:]) if code != self.by[0]]
        other = next((code for code in others if code in acting), others[0] if others else None)
        return Dyad(self.by[0], other) if other else None


class Fate(NamedTuple):
    """What the record says of a promise; `status` is "no row" where no page has it."""

    promise: Promise
    status: str
    progress: str | None
    why: tuple[str, ...]

    @property
    def number(self) -> int:
        """The number of the promise."""
        return self.promise.number


def read_promises(path: Path) -> list[Promise]:
    """The promises of a file."""
    return [_promise(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _promise(row: Json) -> Promise:
    due = {key: row[key] for key in ("due_start", "due_end") if row[key]}
    coded = {"type": "AGREE", "of": row["of"], "by": row["by"], "to": row["to"], **due}
    because = tuple((Spot(*spot), act) for spot, act in zip(row["because"], row["acts"], strict=True))
    as_of = date.fromisoformat(row["as_of"])
    ends = tuple(row["by"]), tuple(row["to"])
    return Promise(row["n"], Spot(*row["promise"]), *ends, coded, as_of, row["status"], row["progress"], because, row["note"])


class Fates:
    """Finds the fate of promises among codings."""

    def __init__(self, by_hand: Mapping[str, Coding], by_coder: Mapping[str, Coding], resolver: Resolver) -> None:
        self._coder = by_coder
        self._hand = {**by_coder, **by_hand}
        self._resolver = resolver
        self._reports_on: dict[str, set[str]] = defaultdict(set)
        for coding in (*by_hand.values(), *by_coder.values()):
            for event in coding.events:
                for code in parties(event):
                    self._reports_on[code].add(coding.report.id)

    def fate(self, promise: Promise, way: Way) -> Fate:
        """What the record says of a promise on its day, read in one of the three ways."""
        if promise.dyad is None:
            return Fate(promise, _NO_ROW, None, ("it was promised to nobody named",))
        given = [] if way == "all by the coder" else [(promise.at, promise.coded)]
        given += promise.because if way == "acts by hand" else ()
        codings = self._codings(promise, promise.dyad, self._hand if way == "acts by hand" else self._coder, given)
        rows = commitments(Dossier(promise.dyad, promise.as_of, tuple(codings)))
        wanted = {event.id for coding in codings for event in coding.events if _at(event, coding.report, promise.at)}
        found = next((row for row in rows if wanted & set(row.ids)), None)
        if found is None:
            return Fate(promise, _NO_ROW, None, ())
        return Fate(promise, found.status, found.progress, tuple(_story(found)))

    def _codings(
        self, promise: Promise, dyad: Dyad, known: Mapping[str, Coding], given: Iterable[tuple[Spot, Json]]
    ) -> list[Coding]:
        added: dict[str, list[tuple[Spot, Json]]] = defaultdict(list)
        for spot, coded in given:
            added[spot.report].append((spot, coded))
        both = self._reports_on[dyad.first] & self._reports_on[dyad.second]
        ids = [id_ for id_ in sorted({*both, *added, promise.at.report}) if id_ in known]
        return [self._with(known[id_], added.get(id_, ())) for id_ in ids]

    def _with(self, coding: Coding, given: Sequence[tuple[Spot, Json]]) -> Coding:
        """A coding with some acts coded by hand instead of what stood there."""
        if not given:
            return coding
        mentions = self._resolver.mentions(coding.report)
        kept = [event for event in coding.events if not any(_at(event, coding.report, spot) for spot, _ in given)]
        gone = {event.id for event in coding.events} - {event.id for event in kept}
        made = [_event(coding, spot, coded, mentions) for spot, coded in given]
        links = tuple(link for link in coding.links if not {link.source, link.target} & gone)
        return replace(coding, events=(*kept, *made), links=links)


def _at(event: Event, report: Report, spot: Spot) -> bool:
    return report.id == spot.report and event.evidence.start < spot.end and spot.start < event.evidence.end


def _event(coding: Coding, spot: Spot, coded: Json, mentions: Sequence[Mention]) -> Event:
    """An act as a hand coding gives it; how its parties are called is read from its sentence, its topics from the coder."""
    report = coding.report
    held = [s for s in sentences(report.text) if s.start < spot.end and spot.start < s.end]
    near = [m for m in mentions if held and held[0].start <= m.start < held[-1].end]
    near.sort(key=lambda m: (not (spot.start <= m.start < spot.end), m.start))  # those in the very words first
    called = {actor.country: actor for mention in reversed(near) for actor in mention.actors}
    sides = [tuple(called.get(code) or Actor(code, code, "GOV") for code in coded.get(side, ())) for side in ("by", "to")]
    there = [event for event in coding.events if _at(event, report, spot)]
    evidence = Evidence(spot.start, spot.end, report.text[spot.start : spot.end])
    start, end, due_start, due_end = (
        date.fromisoformat(coded[key]) if key in coded else None for key in ("start", "end", "due_start", "due_end")
    )
    kind, mode = coded["type"], coded.get("mode")
    return Event(
        event_id(report.id, kind, coded.get("aux"), evidence, sides[0]), kind, sides[0], sides[1], evidence,
        mode=mode, of=coded.get("of"), aux=coded.get("aux"), aspect=coded.get("aspect"),
        topics=next((event.topics for event in there if event.topics), ()),
        place=next((event.place for event in there if event.place), None),
        intensity=plover.intensity(kind, mode), quad=plover.QUADS[kind],
        start=start, end=end, due_start=due_start, due_end=due_end,
    )  # fmt: skip


def _story(found: Commitment) -> Iterator[str]:
    for change in found.history:
        quotes = " / ".join(" ".join(act.event.evidence.quote.split())[:90] for act in change.acts)
        yield f"{change.day} {change.status} {change.progress or ''} {change.why}: {quotes}"
    for deed in found.deeds:
        yield f"deed {deed.score:.2f} {deed.act.when.day} {' '.join(deed.act.event.evidence.quote.split())[:90]}"


def promise_report(fates: Sequence[Fate], way: Way, *, errors: bool) -> list[str]:
    """What to print of one way of reading: shares right by half, then each wrong promise."""
    lines = [f"what became of {len(fates)} promises, {way}"]
    for name, rest in (("all", (0, 1)), ("half A", (1,)), ("half B", (0,))):
        some = [fate for fate in fates if fate.number % 2 in rest]
        status = sum(fate.status == fate.promise.status for fate in some)
        both = sum((fate.status, fate.progress) == (fate.promise.status, fate.promise.progress) for fate in some)
        lines.append(f"  {name:7} status {status} of {len(some)} ({status / len(some):.3f})  with progress {both}")
    missed = Counter((f.promise.status, f.status) for f in fates if f.status != f.promise.status)
    lines += [f"    {gold} taken for {said}: {count}" for (gold, said), count in missed.most_common()]
    return lines + ([line for fate in fates for line in _wrong(fate)] if errors else [])


def _wrong(fate: Fate) -> Iterator[str]:
    promise = fate.promise
    if (fate.status, fate.progress) != (promise.status, promise.progress):
        gold, said = (f"{status}/{progress or '-'}" for status, progress in (promise[6:8], (fate.status, fate.progress)))
        sides = f"{'+'.join(promise.by)} > {'+'.join(promise.to)}"
        due = f"{promise.coded.get('due_start', '')}..{promise.coded.get('due_end', '')}"
        mark = "WRONG" if fate.status != promise.status else "progress"
        yield f"  {fate.number} {mark} {gold} taken for {said}: {sides} {promise.coded['of']} due {due} as of {promise.as_of}"
        yield f"      ({promise.note})"
        yield from (f"      {line}" for line in fate.why)
