"""The brief: one page on two countries that an analyst can send, every line with the words it was read from."""

from detente.relations.brief.as_docx import render_docx
from detente.relations.brief.as_html import render_html
from detente.relations.brief.as_json import to_json
from detente.relations.brief.as_text import render_markdown, render_text
from detente.relations.brief.build import build, section
from detente.relations.brief.page import Brief, Likelihood, Line, Note, Section, State

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
