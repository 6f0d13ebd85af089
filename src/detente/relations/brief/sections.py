"""The sections of a brief on what happened, what is owed and what is in force; each function makes one section of lines.

Each line says one thing of the record, in a template made for what was done, planned or denied, and carries its notes.
"""

from datetime import date, timedelta
from typing import Final

from detente.relations import names
from detente.relations.brief.page import Notebook
from detente.relations.brief.printed import Line, Mark, Section
from detente.relations.channels import Channel, Entry
from detente.relations.commitments import Commitment, fallen_due
from detente.relations.days import day
from detente.relations.dossier import Dossier
from detente.relations.exchanges import Exchange
from detente.relations.filed import Standing, published
from detente.relations.measures import Measure
from detente.relations.merge import Act
from detente.relations.terms import likeness
from detente.relations.wording import capital, clause, dates, due, interval, promised

#: Most lines of a section; the rest is counted and stands in the JSON.
MOST: Final = 7
#: Steps of a channel's history that are shown.
_STEPS: Final = 5
#: Days without a contact after which an open channel is only said to have been open.
_QUIET: Final = 365
#: Topics so much alike make an act the threatened one.
_ONE_MATTER: Final = 0.35

_MARKS: Final[dict[Standing, Mark]] = {"done": "done", "planned": "planned", "denied": "denied", "supposed": "supposed"}
_ENTRY_MARKS: Final[dict[str, Mark]] = {"planned": "planned", "proposed": "planned", "stalled": "denied"}
_PROMISING: Final = frozenset(["AGREE", "CONCEDE"])


def mark_of(act: Act) -> Mark:
    """The mark of an act."""
    return mark(act.standing, act.event.type)


def mark(standing: Standing, kind: str) -> Mark:
    """The mark of an event of a type: promises and threats are made, but what they speak of is not done."""
    if standing == "done" and kind in _PROMISING:
        return "planned"
    if standing == "done" and kind == "THREATEN":
        return "supposed"
    if standing == "done" and kind == "REJECT":
        return "denied"
    return _MARKS[standing]


def said(act: Act, *, first: bool = True) -> str:
    """An act with its date: `Kenya banned imports of maize (20 Feb 2023)`; a planned one with the date it is planned for."""
    text = clause(act.event, act.standing)
    text = capital(text) if first else text
    event = act.event
    if act.event.type in _PROMISING and (event.due_start or event.due_end):
        return f"{text} ({'said' if act.standing == 'done' else 'reported'} {dates(act.when)}, due {_due(act)})"
    if act.standing == "planned":
        return f"{text} ({_date(act)})"
    return f"{text} ({_date(act)}{_sources(act)})"


def _date(act: Act) -> str:
    if act.standing == "planned":
        return f"announced for {dates(act.when)}" if act.when.given else f"announced {day(act.first_reported)}"
    if act.standing == "supposed":
        return f"supposed {day(act.first_reported)}"
    if not act.when.given and act.when.first:
        return f"reported {day(act.first_reported)}"
    return dates(act.when)


def _due(act: Act) -> str:
    return due(act.event.due_start, act.event.due_end)


def _sources(act: Act) -> str:
    """How many independent publishers have an act, where there is more than one."""
    found = len(act.origins()) if len(act.members) > 1 else 1
    return f"; {found} publishers" if found > 1 else ""


def act_line(act: Act, book: Notebook, *, text: str | None = None) -> Line:
    """An act as a line of its own."""
    notes = book.act(act)
    return book.line(f"{text or said(act)}.", notes, mark_of(act), more=book.more(act, notes), about=act.id)


def limited(key: str, title: str, lines: list[Line], *, empty: str = "", most: int = MOST, total: int | None = None) -> Section:
    """A section of at most `most` lines that says how many more there are."""
    return Section(key, title, tuple(lines[:most]), empty, max(0, (total or len(lines)) - most))


def channels(found: tuple[Channel, ...], as_of: date, book: Notebook) -> Section:
    """Each channel with its status, its last contact and its history."""
    lines = [_channel(channel, as_of, book) for channel in found[:MOST]]
    made = limited("channels", "Channels", lines, empty="No report tells of contacts between the two sides.", total=len(found))
    return made._replace(columns=("Channel", "Status", "Last contact", "Next date", "Steps"))


