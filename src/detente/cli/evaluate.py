"""`detente evaluate`."""

import textwrap
from collections import Counter
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from detente import settings
from detente.cli import pairs as pair_files
from detente.cli.coders import chosen, coder_options
from detente.cli.common import say
from detente.cli.tables import Column, as_table, echo_json
from detente.errors import InputError
from detente.formats import jsonl
from detente.records import Coding
from detente.scorer import Figure, Score, Worst, score, score_pairs
from detente.settings import Settings
from detente.workspace.facade import load_coder

_NUMBERS: Final = (Column("p", "P", 5), Column("r", "R", 5), Column("f", "F1", 5))
_COLUMNS: Final = (
    Column("what", "", 20), *_NUMBERS, Column("between", "95%", 13), Column("gold", "Gold", 6), Column("said", "Said", 6),
)  # fmt: skip
_NEW: Final = click.Path(dir_okay=False, path_type=Path)
_EXISTING: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    epilog="""\b
Examples:
  detente evaluate gold.jsonl
  detente evaluate gold.jsonl predicted.jsonl --html page.html"""
)
@click.argument("gold", type=_EXISTING)
@click.argument("predicted", type=_EXISTING, required=False)
@click.option("--pairs", is_flag=True, help="GOLD is a table of pairs with a column gold_root or type.")
@click.option("--confusion", is_flag=True, help="Which types were taken for which.")
@click.option("--worst", type=click.IntRange(0), default=3, show_default=True, help="Reports with the most errors to show.")
@click.option("--html", type=_NEW, metavar="FILE", help="Write all of it as one HTML page.")
@click.option("--plot", type=_NEW, metavar="FILE", help="Write the calibration plot: .png or .svg.")
@click.option("--samples", type=click.IntRange(0), default=1000, show_default=True, help="Bootstrap samples for the intervals.")
@coder_options
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON.")
def command(
    gold: Path,
    predicted: Path | None,
    worst: int,
    html: Path | None,
    plot: Path | None,
    samples: int,
    coder: str | None,
    base_url: str | None,
    model: str | None,
    *,
    pairs: bool,
    confusion: bool,
    as_json: bool,
) -> None:
    """Compare codings with codings made by hand.

    Without PREDICTED the reports of GOLD are coded first. Events count where two countries or organisations take part. The
    intervals say between what an F1 would fall in 95 of 100 draws of as many reports.
    """
    if plot and plot.suffix.lower() not in (".png", ".svg"):
        raise click.UsageError(f"{plot}: a plot is .png or .svg")
    if pairs:
        _evaluate_pairs(gold, predicted, as_json=as_json)
        return
    hand = _codings(gold)
    made = _codings(predicted) if predicted else _coded(hand, chosen(settings.load(Path()), coder, base_url, model))
    found = score(hand, made, samples=samples)
    if found.missing:
        say(f"{len(found.missing)} reports were not predicted: {', '.join(found.missing[:5])}")
    if html or plot:
        _write(found, f"Evaluation on {gold.name}", samples, html, plot)
    if as_json:
        echo_json(_plain(found))
    else:
        click.echo(_text(found, worst, confusion=confusion), nl=False)


def _write(found: Score, title: str, samples: int, html: Path | None, plot: Path | None) -> None:
    pages = import_module("detente.cli.evaluation_page")
    if html:
        html.write_text(pages.page(found, title, samples), encoding="utf-8")
        say(f"Wrote {html}.")
    if plot:
        svg: str = pages.plot(found, title)
        png = plot.suffix.lower() == ".png"
        plot.write_bytes(import_module("detente.charts.png").png(svg) if png else svg.encode("utf-8"))
        say(f"Wrote {plot}.")


def _codings(path: Path) -> list[Coding]:
    with path.open("rb") as stream:
        return list(jsonl.read(stream, name=str(path)))


def _coded(hand: list[Coding], wanted: Settings) -> list[Coding]:
    return list(load_coder(wanted).code_many(coding.report for coding in hand))


def _row(name: str, figure: Figure, between: str = "") -> dict[str, object]:
    shown = {"p": f"{figure.precision:.3f}", "r": f"{figure.recall:.3f}", "f": f"{figure.f1:.3f}"}
    return {"what": name, **shown, "between": between, "gold": str(figure.gold), "said": str(figure.predicted)}


