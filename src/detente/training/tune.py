"""Sets what the model does not learn itself, on reports that it was not trained on.

    python -m detente.training.tune --model src/detente/models/en --corpus corpus --news FOLDER

First the network for the two sides of an act is fitted, then thresholds go up and down one after the other as long as the
objective rises: F1 of events with countries, with aux, and of claims. Confidence is then fitted on all proposals, kept or
not, so that it means the share that is right, and the line below which nothing is shown is drawn where F1 is highest.
"""

import argparse
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.actors.resolver import load_resolver
from detente.coder.calibration import Calibration, log_odds
from detente.coder.decode import Page
from detente.coder.drafts import Scene
from detente.coder.pipeline import EnglishCoder, Tuning
from detente.coder.thresholds import Thresholds
from detente.formats.jsonl import from_json
from detente.nlp.encoder import Encoder
from detente.records import Coding
from detente.scorer import levels, score
from detente.training.corpus import is_for_tuning, read_corpus, read_worksheets
from detente.training.sides import fit as fit_sides
from detente.training.sides import lines, unfitted

log = logging.getLogger(__name__)
Json = dict[str, Any]

#: What is tried for each line, in this order.
STEPS = {
    "event": (0.2, 0.3, 0.4, 0.5, 0.6), "claim": (0.15, 0.25, 0.35, 0.45), "act": (0.3, 0.4, 0.5, 0.6),
    "receive": (0.3, 0.4, 0.5, 0.6), "last": (0.1, 0.2, 0.3), "holder": (0.3, 0.4, 0.6), "date": (0.3, 0.5),
    "evidence": (0.25, 0.4),
}  # fmt: skip
_OF_SIDES = frozenset({"act", "receive", "last"})
#: A type needs this many proposals for a curve of its own.
ENOUGH = 60
SHOWN = tuple(round(0.04 * n, 2) for n in range(12))


#: Scores of proposals and whether each is right, by type and under `*`.
Proposals = dict[str, list[tuple[list[float], bool]]]


@dataclass(frozen=True, slots=True)
class Ground:
    """Reports coded by hand, and as the model reads them."""

    coded: Sequence[Json]
    gold: Sequence[Coding]
    read: Sequence[tuple[Scene, list[Page]]]

    def half(self, odd: int) -> "Ground":
        """Every second report."""
        return Ground(self.coded[odd::2], self.gold[odd::2], self.read[odd::2])


def objective(gold: Sequence[Coding], coded: Iterable[Coding]) -> float:
    """What tuning raises: events with countries, with aux too, claims, and claims with holders."""
    figures = score(gold, coded, samples=1).figures
    return figures["dyad"].f1 + 0.5 * figures["full"].f1 + 0.4 * figures["kind"].f1 + 0.2 * figures["holder"].f1


def _with(tuning: Tuning, name: str, value: float) -> Tuning:
    if name == "holder":
        return replace(tuning, holders=replace(tuning.holders, act=value))
    if name in _OF_SIDES:
        return replace(tuning, sides=replace(tuning.sides, **{name: value}))  # type: ignore[arg-type]
    return replace(tuning, thresholds=replace(tuning.thresholds, **{name: value}))  # type: ignore[arg-type]


def tune(coder: EnglishCoder, ground: Ground, start: Tuning) -> Tuning:
    """The lines at the best objective that coordinate search finds."""

    def value(tuning: Tuning) -> float:
        tried = coder.tuned(tuning)
        return objective(ground.gold, [tried.settle(scene, pages) for scene, pages in ground.read])

    best, reached = start, value(start)
    for name, steps in STEPS.items():
        for step in steps:
            tried = _with(best, name, step)
            if (found := value(tried)) > reached:
                best, reached = tried, found
        log.info("%-9s objective %.3f", name, reached)
    return best


def calibrate(coder: EnglishCoder, halves: Sequence[tuple[Ground, Tuning]]) -> Calibration:
    """Curves by type over all proposals from half the threshold on; each half is read with networks fitted on the other."""
    proposals: tuple[Proposals, Proposals] = ({}, {})
    for ground, tuning in halves:
        lines = tuning.thresholds
        low = replace(lines, event=lines.event / 2, claim=lines.claim / 2)
        _propose(coder.tuned(replace(tuning, thresholds=low, calibration=Calibration())), ground, *proposals)
    return Calibration(*({k: fit(v) for k, v in part.items() if k == "*" or len(v) >= ENOUGH} for part in proposals))


