from detente.ingest.duplicates import Duplicates
from detente.ingest.readers import report_from_text

BODY = (
    "Kenya and Somalia agreed on Tuesday to reopen a border post that Nairobi had closed in March, officials of both sides"
    " said. The post at Mandera was shut after a raid in which four guards were killed. Traders have lost half of their income"
    " since then. Both sides will meet again in July to settle how goods are to be inspected, and by whom, the ministries said."
)
OTHER = (
    "Chile and Peru will hold a joint exercise of their navies off Arica next month, the first in eleven years, their"
    " ministries said. The exercise follows a visit of the Chilean minister to Lima, where the two sides spoke of fishing"
    " rights and of smugglers."
)


def test_the_same_words_are_a_duplicate_whatever_their_case_and_spacing() -> None:
    known = Duplicates()
    assert known.add(report_from_text(BODY, id="a")) is None
    assert known.add(report_from_text(BODY.upper().replace(" ", "\n"), id="b")) == "a"
    assert known.add(report_from_text(BODY, id="a")) == "a"


def test_an_edited_copy_is_a_duplicate_of_the_first() -> None:
    known = Duplicates()
    known.add(report_from_text(OTHER, id="other"))
    known.add(report_from_text(BODY, id="a"))
    assert known.add(report_from_text(f"NAIROBI (AFP) - {BODY} (AFP)", id="b")) == "a"
    assert known.add(report_from_text(BODY.replace("four guards", "five guards"), id="c")) == "a"


def test_another_report_on_the_same_matter_is_none() -> None:
    known = Duplicates()
    known.add(report_from_text(BODY, id="a"))
    retold = (
        "Officials in Nairobi say that the border with Somalia opens again. It was shut in March, when guards died in a raid."
    )
    assert known.add(report_from_text(retold, id="b")) is None
    assert known.add(report_from_text(OTHER, id="c")) is None


def test_the_threshold_is_kept() -> None:
    half = BODY[: len(BODY) // 2] + OTHER[: len(OTHER) // 2]
    strict, lax = Duplicates(threshold=0.9), Duplicates(threshold=0.2)
    for known in (strict, lax):
        known.add(report_from_text(BODY, id="a"))
    assert strict.add(report_from_text(half, id="b")) is None
    assert lax.add(report_from_text(half, id="b")) == "a"


def test_short_texts_are_duplicates_only_when_equal() -> None:
    known = Duplicates()
    assert known.add(report_from_text("Talks resumed.", id="a")) is None
    assert known.add(report_from_text("Talks ended.", id="b")) is None
    assert known.add(report_from_text("talks resumed", id="c")) == "a"
