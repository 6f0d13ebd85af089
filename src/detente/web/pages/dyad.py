"""Dyad: where two countries stand, what changed, what is next."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from detente.charts import Lanes, Series
from detente.records import Dyad
from detente.relations import names
from detente.relations.brief import Brief, Line, Note, Section
from detente.relations.brief.building import ARROWS
from detente.relations.brief.page import link_id
from detente.relations.brief.sections import mark_of, said, urgency
from detente.relations.commitments import Commitment
from detente.relations.days import day
from detente.relations.exchanges import Exchange
from detente.relations.measures import Measure
from detente.relations.wording import capital, dates, due
from detente.web.asked import Asked
from detente.web.holdings import Holdings, Made
from detente.web.pages.overview import code
from detente.web.urls import Urls
from detente.workspace import pictures

#: Rows of a table on the page; the table by itself has all.
MOST: Final = 15
#: A pair of which nothing was read for so long is looked at as of its newest report.
_SILENT: Final = timedelta(days=90)
#: Seconds that a reader waits for a page that takes long and was made before; then the earlier one is shown with a word.
_PATIENCE: Final = 0.05
_IN_TABLES: Final = frozenset({"promises", "measures", "exchanges", "changes", "coming", "channels"})


class Said(NamedTuple):
    """Words with the notes they stand on."""

    text: str
    """The words."""
    notes: tuple[int, ...]
    """Numbers of notes on this page."""
    record: str
    """Id of the event to open, where the page has no note on it."""


class Promise(NamedTuple):
    """One promise."""

    what: str
    """What was promised, after "to"."""
    by: str
    """Who promised."""
    to: str
    """To whom."""
    made: date
    """When."""
    due: str
    """By when, in words."""
    status: str
    """open, kept, broken, overdue or withdrawn."""
    words: str
    """The status as the page says it."""
    mark: str
    """The sign of it."""
    proof: Said
    """Where the promise is told."""
    kept: Said | None
    """Where its fate is told."""


class Restriction(NamedTuple):
    """One measure."""

    kind: str
    """What it is."""
    by: str
    """Who took it."""
    on: str
    """Whom it hits."""
    target: str
    """What it hits, in a report's words."""
    status: str
    """announced, in force, lifted or done."""
    mark: str
    """The sign of it."""
    imposed: str
    """Since when, in words."""
    lifted: str
    """When it was lifted."""
    proof: Said
    """Where it is told."""


class Traded(NamedTuple):
    """One act for another."""

    kind: str
    """exchange, response, or inferred by program from tit for tat."""
    given: Said
    """What was done."""
    given_mark: str
    """Its sign."""
    answered: Said
    """For what, or in answer to what."""
    answered_mark: str
    """Its sign."""
    stated: bool
    """Whether a report connects the two."""


@dataclass(frozen=True, slots=True)
class DyadPage:
    """Two countries as of a day."""

    title: str
    """Names, state and arrow."""
    code: str
    """Both codes: `CHN-USA`."""
    pair: str
    """Both names."""
    state: str
    """The word for the state."""
    arrow: str
    """Where it moves, as a sign."""
    trend: str
    """The same in a word."""
    score: float | None
    """-100 to 100."""
    as_of: date
    """The day from which it is seen."""
    since: date
    """Changes are told from here on."""
    seen: date | None
    """As of when a person last marked the page as read."""
    newest: date | None
    """The day of the newest report on the two, where the day asked for is long after it."""
    bottom_line: tuple[Line, ...]
    """Where they stand."""
    changes: Section
    """What changed since `since`."""
    coming: Section | None
    """What falls due next."""
    lanes: Lanes
    """Acts on the lanes of their channels."""
    lanes_left: int
    """How many acts stand before the first day of the lanes."""
    index: Series
    """The score by month."""
    channels: Section | None
    """Each channel with its history."""
    promises: tuple[Promise, ...]
    """Promises, those that need an eye first."""
    promises_left: int
    """How many more there are."""
    rate: Line | None
    """What became of those that fell due."""
    measures: tuple[Restriction, ...]
    """Restrictions between the two."""
    measures_left: int
    """How many more there are."""
    exchanges: tuple[Traded, ...]
    """What was given for what."""
    exchanges_left: int
    """How many more there are."""
    framings: tuple[Section, ...]
    """What each side calls it, a section for each."""
    rest: tuple[Section, ...]
    """Pressures, stakes, third parties, outlook, basis, gaps: as the brief has them."""
    notes: tuple[Note, ...]
    """The words that the lines stand on."""
    ties: dict[str, str]
    """Notes on links between records, which have no page of their own: the event that each goes from."""
    reports: int
    """How many reports the page rests on."""
    renewed: bool
    """False where the page is from before the last change, and is being made anew."""
    near: tuple[tuple[str, str], ...]
    """Where nothing is held on the two: pairs that are near, as codes and names."""


def dyad_page(held: Holdings, dyad: Dyad, asked: Asked, urls: Urls) -> DyadPage:
    """The page for a request; made once, and kept until something changes that it says."""
    as_of = asked.as_of or held.newest()

    def make() -> DyadPage:
        return _page(held.workspace.brief(dyad.first, dyad.second, as_of, since=asked.since, known=asked.known), asked, urls)

    what = f"page {as_of} {asked.since} {asked.everything}"
    found = Made(make(), renewed=True) if asked.known else held.made_on(dyad, what, DyadPage, make, _PATIENCE)
    made: DyadPage = found.value
    shown = held.workspace.ledger.last_brief(dyad)
    near = () if made.reports else _near(held, dyad)
    return replace(made, seen=shown.as_of if shown else None, near=near, renewed=found.renewed)


