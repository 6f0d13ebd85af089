"""The index by month, watching a folder, pages of the web."""

import json
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from detente.errors import InputError


def test_index(filled, detente):
    ran = detente("index", "china", "usa", "--as-of", "2024-04-30", "--json")
    assert ran.code == 0
    rows = json.loads(ran.out)
    assert [(row["month"], row["score"], row["acts"], row["reports"]) for row in rows] == [
        ("2024-01", -4.5, 3, 2), ("2024-02", None, 0, 0), ("2024-03", None, 0, 0), ("2024-04", None, 0, 0),
    ]  # fmt: skip
    assert "2024-02 not read 0 until 2024-04, 3 months" in " ".join(
        detente("index", "china", "usa", "--as-of", "2024-04-30").out.split()
    )
    assert detente("index", "china", "usa", "--format", "csv").out.startswith("month,score,cooperation,conflict,acts,reports")


def test_index_of_nothing(filled, detente):
    ran = detente("index", "norway", "peru")
    assert ran.code == 4
    assert "No act between Norway and Peru is done and dated" in ran.err


def test_index_as_a_picture(filled, detente):
    assert detente("index", "china", "usa", "--plot", "score.svg").code == 0
    assert Path("score.svg").read_text(encoding="utf-8").startswith("<svg")
    assert detente("index", "china", "usa", "--plot", "score.pdf").code == 2


def test_watch_reads_what_is_new(here, detente):
    assert "3 added" in detente("watch", "articles", "--once").err
    assert detente("watch", "articles", "--once").err == "Nothing in articles that was not read before.\n"
    shutil.copy("articles/a.txt", "articles/.hidden.txt")
    Path("articles/d.txt").write_text("Date: 2024-02-05\nPublisher: Gazette\n\nCHN helped USA in Oslo.\n", encoding="utf-8")
    assert "1 added" in detente("watch", "articles", "--once").err


def test_watch_goes_on_until_it_is_ended(here, detente, monkeypatch):
    watch = import_module("detente.cli.watch")
    looks = []

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 1:
            Path("articles/d.txt").write_text("Date: 2024-02-05\n\nCHN helped USA in Oslo.\n", encoding="utf-8")
            watch._SETTLED = 0.0
        if len(looks) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(watch, "_SETTLED", -1e9)
    monkeypatch.setattr(watch.time, "sleep", sleep)
    ran = detente("watch", "articles", "--every", "5")
    assert ran.code == 130
    assert looks == [5.0] * 3
    assert "3 added" in ran.err
    assert "1 added" in ran.err
    assert "Ended; 4 reports are kept." in ran.err


def test_a_page_of_the_web_is_read(here, detente, monkeypatch):
    def fetch(address: str, folder: Path):
        if "no" in address:
            raise InputError("the server is away")
        page = folder / "page.json"
        page.write_text(
            json.dumps({"text": "CHN met USA in Rome.", "published": "2024-03-01", "url": address}), encoding="utf-8"
        )
        yield page

    monkeypatch.setattr("detente.web.fetching.fetch_into", fetch)
    ran = detente("read", "https://example.org/a", "https://no.example/", "articles/a.txt")
    assert ran.code == 3
    assert "failed: https://no.example/: the server is away" in ran.err
    assert "2 added" in ran.err
    assert "Rome" in detente("search", "Rome").out


@pytest.mark.parametrize("address", ["http://127.0.0.1/x", "http://localhost/x", "https://user:pass@example.org/"])
def test_no_page_of_this_machine_is_read(here, detente, address):
    ran = detente("read", address)
    assert ran.code == 1
    assert "failed: " in ran.err
