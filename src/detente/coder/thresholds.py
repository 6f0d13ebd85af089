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
    actor: float = 0.4
    last_actor: float = 0.1
    """The best actor is still taken from here on, for an act without one is no event."""
    recipient: float = 0.4
    last_recipient: float = 0.15
    """Where no mention reaches the line for recipients, the best of another country is still taken from here on."""
    attribution: float = 0.5
    holder: float = 0.2
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
