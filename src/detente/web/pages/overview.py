"""Overview: which relations moved, and what falls due."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from detente.charts import Cell, Series
from detente.ledger.queries import DyadCount, View
from detente.records import Dyad
from detente.relations import names
from detente.relations.brief import Brief
from detente.relations.brief.building import ARROWS
from detente.relations.brief.sections import mark_of, said
from detente.relations.wording import capital
from detente.web.asked import Asked
from detente.web.holdings import Holdings, NotReadyError
from detente.web.urls import Urls
from detente.workspace import pictures

#: Pairs on one page.
AT_ONCE: Final = 20
_SOON: Final = timedelta(days=30)
_LATELY: Final = timedelta(days=90)
_SPARK: Final = 18
#: States of pairs of which nothing was reported lately.
_QUIET: Final = ("no reports", "silence")
#: Seconds that a reader waits for all rows together; those that take longer say so, and the page asks for them again.
PATIENCE: Final = 0.1
#: The same for a program, which does not look again.
LONG_PATIENCE: Final = 60.0


class Row(NamedTuple):
    """One pair of countries."""

    code: str
    """Both codes: `CHN-USA`."""
    names: str
    """Both names."""
    state: str
    """The word for the state."""
    arrow: str
    """Where it moves, as a sign."""
    trend: str
    """The same in a word."""
    score: float | None
    """-100 to 100; None without enough acts."""
    why: str
    """The act that weighs most, in words."""
    mark: str
    """Whether that act was done, planned, denied."""
    why_id: str
    """Its id."""
    cells: tuple[Cell, ...]
    """The score of the last months."""
    changes: int
    """Changes since `since`."""
    due: int
    """Promises that fall due within 30 days."""
    overdue: int
    """Promises whose date passed without a report of them."""
    events: int
    """Events read."""
    reports: int
    """Reports they are from."""
    publishers: int
    """Publishers that do not relay each other."""
    last: date | None
    """Day of the newest act."""
    problem: str
    """Why this pair cannot be shown; empty where it can."""
    quiet: bool = False
    """Whether nothing was reported of it lately."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All pairs of countries with acts between them."""

    title: str
    """The answer in a line."""
    as_of: date
    """The day from which it is seen."""
    dated: date | None
    """The same, where it was asked for; None where it is the newest report's."""
    since: date
    """Changes are counted from here on."""
    rows: tuple[Row, ...]
    """One row a pair, those with the most events first."""
    total: int
    """How many pairs there are."""
    page: int
    """Which page of them this is."""
    pages: int
    """How many pages there are."""
    reports: int
    """How many reports the workspace has."""
    coming: bool
    """Whether some rows are still being computed."""
    compared: tuple[Series, ...]
    """Pairs side by side, where some were asked for."""


