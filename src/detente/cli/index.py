"""`detente index`."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Final

import click

from detente.cli.common import COUNTRY, NOTHING, back_from, day_option, leave, say
from detente.cli.folder import opened, workspace_option
from detente.cli.tables import Column, emit, format_option
from detente.indices.series import Point, monthly
from detente.indices.turning_points import turning_points
from detente.ontology.countries import country_name
from detente.relations.dossier import Dossier
from detente.relations.wording import capital, clause
from detente.workspace import Workspace

_COLUMNS: Final = (
    Column("month", "Month", 7), Column("score", "Score", 8), Column("cooperation", "Coop.", 6),
    Column("conflict", "Confl.", 6), Column("acts", "Acts", 5), Column("reports", "Reports", 7), Column("turn", "Turned by", 0),
)  # fmt: skip

#: So many months in a row of which nothing is known are one line of a table.
_MANY: Final = 3


@click.command(
    epilog="""\b
Examples:
  detente index china usa
  detente index India Pakistan --since 2019-01-01 --format csv"""
)
@click.argument("a", type=COUNTRY)
@click.argument("b", type=COUNTRY)
@workspace_option
@day_option("--since", "First month, or so far back as 2y.")
@day_option("--as-of", "Only what reports up to this day said.")
@click.option("--hindsight", is_flag=True, help="With --as-of: what had happened by then, whenever it was reported.")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Draw it: .svg or .png.")
@format_option
def command(
    a: str,
    b: str,
    folder: Path,
    since: date | timedelta | None,
    as_of: date | timedelta | None,
    plot: Path | None,
    form: str,
    *,
    hindsight: bool,
) -> None:
    """Conflict and cooperation between two countries by month.

    The score runs from -100 (hostile) to +100 (cooperative), of acts done and dated, each counted once. A month without an act
    has none, which is not 0; one of which no report was read says so.
    """
    if plot and plot.suffix.lower() not in (".png", ".svg"):
        raise click.UsageError(f"{plot}: a plot is .png or .svg")
    with opened(folder) as ws:
        newest = ws.ledger.newest_report() or date.max
        dossier = ws.dossier(a, b, back_from(as_of, newest), hindsight=hindsight)
        if plot and dossier.reports:
            _draw(ws, dossier, hindsight=hindsight, to=plot)
    rows = list(_rows(dossier, back_from(since, dossier.as_of)))
    if rows or form != "table":
        emit(list(_shown(rows)) if form in ("table", "md") else rows, _COLUMNS, form)
    if not rows:
        say(f"No act between {country_name(a)} and {country_name(b)} is done and dated. Try:  detente timeline {a} {b}")
        leave(NOTHING)


def _rows(dossier: Dossier, since: date | None) -> Iterator[dict[str, object]]:
    """A row a month; the first report and the day asked about are the ends."""
    points = [Point(*scored) for scored in dossier.scored if scored[0] <= dossier.as_of]
    if not points or not dossier.reports:
        return
    read = Counter(report.published.strftime("%Y-%m") for report in dossier.reports if report.published)
    turned = {turn.day.strftime("%Y-%m"): turn.acts[0] for turn in turning_points(points)}
    first = min(since or date.max, date.fromisoformat(f"{min(read)}-01")) if since is None else since
    for month in monthly([p for p in points if p.day >= first.replace(day=1)], first, dossier.as_of):
        key = month.start.strftime("%Y-%m")
        act = dossier.act_of.get(turned.get(key, ""))
        yield {
            "month": key, "score": month.score if month.score is None else round(month.score, 1),
            "cooperation": month.cooperation, "conflict": month.conflict, "acts": month.acts, "reports": read[key],
            "turn": capital(clause(act.event, act.standing)) if act else "", "turn_event": act.id if act else None,
        }  # fmt: skip


def _shown(rows: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """The rows as a table shows them: many months in a row of which nothing is known are one line."""
    for unknown, run in groupby(rows, key=lambda row: not row["acts"] and not row["reports"]):
        months = list(run)
        whole = {"score": "not read", "cooperation": "", "conflict": "", "acts": "", "reports": "0"}
        if unknown and len(months) >= _MANY:
            yield months[0] | whole | {"turn": f"until {months[-1]['month']}, {len(months)} months"}
            continue
        for row in months:
            score = "not read" if unknown else "no act" if row["score"] is None else f"{row['score']:+.0f}"
            sums = {key: f"{row[key]:g}" for key in ("cooperation", "conflict")}
            yield row | {"score": score} | sums


def _draw(ws: Workspace, dossier: Dossier, *, hindsight: bool, to: Path) -> None:
    brief = ws.brief(dossier.dyad.first, dossier.dyad.second, dossier.as_of, hindsight=hindsight)
    drawn = import_module("detente.workspace.pictures").index(brief)
    svg: str = import_module("detente.charts").series_svg(drawn, alone=True)
    png = to.suffix.lower() == ".png"
    to.write_bytes(import_module("detente.charts.png").png(svg) if png else svg.encode("utf-8"))
    say(f"Wrote {to}.")
