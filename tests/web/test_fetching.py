"""An address that is fetched leads to the open internet, and nowhere else."""

import http.client
import io
import time

import pytest

from detente.errors import InputError
from detente.web import fetching
from detente.web.fetching import Fetched, checked, fetch, fetch_into, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "2002:7f00:1::", "2001:db8::1", "localhost", "", "1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/", "file:///etc/passwd", "gopher://x", "http://", "https://user:pw@example.org/", "http://example.org:22/",
        "http://example.org:8080/", "http://[::1", "javascript:alert(1)", "//example.org", "http://example.org:99999/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_asked(address):
    with pytest.raises(InputError):
        checked(address)


class Answered:
    """A connection that answers from a table and keeps where it was led."""

    def __init__(self, answers: dict[str, tuple[int, dict[str, str], bytes]], led: list[tuple[str, str]]):
        self.answers, self.led = answers, led

    def __call__(self, parts, target, seconds):
        assert seconds <= fetching.SECONDS
        self.led.append((parts.hostname, target))
        status, headers, body = self.answers[parts.hostname]
        return Speaking(status, headers, body)


class Speaking:
    def __init__(self, status, headers, body):
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.raw = f"HTTP/1.1 {status} X\r\n{lines}Connection: close\r\n\r\n".encode() + body

    def request(self, method, path, headers):
        assert method == "GET"

    def getresponse(self):
        answer = http.client.HTTPResponse(Socket(self.raw))
        answer.begin()
        return answer

    def close(self):
        pass


class Socket:
    def __init__(self, raw):
        self.raw = raw

    def makefile(self, _):
        return io.BytesIO(self.raw)


PAGE = {"Content-Type": "text/html"}
NAMES = {
    "good.example": ["93.184.216.34"],
    "inner.example": ["10.0.0.7"],
    "both.example": ["93.184.216.34", "127.0.0.1"],
    "none.example": [],
}


def asked(address, answers, led=None, **more):
    return fetch(
        address, resolve=lambda host, _: NAMES.get(host, [host]), connect=Answered(answers, [] if led is None else led), **more
    )


def test_a_page():
    led = []
    found = asked("https://good.example/a?b=c", {"good.example": (200, PAGE, b"<html>x")}, led)
    assert found == Fetched("https://good.example/a?b=c", b"<html>x")
    assert led == [("good.example", "93.184.216.34")]


@pytest.mark.parametrize(
    "host", ["inner.example", "both.example", "none.example", "127.0.0.1", "[::1]", "169.254.169.254", "2130706433"]
)
def test_names_that_stand_for_inner_addresses(host):
    with pytest.raises(InputError, match="only public pages"):
        asked(f"http://{host}/", {})


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://inner.example/", "file:///etc/passwd", "http://good.example:22/", "//[::1]/"]
)
def test_redirects_are_checked_anew(to):
    with pytest.raises(InputError):
        asked("http://good.example/", {"good.example": (302, {"Location": to}, b"")})


def test_redirects_end():
    with pytest.raises(InputError, match="more than 5"):
        asked("http://good.example/", {"good.example": (302, {"Location": "/again"}, b"")})


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """A name that answers otherwise the second time leads nowhere else: it is asked once."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    led = []
    fetch("http://good.example/", resolve=lambda *_: next(answers), connect=Answered({"good.example": (200, PAGE, b"x")}, led))
    assert led == [("good.example", "93.184.216.34")]
    opened = []
    monkeypatch.setattr("socket.create_connection", lambda address, timeout: opened.append(address))
    fetching._connect(checked("http://good.example/"), "93.184.216.34", 1.0)
    assert opened == [("93.184.216.34", 80)]


def test_limits(monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    with pytest.raises(InputError, match="more than"):
        asked("http://good.example/", {"good.example": (200, PAGE, b"x" * 2000)})
    with pytest.raises(InputError, match="no page"):
        asked("http://good.example/", {"good.example": (200, {"Content-Type": "application/pdf"}, b"x")})
    with pytest.raises(InputError, match="answered 404"):
        asked("http://good.example/", {"good.example": (404, PAGE, b"")})
    with pytest.raises(InputError, match="too long"):
        asked("http://good.example/", {"good.example": (200, PAGE, b"x")}, seconds=0.0)


def test_a_slow_page_is_given_up(monkeypatch):
    clock = iter(range(0, 1000, 15))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with pytest.raises(InputError, match="too long"):
        asked("http://good.example/", {"good.example": (200, PAGE, b"x" * 200_000)})


def test_a_page_becomes_one_report(tmp_path, monkeypatch):
    body = (
        "<html><head><title>Talks held</title></head><body><article>"
        + "<p>China met the United States in Geneva.</p>" * 9
        + "</article></body></html>"
    )
    monkeypatch.setattr(fetching, "fetch", lambda address: Fetched(address, body.encode()))
    (path,) = fetch_into("https://good.example/a", tmp_path)
    assert b"good.example" in path.read_bytes()
    assert b"Geneva" in path.read_bytes()
