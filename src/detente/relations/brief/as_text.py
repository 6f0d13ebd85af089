"""A brief for the terminal and as Markdown."""

import textwrap
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from detente.relations.brief.odds import LIKELIHOODS
from detente.relations.brief.printed import SIGNS, Line, Note, Page
from detente.relations.days import day

#: Digits of a record's id that are shown, as git does; the JSON has all.
SHORT: Final = 7
#: What may stand in an address in Markdown; brackets would end the link.
_IN_URL: Final = ":/?#@!$&'*+,;=%-._~"


def subtitle(brief: Page) -> str:
    """The line under the title: which pair, as of when, known when."""
    known = f", with what was known on {day(brief.known)}" if brief.known != brief.as_of else ""
    return f"Dyad {brief.dyad.first}–{brief.dyad.second}, as of {day(brief.as_of)}{known}"


def source_words(note: Note) -> str:
    """Publisher and date of a note with its relays: `IANS, relaying The New York Times, 31 Jan 2024`."""
    relaying = f", relaying {', '.join(note.chain[1:])}" if len(note.chain) > 1 else ""
    return f"{note.chain[0]}{relaying}, {day(note.published)}"


def reading_words(note: Note) -> str:
    """How a note was read: `record 3fa9c1e, read by en.v3, certainty 0.91`."""
    by = (
        "checked by a person"
        if note.reviewed
        else f"read by {note.coder or 'an unnamed coder'}, certainty {note.certainty:.2f}"
    )
    return f"record {note.record[:SHORT]}, {by}"


def after_words(line: Line) -> str:
    """What stands after the words of a line: further reports of it, and whether its reading is doubtful."""
    more = f" (+{line.more} report{'s' * (line.more > 1)})" if line.more else ""
    return more + (" (doubtful reading)" if line.doubtful else "")


def left_out_words(number: int) -> str:
    """How many more lines a section has in the full record."""
    return f"… and {number} more on record."


def legend() -> Iterator[tuple[str, str]]:
    """The signs with their words."""
    return iter(SIGNS.values())


def likelihood_words() -> str:
    """The table of likelihood words in one line."""
    return "; ".join(f"{word} {low}–{high}%" for word, low, high in LIKELIHOODS)


def render_text(brief: Page, width: int = 80) -> str:
    """The brief in plain text, no line wider than `width` characters."""
    out = [*textwrap.wrap(brief.title, width), subtitle(brief), ""]
    for line in brief.bottom_line:
        out += _wrapped(line, width, 0)
    for section in brief.sections:
        out += ["", section.title.upper()]
        for line in section.lines:
            out += _wrapped(line, width, 0)
            for below in line.under:
                out += _wrapped(below, width, 4)
        if not section.lines:
            out += textwrap.wrap(section.empty, width)
        if section.left_out:
            out.append(left_out_words(section.left_out))
    out += ["", "NOTES"]
    for note in brief.notes:
        out += _note(note, width)
    out += ["", *textwrap.wrap("Signs: " + "; ".join(f"{sign} {words}" for sign, words in legend()) + ".", width)]
    if brief.estimates:
        out += textwrap.wrap(f"Likelihoods (after ICD 203): {likelihood_words()}.", width)
    return "\n".join(out) + "\n"


def _wrapped(line: Line, width: int, indent: int) -> list[str]:
    sign = SIGNS[line.mark][0]
    text = f"{line.text}{after_words(line)} {''.join(f'[{number}]' for number in line.notes)}"
    first = " " * indent
    return textwrap.wrap(text, width, initial_indent=f"{first}{sign} ", subsequent_indent=f"{first}  ", break_on_hyphens=False)


def _note(note: Note, width: int) -> list[str]:
    head = f"[{note.number}] "
    text = f"“{_flat(note.quote)}” {source_words(note)}; {reading_words(note)}."
    return textwrap.wrap(
        text, width, initial_indent=head, subsequent_indent=" " * 4, break_on_hyphens=False, break_long_words=False
    )


def _flat(quote: str) -> str:
    """A quote on one line: line breaks of the report become spaces."""
    return " ".join(quote.split())


def render_markdown(brief: Page) -> str:
    """The brief in Markdown with footnotes."""
    out = [f"# {_escape(brief.title)}", "", f"*{_escape(subtitle(brief))}*", ""]
    out += [_item(line, 0) for line in brief.bottom_line]
    for section in brief.sections:
        out += ["", f"## {_escape(section.title)}", ""]
        for line in section.lines:
            out += [_item(line, 0), *(_item(below, 1) for below in line.under)]
        if not section.lines:
            out.append(_escape(section.empty))
        if section.left_out:
            out += ["", left_out_words(section.left_out)]
    out += ["", "## Notes", ""]
    out += [_footnote(note) for note in brief.notes]
    out += ["", "Signs: " + "; ".join(f"{sign} {words}" for sign, words in legend()) + "."]
    if brief.estimates:
        out += ["", f"Likelihoods (after ICD 203): {likelihood_words()}."]
    return "\n".join(out) + "\n"


def _item(line: Line, depth: int) -> str:
    marks = "".join(f"[^{number}]" for number in line.notes)
    return f"{'  ' * depth}- {SIGNS[line.mark][0]} {_escape(line.text)}{after_words(line)}{marks}"


def _footnote(note: Note) -> str:
    source = _escape(source_words(note))
    linked = f"[{source}]({quote(note.url, safe=_IN_URL)})" if safe_url(note.url) and note.url else source
    return f"[^{note.number}]: “{_escape(_flat(note.quote))}” {linked}; {_escape(reading_words(note))}."


def safe_url(url: str | None) -> bool:
    """Whether a report's address may become a link; `javascript:` and the like may not."""
    return url is not None and url.lower().startswith(("https://", "http://"))


def _escape(text: str) -> str:
    """Text whose signs mean nothing to Markdown; report text may hold any of them."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)
