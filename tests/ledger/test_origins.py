from datetime import date, timedelta
from itertools import permutations

import pytest
from making import FIRST, coding, report

from detente.ledger.origins import origin
from detente.ledger.store import Ledger
from detente.records import Coding

STORY = (
    "Envoys of Norway and Peru met in Lima on Monday and signed an accord on fishing that had been held up for two years by a"
    " quarrel over the number of boats. Both called it a first step. A second meeting is due in Oslo in the spring, they said."
)
EDITED = STORY.replace("Envoys of Norway and Peru", "Norwegian and Peruvian envoys").replace(", they said", "")
OTHER = "Kenya closed its border with Laos after a dispute over visas, officials in Nairobi said, and asked for talks."


def filed(number: int, text: str, publisher: str | None, day: int, relays: tuple[str, ...] = ()) -> Coding:
    on = report(number, text=text, publisher=publisher, published=FIRST + timedelta(days=day), relays=relays)
    return Coding(on, coder="fake.v1")


CODINGS = (
    filed(1, EDITED, "Daily Post", 1),
    filed(2, STORY, "The Wire", 0),
    filed(3, "Briefs. " + STORY, "Evening News", 3),
    filed(4, OTHER, "Gazette", 2),
)


def wires(ledger: Ledger) -> list[tuple[str, str, str]]:
    sql = "SELECT r.id, o.wire, o.origin FROM origins o JOIN reports r ON r.seq = o.report ORDER BY r.id"
    with ledger.snapshot() as connection:
        return [tuple(row) for row in connection.execute(sql)]


def test_rewrites_count_as_the_earliest_in_any_order(tmp_path):
    found = set()
    for number, order in enumerate(permutations(CODINGS)):
        with Ledger.open(tmp_path / f"{number}.db") as ledger:
            for one in order:
                ledger.add(one)
            found.add(tuple(wires(ledger)))
            if number == 0:
                ledger.mend()
                found.add(tuple(wires(ledger)))
    assert found == {(("r1", "r2", "wire"), ("r2", "r2", "wire"), ("r3", "r2", "wire"), ("r4", "r4", "gazette"))}


@pytest.mark.parametrize(
    ("publisher", "relays", "name"),
    [
        ("The New York Times", (), "new york times"),
        ("IANS", ("The New York Times",), "new york times"),
        ("Daily", ("IANS", "AFP"), "afp"),
        (None, (), "unnamed publisher of r0"),
    ],
)
def test_origin(publisher, relays, name):
    assert origin(report(0, publisher=publisher, relays=relays)) == name


def test_short_texts_are_one_story_only_if_equal(ledger):
    for number, text in enumerate(("Talks off.", "talks off", "Talks on.", "Off")):
        ledger.add(Coding(report(number, text=text, published=date(2024, 1, 1)), coder="fake.v1"))
    assert [wire for _, wire, _ in wires(ledger)] == ["r0", "r0", "r2", "r3"]


def test_sources_are_counted_by_origin(ledger):
    ledger.add(coding(0, publisher="AFP"))
    ledger.add(coding(5, publisher="Daily", relays=("Other", "AFP")))
    count = ledger.dyads()[0]
    assert (count.reports, count.origins) == (2, 1)
