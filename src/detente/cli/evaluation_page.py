"""An evaluation as a page to publish: figures with intervals, tables by type and attribute, calibration, confusion, errors."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente import __version__
from detente.charts import Dot, calibration_svg
from detente.ontology import plover
from detente.scorer import CLAIM_LEVELS, EVENT_LEVELS, Figure, Score

#: Reports with errors that the page shows in full.
WORST: Final = 10
_ALONE: Final = "none"


class Cell(NamedTuple):
    """A field of the table of confusion."""

    times: int
    same: bool
    shade: str
    """How dark it is, 0 to 1, by its share of the row."""


class Row(NamedTuple):
    """A row of the table of confusion."""

    name: str
    cells: tuple[Cell, ...]


class Confusion(NamedTuple):
    """The table of confusion."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]


def plot(found: Score, title: str, *, alone: bool = True) -> str:
    """The calibration as SVG."""
    dots = [Dot(one.confidence, one.right, one.events) for one in found.calibration]
    source = f"Detente, {found.reports} reports, {sum(dot.records for dot in dots)} events; right: type and countries"
    return calibration_svg(dots, title, source, alone=alone)


def confusion(found: Score) -> Confusion:
    """The table of confusion of the types that occur."""
    there = {name for pair in found.confusion for name in pair}
    names = tuple(name for name in (*plover.TYPES, _ALONE) if name in there)
    rows = []
    for gold in names:
        times = [found.confusion.get((gold, said), 0) for said in names]
        whole = max(sum(times), 1)
        cells = (Cell(n, gold == said != _ALONE, f"{0.75 * n / whole:.2f}") for n, said in zip(times, names, strict=True))
        rows.append(Row(gold, tuple(cells)))
    return Confusion(names, tuple(rows))


def page(found: Score, title: str, samples: int) -> str:
    """The whole HTML document, one file with the picture inside."""
    environment = Environment(loader=PackageLoader("detente.cli"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template(
        "evaluation.html.j2"
    ).render(
        found=found,
        title=title,
        samples=samples,
        version=__version__,
        levels=[(name, found.figures[name]) for name in (*EVENT_LEVELS, *CLAIM_LEVELS)],
        intervals=found.intervals,
        types=_there(found.types),
        kinds=_there(found.kinds),
        attributes=_there(found.attributes),
        plot=Markup(plot(found, "Calibration", alone=False)),  # noqa: S704 - our own markup, its words escaped
        confusion=confusion(found),
        worst=found.worst[:WORST],
    )


def _there(figures: Mapping[str, Figure]) -> list[tuple[str, Figure]]:
    return [(name, figure) for name, figure in figures.items() if figure.gold or figure.predicted]
