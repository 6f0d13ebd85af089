"""Series, state and turning points, by numbers that can be checked by hand."""

from datetime import date, timedelta

import pytest

from detente.indices.indices import LEVELS, State, state, table
from detente.indices.series import EVEN, WIDEST, Point, balance, monthly
from detente.indices.turning_points import turning_points

DAY = date(2023, 6, 30)


def _points(*scores: tuple[int, float]) -> list[Point]:
    """Points so many days before DAY."""
    return [Point(DAY - timedelta(days=d), DAY - timedelta(days=d), s, f"p{n}") for n, (d, s) in enumerate(scores)]


def test_balance_by_hand() -> None:
    assert balance([]) is None
    assert balance([(1.0, 5.0), (1.0, -5.0)]) == 0.0
    assert balance([(1.0, 10.0)]) == pytest.approx(100 * 10 / (10 + EVEN))
    assert balance([(0.5, -6.0)]) == pytest.approx(100 * -3 / (3 + EVEN))


def test_months_without_acts_are_none_not_zero() -> None:
    months = monthly(_points((100, 5.0), (1, -5.0)))
    assert [month.start for month in months] == [date(2023, 3, 1), date(2023, 4, 1), date(2023, 5, 1), date(2023, 6, 1)]
    assert [month.score for month in months[1:3]] == [None, None]
    assert (months[0].cooperation, months[0].conflict, months[3].conflict) == (5.0, 0, -5.0)


def test_vaguely_dated_acts_stand_in_no_month() -> None:
    vague = Point(date(2022, 1, 1), date(2022, 1, 1) + timedelta(days=WIDEST + 1), 9.5, "v")
    assert monthly([vague]) == ()
    assert state([vague], date(2022, 1, 20)).label == "silence"


@pytest.mark.parametrize(
    ("points", "label", "trend"),
    [
        ([], "silence", "unknown"),
        ([(5, 2.5)], "too few acts", "unknown"),
        ([(5, -9.0)], "too few acts", "unknown"),
        ([(5, 5.0)] * 2, "cooperation", "unknown"),
        ([(5, 2.5)] * 12, "close cooperation", "unknown"),
        ([(5, 5.0), (6, -5.0)], "mixed dealings", "unknown"),
        ([(5, -5.0)] * 2, "tension", "unknown"),
        ([(5, -6.0)] * 6, "hostility", "unknown"),
        ([(5, -9.0)] * 3 + [(4, 10.0)] * 9, "open fighting", "unknown"),
        ([(120, -6.0)] * 3 + [(5, 5.0)] * 4, "thaw", "improving"),
        ([(120, 5.0)] * 3 + [(5, -6.0)] * 4, "chill", "worsening"),
        ([(120, 5.0)] * 4 + [(5, 5.0)] * 4, "close cooperation", "steady"),
    ],
)
def test_state_words(points: list[tuple[int, float]], label: str, trend: str) -> None:
    found = state(_points(*points), DAY)
    assert (found.label, found.trend) == (label, trend)


def test_doubtful_readings_count_for_little() -> None:
    sure = _points((5, 5.0), (6, 5.0), (7, 5.0))
    doubted = [point._replace(certainty=0.2) for point in sure]
    found = state(doubted, DAY)
    assert (found.label, found.acts) == ("too few acts", 3)
    assert found.score is not None
    assert 0 < found.score < (state(sure, DAY).score or 0) / 2
    hostile = _points((5, -9.0))[0]._replace(certainty=0.1)
    assert state([*sure, hostile], DAY).label == state(sure, DAY).label
    assert (monthly(doubted)[0].score or 0) < (monthly(sure)[0].score or 0)


def test_silence_is_told_from_no_reports() -> None:
    assert state([], DAY).label == "silence"
    assert state([], DAY, read=False).label == "no reports"


def test_reasons_point_the_way_of_the_turn() -> None:
    points = _points(*[(120, -6.0)] * 3, (50, -9.0), (3, 6.5), (2, 2.5), (1, 5.0), (4, 9.5))
    assert state(points, DAY).reasons == ("p7", "p4", "p6")


def test_later_points_do_not_count() -> None:
    points = _points((5, 2.5), (-20, -9.0))
    assert state(points, DAY) == state(points[:1], DAY)
    assert state(points, DAY).acts == 1


def test_newer_acts_weigh_more() -> None:
    worse, better = state(_points((80, 5.0), (1, -5.0)), DAY), state(_points((80, -5.0), (1, 5.0)), DAY)
    assert worse.score is not None
    assert better.score is not None
    assert worse.score < 0 < better.score


def test_every_score_has_a_word_and_the_table_is_published() -> None:
    assert LEVELS[-1].least == -100.0
    assert [row.least for row in LEVELS] == sorted((row.least for row in LEVELS), reverse=True)
    others = {"thaw", "chill", "open fighting", "silence", "no reports", "too few acts"}
    assert others | {row.word for row in LEVELS} == {word for word, _ in table()}


def test_turning_points_are_explained() -> None:
    points = _points(*[(d, -6.0) for d in range(300, 200, -10)], *[(d, 5.0) for d in range(195, 100, -10)])
    (turn,) = turning_points(points)
    assert turn.day == DAY - timedelta(days=195)
    assert turn.before < 0 < turn.after
    assert turn.acts == ("p10", "p11")


@pytest.mark.parametrize(
    "points",
    [
        [(d, 5.0) for d in range(300, 100, -10)],  # no change
        [(300, -6.0), (100, 5.0)],  # too few acts
        [],
    ],
)
def test_no_turning_point(points: list[tuple[int, float]]) -> None:
    assert turning_points(_points(*points)) == ()


def test_state_is_frozen() -> None:
    found: State = state(_points((5, 2.5)), DAY)
    with pytest.raises(AttributeError):
        found.score = 1.0  # type: ignore[misc]