def _channel(channel: Channel, as_of: date, book: Notebook) -> Line:
    latest = next(entry for entry in reversed(channel.history) if _sets(entry, channel) or entry is channel.history[0])
    last = next(
        (e for e in reversed(channel.history) if e.when.last == channel.last_contact and e.status in ("open", "resumed")), None
    )
    name, status, contact = capital(channel.name), f"{channel.status}{_since(channel, latest)}", ""
    text = f"{name}: {status}"
    if last and channel.silence is not None and is_quiet(channel):
        status, contact = f"{channel.status} when last heard of", f"none reported for {_days(channel.silence)}"
        text = f"{name}: no contact reported for {_days(channel.silence)}; {status} ({dates(last.when)})"
        contact = f"{dates(last.when)}; {contact}"
    elif last and channel.silence is not None:
        contact = f"{dates(last.when)} ({_days(channel.silence)} ago)"
        text += f"; last contact {contact}"
    elif channel.status in ("planned", "proposed"):
        waited = (as_of - latest.act.first_reported).days
        contact = f"reported in the {_days(waited)} since" if waited > _QUIET else "reported yet"
        text += f"; no contact {contact}"
        contact = f"none {contact}"
    upcoming = [act for act in channel.planned if act.event.due_end or act.event.due_start]
    if upcoming:
        text += f"; next date {_due(upcoming[-1])}"
    cells = (name, status, contact, _due(upcoming[-1]) if upcoming else "")
    notes = [
        *book.act(latest.act, 2),
        *(book.act(last.act, 1) if last else ()),
        *(book.act(upcoming[-1], 1) if upcoming else ()),
    ]
    shown = [entry for entry in channel.history if len(channel.history) > 1][-_STEPS:]
    under = tuple(_entry(entry, book) for entry in shown)
    mark: Mark = _ENTRY_MARKS.get(channel.status, "done")
    return book.line(f"{text}.", notes, mark, under=under, about=channel.topic, cells=cells)


def is_quiet(channel: Channel) -> bool:
    """Whether a channel that was open has not been heard of for so long that nobody would call it so now."""
    return channel.status in ("open", "resumed") and channel.silence is not None and channel.silence > _QUIET


def _sets(entry: Entry, channel: Channel) -> bool:
    """Whether an entry is the one by which a channel came to its status."""
    same = entry.status == channel.status or (channel.status == "resumed" and entry.status == "open")
    return same and (entry.when.first or entry.when.last) == channel.since


def _since(channel: Channel, entry: Entry) -> str:
    """When it came to its status; of an open channel the last contact says enough."""
    if channel.status == "open":
        return ""
    verb = {"planned": "announced ", "proposed": "asked for "}.get(channel.status, "")
    return f" ({verb}{dates(entry.when)})" if verb else f" {dates(entry.when)}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _entry(entry: Entry, book: Notebook) -> Line:
    mark: Mark = _ENTRY_MARKS.get(entry.status, "done")
    if entry.derived:
        text = f"{capital(dates(entry.when))}, {entry.status}: implied by the resumption."
        return book.line(text, book.act(entry.act, 1), "derived", about=entry.act.id)
    text = f"{capital(_date(entry.act))}, {entry.status}: {clause(entry.act.event, entry.act.standing)}."
    return book.line(text, book.act(entry.act, 2), mark, about=entry.act.id)


def measures(found: tuple[Measure, ...], dossier: Dossier, book: Notebook) -> Section:
    """Measures: in force first, then announced, then lifted or done; newest first."""
    order = {"in force": 0, "announced": 1, "lifted": 2, "done": 3}
    ordered = sorted(found, key=lambda measure: order[measure.status])
    lines = [_measure(measure, dossier, book) for measure in ordered[:MOST]]
    made = limited("measures", "Measures", lines, empty="No report tells of measures between the two sides.", total=len(found))
    return made._replace(columns=("By", "On", "Measure", "Status", "In answer to, reason given"))


