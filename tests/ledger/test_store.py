from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from making import FIRST, claim, coding, event, report

from detente.errors import LedgerError, RecordError
from detente.ledger.corrections import Correction
from detente.ledger.database import now
from detente.ledger.queries import Filter, View
from detente.ledger.store import Ledger
from detente.records import Actor, Coding, Dyad, Link

NOR_PER = Dyad("NOR", "PER")


def test_what_goes_in_comes_out(ledger):
    ledger.add(coding(3))
    assert ledger.coding("r3") == coding(3)
    assert ledger.report("r3") == report(3)
    assert ledger.coding("r9") is None
    assert {f.code for f in ledger.check()} == {"W306"}


def test_adding_twice_adds_nothing(ledger):
    assert ledger.add(coding(1)) == ("r1", True, True)
    before = ledger.digest()
    assert ledger.add(coding(1)) == ("r1", False, False)
    assert ledger.digest() == before
    assert len(ledger.history(coding(1).events[0].id)) == 1


def test_order_of_reading_does_not_matter(ledger, tmp_path):
    with Ledger.open(tmp_path / "other.db") as other:
        for number in range(12):
            ledger.add(coding(number))
            other.add(coding(11 - number))
        assert ledger.digest() == other.digest()
        assert ledger.held(NOR_PER) == other.held(NOR_PER)


def test_another_text_under_one_id_is_refused(ledger):
    ledger.add(coding(1))
    with pytest.raises(RecordError, match="with another text"):
        ledger.add(Coding(replace(report(1), text="Other words.")))


def test_two_records_with_one_id_are_refused_and_nothing_is_kept(ledger):
    made = coding(1)
    with pytest.raises(RecordError, match="one id"):
        ledger.add(replace(made, events=made.events * 2))
    assert ledger.report_ids() == ()


def test_the_newest_coding_counts_and_the_old_one_stays(ledger):
    old = coding(1)
    ledger.add(old)
    moment = now()
    new = replace(coding(1, coder="fake.v2"), events=(), links=())
    assert ledger.add(new).new_coding
    assert ledger.coding("r1") == new
    assert ledger.knows(report(1), "fake.v2")
    assert not ledger.knows(report(1), "fake.v1")
    assert not ledger.knows(report(1, text="Other words."), "fake.v2")
    assert ledger.coding("r1", View(known=datetime.fromisoformat(moment))) == old
    assert ledger.events() == ()
    version = ledger.history(old.events[0].id)[0]
    assert version.until is not None
    assert ledger.newest_id(old.events[0].id) is None
    assert ledger.add(old).new_coding  # going back is a new coding too
    assert ledger.coding("r1") == old


# Two clocks


def test_as_of_ignores_later_reports(ledger):
    for number in (0, 5, 10):
        ledger.add(coding(number))
    before = ledger.held(NOR_PER, View(as_of=FIRST + timedelta(days=6)))
    assert [c.report.id for c in before.codings] == ["r0", "r5"]
    assert (before.read, before.newest) == (2, FIRST + timedelta(days=5))
    assert ledger.newest_report() == FIRST + timedelta(days=10)
    ledger.add(coding(15))
    ledger.add(coding(1))
    assert ledger.held(NOR_PER, View(as_of=FIRST)) == ledger.held(NOR_PER, View(as_of=FIRST))
    again = ledger.held(NOR_PER, View(as_of=FIRST + timedelta(days=6)))
    assert again.codings == before.codings
    assert again.read == 3


def test_hindsight_takes_later_reports_of_earlier_acts(ledger):
    late = report(20, published=date(2024, 6, 1))
    told_late = event(late, "NOR agreed to send ships", ("NOR",), ("PER",), start=date(2024, 1, 15), end=date(2024, 1, 15))
    still_later = event(late, "report 20", ("NOR",), ("PER",), start=date(2024, 5, 1))
    ledger.add(Coding(late, (told_late, still_later), coder="fake.v1"))
    assert ledger.events(view=View(as_of=date(2024, 2, 1))) == ()
    then = ledger.events(view=View(as_of=date(2024, 2, 1), hindsight=True))
    assert [entry.record for entry in then] == [told_late]


def test_known_is_what_was_filed_by_then(ledger):
    ledger.add(coding(0))
    moment = datetime.fromisoformat(now())
    ledger.add(coding(5))
    assert len(ledger.held(NOR_PER, View(known=moment)).codings) == 1
    assert len(ledger.held(NOR_PER, View(known=datetime.now(UTC).date())).codings) == 2
    assert ledger.held(NOR_PER, View(known=date(2020, 1, 1))).codings == ()


def test_report_without_date_counts_from_the_day_it_was_filed(ledger):
    ledger.add(Coding(report(0, published=None), (event(report(0), "NOR agreed to send ships", ("NOR",), ("PER",)),)))
    assert len(ledger.events()) == 1
    assert ledger.events(view=View(as_of=date(2020, 1, 1))) == ()
    assert ledger.events()[0].record.start is None