def _text(found: Score, worst: int, *, confusion: bool) -> str:
    between = {name: f"{low:.3f}-{high:.3f}" for name, (low, high) in found.intervals.items()}
    event = [_row(f"event {name}", found.figures[name], between[name]) for name in ("type", "dyad", "full")]
    claim = [_row(f"claim {name}", found.figures[name], between[name]) for name in ("kind", "holder")]
    parts = [f"{found.reports} reports\n", as_table([*event, *claim], _COLUMNS)]
    said = [f"{name} right {right}/{asked}" for name, (right, asked) in found.shares.items()]
    parts.append(f"Of matched events: {', '.join(said)}\n")
    for title, figures in (
        ("By type", found.types),
        ("By kind", found.kinds),
        ("Attributes of matched events", found.attributes),
    ):
        rows = [_row(name, figure) for name, figure in figures.items() if figure.gold or figure.predicted]
        parts += [f"\n{title}\n", as_table(rows, _COLUMNS)]
    if found.calibration:
        rows = [{"said": f"{b.confidence:.2f}", "right": f"{b.right:.2f}", "n": str(b.events)} for b in found.calibration]
        columns = (Column("said", "Certainty", 10), Column("right", "Right", 6), Column("n", "Events", 6))
        parts += ["\nCertainty against how often type and countries were right\n", as_table(rows, columns)]
        parts.append(f"Expected calibration error {found.calibration_error:.3f}\n")
    if found.directed:
        parts.append(f"Actor and recipient the wrong way round in {found.swapped} of {found.directed} directed events\n")
    if confusion:
        parts += ["\nBy hand, predicted, times\n", _confusion(found.confusion)]
    if worst and found.worst:
        parts += ["\nReports with the most errors\n", *(_errors(one) for one in found.worst[:worst])]
    return "".join(parts)


def _errors(one: Worst) -> str:
    """A report's errors, each with its reason and the words."""
    right, gold = one.figure.right, one.figure.gold
    lines = [f"{one.report} {one.title}: {right} of {gold} events found, {len(one.lapses)} errors"]
    for lapse in one.lapses:
        both = ", predicted ".join(filter(None, (lapse.gold and f"by hand {lapse.gold}", lapse.predicted)))
        shown = both if lapse.gold else f"predicted {both}"
        lines.append(f"- {lapse.what}, {lapse.why}: {shown}: “{' '.join(lapse.quote.split())}”")
    return "".join(textwrap.fill(line, 80, subsequent_indent="  ") + "\n" for line in lines)


def _confusion(confusion: Mapping[tuple[str, str], int]) -> str:
    wrong = Counter({pair: times for pair, times in confusion.items() if pair[0] != pair[1]})
    return "".join(
        f"{gold:10} {said:10} {times:5}\n" for (gold, said), times in sorted(wrong.items(), key=lambda p: (-p[1], p[0]))
    )


def _plain(found: Score) -> dict[str, Any]:
    def figures(by_name: Mapping[str, Figure]) -> dict[str, Any]:
        return {
            name: {"precision": f.precision, "recall": f.recall, "f1": f.f1, "gold": f.gold, "predicted": f.predicted}
            for name, f in by_name.items()
        }

    return {
        "reports": found.reports,
        "missing": found.missing,
        "figures": figures(found.figures),
        "intervals": {name: list(interval) for name, interval in found.intervals.items()},
        "types": figures(found.types),
        "kinds": figures(found.kinds),
        "attributes": figures(found.attributes),
        "confusion": [{"gold": a, "predicted": b, "times": times} for (a, b), times in sorted(found.confusion.items())],
        "calibration": [one._asdict() for one in found.calibration],
        "calibration_error": found.calibration_error,
        "directed": found.directed,
        "swapped": found.swapped,
        "shares": {name: {"right": right, "asked": asked} for name, (right, asked) in found.shares.items()},
        "worst": [
            {"report": one.report, "title": one.title, "lapses": [lapse._asdict() for lapse in one.lapses]}
            for one in found.worst
        ],
    }


def _evaluate_pairs(gold: Path, predicted: Path | None, *, as_json: bool) -> None:
    rows = list(pair_files.rows(gold))
    column = "gold_root" if rows and "gold_root" in rows[0] else "type"
    if any(not row.get(column) for row in rows):
        raise InputError(f"{gold}: each pair needs its type in a column gold_root or type")
    if predicted:
        said = {str(row["id"]): row["type"] for row in pair_files.rows(predicted)}
    else:
        coding = import_module("detente.coder")
        typed = coding.load_pair_coder().code(coding.Pair(*pair) for pair in pair_files.read_pairs(gold))
        said = {one.id: one.type for one in typed}
    ids = [str(number) if row.get("id") in (None, "") else str(row["id"]) for number, row in enumerate(rows)]
    found = score_pairs([row[column] for row in rows], [said.get(id_) for id_ in ids])
    if as_json:
        echo_json(
            {name: {"macro_f1": one.macro_f1, "accuracy": one.accuracy, "pairs": one.pairs} for name, one in found.items()}
        )
        return
    for name, one in found.items():
        click.echo(f"{name:7} macro-F1 {one.macro_f1:.3f}  accuracy {one.accuracy:.3f}  pairs {one.pairs}")