def _measure(measure: Measure, dossier: Dossier, book: Notebook) -> Line:
    by, on = (names.listed([names.name(code) for code in codes]) for codes in (measure.by, measure.on))
    target = f" ({measure.target})" if measure.target else ""
    on = "each other" if measure.by == measure.on else on
    status, why = _measure_status(measure, dossier), ""
    text = f"{capital(by)} on {on}: {measure.kind}{target}, {status}"
    notes = [number for turn in measure.history[-2:] for number in book.act(turn.act, 2)]
    if measure.answers is not None:
        why = clause(measure.answers.event, measure.answers.standing)
        text += f"; in answer to this: {why}"
        notes += book.act(measure.answers, 1)
    if measure.reason is not None:
        text += f"; reason given: “{measure.reason.words}”"
        why = f"{why}; “{measure.reason.words}”" if why else f"“{measure.reason.words}”"
        member = next(m for turn in measure.history for m in turn.act.members if m.record.id == measure.reason.id)
        notes.append(book.note(member))
    mark: Mark = "planned" if measure.status == "announced" else "done" if _told(measure) else "derived"
    cells = (capital(by), on, f"{measure.kind}{target}", status, why)
    return book.line(f"{text}.", notes, mark, about=measure.history[0].act.id, cells=cells)


def _told(measure: Measure) -> bool:
    """Whether a report tells of the measure itself, and not only of a promise to lift it."""
    return any(turn.step != "lifting promised" for turn in measure.history)


def _measure_status(measure: Measure, dossier: Dossier) -> str:
    if measure.status == "announced":
        start = measure.history[-1].when
        announced = f"announced for {dates(start)}" if start.given else f"announced {dates(start)}"
        return announced + ("; no report that it took effect" if start.last < dossier.as_of else ", not yet in force")
    if measure.status == "lifted" and measure.lifted:
        imposed = f", imposed {dates(measure.imposed)}" if measure.imposed else ""
        return f"lifted {dates(measure.lifted)}{imposed}"
    if measure.status == "done":
        return f"done {dates(measure.imposed)}" if measure.imposed else "done"
    text = _in_force(measure)
    if measure.confirmed and (not measure.imposed or measure.confirmed > measure.imposed.last):
        text += f", still reported in force {day(measure.confirmed)}"
    if any(turn.step == "eased" for turn in measure.history):
        text += ", eased since"
    if measure.promised is not None:
        text += f"; lifting promised {dates(measure.promised.when)}, not reported as done"
    return text


def _in_force(measure: Measure) -> str:
    """Since when, as far as reports say."""
    if not _told(measure):
        return "in force as the promise to lift it implies; no report says since when"
    if measure.imposed is None:
        return "in force; no report says since when"
    said = "in force since" if measure.imposed.given else "in force, first reported"
    return f"{said} {dates(measure.imposed)}"


def promises(found: tuple[Commitment, ...], dossier: Dossier, book: Notebook) -> Section:
    """Promises: broken and overdue ones first, then open by due date, then those settled; and the rate over those fallen due.

    Of those settled or overdue the latest come first, and of those without a date the last made.
    """
    ordered = sorted(found, key=urgency)
    lines = [promise(commitment, dossier, book) for commitment in ordered[:MOST]]
    past = fallen_due(found, dossier.as_of)
    if past:
        lines.append(_rate(past, dossier, book))
    section = limited("promises", "Promises", lines, empty="No report tells of promises between the two sides.", most=MOST + 1)
    return section._replace(
        left_out=max(0, len(found) - MOST), columns=("By", "To", "Promise", "Made, due", "What became of it")
    )


def urgency(commitment: Commitment) -> tuple[int, int, int]:
    """The order in which promises are shown: those that need an eye first."""
    order = {"broken": 0, "overdue": 1, "open": 2, "withdrawn": 3, "kept": 4}
    made, due = commitment.made.toordinal(), commitment.deadline
    if commitment.status == "open":
        return order["open"], (due or date.max).toordinal(), -made
    return order[commitment.status], -(due.toordinal() if due else made), -made


def promise(commitment: Commitment, dossier: Dossier, book: Notebook) -> Line:
    """One promise with what became of it, by the words of `commitments`: overdue is not broken."""
    by, to = (names.listed([names.name(code) for code in codes]) for codes in (commitment.by, commitment.to))
    to = "each other" if commitment.by == commitment.to else to
    what, fate = f"to {promised(commitment.act.event)}", _fate(commitment, dossier)
    text = f"{capital(by)} to {to}: {what}; promised {day(commitment.made)}, {_due_words(commitment)}: {fate}"
    notes = [*book.act(commitment.act, 2), *(n for act in commitment.restated[-1:] for n in book.act(act, 1))]
    settled = [deed.act for deed in commitment.deeds if commitment.status == "kept"]
    settled += [act for change in commitment.history if change.status in ("broken", "withdrawn") for act in change.acts]
    settled += [act for change in commitment.history if change.progress in ("stalled", "moving") for act in change.acts][-1:]
    notes += [n for act in settled[:2] for n in book.act(act, 1)]
    for claim in (dossier.claim_of[id_] for id_ in commitment.disputed_by[:1]):
        code = claim.record.holder.country if claim.record.holder else None
        differs = f"; {names.possessive(code) if code else 'another'} account differs: “{claim.record.text}”"
        text, fate = text + differs, fate + differs
        notes.append(book.note(claim))
    marks: dict[str, Mark] = {
        "kept": "done",
        "overdue": "overdue",
        "broken": "denied",
        "withdrawn": "denied",
        "open": "planned",
    }
    cells = (capital(by), to, what, f"{day(commitment.made)}, {_due_words(commitment)}", fate)
    return book.line(f"{text}.", notes, marks[commitment.status], about=commitment.act.id, cells=cells)


