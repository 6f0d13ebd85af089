"""The house rules of the web: contexts documented, one maker of addresses, small files, colours that can be read."""

import ast
import importlib
import pkgutil
import re
from dataclasses import is_dataclass
from importlib.resources import files
from pathlib import Path

import pytest

import detente.web.pages
from detente.web.pages.method import _measured
from detente.web.urls import Urls, split_form

WEB = Path(str(files("detente.web")))
CSS = (WEB / "static" / "detente.css").read_text("utf-8")
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
MODULES = [importlib.import_module(f"detente.web.pages.{one.name}") for one in pkgutil.iter_modules(detente.web.pages.__path__)]


def classes(module):
    """The classes of a module that hold values, with their bodies."""
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    return [(getattr(module, node.name), node) for node in tree.body if isinstance(node, ast.ClassDef)]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_field_of_a_page_is_documented(module):
    for found, node in classes(module):
        if issubclass(found, Exception):
            continue
        body = [item for item in node.body if not isinstance(item, ast.FunctionDef)]
        for item, after in zip(body, [*body[1:], None], strict=True):
            if isinstance(item, ast.AnnAssign):
                assert isinstance(after, ast.Expr), f"{found.__name__}.{item.target.id} is not documented"
                assert isinstance(after.value.value, str)


def test_pages_are_frozen():
    pages = [found for module in MODULES for found, _ in classes(module) if is_dataclass(found)]
    assert len(pages) >= 9
    for page in pages:
        assert page.__dataclass_params__.frozen, page


def test_views_hold_no_sql_and_no_html():
    for path in (*WEB.glob("*.py"), *(WEB / "pages").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"\bSELECT\b.*\bFROM\b|\bINSERT INTO\b", node.value), (path.name, node.value[:80])
                assert not re.search(r"</?(?:p|div|a|span|table|html|h1)\b", node.value), (path.name, node.value[:80])


def test_templates_make_no_address_of_their_own():
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        for attribute, value in re.findall(r'\b(href|src|action|hx-get|hx-post)="([^"]*)"', text):
            made = value.startswith(("{{", "#"))
            assert made, (path.name, attribute, value)
        assert not re.search(r"\|\s*safe\b", text), path.name
        assert "autoescape" not in text, path.name
        assert not re.search(r"\bstyle=|\bon\w+=|<style|<script(?! src)", text), path.name


def test_templates_say_the_words_of_the_lint():
    """No likelihood word stands in a template by itself, and nothing overdue is called broken."""
    for path in TEMPLATES:
        text = re.sub(r"{[{%].*?[}%]}", "", path.read_text("utf-8"))
        assert not re.search(r"\b(?:very |un)?likely\b|\balmost certain\b", text), path.name
        for found in re.finditer(r"[^.>]*\bbroken\b[^.<]*", text):
            assert re.search(r"not (?:the same as )?broken", found[0]), (path.name, found[0])


def test_sizes():
    assert len(CSS.encode()) <= 12_288
    assert (WEB / "static" / "detente.js").stat().st_size < 5_120
    (htmx,) = (WEB / "static").glob("htmx-*.min.js")
    assert (htmx.parent / htmx.name.replace(".min.js", "-LICENSE.txt")).is_file()
    assert "sourceMappingURL" not in htmx.read_text("utf-8")


def test_css_asks_no_other_file():
    assert "@import" not in CSS
    assert "url(" not in CSS


def tokens(dark):
    blocks = re.findall(r":root \{([^}]*)\}", CSS)
    found = dict(re.findall(r"--([\w]+): (#[0-9a-f]{6})", blocks[0]))
    return found | (dict(re.findall(r"--([\w]+): (#[0-9a-f]{6})", blocks[1])) if dark else {})


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_contrast_of_tokens(dark):
    """4.5 for words on every ground that they stand on, 3 for edges of fields and lines of charts (WCAG 1.4.3, 1.4.11)."""
    found = tokens(dark)
    for ink in ("ink", "soft", "link", "good", "bad", "plan", "warn"):
        for ground in ("back", "panel"):
            assert contrast(found[ink], found[ground]) >= 4.5, (ink, ground)
    for ink, ground in (
        ("ink", "mark"),
        ("ink", "chosen"),
        ("link", "mark"),
        ("link", "chosen"),
        ("soft", "chosen"),
        ("soft", "mark"),
    ):
        assert contrast(found[ink], found[ground]) >= 4.5, (ink, ground)
    for mark in ("good", "bad", "plan", "soft"):
        assert contrast(found[mark], found["chosen"]) >= 4.5, mark
        assert contrast(found[mark], found["unread"]) >= 3, mark
    assert contrast(found["edge"], found["back"]) >= 3
    assert contrast(found["ink"], found["unread"]) >= 4.5


def test_figures_are_those_of_the_document():
    text = (Path(__file__).parents[2] / "docs" / "figures.md").read_text("utf-8")
    for row in _measured()["figures"]:
        assert row["value"] in text, row
    assert "28 November 2026" in text


def test_addresses():
    urls = Urls()
    assert urls.search(q="a b&c", dyad="", page=None) == "/search?q=a+b%26c"
    assert urls.dyad("CHN-USA", "json", as_of="2024-01-31") == "/dyads/CHN-USA.json?as_of=2024-01-31"
    assert urls.report("r/<1>", record="abc") == "/reports/r%2F%3C1%3E?event=abc#r-abc"
    assert split_form("CHN-USA.json") == ("CHN-USA", "json")
    assert split_form("a.b") == ("a.b", "")
