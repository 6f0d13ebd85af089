"""A record as pages show it: in a sentence, with its standing as a word, and who was meant by which words."""

from datetime import date
from typing import Final, NamedTuple

from detente.ontology.countries import country_name
from detente.records import Actor, Claim, Event, Report
from detente.relations.brief.printed import Mark
from detente.relations.brief.sections import mark
from detente.relations.certainty import DOUBTFUL
from detente.relations.days import day
from detente.relations.filed import chain, standing
from detente.relations.wording import capital, clause, interval

#: Each standing as the word that a page says.
STANDINGS: Final = {
    "done": "reported as done",
    "planned": "planned or promised, not done",
    "supposed": "only supposed or threatened",
    "denied": "denied, refused or called off",
    "said": "somebody's words or judgement",
}
#: What a claim's stance adds to its kind.
_STANCES: Final = {"assert": "", "reject": " rejected", "reinterpret": " taken otherwise"}


class Who(NamedTuple):
    """Somebody in a record: who is meant, and through which words of the report."""

    role: str
    """Their part."""
    meant: str
    """Who they are taken for."""
    words: str
    """What the report calls them."""
    code: str
    """The country's code; empty where it is not resolved."""


class Field(NamedTuple):
    """One more thing that a record holds."""

    name: str
    """What."""
    value: str
    """In words."""


class Shown(NamedTuple):
    """A record on a page."""

    id: str
    """Its id."""
    what: str
    """event or claim."""
    label: str
    """PLOVER's type, or the kind of a claim."""
    sentence: str
    """The record in a sentence."""
    mark: Mark
    """Its sign."""
    standing: str
    """Whether it is done, planned, supposed or denied, in words."""
    quote: str
    """The words it was read from."""
    start: int
    """Where they begin in the report."""
    end: int
    """Where they end."""
    who: tuple[Who, ...]
    """Everybody in it."""
    fields: tuple[Field, ...]
    """What else it holds."""
    certainty: float
    """How sure the coder is to have read it right."""
    doubtful: bool
    """Whether that is below one half."""
    reviewed: bool
    """Whether a person decided on it."""
    coder: str
    """Who read it: a coder's name, or "a person"."""


class Source(NamedTuple):
    """The report that a record is from."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    publisher: str
    """Who published it."""
    relays: tuple[str, ...]
    """Whom it passes on, nearest first."""
    published: date | None
    """When; None where no date was found."""
    url: str | None
    """Where."""


def source(report: Report) -> Source:
    """A report as a source line has it."""
    names = chain(report)
    return Source(report.id, report.title or "Untitled report", names[0], names[1:], report.published, report.url)


def publisher(report: Report) -> str:
    """Who published a report, as a source line has it."""
    return chain(report)[0]


def mark_of_event(event: Event, report: Report) -> Mark:
    """The sign of an event, as an act of a brief has it."""
    return mark(standing(event, report), event.type)


def shown(record: Event | Claim, report: Report, coder: str, *, reviewed: bool) -> Shown:
    """A record for a page."""
    sign: Mark = mark_of_event(record, report) if isinstance(record, Event) else "said"
    return Shown(
        record.id, "event" if isinstance(record, Event) else "claim", label(record), _sentence(record, report), sign,
        STANDINGS[sign], record.evidence.quote, record.evidence.start, record.evidence.end, tuple(_who(record)),
        tuple(_fields(record)), record.confidence, record.confidence < DOUBTFUL and not reviewed, reviewed,
        coder or "a person",
    )  # fmt: skip


def label(record: Event | Claim) -> str:
    """What a record is in the codebook's words: type, mode and what it is of, or the kind of claim."""
    if isinstance(record, Claim):
        return record.kind
    return f"{record.type}{f' {record.mode}' if record.mode else ''}{f' of {record.of}' if record.of else ''}"


def _sentence(record: Event | Claim, report: Report) -> str:
    if isinstance(record, Event):
        return f"{capital(clause(record, standing(record, report)))}."
    holder = f", held by {_meant(record.holder)}" if record.holder else ""
    stance = _STANCES.get(record.stance, f" {record.stance.replace('-', ' ')}")
    return f"{capital(record.kind)}{stance}{holder}: “{' '.join(record.text.split())}”."


def _meant(actor: Actor) -> str:
    country = country_name(actor.country) if actor.country else ""
    parts = [actor.name or "", country if country != actor.name else ""]
    return ", ".join(part for part in parts if part) or f"not resolved: {actor.text}"


def _who(record: Event | Claim) -> list[Who]:
    found: list[tuple[str, Actor]] = []
    if isinstance(record, Event):
        found += [("who", actor) for actor in record.actors] + [("to whom", actor) for actor in record.recipients]
    elif record.holder:
        found.append(("held by", record.holder))
    if record.attribution:
        found.append(("according to", record.attribution))
    return [Who(role, _meant(actor), " ".join(actor.text.split()), actor.country or "") for role, actor in found]


def _fields(record: Event | Claim) -> list[Field]:
    if isinstance(record, Claim):
        made = [Field("About", ", ".join(country_name(code) for code in record.about)), Field("Stance", record.stance)]
        return [field for field in made if field.value]
    made = [
        Field("When", _days(record.start, record.end)),
        Field("When, in the report's words", record.date_text or ""),
        Field("Due", _days(record.due_start, record.due_end)),
        Field("Where", record.place.text if record.place else ""),
        Field("About", ", ".join(record.topics)),
        Field("Context", ", ".join(record.contexts)),
        Field("Aspect", record.aspect or ""),
        Field("Score", f"{record.intensity:+.1f}"),
    ]
    return [field for field in made if field.value]


def _days(first: date | None, last: date | None) -> str:
    if first and last:
        return interval(first, last)
    return f"from {day(first)}" if first else f"until {day(last)}" if last else ""


class Passage(NamedTuple):
    """The words of a record inside their paragraph."""

    before: str
    """The paragraph up to them."""
    words: str
    """The words themselves, verbatim."""
    after: str
    """The rest of the paragraph."""


#: A paragraph is cut to so many characters on each side of the words.
_AROUND: Final = 1200


def passage(text: str, start: int, end: int) -> Passage:
    """The paragraph around some words, cut where it is very long."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + _AROUND)
    before, after = text[first:start], text[end:last]
    cut_before = "… " if first > 0 and text[first - 1] != "\n" else ""
    cut_after = " …" if last < len(text) and text[last] != "\n" else ""
    return Passage(cut_before + before, text[start:end], after + cut_after)
