import json
from pathlib import Path

import pytest


def timeline(detente) -> list[dict]:
    return json.loads(detente("timeline", "india", "--json", "--exit-zero").out)


def test_review_by_keys(filled, detente):
    ran = detente("review", "india", "pakistan", stdin="a\nx\nnot said\n")
    assert ran.code == 0
    assert "confirmed." in ran.err
    assert "rejected." in ran.err
    assert "All 2 seen, 2 decided." in ran.err
    assert len(timeline(detente)) == 1
    assert detente("review", "india", "pakistan").code == 4
    listed = json.loads(detente("review", "--list", "--json").out)
    assert [(row["kind"], row["who"], row["why"]) for row in listed] == [("confirm", "ana", ""), ("reject", "ana", "not said")]
    assert "Took back reject by ana" in detente("undo").err
    assert "Took back confirm by ana" in detente("undo", listed[0]["id"][:6]).err
    assert detente("undo").code == 4
    assert len(timeline(detente)) == 2


def test_review_edits(filled, detente):
    before = {row["id"]: row for row in timeline(detente)}
    answers = "e\nreject\nIndia, Nepal\n-\n2024-01-30\n2024-01-31\n2024-03-01\n2024-03-31\nCONSULT\n-\nread it again\nq\n"
    ran = detente("review", "india", "pakistan", stdin=answers)
    assert "changed." in ran.err
    assert "1 decided." in ran.err
    (new,) = json.loads(detente("timeline", "nepal", "--json").out)
    assert new["id"] not in before
    assert (new["type"], [actor["country"] for actor in new["actors"]], new["recipients"]) == ("REJECT", ["IND", "NPL"], [])
    assert (new["start"], new["end"], new["checked"]) == ("2024-01-30", "2024-01-31", True)
    assert (new["due_start"], new["due_end"], new["of"]) == ("2024-03-01", "2024-03-31", "CONSULT")
    ran = detente("show", new["id"])
    assert "2 versions" in ran.out


def test_review_mistakes_are_answered_and_asked_again(filled, detente):
    ran = detente("review", "india", "pakistan", stdin="z\ne\nWAR\n\n\n\n\n\n\n\n\nm\nnonsense\nu\no\n\nq\n")
    assert ran.err.count("a accept") >= 3
    assert "Error: no event type 'WAR'" in ran.err
    assert "Error: no report, event or claim has an id" in ran.err
    assert "Nothing to undo." in ran.err
    assert "0 decided." in ran.err


def test_review_joins_and_parts(filled, detente):
    one, two = timeline(detente)
    detente("review", "india", "pakistan", stdin=f"n\n{two['id']}\nother day\nq\n")
    (split,) = json.loads(detente("review", "--list", "--json").out)
    assert (split["kind"], split["why"]) == ("split", "other day")
    detente("undo")
    ran = detente("review", "india", "pakistan", stdin=f"m\n{one['id']}\n\nq\n")
    assert "merged." in ran.err or "Error" in ran.err


def test_review_asks_whether_a_promise_was_kept(filled, detente):
    Path("articles/d.txt").write_text("Date: 2024-03-01\nPublisher: Gazette\n\nCHN met USA in Oslo.\n", encoding="utf-8")
    detente("read", "articles")

    def promise() -> dict:
        return json.loads(detente("brief", "china", "usa", "--json").out)["commitments"][0]

    assert (promise()["status"], promise()["basis"]) == ("kept", "matched")
    ran = detente("review", "china", "usa", stdin="m\nn\nanother meeting\nq\n")
    assert "counts as keeping a promise" in ran.err
    assert "a promise and what keeps it are two acts" in ran.err
    assert promise()["status"] == "open"
    detente("undo")
    assert "kept." in detente("review", "china", "usa", stdin="a\nin the minutes\nq\n").err
    assert (promise()["status"], promise()["basis"]) == ("kept", "stated")
    assert "counts as keeping a promise" not in detente("review", "china", "usa", stdin="q\n").err


def test_review_needs_two_or_none(filled, detente):
    assert detente("review", "india").code == 2
    assert detente("review", "--list").code == 4


def test_corrections_travel(filled, detente, here):
    detente("review", "india", "pakistan", stdin="x\nwrong\nq\n")
    assert "Wrote 1 lines" in detente("export", "corrections.jsonl", "--corrections").err
    assert detente("import", "corrections.jsonl", "-w", "other").code == 0
    assert detente("read", "articles", "-w", "other").code == 0
    assert len(json.loads(detente("timeline", "india", "-w", "other", "--json").out)) == 1
    again = detente("import", "corrections.jsonl", "-w", "other")
    assert "1 corrections known" in again.err


