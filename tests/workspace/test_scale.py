"""What the ledger keeps ready gives the pages that everything compared anew gives, and no other."""

import random
import sys
from dataclasses import replace
from pathlib import Path

import detente

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from archive import FIRST, Maker

DAY = FIRST.replace(year=2020)


def _filled(folder: Path, reports: int, *, one_by_one: bool) -> detente.Workspace:
    maker = Maker(3)
    ws = detente.open(folder)
    codings = [maker.coding(number) for number in range(reports)]
    for batch in [[coding] for coding in codings] if one_by_one else [codings]:
        ws.file(batch)
    return ws


def test_pairs_kept_in_the_ledger_give_what_comparing_anew_gives(tmp_path):
    for one_by_one in (True, False):
        with _filled(tmp_path / str(one_by_one), 150, one_by_one=one_by_one) as ws:
            for as_of in (None, DAY):
                kept = ws.dossier("China", "USA", as_of)
                assert kept.alike
                assert any(len(act.members) > 1 for act in kept.acts)
                assert kept.acts == replace(kept, alike=None).acts


def test_a_page_is_kept_until_something_it_says_changes(tmp_path, monkeypatch):
    made = []
    with _filled(tmp_path, 60, one_by_one=False) as ws:
        whole = ws.brief
        monkeypatch.setattr(ws, "brief", lambda *asked, **more: made.append(asked) or whole(*asked, **more))

        def page(as_of: str = "2024-12-31") -> str:
            shown = ws.page("China", "USA", as_of)
            assert shown == whole("China", "USA", as_of).page
            return ws.rendered(shown, "markdown")

        first = page()
        assert page() == first
        assert len(made) == 1
        ws.page("USA", "China", "2024-12-31")  # the other way round is another page
        page("2020-01-01")
        assert len(made) == 3

        maker = Maker(4)
        ws.file([_between(maker, 1001, {"KEN", "TZA"})])
        assert page() == first
        assert len(made) == 3, "a report on others changes nothing"
        ws.file([_between(maker, 2001, {"CHN", "USA"})])
        changed = page()
        assert changed != first
        assert len(made) == 4

        event = next(event for act in ws.dossier("China", "USA", "2024-12-31").between for event in act.ids)
        ws.correct("reject", event, why="test", who="me")
        assert page() != changed
        assert len(made) == 5
        ws.undo()
        assert page() == changed
        assert len(made) == 6


def _between(maker: Maker, number: int, sides: set[str]) -> detente.Coding:
    """The next coding of the maker that tells of no countries but these, or of both."""
    for step in range(5000):
        coding = maker.coding(number + step * 10_000)
        told = {actor.country for event in coding.events for actor in (*event.actors, *event.recipients)}
        if (sides == {"KEN", "TZA"} and not told & {"CHN", "USA"}) or (sides != {"KEN", "TZA"} and sides <= told):
            return coding
    raise AssertionError


def test_pages_on_large_dyads_are_made_ahead(tmp_path, monkeypatch):
    monkeypatch.setattr("detente.workspace.facade._LARGE", 10)
    with _filled(tmp_path, 60, one_by_one=False) as ws:
        ws.prepare()
        monkeypatch.setattr(ws, "brief", None)  # cannot be made any more
        assert ws.page("China", "USA").dyad.first == "CHN"
        assert ws.page("USA", "China").dyad.first == "USA"


def test_a_queue_of_all_makes_what_it_can_and_keeps_it(tmp_path, monkeypatch):
    with _filled(tmp_path, 120, one_by_one=False) as ws:
        (largest,) = (busy.events for busy in ws.ledger.busiest(1))
        monkeypatch.setattr("detente.workspace.facade._AT_ONCE", largest - 1)
        asked = []
        whole = ws.dossier
        monkeypatch.setattr(ws, "dossier", lambda a, b, *more, **named: asked.append((a, b)) or whole(a, b, *more, **named))
        before = ws.review_queue(limit=1000)
        assert ("CHN", "USA") not in asked, "too large for one call"
        assert asked, "but not the others"
        ws.prepare()
        asked.clear()
        for _ in range(200):
            after = ws.review_queue(limit=1000)
        assert {item.event for item in before if item.why == "promise"} <= {item.event for item in after}
        assert len(asked) == len(set(asked)), "nothing is made twice"


def test_a_correction_leaves_pages_on_other_pairs(tmp_path, monkeypatch):
    with _filled(tmp_path, 60, one_by_one=False) as ws:
        pairs = [(count.dyad.first, count.dyad.second) for count in ws.ledger.dyads()[:12]]
        for pair in pairs:
            ws.page(*pair, "2024-12-31")
        made = []
        whole = ws.brief
        monkeypatch.setattr(ws, "brief", lambda *asked, **more: made.append(asked[:2]) or whole(*asked, **more))
        chance = random.Random(5)
        for kind in ("confirm", "reject", "merge", "split", "reject", "undo"):
            one, two = (entry.record.id for entry in chance.sample(ws.ledger.events(), 2))
            if kind == "undo":
                ws.undo()
            else:
                ws.correct(kind, one, other_id=two if kind in ("merge", "split") else None, who="me")
            made.clear()
            shown = [ws.page(*pair, "2024-12-31") for pair in pairs]
            assert 0 < len(made) < len(pairs), "some pages are made anew, others are not"
            assert shown == [whole(*pair, "2024-12-31").page for pair in pairs], "and none is out of date"
