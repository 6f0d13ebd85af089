"""The state of a relationship in a word, an arrow and the acts that weigh most in both.

The state is the score of the last `WINDOW` days, in which an act loses half its weight every `HALF_LIFE` days; the trend is its
difference from the score of the `WINDOW` days before. The words come from the tables below and from nothing else, and the brief
prints the acts behind them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from detente.indices.series import Point, balance, usable

Trend = Literal["improving", "worsening", "steady", "unknown"]

#: Days that the state is computed from.
WINDOW: Final = 90
#: Days in which an act loses half its weight.
HALF_LIFE: Final = 45.0
#: A difference of scores below this is no trend.
MOVE: Final = 15.0
#: With fewer acts in a window nothing is said of the trend.
FEWEST: Final = 3
#: With less than so many acts, counted by how certainly they were read, there is no word for the state.
LEAST: Final = 2.0
#: PLOVER's score of an assault; so many in the window are fighting, whatever else goes well.
ASSAULT: Final = -9.0
CLASHES: Final = 3
#: Acts named as reasons.
_REASONS: Final = 3


class Word(NamedTuple):
    """One row of the table of states: the word for scores from `least` up to the row above."""

    least: float
    word: str


#: The word for a level of the score.
LEVELS: Final[tuple[Word, ...]] = (
    Word(50.0, "close cooperation"),
    Word(20.0, "cooperation"),
    Word(-20.0, "mixed dealings"),
    Word(-50.0, "tension"),
    Word(-100.0, "hostility"),
)
#: A rise of this much is a thaw where it starts from `THAW_FROM` or below, a fall a chill from `CHILL_FROM` or above.
TURN: Final = 30.0
THAW_FROM: Final = 0.0
CHILL_FROM: Final = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """The state of a relationship as of a day."""

    score: float | None
    trend: Trend
    label: str
    window: tuple[date, date]
    before: float | None
    """The score of the window before."""
    acts: int
    """How many acts the score rests on."""
    reasons: tuple[str, ...]
    """Ids of the acts that weigh most in the state or the turn, the weightiest first."""


def state(points: Iterable[Point], as_of: date, *, read: bool = True) -> State:
    """The state as of a day, from the points dated up to it; `read` says whether any report of the window was read."""
    kept = [point for point in usable(points) if point.day <= as_of]
    start = as_of - timedelta(days=WINDOW - 1)
    now = [point for point in kept if point.day >= start]
    earlier = [point for point in kept if start - timedelta(days=WINDOW) <= point.day < start]
    score, before = _score(now, as_of), _score(earlier, start - timedelta(days=1))
    trend = _trend(now, earlier, score, before) if _enough(now) else "unknown"
    label = _label(now, score, before, trend) if now or read else "no reports"
    reasons = _reasons(now, as_of, score, before)
    return State(score, trend, label, (start, as_of), before, len(now), tuple(point.id for point in reasons))


def _enough(points: Sequence[Point]) -> bool:
    return sum(point.certainty for point in points) >= LEAST


def _weight(point: Point, as_of: date) -> float:
    return point.certainty * float(0.5 ** ((as_of - point.day).days / HALF_LIFE))


def _score(points: Sequence[Point], as_of: date) -> float | None:
    return balance([(_weight(point, as_of), point.score) for point in points])


def _trend(now: Sequence[Point], earlier: Sequence[Point], score: float | None, before: float | None) -> Trend:
    if score is None or before is None or min(len(now), len(earlier)) < FEWEST:
        return "unknown"
    change = score - before
    return "steady" if abs(change) < MOVE else "improving" if change > 0 else "worsening"


def _label(now: Sequence[Point], score: float | None, before: float | None, trend: Trend) -> str:
    if score is None:
        return "silence"
    if not _enough(now):
        return "too few acts"
    if sum(point.score <= ASSAULT for point in now) >= CLASHES:
        return "open fighting"
    change = score - before if before is not None and trend != "unknown" else 0.0
    if before is not None and change >= TURN and before <= THAW_FROM:
        return "thaw"
    if before is not None and change <= -TURN and before >= CHILL_FROM:
        return "chill"
    return next(row.word for row in LEVELS if score >= row.least)


def _reasons(points: Sequence[Point], as_of: date, score: float | None, before: float | None) -> list[Point]:
    """The acts that weigh most in the direction of the turn, or of the score itself where nothing turned."""
    lean = (score or 0.0) - before if before is not None and abs((score or 0.0) - before) >= MOVE else score or 0.0
    with_lean = [point for point in points if point.score * lean > 0]
    chosen = with_lean or list(points)
    return sorted(chosen, key=lambda point: (-_weight(point, as_of) * abs(point.score), -point.day.toordinal(), point.id))[
        :_REASONS
    ]


def table() -> tuple[tuple[str, str], ...]:
    """The words for states with what each stands for, in the order in which they are tried; for the page on method."""
    levels = [(row.word, f"score {row.least:+.0f} or more") for row in LEVELS]
    return (
        ("no reports", f"no report on the two of the last {WINDOW} days was read, which tells nothing of them"),
        ("silence", f"reports, but no act in the last {WINDOW} days"),
        ("too few acts", f"acts of the last {WINDOW} days whose certainties add up to less than {LEAST:g}"),
        ("open fighting", f"{CLASHES} or more assaults in the last {WINDOW} days"),
        ("thaw", f"the score rose by {TURN:.0f} or more from {THAW_FROM:+.0f} or below"),
        ("chill", f"the score fell by {TURN:.0f} or more from {CHILL_FROM:+.0f} or above"),
        *levels,
    )
