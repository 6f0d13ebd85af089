"""Sets the decoder's thresholds and the calibration of a trained model on reports that it was not trained on.

    python -m detente.training.tune --model src/detente/models/en --gold build/validation.jsonl

Thresholds go up and down one after the other as long as the objective rises: F1 of events with countries, with aux, and of
claims. Confidence is then fitted on all proposals, kept or not, so that it means the share that is right.
"""

import argparse
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.actors.resolver import load_resolver
from detente.coder.calibration import Calibration, log_odds
from detente.coder.decode import Page
from detente.coder.drafts import Scene
from detente.coder.pipeline import EnglishCoder
from detente.coder.thresholds import Thresholds, load_thresholds
from detente.formats.jsonl import loads
from detente.nlp.encoder import Encoder
from detente.records import Coding
from detente.scorer import levels, score

log = logging.getLogger(__name__)

STEPS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
ORDER = ("event", "claim", "actor", "recipient", "last_actor", "last_recipient", "holder", "date", "evidence", "event", "claim")
#: A type needs this many proposals for a curve of its own.
ENOUGH = 40

Read = Sequence[tuple[Scene, list[Page]]]


def objective(gold: Sequence[Coding], coded: Iterable[Coding]) -> float:
    """What tuning raises: events with countries, with aux too, and claims."""
    figures = score(gold, coded, samples=1).figures
    return figures["dyad"].f1 + 0.5 * figures["full"].f1 + 0.6 * figures["kind"].f1


def tune(coder: EnglishCoder, gold: Sequence[Coding], start: Thresholds) -> Thresholds:
    """The thresholds at the best objective that coordinate search finds."""
    read = list(coder.read(c.report for c in gold))

    def value(thresholds: Thresholds) -> float:
        tried = coder.with_thresholds(thresholds, Calibration())
        return objective(gold, [tried.settle(scene, pages) for scene, pages in read])

    best, reached = start, value(start)
    for name in ORDER:
        for step in STEPS:
            tried = replace(best, **{name: step})  # type: ignore[arg-type]
            if (found := value(tried)) > reached:
                best, reached = tried, found
        log.info("%-11s %.2f  objective %.3f", name, getattr(best, name), reached)
    return best


def calibrate(coder: EnglishCoder, gold: Sequence[Coding], thresholds: Thresholds) -> Calibration:
    """Curves by type over all proposals from half the threshold on."""
    loose = replace(thresholds, event=thresholds.event / 2, claim=thresholds.claim / 2)
    shown = coder.with_thresholds(loose, Calibration())
    events: dict[str, list[tuple[list[float], bool]]] = {}
    claims: dict[str, list[tuple[list[float], bool]]] = {}
    for hand, (scene, pages) in zip(gold, coder.read(c.report for c in gold), strict=True):
        coding, scores = shown.settle_with_scores(scene, pages)
        acts, said = levels(hand, coding)
        for records, right, kept, least in ((coding.events, acts, events, 2), (coding.claims, said, claims, 1)):
            for record in records:
                kind = getattr(record, "type", None) or record.kind  # type: ignore[union-attr]
                line = ([log_odds(s) for s in scores[record.id]], right[record.id] >= least)
                kept.setdefault(kind, []).append(line)
                kept.setdefault("*", []).append(line)
    return Calibration(*({k: fit(v) for k, v in part.items() if k == "*" or len(v) >= ENOUGH} for part in (events, claims)))


def fit(lines: Sequence[tuple[list[float], bool]], rounds: int = 60, ridge: float = 1.0) -> tuple[float, float, float, float]:
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


def main() -> None:
    """Tunes from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True, help="hand-coded reports as JSON lines, not trained on")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    encoder = Encoder(given.model)
    coder = EnglishCoder(encoder, load_resolver(), load_thresholds(given.model, encoder.labels.roles), Calibration())
    gold = [loads(line) for line in given.gold.read_bytes().splitlines()]
    best = tune(coder, gold, Thresholds(roles=encoder.labels.roles))
    numbers = {k: v for k, v in asdict(best).items() if k != "roles"}
    (given.model / "thresholds.json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    fitted = calibrate(coder, gold, best)
    (given.model / "calibration.json").write_text(json.dumps(asdict(fitted), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
