"""Search: who said or did what about something; with no words, the list of events that any figure counts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from detente.ledger.finding import Hit as Found
from detente.ledger.queries import Filter, View
from detente.ledger.rows import Entry
from detente.records import Claim, Event, Report
from detente.relations import names
from detente.web.asked import Asked
from detente.web.holdings import Holdings
from detente.web.pages.records import Source, label, mark_of_event, publisher, shown, source
from detente.web.urls import Urls

#: Hits on one page.
AT_ONCE: Final = 50
#: Hits that facets are counted over.
_COUNTED: Final = 1000
_FACET: Final = 8


class Hit(NamedTuple):
    """One sentence that was found."""

    what: str
    """event, claim or report."""
    id: str
    """Its id."""
    label: str
    """Type, kind or title."""
    mark: str
    """Its sign."""
    standing: str
    """Done, planned, denied, in words; empty for a report."""
    sentence: str
    """The record in a sentence; empty for a report."""
    quote: str
    """The words found."""
    report: str
    """Id of its report."""
    source: Source
    """Its report."""
    certainty: float | None
    """How sure it was read; None for a report."""
    reviewed: bool
    """Whether a person decided on it."""


class Choice(NamedTuple):
    """One value of a facet."""

    value: str
    """What it is called."""
    number: int
    """How many hits have it."""
    href: str
    """The search with it."""


class Facet(NamedTuple):
    """A way to narrow a search."""

    name: str
    """What is told apart."""
    choices: tuple[Choice, ...]
    """Its commonest values."""


class Chosen(NamedTuple):
    """A filter that is on."""

    words: str
    """What it says."""
    href: str
    """The search without it."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits with the ways to narrow them."""

    title: str
    """How many were found."""
    query: str
    """The words."""
    understood: str
    """How they were understood."""
    hits: tuple[Hit, ...]
    """This page of hits."""
    total: int
    """All hits."""
    page: int
    """Which page this is."""
    pages: int
    """How many there are."""
    facets: tuple[Facet, ...]
    """Ways to narrow it."""
    chosen: tuple[Chosen, ...]
    """Filters that are on."""
    nearest: str
    """Where nothing was found: words near by that are there."""
    without: int
    """Where filters left nothing: hits of the words alone."""
    asked: Asked
    """The filters, for the form."""


