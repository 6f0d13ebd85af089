"""How often a reader was right against how sure it said it was: on the diagonal its certainty can be taken at its word."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from detente.charts.drawing import BAD, GOOD, INK, RULE, SOFT, element, framed, shown, text

WIDTH: Final = 520
HEIGHT: Final = 420
_LEFT: Final = 64
_RIGHT: Final = WIDTH - 16
_TOP: Final = 12
_BOTTOM: Final = HEIGHT - 44
_TENTHS: Final = 10
#: Radius of a dot for one record, and how it grows with their number.
_LEAST_DOT: Final = 2.5
_MOST_DOT: Final = 13.0


class Dot(NamedTuple):
    """Records of about one certainty."""

    said: float
    """Their mean certainty, 0 to 1."""
    right: float
    """The share that was right, 0 to 1."""
    records: int


def calibration_svg(dots: Sequence[Dot], title: str, source: str, *, alone: bool = False) -> str:
    """The picture: dots as large as records are many; red below the diagonal (too sure), green on or above it."""
    most = max((dot.records for dot in dots), default=1)
    parts = [*_grid(), *(_dot(dot, most) for dot in dots)]
    words = "; ".join(f"said {dot.said:.2f}, right {dot.right:.2f} of {dot.records}" for dot in dots)
    label = f"{title}: {words or 'no records'}"
    return framed(parts, WIDTH, HEIGHT, title=title, source=source, alone=alone, role="img", label=label)


def _x(value: float) -> float:
    return _LEFT + value * (_RIGHT - _LEFT)


def _y(value: float) -> float:
    return _BOTTOM - value * (_BOTTOM - _TOP)


def _grid() -> Iterator[str]:
    for tenth in range(0, _TENTHS + 1, 2):
        value = tenth / _TENTHS
        yield element("path", d=f"M{shown(_x(value))} {_TOP}V{_BOTTOM}", stroke=RULE, class_="axis")
        yield element("path", d=f"M{_LEFT} {shown(_y(value))}H{_RIGHT}", stroke=RULE, class_="axis")
        yield text(f"{value:.1f}", _x(value), _BOTTOM + 16, text_anchor="middle", fill=SOFT, class_="soft")
        yield text(f"{value:.1f}", _LEFT - 8, _y(value) + 4, text_anchor="end", fill=SOFT, class_="soft")
    ends = f"M{shown(_x(0.0))} {shown(_y(0.0))}L{shown(_x(1.0))} {shown(_y(1.0))}"
    yield element("path", d=ends, stroke=SOFT, stroke_dasharray="4 4", fill="none", class_="axis")
    yield text("certainty said", (_LEFT + _RIGHT) / 2, HEIGHT - 8, text_anchor="middle")
    middle = (_TOP + _BOTTOM) / 2
    yield text("share that was right", 16, middle, text_anchor="middle", transform=f"rotate(-90 16 {shown(middle)})")


def _dot(dot: Dot, most: int) -> str:
    radius = _LEAST_DOT + (_MOST_DOT - _LEAST_DOT) * (dot.records / most) ** 0.5
    good = dot.right >= dot.said
    circle = element(
        "circle", cx=_x(dot.said), cy=_y(dot.right), r=radius, fill=GOOD if good else BAD, fill_opacity="0.75",
        stroke=INK, class_="bar-up" if good else "bar-down",
    )  # fmt: skip
    beside = _x(dot.said) + radius + 3
    anchor, at = ("start", beside) if beside < _RIGHT - 30 else ("end", _x(dot.said) - radius - 3)
    return circle + text(str(dot.records), at, _y(dot.right) + 4, text_anchor=anchor, fill=SOFT, font_size=11, class_="soft")
