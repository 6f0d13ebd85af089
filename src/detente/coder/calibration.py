"""Confidence in plain probability: of the records shown with 0.8, eight in ten should be right.

Each type has a logistic curve over the model's own scores, fitted on reports that the model was not trained on and
shipped as `calibration.json`; a type with too few such records uses the curve of all.
"""

import json
import math
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from detente.coder.drafts import Score

Weights = tuple[float, float, float, float]
_PLAIN: Weights = (0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of bias, found, type and side (all as log-odds), by type of event or kind of claim; `*` for the rest."""

    events: dict[str, Weights] = field(default_factory=dict)
    claims: dict[str, Weights] = field(default_factory=dict)

    def event(self, kind: str, score: Score) -> float:
        """The probability that an event of these scores is right."""
        return _probability(self.events.get(kind) or self.events.get("*", _PLAIN), score)

    def claim(self, kind: str, score: Score) -> float:
        """The probability that a claim of these scores is right."""
        return _probability(self.claims.get(kind) or self.claims.get("*", _PLAIN), score)


def log_odds(probability: float, least: float = 0.001) -> float:
    """The log-odds of a probability that is kept between `least` and its complement: by default within +-7."""
    kept = min(max(probability, least), 1 - least)
    return math.log(kept / (1 - kept))


def _probability(weights: Weights, score: Score) -> float:
    bias, *slopes = weights
    total = bias + sum(w * log_odds(s) for w, s in zip(slopes, score, strict=True))
    return round(1 / (1 + math.exp(-total)), 3)


def load_calibration(folder: Traversable) -> Calibration:
    """The calibration shipped with a model; without one the model's own score is shown."""
    path = folder / "calibration.json"
    if not path.is_file():
        return Calibration()
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Calibration(*({k: tuple(v) for k, v in raw[part].items()} for part in ("events", "claims")))
