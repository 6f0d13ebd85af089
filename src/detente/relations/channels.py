"""Channels: lines of contact between two countries on one matter or at one level, with their status and its history.

Leaders and senior diplomats talk about everything, so their contacts are channels by level; all other talks are told apart by
matter. Each act gives the history at most one entry, but for a resumption, which tells of a break before it as well.

Statuses: proposed (one side asks for talks), planned (agreed or announced), open, stalled (declined, broken off, not resumed),
suspended (stopped by a side), resumed, closed. A plan does not change what is open; a contact after a break is a resumption.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple, get_args

from detente.records import Event
from detente.relations import matters, names
from detente.relations.dossier import Dossier
from detente.relations.filed import When
from detente.relations.merge import Act
from detente.relations.parties import LEVELS, Level, level
from detente.relations.terms import likeness, mass

Status = Literal["proposed", "planned", "open", "stalled", "suspended", "resumed", "closed"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)

#: After a break, contacts count as resumed for so long, then as open.
RESUMED_FOR: Final = timedelta(days=365)
#: Topics outside the lexicon tell a matter from this weight on: "the dam" does, "plans" and "response" do not.
_TELLING: Final = 3.0
#: Topics outside the lexicon that are so much alike are one matter.
_ONE_TOPIC: Final = 0.4
_BROKEN: Final[tuple[Status, ...]] = ("stalled", "suspended", "closed")
_RUNNING: Final[tuple[Status, ...]] = ("open", "resumed")

#: Words for a line of contact: only acts that name one can stop or restore a channel without being talks themselves.
LINE: Final = re.compile(
    r"\b(?:talks?|dialogues?|(?<!for )consultations?|negotiations?|hotlines?|contacts?|channels?|meetings?|working groups?"
    r"|communications?|commission|committee|mechanism|telephone line|data[- ]sharing|exchange of (?:data|information))\b",
    re.IGNORECASE,
)
_OFFERED: Final = re.compile(r"\b(?:offer|propos|invit|ready|willing|open to|suggest)", re.IGNORECASE)
_PERSONAL: Final = re.compile(r"\b(?:visit|call|summit|phone|telephone|each other|in person)\b", re.IGNORECASE)
_SUSPENDED: Final = re.compile(r"\b(?:suspend|frozen|froze|cut off|severed)", re.IGNORECASE)


class Entry(NamedTuple):
    """One turn in the history of a channel. `derived` is True where the act does not say it but implies it."""

    status: Status
    when: When
    act: Act
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """One line of contact as of a day."""

    topic: str
    """Its key: a level, a matter of the lexicon, or the words of a matter outside it."""
    name: str
    """Its name in a sentence: "talks on fisheries"."""
    status: Status
    since: date
    history: tuple[Entry, ...]
    last_contact: date | None
    silence: int | None
    """Days since the last contact; None where none is recorded."""
    planned: tuple[Act, ...]
    """Meetings agreed or announced and not yet due, by due date."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all events in its history."""
        return tuple(sorted({id_ for entry in self.history for id_ in entry.act.ids}))


def channels(dossier: Dossier) -> tuple[Channel, ...]:
    """The channels of a dyad, those with the latest news first."""
    histories: dict[str, list[Entry]] = defaultdict(list)
    topics = _Topics()
    for act in dossier.between:
        entries = list(_entries(act, dossier.sides))
        for key in _keys(act, dossier, topics) if entries else ():
            histories[key] += entries
    made = [_channel(key, entries, dossier.as_of) for key, entries in histories.items()]
    return tuple(sorted(made, key=lambda channel: (-_latest(channel).toordinal(), channel.topic)))


def _latest(channel: Channel) -> date:
    return max(entry.when.last for entry in channel.history)


