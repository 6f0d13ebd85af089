"""Every mention in a report that can act, and whom it stands for on the report's date."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from detente.actors.mention import KINDS, Mention
from detente.actors.resolver import load_resolver
from detente.ontology.spelling import fold
from detente.records import Report

HERE = Path(__file__).parent
EXPECTED = re.compile(r"(?P<words>.+?) (?:= (?P<codes>[A-Z0-9+]+)(?: (?P<sector>[A-Z]{3}))?(?: \| (?P<name>.+))?|~)$")


@dataclass
class Case:
    published: date
    publisher: str | None
    title: str | None
    text: str = ""
    lines: list[str] = field(default_factory=list)


def cases() -> Iterator[Case]:
    case: Case | None = None
    for line in (HERE / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            head = [part.strip() or None for part in line[1:].split("|")] + [None, None]
            case = Case(date.fromisoformat(head[0] or ""), head[1], head[2])
        elif case and not case.text:
            case.text = line
        elif case and line:
            case.lines.append(line)
        elif case:
            yield case
            case = None
    if case:
        yield case


def read(case: Case) -> tuple[Mention, ...]:
    return load_resolver().mentions(Report("r", case.text, case.title, case.published, case.publisher))


CASES = list(cases())


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 120


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:50])
def test_mentions_of_a_sentence(case: Case) -> None:
    mentions = read(case)
    told = {mention.text: [(actor.country, actor.sector, actor.name) for actor in mention.actors] for mention in mentions}
    for line in case.lines:
        if line.startswith("! "):
            assert not [text for text, actors in told.items() if line[2:] in text and actors], told
            continue
        expected = EXPECTED.fullmatch(line)
        assert expected, line
        assert expected["words"] in told, told
        actors = told[expected["words"]]
        if expected["codes"]:
            assert {country for country, _, _ in actors} == set(expected["codes"].split("+")), (line, actors)
        if expected["sector"]:
            assert {sector for _, sector, _ in actors} == {expected["sector"]}, (line, actors)
        if expected["name"]:
            assert fold(expected["name"]) in {fold(name) for _, _, name in actors if name}, (line, actors)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:50])
def test_mentions_are_sound(case: Case) -> None:
    mentions = read(case)
    assert [mention.start for mention in mentions] == sorted(mention.start for mention in mentions)
    for mention, after in pairwise(mentions):
        assert mention.end <= after.start
    for mention in mentions:
        assert mention.text == case.text[mention.start : mention.end]
        assert mention.kind in KINDS
        assert bool(mention.actors) != bool(mention.reason), mention


def report(text: str, published: str = "2024-01-31", publisher: str | None = None, title: str | None = None) -> Report:
    return Report("r", text, title, date.fromisoformat(published), publisher)


def told(text: str, words: str, **head: str) -> tuple[Mention, set[str | None]]:
    """The mention with those words, and the countries it stands for."""
    mention = next(mention for mention in load_resolver().mentions(report(text, **head)) if mention.text == words)
    return mention, {actor.country for actor in mention.actors}


def test_undated_report_is_read() -> None:
    mentions = load_resolver().mentions(Report("r", "The Chinese foreign minister went to Oslo."))
    assert [mention.text for mention in mentions] == ["The Chinese foreign minister", "Oslo"]


def test_offices_follow_the_date() -> None:
    names = [told("The U.S. president spoke.", "The U.S. president", published=day)[0].actors[0].name
             for day in ("2010-05-01", "2018-05-01", "2022-05-01", "2025-05-01")]  # fmt: skip
    assert names == ["Barack Obama", "Donald Trump", "Joe Biden", "Donald Trump"]


def test_sector_of_a_group_follows_the_date() -> None:
    assert told("The Taliban closed the road.", "The Taliban", published="2015-05-01")[0].actors[0].sector == "REB"
    assert told("The Taliban closed the road.", "The Taliban", published="2023-05-01")[0].actors[0].sector == "GOV"


def test_kinds_tell_places_from_offices() -> None:
    text = (
        "In Oslo, Norway met Hamas, the United Nations, Huawei and the Swedish prime minister; Greta Holm, a Danish envoy,"
        " said they and both sides agreed. Dutch police saw protesters."
    )
    kinds = {mention.text: mention.kind for mention in load_resolver().mentions(report(text))}
    assert kinds == {
        "Oslo": "capital", "Norway": "country", "Hamas": "armed group", "the United Nations": "organisation",
        "Huawei": "company", "the Swedish prime minister": "office", "Greta Holm, a Danish envoy": "person", "they": "pronoun",
        "both sides": "sides", "Dutch police": "body", "protesters": "people",
    }  # fmt: skip


def test_title_introduces_people() -> None:
    _, codes = told(
        "Abuya said the talks had begun.",
        "Abuya",
        title="Kenyan farm minister Peter Abuya flies to Kampala",
        published="2021-03-04",
    )
    assert codes == {"KEN"}


def test_joint_statement_speaks_for_all() -> None:
    _, codes = told(
        "We agreed to meet again.",
        "We",
        publisher="The White House",
        title="Joint Statement of the Leaders of Japan and Australia",
    )
    assert codes == {"JPN", "AUS"}


def test_president_speaks_as_i() -> None:
    mention, codes = told(
        "I have ordered it.",
        "I",
        publisher="The White House",
        title="Statement by President Joe Biden on Haiti",
        published="2023-02-01",
    )
    assert codes == {"USA"}
    assert mention.actors[0].name == "Joe Biden"


def test_dateline_helps_where_no_country_is_named() -> None:
    line = Report("r", "The ministry denied everything.", None, date(2020, 5, 1), None, dateline="OSLO")
    assert load_resolver().mentions(line)[0].actors[0].country == "NOR"


@pytest.mark.parametrize(
    ("text", "words"),
    [("Its allies stayed silent.", "Its allies"), ("He nodded.", "He"), ("They agreed.", "They"), ("We agree.", "We")],
)
def test_what_cannot_be_resolved_says_why(text: str, words: str) -> None:
    mention = next(mention for mention in load_resolver().mentions(report(text)) if mention.text == words)
    assert mention.actors == ()
    assert mention.reason
    assert " " in mention.reason


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "'’s", "of the of the", "the " * 3000, "China " * 3000, "A" * 20000])
def test_odd_texts_do_no_harm(text: str) -> None:
    for mention in load_resolver().mentions(report(text)):
        assert mention.text == text[mention.start : mention.end]


RESOLVED = "The leaders of the United States, Egypt, and Qatar met. President Erdogan and Greece were absent. Five bakers in Lviv rang."


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("The leaders of the United States, Egypt, and Qatar", {"USA", "EGY", "QAT"}),
        ("Egypt", {"EGY"}),
        ("the United States", {"USA"}),
        ("President Erdogan and Greece", {"TUR", "GRC"}),
        ("bakers in Lviv", {"UKR"}),
    ],
)
def test_resolve_any_span(words: str, codes: set[str]) -> None:
    line = report(RESOLVED, published="2022-05-01")
    mentions = load_resolver().mentions(line)
    start = RESOLVED.index(words)
    mention = load_resolver().resolve(line, start, start + len(words), mentions)
    assert (mention.start, mention.text) == (start, words)
    assert {actor.country for actor in mention.actors} == codes
    assert all(actor.text == words for actor in mention.actors)


def test_resolve_says_why_nothing_fits() -> None:
    line = report("Rain fell all day.")
    mention = load_resolver().resolve(line, 0, 4, ())
    assert mention.actors == ()
    assert mention.reason


def test_reading_is_fast_enough() -> None:
    text = " ".join(case.text for case in CASES)[:10_000]
    line = report(text)
    load_resolver().mentions(line)
    started = time.process_time()
    for _ in range(5):
        load_resolver().mentions(line)
    # 100 reports of 2.5 kB a second are asked for; a slow machine gets half.
    assert time.process_time() - started < 5 * 4 / 50
