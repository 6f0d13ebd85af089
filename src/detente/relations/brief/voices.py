"""The sections of a brief on what is said: framings, pressures, risks, stakes, third parties, assessments, odds."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from detente.records import Actor
from detente.relations import names
from detente.relations.brief.odds import likely
from detente.relations.brief.page import Likelihood, Notebook
from detente.relations.brief.printed import Line, Section
from detente.relations.brief.sections import MOST, act_line, limited, mark_of, said, threats
from detente.relations.certainty import DOUBTFUL
from detente.relations.claims import Held
from detente.relations.days import day
from detente.relations.dossier import Dossier
from detente.relations.third_parties import ThirdParty
from detente.relations.who import said_by
from detente.relations.wording import capital, clause

#: Threats older than this are history.
_THREATS: Final = timedelta(days=180)
#: Roles of one third party that are shown; the JSON has all.
_ROLES_SHOWN: Final = 2
#: Fears and pressures that nobody told of for so long are history.
_CURRENT: Final = timedelta(days=730)
_PUSHES: Final = {
    "toward-conflict": "pushes {who} toward conflict",
    "toward-cooperation": "pushes {who} toward cooperation",
    "restrain": "holds {who} back",
}
_JUDGED: Final = {"positive": "favourable", "negative": "unfavourable", "mixed": "mixed"}
_SAYS_SO: Final = re.compile(r"(?:denie[ds]|deny|reject|disput|dismiss|refute)", re.IGNORECASE)
_ROLES: Final = {
    "mediator": "mediator",
    "party to talks": "in talks with both",
    "urges": "calls on them",
    "supports": "support",
    "helps": "help",
    "criticises": "criticism",
    "acts against": "acts against one of them",
    "is helped": "dealings with one of them",
    "is opposed": "opposed by one of them",
    "discussed": "a matter of their talks",
}


#: Function words at the ends of quoted words that lead to nothing: "of stability", "its actions against vessels in the".
_LEADING: Final = re.compile(r"^(?:of|that|as|for|with|by)\s+(?=\w+)")
_TRAILING: Final = re.compile(r"(?:\s+(?:of|the|a|an|and|or|in|on|to|with|for|by|at|from|that|which|whose|its|their))+$")


def quoted(text: str) -> str:
    """Words of a report in one pair of quotation marks."""
    return (
        "“"
        + _TRAILING.sub("", _LEADING.sub("", text.strip()))
        .strip("“”\"'‘’ ")
        .replace("“", "‘")
        .replace("”", "’")
        .replace('"', "'")
        + "”"
    )


def framings(found: tuple[Held, ...], dossier: Dossier, book: Notebook) -> tuple[Section, ...]:
    """One section for each side: its words for the relationship, what it rejects, and who contests it."""
    made = []
    for side in (dossier.dyad.first, dossier.dyad.second):
        own = [held for held in _surest(found) if held.holder == side]
        lines = [_framing(held, dossier, book) for held in own[:MOST]]
        empty = f"No report gives {names.possessive(side)} words."
        made.append(limited(f"framings-{side}", f"What {names.name(side)} calls it", lines, empty=empty, total=len(own)))
    return tuple(made)


def _surest(found: Iterable[Held]) -> list[Held]:
    """Those of which one telling at least was read surely before the doubtful ones; among each, the last read first."""
    return sorted(found, key=lambda held: max(telling.record.confidence for telling in held.tellings) < DOUBTFUL)


def _framing(held: Held, dossier: Dossier, book: Notebook) -> Line:
    verb = {"reject": "Rejects: ", "reinterpret": "Takes it to mean: "}.get(held.stance, "")
    verb = "" if _SAYS_SO.match(held.text) else verb
    text = f"{verb}{quoted(held.text)}{_span(held)}"
    notes = list(book.held(held, 2))
    for id_ in held.contests[:1]:
        claim, act = dossier.claim_of.get(id_), dossier.act_of.get(id_)
        if claim is not None:
            text += f"; disputes {_whose(claim.record.holder)} {quoted(claim.record.text)}"
            notes.append(book.note(claim))
        elif act is not None:
            text += f"; disputes the account that {clause(act.event, act.standing)}"
            notes += book.act(act, 1)
    contesting = [dossier.claim_of[id_] for id_ in held.contested_by if id_ in dossier.claim_of][:1]
    for claim in contesting:
        text += f"; contested by {said_by(claim.record.holder) if claim.record.holder else 'the report'}"
        notes.append(book.note(claim))
    return book.line(f"{text}.", notes, "said", about=held.ids[0])


def _whose(holder: Actor | None) -> str:
    code = holder.country if holder else None
    return names.possessive(code) if code else "the words"


def _span(held: Held) -> str:
    """When it was read: one day, or the first and the last with the number of reports."""
    if held.first == held.last:
        return f" ({day(held.first)})"
    return f" ({len(held.tellings)} reports, {day(held.first)} – {day(held.last)})"


def _lately(found: tuple[Held, ...], dossier: Dossier) -> tuple[Held, ...]:
    """What was read in the last two years: what was feared before that has come, or has not. The JSON has all."""
    return tuple(held for held in found if held.last >= dossier.as_of - _CURRENT)


def dangers(
    overdue: list[Line], pressures: tuple[Held, ...], risks: tuple[Held, ...], dossier: Dossier, book: Notebook
) -> Section:
    """What could break it: threats made, promises overdue, pressures toward conflict, risks that somebody names."""
    made = threats(dossier, dossier.as_of - _THREATS)
    pressures, risks = _lately(pressures, dossier), _lately(risks, dossier)
    lines = [*(act_line(act, book) for act in made[:3]), *overdue[:3]]
    pushing = [held for held in pressures if held.stance != "toward-cooperation"]
    lines += [_risk(held, book) for held in _surest(risks)[:3]] + [_pressure(held, book) for held in _surest(pushing)[:3]]
    total = len(made) + len(overdue) + len(risks) + len(pushing)
    return limited("dangers", "What could break it", lines, most=len(lines), total=max(total, len(lines)))


def supports(pressures: tuple[Held, ...], dossier: Dossier, book: Notebook) -> Section:
    """What could hold it together: pressures toward cooperation."""
    lines = [_pressure(held, book) for held in _surest(_lately(pressures, dossier)) if held.stance == "toward-cooperation"]
    return limited("supports", "What could hold it together", lines)


def _pressure(held: Held, book: Notebook) -> Line:
    who = names.name(held.holder) if held.holder else "a side"
    return _claim(held, book, f"{capital(_PUSHES[held.stance].format(who=who))}: {quoted(held.text)}")


def _risk(held: Held, book: Notebook) -> Line:
    return _claim(held, book, f"Risk: {quoted(held.text)}", holder=True)


def stakes(interests: tuple[Held, ...], leverage: tuple[Held, ...], book: Notebook) -> Section:
    """Interests and leverage of each side."""
    lines = [
        _claim(held, book, f"{word}{_owner(held)}: {quoted(held.text)}")
        for word, group in (("Interest", interests), ("Leverage", leverage))
        for held in _surest(group)[:MOST]
    ]
    return limited("stakes", "Interests and leverage", lines, total=len(interests) + len(leverage))


def _owner(held: Held) -> str:
    """Whose it is: the country, with the words for who in it where it is not the government."""
    holder = held.tellings[-1].record.holder
    if holder is None:
        return ""
    government = holder.country is not None and holder.sector in ("GOV", None)
    return f" of {names.name(holder.country) if government and holder.country else said_by(holder)}"


def _claim(held: Held, book: Notebook, text: str, *, holder: bool = False) -> Line:
    """A claim with whom it is from, and when it was read."""
    telling = held.tellings[-1].record
    source = telling.attribution or (telling.holder if holder else None)
    by = f", according to {said_by(source)}" if source else ""
    return book.line(f"{text}{by}{_span(held)}.", book.held(held), "said", about=held.ids[0])


def third_parties(found: tuple[ThirdParty, ...], dossier: Dossier, book: Notebook) -> Section:
    """Each third party in each role towards both sides with its latest act; dealings with one side only stand in the JSON."""
    shown = [third for third in found if any(dossier.sides <= act.codes for act in third.acts)]
    counted: Counter[str] = Counter()
    first = []
    for third in shown:
        counted[third.country] += 1
        if counted[third.country] <= _ROLES_SHOWN:
            first.append(third)
    lines = [_third_party(third, dossier, book) for third in first[:MOST]]
    return limited("third parties", "Third parties", lines, total=len(shown))


def _third_party(third: ThirdParty, dossier: Dossier, book: Notebook) -> Line:
    acts = [act for act in third.acts if dossier.sides <= act.codes]
    more = f"; {len(acts) - 1} more such act{'s' * (len(acts) > 2)} on record" if len(acts) > 1 else ""
    text = f"{capital(names.name(third.country))} ({_ROLES[third.role]}): {said(acts[-1], first=False)}{more}"
    notes = [*book.act(acts[-1], 2), *(book.act(acts[0], 1) if more else ())]
    return book.line(f"{text}.", notes, mark_of(acts[-1]), about=third.country)


def assessments(found: tuple[Held, ...], book: Notebook) -> Section:
    """What observers make of the relationship."""
    lines = [
        _claim(held, book, f"{capital(_JUDGED[held.stance])}: {quoted(held.text)}", holder=True)
        for held in _surest(found)[:MOST]
    ]
    return limited("assessments", "What observers say", lines, total=len(found))


def outlook(found: tuple[Likelihood, ...], dossier: Dossier, book: Notebook) -> Section:
    """Estimates of what is to come: the word, its range and our figure in one sentence, and never a word on confidence."""
    lines = []
    for item in found[:MOST]:
        notes = [n for id_ in item.basis if id_ in dossier.act_of for n in book.act(dossier.act_of[id_], 1)]
        text = f"It is {likely(item.probability)} that {item.question} by {day(item.by)}."
        record = f" The record of such estimates so far: {item.record}." if item.record else ""
        lines.append(book.line(text + record, notes, "estimated"))
    return limited("outlook", "Outlook", lines, total=len(found))