def _entries(act: Act, sides: frozenset[str]) -> Iterator[Entry]:
    """What an act says about a channel; nothing for acts that say nothing."""
    status = _status(act, sides)
    if status is None:
        return
    if act.aspect == "resume" and status in ("resumed", "planned"):
        broken: Status = "suspended" if _SUSPENDED.search(act.event.evidence.quote) else "stalled"
        first = act.when.first
        yield Entry(broken, When(None, first - timedelta(days=1) if first else act.when.last, given=False), act, derived=True)
    yield Entry(status, act.when, act)


def _status(act: Act, sides: frozenset[str]) -> Status | None:
    event = act.event
    if event.type == "CONSULT":
        return _of_talks(act)
    if act.standing != "done":
        return None
    if event.of == "CONSULT":
        return _of_talk_about_talks(act, sides)
    if not _names_line(act):
        return None
    if event.type == "SANCTION" and event.mode in (None, "discontinue"):
        return _ENDS.get(act.aspect or "", "suspended")
    if event.type in ("COOPERATE", "RETREAT"):
        return "resumed" if act.aspect == "resume" else "open" if event.type == "COOPERATE" else None
    if event.type in ("AGREE", "CONCEDE") and (event.of == "COOPERATE" or act.aspect):
        return _ENDS.get(act.aspect or "", "planned")
    return None


_ENDS: Final[dict[str, Status]] = {"suspend": "suspended", "end": "closed"}


def _of_talks(act: Act) -> Status | None:
    if act.standing == "planned":
        return "planned"
    if act.standing == "denied":
        return "stalled" if act.aspect in ("resume", "continue", "start") else None
    if act.standing == "supposed":
        return None
    if act.aspect == "resume":
        return "resumed"
    return _ENDS.get(act.aspect or "", "open")


def _of_talk_about_talks(act: Act, sides: frozenset[str]) -> Status | None:
    """Offers, plans, requests and refusals of talks; a third country that urges talks changes no channel."""
    event = act.event
    by = frozenset(actor.country for actor in event.actors if actor.country)
    if not by & sides:
        return None
    if event.type == "REJECT":
        return "stalled"
    if event.type == "REQUEST":
        return "proposed"
    if event.type in ("AGREE", "CONCEDE"):
        if act.aspect in _ENDS:
            return _ENDS[act.aspect]
        return "proposed" if not sides <= by and _OFFERED.search(event.evidence.quote) else "planned"
    return None


def _names_line(act: Act) -> bool:
    return bool(LINE.search(" ".join(act.event.topics)) or LINE.search(act.event.evidence.quote))


#: Which channel a meeting belongs to, by the lower of the levels that met; None for those told apart by matter.
_BY_LEVEL: Final[tuple[tuple[Level, str | None], ...]] = (
    ("officials", None),
    ("ministers", None),
    ("legislators", None),
    ("military", "military-to-military"),
    ("senior diplomats", "senior diplomats"),
    ("leaders", "leaders"),
)


class _Topics:
    """The matters outside the lexicon met so far; likeness joins "the dam" and "filling of the dam"."""

    def __init__(self) -> None:
        self._known: list[tuple[str, frozenset[str]]] = []

    def key(self, topic: str) -> str:
        words = names.matter(topic) or frozenset(topic.lower().split())
        for known, stems in self._known:
            if likeness(words, stems) >= _ONE_TOPIC:
                return known
        self._known.append((topic, words))
        return topic


def _keys(act: Act, dossier: Dossier, topics: _Topics) -> tuple[str, ...]:
    """The channels that an act belongs to: by level where principals meet, else by matter."""
    event = act.event
    levels = _levels(act, dossier)
    known = matters.of_event(event)
    by_matter = event.type != "CONSULT" and known and not _PERSONAL.search(event.evidence.quote)
    if not by_matter:
        for low, channel in _BY_LEVEL:
            if low in levels:
                return (channel,) if channel else _by_matter(event, known, topics)
    return _by_matter(event, known, topics)


