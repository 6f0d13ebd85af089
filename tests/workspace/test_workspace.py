from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from plain import PlainCoder

import detente
from detente.errors import DetenteError, InputError, UnknownActorError, WorkspaceError
from detente.ingest.readers import read_sources
from detente.ledger.acts import Pair
from detente.ledger.queries import Filter
from detente.records import Dyad

NOR_PER = Dyad("NOR", "PER")


def test_reading_is_told_in_a_sentence_and_done_once(ws, coder, articles):
    first = ws.read(articles)
    assert (first.added, first.known, first.failed) == (3, 0, ())
    assert str(first) == "Read 3 added, 0 known."
    again = ws.read([articles])
    assert (again.added, again.known) == (0, 3)
    assert len(coder.coded) == 3
    assert repr(ws).endswith("3 reports>")


def test_a_new_coder_reads_again(ws, articles, tmp_path):
    ws.read(articles)
    with detente.open(tmp_path / "ws", coder=PlainCoder("plain.v2")) as later:
        assert later.read(articles).added == 3
        assert {coding.coder for coding in later.reports()} == {"plain.v2"}


def test_one_bad_report_never_stops_the_others(ws, articles):
    (articles / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    (articles / "boom.txt").write_text("Date: 2024-01-01\n\nNOR met PER. KABOOM.", encoding="utf-8")
    (articles / "empty.txt").write_text("", encoding="utf-8")
    reading = ws.read(articles)
    assert reading.added == 3
    assert len(reading.failed) == 3
    assert sorted(str(failure.error).count("the coder has a fault") for failure in reading.failed) == [0, 0, 1]
    assert "3 failed" in str(reading)


def test_progress_is_told(ws, articles):
    told = []
    ws.read(articles, progress=told.append)
    assert [(step.added, step.done) for step in told] == [(1, 1), (2, 2), (3, 3)]
    assert told[-1].last == list(ws.reports())[-1].report.id


def test_one_act_in_two_reports_is_one(ws, articles):
    ws.read(articles)
    first, second = (entry.record.id for entry in ws.events(Filter(dyad=NOR_PER)))
    assert set(ws.ledger.cluster(first)) == {first, second}
    assert ws.ledger.check() == ()
    assert len(ws.dossier("Norway", "Peru").acts) == 1


def test_a_reading_that_was_cut_off_is_taken_up(ws, articles, coder):
    codings = [coder.code(report) for report in _reports(articles)]
    ws.ledger.add(codings[0])  # filed, and killed before it was compared
    assert {finding.code for finding in ws.ledger.check()} == {"W306"}
    ws.read(articles)
    assert ws.ledger.check() == ()


def _reports(articles):
    return [one for one in read_sources([articles]) if isinstance(one, detente.Report)]


def test_order_of_reading_does_not_matter(tmp_path, articles):
    digests = set()
    for name, order in (("x", ("a.txt", "b.txt", "c.txt")), ("y", ("c.txt", "b.txt", "a.txt"))):
        with detente.open(tmp_path / name, coder=PlainCoder()) as ws:
            for file in order:
                ws.read(articles / file)
            digests.add(ws.ledger.digest())
    assert len(digests) == 1


def test_dossier_by_any_name_and_as_of(ws, articles):
    ws.read(articles)
    for a, b in (("norway", "PER"), ("Norwegian", "peru"), ("NOR", "Peruvian")):
        dossier = ws.dossier(a, b)
        assert dossier.dyad == NOR_PER
        assert len(dossier.reports) == 2
    assert dossier.as_of == date(2024, 2, 1)
    assert ws.dyad("NOR", "PER", as_of="2024-01-09").reports == ()
    with pytest.raises(UnknownActorError):
        ws.dossier("Atlantis", "Peru")
    with pytest.raises(InputError, match="both NOR"):
        ws.dossier("Norway", "Norwegian")
    with pytest.raises(InputError, match="no date: 'May'"):
        ws.dossier("Norway", "Peru", "May")


def test_hindsight_takes_later_reports(ws, articles):
    ws.read(articles)
    (articles / "later.txt").write_text("Date: 2024-03-01\n\nNOR helped PER with nets.", encoding="utf-8")
    ws.read(articles)
    assert len(ws.dossier("NOR", "PER", "2024-01-31").reports) == 2
    late = ws.dossier("NOR", "PER", "2024-01-31", hindsight=True)
    assert (late.horizon, len(late.reports)) == (date(2024, 3, 1), 3)


def test_corrections_flow_into_every_view(ws, articles):
    ws.read(articles)
    old = next(act.event for act in ws.dossier("Kenya", "Laos").acts if act.event.type == "SANCTION")
    ws.correct("change", old.id, record=replace(old, type="REJECT"), why="only refused", who="ana")
    changed = ws.dossier("Kenya", "Laos")
    assert sorted(a.event.type for a in changed.acts) == ["REJECT", "THREATEN"]
    assert len(changed.reviewed) == 1
    new = next(iter(changed.reviewed))
    assert ws.find(new[:7]).id == new
    assert ws.undo(who="ana").why == "only refused"
    assert sorted(a.event.type for a in ws.dossier("Kenya", "Laos").acts) == ["SANCTION", "THREATEN"]
    assert ws.undo() is None


def test_a_split_act_stays_two(ws, articles):
    ws.read(articles)
    first, second = (entry.record.id for entry in ws.events(Filter(dyad=NOR_PER)))
    ws.correct("split", first, other_id=second, who="ana")
    assert ws.ledger.cluster(first) == (first,)
    assert len(ws.dossier("NOR", "PER").acts) == 2
    ws.undo()
    assert len(ws.ledger.cluster(first)) == 2


def test_as_of_is_the_same_before_and_after_later_reports(ws, articles):
    ws.read(articles)
    before = ws.rendered(ws.brief("NOR", "PER", "2024-01-31"), "json")
    (articles / "later.txt").write_text("Date: 2024-03-01\n\nNOR sanctioned PER over nets.", encoding="utf-8")
    ws.read(articles)
    assert ws.rendered(ws.brief("NOR", "PER", "2024-01-31"), "json") == before
    assert ws.rendered(ws.brief("NOR", "PER", "2024-03-01"), "json") != before


def test_known_is_the_workspace_as_it_was(ws, articles):
    ws.read(articles / "a.txt")
    moment = datetime.now(UTC)
    before = ws.dossier("NOR", "PER", "2024-01-31", known=moment)
    ws.read(articles)
    ws.correct("reject", before.acts[0].id, who="ana")
    after = ws.dossier("NOR", "PER", "2024-01-31", known=moment)
    assert (after.codings, after.reviewed) == (before.codings, before.reviewed)
    assert len(ws.dossier("NOR", "PER", "2024-01-31").codings) == 2


@pytest.mark.parametrize("since", ["2024-01-05", date(2024, 1, 5), timedelta(days=26), "last"])
def test_brief_tells_changes_since(ws, articles, since):
    ws.read(articles)
    ws.ledger.note_brief(NOR_PER, date(2024, 1, 5))
    assert ws.brief("NOR", "PER", "2024-01-31", since=since).since == date(2024, 1, 5)


def test_review_queue_says_why(ws, articles):
    ws.read(articles)
    queue = ws.review_queue()
    assert [item.why for item in queue] == ["uncertain"] * 4
    assert "certainty 0.90; score -6.0" in queue[0].reason
    ws.correct("confirm", queue[0].event, who="ana")
    assert queue[0].event not in {item.event for item in ws.review_queue()}
    assert {item.why for item in ws.review_queue("Norway", "Peru")} == {"uncertain"}
    assert len(ws.review_queue(limit=2)) == 2


def test_review_queue_asks_about_pairs_until_somebody_says(ws, articles):
    ws.read(articles)
    one, two = (entry.record.id for entry in ws.events(Filter(dyad=Dyad("KEN", "LAO"))))
    ws.ledger.file_pairs([Pair(one, two, 0.5)])
    first = ws.review_queue("Kenya", "Laos")[0]
    assert (first.why, {first.event, first.other}) == ("same act", {one, two})
    assert "probability 0.50" in first.reason
    assert ws.review_queue("Norway", "Peru")[0].why == "uncertain"
    ws.correct("split", one, other_id=two, who="ana")
    assert ws.review_queue("Kenya", "Laos")[0].why == "uncertain"


def test_contradictions_come_by_themselves(ws, articles):
    ws.read(articles)
    one, two = ws.events(Filter(dyad=NOR_PER))
    ws.correct("change", two.record.id, record=replace(two.record, aux="negation"), who="ana")
    first = ws.review_queue()[0]
    assert (first.why, one.record.id in {first.event, first.other}) == ("contradiction", True)
    assert first.reason == "done and denied: one report has it done, another not done"
    for id_ in (first.event, first.other):
        ws.correct("confirm", id_, who="ana")
    assert "contradiction" not in {item.why for item in ws.review_queue()}


def test_correcting_what_is_not_there(ws, articles):
    ws.read(articles)
    with pytest.raises(InputError, match="no event or claim"):
        ws.correct("reject", "0" * 16)
    with pytest.raises(InputError, match="begins with"):
        ws.find("zzzz")
    every = ws.ledger.find("")
    assert len(every) > 1
    with pytest.raises(InputError, match="ids begin with ''"):
        ws.find("")


def test_search(ws, articles):
    ws.read(articles)
    assert ws.search("blockade").hits[0].what == "claim"
    assert ws.search("blockade", as_of="2024-01-31").total == 0


def test_codings_made_elsewhere(ws, articles, tmp_path):
    ws.read(articles)
    with detente.open(tmp_path / "other") as other:
        assert other.file(ws.reports()) == (3, 0)
        assert other.file(ws.reports()) == (0, 3)
        assert other.ledger.digest() == ws.ledger.digest()


def test_folders(tmp_path):
    with pytest.raises(WorkspaceError, match=r"no workspace in .*detente demo"):
        detente.open(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="is a file"):
        detente.open(tmp_path / "file")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "detente.toml").write_text("colour = 1", encoding="utf-8")
    with pytest.raises(DetenteError, match="no setting 'colour'"):
        detente.open(tmp_path / "bad")
    detente.open(tmp_path / "deep" / "er").close()
    detente.open(tmp_path / "deep" / "er", create=False).close()
