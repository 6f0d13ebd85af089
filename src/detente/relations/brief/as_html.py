"""A brief as one HTML file: no script, no other file, readable in light and dark, on paper and on a narrow screen."""

from functools import cache
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from detente.relations.brief.as_text import (
    after_words,
    left_out_words,
    likelihood_words,
    reading_words,
    safe_url,
    source_words,
    subtitle,
)
from detente.relations.brief.printed import SIGNS, Page, Section


@cache
def _template() -> Template:
    loader = PackageLoader("detente.relations.brief", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("brief.html.j2")


def render_html(brief: Page) -> str:
    """The brief as a whole HTML document; all words of reports are escaped."""
    return _template().render(
        brief=brief,
        groups=_groups(brief.sections),
        signs=SIGNS,
        subtitle=subtitle(brief),
        likelihoods=likelihood_words(),
        after_words=after_words,
        left_out_words=left_out_words,
        source_words=source_words,
        reading_words=reading_words,
        safe_url=safe_url,
    )


def _groups(sections: tuple[Section, ...]) -> list[list[Section]]:
    """The sections in order, those of the two sides' framings together: they stand side by side."""
    return [list(group) for _, group in groupby(sections, lambda s: "framings" if s.key.startswith("framings") else s.key)]
