"""What is printed of a brief: lines, each with the notes it stands on, in sections; and the notes themselves.

Every form of the brief (terminal, Markdown, HTML, Word, JSON) is printed from these objects, so that all hold the same lines
and the same notes. They know nothing of how a brief is made: a page that is kept is printed without loading that.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from detente.records import Dyad

Mark = Literal["done", "planned", "denied", "supposed", "overdue", "said", "derived", "estimated"]

#: The sign of each mark, the same in every form, with the word that says it.
SIGNS: Final[dict[Mark, tuple[str, str]]] = {
    "done": ("●", "reported as done"),
    "planned": ("○", "promised, planned or announced; not done"),
    "denied": ("✕", "said not to have happened, refused or called off"),
    "supposed": ("?", "only supposed or threatened"),
    "overdue": ("◷", "date passed, no report of it; not the same as broken"),
    "said": ("»", "somebody's words or judgement"),
    "derived": ("◇", "counted or inferred by program from the records noted"),
    "estimated": ("≈", "estimated by a model"),
}


class Note(NamedTuple):
    """Where a line stands: the words of a report, verbatim, and whose they are."""

    number: int
    record: str
    """The id of the event, claim or link."""
    report: str
    quote: str
    title: str | None
    chain: tuple[str, ...]
    """Publisher, then those it relays."""
    published: date
    url: str | None
    certainty: float
    """How sure the coder is to have read it right, 0 to 1."""
    coder: str
    reviewed: bool


class Line(NamedTuple):
    """One statement of a brief with the numbers of its notes."""

    text: str
    notes: tuple[int, ...]
    mark: Mark
    more: int = 0
    """Further reports of it that are not noted."""
    under: tuple["Line", ...] = ()
    """Lines that belong under it: the history of a channel."""
    about: str = ""
    """The id or key of what it is about, for links."""
    doubtful: bool = False
    """Whether none of its notes was read with a certainty of at least `DOUBTFUL`."""
    cells: tuple[str, ...] = ()
    """The same in the columns of its section, for forms that have tables; none where it is said in words only."""


class Section(NamedTuple):
    """A headed part of a brief; `empty` is what it says without lines, where saying nothing would mislead."""

    key: str
    title: str
    lines: tuple[Line, ...]
    empty: str = ""
    left_out: int = 0
    """How many more lines the record has."""
    columns: tuple[str, ...] = ()
    """Headings of the cells of its lines; the last is of the lines under each, where those have a column of their own."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed of a brief: one page on two countries as of a day."""

    dyad: Dyad
    as_of: date
    known: date
    since: date
    title: str
    bottom_line: tuple[Line, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    read: int
    """How many reports it was made from."""

    @property
    def estimates(self) -> bool:
        """Whether it says how likely something is, so that the words for it need their table."""
        return any(line.mark == "estimated" for line in self.lines)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, those under others included."""
        top = (*self.bottom_line, *(line for section in self.sections for line in section.lines))
        return tuple(each for line in top for each in (line, *line.under))


def section(brief: Page, key: str) -> Section | None:
    """The section of a brief with a key, None where it has none."""
    return next((found for found in brief.sections if found.key == key), None)
