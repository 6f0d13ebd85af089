"""Lanes: a line for each channel over time, its acts on it.

Filled is done, hollow is planned, struck is denied or called off, a hollow diamond is only supposed. Above the line is
cooperative, below it conflictual, by PLOVER's score. Up to `SINGLY` marks are drawn one by one; more are drawn as bars, a bar a
stretch of time, as high as acts are many, that lead to the list of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Final, Literal, NamedTuple

from detente.charts.drawing import BACK, BAD, GOOD, INK, PLAN, RULE, SOFT, Time, axis, element, framed, shortened, shown, text

State = Literal["done", "planned", "supposed", "denied"]

#: More marks than this are drawn as bars.
SINGLY: Final = 300
#: Bars in all lanes together; the stretch of a bar is chosen so.
_BARS: Final = 320
_STEPS: Final = (30, 91, 182, 365, 1826)
WIDTH: Final = 960
_LEFT: Final = 168
_RIGHT: Final = WIDTH - 12
_LANE: Final = 34
#: Height of the words of a turning point.
_ROW: Final = 14
#: How wide a letter is, about, in pixels.
_LETTER: Final = 6.6
_TOP: Final = 8
#: Pixels from the line of a lane for a score of 10.
_REACH: Final = 11
#: Marks nearer than this hide each other; one that has no room moves aside so far.
_APART: Final = 5.0
_SHIFTS: Final = (0, -6, 6, -12, 12, -18, 18)


class Mark(NamedTuple):
    """One act on a lane."""

    day: date
    lane: str
    state: State
    score: float
    """From -10 to 10: how far above or below the line."""
    label: str
    """What it is in words, for those who do not see it."""
    href: str = ""


class Rule(NamedTuple):
    """A day that cuts through all lanes: a turning point with its words."""

    day: date
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Lanes:
    """The picture as values."""

    title: str
    source: str
    """The line that says where it is from; it stands inside a picture that is taken away."""
    first: date
    last: date
    lanes: tuple[str, ...]
    marks: tuple[Mark, ...]
    rules: tuple[Rule, ...] = ()


def lanes_svg(
    picture: Lanes, *, alone: bool = False, to_list: Callable[[str, date, date], str] | None = None, singly: int = SINGLY
) -> str:
    """The picture as SVG. `to_list` gives the address of the list of a lane's acts between two days, for bars."""
    heights = {lane: _TOP + number * _LANE + _LANE / 2 for number, lane in enumerate(picture.lanes)}
    bottom = _TOP + len(picture.lanes) * _LANE
    time = Time(picture.first, picture.last, _LEFT, _RIGHT)
    many = len(picture.marks) > singly
    parts = [*axis(time, _TOP, bottom)]
    binned = _bars(picture, time) if many else {}
    most = max((sum(bar.counts.values()) for bars in binned.values() for _, bar in bars), default=1)
    for lane, y in heights.items():
        marks = [mark for mark in picture.marks if mark.lane == lane]
        drawn = _drawn_bars(binned[lane], time, y, most, lane, to_list) if many else _singly(marks, time, y)
        line = element("path", d=f"M{_LEFT} {shown(y)}H{_RIGHT}", stroke=RULE, class_="axis")
        name = text(shortened(lane, 25), 2, y + 4)
        parts.append(element("g", name + line + "".join(drawn), class_="lane", data_lane=lane))
    parts += _rules(picture.rules, time, bottom)
    label = f"{picture.title}: {len(picture.marks)} acts in {len(picture.lanes)} lanes; the table below has the same"
    return framed(
        parts, WIDTH, bottom + 18 + _ROW * len(picture.rules),
        title=picture.title, source=picture.source, alone=alone, role="group", label=label,
    )  # fmt: skip


def _singly(marks: Sequence[Mark], time: Time, y: float) -> Iterator[str]:
    taken: list[tuple[float, float]] = []
    for number, mark in enumerate(sorted(marks)):
        place = _free(time.x(mark.day), y - _REACH * max(-10.0, min(10.0, mark.score)) / 10, taken)
        drawn = _sign(mark.state, *place)
        if mark.href:
            # One tab stop a lane: the first mark. Arrow keys go on from there; without scripts the table has all.
            stop = None if number == 0 else "-1"
            drawn = element("a", drawn, href=mark.href, aria_label=mark.label, tabindex=stop)
        yield drawn


def _free(x: float, y: float, taken: list[tuple[float, float]]) -> tuple[float, float]:
    """A place beside those that are taken: acts of one day would hide each other."""
    for shift in _SHIFTS:
        place = (min(x + shift, _RIGHT), y)
        if all(abs(place[0] - a) >= _APART or abs(y - b) >= _APART for a, b in taken):
            break
    taken.append(place)
    return place


