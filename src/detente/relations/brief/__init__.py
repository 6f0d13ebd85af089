"""The brief: one page on two countries that an analyst can send, every line with the words it was read from.

Names are loaded when they are first used: Word's form alone takes longer to load than a brief to make, and a page that is kept
is printed without what makes it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from detente.relations.brief.as_docx import render_docx
    from detente.relations.brief.as_html import render_html
    from detente.relations.brief.as_json import to_json
    from detente.relations.brief.as_text import render_markdown, render_text
    from detente.relations.brief.building import build
    from detente.relations.brief.page import Brief, Likelihood, State
    from detente.relations.brief.printed import Line, Note, Page, Section, section

__all__ = [
    "Brief",
    "Likelihood",
    "Line",
    "Note",
    "Page",
    "Section",
    "State",
    "build",
    "render_docx",
    "render_html",
    "render_markdown",
    "render_text",
    "section",
    "to_json",
]

_HOMES: Final = {
    "as_docx": ("render_docx",),
    "as_html": ("render_html",),
    "as_json": ("to_json",),
    "as_text": ("render_markdown", "render_text"),
    "building": ("build",),
    "page": ("Brief", "Likelihood", "State"),
    "printed": ("Line", "Note", "Page", "Section", "section"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