def test_codings_travel(filled, detente):
    assert detente("export", "all.jsonl").code == 0
    assert "3 codings added" in detente("import", "all.jsonl", "-w", "other").err
    assert "3 codings known" in detente("import", "all.jsonl", "-w", "other").err
    assert detente("export", "-", "-w", "other").out == (filled / "all.jsonl").read_text(encoding="utf-8")
    assert detente("export", "events.csv", "--dyad", "china", "usa").code == 0
    assert len((filled / "events.csv").read_text(encoding="utf-8").splitlines()) == 4
    assert detente("export", "all.jsonl", "--dyad", "china", "usa").code == 2


def test_hand_coded_files_come_in_and_bad_lines_are_told(filled, detente):
    text = "Norway met Peru."
    gold = {
        "document": {"id": "g", "text": text, "published": "2024-03-01"},
        "events": [
            {
                "id": "e1", "type": "CONSULT",
                "actors": [{"text": "Norway", "country": "NOR"}, {"text": "Peru", "country": "PER"}],
                "attribution": "somebody", "evidence": {"quote": text},
            }
        ],
        "claims": [], "links": [],
    }  # fmt: skip
    lines = [json.dumps(gold), "{}", "not json", '{"kind": "confirm", "decided": 1}']
    (filled / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = detente("import", "gold.jsonl")
    assert ran.code == 3
    assert "1 codings added, 3 failed" in ran.err
    assert "gold.jsonl:3" in ran.err
    assert len(json.loads(detente("timeline", "norway", "--json").out)) == 1


def test_backup(filled, detente):
    assert detente("backup", "copy.db").code == 0
    ran = detente("backup", "copy.db")
    assert ran.code == 1
    assert "exists; name a new file" in ran.err
    (filled / "restored").mkdir()
    (filled / "copy.db").rename(filled / "restored" / "detente.db")
    assert detente("timeline", "china", "-w", "restored").code == 0


def test_evaluate(filled, detente):
    detente("export", "gold.jsonl")
    ran = detente("evaluate", "gold.jsonl", "gold.jsonl")
    assert ran.code == 0
    assert "event full            1.000  1.000  1.000  1.000-1.000" in ran.out
    assert json.loads(detente("evaluate", "gold.jsonl", "--json").out)["figures"]["full"]["f1"] == 1.0
    assert "By hand, predicted" in detente("evaluate", "gold.jsonl", "gold.jsonl", "--confusion").out


def test_evaluation_as_page_and_picture(filled, detente):
    detente("export", "gold.jsonl")
    lines = [json.loads(line) for line in Path("gold.jsonl").read_text(encoding="utf-8").splitlines()]
    lines[0]["events"] = []
    lines[0]["document"]["title"] = "<script>alert(1)</script>"
    Path("said.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    Path("gold.jsonl").write_text(
        Path("gold.jsonl").read_text(encoding="utf-8").replace('"title":null', '"title":"<script>alert(1)</script>"'),
        encoding="utf-8",
    )
    ran = detente("evaluate", "gold.jsonl", "said.jsonl", "--html", "page.html", "--plot", "plot.png", "--worst", "1")
    assert ran.code == 0
    assert "Wrote page.html.\nWrote plot.png." in ran.err
    assert "- missed, no such act read in its sentence: by hand CONSULT" in ran.out
    assert "Expected calibration error" in ran.out
    page = Path("page.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "<script" not in page
    assert "Which types were taken for which" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert Path("plot.png").read_bytes().startswith(b"\x89PNG")
    assert detente("evaluate", "gold.jsonl", "said.jsonl", "--plot", "plot.svg").code == 0
    assert Path("plot.svg").read_text(encoding="utf-8").startswith("<svg")
    assert detente("evaluate", "gold.jsonl", "--plot", "plot.gif").code == 2
    told = json.loads(detente("evaluate", "gold.jsonl", "said.jsonl", "--json").out)
    assert told["worst"][0]["lapses"][0]["what"] == "missed"
    assert set(told["shares"]) == {"start month", "of"}


def test_evaluate_pairs(here, detente):
    (here / "gold.tsv").write_text("sentence\tsource\ttarget\tgold_root\nx\ta\tb\tYIELD\ny\ta\tb\tAID\n", encoding="utf-8")
    (here / "said.jsonl").write_text('{"id": "0", "type": "RETREAT"}\n', encoding="utf-8")
    ran = detente("evaluate", "gold.tsv", "said.jsonl", "--pairs")
    assert ran.out.splitlines()[0] == "root    macro-F1 0.500  accuracy 0.500  pairs 2"


@pytest.mark.parametrize("mend", [(), ("--mend",)])
def test_doctor(filled, detente, mend, monkeypatch):
    ran = detente("doctor", "--json", *mend)
    found = {row["name"]: row for row in json.loads(ran.out)}
    assert found["python"]["status"] == "ok"
    assert found["sqlite"]["status"] == "ok"
    assert found["folder"]["status"] == "ok"
    assert found["backup"]["fix"] == "detente backup"
    assert ("W306" in found) == bool(mend)


def test_doctor_without_a_workspace(here, detente):
    assert "detente demo" in detente("doctor").out
