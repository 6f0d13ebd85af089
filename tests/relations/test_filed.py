"""When a record happened, whether it was done, and whose word it is."""

from datetime import date

import pytest

from detente.records import Actor, Event, Evidence, Report
from detente.relations.filed import When, origins, same_publisher, same_wire, standing, when

DAY = date(2024, 1, 31)


def _event(**fields: object) -> Event:
    return Event("e", "CONSULT", (Actor("Oslo", "NOR"),), (), Evidence(0, 1, "x"), **fields)  # type: ignore[arg-type]


def _report(name: str, text: str = "x", publisher: str | None = "Harbour Wire", relays: tuple[str, ...] = ()) -> Report:
    return Report(name, text, published=DAY, publisher=publisher, relays=relays)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"start": date(2023, 11, 1), "end": date(2023, 11, 30)}, When(date(2023, 11, 1), date(2023, 11, 30), True)),
        ({}, When(DAY, DAY, False)),
        ({"aux": "historical"}, When(None, DAY, False)),
        ({"end": date(2020, 12, 31)}, When(None, date(2020, 12, 31), True)),
        ({"start": date(2020, 1, 1)}, When(date(2020, 1, 1), date(2020, 1, 1), True)),
    ],
)
def test_when(fields: dict[str, object], expected: When) -> None:
    assert when(_event(**fields), _report("r")) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "done"),
        ({"aux": "historical"}, "done"),
        ({"aux": "future"}, "planned"),
        ({"aux": "hypothetical"}, "supposed"),
        ({"aux": "negation"}, "denied"),
        ({"start": date(2024, 2, 20)}, "planned"),  # dated after its report: whatever the tense, it is not done yet
    ],
)
def test_standing(fields: dict[str, object], expected: str) -> None:
    assert standing(_event(**fields), _report("r")) == expected


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("The New York Times", "New York Times", True),
        ("NYT", "The New York Times", True),
        ("AFP", "Agence France Presse", True),
        ("The Times", "The New York Times", False),
        ("Harbour Wire", "Fjord Daily", False),
    ],
)
def test_same_publisher(one: str, two: str, same: bool) -> None:
    assert same_publisher(one, two) is same


WIRE = (
    "Officials of Norway and Turkey met in Oslo on Monday to talk about cod quotas, the first such meeting for a year, and "
    "agreed to meet again in spring after the ministers of both countries have spoken."
)


def test_same_wire_by_shared_wording() -> None:
    rewrite = "OSLO - " + WIRE.replace("the first such meeting for a year, and ", "") + " The fishermen were not told."
    assert same_wire(_report("a", WIRE), _report("b", rewrite))
    assert not same_wire(_report("a", WIRE), _report("b", "Cod was what delegations sat down for in Oslo."))


def test_origins_count_relays_and_rewrites_once() -> None:
    reports = [
        _report("a", WIRE, "Harbour Wire"),
        _report("b", "Harbour Wire says they met.", "Fjord Daily", ("Harbour Wire",)),
        _report("c", WIRE + " More tomorrow.", "Bosphorus Post"),
        _report("d", "Delegations sat down in Oslo to share the cod.", "North Ledger"),
    ]
    found = origins(reversed(reports))
    assert [(o.name, [r.id for r in o.reports]) for o in found] == [("Harbour Wire", ["a", "b", "c"]), ("North Ledger", ["d"])]


def test_unnamed_publishers_do_not_vouch_for_each_other() -> None:
    assert len(origins([_report("a", "one", None), _report("b", "two", None)])) == 1
