"""Turning points: the days around which the score of a relationship changed for good, with the acts that changed it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Final, NamedTuple

from detente.indices.series import EVEN, Point, usable

#: Days before and after that are compared.
SPAN: Final = 90
#: A change of the score by less is no turning point.
LEAST: Final = 40.0
#: Acts needed on each side.
FEWEST: Final = 3
#: Acts named as the cause: those within so many days of the turn.
_CAUSE_DAYS: Final = 14
_CAUSES: Final = 3


class TurningPoint(NamedTuple):
    """A day on which the score turned, the scores before and after, and the ids of the acts around it that point that way."""

    day: date
    before: float
    after: float
    acts: tuple[str, ...]


def turning_points(points: Iterable[Point]) -> tuple[TurningPoint, ...]:
    """The turning points in order of time; of several within `SPAN` days the greatest."""
    kept = usable(points)
    sums = _Sums(kept)
    found = [turn for day in sorted({point.day for point in kept}) if (turn := _turn(kept, sums, day)) is not None]
    chosen: list[TurningPoint] = []
    for turn in sorted(found, key=lambda t: (-abs(t.after - t.before), t.day)):
        if all(abs((turn.day - other.day).days) > SPAN for other in chosen):
            chosen.append(turn)
    return tuple(sorted(chosen))


class _Sums:
    """Running sums over points in order of time, so that a stretch of them is balanced at once."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.days = [point.day for point in points]
        self.scores = [0.0, *accumulate(point.certainty * point.score for point in points)]
        self.sizes = [0.0, *accumulate(point.certainty * abs(point.score) for point in points)]

    def between(self, first: date, end: date) -> tuple[slice, float | None]:
        """The points from a day up to another, without it, and their score."""
        low, high = bisect_left(self.days, first), bisect_left(self.days, end)
        total, size = self.scores[high] - self.scores[low], self.sizes[high] - self.sizes[low]
        return slice(low, high), 100.0 * total / (size + EVEN) if high > low else None


def _turn(points: Sequence[Point], sums: _Sums, day: date) -> TurningPoint | None:
    span = timedelta(days=SPAN)
    (before, one), (after, two) = sums.between(day - span, day), sums.between(day, day + span)
    least = min(before.stop - before.start, after.stop - after.start)
    if one is None or two is None or least < FEWEST or abs(two - one) < LEAST:
        return None
    near = [p for p in points[after] if (p.day - day).days <= _CAUSE_DAYS and p.score * (two - one) > 0]
    causes = sorted(near, key=lambda p: (-abs(p.score), p.day, p.id))[:_CAUSES]
    return TurningPoint(day, one, two, tuple(point.id for point in causes)) if causes else None
