"""Review: what needs a person's eye, and why this one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from detente.ledger.corrections import Correction
from detente.ledger.rows import dump
from detente.ontology.plover import TYPES
from detente.records import Claim, Dyad, Event, Link
from detente.relations.brief import Brief
from detente.web.asked import Asked
from detente.web.holdings import Holdings
from detente.web.pages.event import standing_version
from detente.web.pages.records import Passage, Shown, Source, passage, shown, source
from detente.web.urls import Urls
from detente.workspace.review import Item

#: Items in the queue at once.
QUEUE: Final = 200
#: Decisions listed beside the item.
_LAST: Final = 10
#: Of a pair with more events than this, what would change is looked up beside the page.
_MANY: Final = 250
AUXES: Final = ("historical", "future", "hypothetical", "negation")


class Waiting(NamedTuple):
    """An item of the queue."""

    id: str
    """Id of its event."""
    why: str
    """Kind of the reason."""
    reason: str
    """The reason in words."""
    flagged: bool
    """Whether a person set it aside for later."""


class Decision(NamedTuple):
    """Something that a person decided."""

    id: str
    """Id of the decision."""
    kind: str
    """confirm, change, reject, add, merge or split."""
    who: str
    """Who decided."""
    when: str
    """When."""
    words: str
    """The words it is about."""
    record: str
    """Id of the record."""


class Beside(NamedTuple):
    """A second record to compare with."""

    record: Shown
    """The record."""
    passage: Passage
    """Its words in their paragraph."""
    source: Source
    """Its report."""


class Choice(NamedTuple):
    """A standing that the record may have instead, set by its number."""

    number: int
    """Its key."""
    words: str
    """How pages say it."""
    aux: str
    """How the codebook names it; "done" for none."""


class Draft(NamedTuple):
    """The record as the form to edit begins."""

    actors: str
    """Who acts, by codes."""
    recipients: str
    """To whom."""
    start: str
    """First day."""
    end: str
    """Last day."""
    aux: str
    """Standing as the codebook names it; empty where it is done."""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One item of the desk, or none where all is done."""

    title: str
    """What is asked, and how many wait."""
    item: Waiting | None
    """The item; None where all is done."""
    here: Beside | None
    """Its record."""
    other: Beside | None
    """The record that it contradicts, or may be the same act as."""
    effects: tuple[str, ...]
    """What rests on it: lines of the pair's page that would change."""
    effects_at: str
    """Where that is looked up, where it is not done here; empty where it is."""
    choices: tuple[Choice, ...]
    """Other standings that one key sets."""
    place: int
    """Its place in the queue, from 1."""
    waiting: int
    """How many items wait."""
    before: str
    """Id of the item before it."""
    after: str
    """Id of the item after it."""
    decided: tuple[Decision, ...]
    """The last decisions, the newest first."""
    decisions: int
    """How many decisions stand."""
    seen: str
    """A mark of the record as it is shown, so that a decision on something else is noticed."""
    reasons: tuple[tuple[str, int, str], ...]
    """Kinds of reasons with how many items and where."""
    why: str
    """The kind that is filtered by."""
    pair: str
    """The pair that is filtered by, as codes."""
    types: tuple[str, ...]
    """Types to choose from when editing."""
    auxes: tuple[str, ...]
    """Standings to choose from when editing."""
    editing: bool
    """Whether the form to edit is open."""
    draft: Draft
    """What the form begins with."""
    conflict: str
    """What happened where the record changed meanwhile."""
    keys: bool
    """Whether single keys act."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What rests on one record."""

    title: str
    """The heading."""
    id: str
    """The record's id."""
    effects: tuple[str, ...]
    """Lines of the pair's page that would change."""


def queue(held: Holdings, asked: Asked, flags: Sequence[str] = ()) -> tuple[Waiting, ...]:
    """The items that wait; flagged ones last, for they were set aside."""
    made = [Waiting(item.event, item.why, item.reason, item.event in flags) for item in open_items(held, asked.dyad)]
    made.sort(key=lambda one: one.flagged)
    return tuple(one for one in made if not asked.why or one.why == asked.why or (asked.why == "flagged" and one.flagged))


