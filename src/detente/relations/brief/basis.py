"""What a brief rests on: confidence in the basis, the sourcing statement, gaps.

After the US intelligence community's standards on analysis and sourcing (ICD 203, ICD 206). Three numbers are never mixed:
how sure the reading of a sentence is (each note), how good the basis is (`confidence`), how likely something to come is
(`odds.likely`).
"""

from collections import Counter
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from detente.relations.dossier import Dossier
from detente.relations.filed import by_publisher, published

Level = Literal["high", "moderate", "low"]

#: Days after which the newest report is too old for high, and for moderate confidence.
FRESH: Final = 30
STALE: Final = 90
#: Where one publisher has more than this share of the reports, the others hardly check it: no high confidence.
MOST_OF_ONE: Final = 0.8
#: Independent publishers needed for high confidence.
ENOUGH: Final = 3


class Confidence(NamedTuple):
    """How good the basis is, with what decides it in words."""

    level: Level
    reasons: tuple[str, ...]


class Sourcing(NamedTuple):
    """The counts of the sourcing statement."""

    reports: int
    publishers: int
    independent: int
    """Publishers that found out for themselves, by name alone: wording is compared act by act, not over all reports."""
    relaying: int
    first: date
    last: date
    records: int
    reviewed: int


def sourcing(dossier: Dossier) -> Sourcing | None:
    """The counts of a dossier's sources; None without a report."""
    if not dossier.reports:
        return None
    ids = [event.id for act in dossier.between for event in (m.record for m in act.members)]
    ids += [filed.record.id for filed in dossier.claims]
    return Sourcing(
        len(dossier.reports),
        len({report.publisher for report in dossier.reports}),
        len(by_publisher(dossier.reports)),
        sum(bool(report.relays) for report in dossier.reports),
        published(dossier.reports[0]),
        published(dossier.reports[-1]),
        len(ids),
        len(dossier.reviewed & set(ids)),
    )


def confidence(dossier: Dossier, contradictions: int) -> Confidence:
    """High needs three independent publishers, a report within 30 days and no open contradiction; one publisher is low."""
    counts = sourcing(dossier)
    if counts is None:
        return Confidence("low", ("no report was read",))
    independent, age = counts.independent, (dossier.as_of - counts.last).days
    publishers = "one publisher" if independent == 1 else f"{independent} publishers that do not relay each other"
    reasons = [publishers, f"the newest report is {age} day{'s' * (age != 1)} old"]
    reasons.append(
        f"{contradictions} open contradiction{'s' * (contradictions != 1)}" if contradictions else "no open contradiction"
    )
    alone = sum(len(act.origins()) == 1 for act in dossier.between)
    reasons.append(f"{alone} of {len(dossier.between)} acts rest on one publisher")
    if counts.records:
        reasons.append(f"{counts.reviewed} of {counts.records} records checked by a person")
    publisher, most = Counter(report.publisher or "one publisher" for report in dossier.reports).most_common(1)[0]
    one_sided = independent > 1 and most > MOST_OF_ONE * counts.reports
    if one_sided:
        reasons.insert(1, f"{most} of {counts.reports} reports are of {publisher}")
    if independent >= ENOUGH and age < FRESH and not contradictions and not one_sided:
        return Confidence("high", tuple(reasons))
    level: Level = "moderate" if independent > 1 and age < STALE else "low"
    return Confidence(level, tuple(reasons))


def silent_months(dossier: Dossier) -> tuple[tuple[date, date], ...]:
    """Runs of whole months without any report between the first report and the day asked about, as first and last day."""
    if not dossier.reports:
        return ()
    counted = Counter((published(r).year, published(r).month) for r in dossier.reports)
    runs: list[tuple[date, date]] = []
    month = published(dossier.reports[0]).replace(day=1)
    while (after := _next_month(month)) <= dossier.as_of:
        if not counted[month.year, month.month]:
            start = runs.pop()[0] if runs and runs[-1][1] == month - timedelta(days=1) else month
            runs.append((start, after - timedelta(days=1)))
        month = after
    return tuple(runs)


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def heard(dossier: Dossier, side: str) -> date | None:
    """The date of the latest report that gives a side's own words: a claim it holds or an account attributed to it."""
    days = [published(f.report) for f in dossier.claims if f.record.holder and f.record.holder.country == side]
    for act in dossier.between:
        days += [published(m.report) for m in act.members if m.record.attribution and m.record.attribution.country == side]
    return max(days, default=None)
