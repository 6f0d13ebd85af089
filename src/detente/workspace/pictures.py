"""The pictures of a relationship: its acts in lanes, and its score by month, from one brief."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal

from detente.charts import Cell, Lanes, Mark, Rule, Series, lanes_svg, series_svg
from detente.charts.lanes import State
from detente.charts.png import png
from detente.indices.series import Point, monthly
from detente.indices.turning_points import turning_points
from detente.relations import names
from detente.relations.brief import Brief
from detente.relations.brief.as_docx import Picture
from detente.relations.brief.sections import mark_of, said
from detente.relations.days import day
from detente.relations.merge import Act
from detente.relations.wording import capital, clause

CONFLICT: Final = "conflict"
OTHER: Final = "other dealings"
#: Pictures there are.
Kind = Literal["lanes", "index"]
#: Channels with a lane of their own.
_CHANNELS: Final = 7
#: The lanes begin a little before all but one in `_TAIL` of the acts, but go back no further than this, and no less.
_TAIL: Final = 6
_BEFORE: Final = timedelta(days=14)
_LEAST: Final = timedelta(days=180)
_BACK: Final = timedelta(days=730)
_AHEAD: Final = timedelta(days=150)
_MONTHS: Final = timedelta(days=1826)
#: The score is shown for this long at least.
_YEAR: Final = timedelta(days=366)
_TURNS: Final = 3
_STATES: Final[dict[str, State]] = {"done": "done", "planned": "planned", "denied": "denied", "supposed": "supposed"}

Linked = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as SVG, with its values. A notebook shows it by itself."""

    title: str
    svg: str
    """The picture as it stands alone, with title and source line."""
    values: Lanes | Series

    def _repr_html_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<picture: {self.title}>"

    def png(self) -> bytes:
        """The picture as PNG."""
        return png(self.svg)

    def save(self, path: str | Path) -> None:
        """Write it to a file, by its ending as PNG or SVG."""
        target = Path(path)
        target.write_bytes(self.png() if target.suffix.lower() == ".png" else self.svg.encode("utf-8"))


def drawn(brief: Brief, what: Kind = "lanes") -> Drawn:
    """The lanes of a brief, or its score by month."""
    if what == "lanes":
        values = lanes(brief)
        return Drawn(values.title, lanes_svg(values, alone=True), values)
    by_month = index(brief)
    return Drawn(by_month.title, series_svg(by_month, alone=True), by_month)


def no_link(_: str) -> str:
    """For pictures that stand alone."""
    return ""


def source_line(brief: Brief) -> str:
    """Where a picture's content is from, as it stands inside it."""
    publishers = len({report.publisher for report in brief.reports})
    return (
        f"Detente, {len(brief.reports)} reports of {publishers} publisher{'s' * (publishers != 1)}, as of {day(brief.as_of)}. "
        "Read by machine; every mark has its sentence."
    )


def pair_name(brief: Brief) -> str:
    """The two countries as a title begins."""
    return capital(f"{names.name(brief.dyad.first)} and {names.name(brief.dyad.second)}")


def points(brief: Brief) -> tuple[Point, ...]:
    """The acts that the score is made of: done, dated, of one side towards the other."""
    sides = {brief.dyad.first, brief.dyad.second}
    return tuple(
        Point(act.when.first, act.when.last, act.score, act.id, act.certainty)
        for act in brief.acts
        if act.standing == "done" and act.when.first is not None and act.by & sides
    )


def lanes(brief: Brief, link: Linked = no_link, *, everything: bool = False) -> Lanes:
    """Every act with a day on the lane of its channel, on that of conflict, or among other dealings.

    Without `everything` the lanes begin where most acts do, two years back at most.
    """
    first, last = bounds(brief, everything=everything)
    placed = _placed(brief)
    found = [(act, _shown_day(act)) for act in brief.acts]
    marks = tuple(
        Mark(on, lane, _STATES[mark_of(act)], act.score, said(act), link(act.id))
        for act, on in found
        if on is not None and first <= on <= last
        for lane in placed.get(act.id) or (_rest(act),)
    )
    order = [*(lane for lane in dict.fromkeys(_lane_order(brief)) if any(m.lane == lane for m in marks)), CONFLICT, OTHER]
    used = {mark.lane for mark in marks}
    kept = tuple(lane for lane in order if lane in used)
    return Lanes(
        f"{pair_name(brief)}: channels over time", source_line(brief), first, last, kept, marks, turns(brief, link, first, last)
    )


