"""Web pages: the article's text and what the page says about it, by trafilatura, or plainly where that cannot do it.

A page is untrusted. Before the parser sees it, scripts, comments and tags with hundreds of attributes are taken out (libxml2
needs minutes for one tag with 100,000 attributes), and a page with more elements than any article goes the plain way, which is
linear.
"""

import re
from datetime import date
from html import unescape
from typing import NamedTuple

from lxml.etree import LxmlError
from trafilatura import bare_extraction
from trafilatura.settings import Document

from detente.errors import ReportError
from detente.ingest.decoding import clean
from detente.ingest.published import parse_date


class Page(NamedTuple):
    """An article taken out of a web page."""

    text: str
    title: str | None
    published: date | None
    publisher: str | None
    url: str | None


#: trafilatura needs some 20 µs an element: this many take under 2 s on a slow machine.
_MOST_ELEMENTS = 40_000
_LONGEST_MARKUP = 3_000_000
_MOST_WORDS_IN_TAG = 100
_SHORTEST_ARTICLE = 40
_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--|<!doctype\s+html|<html|<head|<body|<meta|<title)", re.IGNORECASE
)
_DROPPED = re.compile(r"<(script|style|noscript|svg|iframe|template|object|select|math)\b", re.IGNORECASE)
_FURNITURE = re.compile(r"<(head|nav|footer|aside|form|button|script|style|noscript|svg|template|select)\b", re.IGNORECASE)
_JSON_LD = re.compile(r"<script[^>]{0,200}application/ld\+json", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([A-Za-z][\w:-]{0,30})\s[^<>]{400,}>?")
_BLOCK = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|tr|table|section|article|blockquote|figure|figcaption|main|header|dd|dt)|br)\b[^>]*>?",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!?A-Za-z][^<>]*>?")
_SPACES = re.compile(r"[^\S\n]+")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,500})", re.IGNORECASE)
_OPEN_TAG_AT_END = re.compile(r"<[A-Za-z/!][^<>]*\Z")
_CLOSED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_BOXES = ("div", "article", "section", "main", "script")
#: What lxml and trafilatura raise on broken markup; the plain way reads it all the same.
_EXTRACTION_ERRORS = (
    LxmlError, ValueError, TypeError, AttributeError, IndexError, KeyError, AssertionError, RecursionError, OverflowError,
)  # fmt: skip


def is_html(text: str) -> bool:
    """Whether a text begins as a web page does."""
    return bool(_LOOKS_LIKE_HTML.match(text[:1000]))


def read_page(markup: str, source: str) -> Page:
    """The article of a page.

    Raises `ReportError` if the page breaks off, or has no article.
    """
    if _breaks_off(markup):
        raise ReportError(f"{source}: the page breaks off before its end; download it again")
    lean = _lean(markup)
    page = _extracted(lean) if lean.count("<") <= _MOST_ELEMENTS and len(lean) <= _LONGEST_MARKUP else None
    if page is None or len(page.text) < _SHORTEST_ARTICLE:
        page = _plain(markup)
    if len(page.text) < _SHORTEST_ARTICLE:
        raise ReportError(
            f"{source}: no article in this page, perhaps it needs scripts or a login; save its text and give that"
        )
    return page


def _breaks_off(markup: str) -> bool:
    """Whether a download was cut: the end is missing, and the page ends within a tag, a sentence or a box."""
    tail = markup.rstrip()[-2000:]
    if _CLOSED.search(tail):
        return False
    if markup.count("<!--") > markup.count("-->") or _OPEN_TAG_AT_END.search(tail):
        return True
    low = markup.lower()
    unclosed = any(low.count(f"<{box}") > low.count(f"</{box}") for box in _BOXES)
    has_body = "<body" in low or "<html" in low
    return has_body and (unclosed or not tail.endswith(">"))


def _lean(markup: str) -> str:
    """The page without what is no text: scripts (but for the data on the article), comments, overlong tags."""
    kept = _without(_without_comments(markup), _DROPPED)
    return _LONG_TAG.sub(_shortened, kept)


def _shortened(tag: re.Match[str]) -> str:
    return f"<{tag.group(1)}>" if len(tag.group().split(None, _MOST_WORDS_IN_TAG)) > _MOST_WORDS_IN_TAG else tag.group()


def _without_comments(markup: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := markup.find("<!--", at)) >= 0:
        pieces.append(markup[at:start])
        end = markup.find("-->", start)
        if end < 0:
            return "".join(pieces)
        at = end + 3
    return "".join([*pieces, markup[at:]])


def _without(markup: str, elements: re.Pattern[str]) -> str:
    """The markup without some elements and all that is in them; one that is never closed takes the rest with it."""
    pieces: list[str] = []
    at = 0
    while opening := elements.search(markup, at):
        closing = re.compile(rf"</{opening.group(1)}\b[^>]{{0,100}}>", re.IGNORECASE).search(markup, opening.end())
        keep = _JSON_LD.match(markup, opening.start()) and closing and closing.end() - opening.start() < 100_000
        pieces.append(markup[at : closing.end() if keep and closing else opening.start()])
        if closing is None:
            return "".join(pieces)
        at = closing.end()
    return "".join([*pieces, markup[at:]])


def _extracted(markup: str) -> Page | None:
    try:
        found = bare_extraction(
            markup,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except _EXTRACTION_ERRORS:
        return None
    if not isinstance(found, Document) or not found.text:
        return None
    # A host name is no publisher's name, and is what trafilatura gives where the page has none.
    publisher = found.sitename if found.sitename and "." not in found.sitename else None
    return Page(clean(found.text), found.title or None, parse_date(found.date), publisher, found.url or None)


def _plain(markup: str) -> Page:
    """All text of a page outside its head, menus and footers, a line a block."""
    title = _TITLE.search(markup[:100_000])
    body = _TAG.sub("", _BLOCK.sub("\n", _without(_without_comments(markup), _FURNITURE)))
    lines = (_SPACES.sub(" ", line).strip() for line in unescape(body).split("\n"))
    text = "\n".join(line for line in lines if line)
    return Page(clean(text), unescape(title.group(1)).strip() if title else None, None, None, None)
