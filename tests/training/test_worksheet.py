import pytest

from detente.errors import WorksheetError
from detente.training.worksheet import compile_worksheet

HEAD = """## r1
title: A title
published: 2024-01-31
publisher: Test Wire
relays: One Paper; Another
<<<
Kenya urged Uganda to free the crew. Uganda freed the crew on Tuesday.

Kenya called the step a relief.
>>>
"""
RECORDS = """E1 REQUEST mode=yield of=RETREAT
ev: Kenya [[urged]] Uganda to free the crew
a: Kenya = KEN GOV
r: Uganda = UGA GOV
top: the crew

E2 RETREAT mode=release
ev: Uganda [[freed]] the crew on Tuesday
a: Uganda = UGA GOV
when: 2024-01-30 @ on Tuesday

C1 assessment positive
ev: Kenya called the step a [[relief]]
holder: Kenya = KEN GOV
about: KEN UGA
text: a relief

L fulfils E2 > E1
ev: Uganda freed the crew
"""


def compiled(records: str) -> tuple[list[dict], list[str]]:
    return compile_worksheet(HEAD + records, lambda _: None)


def test_a_worksheet_becomes_records_with_offsets() -> None:
    (report,), errors = compiled(RECORDS)
    assert errors == []
    text = report["document"]["text"]
    assert report["document"]["relays"] == ["One Paper", "Another"]
    request, release = report["events"]
    assert text[request["trigger"]["start"] : request["trigger"]["end"]] == "urged"
    for record in (request, release, *report["claims"], *report["links"]):
        evidence = record["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert release["start"] == release["end"] == "2024-01-30"
    assert release["date_text"] == "on Tuesday"
    assert report["links"][0]["from"] == "e2"


def test_a_mention_is_taken_inside_the_evidence() -> None:
    (report,), _ = compiled(RECORDS)
    release = report["events"][1]
    assert report["document"]["text"].index("Uganda freed") == release["actors"][0]["start"]


def test_a_pronoun_is_not_found_inside_another_word() -> None:
    (report,), _ = compiled(RECORDS.replace("holder: Kenya = KEN GOV", "holder: a = KEN GOV"))
    text, holder = report["document"]["text"], report["claims"][0]["holder"]
    assert text[holder["start"] - 1 : holder["end"] + 1] == " a "


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Kenya [[urged]] Uganda", "Kenya [[begged]] Uganda", "not in the text word for word"),
        ("mode=yield", "mode=visit", "REQUEST has no mode 'visit'"),
        ("E1 REQUEST", "E1 REQUESTED", "no type 'REQUESTED'"),
        ("[[freed]]", "freed", "mark the word"),
        ("a: Uganda = UGA GOV", "a: Uganda", "an actor is written"),
        ("when: 2024-01-30", "when: 30 January", "no date"),
        ("assessment positive", "assessment assert", "assessment takes the stance"),
        ("L fulfils E2 > E1", "L fulfils E2 > E7", "names a record that is not there"),
        ("RETREAT mode=release", "RETREAT mode=release of=AID", "only of"),
        ("REQUEST mode=yield of=RETREAT", "REQUEST mode=yield aux=future", "never future"),
    ],
)
def test_every_error_names_its_line(old: str, new: str, message: str) -> None:
    assert old in RECORDS
    reports, errors = compiled(RECORDS.replace(old, new))
    assert reports == []
    assert any(message in e for e in errors), errors
    assert all(e.startswith("worksheet:") for e in errors)


def test_a_line_of_no_known_form_is_refused() -> None:
    with pytest.raises(WorksheetError, match="not understood"):
        compiled(RECORDS + "nonsense without a key\n")


def test_a_report_that_nobody_knows_is_an_error() -> None:
    _, errors = compile_worksheet("## unknown\n", lambda _: None)
    assert errors == ["worksheet:1 no report 'unknown' is known, and the block brings no text"]