def _levels(act: Act, dossier: Dossier) -> frozenset[Level]:
    """The highest level on each side, where it is known: a president who receives an envoy talks at the envoy's level."""
    highest: dict[str, Level] = {}
    for actor in (*act.event.actors, *act.event.recipients):
        found = level(actor, dossier.levels)
        if actor.country in dossier.sides and found:
            before = highest.get(actor.country)
            highest[actor.country] = found if before is None else min(found, before, key=LEVELS.index)
    return frozenset(highest.values())


def _by_matter(event: Event, known: tuple[str, ...], topics: _Topics) -> tuple[str, ...]:
    if known:
        return known
    named = next((topic for topic in event.topics if not LINE.fullmatch(topic) and mass(names.matter(topic)) >= _TELLING), None)
    if named is not None:
        return (topics.key(named),)
    return matters.of_contexts(event) or ("general",)


def _channel(key: str, entries: list[Entry], as_of: date) -> Channel:
    history = _without_echoes(sorted({(e.act.id, e.status, e.derived): e for e in entries}.values(), key=_order))
    history, status, since = _current(history)
    contacts = [e.when.last for e in history if e.status in _RUNNING and e.when.last <= as_of]
    last = max(contacts, default=None)
    planned = sorted(
        (e.act for e in history if e.status == "planned" and (_due(e.act) or as_of) >= as_of and not _met(e, last)),
        key=lambda act: (_due(act) or date.max, act.id),
    )
    return Channel(key, _name(key), status, since, history, last, (as_of - last).days if last else None, tuple(planned))


def _without_echoes(entries: list[Entry]) -> tuple[Entry, ...]:
    """The entries without implied breaks of what is known to be broken."""
    kept: list[Entry] = []
    for entry in entries:
        states = [other.status for other in kept if other.status not in ("planned", "proposed")]
        if not (entry.derived and states and states[-1] in _BROKEN):
            kept.append(entry)
    return tuple(kept)


def _due(act: Act) -> date | None:
    return act.event.due_end or act.event.due_start or (act.when.last if act.standing == "planned" and act.when.given else None)


def _met(entry: Entry, last_contact: date | None) -> bool:
    """A plan without a date is spent when a contact followed it."""
    return _due(entry.act) is None and last_contact is not None and last_contact > entry.when.last


def _order(entry: Entry) -> tuple[date, bool, int, str]:
    """By day; on one day what an act implies goes before what it says, plans before deeds."""
    day = entry.when.last if entry.derived else entry.when.day
    return day, not entry.derived, STATUSES.index(entry.status), entry.act.id


def _current(history: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], Status, date]:
    """The history with the contact after a break named a resumption, the status at its end, and since when."""
    told = [history[0]]
    status, since = history[0].status, _shown(history[0])
    resumed = since if status == "resumed" else None
    for entry in history[1:]:
        new = _next(status, entry, resumed)
        if new == "resumed" and status != "resumed":
            resumed = _shown(entry)
            told.append(entry._replace(status="resumed"))
        else:
            told.append(entry)
        if new != status:
            status, since = new, _shown(entry)
    return tuple(told), status, since


def _shown(entry: Entry) -> date:
    return entry.when.first or entry.when.last


def _next(status: Status, entry: Entry, resumed_on: date | None) -> Status:
    """The status after an entry."""
    if entry.status in ("planned", "proposed"):
        if status in _RUNNING or (entry.status == "proposed" and status in ("planned", *_BROKEN)):
            return status
        return entry.status
    if entry.derived:
        return entry.status
    if entry.status == "open":
        if status in _BROKEN:
            return "resumed"
        if status == "resumed" and resumed_on and entry.when.last - resumed_on <= RESUMED_FOR:
            return "resumed"
    return entry.status


_NAMES: Final = {
    "leaders": "contacts between the leaders",
    "senior diplomats": "contacts between the top diplomats",
    "military-to-military": "military-to-military contacts",
    "general": "talks whose matter is not stated",
}


def _name(key: str) -> str:
    if LINE.search(key):
        return key
    return _NAMES.get(key) or f"talks on {matters.name(key)}"
