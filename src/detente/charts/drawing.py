"""What all pictures share: elements as text, the axis of time, the frame with title and source line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Final

INK: Final = "#1b1d22"
SOFT: Final = "#565b66"
RULE: Final = "#d5d8de"
GOOD: Final = "#0b6e4f"
BAD: Final = "#b3261e"
PLAN: Final = "#5a3ea6"
BACK: Final = "#ffffff"
FONT: Final = "Inter, DejaVu Sans, Verdana, sans-serif"
#: Height of the title and of the source line in a picture that stands alone.
HEAD: Final = 30
FOOT: Final = 24
_TICKS: Final = ((1, 8), (2, 16), (3, 26), (6, 50), (12, 120), (24, 240), (60, 720), (120, 10**6))


#: Signs that no XML may hold; reports may.
_INVALID: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """One element; `content` is markup already, attributes are escaped. `class_` stands for class, `_` for a hyphen."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(shown(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def shown(value: object) -> str:
    """A number as briefly as a picture needs it; anything else as text."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def text(words: str, x: float, y: float, **attributes: object) -> str:
    """Words at a place."""
    return element("text", escape(words), x=x, y=y, **({"fill": INK, "class_": "ink"} | attributes))


def shortened(words: str, most: int) -> str:
    """Words of at most so many characters."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Time:
    """The axis of time: days from `first` to `last` on the stretch from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where a day stands; one outside stands at the edge."""
        whole = max((self.last - self.first).days, 1)
        part = min(max((day - self.first).days, 0), whole) / whole
        return self.left + part * (self.right - self.left)

    def ticks(self) -> Iterator[tuple[date, str]]:
        """Days to name on the axis: each month, or every few, or years."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next(step for step, most in _TICKS if months <= most)
        at = first_of_month(self.first)
        while at <= self.last:
            counted = at.year * 12 + at.month - 1
            if counted % step == 0 and at >= self.first:
                yield at, str(at.year) if step >= 12 else f"{at:%b %Y}" if at.month <= step else f"{at:%b}"
            at = next_month(at)


def first_of_month(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def axis(time: Time, top: float, bottom: float) -> Iterator[str]:
    """The rules and names of the axis of time."""
    for day, words in time.ticks():
        x = time.x(day)
        yield element("path", d=f"M{shown(x)} {shown(top)}V{shown(bottom)}", stroke=RULE, class_="axis")
        if x < time.right - 20:
            yield text(words, x + 3, bottom + 13, class_="dim", fill=SOFT)


def framed(
    parts: Iterable[str], width: int, height: int, *, title: str, source: str, alone: bool, role: str, label: str
) -> str:
    """The picture. One that stands `alone` has its title above, its source line below, a white ground and a namespace."""
    inner = _INVALID.sub("\ufffd", "".join(parts))
    common: dict[str, object] = {
        "font_family": FONT,
        "font_size": 12,
        "role": role,
        "aria_label": _INVALID.sub("\ufffd", label),
        "class_": "chart",
    }
    if not alone:
        return element("svg", inner, viewBox=f"0 0 {width} {height}", width=width, height=height, **common)
    whole = height + HEAD + FOOT
    content = (
        element("title", escape(_INVALID.sub("\ufffd", title)))
        + element("rect", width=width, height=whole, fill=BACK)
        + text(_INVALID.sub("\ufffd", title), 8, 20, font_size=15, font_weight="bold")
        + element("g", inner, transform=f"translate(0 {HEAD})")
        + text(_INVALID.sub("\ufffd", source), 8, whole - 8, fill=SOFT, font_size=11)
    )
    return element(
        "svg", content, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {whole}", width=width, height=whole, **common
    )
