from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import FIRST, coding, report

from detente.ledger.corrections import Correction
from detente.ledger.finding import Found, expression
from detente.ledger.queries import View
from detente.records import Coding


@pytest.fixture
def filled(ledger):
    for number in range(6):
        ledger.add(coding(number))
    ledger.add(
        Coding(report(9, title=None, text="Fishermen talked about the négociations in Oslo on fentanyl."), coder="fake.v1")
    )
    return ledger


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("ships", '("ships")'),
        ("ships gift", '("ships" AND "gift")'),
        ('"a gift" ships', '("a gift" AND "ships")'),
        ("ships OR gift delay", '("ships" OR "gift" AND "delay")'),
        ("ship* -gift", '("ship"*) NOT "gift"'),
        ("OR ships OR", '("ships")'),
        ("U.S.-led", '("U S led")'),
        ('" ( - * ""', ""),
        ("-gift", ""),
    ],
)
def test_expression(query, understood):
    assert expression(query) == understood


def test_records_first_then_reports(filled):
    found = filled.search("ship")
    assert {hit.what for hit in found.hits} == {"event"}
    assert found.total == 6
    assert filled.search("gifts").hits[0].what == "claim"
    (hit,) = filled.search("negociation").hits
    assert (hit.what, hit.id, hit.quote) == ("report", "r9", "Fishermen talked about the négociations in Oslo on fentanyl.")


def test_search_looks_from_a_view(filled):
    assert filled.search("ship", View(as_of=FIRST)).total == 1
    assert filled.search("ship", View(known=FIRST)).total == 0
    assert filled.search("fentanyl", View(as_of=FIRST)).total == 0


def test_search_finds_what_holds(filled):
    old = coding(0).events[0]
    filled.correct([Correction("reject", "event", "r0", "ana", "", datetime.now(UTC), seen=old)])
    assert old.id not in {hit.id for hit in filled.search("ships").hits}


def test_nearest_spelling(filled):
    assert filled.search("fentanil").nearest == "fentanyl"
    assert filled.search("ships fentanil").nearest == "ships fentanyl"
    assert filled.search("qqqqq").nearest is None
    assert filled.search("ship Oslo").nearest is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text() | st.text(alphabet="\"*-() ORANDNEAR:^+{}\x00'ab", max_size=30))
def test_no_search_fails(filled, query):
    filled.search(query)


def test_ids_by_their_beginning(filled):
    event = coding(1).events[0]
    assert filled.find(event.id) == (Found("event", event.id),)
    assert Found("event", event.id) in filled.find(event.id[:4])
    assert filled.find("r1") == (Found("report", "r1"),)
    assert len(filled.find("r")) == 7
    assert filled.find("no such") == ()
    assert filled.find("%") == ()


def test_history_from_either_end(filled):
    old = coding(1).events[0]
    (filed,) = filled.correct(
        [Correction("change", "event", "r1", "ana", "", datetime.now(UTC), seen=old, record=replace(old, type="AID"))]
    )
    assert filled.history(old.id) == filled.history(filed.record.id)
    assert [version.record.type for version in filled.history(old.id)] == ["AGREE", "AID"]
    assert filled.history("nothing") == ()
