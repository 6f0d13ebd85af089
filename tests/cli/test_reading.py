import json

import pytest
from plain import PlainCoder


def test_read_says_what_it_did_and_what_is_next(here, detente):
    ran = detente("read", "articles")
    assert (ran.code, ran.out) == (0, "")
    assert "Read 3 added, 0 known." in ran.err
    assert 'Next:  detente brief "China" "United States"' in ran.err
    again = detente("read", "articles", "--json")
    assert json.loads(again.out) == {"added": 0, "known": 3, "failed": []}


@pytest.mark.parametrize(("extra", "code"), [((), 3), (("--strict",), 1)])
def test_some_failed(here, detente, extra, code):
    (here / "articles" / "bad.txt").write_bytes(b"")
    ran = detente("read", "articles", *extra)
    assert ran.code == code
    assert "failed: articles/bad.txt" in ran.err
    assert "Read 3 added, 0 known, 1 failed." in ran.err


def test_all_failed(here, detente):
    assert detente("read", "nowhere.txt").code == 1


def test_read_from_standard_input_into_another_folder(here, detente):
    ran = detente("read", "-", "-w", "other", "--published", "2024-03-01", stdin="IND met PAK in Oslo on rice.")
    assert ran.code == 0
    assert "detente brief" in ran.err
    assert "-w other" in ran.err
    assert (here / "other" / "detente.db").is_file()


def test_notices_are_told(here, detente):
    (here / "undated.txt").write_text("IND met PAK in Oslo on rice.", encoding="utf-8")
    ran = detente("read", "undated.txt")
    assert ran.code == 0
    assert "note: undated.txt: no date" in ran.err


def test_progress_on_a_pipe_is_a_line_now_and_then(here, detente):
    many = "\n".join(json.dumps({"id": f"r{n}", "text": f"Nothing happened in town {n}."}) for n in range(120))
    (here / "many.jsonl").write_text(many, encoding="utf-8")
    assert "100 reports: 100 added, 0 known, 0 failed\n" in detente("read", "many.jsonl").err
    assert "100 reports" not in detente("read", "many.jsonl", "-q").err


def test_interrupted(here, detente, monkeypatch):
    def code(self, report):
        if "IND" in report.text:
            raise KeyboardInterrupt
        return original(self, report)

    original = PlainCoder.code
    monkeypatch.setattr(PlainCoder, "code", code)
    ran = detente("read", "articles")
    assert ran.code == 130
    assert "Interrupted: kept 2 new reports (2 in all); run the same command to go on." in ran.err
    monkeypatch.undo()


def test_code_writes_the_contract(here, detente):
    ran = detente("code", "articles", "--format", "json")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert [len(line["events"]) for line in lines] == [1, 2, 2]
    for line in lines:
        assert set(line) >= {"document", "events", "claims", "links"}
        for event in line["events"]:
            evidence = event["evidence"]
            assert line["document"]["text"][evidence["start"] : evidence["end"]] == evidence["quote"]
    assert not (here / "detente.db").exists()


@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_code_for_people(here, detente, form):
    ran = detente("code", "articles/a.txt", "--format", form)
    assert ran.code == 0
    assert "thaw" in ran.out
    assert form != "table" or max(map(len, ran.out.splitlines())) <= 80


def test_code_from_standard_input_and_failures(here, detente):
    ran = detente("code", "-", "nowhere", "--json", "--published", "2024-01-31", stdin="CHN met USA in Lima.")
    assert ran.code == 3
    assert json.loads(ran.out)["events"][0]["start"] == "2024-01-31"
    assert "failed: nowhere" in ran.err
    assert detente("code", "nowhere").code == 1
    assert detente("code").code == 2
    assert detente("code", "articles", "--min-confidence", "0.95", "--json").out.count('"CONSULT"') == 0


def test_pairs_need_their_columns(here, detente):
    (here / "pairs.tsv").write_text("sentence\tsource\nx\ty\n", encoding="utf-8")
    ran = detente("code", "--pairs", "pairs.tsv")
    assert ran.code == 1
    assert "pair 0 has no target" in ran.err


def test_pairs(here, detente):
    (here / "pairs.tsv").write_text('\tsentence\tsource\ttarget\n4\tx "y\ta\tb\n', encoding="utf-8")
    (here / "pairs.jsonl").write_text('{"id": 7, "sentence": "x", "source": "a", "target": "b"}\n', encoding="utf-8")
    for name, id_ in (("pairs.tsv", "0"), ("pairs.jsonl", "7")):
        (line,) = detente("code", "--pairs", name).out.splitlines()
        assert json.loads(line) == {"id": id_, "type": "AID", "mode": None, "quad": "material cooperation", "confidence": 0.5}
