"""Imports: what went in, what failed and why; an import that is cut off goes on."""

import http.client
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from served import BASE, PORT
from starlette.testclient import TestClient

import detente
from detente.errors import InputError
from detente.web.app import create_app
from detente.workspace.jobs import Jobs, safe_name

GOOD = b"Date: 2024-01-10\nPublisher: The Wire\n\nChina and the United States held talks in Geneva on Monday about fentanyl."


class _Client:
    """The little that is asked of a real server; the standard library does."""

    def __init__(self, port):
        self.port = port

    def _ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        answer.content = answer.read()
        connection.close()
        return answer

    def get(self, path):
        return self._ask("GET", path)

    def send(self, name, content):
        """Imports a file; the address of the job."""
        edge = "edge-of-a-part"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="what"\r\n\r\nfiles\r\n',
            f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n{content}\r\n--{edge}--\r\n',
        ]
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "Origin": f"http://127.0.0.1:{self.port}"}
        return self._ask("POST", "/import", "".join(parts).encode(), headers).headers["location"]


def settled(client, location):
    for _ in range(600):
        found = json.loads(client.get(f"{location}.json").content)
        if not found["running"]:
            return found
        time.sleep(0.05)
    raise AssertionError("the import did not end")


@pytest.fixture
def new(tmp_path):
    with (
        detente.open(tmp_path / "new") as ws,
        TestClient(create_app(ws, port=PORT), base_url=BASE, follow_redirects=False) as client,
    ):
        client.ws = ws
        yield client


def test_files_good_and_bad(new):
    files = [
        ("files", ("a.txt", GOOD)),
        ("files", ("<img src=x>.txt", b"")),
        ("files", ("b.pdf.txt", b"%PDF-1.7 \x00\x01\x02" * 50)),
    ]
    answer = new.post("/import", data={"what": "files"}, files=files)
    assert answer.status_code == 303
    found = settled(new, answer.headers["location"])
    assert (found["row"]["added"], len(found["failed"])) == (1, 2)
    assert found["title"] == "Done: 1 added, 0 known, 2 failed"
    assert any(one["source"].startswith("<img") and one["reason"] for one in found["failed"])
    page = new.get(answer.headers["location"]).text
    assert "<img" not in page
    assert "Try again" in page
    assert "CHN-USA" in page
    again = new.post(f"{answer.headers['location']}/retry")
    assert settled(new, again.headers["location"])["row"]["known"] == 0
    assert new.ws.ledger.size() == 1


def test_text_folder_and_demo(new, tmp_path):
    pasted = new.post(
        "/import", data={"what": "text", "text": GOOD.decode().split("\n\n")[1], "title": "Talks", "published": "2024-01-11"}
    )
    assert settled(new, pasted.headers["location"])["row"]["added"] == 1
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_bytes(GOOD)
    (folder / "b.txt").write_bytes(GOOD.replace(b"Geneva", b"Vienna"))
    found = settled(new, new.post("/import", data={"what": "folder", "folder": str(folder)}).headers["location"])
    assert (found["row"]["added"], found["total"], found["done"]) == (2, 2, 2)
    assert (
        settled(new, new.post("/import", data={"what": "folder", "folder": str(folder)}).headers["location"])["row"]["known"]
        == 2
    )
    assert settled(new, new.post("/import", data={"what": "demo"}).headers["location"])["row"]["added"] == 45
    assert len(json.loads(new.get("/import.json").content)["jobs"]) == 4


@pytest.mark.parametrize(
    "form",
    [
        {"what": "files"}, {"what": "text", "text": "  "}, {"what": "folder", "folder": "/nowhere/at/all"}, {"what": "folder"},
        {"what": "address", "address": "file:///etc/passwd"}, {"what": "address", "address": ""}, {"what": "magic"}, {},
        {"what": "text", "text": "x", "published": "soon"},
    ],
)  # fmt: skip
def test_nothing_to_import_says_so(new, form):
    answer = new.post("/import", data=form)
    assert answer.status_code in (400, 422)
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:80/", "http://localhost/", "http://169.254.169.254/latest", "http://[::1]/", "http://10.1.2.3/"],
)
def test_inner_addresses_are_refused(new, address):
    found = settled(new, new.post("/import", data={"what": "address", "address": address}).headers["location"])
    assert len(found["failed"]) == 1
    assert "only public pages" in found["failed"][0]["reason"]
    assert new.ws.ledger.size() == 0


