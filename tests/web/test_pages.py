"""Every page answers its question first, in every form, and says the next step where there is nothing to show."""

import csv
import io
import json
import re
import threading
import time
import zipfile
from datetime import date

import pytest
from served import BASE, DAY, PORT
from starlette.testclient import TestClient

import detente
from detente.errors import LedgerError
from detente.records import Actor, Coding, Event, Evidence, Report
from detente.web.app import create_app

DYAD = f"/dyads/CHN-USA?as_of={DAY}"
PAGES = ("/", DYAD, "/review", "/search", "/search?q=fentanyl", "/import", "/method")


def heading(html: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)[1]).strip()


@pytest.mark.parametrize("path", PAGES)
def test_page(reader, path):
    answer = reader.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert heading(answer.text)
    assert answer.text.count("<h1>") == 1
    assert '<html lang="en">' in answer.text


@pytest.mark.parametrize("path", ["/dyads", "/review", "/search", "/import", "/method", "/dyads/CHN-USA"])
def test_twins(reader, path):
    found = reader.get(f"{path}.json")
    assert found.headers["content-type"] == "application/json"
    assert isinstance(json.loads(found.content), dict)
    table = reader.get(f"{path}.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    if path not in ("/review", "/import"):
        rows = list(csv.DictReader(io.StringIO(table.text)))
        assert len(rows) > 5


def test_overview_has_a_row_for_each_pair_with_the_word_of_its_page(reader):
    rows = json.loads(reader.get(f"/dyads.json?as_of={DAY}").content)["rows"]
    top = next(row for row in rows if row["code"] == "CHN-USA")
    brief = json.loads(reader.get(f"/dyads/CHN-USA.json?as_of={DAY}").content)
    assert top["state"] == brief["state"]["label"] == "thaw"
    assert heading(reader.get(DYAD).text).startswith("China and the United States: thaw")


def test_the_json_of_a_pair_is_the_brief(reader, demo):
    with detente.open(demo) as ws:
        wanted = ws.rendered(ws.brief("CHN", "USA", DAY), "json")
    assert reader.get(f"/dyads/CHN-USA.json?as_of={DAY}").text == wanted


def test_other_names_of_a_pair_lead_to_its_one_address(reader):
    for name in ("USA-CHN", "china-usa", "Beijing-Washington"):
        answer = reader.get(f"/dyads/{name}?as_of={DAY}")
        assert answer.status_code == 301
        assert answer.headers["location"] == f"/dyads/CHN-USA?as_of={DAY}"
    assert reader.get("/dyads/USA-CHN/lanes.svg").headers["location"] == "/dyads/CHN-USA/lanes.svg"


def test_files_of_a_pair(reader):
    docx = reader.get(f"/dyads/CHN-USA.docx?as_of={DAY}")
    assert "footnotes.xml" in " ".join(zipfile.ZipFile(io.BytesIO(docx.content)).namelist())
    assert reader.get(f"/dyads/CHN-USA/brief.md?as_of={DAY}").text.startswith("# China and the United States")
    for name in ("lanes", "index"):
        svg = reader.get(f"/dyads/CHN-USA/{name}.svg?as_of={DAY}")
        assert svg.text.startswith("<svg ")
        assert "Detente, 2" in svg.text
        assert "<title>China and the United States" in svg.text
        png = reader.get(f"/dyads/CHN-USA/{name}.png?as_of={DAY}")
        assert png.content.startswith(b"\x89PNG")
        assert len(list(csv.DictReader(io.StringIO(reader.get(f"/dyads/CHN-USA/{name}.csv?as_of={DAY}").text)))) > 3
    for part in ("commitments", "measures", "channels", "events", "framings"):
        assert reader.get(f"/dyads/CHN-USA/{part}.csv?as_of={DAY}").text.count("\n") > 1
    assert reader.get("/dyads/CHN-USA/nothing.csv").status_code == 404


def test_an_event_shows_its_words_in_their_paragraph(reader):
    row = next(csv.DictReader(io.StringIO(reader.get(f"/dyads/CHN-USA.csv?as_of={DAY}").text)))
    page = reader.get(f"/events/{row['id'][:8]}")
    marked = re.search(r"<blockquote[^>]*>.*?<mark>(.*?)</mark>", page.text, re.DOTALL)[1]
    assert " ".join(marked.split()) == row["quote"].replace("'", "&#39;")
    assert f"/reports/{row['report']}?event={row['id'][:12]}#r-{row['id'][:12]}" in page.text


def test_a_report_shows_all_its_text_and_numbers_its_records(reader, demo):
    with detente.open(demo) as ws:
        coding = max(ws.reports(), key=lambda coding: len(coding.events))
    html = reader.get(f"/reports/{coding.report.id}").text
    text = re.search(r"<article.*?</article>", html, re.DOTALL)[0]
    bare = re.sub(r'<a class="note".*?</a>|<[^>]+>', "", text)
    assert " ".join(bare.split()) == " ".join(coding.report.text.split()).replace("'", "&#39;").replace('"', "&#34;")
    assert "<mark><" not in text
    assert html.count('id="rec-') == len(coding.events) + len(coding.claims)
    assert reader.get(f"/reports/{coding.report.id}?kind=event").text.count('id="rec-') == len(coding.events)


def test_errors_are_one_object(reader):
    page = reader.get("/dyads/XYZ-USA")
    assert page.status_code == 404
    assert "XYZ" in page.text
    assert "<nav" in page.text
    found = reader.get("/dyads/Chyna-USA", headers={"accept": "application/json"})
    assert found.status_code == 404
    assert set(json.loads(found.content)) == {"error", "value", "hint"}
    for path, status in (
        ("/nowhere", 404), ("/events/zzz", 404), ("/reports/zzz", 404), ("/dyads/CHN", 404), ("/dyads/CHN-CHN", 404),
        ("/search?since=soon", 400), ("/?as_of=2024-13-01", 400), ("/search?type=NOTHING", 400), ("/search?page=x", 400),
        ("/import/none", 404), ("/search?certainty=9", 400),
    ):  # fmt: skip
        assert reader.get(path).status_code == status, path
    assert "Did you mean /search?" in reader.get("/serch").text


def test_search_filters_facets_and_near_words(reader):
    everything = json.loads(reader.get("/search.json?q=fentanyl").content)
    events = json.loads(reader.get("/search.json?q=fentanyl&kind=event").content)
    assert 0 < events["total"] < everything["total"]
    assert all(hit["what"] == "event" for hit in events["hits"])
    assert {facet["name"] for facet in everything["facets"]} >= {"What", "Publisher"}
    assert "Did you mean" in reader.get("/search?q=fentanil").text
    none = json.loads(reader.get("/search.json?q=fentanyl&since=2030-01-01").content)
    assert (none["total"], none["without"]) == (0, everything["total"])
    assert "show them" in reader.get("/search?q=fentanyl&since=2030-01-01").text


def test_figures_lead_to_as_many_rows(reader):
    for row in json.loads(reader.get("/dyads.json").content)["rows"][:6]:
        assert json.loads(reader.get(f"/search.json?dyad={row['code']}").content)["total"] == row["events"]


def test_as_of_is_not_changed_by_later_reports(client, ws):
    before = client.get(f"/dyads/CHN-USA.json?as_of={DAY}").content
    ws.read([], published=None)
    folder = ws.folder.parent / "later"
    folder.mkdir()
    text = "Date: 2024-02-20\nPublisher: The Wire\n\nChina imposed sanctions on the United States on Monday."
    (folder / "a.txt").write_text(text, encoding="utf-8")
    assert ws.read(folder).added == 1
    assert client.get(f"/dyads/CHN-USA.json?as_of={DAY}").content == before
    assert client.get("/dyads/CHN-USA.json?as_of=2024-02-29").content != before


def test_empty_workspace_says_what_to_do(tmp_path):
    with detente.open(tmp_path / "new") as ws, TestClient(create_app(ws, port=PORT), base_url=BASE) as client:
        page = client.get("/").text
        assert heading(page) == "Nothing read yet"
        for command in ("detente read", "detente demo", "detente brief"):
            assert command in page
        assert "Load the demo" in page
        assert heading(client.get("/review").text) == "Nothing to review"
        assert client.get("/search?q=x").status_code == 200
        assert client.get("/method").status_code == 200
        pair = client.get("/dyads/CHN-USA")
        assert pair.status_code == 200
        assert "No report up to" in pair.text


def test_a_pair_without_acts_names_near_ones(reader):
    page = reader.get("/dyads/CHN-PER").text
    assert "No report up to" in page
    assert "/dyads/CHN-USA" in page


def test_the_word_file_has_both_pictures(reader):
    names = zipfile.ZipFile(io.BytesIO(reader.get(f"/dyads/CHN-USA.docx?as_of={DAY}").content)).namelist()
    assert sum(name.startswith("word/media/") for name in names) == 2


def test_ten_readers_beside_a_writer(client, ws):
    """Everybody is answered, and nobody is refused for a lock."""
    stop, statuses, errors = threading.Event(), [], []

    def read(paths):
        while not stop.is_set():
            for path in paths:
                try:
                    statuses.append(client.get(path).status_code)
                except Exception as error:  # noqa: BLE001
                    errors.append(error)

    paths = ["/", f"/dyads/CHN-USA?as_of={DAY}", "/review", "/search?q=talks", "/method"]
    readers = [threading.Thread(target=read, args=(paths[n % 5 :] + paths[: n % 5],)) for n in range(10)]
    for one in readers:
        one.start()
    begun = time.monotonic()
    for entry in ws.ledger.doubtful(limit=12):
        ws.correct("confirm", entry.record.id)
    while time.monotonic() - begun < 3 or len(statuses) < 100:
        time.sleep(0.05)
    stop.set()
    for one in readers:
        one.join()
    assert not errors
    assert set(statuses) == {200}
    assert len(ws.ledger.corrections()) == 12


def test_search_by_standing_month_and_date(reader):
    def found(query):
        return json.loads(reader.get(f"/search.json?{query}").content)

    planned = found("dyad=CHN-USA&standing=planned")
    assert 0 < planned["total"] < found("dyad=CHN-USA")["total"]
    assert {hit["mark"] for hit in planned["hits"]} == {"planned"}
    assert {"Standing", "Month"} <= {facet["name"] for facet in found("q=talks")["facets"]}
    for choice in next(facet for facet in found("q=talks")["facets"] if facet["name"] == "Month")["choices"]:
        assert found(choice["href"].partition("?")[2])["total"] == choice["number"]
    days = [hit["source"]["published"] for hit in found("q=talks&sort=date")["hits"]]
    assert days == sorted(days, reverse=True)
    assert days != [hit["source"]["published"] for hit in found("q=talks&sort=match")["hits"]]


def test_pictures_in_a_notebook(demo, tmp_path):
    with detente.open(demo) as ws:
        lanes, index = ws.picture("China", "USA", DAY), ws.picture("China", "USA", DAY, what="index")
    assert lanes._repr_html_().startswith("<svg ")
    assert repr(index) == "<picture: China and the United States: score by month>"
    lanes.save(tmp_path / "a.svg")
    index.save(tmp_path / "a.png")
    assert (tmp_path / "a.svg").read_text("utf-8") == lanes.svg
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_pairs_side_by_side(reader):
    page = reader.get(f"/?as_of={DAY}&compare=CHN-USA,IND-PAK").text
    assert page.count("score by month</figcaption>") == 2
    assert reader.get("/?compare=CHN-XXX").status_code == 404


def test_a_long_list_has_all_its_pages(tmp_path):
    text = "China met the United States. " * 1300
    with detente.open(tmp_path) as ws:
        for number in range(2):
            spans = [(29 * at, 29 * at + 28) for at in range(number * 650, number * 650 + 650)]
            events = tuple(
                Event(
                    f"e{number}-{first}",
                    "CONSULT",
                    (Actor("China", "CHN"),),
                    (Actor("US", "USA"),),
                    Evidence(first, last, text[first:last]),
                )
                for first, last in spans
            )
            ws.file([Coding(Report(f"r{number}", text, published=date(2024, 1, 2 + number)), events, coder="c")])
        with TestClient(create_app(ws, port=PORT), base_url=BASE) as client:
            seen = []
            for page in range(1, 27):
                found = json.loads(client.get(f"/search.json?dyad=CHN-USA&page={page}").content)
                assert (found["total"], found["pages"], found["page"]) == (1300, 26, page)
                seen += [hit["id"] for hit in found["hits"]]
            assert len(seen) == len(set(seen)) == 1300
            assert json.loads(client.get("/search.json?dyad=CHN-USA&page=99").content)["page"] == 26


def test_a_ledger_that_cannot_be_read_is_told_on_a_page(client, ws, monkeypatch):
    def broken(*_, **__):
        raise LedgerError("detente.db is damaged; run `detente doctor`, then restore the last backup")

    monkeypatch.setattr(type(ws.ledger), "version", broken)
    answer = client.get("/")
    assert answer.status_code == 503
    assert "is damaged" in answer.text
    assert "Run `detente doctor`" in answer.text
    assert "<nav" in answer.text
    assert set(json.loads(client.get("/dyads.json").content)) == {"error", "value", "hint"}


def test_as_known_on_a_day_before_anything_was_filed(reader):
    page = reader.get("/dyads/CHN-USA?known=2020-01-01")
    assert page.status_code == 200
    assert "No report up to" in page.text
    assert json.loads(reader.get("/dyads.json?known=2020-01-01").content)["rows"] == []
