"""All that was read about two countries, as of a day: what the views of this package are functions of.

A dossier is built from whole codings, because a record means little without its report. It answers two different questions:

- *what was known then*: `Dossier(dyad, as_of, codings)` ignores reports published after `as_of`;
- *what is known now of then*: `Dossier(dyad, as_of, codings, known=today)` also takes later reports, and keeps of them what
  happened, was promised or was held up to `as_of`.

Everything derived is computed once and kept; a dossier never changes, so equal content gives equal pages.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

from detente.records import Actor, Claim, Coding, Dyad, Event, Link, Report
from detente.relations.filed import Filed, codes, parties, published, standing, when
from detente.relations.merge import Act, merge
from detente.relations.parties import Level, known_levels


@dataclass(frozen=True, eq=False)
class Dossier:
    """The codings of the reports that mention both sides of a dyad, seen as of a day.

    Ids of events and claims must be unique over all codings, as content ids are; `formats.jsonl.with_content_ids` helps.
    """

    dyad: Dyad
    as_of: date
    codings: tuple[Coding, ...]
    known: date | None = None
    """Reports up to this day count; None stands for `as_of` itself."""
    same: tuple[frozenset[str], ...] = ()
    """Ids of events that a person joined to one act."""
    apart: tuple[frozenset[str], ...] = ()
    """Ids of events that a person parted."""
    refused: frozenset[tuple[str, str]] = frozenset()
    """Pairs of a deed's and a promise's id that a person said do not belong together."""
    reviewed: frozenset[str] = frozenset()
    """Ids of records that a person checked."""
    alike: Mapping[tuple[str, str], float] | None = None
    """Pairs of ids of events that are one act by `match`, with their probability, where all were compared before; else None."""

    @cached_property
    def sides(self) -> frozenset[str]:
        """The two codes of the dyad."""
        return frozenset((self.dyad.first, self.dyad.second))

    @cached_property
    def horizon(self) -> date:
        """The last day whose reports count."""
        return self.known or self.as_of

    @cached_property
    def read(self) -> tuple[Coding, ...]:
        """The codings that count, the earliest report first; a report without a date cannot be placed and is left out."""
        dated = {c.report.id: c for c in self.codings if c.report.published and c.report.published <= self.horizon}
        return tuple(sorted(dated.values(), key=lambda c: (published(c.report), c.report.id)))

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """The reports that count, the earliest first."""
        return tuple(coding.report for coding in self.read)

    @cached_property
    def undated(self) -> int:
        """How many reports were left out because nothing says when they were published."""
        return sum(coding.report.published is None for coding in self.codings)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """All acts in which a side takes part and at least two parties do, merged over the reports, by date."""
        return merge(self._events(), same=self.same, apart=self.apart, alike=self.alike)

    def _events(self) -> Iterator[Filed[Event]]:
        linked = {end for coding in self.read for link in coding.links for end in (link.source, link.target)}
        for coding in self.read:
            for event in coding.events:
                there = parties(event)
                if there & self.sides and (len(there) > 1 or event.id in linked) and self._by_then(event, coding.report):
                    yield Filed(event, coding.report, coding.coder)

    def _by_then(self, event: Event, report: Report) -> bool:
        """Whether an act was done, or announced, by the day asked about."""
        if self.horizon <= self.as_of:
            return True
        if standing(event, report) != "done" or not when(event, report).given:
            return published(report) <= self.as_of
        return when(event, report).day <= self.as_of

    @cached_property
    def between(self) -> tuple[Act, ...]:
        """The acts in which both sides take part; not those that both direct at somebody else."""
        return tuple(act for act in self.acts if self.sides <= act.codes and not self._joint(act))

    @cached_property
    def jointly(self) -> tuple[Act, ...]:
        """The acts that both sides direct at somebody else."""
        return tuple(act for act in self.acts if self.sides <= act.codes and self._joint(act))

    def _joint(self, act: Act) -> bool:
        on = codes(act.event.recipients)
        return self.sides <= act.by and bool(on) and not on & self.sides

    @cached_property
    def scored(self) -> tuple[tuple[date, date, float, str, float], ...]:
        """First day, last day, PLOVER score, id and certainty of each done and dated act of one side towards the other.

        What `indices` is made of: `series.Point(*row)`. Acts of third parties are no part of how the two stand.
        """
        return tuple(
            (first, last, act.score, act.id, act.certainty)
            for act in self.between
            if act.standing == "done" and act.by & self.sides
            for first, last in act.days
        )

    @cached_property
    def claims(self) -> tuple[Filed[Claim], ...]:
        """The claims that bear on the dyad: about both sides, or held by one about the other.

        What a side holds about itself or nobody named counts where its report tells of an act between the sides.
        """
        told_with = {member.report.id for act in self.between for member in act.members}
        return tuple(
            Filed(claim, coding.report, coding.coder)
            for coding in self.read
            if published(coding.report) <= self.as_of
            for claim in coding.claims
            if self._bears(claim, together=coding.report.id in told_with)
        )

    def _bears(self, claim: Claim, *, together: bool) -> bool:
        holder = {claim.holder.country} if claim.holder and claim.holder.country else set()
        if claim.kind == "pressure" and holder and not holder & self.sides:
            return False  # what pushes a third country says nothing of these two
        if self.sides <= holder | set(claim.about):
            return True
        return together and bool(holder & self.sides) and set(claim.about) <= self.sides

    @cached_property
    def links(self) -> tuple[Filed[Link], ...]:
        """All links of the reports that count."""
        return tuple(Filed(link, coding.report, coding.coder) for coding in self.read for link in coding.links)

    @cached_property
    def act_of(self) -> MappingProxyType[str, Act]:
        """The act that the event with an id tells of."""
        return MappingProxyType({id_: act for act in self.acts for id_ in act.ids})

    @cached_property
    def claim_of(self) -> MappingProxyType[str, Filed[Claim]]:
        """The claim with an id, of those that bear on the dyad."""
        return MappingProxyType({filed.record.id: filed for filed in self.claims})

    @cached_property
    def levels(self) -> MappingProxyType[str, Level]:
        """The level of each named person, as the reports introduce them."""
        return known_levels(self._actors())

    def _actors(self) -> Iterator[Actor]:
        for coding in self.read:
            for event in coding.events:
                yield from event.actors
                yield from event.recipients

    def other(self, code: str) -> str:
        """The other side of the dyad."""
        return self.dyad.second if code == self.dyad.first else self.dyad.first

    def reports_since(self, day: date) -> int:
        """How many reports were published on or after a day."""
        return len(self._days) - bisect_left(self._days, day)

    @cached_property
    def _days(self) -> tuple[date, ...]:
        """The dates of the reports, the earliest first."""
        return tuple(published(report) for report in self.reports)
