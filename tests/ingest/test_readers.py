import io
import json
import time
from datetime import date
from pathlib import Path

import pytest

from detente.ingest.decoding import LARGEST_REPORT
from detente.ingest.outcome import Failure, Notice
from detente.ingest.readers import read_sources, report_from_text
from detente.records import Report

LEAD = "Kenya and Somalia agreed on Tuesday to reopen a border post that Nairobi had closed in March, officials said."
DAY = date(2024, 6, 12)


def reports(outcomes: list[object]) -> list[Report]:
    return [x for x in outcomes if isinstance(x, Report)]


def failures(outcomes: list[object]) -> list[str]:
    return [str(x.error) for x in outcomes if isinstance(x, Failure)]


def notices(outcomes: list[object]) -> list[str]:
    return [x.message for x in outcomes if isinstance(x, Notice)]


def test_a_text_with_what_the_user_says_of_it(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(f"NAIROBI: {LEAD}\r\nMore.\r\n".encode())
    (report,) = read_sources([file], published=DAY, publisher="The Mombasa Herald")
    assert isinstance(report, Report)
    assert report.text == f"NAIROBI: {LEAD}\nMore.\n"
    assert (report.published, report.publisher, report.dateline) == (DAY, "The Mombasa Herald", "NAIROBI")


def test_what_the_text_says_counts_before_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"# Talks\n\nPublished: 31 January 2024\n\n{LEAD} (IANS)")
    (report,) = read_sources([file], published=DAY, publisher="Nobody")
    assert isinstance(report, Report)
    assert (report.title, report.published, report.publisher) == ("Talks", date(2024, 1, 31), "IANS")


def test_no_date_is_said_and_how_to_give_one(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(LEAD)
    report, notice = read_sources([file])
    assert isinstance(report, Report)
    assert report.published is None
    assert isinstance(notice, Notice)
    assert notice.message.startswith(str(file))
    assert "--published" in notice.message


def test_equal_content_has_the_equal_id() -> None:
    one, two = report_from_text(LEAD, published=DAY), report_from_text(f"\ufeff{LEAD}", published=DAY)
    assert one.id == two.id != report_from_text(LEAD).id


def test_what_is_given_is_not_read_from_the_text() -> None:
    report = report_from_text(f"{LEAD} (IANS)", title="T", published=DAY, publisher="P", url="u", id="x")
    assert (report.id, report.title, report.published, report.publisher, report.url) == ("x", "T", DAY, "P", "u")


RECORD = {"id": "r1", "title": "Talks", "text": LEAD, "published": "2024-06-12", "publisher": "P", "url": "https://example.org"}


@pytest.mark.parametrize(
    "record", [RECORD, {"document": RECORD, "events": []}, {"body": LEAD, **{k: v for k, v in RECORD.items() if k != "text"}}]
)
def test_jsonl_with_fields_at_the_top_or_under_document(tmp_path: Path, record: dict[str, object]) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(record) + "\n\n" + json.dumps({**RECORD, "id": "r2", "relays": ["AFP"]}) + "\n")
    one, two = reports(list(read_sources([file])))
    assert (one.id, one.title, one.published, one.publisher, one.url, one.text) == (
        "r1",
        "Talks",
        DAY,
        "P",
        "https://example.org",
        LEAD,
    )
    assert (two.id, two.relays) == ("r2", ("AFP",))


def test_each_bad_line_is_one_failure_and_the_others_go_on(tmp_path: Path) -> None:
    good = json.dumps(RECORD).encode()
    lines = [
        good,
        b"{broken",
        b"[1]",
        b'{"title": "x"}',
        b'{"text": 5}',
        b'{"text": " "}',
        b"[" * 5000,
        good,
    ]
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"\n".join(lines))
    found = list(read_sources([file]))
    assert len(reports(found)) == 2
    assert [message.split(":")[0].removeprefix(f"{file}, ") for message in failures(found)] == [
        f"line {n}" for n in range(2, 8)
    ]


def test_json_lines_in_an_old_encoding_are_read_and_one_damaged_line_is_named(tmp_path: Path) -> None:
    old, new = '{"text": "café"}'.encode("cp1252"), '{"text": "Türkiye"}'.encode()
    (tmp_path / "a.jsonl").write_bytes(old)
    (tmp_path / "b.jsonl").write_bytes(new + b"\n" + old)
    found = list(read_sources([tmp_path]))
    assert [r.text for r in reports(found)] == ["café", "Türkiye"]
    (message,) = failures(found)
    assert message.startswith(f"{tmp_path / 'b.jsonl'}, line 2")


@pytest.mark.parametrize(
    ("name", "data"), [("a.json", b"[]"), ("a.csv", b"text\n"), ("a.jsonl", b"\xfe\xff"), ("a.jsonl", b" {} ")]
)
def test_a_file_with_no_report_says_so(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    (message,) = failures(list(read_sources([tmp_path / name])))
    assert message.startswith(str(tmp_path / name))


def test_a_date_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({**RECORD, "published": "03/04/2024"}))
    (message,) = notices(list(read_sources([file])))
    assert "'03/04/2024'" in message
    assert "2024-01-31" in message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", 'Date,Headline,Text\n2024-06-12,Talks,"One, two.\nThree."\n2024-06-12,,\n2024-06-12,Talks,Four.\n'),
        ("a.csv", '\ufeffdate;headline;text\n2024-06-12;Talks;"One, two.\nThree."\n2024-06-12;;\n2024-06-12;Talks;Four.\n'),
        ("a.tsv", 'date\theadline\tbody\n2024-06-12\tTalks\t"One, two.\nThree."\n2024-06-12\t\t\n2024-06-12\tTalks\tFour.\n'),
    ],
)
def test_csv(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, newline="")
    found = list(read_sources([tmp_path / name]))
    assert [r.text for r in reports(found)] == ["One, two.\nThree.", "Four."]
    assert reports(found)[0].published == DAY
    (message,) = failures(found)
    assert "line 4" in message


