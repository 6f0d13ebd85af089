"""What must not come in, and what must not be made of what is read."""

import html
import json
import re
from datetime import date
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from served import BASE, PORT
from starlette.testclient import TestClient

import detente
from detente.records import Actor, Coding, Event, Evidence, Report
from detente.web.app import create_app
from detente.web.security import POLICY, Guard

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</blockquote></main><script src=//evil.example/x.js></script>",
    "{{ 7*7 }}{% raw %}${7*7}#{7*7}",
    "javascript:alert(1)",
    "\u202eecnadnepedni\u202c \u2066hidden\u2069 \u200f",
    "</title><script>alert(1)</script>",
    "<!--<script>", "]]><script>alert(1)</script>", "&lt;script&gt;", "\x00\x01\x1b[31m", "=cmd|' /C calc'!A0", "%00%3Cscript%3E",
    "<a href=javascript:alert(1)>x</a>", "<style>@import'//evil.example'</style>", "<base href=//evil.example>",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<math><mtext></form><form><mglyph><svg><mtext><textarea>",
)  # fmt: skip


def attacked(attack: str, number: int) -> Coding:
    """A report in which everything that can hold words holds an attack."""
    text = f"China met the United States. {attack} It was said."
    quote = f"China met the United States. {attack}"
    report = Report(
        f"r{number}<b>", text, f"T {attack}", published=None if number % 2 else date(2024, 1, 2),
        publisher=f"P {attack}", url="javascript:alert(1)" if number % 3 else "https://example.org/'><script>", dateline=attack, relays=(attack,),
    )  # fmt: skip
    event = Event(
        f"e{number}", "CONSULT", (Actor(attack, "CHN", "GOV", attack),), (Actor("US", "USA"),), Evidence(0, len(quote), quote),
        topics=(attack,), date_text=attack, intensity=1.0, quad="verbal cooperation",
    )  # fmt: skip
    return Coding(report, (event,), coder=f"c {attack}"[:40], notes=(attack,))


@pytest.fixture(scope="module")
def attacked_client(tmp_path_factory):
    with detente.open(tmp_path_factory.mktemp("bad") / "<img src=x>") as ws:
        ws.file(attacked(attack, number) for number, attack in enumerate(ATTACKS))
        with TestClient(create_app(ws, port=PORT), base_url=BASE, follow_redirects=False) as client:
            yield client


#: All elements that the app's templates and pictures hold.
KNOWN = frozenset(
    [
        "a",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "caption",
        "circle",
        "code",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "g",
        "h1",
        "h2",
        "h3",
        "head",
        "header",
        "html",
        "input",
        "kbd",
        "label",
        "li",
        "link",
        "main",
        "mark",
        "meta",
        "nav",
        "ol",
        "option",
        "p",
        "path",
        "pre",
        "progress",
        "rect",
        "script",
        "section",
        "select",
        "small",
        "span",
        "strong",
        "summary",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "textarea",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
ADDRESSES = ("href", "src", "action", "hx-get", "hx-post", "formaction", "data", "poster", "xlink:href")


class Markup(HTMLParser):
    """Notes every element and attribute that the app would not make itself."""

    def __init__(self):
        super().__init__()
        self.foreign: list[object] = []

    def handle_starttag(self, tag, attrs):
        if tag not in KNOWN:
            self.foreign.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.foreign.append((tag, name))
            if name in ADDRESSES and not re.match(r"(?:/(?!/)|#|https?://)", value or ""):
                self.foreign.append((tag, name, value))
            if tag == "script" and name == "src" and not (value or "").startswith("/static/"):
                self.foreign.append((tag, value))

    handle_startendtag = handle_starttag


def foreign(page: str) -> list[object]:
    """What is in a page's markup that the app does not make."""
    parser = Markup()
    parser.feed(page)
    return parser.foreign


def test_the_check_of_markup_finds_what_it_is_for():
    bad = (
        "<img src=x>",
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "<script src=//e/x>",
        "<a href=//e>",
        "<p style=x>",
        "<base>",
    )
    assert all(foreign(one) for one in bad)
    assert not foreign("<p><a href='/x?q=javascript:x'>&lt;img onerror=x&gt;</a>")


@pytest.mark.parametrize("number", range(len(ATTACKS)))
def test_words_of_reports_are_never_markup(attacked_client, number):
    pages = [
        "/",
        "/dyads/CHN-USA",
        f"/events/e{number}",
        f"/reports/r{number}%3Cb%3E",
        "/review",
        f"/review/e{number}",
        "/search",
        "/method",
    ]
    for path in pages:
        answer = attacked_client.get(path)
        if answer.status_code == 400:
            continue  # e1 begins e10 too: an id that is not alone is refused
        assert answer.status_code == 200, path
        assert not foreign(answer.text), path
        assert answer.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("attack", ATTACKS)
def test_queries_are_never_markup(reader, attack):
    for path in ("/search", "/dyads/CHN-USA", "/", "/review", "/events/" + "x", "/import/x"):
        for name in ("q", "publisher", "as_of", "event", "type", "why", "dyad", "compare", "was"):
            answer = reader.get(path, params={name: attack})
            assert answer.status_code < 500, (path, name)
            assert not foreign(answer.text), (path, name)
    answer = reader.get(f"/{quote(attack, safe='')}")
    assert answer.status_code == 404
    assert not foreign(answer.text)


def test_signs_that_turn_the_direction_of_text_are_shown_as_what_they_are(attacked_client):
    for path in ("/search", "/dyads/CHN-USA", "/events/e6", "/reports/r6%3Cb%3E"):
        page = attacked_client.get(path).text
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200f]", page)
        assert "\ufffd" in page


def test_formulas_of_spreadsheets_are_words(attacked_client):
    for path in ("/search.csv", "/dyads/CHN-USA.csv", "/dyads.csv", "/method.csv"):
        for line in attacked_client.get(path).text.splitlines():
            assert not re.search(r'(^|,)"?[=@]', line), line


def test_a_line_of_five_megabytes(tmp_path):
    text = "China met the United States. " + "x" * 5_000_000
    event = Event("e1", "CONSULT", (Actor("China", "CHN"),), (Actor("US", "USA"),), Evidence(0, 28, text[:28]))
    with detente.open(tmp_path) as ws:
        ws.file([Coding(Report("r1", text, published=date(2024, 1, 2)), (event,), coder="c")])
        with TestClient(create_app(ws, port=PORT), base_url=BASE) as client:
            assert len(client.get("/events/e1").content) < 50_000
            assert len(client.get("/review").content) < 50_000
            assert client.get("/reports/r1").status_code == 200
            assert client.get("/search", params={"q": "x" * 5000}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (f"127.0.0.1:{PORT}", 200), (f"localhost:{PORT}", 200), (f"[::1]:{PORT}", 200), (f"LOCALHOST:{PORT}", 200),
        ("127.0.0.1", 421), ("127.0.0.1:80", 421), (f"evil.example:{PORT}", 421), (f"127.0.0.1.evil.example:{PORT}", 421),
        ("", 421), (f"192.168.1.5:{PORT}", 421), (f"localhost:{PORT}:1", 421), ("localhost:x", 421), ("[::1", 421),
    ],
)  # fmt: skip
def test_host_with_port(reader, host, status):
    answer = reader.get("/", headers={"host": host})
    assert answer.status_code == status
    if status == 421:
        assert "--allow-host" in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),  # curl
        ({"sec-fetch-site": "same-origin"}, 303), ({"sec-fetch-site": "none"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403), ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": BASE}, 403),
        ({"origin": BASE}, 303), ({"origin": "null"}, 403), ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
    ],
)  # fmt: skip
def test_writes_of_other_sites_are_refused(client, headers, status):
    for path in ("/review/undo", "/review/keys", "/dyads/CHN-USA/seen"):
        assert client.post(path, headers=headers).status_code == status, path