def overview(held: Holdings, asked: Asked, urls: Urls, patience: float = PATIENCE) -> Overview:
    """The page for a request; rows that are not made after `patience` seconds are left for later."""
    as_of = asked.as_of or held.newest()
    since = asked.since or as_of - _LATELY
    counts = held.kept(("dyads", as_of, asked.known), lambda: held.workspace.ledger.dyads(View(as_of=as_of, known=asked.known)))
    # Where something happened lately comes first, then by how much was read.
    counts = tuple(sorted(counts, key=lambda count: count.last is None or count.last < as_of - _LATELY))
    pages = max(1, -(-len(counts) // AT_ONCE))
    page, until = min(asked.page, pages), time.monotonic() + patience
    rows = tuple(row(held, count, as_of, since, asked.known, until) for count in counts[(page - 1) * AT_ONCE : page * AT_ONCE])
    rows = tuple(sorted(rows, key=lambda row: row.quiet))
    compared = tuple(pictures.index(held.brief(dyad, as_of, None, asked.known), urls.event) for dyad in asked.compare)
    coming = any(row.problem.startswith("being") for row in rows)
    return Overview(
        _title(rows, len(counts)), as_of, asked.as_of, since, rows, len(counts), page, pages, held.workspace.ledger.size(),
        coming, compared,
    )  # fmt: skip


def _title(rows: Iterable[Row], total: int) -> str:
    rows = tuple(rows)
    if not rows:
        return "Nothing read yet"
    coming = sum(bool(row.problem) for row in rows)
    if coming:
        return f"{total} relations, {coming} of them being computed"
    lively = [row for row in rows if not row.quiet]
    moved = [row for row in lively if row.trend in ("improving", "worsening")]
    due = sum(row.due for row in rows)
    if not lively:
        return f"No act of the last {_LATELY.days} days in {total} relations"
    parts = [f"{len(moved)} of {len(lively)} relation{'s' * (len(lively) != 1)} with recent acts moved"]
    parts.append(f"{due} promise{'s' * (due != 1)} due within 30 days" if due else "no promise due within 30 days")
    return ", ".join(parts)


def row(held: Holdings, count: DyadCount, as_of: date, since: date, known: date | None, until: float) -> Row:
    """One pair's row; a pair that cannot be computed keeps its row and says why."""
    dyad = count.dyad
    try:
        made: Row
        if known:
            made = _row(held.brief(dyad, as_of, since, known), as_of)
        else:
            made = held.made_on(
                dyad, f"row {as_of} {since}", Row,
                lambda: _row(held.workspace.brief(dyad.first, dyad.second, as_of, since=since), as_of),
                max(0.0, until - time.monotonic()), needed=False,
            ).value  # fmt: skip
    except NotReadyError:
        return _without(count, "being computed; look again in a moment")
    except Exception as error:  # noqa: BLE001 - one pair must not take the page of all others with it
        return _without(count, f"cannot be computed: {error!r}")
    return made._replace(events=count.events, reports=count.reports, publishers=count.origins)


def _without(count: DyadCount, problem: str) -> Row:
    """A row with what the ledger counts, and why it has no more."""
    dyad = count.dyad
    both = capital(f"{names.name(dyad.first)} and {names.name(dyad.second)}")
    return Row(
        code(dyad), both, "", "", "", None, "", "done", "", (), 0, 0, 0, count.events, count.reports, count.origins,
        count.last, problem,
    )  # fmt: skip


def _row(brief: Brief, as_of: date) -> Row:
    state = brief.state
    acts = {id_: act for act in brief.acts for id_ in act.ids}
    why = next((acts[id_] for id_ in (state.reasons if state else ()) if id_ in acts), None)
    why = why or max((act for act in brief.acts if act.when.day <= as_of), key=lambda act: act.when.day, default=None)
    pending = [c for c in brief.commitments if c.deadline and c.status in ("open", "overdue")]
    changed = next(section for section in brief.sections if section.key == "changes")
    return Row(
        code=code(brief.dyad),
        names=pictures.pair_name(brief),
        state=state.label if state else "",
        arrow=ARROWS[state.trend] if state and state.trend != "unknown" else "",
        trend=state.trend if state else "",
        score=state.score if state else None,
        why=said(why) if why else "",
        mark=mark_of(why) if why else "done",
        why_id=why.id if why else "",
        cells=pictures.months(pictures.points(brief), brief)[-_SPARK:],
        changes=len(changed.lines) + changed.left_out,
        due=sum(c.status == "open" and c.deadline <= as_of + _SOON for c in pending if c.deadline),
        overdue=sum(c.status == "overdue" for c in pending),
        events=0,
        reports=0,
        publishers=0,
        last=max((act.when.last for act in brief.acts if act.standing == "done" and act.when.last <= as_of), default=None),
        problem="",
        quiet=state is None or state.label in _QUIET,
    )


def code(dyad: Dyad) -> str:
    """A pair as its address has it."""
    return f"{dyad.first}-{dyad.second}"