# Queries


def test_events_are_filtered(ledger):
    for number in range(10):
        ledger.add(coding(number))
    assert [e.report for e in ledger.events(Filter(dyad=Dyad("PER", "NOR")))] == ["r0", "r5"]
    assert [e.report for e in ledger.events(Filter(country="NOR"))] == ["r0", "r4", "r5", "r9"]
    assert [e.report for e in ledger.events(Filter(since=FIRST + timedelta(days=8)))] == ["r8", "r9"]
    assert [e.report for e in ledger.events(Filter(until=FIRST + timedelta(days=1)))] == ["r0", "r1"]
    assert ledger.events(Filter(types=("ASSAULT",))) == ()
    assert len(ledger.events(Filter(types=("ASSAULT", "AGREE")))) == 10
    assert ledger.events(Filter(publisher="Wire 9")) == ()
    assert [e.report for e in ledger.events(newest_first=True, limit=2)] == ["r9", "r8"]


def test_counts(ledger):
    for number in range(40):
        ledger.add(coding(number))
    assert [(c.key, c.reports, c.events) for c in ledger.counts("month")] == [("2024-01", 31, 31), ("2024-02", 9, 9)]
    assert [(c.key, c.reports) for c in ledger.counts("publisher")] == [("Wire 0", 14), ("Wire 1", 13), ("Wire 2", 13)]
    first = ledger.dyads()[0]
    assert (first.dyad, first.events, first.reports, first.origins) == (Dyad("FJI", "LAO"), 8, 8, 3)
    assert {count.dyad for count in ledger.dyads(country="NOR")} == {Dyad("FJI", "NOR"), Dyad("NOR", "PER")}


# Corrections


def decide(kind: str, seen, report_id: str = "r1", **fields) -> Correction:
    subject = "claim" if hasattr(seen, "stance") else "link" if isinstance(seen, Link) else "event"
    fields = {"subject": subject, "who": "ana", "why": "read it", "decided": datetime(2026, 1, 2, tzinfo=UTC)} | fields
    return Correction(kind=kind, report_id=report_id, seen=seen, **fields)


def test_change_gives_a_superseding_record(ledger):
    ledger.add(coding(1))
    old = coding(1).events[0]
    (filed,) = ledger.correct([decide("change", old, record=replace(old, type="AID", of=None))])
    new = ledger.coding("r1").events[0]
    assert (new.type, new.intensity, new.quad) == ("AID", 10.0, "material cooperation")
    assert new.id != old.id
    assert ledger.newest_id(old.id) == new.id
    assert ledger.coding("r1").links[0].target == new.id
    assert [(v.record.type, v.correction) for v in ledger.history(new.id)] == [("AGREE", None), ("AID", filed.id)]
    assert ledger.held(Dyad("PER", "KEN")).reviewed == {new.id}
    assert ledger.events()[0].correction == filed.id


def test_corrections_survive_coding_again(ledger):
    ledger.add(coding(1))
    old = coding(1).events[0]
    ledger.correct([decide("change", old, record=replace(old, recipients=(Actor("Laos", "LAO"),)))])
    again = coding(1, coder="fake.v2")
    shorter = event(again.report, "agreed to send ships", ("PER",), ("KEN",), of="AID")  # the same act, other words and id
    assert shorter.id != old.id
    ledger.add(replace(again, events=(shorter,), links=()))
    held = ledger.coding("r1")
    assert [a.country for e in held.events for a in e.recipients] == ["LAO"]
    assert held.coder == "fake.v2"


def test_rejection_survives_coding_again(ledger):
    ledger.add(coding(1))
    ledger.correct([decide("reject", coding(1).events[0])])
    assert ledger.coding("r1").events == ()
    assert ledger.coding("r1").links == ()
    ledger.add(coding(1, coder="fake.v2"))
    assert ledger.coding("r1").events == ()
    assert len(ledger.coding("r1").claims) == 1


def test_added_and_confirmed_records_stay_where_the_coder_sees_nothing(ledger):
    ledger.add(coding(1))
    on, confirmed = report(1), coding(1).events[0]
    added = claim(on, "Observers fear delays", None, ("PER", "KEN"), kind="risk")
    ledger.correct([decide("add", None, subject="claim", record=added), decide("confirm", confirmed)])
    ledger.add(Coding(on, coder="blind.v1"))
    held = ledger.coding("r1")
    assert (held.events, held.claims) == ((confirmed,), (added,))


def test_undo_brings_back_what_was(ledger):
    ledger.add(coding(1))
    before = ledger.coding("r1")
    seen = before.events[0]
    (first,) = ledger.correct([decide("reject", seen)])
    (second,) = ledger.correct([decide("reject", before.claims[0])])
    assert ledger.undo("ana").id == second.id
    assert ledger.undo("ana").id == first.id
    assert ledger.undo("ana") is None
    assert ledger.coding("r1") == before
    assert ledger.corrections(standing=True) == ()
    assert len(ledger.corrections()) == 4


