"""Pictures say what they are given: marks by their standing, gaps as gaps, words escaped, sizes bounded."""

import re
import time
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.charts import Cell, Lanes, Mark, Rule, Series, lanes_svg, series_svg, spark_svg
from detente.charts.drawing import Time
from detente.charts.png import png

FIRST, LAST = date(2023, 1, 1), date(2024, 1, 31)
STATES = ("done", "planned", "supposed", "denied")


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 - made here


def picture(marks, lanes=("leaders", "conflict"), rules=()):
    return Lanes("A and B: channels", "Detente, 3 reports", FIRST, LAST, lanes, tuple(marks), tuple(rules))


def mark(day=date(2023, 6, 1), lane="leaders", state="done", score=5.0, label="They met", href="/events/a"):
    return Mark(day, lane, state, score, label, href)


@pytest.mark.parametrize(
    ("state", "kind", "fill"),
    [
        ("done", "circle", "#1b1d22"),
        ("planned", "circle", "#ffffff"),
        ("supposed", "path", "#ffffff"),
        ("denied", "path", "none"),
    ],
)
def test_each_standing_has_a_shape_of_its_own(state, kind, fill):
    drawn = re.search(rf'<(\w+)[^>]*class="{state}"[^>]*/>', lanes_svg(picture([mark(state=state)])))
    assert drawn[1] == kind
    assert f'fill="{fill}"' in drawn[0]


def test_cooperative_is_above_the_line_and_conflictual_below():
    def height(score):
        return float(re.search(r'cy="([\d.]+)"', lanes_svg(picture([mark(score=score)])))[1])

    assert height(9.0) < height(0.0) < height(-9.0)


def test_one_tab_stop_a_lane():
    marks = [mark(day=FIRST + timedelta(days=n), lane=lane) for n in range(9) for lane in ("leaders", "conflict")]
    svg = lanes_svg(picture(marks))
    assert svg.count("<a ") == 18
    assert svg.count('tabindex="-1"') == 16


def test_marks_of_one_day_do_not_hide_each_other():
    xs = re.findall(r'cx="([\d.]+)"', lanes_svg(picture([mark(href=f"/events/{n}") for n in range(5)])))
    assert len(set(xs)) == 5


def test_many_marks_become_bars_that_lead_to_lists():
    marks = [
        mark(day=FIRST + timedelta(days=n % 390), state=STATES[n % 4], score=3.0 if n // 4 % 2 else -3.0) for n in range(10_000)
    ]
    begun = time.perf_counter()
    svg = lanes_svg(picture(marks), to_list=lambda lane, first, last: f"/search?lane={lane}&since={first}&until={last}")
    assert time.perf_counter() - begun < 1
    assert svg.count("<") < 2500
    assert len(svg) < 120_000
    assert '<a href="/search?lane=leaders&amp;since=2023-01-01' in svg
    for kind in ("bar-up", "bar-down", "planned", "supposed", "denied-bar"):
        assert f'class="{kind}"' in svg
    counted = sum(
        int(number)
        for label in re.findall(r'aria-label="([^"]+), \d{4}-', svg)
        for number in re.findall(r"(\d+) (?:done|planned|supposed|denied)", label)
    )
    assert counted == 10_000


def test_turning_points_are_cut_through_all_lanes_and_lead_to_their_act():
    svg = lanes_svg(
        picture(
            [mark()], rules=[Rule(date(2023, 11, 15), "turning point: summit", "/events/x"), Rule(date(2023, 2, 1), "t" * 300)]
        )
    )
    assert 'class="turn"' in svg
    assert '<a href="/events/x" tabindex="-1"><text' in svg
    assert "t" * 200 not in svg


@given(st.text(), st.text(), st.text())
def test_words_are_escaped(title, label, lane):
    svg = lanes_svg(Lanes(title, title, FIRST, LAST, (lane,), (mark(lane=lane, label=label),)), alone=True)
    root = parsed(svg)
    assert {one.tag.rpartition("}")[2] for one in root.iter()} <= {"svg", "g", "a", "path", "circle", "rect", "text", "title"}
    link = next(one for one in root.iter() if one.tag.endswith("}a"))
    shown = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", label)
    assert link.attrib["aria-label"] == re.sub(r"[\t\n\r]", " ", shown.replace("\r\n", "\n"))


def cells(*scores):
    return tuple(
        Cell(date(2023, n + 1, 1), score, 0 if score is None else 1, read=score is not None or n != 2)
        for n, score in enumerate(scores)
    )


def test_zero_and_no_report_look_different():
    svg = series_svg(Series("S", "source", cells(10.0, 0.0, None, None, -20.0)))
    assert svg.count("<circle") == 3
    assert svg.count('class="unread"') == 1
    line = re.search(r'<path d="([^"]*)"[^>]*class="line"', svg)[1]
    assert (line.count("M"), line.count("L")) == (2, 1)  # the line breaks where nothing was reported
    assert "2 months without an act" in svg


def test_a_series_says_its_ends():
    svg = series_svg(Series("S", "source", cells(10.0, -55.0, 70.0)))
    assert "Lowest -55 in February 2023, highest +70 in March 2023, last +70 in March 2023" in svg
    assert series_svg(Series("S", "source", ())) == ""
    assert "No act was reported." in series_svg(Series("S", "source", cells(None, None)))


def test_sparks():
    svg = spark_svg(cells(10.0, None, -5.0), "Score of A and B")
    assert (svg.count('class="above"'), svg.count('class="below"')) == (1, 1)
    assert 'aria-label="Score of A and B"' in svg
    assert spark_svg((), "x") == ""


def test_a_picture_alone_has_title_source_and_ground():
    for svg in (lanes_svg(picture([mark()]), alone=True), series_svg(Series("S", "from here", cells(1.0)), alone=True)):
        root = parsed(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        assert "Detente, 3 reports" in svg or "from here" in svg
        assert "style" not in svg
        assert png(svg).startswith(b"\x89PNG")


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 9000))
def test_the_axis_names_few_days_in_order(first, days):
    axis = Time(first, first + timedelta(days=days), 100, 900)
    ticks = [day for day, _ in axis.ticks()]
    assert ticks == sorted(set(ticks))
    assert len(ticks) <= 16
    assert all(100 <= axis.x(day) <= 900 for day in ticks)