def _due_words(commitment: Commitment) -> str:
    if commitment.deadline is None:
        return "no date given"
    moved = any((a.event.due_start, a.event.due_end) == (commitment.due_start, commitment.due_end) for a in commitment.restated)
    return f"{'now ' if moved else ''}due {due(commitment.due_start, commitment.due_end)}"


def _fate(commitment: Commitment, dossier: Dossier) -> str:
    first = commitment.deeds[0] if commitment.deeds else None
    if commitment.status == "kept" and first:
        part = "reported kept in part" if commitment.progress == "partly" else "reported kept"
        if commitment.basis == "stated":
            return f"{part}, {dates(first.act.when)}"
        score = f"matched by type, sides, matter and date, score {first.score:.2f}"
        return f"{part.replace('reported ', '')}: the act is reported, {dates(first.act.when)} ({score})"
    if commitment.status == "overdue":
        read = commitment.reports_since
        reports = f"{read} report{'s' * (read != 1)}"
        return f"overdue, no report of it among {reports} up to {day(dossier.as_of)}; that is not the same as broken"
    changes = [change for change in commitment.history if change.status == commitment.status and change.acts]
    if commitment.status in ("broken", "withdrawn"):
        return f"{commitment.status}: {changes[-1].why}, {day(changes[-1].day)}"
    text = "open"
    if commitment.deadline:
        text += f" ({_days((commitment.deadline - dossier.as_of).days)} left)"
    moving = [change for change in changes if change.progress in ("moving", "stalled")]
    return f"{text}, {moving[-1].progress}: {moving[-1].why} ({day(moving[-1].day)})" if moving else text


def _rate(past: tuple[Commitment, ...], dossier: Dossier, book: Notebook) -> Line:
    """How many of the promises that fell due were kept; promises that are not due never enter the rate."""
    counts = {status: sum(c.status == status for c in past) for status in ("kept", "broken", "withdrawn", "overdue")}
    partly = sum(c.status == "kept" and c.progress == "partly" for c in past)
    words = [
        f"{counts['kept']} {'is' if counts['kept'] == 1 else 'are'} reported kept"
        + (f" ({partly} of them in part)" if partly else ""),
        f"{counts['broken']} reported broken" if counts["broken"] else "",
        f"{counts['withdrawn']} withdrawn" if counts["withdrawn"] else "",
        f"{counts['overdue']} {'has' if counts['overdue'] == 1 else 'have'} no report" if counts["overdue"] else "",
    ]
    number = f"{len(past)} promise{'s' * (len(past) != 1)}"
    text = f"Of {number} that fell due by {day(dossier.as_of)}, {', '.join(filter(None, words))}."
    return book.line(text, [n for c in past[:3] for n in book.act(c.act, 1)], "derived", counted=True)


def exchanges(found: tuple[Exchange, ...], book: Notebook) -> Section:
    """What was given for what: stated exchanges, stated answers, then what we infer, in words of its own."""
    order = {"exchange": 0, "response": 1, "inferred": 2}
    lines = [_exchange(exchange, book) for exchange in sorted(found, key=lambda e: order[e.kind])[:MOST]]
    return limited("exchanges", "Exchanges and answers", lines, total=len(found))


