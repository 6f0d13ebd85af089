"""The brief: one page on two countries that an analyst can send, every line with the words it was read from.

Each form is loaded when it is first asked for: Word's alone takes longer to load than a brief to make.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from detente.relations.brief.build import build, section
from detente.relations.brief.page import Brief, Likelihood, Line, Note, Section, State

if TYPE_CHECKING:
    from detente.relations.brief.as_docx import render_docx
    from detente.relations.brief.as_html import render_html
    from detente.relations.brief.as_json import to_json
    from detente.relations.brief.as_text import render_markdown, render_text

__all__ = [
    "Brief",
    "Likelihood",
    "Line",
    "Note",
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

_FORMS: Final = {
    "render_docx": "as_docx",
    "render_html": "as_html",
    "render_markdown": "as_text",
    "render_text": "as_text",
    "to_json": "as_json",
}


def __getattr__(name: str) -> object:
    if name in _FORMS:
        return getattr(import_module(f"{__name__}.{_FORMS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