def test_every_answer_is_marked(reader):
    for path in ("/", "/static/detente.css", "/nowhere", "/dyads/CHN-USA.json", "/dyads/CHN-USA/lanes.svg"):
        headers = reader.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert (headers["cache-control"] == "no-store") == (not path.startswith("/static"))
        assert "server" not in headers


def test_the_policy_allows_nothing_but_this_app():
    assert "unsafe" not in POLICY
    assert "*" not in POLICY
    assert POLICY.startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path", ["/", "/dyads/CHN-USA", "/review", "/search", "/import", "/method", "/dyads.json", "/review.csv"]
)
def test_looking_changes_nothing(client, ws, path):
    before = (ws.ledger.version(), ws.ledger.digest(), ws.ledger.last_brief(detente.Dyad("CHN", "USA")))
    client.get(path)
    client.head(path)
    assert (ws.ledger.version(), ws.ledger.digest(), ws.ledger.last_brief(detente.Dyad("CHN", "USA"))) == before
    for forbidden in ("put", "delete", "patch"):
        assert getattr(client, forbidden)(path).status_code in (404, 405)


def test_a_token_is_asked_for_and_taken_out_of_the_address(ws):
    with TestClient(create_app(ws, port=PORT, host="0.0.0.0", token="s3cret"), base_url=BASE, follow_redirects=False) as client:
        assert client.get("/").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        assert client.get("/", headers={"authorization": "Bearer s3cret"}).status_code == 200
        assert client.get("/", headers={"host": f"192.168.1.5:{PORT}", "authorization": "Bearer s3cret"}).status_code == 200
        assert client.get("/", headers={"host": f"evil.example:{PORT}", "authorization": "Bearer s3cret"}).status_code == 421
        answer = client.get("/search?q=x&token=s3cret")
        assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=x")
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert client.get("/search?q=x").status_code == 200
        assert 'name="folder"' not in client.get("/import").text
        assert client.post("/import", data={"what": "folder", "folder": "/etc"}).status_code == 400


def test_serving_beyond_this_machine_needs_a_token(tmp_path, capsys):
    from detente.cli import run  # noqa: PLC0415

    assert run(["serve", "-w", str(tmp_path), "--host", "0.0.0.0"]) == 2
    assert "--token" in capsys.readouterr().err


def test_large_requests_are_refused(ws):
    app = create_app(ws, port=PORT)
    assert isinstance(app, Guard)
    app._largest = 1000
    with TestClient(app, base_url=BASE) as client:
        assert client.post("/review/undo", content=b"x" * 2000).status_code == 413
        chunks = (b"x" * 500 for _ in range(9))
        assert (
            client.post(
                "/review/undo", content=chunks, headers={"content-type": "application/x-www-form-urlencoded"}
            ).status_code
            == 413
        )


def test_static_files_only(reader):
    for path in ("/static/..%2fapp.py", "/static/../app.py", "/static/%2e%2e/app.py", "/static/app.py", "/static/"):
        assert reader.get(path).status_code == 404, path


def test_a_broken_page_says_so_and_tells_nothing(ws, monkeypatch):
    monkeypatch.setattr("detente.web.views.method_page", lambda *_: 1 / 0)
    with TestClient(create_app(ws, port=PORT), base_url=BASE, raise_server_exceptions=False) as client:
        answer = client.get("/method")
        assert answer.status_code == 500
        assert "This page broke" in answer.text
        assert "Traceback" not in answer.text
        assert "detente doctor" in html.unescape(answer.text)
        assert set(json.loads(client.get("/method.json").content)) == {"error", "value", "hint"}
