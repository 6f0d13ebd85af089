"""Event: what exactly was reported, by whom, and how sure that is."""

from dataclasses import dataclass
from typing import NamedTuple

from detente.ledger.finding import Version
from detente.records import Claim, Event, Report
from detente.relations import names
from detente.relations.filed import origins
from detente.relations.wording import capital
from detente.web.holdings import Holdings
from detente.web.pages.records import Passage, Shown, Source, passage, shown, source
from detente.web.problems import ProblemError
from detente.workspace import Workspace


class Telling(NamedTuple):
    """Another report of the same act."""

    id: str
    """Id of its event."""
    quote: str
    """Its words."""
    source: Source
    """Its report."""


class Origin(NamedTuple):
    """A publisher that found it out itself, with those that pass its word on."""

    name: str
    """Who."""
    tellings: tuple[Telling, ...]
    """Its own report first, then relays and rewrites."""


class Tie(NamedTuple):
    """A link between this record and another."""

    words: str
    """How they belong together."""
    id: str
    """Id of the other."""
    sentence: str
    """The other in a sentence."""


class Step(NamedTuple):
    """One version in the history of a record."""

    since: str
    """From when it stood."""
    until: str
    """Until when; empty where it still stands."""
    by: str
    """Who made it so."""
    id: str
    """Its id then."""
    sentence: str
    """What it said then."""


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event or claim."""

    title: str
    """The record in a sentence."""
    record: Shown
    """The record."""
    passage: Passage
    """Its words in their paragraph."""
    source: Source
    """Its report."""
    pairs: tuple[tuple[str, str], ...]
    """Pairs of countries in it, as codes and names."""
    origins: tuple[Origin, ...]
    """The other reports of it, by who found it out."""
    reports: int
    """How many reports have it, this one among them."""
    publishers: int
    """How many publishers found it out for themselves."""
    ties: tuple[Tie, ...]
    """What it is linked with."""
    history: tuple[Step, ...]
    """Its versions, the oldest first."""
    stands: bool
    """False where a person rejected it or it is no longer read."""
    asked_id: str
    """The id that was asked for, where the record has another now."""
    cite: str
    """A reference to it."""


_TIES = {
    ("exchange", True): "was given in exchange for",
    ("exchange", False): "was got in exchange:",
    ("responds", True): "was done in answer to",
    ("responds", False): "was answered by",
    ("fulfils", True): "keeps the promise",
    ("fulfils", False): "was kept by",
    ("breaches", True): "breaks the promise",
    ("breaches", False): "was broken by",
    ("contests", True): "disputes",
    ("contests", False): "is disputed by",
}


def find(held: Holdings, prefix: str, *kinds: str) -> str:
    """The whole id of the one record or report that begins so.

    Raises:
        ProblemError: nothing does (404), or several do; the hint lists them.
    """
    found = [one for one in held.workspace.ledger.find(prefix) if one.what in kinds] if prefix else []
    if not found:
        raise ProblemError(
            f"No {' or '.join(kinds)} has an id that begins so.", value=prefix[:80], hint="Search for its words.", status=404
        )
    if len({one.id for one in found}) > 1:
        listed = ", ".join(f"{one.id[:12]} ({one.what})" for one in found[:8])
        raise ProblemError(f"{len(found)} ids begin so.", value=prefix[:80], hint=f"Give more of it: {listed}.")
    return found[0].id


def standing_version(ws: Workspace, id_: str) -> tuple[tuple[Version, ...], Version]:
    """The history of a record, and the version that stands, or that stood last."""
    history = ws.ledger.history(id_)
    newest = ws.ledger.newest_id(id_)
    standing = [one for one in history if one.until is None and one.record.id == newest]
    own = [one for one in history if one.record.id == id_]
    return history, (standing or own or list(history))[-1]


def event_page(held: Holdings, id_: str, asked_id: str = "") -> EventPage:
    """The page on a record, by its whole id."""
    ws = held.workspace
    history, version = standing_version(ws, id_)
    report = ws.ledger.report(version.report)
    if report is None:
        raise ProblemError("Its report is not here.", value=id_, status=404)
    record = version.record
    made = shown(record, report, version.coder, reviewed=version.correction is not None)
    found = _origins(ws, record, report) if isinstance(record, Event) else ()
    return EventPage(
        title=made.sentence, record=made, passage=passage(report.text, record.evidence.start, record.evidence.end),
        source=source(report), pairs=_pairs(record), origins=found,
        reports=1 + sum(len(one.tellings) for one in found), publishers=_publishers(ws, record, report),
        ties=tuple(_ties(ws, record, report)), history=tuple(_step(ws, one) for one in history),
        stands=version.until is None, asked_id=asked_id, cite=_cite(made, report),
    )  # fmt: skip


def _pairs(record: Event | Claim) -> tuple[tuple[str, str], ...]:
    from_sides = (
        [a.country for a in (*record.actors, *record.recipients)]
        if isinstance(record, Event)
        else [record.holder.country if record.holder else None, *record.about]
    )
    codes = sorted({code for code in from_sides if code})
    return tuple(
        (f"{a}-{b}", capital(f"{names.name(a)} and {names.name(b)}")) for n, a in enumerate(codes) for b in codes[n + 1 :]
    )[:6]


def _members(ws: Workspace, record: Event | Claim, report: Report) -> list[tuple[str, str, Report]]:
    """The other events of the act: id, words, report."""
    others = [id_ for id_ in ws.ledger.cluster(record.id) if id_ != record.id]
    versions = [
        version for id_ in others for version in ws.ledger.history(id_) if version.until is None and version.record.id == id_
    ]
    reports = ws.ledger.reports({version.report for version in versions} | {report.id})
    return [(v.record.id, v.record.evidence.quote, reports[v.report]) for v in versions]


def _origins(ws: Workspace, record: Event, report: Report) -> tuple[Origin, ...]:
    members = _members(ws, record, report)
    made = []
    for origin in origins(one for _, _, one in members):
        ids = {one.id for one in origin.reports}
        tellings = [Telling(id_, quote, source(one)) for id_, quote, one in members if one.id in ids]
        made.append(Origin(origin.name, tuple(sorted(tellings, key=lambda t: (len(t.source.relays), str(t.source.published))))))
    return tuple(made)


def _publishers(ws: Workspace, record: Event | Claim, report: Report) -> int:
    members = _members(ws, record, report) if isinstance(record, Event) else []
    return len(origins([report, *(one for _, _, one in members)]))


def _ties(ws: Workspace, record: Event | Claim, report: Report) -> list[Tie]:
    coding = ws.ledger.coding(report.id)
    made = []
    for link in coding.links if coding else ():
        if record.id not in (link.source, link.target):
            continue
        outward = link.source == record.id
        other = link.target if outward else link.source
        history = ws.ledger.history(other)
        if history:
            version = history[-1]
            home = ws.ledger.report(version.report) or report
            sentence = shown(version.record, home, version.coder, reviewed=False).sentence
            made.append(Tie(_TIES.get((link.kind, outward), link.kind), other, sentence))
    return made


def _step(ws: Workspace, version: Version) -> Step:
    report = ws.ledger.report(version.report)
    by = "a person" if version.correction else f"read by {version.coder}"
    sentence = shown(version.record, report, version.coder, reviewed=bool(version.correction)).sentence if report else ""
    return Step(
        version.since[:16].replace("T", " "), (version.until or "")[:16].replace("T", " "), by, version.record.id, sentence
    )


def _cite(made: Shown, report: Report) -> str:
    where = source(report)
    relays = f" (relaying {', '.join(where.relays)})" if where.relays else ""
    quote = " ".join(made.quote.split())
    read = "a person" if made.reviewed else made.coder
    return (
        f"{where.publisher}{relays}, “{where.title}”, {where.published or 'no date'}: “{quote}”. "
        f"Detente record {made.id}, read by {read}."
    )
