from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from making import coding, event, report

from detente.ledger.acts import Pair
from detente.ledger.corrections import Correction
from detente.records import Coding

LEAST = 0.5


def ids(entries) -> set[str]:
    return {entry.record.id for entry in entries}


def filed(ledger, *numbers: int) -> list[str]:
    for number in numbers:
        ledger.add(coding(number))
    return [coding(number).events[0].id for number in numbers]


def test_events_are_pending_until_clustered(ledger):
    one, two = filed(ledger, 0, 5)
    assert ids(ledger.pending()) == {one, two}
    assert ids(ledger.pending("r5")) == {two}
    ledger.file_acts([Pair(two, one, 0.9)], [[one, two]])
    assert ledger.pending() == ()
    assert ledger.cluster(one) == ledger.cluster(two) == tuple(sorted((one, two)))


def test_an_act_of_one_country_is_never_compared(ledger):
    on = report(1)
    ledger.add(Coding(on, (event(on, "KEN calls it a gift", ("KEN",), ("KEN",)),), coder="fake.v1"))
    assert ledger.pending() == ()


def test_what_is_near(ledger):
    one, two, _other, far = filed(ledger, 0, 5, 1, 100)
    assert ids(ledger.near(coding(0).events[0])) == {two}
    assert ids(ledger.near(coding(5).events[0])) == {one}
    assert ids(ledger.near(coding(100).events[0])) == set()
    on = report(205)
    background = event(on, "NOR agreed to send ships", ("NOR",), ("PER",), aux="historical")
    ledger.add(Coding(on, (background,), coder="fake.v1"))
    assert ids(ledger.near(background)) == {one, two, far}
    assert background.id in ids(ledger.near(coding(0).events[0]))


def test_nearness_has_no_direction(ledger):
    made = []
    for number, (start, end, aux) in enumerate(
        [(0, 0, None), (40, 40, None), (0, 90, None), (200, 200, None), (None, None, "historical"), (None, None, None)]
    ):
        on = report(5 * number)
        day = date(2024, 1, 1)
        first = None if start is None else day + timedelta(days=start)
        last = None if end is None else day + timedelta(days=end)
        made.append(event(on, "NOR agreed to send ships", ("NOR",), ("PER",), aux=aux, start=first, end=last))
        ledger.add(Coding(on, (made[-1],), coder="fake.v1"))
    near = {one.id: ids(ledger.near(one)) for one in made}
    assert all(one.id in near[other] for one in made for other in near[one.id])


def test_groups_grow_over_steps(ledger):
    one, two, three, four = filed(ledger, 0, 5, 10, 15)
    ledger.file_acts([Pair(one, two, 0.9), Pair(two, three, 0.6), Pair(three, four, 0.4)], [])
    group, decided = ledger.group([one], LEAST)
    assert ids(group) == {one, two, three}
    assert decided == ((), ())


def test_a_changed_record_makes_its_cluster_pending(ledger):
    one, two, three = filed(ledger, 0, 5, 10)
    ledger.file_acts([Pair(one, two, 0.9)], [[one, two], [three]])
    old = coding(0).events[0]
    (change,) = ledger.correct(
        [Correction("change", "event", "r0", "ana", "", datetime.now(UTC), seen=old, record=replace(old, end=date(2024, 1, 2)))]
    )
    assert change.record.id == one
    assert ids(ledger.pending()) == {one, two}
    assert ids(ledger.group([one], LEAST)[0]) == {one}


def test_people_join_and_part_and_are_followed(ledger):
    one, two, three = filed(ledger, 0, 5, 10)
    ledger.file_acts([Pair(one, two, 0.9)], [[one, two], [three]])
    seen = {number: coding(number).events[0] for number in (0, 5, 10)}
    when = datetime.now(UTC)
    joined = Correction("merge", "event", "r0", "ana", "", when, seen[0], other=seen[10], other_report_id="r10")
    parted = Correction("split", "event", "r0", "ana", "", when, seen[0], other=seen[5], other_report_id="r5")
    ledger.correct([joined, parted])
    group, decided = ledger.group([three], LEAST)
    assert ids(group) == {one, two, three}
    assert decided.same == (frozenset((one, three)),)
    assert decided.apart == (frozenset((one, two)),)
    assert ids(ledger.pending()) == {one, two, three}
    again = coding(10, coder="fake.v2")
    shorter = event(again.report, "agreed to send ships", ("NOR",), ("PER",), of="AID")
    ledger.add(replace(again, events=(shorter,), links=()))
    assert ledger.group([one], LEAST)[1].same == (frozenset((one, shorter.id)),)
    ledger.undo("ana")
    assert ledger.group([one], LEAST)[1].apart == ()
