"""Where the decoder draws its lines. The values are the optimum on our own validation reports, shipped with the model."""

import json
from dataclasses import dataclass, fields
from functools import cached_property
from importlib.resources.abc import Traversable


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which something is taken for true."""

    roles: tuple[str, ...]
    event: float = 0.5
    claim: float = 0.5
    shown_event: float = 0.0
    """Events of less confidence are not recorded: the line at which F1 is highest."""
    shown_apart: float = 0.7
    """Acts between countries of less confidence are not recorded in a report with hardly any (R221)."""
    shown_claim: float = 0.0
    attribution: float = 0.5
    date: float = 0.4
    place: float = 0.4
    topic: float = 0.5
    context: float = 0.4
    evidence: float = 0.4

    @cached_property
    def role_index(self) -> dict[str, int]:
        """The column of each role."""
        return {name: i for i, name in enumerate(self.roles)}


def load_thresholds(folder: Traversable, roles: tuple[str, ...]) -> Thresholds:
    """The thresholds shipped with a model; those it does not name keep their defaults."""
    known = {f.name for f in fields(Thresholds)} - {"roles"}
    path = folder / "thresholds.json"
    given = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return Thresholds(roles=roles, **{k: v for k, v in given.items() if k in known})
