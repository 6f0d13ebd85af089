"""The sections of a brief on its own footing: where reports differ, confidence and sources, gaps, what would change it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from detente.relations import names
from detente.relations.brief.basis import Confidence, heard, silent_months, sourcing
from detente.relations.brief.page import Notebook
from detente.relations.brief.printed import Line, Section
from detente.relations.brief.sections import first_and_last, limited, threats
from detente.relations.certainty import DOUBTFUL
from detente.relations.commitments import Commitment
from detente.relations.days import day
from detente.relations.disputes import Contradiction, Differing, differing
from detente.relations.dossier import Dossier
from detente.relations.measures import Measure
from detente.relations.wording import capital, clause, due, interval, promised

#: A side that was not heard for so long is a gap.
_UNHEARD: Final = timedelta(days=90)
_RECENT: Final = timedelta(days=180)


def differences(contradictions: tuple[Contradiction, ...], dossier: Dossier, book: Notebook, most: int = 5) -> Section:
    """Where reports differ: what cannot both be true first, then dates and figures of one act side by side."""
    lines = [_contradiction(found, dossier, book) for found in contradictions[:most]]
    found = [item for act in reversed(dossier.between) for item in differing(act)]
    lines += [_differing(item, book) for item in found[: max(0, most - len(lines))]]
    return limited("differences", "Where reports differ", lines, total=len(contradictions) + len(found), most=most)


def _contradiction(found: Contradiction, dossier: Dossier, book: Notebook) -> Line:
    acts = [dossier.act_of[id_] for id_ in found.ids if id_ in dossier.act_of]
    words = "; against it: ".join(clause(act.event, act.standing) for act in acts[:2])
    return book.line(f"{capital(found.why)}: {words}.", [n for act in acts for n in book.act(act, 1)], "derived")


def _differing(found: Differing, book: Notebook) -> Line:
    """The accounts in the order of their values, each with its publisher and its own note."""
    accounts = "; ".join(f"{_value(found, words)} ({publisher})" for words, publisher, _ in found.variants)
    members = {member.record.id: member for member in found.act.members}
    notes = [book.note(members[id_]) for _, _, id_ in found.variants]
    text = f"{capital(found.what)}s differ: {clause(found.act.event, found.act.standing)}: {accounts}."
    return book.line(text, notes, "derived", about=found.act.id)


def _value(found: Differing, words: str) -> str:
    return day(date.fromisoformat(words)) if found.what == "date" else words


def basis(rating: Confidence, dossier: Dossier, book: Notebook) -> Section:
    """Confidence in the basis with its reasons, and the sourcing statement."""
    counts, notes = sourcing(dossier), first_and_last(dossier, book)
    if counts is None or not notes:
        read = f"{len(dossier.reports)} report{'s' * (len(dossier.reports) != 1)}"
        sides = names.listed([names.name(dossier.dyad.first), names.name(dossier.dyad.second)])
        return Section("basis", "Basis", (), f"{read} read up to {day(dossier.as_of)}, none records an act between {sides}.")
    reports = f"{counts.reports} report{'s' * (counts.reports != 1)}"
    publishers = f"{counts.publishers} publisher{'s' * (counts.publishers != 1)}"
    relayed = (
        f"; {counts.relaying} relay{'s' * (counts.relaying == 1)} another publisher"
        if counts.relaying
        else "; none relays another"
    )
    statement = (
        f"Rests on {reports} from {publishers}, {day(counts.first)} – {day(counts.last)}{relayed}; "
        f"{counts.reviewed} of {counts.records} records were checked by a person."
    )
    return Section(
        "basis",
        "Basis",
        (
            book.line(
                f"Confidence in the basis: {rating.level}. {capital('; '.join(rating.reasons))}.",
                notes,
                "derived",
                counted=True,
            ),
            book.line(statement, notes, "derived", counted=True),
        ),
    )


def gaps(dossier: Dossier, book: Notebook, above: Iterable[Line]) -> Section:
    """What the record does not hold: silent months, sides not heard, reports without a date; and doubtful readings `above`."""
    notes = first_and_last(dossier, book)
    lines: list[Line] = []
    if not notes:
        return Section("gaps", "Gaps", ())
    silent = silent_months(dossier)
    if silent:
        shown = ", ".join(interval(first, last) for first, last in silent[-4:])
        lines.append(
            book.line(
                f"No report read was published in {shown}: not the same as nothing happened.", notes, "derived", counted=True
            )
        )
    for side in (dossier.dyad.first, dossier.dyad.second):
        last = heard(dossier, side)
        if last is None or dossier.as_of - last > _UNHEARD:
            since = f"since {day(last)}" if last else "at all"
            lines.append(
                book.line(f"No report gives {names.possessive(side)} own words {since}.", notes, "derived", counted=True)
            )
    if dossier.undated:
        lines.append(book.line(f"{dossier.undated} reports bear no date and were left out.", notes, "derived", counted=True))
    used = {number for top in above for line in (top, *top.under) for number in line.notes}
    doubtful = [note for note in book.notes if note.number in used and note.certainty < DOUBTFUL]
    if doubtful:
        text = f"{len(doubtful)} of {len(used)} notes above are doubtful readings (certainty below {DOUBTFUL})."
        lines.append(book.line(text, [note.number for note in doubtful[:3]], "derived", counted=True))
    return Section("gaps", "Gaps", tuple(lines))


def watch(commitments: tuple[Commitment, ...], measures: tuple[Measure, ...], dossier: Dossier, book: Notebook) -> Section:
    """What would change the picture: the acts whose coming or not coming is next to be reported."""
    lines = []
    pending = [c for c in commitments if c.status in ("overdue", "open")]
    pending.sort(key=lambda c: (c.deadline is None, abs((c.deadline - dossier.as_of).days) if c.deadline else 0))
    for commitment in pending[:3]:
        by = names.listed([names.name(code) for code in commitment.by])
        when = f" ({_was_due(commitment, dossier)})" if commitment.deadline else ""
        text = f"Whether {by} will {promised(commitment.act.event)}{when}."
        lines.append(book.line(text, book.act(commitment.act, 1), "planned", about=commitment.act.id))
    for act in [a for a in threats(dossier, dossier.as_of - _RECENT) if a.event.of][:2]:
        by = names.listed([names.name(code) for code in sorted({a.country for a in act.event.actors if a.country})])
        text = f"Whether {by} will {promised(act.event)} (threatened {day(act.when.last)})."
        lines.append(book.line(text, book.act(act, 1), "supposed", about=act.id))
    for measure in [m for m in measures if m.status == "announced" and m.history[-1].when.last >= dossier.as_of][:2]:
        act = measure.history[-1].act
        lines.append(book.line(f"Whether it will come to this: {clause(act.event, 'planned')}.", book.act(act, 1), "planned"))
    return limited("watch", "What would change this", lines)


def _was_due(commitment: Commitment, dossier: Dossier) -> str:
    past = commitment.deadline is not None and commitment.deadline < dossier.as_of
    return f"{'was ' if past else ''}due {due(commitment.due_start, commitment.due_end)}"