def _exchange(exchange: Exchange, book: Notebook) -> Line:
    first, second = (f"{clause(a.event, a.standing)} ({_date(a)})" for a in (exchange.answered, exchange.given))
    acts = (exchange.answered, exchange.given)
    if exchange.said is None:
        later = "on the same day" if not exchange.days else f"{_days(exchange.days)} later"
        text = f"{capital(first)}; {later} {second}. Inferred from timing: no report connects the two."
        return book.line(text, [n for act in acts for n in book.act(act, 1)], "derived", about=exchange.given.id)
    # The words that connect two acts often tell one of them as well: then one note does for both.
    words = exchange.said.record.evidence.quote
    notes = [n for act in acts if act.event.evidence.quote not in words for n in book.act(act, 1)]
    joint = "in exchange" if exchange.kind == "exchange" else "in answer"
    mark: Mark = "done" if {mark_of(act) for act in acts} == {"done"} else mark_of(exchange.given)
    return book.line(f"{capital(first)}; {joint}, {second}.", [*notes, book.note(exchange.said)], mark, about=exchange.given.id)


def coming(found: tuple[Commitment, ...], dossier: Dossier, book: Notebook) -> Section:
    """What falls due next: open promises, announced acts, demands with a date."""
    dated: list[tuple[date, str, Act, Mark]] = []
    for commitment in found:
        if commitment.status == "open" and commitment.deadline and commitment.deadline >= dossier.as_of:
            act = next((a for a in reversed(commitment.restated) if a.event.due_start or a.event.due_end), commitment.act)
            dated.append((commitment.deadline, _awaited(act), act, "planned"))
    for act in dossier.between:
        if act.standing == "planned" and act.when.given and act.when.last >= dossier.as_of:
            dated.append((act.when.last, clause(act.event, "planned"), act, "planned"))
        elif act.event.type in ("REQUEST", "THREATEN") and act.standing == "done":
            last = act.event.due_end or act.event.due_start
            if last and last >= dossier.as_of:
                dated.append((last, clause(act.event, "done"), act, mark_of(act)))
    dated.sort(key=lambda item: (item[0], item[2].id))
    lines = []
    for last, words, act, mark in dated[:MOST]:
        first = act.event.due_start or (act.when.first if act.standing == "planned" else None)
        left = (last - dossier.as_of).days
        text = f"{_term(first, last)} ({'today' if not left else f'in {_days(left)}'}): {words}."
        lines.append(book.line(text, book.act(act, 2), mark, about=act.id))
    return limited("coming", "Due next", lines, total=len(dated))


def _awaited(act: Act) -> str:
    return clause(act.event, "done")


def _term(first: date | None, last: date) -> str:
    if first and last - first >= timedelta(days=20) and first.day == 1:
        return interval(first, last)
    return f"By {day(last)}" if first != last else day(last)


def threats(dossier: Dossier, since: date) -> list[Act]:
    """Threats between the sides that were made since a day and not carried out by any report, the latest first."""
    lately = [act for act in dossier.between if act.when.last >= since]
    made = [act for act in lately if act.event.type == "THREATEN" and act.standing == "done"]
    return [act for act in reversed(made) if not _carried_out(act, lately)]


def _carried_out(threat: Act, later: list[Act]) -> bool:
    """Whether the threatened act is reported as done or announced since: the same side, the same type, the same matter."""
    words = names.matter(" ".join(threat.event.topics))
    return any(
        act.event.type == threat.event.of
        and act.standing in ("done", "planned")
        and act.when.last >= threat.when.day
        and act.by & threat.by
        and likeness(words, names.matter(" ".join(act.event.topics))) >= _ONE_MATTER
        for act in later
    )


def overdue(found: tuple[Commitment, ...], book: Notebook) -> list[Line]:
    """Promises that are overdue or broken, in few words; the section on promises has the rest."""
    lines = []
    for commitment in found:
        if commitment.status not in ("overdue", "broken"):
            continue
        by = names.listed([names.name(code) for code in commitment.by])
        fate = "reported broken" if commitment.status == "broken" else "overdue, no report of it"
        text = f"Promise of {by} to {promised(commitment.act.event)}, {_due_words(commitment)}: {fate}."
        mark: Mark = "denied" if commitment.status == "broken" else "overdue"
        lines.append(book.line(text, book.act(commitment.act, 1), mark, about=commitment.act.id))
    return lines


def first_and_last(dossier: Dossier, book: Notebook) -> tuple[int, ...]:
    """Notes on the earliest and the latest record between the sides: the bounds of what a count was counted over."""
    members = [m for act in dossier.between for m in act.members]
    members.sort(key=lambda m: (published(m.report), m.record.id))
    return tuple(book.note(m) for m in (members[:1] + members[-1:]))
