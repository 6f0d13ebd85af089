"""The shipped model's figures on reports that it was not trained on; `floors.json` pins them, and this refuses to go below."""

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest

from detente.coder import Coder, load_coder
from detente.formats.jsonl import from_json
from detente.ingest.readers import read_sources
from detente.records import Coding, Report
from detente.scorer import score
from detente.training.worksheet import compile_worksheet

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def coder() -> Coder:
    return load_coder()


@pytest.fixture(scope="module")
def gold() -> list[Coding]:
    coded, errors = compile_worksheet((HERE / "data" / "variants.txt").read_text(encoding="utf-8"), lambda _: None)
    assert errors == []
    return [from_json(report) for report in coded]


def test_the_test_set_is_the_one_that_was_pinned() -> None:
    digest = hashlib.sha256((HERE / "data" / "variants.txt").read_bytes()).hexdigest()
    assert digest == FLOORS["variants_sha256"], "the test set changed: measure again and pin its figures with its digest"


def test_five_variants_of_the_first_story(coder: Coder, gold: list[Coding]) -> None:
    found = score(gold, list(coder.code_many(c.report for c in gold)), samples=1)
    reached = {level: round(found.figures[level].f1, 3) for level in FLOORS["variants"]}
    below = {level: f1 for level, f1 in reached.items() if f1 < FLOORS["variants"][level]}
    assert not below, f"below the floors {FLOORS['variants']}: {reached}"


def demo() -> list[Report]:
    path = files("detente") / "demo" / "reports.jsonl"
    return [found for found in read_sources([str(path)]) if isinstance(found, Report)]


def test_every_record_of_the_demo_stands_on_words_of_its_report(coder: Coder) -> None:
    reports = demo()
    codings = list(coder.code_many(reports))
    assert [c.report.id for c in codings] == [r.id for r in reports]
    assert sum(len(c.events) for c in codings) > FLOORS["demo_events_at_least"]
    for coding in codings:
        for record in (*coding.events, *coding.claims, *coding.links):
            evidence = record.evidence
            assert coding.report.text[evidence.start : evidence.end] == evidence.quote
            assert 0 <= record.confidence <= 1


def test_reports_that_are_none_of_our_business_yield_no_event_between_countries(coder: Coder) -> None:
    for word in ("football", "weather", "markets", "music"):
        (report,) = [r for r in demo() if r.id.endswith(word)]
        sides = [{a.country for a in (*e.actors, *e.recipients)} - {None} for e in coder.code(report).events]
        assert [s for s in sides if len(s) > 1] == [], word


def test_coding_twice_gives_the_same(coder: Coder) -> None:
    report = demo()[0]
    assert coder.code(report) == coder.code(report)
