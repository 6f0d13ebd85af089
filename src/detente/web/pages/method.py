"""Method: may I trust this, and how do I cite it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from detente import __version__
from detente.indices import indices, series
from detente.ledger.queries import Count, View
from detente.ontology import plover
from detente.relations.brief.basis import ENOUGH, FRESH, STALE
from detente.relations.brief.odds import LIKELIHOODS
from detente.relations.certainty import DOUBTFUL
from detente.settings import declared
from detente.web.asked import Asked
from detente.web.holdings import Holdings

#: A ledger of fewer reports is checked each time.
_SMALL: Final = 2000


class Figure(NamedTuple):
    """A measured figure of the coder's."""

    what: str
    """What was measured, on what."""
    value: str
    """The figure."""


class Coverage(NamedTuple):
    """Reports and events of a month or publisher."""

    key: str
    """The month or publisher."""
    reports: int
    """Reports read; 0 where none was, which is not the same as nothing happened."""
    events: int
    """Events read from them."""


class Setting(NamedTuple):
    """One setting as it is."""

    name: str
    """Its name."""
    value: str
    """Its value."""
    help: str
    """What it does."""


class Checked(NamedTuple):
    """One check of the ledger."""

    code: str
    """Its code."""
    words: str
    """What it found."""
    fine: bool
    """Whether all is well."""


@dataclass(frozen=True, slots=True)
class MethodPage:
    """How everything on the other pages is made."""

    title: str
    """The coder and its figures in a line."""
    coder: str
    """Name of the coder."""
    figures: tuple[Figure, ...]
    """Its measured figures."""
    measured: str
    """When and on what they were measured."""
    words: tuple[tuple[str, str], ...]
    """Words for states with what each stands for."""
    window: int
    """Days that a state is computed from."""
    half_life: int
    """Days in which an act loses half its weight."""
    even: int
    """The weight of the even record that a period starts with."""
    move: int
    """A difference of scores below this is no trend."""
    scores: tuple[tuple[str, float], ...]
    """PLOVER's score of each type."""
    confidence: tuple[tuple[str, str], ...]
    """What confidence in the basis wants."""
    likelihoods: tuple[tuple[str, int, int], ...]
    """Words for likelihood with their ranges."""
    doubtful: float
    """Below this certainty a reading is marked."""
    months: tuple[Coverage, ...]
    """Reports by month, empty months included."""
    publishers: tuple[Coverage, ...]
    """Reports by publisher."""
    settings: tuple[Setting, ...]
    """The settings of the workspace."""
    checks: tuple[Checked, ...]
    """Checks of the ledger."""
    reports: int
    """Reports in all."""
    cite: str
    """How to cite the workspace."""
    bibtex: str
    """The same for BibTeX."""


@cache
def _measured() -> dict[str, object]:
    text = files("detente.web").joinpath("data", "figures.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def method_page(held: Holdings, asked: Asked) -> MethodPage:
    """The page for a request."""
    ws = held.workspace
    view = View(as_of=asked.as_of, known=asked.known)
    measured = _measured()
    rows = measured["figures"]
    figures = tuple(Figure(row["what"], row["value"]) for row in rows) if isinstance(rows, list) else ()
    newest = held.newest()
    size = ws.ledger.size()
    return MethodPage(
        title=f"Read by {ws.settings.coder}: a program, with measured errors", coder=ws.settings.coder, figures=figures,
        measured=str(measured["measured"]), words=indices.table(), window=indices.WINDOW, half_life=round(indices.HALF_LIFE),
        even=round(series.EVEN), move=round(indices.MOVE), scores=tuple((t, plover.TYPE_SCORES[t]) for t in plover.TYPES),
        confidence=_confidence(), likelihoods=LIKELIHOODS, doubtful=DOUBTFUL,
        months=held.kept(("months", view), lambda: tuple(_months(ws.ledger.counts("month", view)))),
        publishers=held.kept(("publishers", view), lambda: _publishers(held, view)),
        settings=tuple(Setting(name, str(getattr(ws.settings, name)), text) for name, _, text in declared()),
        checks=held.kept(("checks",), lambda: _checks(held)) if asked.check or size < _SMALL else (), reports=size,
        cite=f"Detente {__version__}, coder {ws.settings.coder}, {size} reports up to {newest}. Each line names its report.",
        bibtex=_bibtex(ws.settings.coder, size, str(newest.year)),
    )  # fmt: skip


def _confidence() -> tuple[tuple[str, str], ...]:
    return (
        (
            "high",
            f"{ENOUGH} or more publishers that do not relay each other, newest report under {FRESH} days old, no contradiction",
        ),
        ("moderate", f"2 or more such publishers, newest report under {STALE} days old"),
        ("low", "all else; one publisher is always low"),
    )


def _months(counts: tuple[Count, ...]) -> list[Coverage]:
    """All months from the first to the last, so that one without a report is seen."""
    known = {count.key: count for count in counts}
    dated = sorted(key for key in known if key != "undated")
    made = []
    if dated:
        year, month = map(int, dated[0].split("-"))
        while (key := f"{year:04}-{month:02}") <= dated[-1]:
            found = known.get(key)
            made.append(Coverage(key, found.reports if found else 0, found.events if found else 0))
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return made[::-1] + [Coverage(*known[key]) for key in known if key == "undated"]


def _publishers(held: Holdings, view: View) -> tuple[Coverage, ...]:
    return tuple(Coverage(*count) for count in held.workspace.ledger.counts("publisher", view)[:40])


def _checks(held: Holdings) -> tuple[Checked, ...]:
    found = held.workspace.ledger.check()
    made = tuple(Checked(one.code, f"{one.message} ({len(one.values)})", fine=False) for one in found)
    return made or (Checked("ledger", "all checks passed", fine=True),)


def _bibtex(coder: str, size: int, year: str) -> str:
    note = f"coder {coder}, {size} reports"
    return f"@misc{{detente,\n  title = {{Detente {__version__}}},\n  year = {{{year}}},\n  note = {{{note}}},\n}}"