def _propose(coder: EnglishCoder, ground: Ground, events: Proposals, claims: Proposals) -> None:
    """Adds what a coder proposes, by type and all together: its scores, and whether it is right."""
    for hand, (scene, pages) in zip(ground.gold, ground.read, strict=True):
        coding, scores = coder.settle_with_scores(scene, pages)
        acts, said = levels(hand, coding)
        for records, right, kept, least in ((coding.events, acts, events, 2), (coding.claims, said, claims, 1)):
            for record in records:
                kind = getattr(record, "type", None) or record.kind  # type: ignore[union-attr]
                line = ([log_odds(s) for s in scores[record.id]], right[record.id] >= least)
                kept.setdefault(kind, []).append(line)
                kept.setdefault("*", []).append(line)


def fit(lines: Sequence[tuple[list[float], bool]], rounds: int = 60, ridge: float = 2.0) -> tuple[float, float, float, float]:
    """Weights of a logistic curve by Newton's method; the ridge keeps few lines from saying too much."""
    x: NDArray[np.float64] = np.array([[1.0, *scores] for scores, _ in lines])
    y: NDArray[np.float64] = np.array([float(right) for _, right in lines])
    weights = np.zeros(4)
    penalty = ridge * np.diag([0.01, 1.0, 1.0, 1.0])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty @ weights
        weights -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, gradient)
    bias, found, kind, side = (round(float(w), 4) for w in weights)
    return bias, found, kind, side


def draw_lines(coder: EnglishCoder, ground: Ground, tuning: Tuning) -> Tuning:
    """The confidence below which nothing is shown, where F1 of events with countries and of claims is highest.

    Proposals come from half the thresholds on: confidence knows more than the bare score that they draw a line at.
    """
    lines = tuning.thresholds
    best = replace(tuning, thresholds=replace(lines, event=lines.event / 2, claim=lines.claim / 2))
    for name, level in (("shown_event", "dyad"), ("shown_claim", "kind")):
        figures = []
        for least in SHOWN:
            tried = coder.tuned(_with(best, name, least))
            coded = [tried.settle(scene, pages) for scene, pages in ground.read]
            figures.append(score(ground.gold, coded, samples=1).figures[level].f1)
        best = _with(best, name, SHOWN[int(np.argmax(figures))])
        log.info("%s from %.2f: %s %.3f", name, getattr(best.thresholds, name), level, max(figures))
    return best


def tuned(encoder: Encoder, coded: Sequence[Json]) -> Tuning:
    """Sides, thresholds and calibration of a model, from reports that it was not trained on."""
    start = Tuning(Thresholds(roles=encoder.labels.roles), unfitted(), unfitted())
    coder = EnglishCoder(encoder, load_resolver(), start)
    gold = [from_json(report) for report in coded]
    ground = Ground(coded, gold, list(coder.read(c.report for c in gold)))
    best = tune(coder, ground, _with_networks(coder, ground, start, start))
    # A network is surer of the reports it was fitted on than of others, and confidence is about others.
    halves = [(ground.half(odd), _with_networks(coder, ground.half(1 - odd), start, best)) for odd in (0, 1)]
    best = replace(best, calibration=calibrate(coder, halves))
    return draw_lines(coder, ground, best)


def _with_networks(coder: EnglishCoder, ground: Ground, start: Tuning, lines_of: Tuning) -> Tuning:
    """Networks for sides and holders fitted on some reports, with the lines of a tuning."""
    of_acts, of_claims = (lines(coder, ground.coded, ground.read, start, claims=claims) for claims in (False, True))
    log.info("%d reports, %d candidates for a side, %d for a holder", len(ground.gold), len(of_acts[1]), len(of_claims[1]))
    sides, holders = fit_sides(*of_acts), fit_sides(*of_claims)
    drawn, held = lines_of.sides, lines_of.holders
    return replace(
        lines_of,
        sides=replace(sides, act=drawn.act, receive=drawn.receive, last=drawn.last),
        holders=replace(holders, act=held.act, receive=held.receive, last=held.last),
    )


def write(tuning: Tuning, folder: Path) -> None:
    """Writes the three files beside a model."""
    numbers = {k: v for k, v in asdict(tuning.thresholds).items() if k != "roles"}
    parts = {"thresholds": numbers, "calibration": asdict(tuning.calibration), "sides": tuning.sides.as_json()} | {
        "holders": tuning.holders.as_json()
    }
    for name, content in parts.items():
        (folder / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Tunes from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--news", type=Path, help="folder with the reports that the standoff codings are of")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    coded = [r for r in read_corpus(given.corpus, given.news) if is_for_tuning(r["document"]["id"])]
    coded += read_worksheets(given.corpus / "written-tune")
    write(tuned(Encoder(given.model), coded), given.model)


if __name__ == "__main__":
    main()