def open_items(held: Holdings, dyad: Dyad | None = None) -> tuple[Item, ...]:
    """The ledger's queue without what was decided since it was asked; asked anew where little is left of it."""
    key = ("items", dyad)
    names = (dyad.first, dyad.second) if dyad else (None, None)
    items = held.kept_while_read(key, lambda: held.workspace.review_queue(*names, limit=QUEUE))
    left = _without_decided(held, items)
    if len(items) == QUEUE and len(left) < QUEUE // 2:
        held.forget(key)
        items = held.kept_while_read(key, lambda: held.workspace.review_queue(*names, limit=QUEUE))
        left = _without_decided(held, items)
    return left


def _without_decided(held: Holdings, items: Sequence[Item]) -> tuple[Item, ...]:
    records, pairs = _decided(held)

    def done(item: Item) -> bool:
        if item.why in ("same act", "promise"):
            gone = {item.event, item.other} & records["reject"]
            return bool(gone) or item.event in records["any"] or frozenset((item.event, item.other or "")) in pairs
        if item.why == "contradiction":
            return item.event in records["any"] and (item.other is None or item.other in records["any"])
        return item.event in records["any"]

    return tuple(item for item in items if not done(item))


def _decided(held: Holdings) -> tuple[dict[str, set[str]], set[frozenset[str]]]:
    """Ids of the records that people decided on, those that they rejected or changed into others, and pairs."""
    made = held.kept(("decided",), lambda: held.workspace.ledger.corrections(standing=True))
    records: dict[str, set[str]] = {"any": set(), "reject": set()}
    pairs: set[frozenset[str]] = set()
    for one in made:
        if isinstance(one.record, Link):
            pairs.add(frozenset((one.record.source, one.record.target)))
        ids = [record.id for record in (one.seen, one.other) if isinstance(record, Event | Claim)]
        if one.kind in ("merge", "split"):
            pairs.add(frozenset(ids))
        records["any"].update(ids if one.kind not in ("merge", "split") else ())
        if one.kind == "reject" or (one.kind == "change" and isinstance(one.record, Event) and one.record.id not in ids):
            records["reject"].update(ids)
    return records, pairs


def review_page(
    held: Holdings,
    id_: str,
    asked: Asked,
    urls: Urls,
    *,
    flags: Sequence[str],
    keys: bool,
    editing: bool = False,
    conflict: str = "",
) -> ReviewPage:
    """The page at an item; at the first one where none is named."""
    everything = queue(held, Asked(dyad=asked.dyad), flags)
    waiting = queue(held, asked, flags)
    place = next((n for n, one in enumerate(waiting) if id_ and one.id == id_), 0)
    item = waiting[place] if waiting and (not id_ or waiting[place].id == id_) else None
    if item is None and id_:
        item = Waiting(id_, "asked for", "you asked for this one", id_ in flags)
    pair = f"{asked.dyad.first}-{asked.dyad.second}" if asked.dyad else ""
    decided = held.kept(("decided",), lambda: held.workspace.ledger.corrections(standing=True))
    here = beside(held, item.id) if item else None
    later = here is not None and _is_large(held, here)
    words = {"why": asked.why, "dyad": pair}
    reasons = ("contradiction", "promise", "same act", "uncertain", "flagged")
    counts = [(why, sum(one.why == why or (why == "flagged" and one.flagged) for one in everything)) for why in reasons]
    return ReviewPage(
        title=_title(item, len(waiting), len(decided)), item=item, here=here,
        other=_other(held, item, asked.dyad) if item else None,
        effects=effects(held, item.id, here) if item and here and not later else (),
        effects_at=urls.effects(item.id) if item and later else "", choices=_choices(held, item.id if item else ""),
        place=place + 1, waiting=len(waiting), before=waiting[place - 1].id if place else "",
        after=waiting[place + 1].id if place + 1 < len(waiting) else "",
        decided=tuple(_decision(one) for one in decided[::-1][:_LAST]), decisions=len(decided),
        seen=mark(held, item.id) if item else "",
        reasons=tuple((why, number, urls.review(**words | {"why": why})) for why, number in counts if number),
        why=asked.why, pair=pair, types=TYPES, auxes=AUXES, editing=editing,
        draft=_draft(held, item.id if item else ""), conflict=conflict, keys=keys,
    )  # fmt: skip


def _title(item: Waiting | None, waiting: int, decided: int) -> str:
    if item is None:
        return (
            f"All done, {decided} decision{'s' * (decided != 1)} stand{'s' * (decided == 1)}"
            if decided
            else "Nothing to review"
        )
    return f"Is this right? {waiting} item{'s' * (waiting != 1)} wait{'s' * (waiting == 1)}"


