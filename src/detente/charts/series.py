"""A score by month: a line that breaks where nothing was reported, for zero and no report are not the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from detente.charts.drawing import BAD, GOOD, INK, RULE, SOFT, Time, axis, element, framed, next_month, shown, text
from detente.charts.lanes import WIDTH, Rule

_LEFT: Final = 168
_RIGHT: Final = WIDTH - 12
_TOP: Final = 8
_HEIGHT: Final = 130
_MOST: Final = 100.0
SPARK: Final = (132, 28)


class Cell(NamedTuple):
    """A month: its score, None where no act was reported in it; and whether any report of it was read."""

    start: date
    score: float | None
    acts: int
    read: bool = True


@dataclass(frozen=True, slots=True)
class Series:
    """The picture as values."""

    title: str
    source: str
    cells: tuple[Cell, ...]
    rules: tuple[Rule, ...] = ()
    words: tuple[str, str] = ("cooperative", "conflictual")
    """What stands at the top and at the bottom."""


def series_svg(picture: Series, *, alone: bool = False) -> str:
    """The picture as SVG; scores run from -100 to 100."""
    if not picture.cells:
        return ""
    bottom = _TOP + _HEIGHT
    time = Time(picture.cells[0].start, next_month(picture.cells[-1].start), _LEFT, _RIGHT)
    parts = [*_unread(picture.cells, time, bottom), *axis(time, _TOP, bottom)]
    for value, words in ((100, f"+100 {picture.words[0]}"), (0, "0"), (-100, f"−100 {picture.words[1]}")):
        y = _y(value)
        parts.append(element("path", d=f"M{_LEFT} {shown(y)}H{_RIGHT}", stroke=RULE, class_="axis"))
        parts.append(text(words, _LEFT - 8, y + 4, text_anchor="end", fill=SOFT, class_="dim"))
    parts += _line(picture.cells, time)
    for rule in picture.rules:
        path = f"M{shown(time.x(rule.day))} {_TOP}V{bottom}"
        parts.append(element("path", d=path, stroke=GOOD, stroke_dasharray="3 3", fill="none", class_="turn"))
    return framed(
        parts, WIDTH, bottom + 18, title=picture.title, source=picture.source, alone=alone, role="img",
        label=f"{picture.title}. {_said(picture.cells)}",
    )  # fmt: skip


def _said(cells: Sequence[Cell]) -> str:
    known = [cell for cell in cells if cell.score is not None]
    if not known:
        return "No act was reported."
    low, high = min(known, key=lambda c: c.score or 0), max(known, key=lambda c: c.score or 0)
    return (
        f"Lowest {low.score:+.0f} in {low.start:%B %Y}, highest {high.score:+.0f} in {high.start:%B %Y}, "
        f"last {known[-1].score:+.0f} in {known[-1].start:%B %Y}; {len(cells) - len(known)} months without an act."
    )


def _y(score: float, top: float = _TOP, height: float = _HEIGHT) -> float:
    return top + height * (_MOST - score) / (2 * _MOST)


def _middle(cell: Cell, time: Time) -> float:
    return time.x(cell.start.replace(day=15))


def _unread(cells: Sequence[Cell], time: Time, bottom: float) -> Iterator[str]:
    """A grey ground under months of which no report was read."""
    start: date | None = None
    for cell in (*cells, None):
        if cell is not None and not cell.read:
            start = start or cell.start
        elif start is not None:
            end = time.x(cell.start) if cell else time.right
            x = time.x(start)
            yield element("rect", x=x, y=_TOP, width=end - x, height=bottom - _TOP, fill="#eef0f4", class_="unread")
            start = None


def _line(cells: Sequence[Cell], time: Time) -> Iterator[str]:
    """Lines between months that follow each other, and a point for each month; filled by whether it is above or below 0."""
    path, joined = "", False
    for cell in cells:
        if cell.score is not None:
            path += f"{'L' if joined else 'M'}{shown(_middle(cell, time))} {shown(_y(cell.score))}"
        joined = cell.score is not None
    yield element("path", d=path or "M0 0", stroke=INK, stroke_width=1.4, fill="none", class_="line")
    for cell in cells:
        if cell.score is not None:
            kind: Literal["above", "below"] = "above" if cell.score >= 0 else "below"
            colour = GOOD if kind == "above" else BAD
            yield element("circle", cx=_middle(cell, time), cy=_y(cell.score), r=2.6, fill=colour, class_=kind)


def spark_svg(cells: Sequence[Cell], label: str) -> str:
    """Small bars of the score, for a row of a table: up and down from the middle; no bar where no act was reported."""
    width, height = SPARK
    if not cells:
        return ""
    time = Time(cells[0].start, next_month(cells[-1].start), 3, width - 3)
    parts = [element("path", d=f"M3 {height // 2}H{width - 3}", stroke=RULE, class_="axis")]
    wide = max(2.0, (width - 6) / len(cells) - 1)
    for cell in cells:
        if cell.score is not None:
            high = max(1.5, (height / 2 - 1) * abs(cell.score) / _MOST)
            kind, colour, top = ("above", GOOD, height / 2 - high) if cell.score >= 0 else ("below", BAD, height / 2)
            x = time.x(cell.start) + 0.5
            parts.append(element("rect", x=x, y=top, width=wide, height=high, fill=colour, class_=kind))
    return element(
        "svg", "".join(parts), viewBox=f"0 0 {width} {height}", width=width, height=height, role="img", aria_label=label,
        class_="chart spark",
    )  # fmt: skip
