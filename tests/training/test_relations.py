"""The measuring of the record on real reports: its figures, and a floor on the gold whose texts are in the repository."""

from datetime import date
from pathlib import Path

import pytest

from detente.actors.resolver import load_resolver
from detente.errors import WorksheetError
from detente.records import Coding, Event, Evidence, Report
from detente.relations.filed import Filed
from detente.training.promises import Fates, Promise, Spot
from detente.training.relations import Corpus, Pair, act_of, b_cubed, check_texts, load_corpus, pairwise, read_pairs

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return load_corpus(CORPUS, tmp_path_factory.mktemp("no-news"))


def test_floor_on_the_pairs_of_reports_that_we_wrote(written: Corpus) -> None:
    pairs = read_pairs(CORPUS / "relations" / "pairs.jsonl", written)
    acts = act_of(written.codings.values())
    assert len(pairs) > 100
    assert pairwise(pairs, acts).f1 >= 0.87
    assert b_cubed(pairs, acts).f1 >= 0.95


def _pair(number: int, first: str, second: str, *, same: bool) -> Pair:
    one, two = (Filed(Event(id_, "CONSULT", (), (), Evidence(0, 1, "x")), Report(id_, "x")) for id_ in (first, second))
    return Pair(number, one, two, same, "")


def test_figures_of_a_clustering() -> None:
    pairs = [_pair(1, "a", "b", same=True), _pair(2, "a", "c", same=False), _pair(3, "b", "d", same=True)]
    figures = pairwise(pairs, {"a": 1, "b": 1, "c": 1, "d": 2})
    assert (figures.precision, figures.recall, figures.f1) == (0.5, 0.5, 0.5)
    cubed = b_cubed(pairs, {"a": 1, "b": 1, "c": 1, "d": 2})
    assert cubed.precision == pytest.approx((2 / 3 + 1 + 1 / 2 + 1) / 4)
    assert cubed.recall == pytest.approx((1 + 2 / 3 + 1 + 1 / 2) / 4)


def test_another_text_is_refused(tmp_path: Path, written: Corpus) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text('{"id": "inv-a-001", "sha256": "0"}\n', encoding="utf-8")
    with pytest.raises(WorksheetError, match="inv-a-001"):
        check_texts(path, written)
    check_texts(CORPUS / "relations" / "reports.jsonl", written)


@pytest.mark.parametrize(
    ("as_of", "status"), [(date(2022, 5, 2), "open"), (date(2022, 5, 20), "kept"), (date(2022, 6, 9), "kept")]
)
def test_fate_of_a_promise_coded_by_hand(as_of: date, status: str) -> None:
    said, done = "Norway's president will visit Turkey on 12 May.", "Norway's president was received in Ankara on Thursday."
    reports = [Report("one", said, published=date(2022, 5, 1)), Report("two", done, published=date(2022, 5, 13))]
    codings = {report.id: Coding(report, (), (), ()) for report in reports}
    promised = {
        "type": "AGREE",
        "of": "CONSULT",
        "by": ["NOR"],
        "to": ["TUR"],
        "due_start": "2022-05-12",
        "due_end": "2022-05-12",
    }
    visit = {"type": "CONSULT", "mode": "visit", "by": ["NOR", "TUR"], "start": "2022-05-12", "end": "2022-05-12"}
    promise = Promise(
        1,
        Spot("one", 0, len(said)),
        ("NOR",),
        ("TUR",),
        promised,
        as_of,
        status,
        None,
        ((Spot("two", 0, len(done)), visit),),
        "",
    )
    fates = Fates({}, codings, load_resolver())
    assert fates.fate(promise, "acts by hand").status == status
    assert fates.fate(promise, "all by the coder").status == "no row"
