"""How a brief is made: a notebook that numbers its notes, and the brief with all the records that it was made from.

A line without a note cannot be made: `Notebook.line` refuses it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple, Protocol

from detente.errors import RecordError
from detente.records import Claim, Event, Link, Report, content_id
from detente.relations.brief.printed import Line, Mark, Note, Page
from detente.relations.certainty import DOUBTFUL
from detente.relations.channels import Channel
from detente.relations.claims import Held
from detente.relations.commitments import Commitment
from detente.relations.dossier import Dossier
from detente.relations.exchanges import Exchange
from detente.relations.filed import Filed, chain, origins
from detente.relations.measures import Measure
from detente.relations.merge import Act
from detente.relations.third_parties import ThirdParty

#: Notes on one line; further reports of the same act are counted, not noted.
MOST_NOTES: Final = 3


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
class Brief(Page):
    """A page with all the records that it was made from."""

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
    def page(self) -> Page:
        """The printed part alone."""
        return Page(
            self.dyad, self.as_of, self.known, self.since, self.title, self.bottom_line, self.sections, self.notes, self.read
        )


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
        self,
        text: str,
        notes: Iterable[int],
        mark: Mark,
        *,
        more: int = 0,
        under: tuple[Line, ...] = (),
        about: str = "",
        counted: bool = False,
        cells: tuple[str, ...] = (),
    ) -> Line:
        """A line of the brief, with its `cells` where it is a row too.

        One that only counts or bounds the records is no more doubtful than these are many: `counted`.

        Raises:
            RecordError: the line has no note; nothing is said in a brief that no record holds.

        """
        numbers = tuple(dict.fromkeys(notes))
        if not numbers:
            raise RecordError(f"a line of the brief stands on no record: {text!r}")
        certain = max(self.notes[number - 1].certainty for number in numbers)
        return Line(text, numbers, mark, more, under, about, certain < DOUBTFUL and not counted, cells)

    def more(self, act: Act, noted: tuple[int, ...]) -> int:
        """How many reports of an act are not noted."""
        return len({member.report.id for member in act.members}) - len(noted)


def link_id(link: Link) -> str:
    """The id of a link, which carries none of its own."""
    return content_id("link", link.kind, link.source, link.target)
