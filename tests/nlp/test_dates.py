import csv
import itertools
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.nlp.dates import DateMention, find_dates, resolve_in

WEDNESDAY = date(2024, 6, 12)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def cases() -> list[dict[str, str]]:
    with (Path(__file__).parent / "dates.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['published']}-{case['sentence'][:50]}")
def test_table(case: dict[str, str]) -> None:
    """`words` are found in the sentence and mean `first`..`last`; without words the sentence has no date."""
    published = day(case["published"])
    found = {m.text: m for m in find_dates(case["sentence"], published)}
    if not case["words"]:
        assert found == {}
        return
    mention = found[case["words"]]
    days = (mention.first, mention.last)
    if case["tense"]:
        days = resolve_in(mention, future=case["tense"] == "future", published=published)[:2]
    assert days == (day(case["first"]), day(case["last"]))


@pytest.mark.parametrize(
    ("words", "past", "future"),
    [
        ("in November", "2023-11-01", "2024-11-01"),
        ("on Tuesday", "2024-06-11", "2024-06-18"),
        ("on Wednesday", "2024-06-12", "2024-06-12"),
        ("on March 3", "2024-03-03", "2025-03-03"),
        ("in the spring", "2024-03-01", "2025-03-01"),
        ("in the first quarter", "2024-01-01", "2025-01-01"),
        ("at Christmas", "2023-12-25", "2024-12-25"),
        ("in early May", "2024-05-01", "2025-05-01"),
        ("over the weekend", "2024-06-08", "2024-06-15"),
        ("in 2019", "2019-01-01", "2019-01-01"),
        ("last week", "2024-06-03", "2024-06-03"),
    ],
)
def test_the_tense_decides_where_the_words_do_not(words: str, past: str, future: str) -> None:
    mention = DateMention(0, len(words), words, None, None, "unknown")
    assert resolve_in(mention, future=False, published=WEDNESDAY).first == date.fromisoformat(past)
    assert resolve_in(mention, future=True, published=WEDNESDAY).first == date.fromisoformat(future)


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("They met yesterday.", "past"),
        ("They meet tomorrow.", "future"),
        ("They meet today.", "present"),
        ("They met on 4 May 2022.", "point"),
        ("They met in May.", "unknown"),
        ("Nobody has called since 2020.", "past"),
        ("Troops must leave by 30 June.", "future"),
    ],
)
def test_direction(sentence: str, direction: str) -> None:
    assert [m.direction for m in find_dates(sentence, WEDNESDAY)] == [direction]


def test_an_anchored_date_keeps_its_days_in_either_tense() -> None:
    later = find_dates("The raid was on June 3. Two days later, the port shut.", WEDNESDAY)[1]
    assert resolve_in(later, future=True, published=WEDNESDAY).first == date(2024, 6, 5)


def test_mentions_stand_where_they_say() -> None:
    text = "On Tuesday the two met; a second round is due in July, before the vote of 4 May 2025.\n\nLast week nothing moved."
    found = find_dates(text, WEDNESDAY)
    assert [m.text for m in found] == ["On Tuesday", "in July", "4 May 2025", "Last week"]
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_two_dates_joined_by_and_are_two_where_each_has_its_year() -> None:
    found = find_dates("Summits were held on 4 May 2016 and 6 June 2017.", WEDNESDAY)
    assert [m.first for m in found] == [date(2016, 5, 4), date(2017, 6, 6)]


def test_a_move_from_one_day_to_another_is_no_stretch() -> None:
    found = find_dates("The vote was moved from Tuesday to Friday.", WEDNESDAY)
    assert [(m.text, m.first) for m in found] == [("from Tuesday", date(2024, 6, 11)), ("Friday", date(2024, 6, 7))]


PIECES = [
    "in", "on", "by", "since", "the", "end", "of", "early", "next", "last", "May", "March", "31", "2024", "99999999999", "00",
    "week", "years", "ago", "later", "-", "–", ",", "'s", "Tuesday", "Sun.", "(", "two", "a", "couple",
    "decade", "0001", "9999",
    "between", "and", "to", "within", "quarter", "Q1", "1990s", "Christmas", "Feb.", "29", "century", "1/1/1", "٣", "second",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.dates() | st.none(), st.booleans())
def test_any_words_give_ordered_mentions_and_no_crash(pieces: list[str], published: date | None, future: bool) -> None:
    text = " ".join(pieces)
    found = find_dates(text, published)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for mention in found:
        assert text[mention.start : mention.end] == mention.text != ""
        for first, last, _ in ((mention.first, mention.last, ""), resolve_in(mention, future=future, published=published)):
            assert first is None or last is None or first <= last


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.dates())
def test_any_text_gives_no_crash(text: str, published: date) -> None:
    find_dates(f"in May {text} 2024", published)


@pytest.mark.parametrize(
    "piece", ["in ", "early ", "the end of ", "between May and ", "2 ", "May ", "a couple of ", "2024-", "1.", "-"]
)
def test_hostile_repetition_is_quick(piece: str) -> None:
    start = time.perf_counter()
    find_dates("May " + piece * (20_000 // len(piece)), WEDNESDAY)
    assert time.perf_counter() - start < 2