def _page(brief: Brief, asked: Asked, urls: Urls) -> DyadPage:
    found = {section.key: section for section in brief.sections}
    numbers = {note.record: note.number for note in brief.notes}
    owed = sorted(brief.commitments, key=urgency)
    state, everything = brief.state, asked.everything
    return DyadPage(
        title=brief.title, code=code(brief.dyad), pair=pictures.pair_name(brief), state=state.label if state else "",
        arrow=ARROWS[state.trend] if state and state.trend != "unknown" else "", trend=state.trend if state else "unknown",
        score=state.score if state else None, as_of=brief.as_of, since=brief.since, seen=None, newest=_newest(brief),
        bottom_line=brief.bottom_line, changes=found["changes"], coming=found.get("coming"),
        lanes=pictures.lanes(brief, urls.event, everything=everything),
        lanes_left=0 if everything else pictures.left_out(brief),
        index=pictures.index(brief, urls.event), channels=found.get("channels"),
        promises=tuple(_promise(one, brief, numbers) for one in owed[:MOST]), promises_left=max(0, len(owed) - MOST),
        rate=_rate(found.get("promises")),
        measures=tuple(_measure(one, numbers) for one in _measures(brief)[:MOST]),
        measures_left=max(0, len(brief.measures) - MOST),
        exchanges=tuple(_exchange(one, numbers) for one in brief.exchanges[:MOST]),
        exchanges_left=max(0, len(brief.exchanges) - MOST),
        framings=tuple(section for section in brief.sections if section.key.startswith("framings")),
        rest=tuple(s for s in brief.sections if s.key not in _IN_TABLES and not s.key.startswith("framings")),
        notes=brief.notes, ties=_ties(brief), reports=len(brief.reports), renewed=True, near=(),
    )  # fmt: skip


def _ties(brief: Brief) -> dict[str, str]:
    said = [exchange.said for exchange in brief.exchanges if exchange.said]
    return {link_id(filed.record): filed.record.source for filed in said}


def _newest(brief: Brief) -> date | None:
    last = brief.reports[-1].published if brief.reports else None
    return last if last and brief.as_of - last > _SILENT else None


def _near(held: Holdings, dyad: Dyad) -> tuple[tuple[str, str], ...]:
    found = [count.dyad for side in (dyad.first, dyad.second) for count in held.workspace.ledger.dyads(country=side)[:3]]
    return tuple((code(one), f"{names.name(one.first)} and {names.name(one.second)}") for one in dict.fromkeys(found))


def _rate(section: Section | None) -> Line | None:
    last = section.lines[-1] if section and section.lines else None
    return last if last and last.mark == "derived" else None


def who(codes: tuple[str, ...]) -> str:
    """Countries as a cell of a table names them."""
    return capital(names.listed([names.name(one) for one in codes]))


def said_of(ids: tuple[str, ...], head: str, text: str, numbers: dict[str, int]) -> Said:
    """Words on an act, with the notes that the page has on it."""
    found = tuple(sorted({numbers[id_] for id_ in (head, *ids) if id_ in numbers}))
    return Said(text, found[:2], head)


def _promise(one: Commitment, brief: Brief, numbers: dict[str, int]) -> Promise:
    marks = {"open": "planned", "kept": "done", "broken": "denied", "overdue": "overdue", "withdrawn": "denied"}
    fate = next((deed.act for deed in one.deeds), None) if one.status == "kept" else None
    settled = [act for change in one.history if change.status in ("broken", "withdrawn") for act in change.acts]
    fate = fate or (settled[-1] if settled and one.status in ("broken", "withdrawn") else None)
    return Promise(
        one.what, who(one.by), "each other" if one.by == one.to else who(one.to), one.made,
        due(one.due_start, one.due_end) if one.deadline else "no date given", one.status, _fate(one, brief),
        marks[one.status], said_of(one.act.ids, one.act.id, said(one.act), numbers),
        said_of(fate.ids, fate.id, said(fate), numbers) if fate else None,
    )  # fmt: skip


def _fate(one: Commitment, brief: Brief) -> str:
    if one.status == "overdue":
        return f"overdue, no report of it among {one.reports_since} up to {day(brief.as_of)}; not the same as broken"
    words: str = {"open": "open", "kept": "reported kept", "broken": "reported broken", "withdrawn": "withdrawn"}[one.status]
    if one.status == "open" and one.deadline and one.deadline >= brief.as_of:
        left = (one.deadline - brief.as_of).days
        words += f", {left} day{'s' * (left != 1)} left"
    return words + (f" ({one.progress})" if one.progress else "")


def _measures(brief: Brief) -> list[Measure]:
    order = {"in force": 0, "announced": 1, "lifted": 2, "done": 3}
    return sorted(brief.measures, key=lambda measure: order[measure.status])


def _measure(one: Measure, numbers: dict[str, int]) -> Restriction:
    told = any(turn.step != "lifting promised" for turn in one.history)
    act = one.history[-1].act
    mark = "planned" if one.status == "announced" else "done" if told else "derived"
    since = dates(one.imposed) if one.imposed else "not reported"
    return Restriction(
        one.kind, who(one.by), "each other" if one.by == one.on else who(one.on), one.target, one.status, mark,
        since if one.status != "announced" else dates(one.history[-1].when), dates(one.lifted) if one.lifted else "",
        said_of(one.ids, act.id, said(act), numbers),
    )  # fmt: skip


def _exchange(one: Exchange, numbers: dict[str, int]) -> Traded:
    make: Callable[..., Said] = said_of
    return Traded(
        one.kind, make(one.given.ids, one.given.id, said(one.given), numbers), mark_of(one.given),
        make(one.answered.ids, one.answered.id, said(one.answered), numbers), mark_of(one.answered), one.stated,
    )  # fmt: skip