def bounds(brief: Brief, *, everything: bool = False) -> tuple[date, date]:
    """The first and the last day of the lanes."""
    days = [on for act in brief.acts if (on := _shown_day(act)) is not None]
    ahead = max((on for on in days if on <= brief.as_of + _AHEAD), default=brief.as_of)
    if everything or not brief.reports:
        return min(days, default=brief.as_of - _BACK), max(ahead, brief.as_of)
    # Background that reports reach back to would squeeze what they report into a corner.
    dense = sorted(days)[len(days) // _TAIL] if days else brief.as_of
    start = min(max(dense - _BEFORE, brief.as_of - _BACK), brief.as_of - _LEAST)
    return start, max(ahead, brief.as_of)


def left_out(brief: Brief) -> int:
    """How many acts with a day stand before the first day of the lanes."""
    first, _ = bounds(brief)
    return sum(on is not None and on < first for on in map(_shown_day, brief.acts))


def _shown_day(act: Act) -> date | None:
    """Where an act stands in time; None where no report dates it."""
    if act.when.first is None or (act.event.aux == "historical" and not act.when.given):
        return None
    return act.when.day


def _lane_order(brief: Brief) -> list[str]:
    by_size = sorted(brief.channels, key=lambda channel: -len(channel.history))[:_CHANNELS]
    return [lane_name(channel.topic) for channel in by_size]


def lane_name(topic: str) -> str:
    """The name of a channel's lane: its matter or level, without "talks on"."""
    return topic


def _placed(brief: Brief) -> dict[str, tuple[str, ...]]:
    """The lanes of each act that is part of a channel's history."""
    kept = set(_lane_order(brief))
    placed: dict[str, tuple[str, ...]] = {}
    for channel in brief.channels:
        lane = lane_name(channel.topic)
        for entry in channel.history if lane in kept else ():
            if not entry.derived:
                placed[entry.act.id] = tuple(dict.fromkeys((*placed.get(entry.act.id, ()), lane)))
    return placed


def _rest(act: Act) -> str:
    return CONFLICT if act.score < 0 else OTHER


def turns(brief: Brief, link: Linked, first: date, last: date) -> tuple[Rule, ...]:
    """The turning points between two days, each with the act that weighs most in it."""
    acts = {id_: act for act in brief.acts for id_ in act.ids}
    found = [turn for turn in turning_points(points(brief)) if first <= turn.day <= last][-_TURNS:]
    return tuple(
        Rule(turn.day, f"turning point {day(turn.day)}: {clause(acts[turn.acts[0]].event, 'done')}", link(turn.acts[0]))
        for turn in found
    )


def for_word(brief: Brief) -> tuple[Picture, ...]:
    """Both pictures for a Word document; none where nothing has a day."""
    if not lanes(brief).marks:
        return ()
    made = (drawn(brief, "lanes"), drawn(brief, "index"))
    return tuple(Picture(one.title, one.png(), one.values.source) for one in made if one.svg)


def index(brief: Brief, link: Linked = no_link) -> Series:
    """The score by month; months of which no report was read are marked."""
    cells = months(points(brief), brief)
    return Series(
        f"{pair_name(brief)}: score by month", source_line(brief), cells,
        turns(brief, link, cells[0].start, brief.as_of) if cells else (),
    )  # fmt: skip


def months(found: Sequence[Point], brief: Brief) -> tuple[Cell, ...]:
    """A cell for each month from where the lanes begin, a year at least, to the day asked about."""
    if not brief.reports:
        return ()
    start = max(min(bounds(brief)[0], brief.as_of - _YEAR), brief.as_of - _MONTHS)
    read = {(report.published.year, report.published.month) for report in brief.reports if report.published}
    kept = [point for point in found if start.replace(day=1) <= point.day <= brief.as_of]
    return tuple(
        Cell(month.start, month.score, month.acts, (month.start.year, month.start.month) in read)
        for month in monthly(kept, start, brief.as_of)
    )
