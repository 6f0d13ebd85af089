"""Commitments: their fate by the rules, measured on a hand-made gold."""

from datetime import date
from pathlib import Path

import pytest
import relations_lake
from relations_notation import blocks, story

from detente.relations.commitments import Commitment, commitments, fallen_due
from detente.relations.dossier import Dossier

PROMISES = Path(__file__).parent / "data" / "promises.txt"
MORE = PROMISES.with_name("promises_more.txt")
STORIES = [(head.split(), "\n".join(lines)) for head, lines in blocks(PROMISES.read_text(encoding="utf-8").splitlines(), "## ")]


@pytest.mark.parametrize(("head", "text"), STORIES, ids=[head[0] for head, _ in STORIES])
def test_fate_on_gold(head: list[str], text: str) -> None:
    number, status, progress, as_of, first, second = head
    told = story(text, number)
    found = {id_: c for c in commitments(told.dossier(f"{first} {second}", as_of)) for id_ in c.ids}[told.ids["a"]]
    assert (found.status, found.progress or "-") == (status, progress)


def test_fate_on_promises_that_no_rule_was_made_for() -> None:
    """43 of 46 had the right status when they were first looked at; three faults were mended then, one is left."""
    wrong = []
    for head, lines in blocks(MORE.read_text(encoding="utf-8").splitlines(), "## "):
        number, status, _, as_of, first, second = head.split()
        told = story("\n".join(lines), number)
        found = {id_: c for c in commitments(told.dossier(f"{first} {second}", as_of)) for id_ in c.ids}
        if found[told.ids["a"]].status != status:
            wrong.append(number)
    assert len(wrong) <= 1, wrong


def test_gold_is_of_eighty_promises() -> None:
    assert len(STORIES) + MORE.read_text(encoding="utf-8").count("\n## ") >= 80


def _one(text: str, as_of: str = "2023-12-31", **options: object) -> Commitment:
    told = story(text).dossier("BDI RWA", as_of)
    (found,) = commitments(Dossier(told.dyad, told.as_of, told.codings, **options))  # type: ignore[arg-type]
    return found


PRISONERS = """
    > 2023-01-11 Lakes Wire
    a CONCEDE(RETREAT) BDI > RWA | 2023-01-10 | seven prisoners | | due 2023-01-10..2023-02-10
    Burundi will free seven prisoners within a month.
    > 2023-01-30 Kigali Word
    b RETREAT/release BDI > RWA | 2023-01-29 | seven prisoners
    Seven prisoners came home from Burundi on Sunday.
"""


def test_a_matched_deed_says_that_it_was_matched() -> None:
    found = _one(PRISONERS)
    assert (found.status, found.basis) == ("kept", "matched")
    assert found.deeds[0].score > 0.8
    assert found.kept_by


def test_a_person_can_refuse_a_matched_deed() -> None:
    told = story(PRISONERS)
    refused = frozenset({(told.ids["b"], told.ids["a"])})
    found = _one(PRISONERS, refused=refused)
    assert (found.status, found.kept_by) == ("overdue", ())


@pytest.mark.parametrize(("as_of", "status"), [("2023-01-20", "open"), ("2023-02-10", "kept"), ("2023-12-31", "kept")])
def test_status_as_of_any_day(as_of: str, status: str) -> None:
    assert _one(PRISONERS, as_of).status == status


def test_with_hindsight_later_reports_count_for_the_day() -> None:
    late_report = PRISONERS.replace("> 2023-01-30", "> 2023-03-30")
    assert _one(late_report, "2023-02-15").status == "overdue"
    assert _one(late_report, "2023-02-15", known=date(2023, 4, 30)).status == "kept"


def test_overdue_says_among_how_many_reports() -> None:
    found = next(c for c in commitments(relations_lake.dossier()) if c.status == "overdue")
    assert found.what == "lift the ban on maize for Tanzania"
    assert found.reports_since == 5
    assert found.history[-1].why == "the date passed without a report of it"


def test_rates_count_only_what_fell_due() -> None:
    found = commitments(relations_lake.dossier())
    assert sorted(c.status for c in fallen_due(found, relations_lake.AS_OF)) == ["kept", "kept", "overdue"]
    assert len(found) == 5


def test_promises_of_third_parties_are_no_commitments_of_the_pair() -> None:
    assert all(set(c.by) <= {"KEN", "TZA"} for c in commitments(relations_lake.dossier()))