def test_csv_without_a_text_column_says_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("day,words\n1,x\n")
    (message,) = failures(list(read_sources([tmp_path / "a.csv"])))
    assert "day, words" in message


@pytest.mark.parametrize("content", [json.dumps(RECORD), json.dumps([RECORD])])
def test_json_holds_one_report_or_a_list(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    (report,) = reports(list(read_sources([tmp_path / "a.json"])))
    assert report.id == "r1"


def test_a_json_file_beside_a_text_describes_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LEAD)
    (tmp_path / "a.json").write_text(
        json.dumps({"id": "seed", "published": "2024-06-12", "relays": ["AFP"], "text_file": "a.txt"})
    )
    for source in (tmp_path, tmp_path / "a.txt", tmp_path / "a.json"):
        (report,) = read_sources([source])
        assert isinstance(report, Report)
        assert (report.id, report.published, report.relays, report.text) == ("seed", DAY, ("AFP",), LEAD)


def test_a_described_text_is_looked_for_beside_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(LEAD)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(json.dumps({"text_file": "../secret.txt"}))
    assert not reports(list(read_sources([tmp_path / "in" / "a.json"])))


def test_folders_are_read_in_order_of_name_and_globs_too(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.MD", ".hidden/x.txt", "README.md", "c.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{name} {LEAD}")
    found = list(read_sources([tmp_path], published=DAY))
    assert [r.text.split()[0] for r in reports(found)] == ["a.txt", "b/1.MD", "b/2.txt"]
    assert "c.pdf" not in str(reports(found))
    assert any(".pdf" in message for message in notices(found))
    by_glob = list(read_sources([str(tmp_path / "**" / "*.txt")], published=DAY))
    assert [r.text.split()[0] for r in reports(by_glob)] == ["a.txt", "b/2.txt"]


def stdin_of(data: bytes) -> list[object]:
    return list(read_sources(["-"], published=DAY, stdin=io.BytesIO(data)))


def test_standard_input_is_text_or_page_or_json_lines() -> None:
    assert reports(stdin_of(f"{LEAD}\n\nMore.".encode()))[0].text == f"{LEAD}\n\nMore."
    page = f"<!DOCTYPE html><html><body><article><p>{LEAD}</p><p>More of it.</p></article></body></html>"
    assert LEAD in reports(stdin_of(page.encode()))[0].text
    lines = b"\n" + json.dumps(RECORD).encode() + b"\n{broken\n" + json.dumps({**RECORD, "id": "r2"}).encode()
    found = stdin_of(lines)
    assert [r.id for r in reports(found)] == ["r1", "r2"]
    assert len(failures(found)) == 1
    assert reports(stdin_of(LEAD.encode("utf-16")))[0].text == LEAD
    assert failures(list(read_sources(["-"]))) != []


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.jsonl", b"", "empty"),
        ("a.csv", b"\n", "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(500), "picture"),
        ("a.jsonl", b"PK\x03\x04" + bytes(500), "zip"),
        ("a.txt", b"x" * (LARGEST_REPORT + 1), "too large"),
        ("a.html", b"<html>" + b"x" * 50_000_000, "50 MB is too large"),
        ("a.jsonl", b'{"text": "' + b"x" * (LARGEST_REPORT + 1) + b'"}', "too large"),
        ("a.html", b"<html><body><div><p>Kenya and Somalia agr", "breaks off"),
        ("a.json", b'{"text": "cut', "not valid JSON"),
        ("a.json", b"5", "a number"),
    ],
)
def test_a_bad_file_is_one_failure_and_the_others_go_on(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text(LEAD)
    start = time.perf_counter()
    found = list(read_sources([tmp_path / "z.txt", tmp_path / name, tmp_path / "z.txt"], published=DAY))
    assert len(reports(found)) == 2
    (message,) = failures(found)
    assert message.startswith(str(tmp_path / name))
    assert says in message
    assert time.perf_counter() - start < 5


def test_a_report_of_five_megabytes_in_one_line_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text((LEAD + " ") * 45_000)
    start = time.perf_counter()
    assert len(reports(list(read_sources([tmp_path / "a.txt"], published=DAY)))) == 1
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("nowhere.txt", "no such file"),
        ("nowhere/*.txt", "pattern"),
        ("https://example.org/a", "save the page"),
        ("a\0b", "no such|cannot"),
    ],
)
def test_what_is_not_there(source: str, says: str) -> None:
    (message,) = failures(list(read_sources([source])))
    assert any(part in message for part in says.split("|"))


def test_an_empty_folder_says_what_is_read(tmp_path: Path) -> None:
    (message,) = failures(list(read_sources([tmp_path])))
    assert ".jsonl" in message
