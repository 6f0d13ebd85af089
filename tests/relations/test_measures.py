"""Measures: announced, imposed, changed, lifted; and in force as of a day."""

from datetime import date

import pytest
import relations_lake
from relations_notation import story

from detente.relations.measures import Measure, in_force, measures


def _measures(text: str, as_of: str = "2023-12-31") -> tuple[Measure, ...]:
    return measures(story(text).dossier("NOR TUR", as_of))


LIFE = """
    > 2023-01-10 Harbour Wire
    a SANCTION/discontinue!future~start NOR > TUR | 2023-02-01 | drone parts
    Norway will restrict exports of drone parts to Turkey from February 1.
    > 2023-02-02 Fjord Daily
    b SANCTION/discontinue~start NOR > TUR | 2023-02-01 | drone parts
    Norwegian export controls on drone parts took effect on Wednesday over raids across the border.
    > 2023-05-02 Harbour Wire
    c CONCEDE(RETREAT) NOR > TUR | 2023-05-01 | controls on drone parts
    Norway agreed on Monday to lift the controls on drone parts.
    > 2023-07-02 Harbour Wire
    d RETREAT~end NOR > TUR | 2023-07-01 | drone parts
    Norway lifted its export controls on drone parts on Saturday.
"""


@pytest.mark.parametrize(
    ("as_of", "status", "steps"),
    [
        ("2023-01-20", "announced", ["announced"]),
        ("2023-03-01", "in force", ["announced", "imposed"]),
        ("2023-06-01", "in force", ["announced", "imposed", "lifting promised"]),
        ("2023-08-01", "lifted", ["announced", "imposed", "lifting promised", "lifted"]),
    ],
)
def test_life_of_a_measure(as_of: str, status: str, steps: list[str]) -> None:
    (found,) = _measures(LIFE, as_of)
    assert (found.kind, found.by, found.on, found.status) == ("export control", ("NOR",), ("TUR",), status)
    assert [turn.step for turn in found.history] == steps
    assert (found.promised is not None) == (as_of == "2023-06-01")


@pytest.mark.parametrize(
    ("day", "count"), [(date(2023, 1, 31), 0), (date(2023, 2, 1), 1), (date(2023, 6, 30), 1), (date(2023, 7, 1), 0)]
)
def test_in_force_as_of(day: date, count: int) -> None:
    assert len(in_force(_measures(LIFE), day)) == count


def test_reason_in_a_reports_words() -> None:
    (found,) = _measures(LIFE)
    assert found.reason
    assert found.reason.words == "raids across the border"


@pytest.mark.parametrize(
    ("head", "sentence", "kind", "status"),
    [
        ("SANCTION/expel NOR > TUR | 2023-05-02 | two attaches", "Norway expelled two Turkish attaches.", "expulsion", "done"),
        ("SANCTION/withdraw NOR > TUR | 2023-05-02 |", "Norway recalled its ambassador.", "recall of envoy", "in force"),
        ("SANCTION/discontinue NOR > TUR | 2023-05-02 | steel", "Norway put a 30% duty on steel.", "tariff", "in force"),
        ("SANCTION/discontinue NOR > TUR | 2023-05-02 | an institute", "It was put on a blacklist.", "blacklist", "in force"),
        ("SANCTION/discontinue NOR > TUR | 2023-05-02 | ministers", "Two ministers got a visa ban.", "visa ban", "in force"),
        (
            "RETREAT~end NOR > TUR | 2023-05-02 | an institute",
            "Norway took it off and ended the blacklisting.",
            "blacklist",
            "lifted",
        ),
        (
            "CONCEDE(RETREAT) NOR > TUR | 2023-05-02 | an institute",
            "Norway agreed to lift sanctions on it.",
            "sanctions",
            "in force",
        ),
    ],
)
def test_kinds(head: str, sentence: str, kind: str, status: str) -> None:
    (found,) = _measures(f"> 2023-05-03 Harbour Wire\na {head}\n{sentence}")
    assert (found.kind, found.status) == (kind, status)


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("SANCTION/discontinue!hypothetical NOR > TUR | | steel", "Norway might put duties on steel."),
        ("SANCTION/discontinue!negation NOR > TUR | | steel", "Norway did not put duties on steel."),
        ("THREATEN(SANCTION)/restrict NOR > TUR | | steel", "Norway threatened duties on steel."),
        ("SANCTION/discontinue~suspend NOR > TUR | | fisheries talks", "Norway suspended the fisheries talks."),
        ("SANCTION/convict NOR > TUR | | a sailor", "A court jailed a Turkish sailor."),
        ("RETREAT/release NOR > TUR | | a sailor", "Norway released a Turkish sailor."),
    ],
)
def test_what_is_no_measure(head: str, sentence: str) -> None:
    assert _measures(f"> 2023-05-03 Harbour Wire\na {head}\n{sentence}") == ()


def test_two_targets_are_two_measures_and_a_retelling_is_none() -> None:
    found = _measures("""
        > 2023-02-02 Harbour Wire
        a SANCTION/discontinue NOR > TUR | 2023-02-01 | steel
        Norway put duties on steel on Wednesday.
        > 2023-03-02 Harbour Wire
        b SANCTION/discontinue NOR > TUR | 2023-03-01 | hazelnuts
        Norway put duties on hazelnuts.
        > 2023-06-01 Fjord Daily
        a SANCTION/discontinue!historical~continue NOR > TUR | | duties on steel
        The duties on steel remain.
    """)
    assert sorted(m.target for m in found) == ["hazelnuts", "steel"]
    steel = next(m for m in found if m.target == "steel")
    assert steel.confirmed == date(2023, 6, 1)


def test_expulsions_stay_apart() -> None:
    found = _measures("""
        > 2023-02-02 Harbour Wire
        a SANCTION/expel NOR > TUR | 2023-02-01 | two attaches
        Norway expelled two attaches.
        > 2023-02-20 Harbour Wire
        b SANCTION/expel TUR > NOR | 2023-02-20 | two attaches
        Turkey expelled two attaches.
        > 2023-04-02 Harbour Wire
        c SANCTION/expel NOR > TUR | 2023-04-01 | two attaches
        Norway expelled two more.
    """)
    assert [m.status for m in found] == ["done"] * 3


def test_the_lake() -> None:
    found = {m.kind: m for m in measures(relations_lake.dossier())}
    assert set(found) == {"import ban", "flight ban", "recall of envoy"}
    assert found["flight ban"].answers
    assert found["flight ban"].answers.event.topics == ("maize",)
    assert found["import ban"].promised
    assert found["import ban"].confirmed == date(2023, 7, 12)