def beside(held: Holdings, id_: str) -> Beside | None:
    """A record with its words and report."""
    history, version = standing_version(held.workspace, id_) if held.workspace.ledger.history(id_) else ((), None)
    report = held.workspace.ledger.report(version.report) if version and history else None
    if version is None or report is None:
        return None
    record = version.record
    made = shown(record, report, version.coder, reviewed=version.correction is not None)
    return Beside(made, passage(report.text, record.evidence.start, record.evidence.end), source(report))


def _other(held: Holdings, item: Waiting, dyad: Dyad | None) -> Beside | None:
    other = other_id(held, item.id, dyad)
    return beside(held, other) if other else None


def other_id(held: Holdings, id_: str, dyad: Dyad | None = None) -> str:
    """The record that an item is to be compared with; "" where there is none."""
    item = item_of(held, id_, dyad)
    return (item.other if item else None) or ""


def item_of(held: Holdings, id_: str, dyad: Dyad | None = None) -> Item | None:
    """The item on an event that waits, on a pair or on all."""
    return next((one for one in (*open_items(held, dyad), *open_items(held)) if one.event == id_), None)


def mark(held: Holdings, id_: str) -> str:
    """A mark of a record as it stands; another one after anybody has changed it."""
    history = held.workspace.ledger.history(id_)
    if not history:
        return ""
    _, version = standing_version(held.workspace, id_)
    state = f"{dump(version.record)} {version.correction} {version.until}"
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def _draft(held: Holdings, id_: str) -> Draft:
    history = held.workspace.ledger.history(id_) if id_ else ()
    record = standing_version(held.workspace, id_)[1].record if history else None
    if not isinstance(record, Event):
        return Draft("", "", "", "", "")
    actors, recipients = (
        ", ".join(dict.fromkeys(a.country or a.text for a in side)) for side in (record.actors, record.recipients)
    )
    return Draft(actors, recipients, str(record.start or ""), str(record.end or ""), record.aux or "")


def _decision(one: Correction) -> Decision:
    about = one.record or one.seen
    words = " ".join(about.evidence.quote.split()) if about else ""
    record = about.id if isinstance(about, Event | Claim) else ""
    return Decision(one.id, one.kind, one.who, f"{one.decided:%d %b %Y %H:%M}", words, record)


_STANDINGS: Final = (
    ("done", "done"), ("planned", "future"), ("denied", "negation"), ("supposed", "hypothetical"), ("background", "historical"),
)  # fmt: skip


def _choices(held: Holdings, id_: str) -> tuple[Choice, ...]:
    """Every standing but its own; most misreadings are of this."""
    draft = _draft(held, id_)
    others = [(words, aux) for words, aux in _STANDINGS if aux != (draft.aux or "done")] if draft.actors else []
    return tuple(Choice(number, words, aux) for number, (words, aux) in enumerate(others, 1))


def _between(here: Beside) -> Dyad | None:
    codes = sorted({who.code for who in here.record.who if who.code and who.role in ("who", "to whom")})
    return Dyad(codes[0], codes[1]) if len(codes) > 1 else None


def _is_large(held: Holdings, here: Beside) -> bool:
    counts = held.kept_while_read(("sizes",), lambda: {count.dyad: count.events for count in held.workspace.ledger.dyads()})
    dyad = _between(here)
    return dyad is not None and counts.get(dyad, 0) > _MANY


def effects(held: Holdings, id_: str, here: Beside) -> tuple[str, ...]:
    """What rests on a record: for each pair it is between, the lines of their page that would change."""
    dyad = _between(here)
    if dyad is None:
        return ("It is between no two countries, so no page of a pair rests on it.",)
    brief = held.brief(dyad, max(held.newest(), here.source.published or date.min))
    return tuple(_lines(brief, id_)) or (f"No line of {dyad.first}–{dyad.second} rests on it but its count of events.",)


def _lines(brief: Brief, id_: str) -> list[str]:
    made = []
    if brief.state and any(id_ in act.ids for act in brief.acts if act.id in brief.state.reasons):
        made.append(f"the state “{brief.state.label}”: it is one of its three reasons")
    made += [f"{one.name}: {one.status}" for one in brief.channels if id_ in one.ids]
    made += [f"promise to {one.what}: {one.status}" for one in brief.commitments if id_ in one.ids or id_ in one.kept_by]
    made += [f"measure, {one.kind}: {one.status}" for one in brief.measures if id_ in one.ids]
    return made[:6]
