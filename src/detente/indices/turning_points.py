"""Turning points: the days around which the score of a relationship changed for good, with the acts that changed it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from detente.indices.series import Point, balance, usable

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
    days = sorted({point.day for point in kept})
    found = [turn for day in days if (turn := _turn(kept, day)) is not None]
    chosen: list[TurningPoint] = []
    for turn in sorted(found, key=lambda t: (-abs(t.after - t.before), t.day)):
        if all(abs((turn.day - other.day).days) > SPAN for other in chosen):
            chosen.append(turn)
    return tuple(sorted(chosen))


def _turn(points: Sequence[Point], day: date) -> TurningPoint | None:
    span = timedelta(days=SPAN)
    before = [point for point in points if day - span <= point.day < day]
    after = [point for point in points if day <= point.day < day + span]
    one, two = (balance([(point.certainty, point.score) for point in side]) for side in (before, after))
    if one is None or two is None or min(len(before), len(after)) < FEWEST or abs(two - one) < LEAST:
        return None
    near = [p for p in after if (p.day - day).days <= _CAUSE_DAYS and p.score * (two - one) > 0]
    causes = sorted(near, key=lambda p: (-abs(p.score), p.day, p.id))[:_CAUSES]
    return TurningPoint(day, one, two, tuple(point.id for point in causes)) if causes else None
