"""Every mention in a report that can act, and whom it stands for on the report's date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
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
    for mention, after in zip(mentions, mentions[1:], strict=False):
        assert mention.end <= after.start
    for mention in mentions:
        assert mention.text == case.text[mention.start : mention.end]
        assert mention.kind in KINDS
        assert bool(mention.actors) != bool(mention.reason), mention
