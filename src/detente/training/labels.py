"""The label sets of the model, in the order of its outputs. A shipped model carries its own copy (`labels.json`)."""

from typing import Final

from detente.ontology import plover

EVENT_LABELS: Final = ("none", *plover.TYPES)
CLAIM_LABELS: Final = ("none", *plover.CLAIM_KINDS)
MODES: Final = ("none", *(f"{t}/{m}" for t in plover.TYPES for m in plover.MODES[t]))
OF: Final = ("none", *plover.TYPES)
AUX: Final = ("none", *plover.AUXES)
ASPECT: Final = ("none", *plover.ASPECTS)
CONTEXTS: Final = plover.CONTEXTS
STANCE: Final = plover.STANCES
#: What a token can be to a trigger; the last two: it names a country that acts, or receives, by whatever words.
ROLES: Final = (
    "evidence", "actor", "recipient", "attribution", "when", "due", "place", "topic", "holder", "text",
    "acting", "receiving",
)  # fmt: skip
#: Words between trigger and token, signed, cut into buckets.
DISTANCES: Final = (-64, -32, -16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16, 32, 64)


def as_json() -> dict[str, tuple[str, ...] | tuple[int, ...]]:
    """All label sets, as they are written beside a model."""
    return {
        "events": EVENT_LABELS, "claims": CLAIM_LABELS, "mode": MODES, "of": OF, "aux": AUX, "aspect": ASPECT,
        "contexts": CONTEXTS, "stance": STANCE, "roles": ROLES, "distances": DISTANCES,
    }  # fmt: skip
