"""The sentences that we wrote and coded: they are read, they cover all types, and they do not repeat each other."""

import re
from collections import Counter
from pathlib import Path

import pytest

from detente.training.sentences import read_sentences

FOLDER = Path(__file__).parents[2] / "corpus" / "sentences"


@pytest.fixture(scope="module")
def coded() -> list[dict]:
    return list(read_sentences(FOLDER))


def test_all_types_are_covered_and_many_sentences_name_no_act(coded: list[dict]) -> None:
    types = Counter(e["type"] for sentence in coded for e in sentence["events"])
    assert len(types) == 16
    assert min(types.values()) >= 240
    assert sum(not sentence["events"] for sentence in coded) >= 600


def test_every_act_has_an_actor(coded: list[dict]) -> None:
    assert [s["document"]["id"] for s in coded if not all(e["actors"] for e in s["events"])] == []


def test_hardly_a_run_of_eight_words_stands_in_two_sentences(coded: list[dict]) -> None:
    runs: Counter[tuple[str, ...]] = Counter()
    for sentence in coded:
        words = re.findall(r"[\w']+", sentence["document"]["text"].lower())
        runs.update(set(zip(*(words[i:] for i in range(8)), strict=False)))
    assert sum(count > 1 for count in runs.values()) <= 8
