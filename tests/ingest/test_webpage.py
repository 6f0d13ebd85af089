import time
from datetime import date

import pytest

from detente.errors import ReportError
from detente.ingest.webpage import is_html, read_page

FIRST = "Kenya and Somalia agreed on Tuesday to reopen a border post that Nairobi had closed in March, officials said."
SECOND = (
    "The post at Mandera was closed after a raid; traders on both sides of the border have lost half of their income since."
)
ARTICLE = f"<p>{FIRST}</p>\n<p>{SECOND}</p>"
PAGE = f"""<!DOCTYPE html><html><head><title>Border post to reopen - The Mombasa Herald</title>
<meta property="og:title" content="Border post to reopen"><meta property="og:site_name" content="The Mombasa Herald">
<meta property="article:published_time" content="2024-06-12T08:00:00Z"><link rel="canonical" href="https://example.org/a"></head>
<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Border post to reopen</h1>{ARTICLE}</article>
<script>var a = "<p>not this</p>";</script><footer>All rights reserved</footer></body></html>"""


def test_the_article_and_what_the_page_says_of_it() -> None:
    page = read_page(PAGE, "a.html")
    assert FIRST in page.text
    assert SECOND in page.text
    assert "not this" not in page.text
    assert "Sport" not in page.text
    assert (page.title, page.published, page.publisher) == ("Border post to reopen", date(2024, 6, 12), "The Mombasa Herald")
    assert page.url == "https://example.org/a"


MANY = " ".join(f"a{i}=1" for i in range(100_000))
SOME = " ".join(f"a{i}" for i in range(90))
HOSTILE = {
    "attributes": f"<html><body><div {MANY}>{ARTICLE}</body></html>",
    "attributes without end": f"<html><body><div {MANY}{ARTICLE}</body></html>",
    "many tags of attributes": f"<html><body>{f'<i {SOME}>' * 6000}{ARTICLE}</body></html>",
    "nesting": "<html><body>" + "<div>" * 100_000 + ARTICLE + "</div>" * 100_000 + "</body></html>",
    "elements": "<html><body>" + "<p></p>" * 300_000 + ARTICLE + "</body></html>",
    "just under": "<html><body>" + "<b>a</b>" * 19_000 + ARTICLE + "</body></html>",
    "entities": '<!DOCTYPE html [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
    + f"<html><body><p>&c;&c;&c;</p>{ARTICLE}</body></html>",
    "script": "<html><body><script>" + "<!-- <p>" * 200_000 + f"--></script>{ARTICLE}</body></html>",
    "comments": "<html><body>" + "<!--x-->" * 300_000 + f"{ARTICLE}</body></html>",
    "ampersands": "<html><body><p>" + "&" * 1_000_000 + f"</p>{ARTICLE}</body></html>",
    "one line": f"<html><body><p>{FIRST * 45_000}</p></body></html>",
    "angles": "<html><body>" + "<" * 1_000_000 + f"{ARTICLE}</body></html>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_takes_no_long_time(name: str) -> None:
    start = time.perf_counter()
    page = read_page(HOSTILE[name], "a.html")
    assert FIRST in page.text
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("at", [200, 500, 600, 690, 720, 760])
def test_a_page_that_breaks_off_is_refused(at: int) -> None:
    with pytest.raises(ReportError, match=r"^a\.html: .*breaks off.*again"):
        read_page(PAGE[:at], "a.html")


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "<html><body><p>Wait</p><script>x</script></body></html>", "<p>"]
)
def test_a_page_without_an_article_is_refused(page: str) -> None:
    with pytest.raises(ReportError, match=r"^a\.html: no article"):
        read_page(page, "a.html")


def test_markup_that_leaves_out_end_tags_is_read() -> None:
    assert FIRST in read_page(f"<!doctype html><title>x</title><p>{FIRST}<p>{SECOND}", "a.html").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("\n<html>", True),
        ("<?xml version='1.0'?><html>", True),
        ("Text <html>", False),
        ("", False),
    ],
)
def test_is_html(text: str, expected: bool) -> None:
    assert is_html(text) is expected
