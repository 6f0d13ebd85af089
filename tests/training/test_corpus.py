import json
import random

import pytest

from detente.errors import WorksheetError
from detente.training.corpus import is_for_tuning, restore, to_standoff
from detente.training.swap import swap
from tests.training.test_worksheet import RECORDS, compiled


@pytest.fixture
def coded() -> dict:
    (report,), _ = compiled(RECORDS)
    return report


def test_a_standoff_coding_holds_no_word_of_the_report(coded: dict) -> None:
    written = json.dumps(to_standoff(coded))
    for word in ("urged", "crew", "Tuesday", "relief"):
        assert word not in written


def test_a_standoff_coding_comes_back_as_it_was(coded: dict) -> None:
    assert restore(to_standoff(coded), coded["document"]) == coded


def test_another_text_is_refused(coded: dict) -> None:
    other = coded["document"] | {"text": coded["document"]["text"] + " More."}
    with pytest.raises(WorksheetError, match="SHA-256"):
        restore(to_standoff(coded), other)


def test_a_swap_moves_every_offset_along(coded: dict) -> None:
    for seed in range(20):
        other = swap(coded, random.Random(seed))
        text = other["document"]["text"]
        assert "Kenya" not in text
        for kind in ("events", "claims", "links"):
            for record in other[kind]:
                evidence = record["evidence"]
                assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        trigger = other["events"][0]["trigger"]
        assert text[trigger["start"] : trigger["end"]] == "urged"
        assert other["events"][0]["topics"] == ["the crew"]
        assert other["events"][1]["date_text"] == "on Tuesday"


def test_a_report_without_countries_stays_as_it_is(coded: dict) -> None:
    plain = {"document": {"text": "Rovers beat City."}, "events": [], "claims": [], "links": []}
    assert swap(plain, random.Random(1)) is plain


def test_one_report_in_ten_is_kept_for_tuning() -> None:
    kept = [f"report-{n}" for n in range(1000) if is_for_tuning(f"report-{n}")]
    assert 70 < len(kept) < 130
    assert all(is_for_tuning(ident) for ident in kept)
