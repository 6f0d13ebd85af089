"""What a brief is made of: lines, each with the notes it stands on, in sections; and the notes themselves.

A line without a note cannot be made: `Notebook.line` refuses it. Every form of the brief (terminal, Markdown, HTML, Word, JSON)
is printed from these objects, so that all hold the same lines and the same notes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, NamedTuple, Protocol

from detente.errors import RecordError
from detente.records import Claim, Dyad, Event, Link, Report, content_id
from detente.relations.channels import Channel
from detente.relations.claims import Held
from detente.relations.commitments import Commitment
from detente.relations.dossier import Dossier
from detente.relations.exchanges import Exchange
from detente.relations.filed import Filed, chain, origins
from detente.relations.measures import Measure
from detente.relations.merge import Act
from detente.relations.third_parties import ThirdParty

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
#: A reading below this certainty is marked as doubtful.
DOUBTFUL: Final = 0.5
#: Notes on one line; further reports of the same act are counted, not noted.
MOST_NOTES: Final = 3


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


class Section(NamedTuple):
    """A headed part of a brief; `empty` is what it says without lines, where saying nothing would mislead."""

    key: str
    title: str
    lines: tuple[Line, ...]
    empty: str = ""
    left_out: int = 0
    """How many more lines the record has."""


class State(Protocol):
    """The state of a relationship as `indices.state` computes it."""

    @property
    def score(self) -> float | None:
        """From -100 to 100; None without enough reports."""

    @property
    def trend(self) -> str:
        """Improving, worsening, steady or unknown."""

    @property
    def label(self) -> str:
        """The word for it, from the published table."""

    @property
    def window(self) -> tuple[date, date]:
        """The days it is computed from."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Ids of the acts that weigh most in it."""


class Likelihood(NamedTuple):
    """An estimate of what is to come: the question, its probability, the day by which it is settled, what it rests on."""

    question: str
    """As it stands after "that": "the two presidents meet"."""
    probability: float
    by: date
    basis: tuple[str, ...]
    """Ids of records it rests on."""
    record: str = ""
    """How such estimates have fared: "12 of 17 scored estimates came true at 61% on average"."""


@dataclass(frozen=True, slots=True)
class Brief:
    """One page on two countries as of a day."""

    dyad: Dyad
    as_of: date
    known: date
    since: date
    title: str
    bottom_line: tuple[Line, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    reports: tuple[Report, ...]
    acts: tuple[Act, ...]
    claims: tuple[Filed[Claim], ...]
    state: State | None
    outlook: tuple[Likelihood, ...]
    channels: tuple[Channel, ...]
    measures: tuple[Measure, ...]
    commitments: tuple[Commitment, ...]
    exchanges: tuple[Exchange, ...]
    held: dict[str, tuple[Held, ...]]
    """Grouped claims by kind."""
    third_parties: tuple[ThirdParty, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, those under others included."""
        top = (*self.bottom_line, *(line for section in self.sections for line in section.lines))
        return tuple(each for line in top for each in (line, *line.under))


@dataclass(slots=True)
class Notebook:
    """Numbers the notes of a brief in the order in which lines first use them."""

    dossier: Dossier
    notes: list[Note] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def note(self, filed: Filed[Event] | Filed[Claim] | Filed[Link]) -> int:
        """The number of the note on a record; a new one where it has none yet."""
        record, report = filed.record, filed.report
        id_ = link_id(record) if isinstance(record, Link) else record.id
        if id_ not in self._numbers:
            number = self._numbers[id_] = len(self.notes) + 1
            self.notes.append(
                Note(
                    number,
                    id_,
                    report.id,
                    record.evidence.quote,
                    report.title,
                    chain(report),
                    report.published or date.min,
                    report.url,
                    record.confidence,
                    filed.coder,
                    id_ in self.dossier.reviewed,
                )
            )
        return self._numbers[id_]

    def act(self, act: Act, most: int = MOST_NOTES) -> tuple[int, ...]:
        """Notes on an act: its head, then one record of each other independent source."""
        chosen = [act.head]
        for origin in origins(member.report for member in act.members) if len(act.members) > 1 else ():
            ids = {report.id for report in origin.reports}
            if not any(filed.report.id in ids for filed in chosen):
                chosen.append(next(m for m in act.members if m.report.id in ids))
        return tuple(self.note(filed) for filed in chosen[:most])

    def held(self, held: Held, most: int = MOST_NOTES) -> tuple[int, ...]:
        """Notes on a claim: its latest telling, then the earliest of each other source."""
        chosen = [held.tellings[-1]]
        chosen += [f for f in held.tellings[:-1] if f.report.id not in {c.report.id for c in chosen}]
        return tuple(self.note(filed) for filed in chosen[:most])

    def line(
        self, text: str, notes: Iterable[int], mark: Mark, *, more: int = 0, under: tuple[Line, ...] = (), about: str = ""
    ) -> Line:
        """A line of the brief.

        Raises:
            RecordError: the line has no note; nothing is said in a brief that no record holds.

        """
        numbers = tuple(dict.fromkeys(notes))
        if not numbers:
            raise RecordError(f"a line of the brief stands on no record: {text!r}")
        certain = max(self.notes[number - 1].certainty for number in numbers)
        return Line(text, numbers, mark, more, under, about, certain < DOUBTFUL)

    def more(self, act: Act, noted: tuple[int, ...]) -> int:
        """How many reports of an act are not noted."""
        return len({member.report.id for member in act.members}) - len(noted)


def link_id(link: Link) -> str:
    """The id of a link, which carries none of its own."""
    return content_id("link", link.kind, link.source, link.target)