def search_page(held: Holdings, asked: Asked, urls: Urls) -> SearchPage:
    """The page for a request."""
    view = View(as_of=asked.as_of, known=asked.known)
    found = _by_words(held, asked, view) if asked.query.strip() else _by_filters(held, asked, view)
    pages = max(1, -(-found.total // AT_ONCE))
    page = min(asked.page, pages)
    first = (page - 1) * AT_ONCE - found.start
    if first < 0 or first >= len(found.hits) > 0:
        # A page far down a long list is asked for by itself.
        found = _by_filters(held, asked, view, (page - 1) * AT_ONCE)
        first = 0
    shown_hits = tuple(map(_hit, found.hits[first : first + AT_ONCE]))
    return SearchPage(
        _title(asked, found), asked.query, found.understood, shown_hits, found.total, page, pages,
        _facets(found.hits, asked, urls), tuple(_chosen(asked, urls)), found.nearest, found.without if not found.total else 0,
        asked,
    )  # fmt: skip


class _Light(NamedTuple):
    """A hit as filters and facets see it; only those of one page are put into words."""

    what: str
    """event, claim or report."""
    id: str
    """Its id."""
    label: str
    """Type, kind or title."""
    mark: str
    """Its sign."""
    published: date | None
    """When its report was published."""
    publisher: str
    """Who published it."""
    certainty: float | None
    """How sure it was read; None for a report."""
    quote: str
    """The words found."""
    report: Report
    """Its report."""
    entry: Entry[Event] | Entry[Claim] | None
    """Its record; None for a report."""


class _Found(NamedTuple):
    """What was found: some hits, and how many there are in all."""

    hits: list[_Light]
    """Hits, in order."""
    total: int
    """How many there are in all."""
    start: int = 0
    """The place of the first of `hits` among all."""
    understood: str = ""
    """How the words were understood."""
    nearest: str = ""
    """Words near by, where nothing was found."""
    without: int = 0
    """Hits of the words without filters."""
    among: int = 0
    """Where only so many of the newest events were looked at: their number."""


def _by_words(held: Holdings, asked: Asked, view: View) -> _Found:
    found = held.workspace.ledger.search(asked.query, view, limit=_COUNTED)
    everything = _of_hits(held, found.hits)
    hits = [hit for hit in everything if _fits(hit, asked)]
    if asked.sort == "date":
        hits.sort(key=lambda hit: hit.published or date.min, reverse=True)
    return _Found(hits, len(hits), 0, found.understood, found.nearest or "", len(everything))


def _by_filters(held: Holdings, asked: Asked, view: View, start: int = 0) -> _Found:
    wanted = Filter(
        dyad=asked.dyad, since=asked.since, until=asked.until, types=(asked.type_,) if asked.type_ else (),
        certainty=asked.certainty, publisher=asked.publisher or None,
    )  # fmt: skip
    ledger = held.workspace.ledger
    total = held.kept(("count", wanted, view), lambda: ledger.count_events(wanted, view))
    # Facets and standings are counted over whole lists only; of a long one the page is fetched, and no more.
    whole = total <= _COUNTED or bool(asked.standing)
    limit, start = (_COUNTED, 0) if whole else (AT_ONCE, start or (asked.page - 1) * AT_ONCE)
    entries = ledger.events(wanted, view, limit=limit, newest_first=True, start=min(start, max(0, total - 1)))
    reports = ledger.reports({entry.report for entry in entries})
    hits = [_light(entry, reports[entry.report]) for entry in entries]
    among = 0
    if asked.standing:
        among = _COUNTED if total > _COUNTED else 0
        hits = [hit for hit in hits if hit.mark == asked.standing]
        total = len(hits)
    return _Found(hits, total, start, among=among)


def _title(asked: Asked, found: _Found) -> str:
    total = found.total
    what = "No sentence" if total == 0 else f"{total:,} sentence{'s' * (total != 1)}"
    if asked.query.strip():
        return f"{what} on “{asked.query.strip()}”"
    between = f" between {names.name(asked.dyad.first)} and {names.name(asked.dyad.second)}" if asked.dyad else ""
    return f"{what}{between}{f' among the newest {found.among:,}' if found.among else ''}"


def _light(entry: Entry[Event] | Entry[Claim], report: Report) -> _Light:
    record = entry.record
    what, mark = ("event", mark_of_event(record, report)) if isinstance(record, Event) else ("claim", "said")
    return _Light(
        what, record.id, label(record), mark, report.published, publisher(report), record.confidence, record.evidence.quote,
        report, entry,
    )  # fmt: skip


def _hit(light: _Light) -> Hit:
    report, entry = light.report, light.entry
    if entry is None:
        return Hit(
            "report", light.id, light.label, "said", "", "", light.quote, report.id, source(report), None, reviewed=False
        )
    record = shown(entry.record, report, entry.coder, reviewed=entry.correction is not None)
    return Hit(
        record.what, record.id, record.label, record.mark, record.standing, record.sentence, record.quote, report.id,
        source(report), record.certainty, record.reviewed,
    )  # fmt: skip


def _of_hits(held: Holdings, found: Sequence[Found]) -> list[_Light]:
    """The ledger's hits with their records, read whole, for a page says what each is."""
    ledger = held.workspace.ledger
    hits: list[_Light] = []
    reports = ledger.reports({one.report for one in found})
    records = {entry.record.id: entry for entry in ledger.records({one.id for one in found if one.what != "report"})}
    for one in found:
        report = reports[one.report]
        if entry := records.get(one.id):
            hits.append(_light(entry, report))
        else:
            by, title = publisher(report), report.title or ""
            hits.append(_Light("report", one.id, title, "said", report.published, by, None, one.quote, report, None))
    return hits


def _fits(hit: _Light, asked: Asked) -> bool:
    day = hit.published or date.min
    if (asked.since and day < asked.since) or (asked.until and day > asked.until):
        return False
    if asked.standing and hit.mark != asked.standing:
        return False
    if (asked.kind and hit.what != asked.kind) or (asked.publisher and hit.publisher != asked.publisher):
        return False
    return not (asked.type_ and hit.label.split(" ")[0] != asked.type_) and (hit.certainty or 1.0) >= asked.certainty


def _facets(hits: Sequence[_Light], asked: Asked, urls: Urls) -> tuple[Facet, ...]:
    made = []
    for name, field, values in (
        ("Type", "type", (hit.label.split(" ")[0] for hit in hits if hit.what == "event")),
        ("What", "kind", (hit.what for hit in hits) if asked.query else ()),
        ("Standing", "standing", (hit.mark for hit in hits if hit.what == "event")),
        ("Publisher", "publisher", (hit.publisher for hit in hits)),
    ):
        choices = _choices(values, field, asked, urls)
        if len(choices) > 1:
            made.append(Facet(name, choices))
    months = Counter(hit.published.strftime("%Y-%m") for hit in hits if hit.published)
    # Words are dated by their report, lists by the day of the act: only the former are told apart by month here.
    if asked.query and len(months) > 1 and not (asked.since and asked.until):
        newest = sorted(months, reverse=True)[:_FACET]
        made.append(Facet("Month", tuple(Choice(one, months[one], _month_address(asked, urls, one)) for one in newest)))
    return tuple(made)


def _month_address(asked: Asked, urls: Urls, month: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return _address(asked, urls, since=first, until=last)


def _choices(values: Iterable[str], field: str, asked: Asked, urls: Urls) -> tuple[Choice, ...]:
    counted = Counter(values).most_common(_FACET)
    return tuple(Choice(value, number, _address(asked, urls, **{field: value})) for value, number in counted)


def _address(asked: Asked, urls: Urls, **other: object) -> str:
    """The search with other filters; an empty one is taken away."""
    return urls.search(**search_query(asked) | other)


def search_query(asked: Asked) -> dict[str, Any]:
    """The filters as an address has them."""
    return {
        "q": asked.query, "dyad": f"{asked.dyad.first}-{asked.dyad.second}" if asked.dyad else "", "type": asked.type_,
        "kind": asked.kind, "publisher": asked.publisher, "since": asked.since, "until": asked.until, "as_of": asked.as_of,
        "certainty": asked.certainty or "", "standing": asked.standing, "sort": asked.sort,
    }  # fmt: skip


def _chosen(asked: Asked, urls: Urls) -> Iterable[Chosen]:
    for field, words in (
        ("dyad", f"between {asked.dyad.first} and {asked.dyad.second}" if asked.dyad else ""),
        ("type", f"of type {asked.type_}" if asked.type_ else ""),
        ("kind", f"{asked.kind}s only" if asked.kind else ""),
        ("standing", f"only {asked.standing}" if asked.standing else ""),
        ("publisher", f"by {asked.publisher}" if asked.publisher else ""),
        ("since", f"from {asked.since} on" if asked.since else ""),
        ("until", f"up to {asked.until}" if asked.until else ""),
        ("as_of", f"reported by {asked.as_of}" if asked.as_of else ""),
        ("certainty", f"certainty {asked.certainty} or more" if asked.certainty else ""),
    ):
        if words:
            yield Chosen(words, _address(replace(asked, page=1), urls, **{field: ""}))
