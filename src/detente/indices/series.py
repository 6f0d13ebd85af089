"""The monthly score of a relationship, from its acts.

Each act counts once, however many reports tell of it, with PLOVER's score (-9 an assault, 10 material aid). The score of a
period is

    100 * sum(w * s) / (sum(w * |s|) + EVEN)

where `s` are the scores of its acts and `w` their weights: how certainly each was read (0 to 1), so that a doubtful reading
counts for little. It runs from -100 (all hostile) to +100 (all cooperative); `EVEN` is the weight of an imagined even record,
so that one handshake does not make a friendship. Nothing else enters it: no weight of countries, publishers or fame. Planned,
supposed and denied acts do not count; neither do acts that are dated to more than `WIDEST` days.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

#: The weight of the even record that every period starts with: two ordinary acts.
EVEN: Final = 10.0
#: Acts whose date is known no better than this stand in no month.
WIDEST: Final = 45


class Point(NamedTuple):
    """An act in the series: the first and last day it may have happened, its PLOVER score, its id."""

    first: date
    last: date
    score: float
    id: str
    certainty: float = 1.0
    """How certainly it was read, 0 to 1."""

    @property
    def day(self) -> date:
        """Where it stands in time: the middle of its days."""
        return self.first + (self.last - self.first) // 2


class Month(NamedTuple):
    """One month of the series. `score` is None without acts, which is not the same as 0."""

    start: date
    score: float | None
    cooperation: float
    """The sum of the scores above 0."""
    conflict: float
    """The sum of the scores below 0, a negative number."""
    acts: int


def usable(points: Iterable[Point]) -> tuple[Point, ...]:
    """The points that are dated well enough, by day."""
    kept = [point for point in points if (point.last - point.first).days <= WIDEST]
    return tuple(sorted(kept, key=lambda point: (point.day, point.id)))


def balance(weighted: Sequence[tuple[float, float]]) -> float | None:
    """The score of some (weight, score) pairs, -100 to 100; None where there are none."""
    if not weighted:
        return None
    total = sum(weight * score for weight, score in weighted)
    size = sum(weight * abs(score) for weight, score in weighted)
    return 100.0 * total / (size + EVEN)


def monthly(points: Iterable[Point], first: date | None = None, last: date | None = None) -> tuple[Month, ...]:
    """The months from the first to the last act (or the given days), those without acts included."""
    kept = usable(points)
    if not kept and (first is None or last is None):
        return ()
    start = (first or kept[0].day).replace(day=1)
    end = last or kept[-1].day
    by_month: dict[date, list[Point]] = {}
    for point in kept:
        by_month.setdefault(point.day.replace(day=1), []).append(point)
    months = []
    while start <= end:
        months.append(_month(start, by_month.get(start, [])))
        start = (start + timedelta(days=32)).replace(day=1)
    return tuple(months)


def _month(start: date, points: Sequence[Point]) -> Month:
    scores = [point.score for point in points]
    return Month(
        start,
        balance([(point.certainty, point.score) for point in points]),
        sum(score for score in scores if score > 0),
        sum(score for score in scores if score < 0),
        len(scores),
    )
