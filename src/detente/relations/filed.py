"""A record together with the report it was read from: when it happened, who stood on which side, whose word it is.

An event knows no report date and no publisher; both decide what it means ("in November" is dated, a bare act happened when it
was reported). Everything in this package therefore works on `Filed` records.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Generic, Literal, NamedTuple, TypeVar

from detente.records import Actor, Claim, Event, Link, Report

R = TypeVar("R", Event, Claim, Link)

#: How far an act is from having happened; the words that a brief may use follow from it.
Standing = Literal["done", "planned", "supposed", "denied"]

#: Share of five-word runs of the shorter report that the other also has, from which both count as one wire story.
SAME_WIRE: Final = 0.5
#: Background is what was over by more than 90 days before its report (codebook, `historical`).
BACKGROUND: Final = timedelta(days=90)
_NO_DATE: Final = date(1900, 1, 1)
_SHORT: Final = 12
_RUN: Final = 5
_TOKEN: Final = re.compile(r"\w+")


class Filed(NamedTuple, Generic[R]):
    """A record, its report, and the name of the coder that read it."""

    record: R
    report: Report
    coder: str = ""


class When(NamedTuple):
    """The days between which an act happened.

    `first` is None where only "before" is known; `given` is False where the report's date stands in.
    """

    first: date | None
    last: date
    given: bool

    @property
    def day(self) -> date:
        """The day that orders the act among others; what happened some time before a day is put 90 days before it."""
        return self.first or self.last - BACKGROUND


class Origin(NamedTuple):
    """A publisher that found something out itself, with the reports that carry its word (relays and rewrites included)."""

    name: str
    reports: tuple[Report, ...]


def published(report: Report) -> date:
    """The date of a report; a report without one has no place in a dossier, so this is the earliest date there is."""
    return report.published or _NO_DATE


def when(event: Event, report: Report) -> When:
    """When an act happened, by its own dates, else by the report's; background without a date happened some time before."""
    if event.start or event.end:
        days = [day for day in (event.start, event.end) if day]
        return When(min(days) if event.start else None, max(days), given=True)
    if event.aux == "historical":
        return When(None, published(report), given=False)
    return When(published(report), published(report), given=False)


def standing(event: Event, report: Report) -> Standing:
    """Whether an act is reported as done, planned, supposed (hypothetical) or denied (said not to have happened).

    An act dated after its report cannot have been done yet, whatever its reader made of the tense.
    """
    if event.aux == "negation":
        return "denied"
    if event.aux == "hypothetical":
        return "supposed"
    if event.aux == "future" or (event.start is not None and event.start > published(report)):
        return "planned"
    return "done"


def codes(actors: Iterable[Actor]) -> frozenset[str]:
    """The countries and organisations among some actors."""
    return frozenset([actor.country for actor in actors if actor.country])


def parties(event: Event) -> frozenset[str]:
    """All countries and organisations that take part in an event, on either side."""
    return frozenset([actor.country for actor in (*event.actors, *event.recipients) if actor.country])


def chain(report: Report) -> tuple[str, ...]:
    """Who passed a report on, from the one at hand to the one that found it out: `("IANS", "The New York Times")`."""
    return (report.publisher or "unnamed publisher", *report.relays)


def origin_name(report: Report) -> str:
    """The publisher that found it out: the last of the relays, else the publisher."""
    return chain(report)[-1]


def origins(reports: Iterable[Report]) -> tuple[Origin, ...]:
    """The independent sources among some reports, the earliest first.

    A relay counts as its origin; `NYT` and `The New York Times` are one; reports that share half of their wording are one wire
    story under several names, and count under the earliest of them.
    """
    groups: list[tuple[Report, ...]] = []
    for named in by_publisher(sorted({report.id: report for report in reports}.values(), key=_order)):
        alike = [group for group in groups if any(same_wire(one, two) for one in named for two in group)]
        groups = [group for group in groups if group not in alike]
        groups.append((*(report for group in alike for report in group), *named))
    made = sorted((sorted(group, key=_order) for group in groups), key=lambda group: _order(group[0]))
    return tuple(Origin(origin_name(group[0]), tuple(group)) for group in made)


def by_publisher(reports: Iterable[Report]) -> tuple[tuple[Report, ...], ...]:
    """Some reports grouped by who found them out, by name alone, in the order given; a name and its initials are one."""
    plain = [(_plain(origin_name(report)), report) for report in reports]
    known = {name for name, _ in plain}
    groups: dict[str, list[Report]] = {}
    for name, report in plain:
        initials = _initials(name)
        groups.setdefault(initials if initials in known else name, []).append(report)
    return tuple(map(tuple, groups.values()))


def _order(report: Report) -> tuple[date, str]:
    return published(report), report.id


def same_publisher(first: str, second: str) -> bool:
    """Whether two names of a publisher are one: equal but for case and article, or one the initials of the other."""
    one, two = _plain(first), _plain(second)
    return one == two or _initials(one) == two or _initials(two) == one


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return " ".join(_TOKEN.findall(name.lower().removeprefix("the ")))


@lru_cache(maxsize=4096)
def _initials(plain: str) -> str | None:
    words = [word for word in plain.split() if word not in ("of", "the", "and")]
    return "".join(word[0] for word in words) if len(words) > 1 else None


def same_wire(first: Report, second: Report) -> bool:
    """Whether the shorter of two reports has at least half of its five-word runs from the other."""
    one, two = _runs(first.text), _runs(second.text)
    fewer = min(len(one), len(two))
    return fewer >= _SHORT and len(one & two) >= SAME_WIRE * fewer


@lru_cache(maxsize=4096)
def _runs(text: str) -> frozenset[int]:
    words: Sequence[str] = _TOKEN.findall(text.lower())
    return frozenset(hash(tuple(words[i : i + _RUN])) for i in range(len(words) - _RUN + 1))
