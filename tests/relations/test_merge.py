"""Merging: measured on the hand-made gold, and the same in any order of reading."""

import random
from collections import defaultdict
from datetime import date
from itertools import combinations
from typing import NamedTuple

import pytest
import relations_gold
import relations_random

from detente.records import Event
from detente.relations.dossier import Dossier
from detente.relations.filed import Filed, parties
from detente.relations.match import MOST_DAYS, match
from detente.relations.merge import SAME, Merger, merge

GOLD = relations_gold.load()
HELD_OUT = tuple(record for record in GOLD if int(record.story) % 2 == 0)


class Measured(NamedTuple):
    pairwise: float
    b_cubed: float


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall)


def _measure(records: tuple[relations_gold.Labelled, ...]) -> Measured:
    stories = defaultdict(list)
    for record in records:
        stories[record.story].append(record)
    hits = predicted = wanted = 0
    precision = recall = 0.0
    for story in stories.values():
        found = {id_: set(act.ids) for act in merge(r.filed for r in story) for id_ in act.ids}
        gold = {r.filed.record.id: {o.filed.record.id for o in story if o.act == r.act} for r in story}
        for one, two in combinations(found, 2):
            hits += two in found[one] and two in gold[one]
            predicted += two in found[one]
            wanted += two in gold[one]
        for id_, cluster in found.items():
            precision += len(cluster & gold[id_]) / len(cluster) / len(records)
            recall += len(cluster & gold[id_]) / len(gold[id_]) / len(records)
    return Measured(_f1(hits / predicted, hits / wanted), _f1(precision, recall))


def test_gold_is_large_and_hard_enough() -> None:
    comparable = [m for s in {r.story for r in GOLD} for m in _matches(s)]
    assert len(GOLD) >= 240
    assert len(comparable) >= 250  # pairs that blocking does not settle
    assert all(match(a.filed, b.filed) for a, b in combinations(GOLD, 2) if a.act == b.act), "blocking parts no gold pair"


def _matches(story: str) -> list[object]:
    records = [r for r in GOLD if r.story == story]
    return [m for a, b in combinations(records, 2) if (m := match(a.filed, b.filed))]


@pytest.mark.parametrize("records", [GOLD, HELD_OUT], ids=["all", "held out"])
def test_quality_on_gold(records: tuple[relations_gold.Labelled, ...]) -> None:
    measured = _measure(records)
    assert measured.pairwise >= 0.92
    assert measured.b_cubed >= 0.95


def test_order_of_reading_does_not_matter() -> None:
    filed = [r.filed for r in GOLD]
    expected = merge(filed)
    for seed in range(3):
        random.Random(seed).shuffle(filed)
        assert merge(filed) == expected


def test_adding_one_by_one_gives_what_reading_all_at_once_gives() -> None:
    merger = Merger()
    for number, record in enumerate(GOLD[:60]):
        merger.add(record.filed)
        if number % 20 == 0:
            assert merger.acts() == merge(r.filed for r in GOLD[: number + 1])
    merger.add(GOLD[0].filed)  # known already
    assert merger.acts() == merge(r.filed for r in GOLD[:60])


def test_same_words_on_distant_days_are_two_acts() -> None:
    may, june = (next(r.filed for r in GOLD if r.act == act) for act in ("27/a", "27/b"))
    assert may.record.start
    assert june.record.start
    assert (june.record.start - may.record.start).days > MOST_DAYS
    assert match(may, june) is None


def test_match_gives_its_reasons() -> None:
    first, second = (r.filed for r in GOLD if r.act == "05/a" and r.filed.record.aux is None and r.filed.record.mode)
    found = match(first, second)
    assert found
    assert found.probability > 0.8
    assert found.reasons[0][0] == "same day"
    assert "other number" in dict(found.reasons)  # two killed, four killed: one strike all the same


def test_a_persons_decision_goes_before_the_score() -> None:
    one, two, *_ = (r.filed for r in GOLD if r.act == "01/a")
    other = next(r.filed for r in GOLD if r.act == "01/b")
    parted = merge([one, two], apart=[frozenset({one.record.id, two.record.id})])
    assert [len(act.members) for act in parted] == [1, 1]
    joined = merge([one, two, other], same=[frozenset({one.record.id, other.record.id})])
    assert [len(act.members) for act in joined] == [3]


def test_a_denied_and_a_done_act_are_never_one() -> None:
    for act in Dossier(relations_random.dyad(), date(2024, 1, 1), relations_random.dossier_codings(5, 60, 5)).acts:
        auxes = {member.record.aux for member in act.members}
        assert "negation" not in auxes or auxes == {"negation"}


def _known(filed: list[Filed[Event]]) -> dict[tuple[str, str], float]:
    """What a ledger keeps: the likely pairs of events of two parties."""
    whole = [one for one in filed if len(parties(one.record)) > 1]
    ordered = sorted(whole, key=lambda one: one.record.id)
    found = ((a, b, match(a, b)) for a, b in combinations(ordered, 2))
    return {(a.record.id, b.record.id): m.probability for a, b, m in found if m and m.probability >= SAME}


def test_pairs_known_before_give_what_comparing_anew_gives() -> None:
    gold = [r.filed for r in GOLD]
    random_ones = [
        Filed(event, coding.report, coding.coder)
        for coding in relations_random.dossier_codings(5, 30, 6)
        for event in coding.events
    ]
    for filed in (gold, random_ones):
        assert merge(filed, alike=_known(filed)) == merge(filed)
        some = [one.record.id for one in filed[::7]]
        decided = {"same": [frozenset(some[:2])], "apart": [frozenset(act.ids) for act in merge(filed) if len(act.ids) > 1][:3]}
        assert merge(filed, alike=_known(filed), **decided) == merge(filed, **decided)