def test_undo_by_id(ledger):
    ledger.add(coding(1))
    first, second = ledger.correct([decide("reject", coding(1).events[0]), decide("confirm", coding(1).claims[0])])
    assert ledger.undo("bo", first.id[:6]) == first
    assert ledger.corrections(standing=True) == (second,)


def test_corrections_before_their_report(ledger, tmp_path):
    with Ledger.open(tmp_path / "other.db") as other:
        other.correct([decide("reject", coding(1).events[0])])
        assert {f.code for f in other.check()} == {"W305"}
        other.add(coding(1))
        ledger.add(coding(1))
        assert len(ledger.correct(other.corrections())) == 1
        assert ledger.correct(other.corrections()) == ()
        assert ledger.digest() == other.digest()
    assert ledger.coding("r1").events == ()


def test_link_across_reports_follows_a_moved_record(ledger):
    ledger.add(coding(0))
    ledger.add(coding(5))
    promise, act = coding(0).events[0], coding(5).events[0]
    kept = Link("fulfils", act.id, promise.id, act.evidence)
    ledger.correct([decide("add", None, "r5", subject="link", record=kept)])
    ledger.correct([decide("change", promise, "r0", record=replace(promise, type="CONCEDE"))])
    moved = ledger.held(NOR_PER).codings
    targets = [link.target for c in moved for link in c.links if link.kind == "fulfils"]
    assert targets == [moved[0].events[0].id]
    assert targets != [promise.id]
    ledger.correct([decide("reject", moved[0].events[0], "r0")])
    assert not [link for c in ledger.held(NOR_PER).codings for link in c.links if link.kind == "fulfils"]


def test_a_rejected_link_is_refused_even_where_it_was_inferred(ledger):
    ledger.add(coding(0))
    ledger.add(coding(5))
    inferred = Link("fulfils", coding(5).events[0].id, coding(0).events[0].id, coding(5).events[0].evidence)
    ledger.correct([decide("reject", inferred, "r5")])
    assert ledger.held(NOR_PER).refused == {(inferred.source, inferred.target)}
    ledger.undo("ana")
    assert ledger.held(NOR_PER).refused == frozenset()


def test_merge_within_a_report(ledger):
    on = report(1)
    one = event(on, "PER agreed to send ships to KEN", ("PER",), ("KEN",))
    two = event(on, "KEN calls it a gift", ("KEN",), ("PER",))
    ledger.add(Coding(on, (one, two), coder="fake.v1"))
    ledger.correct([decide("merge", one, other=two, other_report_id="r1")])
    assert ledger.coding("r1").events == (one,)
    assert ledger.newest_id(two.id) == one.id


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"type": "AGREES"}, "no event type 'AGREES'"),
        ({"mode": "visit"}, "no mode of AGREE 'visit'"),
        ({"aux": "past"}, "no aux 'past'"),
        ({"contexts": ("war",)}, "no context 'war'"),
        ({"actors": ()}, "at least one actor"),
        (
            {"evidence": replace(coding(1).events[0].evidence, quote="NOR agreed to send shipz")},
            "does not stand in report 'r1'",
        ),
    ],
)
def test_wrong_corrections_are_refused(ledger, changes, message):
    ledger.add(coding(1))
    old = coding(1).events[0]
    with pytest.raises(RecordError, match=message):
        ledger.correct([decide("confirm", coding(1).claims[0]), decide("change", old, record=replace(old, **changes))])
    assert ledger.corrections() == ()


def test_a_correction_has_a_name(ledger):
    with pytest.raises(RecordError, match="needs a name"):
        ledger.correct([replace(decide("reject", coding(1).events[0]), who=" ")])


# Its own use


def test_readings_and_briefs(ledger):
    number = ledger.begin_reading(["a.txt"], "fake.v1")
    ledger.note_failure(number, "a.txt", "empty")
    assert {f.code for f in ledger.check()} == {"W303"}
    ledger.end_reading(number, 0, 0, 1)
    assert ledger.check() == ()
    assert ledger.last_brief(NOR_PER) is None
    ledger.note_brief(NOR_PER, date(2024, 1, 31))
    ledger.note_brief(Dyad("PER", "NOR"), date(2024, 2, 1))
    assert ledger.last_brief(NOR_PER).as_of == date(2024, 2, 1)


def test_backup(ledger, tmp_path):
    ledger.add(coding(1))
    ledger.backup(tmp_path / "copy.db")
    with Ledger.open(tmp_path / "copy.db") as copy:
        assert copy.digest() == ledger.digest()
    with pytest.raises(LedgerError, match="exists"):
        ledger.backup(tmp_path / "copy.db")
    with pytest.raises(LedgerError, match="no backup"):
        ledger.backup(tmp_path / "no" / "copy.db")