def _sign(state: State, x: float, y: float) -> str:
    if state == "done":
        return element("circle", cx=x, cy=y, r=4, fill=INK, class_="done")
    if state == "planned":
        return element("circle", cx=x, cy=y, r=3.6, fill=BACK, stroke=PLAN, stroke_width=1.6, class_="planned")
    if state == "supposed":
        path = f"M{shown(x)} {shown(y - 4.5)}l4.5 4.5l-4.5 4.5l-4.5 -4.5z"
        return element("path", d=path, fill=BACK, stroke=SOFT, stroke_width=1.4, class_="supposed")
    path = f"M{shown(x - 3.8)} {shown(y - 3.8)}l7.6 7.6m0 -7.6l-7.6 7.6"
    return element("path", d=path, stroke=BAD, stroke_width=2, fill="none", class_="denied")


class _Bar(NamedTuple):
    """Acts of one lane in one stretch, above (`up`) or below its line."""

    first: date
    last: date
    counts: dict[str, int]


def _bars(picture: Lanes, time: Time) -> dict[str, list[tuple[bool, _Bar]]]:
    """For each lane its bars, those above the line (True) first."""
    days = max((time.last - time.first).days, 1)
    step = next((step for step in _STEPS if len(picture.lanes) * (days // step + 1) * 2 <= _BARS), _STEPS[-1])
    return {
        lane: [
            (up, bar)
            for up in (True, False)
            for bar in _binned([m for m in picture.marks if m.lane == lane and (m.score >= 0) == up], time.first, step)
        ]
        for lane in picture.lanes
    }


def _drawn_bars(
    bars: Sequence[tuple[bool, _Bar]],
    time: Time,
    y: float,
    most: int,
    lane: str,
    to_list: Callable[[str, date, date], str] | None,
) -> Iterator[str]:
    for up, bar in bars:
        drawn = "".join(_stack(bar, time, y, most, up=up))
        words = ", ".join(f"{number} {state}" for state, number in bar.counts.items() if number)
        label = f"{words}, {bar.first.isoformat()} to {bar.last.isoformat()}"
        href = to_list(lane, bar.first, bar.last) if to_list else None
        yield element("a", drawn, href=href, aria_label=label, tabindex="-1") if href else drawn


def _binned(marks: Sequence[Mark], first: date, step: int) -> list[_Bar]:
    counted: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("done", "planned", "supposed", "denied"), 0))
    for mark in marks:
        counted[max(0, (mark.day - first).days) // step][mark.state] += 1
    start = {number: first + timedelta(days=number * step) for number in counted}
    return [_Bar(start[n], start[n] + timedelta(days=step - 1), counts) for n, counts in sorted(counted.items())]


def _stack(bar: _Bar, time: Time, y: float, most: int, *, up: bool) -> Iterator[str]:
    """The parts of a bar from the line outwards: filled done, hollow planned and supposed, struck denied.

    All bars of a picture have one scale, the square root of the number, so that few acts are seen beside many.
    """
    total = sum(bar.counts.values())
    whole = (_LANE / 2 - 2) * sqrt(total / most)
    left, right = time.x(bar.first), time.x(bar.last)
    width, at = max(right - left - 1, 1.5), 0.0
    paint: dict[str, dict[str, object]] = {
        "done": {"fill": GOOD if up else BAD, "class_": "bar-up" if up else "bar-down"},
        "planned": {"fill": BACK, "stroke": PLAN, "class_": "planned"},
        "supposed": {"fill": BACK, "stroke": SOFT, "class_": "supposed"},
        "denied": {"fill": BACK, "stroke": BAD, "stroke_dasharray": "2 1", "class_": "denied-bar"},
    }
    for state, number in bar.counts.items():
        height = whole * number / total
        if number:
            yield element(
                "rect", x=left, y=y - at - height if up else y + at, width=width, height=max(height, 1.0), **paint[state]
            )
        at += height


def _rules(rules: Sequence[Rule], time: Time, bottom: float) -> Iterator[str]:
    for number, rule in enumerate(rules):
        x = time.x(rule.day)
        yield element(
            "path",
            d=f"M{shown(x)} {_TOP}V{shown(bottom + 18 + _ROW * number)}",
            stroke=GOOD,
            stroke_dasharray="3 3",
            fill="none",
            class_="turn",
        )
        late = x > WIDTH / 2
        room = int((x if late else WIDTH - x) / _LETTER) - 1
        said = shortened(rule.label, min(90, room))
        words = text(
            said, x - 3 if late else x + 3, bottom + 28 + _ROW * number,
            text_anchor="end" if late else "start", fill=GOOD, class_="turn-words",
        )  # fmt: skip
        yield element("a", words, href=rule.href, tabindex="-1") if rule.href else words
