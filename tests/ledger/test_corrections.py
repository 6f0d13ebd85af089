"""The pure part: what holds in a report after its corrections."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from making import coding, event, report

from detente.errors import RecordError
from detente.ledger import corrections
from detente.ledger.corrections import Correction, Move, active, find, settle

ON = report(1)
ONE = event(ON, "PER agreed to send ships to KEN", ("PER",), ("KEN",))
TWO = event(ON, "KEN calls it a gift", ("KEN",), ("PER",), type="SUPPORT")
MANY = (ONE, TWO)


def decide(kind: str, seen=None, at: int = 1, **fields) -> Correction:
    return Correction(kind, "event", ON.id, "ana", "", datetime(2026, 1, at, tzinfo=UTC), seen, **fields)


def records(outcome) -> list:
    return [item.record for item in outcome.records]


def test_without_corrections_all_stays():
    assert records(settle(MANY, [])) == [ONE, TWO]


def test_change_stands_in_its_place():
    new = replace(ONE, id="new", type="AID")
    change = decide("change", ONE, record=new)
    outcome = settle(MANY, [change])
    assert records(outcome) == [new, TWO]
    assert outcome.records[0].correction == change.id
    assert outcome.moved == {ONE.id: Move("new", change.id)}


def test_corrections_of_corrections():
    second, third = replace(ONE, id="second", type="AID"), replace(ONE, id="third", type="COOPERATE")
    chain = [decide("change", ONE, record=second), decide("change", second, 2, record=third), decide("confirm", third, 3)]
    outcome = settle(MANY, chain)
    assert records(outcome) == [third, TWO]
    assert outcome.moved[ONE.id].new == "second"
    assert outcome.moved["second"].new == "third"
    # A new coder reads it as AGREE again, under another id: all three decisions find it.
    assert records(settle((replace(ONE, id="again"), TWO), chain)) == [third, TWO]


def test_the_coder_that_comes_to_read_what_the_person_said_adds_no_double():
    right = replace(ONE, id="right", type="AID")
    assert records(settle((replace(right, id="own"), TWO), [decide("change", ONE, record=right)])) == [right, TWO]


def test_an_added_record_stands_in_the_order_of_the_text():
    middle = event(ON, "report 1 says", ("PER",), ("KEN",), type="REQUEST")
    assert records(settle(MANY, [decide("add", record=middle)])) == [ONE, middle, TWO]


def test_reject_of_what_is_not_there_does_nothing():
    assert records(settle((TWO,), [decide("reject", ONE)])) == [TWO]


def test_other_type_or_other_words_are_another_record():
    assert find(MANY, replace(ONE, id="x", type="AID")) is None
    assert find(MANY, event(ON, "Observers fear delays", ("PER",), ("KEN",))) is None


def test_two_acts_in_one_sentence_are_told_apart_by_their_parties():
    other = event(ON, "PER agreed to send ships to KEN", ("PER",), ("LAO",))
    seen = replace(other, id="x")
    assert find((ONE, other), seen) == other
    assert find((other, ONE), seen) == other


@pytest.mark.parametrize(
    ("rows", "kept"), [((0,), [0]), ((0, "undo 0"), []), ((0, "undo 0", "undo 1"), [0]), ((0, 1, "undo 0"), [1])]
)
def test_undo(rows, kept):
    given: list[Correction] = []
    for at, row in enumerate(rows, 1):
        if isinstance(row, int):
            given.append(decide("confirm", MANY[row], at))
        else:
            given.append(decide("undo", None, at, undoes=given[int(row[-1])].id))
    assert [c.seen for c in active(given)] == [MANY[n] for n in kept]


def test_json_round_trip():
    for subject, record in (("event", ONE), ("claim", coding(1).claims[0]), ("link", coding(1).links[0])):
        made = Correction("change", subject, "r1", "ana", "why", datetime(2026, 1, 1, tzinfo=UTC), record, record)
        read = corrections.loads(corrections.dumps(made))
        assert (read, read.id) == (made, made.id)


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"[1]", b'{"kind": "shout"}', corrections.dumps(decide("reject", ONE)).replace(b"AGREE", b"\xff")]
)
def test_what_is_no_correction(line):
    with pytest.raises(RecordError, match="no correction"):
        corrections.loads(line)


@pytest.mark.parametrize("kind", corrections.KINDS)
def test_each_kind_names_what_it_needs(kind):
    with pytest.raises(RecordError, match=f"of kind {kind} needs"):
        Correction(kind, "event", "r1", "ana", "", datetime(2026, 1, 1, tzinfo=UTC))
