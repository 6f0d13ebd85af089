"""What the ledger keeps ready gives the pages that everything compared anew gives, and no other."""

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
