import csv
import io
import json

import pytest

JSON = ("--json",)


def first_event(detente, **wanted) -> dict:
    rows = json.loads(detente("timeline", "china", "--json").out)
    return next(row for row in rows if all(row[key] == value for key, value in wanted.items()))


def test_brief_in_every_form(filled, detente):
    text = detente("brief", "chinese", "Washington")
    assert text.code == 0
    assert max(map(len, text.out.splitlines())) <= 80
    assert "[1]" in text.out
    assert detente("brief", "CHN", "USA", "--format", "markdown").out.startswith("# ")
    data = json.loads(detente("brief", "CHN", "USA", "--json", "--as-of", "2024-01-31").out)
    assert (data["dyad"], data["as_of"]) == (["CHN", "USA"], "2024-01-31")
    assert {"channels", "measures", "commitments", "events", "claims", "sources"} <= set(data)
    ran = detente("brief", "CHN", "USA", "--format", "docx", "-o", "b.docx")
    assert "Wrote b.docx" in ran.err
    assert (filled / "b.docx").read_bytes()[:2] == b"PK"
    assert detente("brief", "CHN", "USA", "--format", "docx").code == 2
    assert "<html" in detente("brief", "CHN", "USA", "--format", "html").out


def test_brief_remembers_the_last(filled, detente):
    assert (
        "No brief on the two was shown before" in detente("brief", "CHN", "USA", "--as-of", "2024-01-15", "--since", "last").err
    )
    since = json.loads(detente("brief", "CHN", "USA", "--since", "last", "--json").out)["since"]
    assert since == "2024-01-15"


def test_brief_on_nothing_names_the_nearest(filled, detente):
    ran = detente("brief", "India", "USA")
    assert (ran.code, ran.out) == (4, "")
    assert "No report of an act between India and United States" in ran.err.replace("the United", "United")
    assert "detente brief IND PAK" in ran.err
    assert "detente brief CHN USA" in ran.err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("brief", "Atlantis", "USA"), "Atlantis"),
        (("brief", "CHN", "USA", "--as-of", "May"), "'May' is no day; write 2024-01-31, or 30d"),
        (("brief", "CHN", "USA", "--format", "pdf"), "pdf"),
        (("timeline", "CHN", "--type", "WAR"), "WAR"),
        (("show",), "ID"),
        (("nonsense",), "No command 'nonsense'"),
        (("serch",), "Did you mean 'search'?"),
    ],
)
def test_wrong_usage(filled, detente, args, words):
    ran = detente(*args)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


@pytest.mark.parametrize("args", [("brief", "CHN", "USA"), ("search", "x"), ("timeline", "CHN"), ("show", "x"), ("undo",)])
def test_without_a_workspace_the_next_command_is_named(here, detente, args):
    ran = detente(*args)
    assert ran.code == 1
    assert "Error: no workspace in" in ran.err
    assert "detente demo" in ran.err
    assert not (here / "detente.db").exists()


def test_timeline(filled, detente):
    ran = detente("timeline", "china", "usa")
    assert ran.code == 0
    assert ran.out.splitlines()[0].split() == ["Day", "What", "Record"]
    assert max(map(len, ran.out.splitlines())) <= 80
    whole = json.loads(detente("timeline", "china", "--json").out)
    assert [row["type"] for row in whole] == ["CONSULT", "AGREE", "SANCTION"]
    assert whole[0]["evidence"]["quote"].startswith("CHN met USA")
    assert whole[0]["report"]["publisher"] == "The Wire"
    assert [row["type"] for row in json.loads(detente("timeline", "china", "--type", "sanction", "--json").out)] == ["SANCTION"]
    assert len(json.loads(detente("timeline", "china", "--since", "10d", "--json").out)) == 2
    assert len(json.loads(detente("timeline", "china", "--as-of", "2024-01-10", "--json").out)) == 1
    assert len(json.loads(detente("timeline", "china", "--limit", "1", "--json").out)) == 1


def test_timeline_as_csv_is_safe_for_spreadsheets(filled, detente):
    rows = list(csv.DictReader(io.StringIO(detente("timeline", "china", "--format", "csv").out)))
    assert [row["type"] for row in rows] == ["CONSULT", "AGREE", "SANCTION"]
    assert rows[0]["actors"] == "CHN"
    assert detente("timeline", "china", "--format", "md").out.startswith("| Day |")
    assert len(detente("timeline", "china", "--format", "jsonl").out.splitlines()) == 3


def test_timeline_of_nothing(filled, detente):
    ran = detente("timeline", "Peru")
    assert (ran.code, ran.out) == (4, "")
    assert "No event of PER" in ran.err
    assert detente("timeline", "Peru", "--exit-zero").code == 0
    ran = detente("timeline", "Peru", "--json")
    assert (ran.code, ran.out) == (4, "[]\n")


def test_search(filled, detente):
    ran = detente("search", "fentanyl")
    assert ran.code == 0
    assert "CONSULT" in ran.out
    hits = json.loads(detente("search", "blockade", "--json").out)
    assert (hits[0]["what"], hits[0]["report"], hits[0]["published"]) == ("claim", hits[0]["report"], "2024-02-01")
    assert "2 found, 1 shown" in detente("search", "sanctioned", "--limit", "1").err


def test_search_for_nothing(filled, detente):
    ran = detente("search", "fentanil")
    assert (ran.code, ran.out) == (4, "")
    assert "detente search fentanyl" in ran.err
    assert "Nothing to search for" in detente("search", "()").err
    assert detente("search", "fentanil", "--exit-zero").code == 0


def test_show(filled, detente):
    event = first_event(detente, type="SANCTION")
    ran = detente("show", event["id"][:9])
    assert "»USA sanctioned CHN over export controls, officials said«" in " ".join(ran.out.split())
    assert "[SANCTION; done]" in " ".join(ran.out.split())
    assert json.loads(detente("show", event["id"], "--json").out)["stands"] is True
    report = detente("show", event["report"]["id"])
    assert "2 events, 0 claims, read by en.v3:" in report.out
    assert json.loads(detente("show", event["report"]["id"], "--json").out)["document"]["publisher"] == "Gazette"
    ran = detente("show", "zzzz")
    assert ran.code == 1
    assert "has an id that begins with 'zzzz'" in ran.err
    claim = json.loads(detente("search", "thaw", "--json").out)[0]
    assert "FRAME (assert) CHN" in detente("show", claim["id"]).out


def test_cite(filled, detente):
    event = first_event(detente, type="SANCTION")
    text = detente("cite", event["id"][:9]).out
    assert text.startswith("Gazette, “untitled”, 2024-01-25. “USA sanctioned CHN")
    assert f"Record {event['id']}, read by en.v3, Detente" in text
    assert detente("cite", event["report"]["id"], "--format", "bibtex").out.startswith("@misc{detente-")


def test_diff(filled, detente):
    ran = detente("diff", "china", "usa", "--since", "2024-01-20", "--json")
    assert ran.code == 0
    changed = json.loads(ran.out)
    assert changed
    assert all(row["sources"][0]["quote"] for row in changed)
    assert detente("diff", "china", "usa", "--since", "2024-02-01").code == 4
