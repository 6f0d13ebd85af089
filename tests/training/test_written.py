"""The reports that we wrote: they compile, they are invented, and they do not repeat each other."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from detente.training.corpus import read_worksheets

CORPUS = Path(__file__).parents[2] / "corpus"
#: Names of institutions make a few runs of eight words unavoidable.
SHARED = 5


@pytest.fixture(scope="module")
def written() -> list[dict]:
    return list(read_worksheets(CORPUS / "written"))


def test_every_worksheet_says_that_it_is_invented() -> None:
    for path in CORPUS.glob("written*/*.txt"):
        assert path.read_text(encoding="utf-8").startswith("# Invented:"), path.name


def test_all_types_and_kinds_are_covered(written: list[dict]) -> None:
    types = Counter(e["type"] for report in written for e in report["events"])
    kinds = Counter(c["kind"] for report in written for c in report["claims"])
    assert len(written) >= 440
    assert len(types) == 16
    assert min(types.values()) >= 90
    assert len(kinds) == 6


def test_no_two_reports_share_more_than_a_few_runs_of_eight_words(written: list[dict]) -> None:
    first: dict[tuple[str, ...], str] = {}
    shared: Counter[tuple[str, str]] = Counter()
    for report in written:
        words = re.findall(r"[\w']+", report["document"]["text"].lower())
        for run in {tuple(words[i : i + 8]) for i in range(len(words) - 7)}:
            other = first.setdefault(run, report["document"]["id"])
            if other != report["document"]["id"]:
                shared[other, report["document"]["id"]] += 1
    assert [pair for pair, n in shared.items() if n > SHARED] == []


def test_reports_kept_for_measuring_share_nothing_with_those_trained_on(written: list[dict]) -> None:
    def runs(reports: list[dict]) -> set[tuple[str, ...]]:
        texts = [re.findall(r"[\w']+", r["document"]["text"].lower()) for r in reports]
        return {tuple(words[i : i + 8]) for words in texts for i in range(len(words) - 7)}

    kept = list(read_worksheets(CORPUS / "written-test"))
    assert len(kept) >= 30
    assert {r["document"]["id"] for r in kept} & {r["document"]["id"] for r in written} == set()
    # Names of treaties and bodies are long.
    assert len(runs(kept) & runs(written)) <= 10


def test_codings_of_other_peoples_reports_hold_no_words_of_theirs() -> None:
    for path in (CORPUS / "news").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            coding = json.loads(line)
            for event in coding["events"]:
                assert "quote" not in event["evidence"]
                assert all("text" not in actor for actor in event["actors"] + event["recipients"])


def test_held_out_reports_are_not_trained_on() -> None:
    ids = {
        name: {json.loads(line)["id"] for line in (CORPUS / "news" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()}
        for name in ("train", "test")
    }
    assert len(ids["test"]) >= 80
    assert ids["train"] & ids["test"] == set()
