"""Builds the brief: every view of the dossier once, then the sections in the order in which an analyst needs them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from detente.relations import claims, names
from detente.relations.brief import footing, sections, voices
from detente.relations.brief.basis import confidence
from detente.relations.brief.changes import changes
from detente.relations.brief.page import Brief, Likelihood, Notebook, State
from detente.relations.brief.printed import Line, Note, Section
from detente.relations.certainty import DOUBTFUL
from detente.relations.channels import Channel, channels
from detente.relations.commitments import Commitment, commitments
from detente.relations.days import day
from detente.relations.disputes import contradictions
from detente.relations.dossier import Dossier
from detente.relations.exchanges import exchanges
from detente.relations.filed import published
from detente.relations.measures import Measure, in_force, measures
from detente.relations.third_parties import third_parties
from detente.relations.wording import capital, clause, dates

#: Without a day of its own a brief tells what changed in the last 90 days.
LATELY: Final = timedelta(days=90)
_SOON: Final = timedelta(days=30)
_TRENDS: Final = {"improving": "improving", "worsening": "worsening", "steady": "steady", "unknown": "of unknown direction"}
ARROWS: Final = {"improving": "↗", "worsening": "↘", "steady": "→", "unknown": "·"}


def build(
    dossier: Dossier, since: date | None = None, *, state: State | None = None, outlook: Sequence[Likelihood] = ()
) -> Brief:
    """The brief on a dossier.

    `since` is the day from which on changes are told (default: 90 days before). `state` is what `indices.state` makes of
    the dossier's acts; without it the brief says nothing of score and trend. `outlook` holds estimates made elsewhere.
    """
    since = since or dossier.as_of - LATELY
    book = Notebook(dossier)
    held = {kind: claims.held(dossier, kind) for kind in ("frame", "pressure", "interest", "risk", "leverage", "assessment")}
    talks, restrictions, owed = channels(dossier), measures(dossier), commitments(dossier)
    given, thirds = exchanges(dossier), third_parties(dossier)
    unclear = contradictions(dossier, talks, owed)
    bottom_line = _bottom_line(dossier, state, talks, owed, in_force(restrictions, dossier.as_of), book)
    made = [
        changes(since, talks, restrictions, owed, dossier, book),
        sections.coming(owed, dossier, book),
        sections.channels(talks, dossier.as_of, book),
        sections.promises(owed, dossier, book),
        sections.measures(restrictions, dossier, book),
        sections.exchanges(given, book),
        *voices.framings(held["frame"], dossier, book),
        voices.dangers(sections.overdue(owed, book), held["pressure"], held["risk"], dossier, book),
        voices.supports(held["pressure"], dossier, book),
        voices.stakes(held["interest"], held["leverage"], book),
        voices.third_parties(thirds, dossier, book),
        voices.assessments(held["assessment"], book),
        voices.outlook(tuple(outlook), dossier, book),
        footing.differences(unclear, dossier, book),
        footing.basis(confidence(dossier, len(unclear)), dossier, book),
        footing.watch(owed, restrictions, dossier, book),
    ]
    made.append(footing.gaps(dossier, book, [*bottom_line, *(line for section in made for line in section.lines)]))
    kept = [section for section in made if section.lines or section.empty]
    bottom_line, kept_sections, notes = _renumbered(bottom_line, kept, book)
    return Brief(
        dossier.dyad, dossier.as_of, dossier.horizon, since, _title(dossier, state), bottom_line, kept_sections, notes,
        len(dossier.reports), dossier.reports, dossier.between, dossier.claims, state, tuple(outlook),
        talks, restrictions, owed, given, held, thirds,
    )  # fmt: skip


def _renumbered(
    bottom_line: tuple[Line, ...], kept: Sequence[Section], book: Notebook
) -> tuple[tuple[Line, ...], tuple[Section, ...], tuple[Note, ...]]:
    """Notes numbered in the order of the printed lines; those of lines that were left out are dropped."""
    numbers: dict[int, int] = {}

    def renumber(line: Line) -> Line:
        new = tuple(numbers.setdefault(number, len(numbers) + 1) for number in line.notes)
        return line._replace(notes=new, under=tuple(renumber(below) for below in line.under))

    top = tuple(renumber(line) for line in bottom_line)
    parts = tuple(section._replace(lines=tuple(renumber(line) for line in section.lines)) for section in kept)
    notes = [note._replace(number=numbers[note.number]) for note in book.notes if note.number in numbers]
    return top, parts, tuple(sorted(notes, key=lambda note: note.number))


def _title(dossier: Dossier, state: State | None) -> str:
    pair = f"{names.name(dossier.dyad.first)} and {names.name(dossier.dyad.second)}"
    return f"{capital(pair)}: {state.label} {ARROWS[state.trend]}" if state else capital(pair)


def _bottom_line(
    dossier: Dossier,
    state: State | None,
    talks: tuple[Channel, ...],
    owed: tuple[Commitment, ...],
    restrictions: tuple[Measure, ...],
    book: Notebook,
) -> tuple[Line, ...]:
    """Where they stand in at most four lines: the state with its reasons, the channels, what is owed."""
    lines = _state(dossier, state, book) if state else []
    if talks:
        lines.append(_talks(talks, restrictions, book))
    pending = [c for c in owed if c.status in ("overdue", "open") and c.deadline and c.deadline <= dossier.as_of + _SOON]
    if pending:
        late = sum(c.status == "overdue" for c in pending)
        soon = len(pending) - late
        parts = [f"{soon} promise{'s' * (soon != 1)} fall{'s' * (soon == 1)} due within 30 days"] if soon else []
        parts += (
            [f"{late} promise{'s' * (late != 1)} {'is' if late == 1 else 'are'} overdue with no report of it"] if late else []
        )
        lines.append(
            book.line(f"{capital('; '.join(parts))}.", [n for c in pending[:3] for n in book.act(c.act, 1)], "derived")
        )
    if not lines and dossier.between:
        lines.append(sections.act_line(dossier.between[-1], book))
    return tuple(lines)


def _state(dossier: Dossier, state: State, book: Notebook) -> list[Line]:
    reasons = [dossier.act_of[id_] for id_ in state.reasons if id_ in dossier.act_of][:3]
    first, last = state.window
    if not reasons:
        bounds = sections.first_and_last(dossier, book)
        newest = published(dossier.reports[-1]) if dossier.reports else None
        if not bounds or newest is None:
            return []
        ago = f"the newest report on the two is of {day(newest)} ({(dossier.as_of - newest).days} days before)"
        text = f"State: {state.label}: no act between the two is dated {day(first)} – {day(last)}; {ago}."
        return [book.line(text, bounds, "derived", counted=True)]
    few = state.label == "too few acts"
    score = "" if few or state.score is None else f"; score {state.score:+.0f} from −100 (hostile) to +100 (cooperative)"
    trend = " for a word" if few else f", {_TRENDS[state.trend]}"
    text = f"State: {state.label}{trend}{score}, over {day(first)} – {day(last)}."
    notes = [n for act in reasons for n in book.act(act, 1)]
    why = "; ".join(f"{clause(act.event, act.standing)} ({dates(act.when)})" for act in reasons)
    begin = "What there is" if few else "What weighs most"
    return [book.line(text, notes, "derived"), book.line(f"{begin}: {why}.", notes, "derived")]


def _talks(talks: tuple[Channel, ...], restrictions: tuple[Measure, ...], book: Notebook) -> Line:
    """Channels by status, and how many measures are in force."""
    groups = []
    for words, statuses, quiet in (
        ("running", ("open", "resumed"), False),
        ("planned or proposed", ("planned", "proposed"), False),
        ("stalled, suspended or closed", ("stalled", "suspended", "closed"), False),
        ("open when last heard of, over a year ago", ("open", "resumed"), True),
    ):
        found = [channel.name for channel in talks if channel.status in statuses and sections.is_quiet(channel) == quiet]
        if found:
            shown = names.listed([*found[:3], f"{len(found) - 3} more"] if len(found) > 3 else found)
            groups.append(f"{words}: {shown}")
    text = capital("; ".join(groups))
    count = len(restrictions)
    text += f"; {count} measure{'s' * (count != 1)} in force between them" if count else ""
    doubtful = sum(all(turn.act.certainty < DOUBTFUL for turn in measure.history) for measure in restrictions)
    text += f", {doubtful if doubtful < count else 'all'} by doubtful readings alone" if doubtful else ""
    acts = [channel.history[-1].act for channel in talks[:3]] + [measure.history[0].act for measure in restrictions[:3]]
    return book.line(f"{text}.", [n for act in acts for n in book.act(act, 1)], "derived")