def test_an_import_that_was_cut_off_goes_on(demo, tmp_path):
    """Stopped in the middle, then taken up by the next server: every report once, and counted as added."""
    with detente.open(tmp_path / "ws") as ws:
        jobs = Jobs(ws, lambda *_: ())
        rows = [
            json.dumps({"text": GOOD.decode().split("\n\n")[1] + f" It was round {n}.", "published": "2024-01-10"})
            for n in range(120)
        ]
        job = jobs.add_files([("many.jsonl", "\n".join(rows).encode())])
        jobs.start()
        while (jobs.get(job.id).done) < 10:
            time.sleep(0.01)
        jobs.stop()
        cut = jobs.get(job.id)
        assert not cut.finished
        assert 10 <= cut.added < 120
    shutil.copytree(tmp_path / "ws", tmp_path / "moved")
    with detente.open(tmp_path / "ws") as ws:
        jobs = Jobs(ws, lambda *_: ())
        jobs.start()
        while not (found := jobs.get(job.id)).finished:
            time.sleep(0.02)
        jobs.stop()
        assert (found.added, found.known, found.total, len(found.failed)) == (120, 0, 120, 0)
        assert ws.ledger.size() == 120


def test_a_job_that_breaks_says_so_and_the_next_one_runs(tmp_path):
    def broken(*_):
        raise RuntimeError("boom")

    with detente.open(tmp_path / "ws") as ws:
        jobs = Jobs(ws, broken)
        first, second = jobs.add_address("https://example.org/"), jobs.add_files([("a.txt", GOOD)])
        jobs.start()
        while not jobs.get(second.id).finished:
            time.sleep(0.02)
        jobs.stop()
        assert "boom" in jobs.get(first.id).failed[0].reason
        assert jobs.get(second.id).added == 1
        assert jobs.get("../../etc/passwd") is None
        assert jobs.get("0" * 12) is None
        with pytest.raises(InputError):
            jobs.add_folder("")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.txt", "a.txt"), ("../../etc/passwd", "passwd"), ("..\\x.html", "x.html"), ("a b<c>.txt", "a_b_c.txt"), (".hidden", "file.hidden"),
        ("", "file"), ("x" * 300 + ".jsonl", "x" * 60 + ".jsonl"), ("a.tx/t", "t"), ("\u202egpj.exe.txt", "gpj.exe.txt"), ("a.<b>", "a.b"),
    ],
)  # fmt: skip
def test_names_of_files(name, safe):
    assert safe_name(name) == safe


def _served(folder, port):
    """`detente serve` as a process of its own, answering."""
    command = [sys.executable, "-m", "detente", "serve", "-w", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return process
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _killed(process):
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("done", [0, 7, 40])
def test_a_server_killed_during_an_import_goes_on_with_it(tmp_path, done):
    """Kill -9 after some reports; the next server goes on by itself, and each report is filed once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = GOOD.decode().split("\n\n")[1]
    rows = [json.dumps({"text": f"{said} It was round {n}.", "published": "2024-01-10", "id": f"r{n}"}) for n in range(90)]
    with detente.open(tmp_path / "ws"):
        pass
    server = _served(tmp_path / "ws", port)
    try:
        web = _Client(port)
        job = web.send("many.jsonl", "\n".join(rows))
        while json.loads(web.get(f"{job}.json").content)["done"] < done:
            time.sleep(0.01)
        _killed(server)
        with detente.open(tmp_path / "ws") as ws:
            assert done <= ws.ledger.size() < len(rows), "it was cut off in the middle"
        server = _served(tmp_path / "ws", port)
        found = settled(web, job)
        assert (found["total"], found["done"], found["failed"]) == (len(rows), len(rows), [])
        assert found["row"]["added"] + found["row"]["known"] == len(rows)
    finally:
        _killed(server)
    with detente.open(tmp_path / "ws") as ws:
        assert sorted(ws.ledger.report_ids()) == sorted(f"r{n}" for n in range(90)), "nothing is missing"
        with ws.ledger.snapshot() as connection:
            for table in ("codings", "origins"):
                assert connection.execute(f"SELECT count(*) FROM {table}").scalar() == 90, "nothing is there twice"
            assert connection.execute("SELECT count(*) FROM events WHERE until IS NOT NULL").scalar() == 0
        assert {finding.code for finding in ws.ledger.check()} <= {"W303"}
