"""PLOVER's event types, modes, contexts, sectors, scores and quads (Open Event Data Alliance, 2021 draft).

Claims, links, `of` and `aspect` are extensions; `docs/codebook.md` says how each is used.
"""

from typing import Final, Literal, get_args

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Aux = Literal["historical", "future", "hypothetical", "negation"]
Aspect = Literal["start", "resume", "continue", "suspend", "end"]
Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
ClaimKind = Literal["frame", "interest", "leverage", "pressure", "risk", "assessment"]
Stance = Literal[
    "assert", "reject", "reinterpret", "toward-conflict", "toward-cooperation", "restrain", "positive", "negative", "mixed"
]  # fmt: skip
LinkKind = Literal["exchange", "responds", "fulfils", "breaches", "contests", "supersedes"]
Sector = Literal[
    "GOV", "MIL", "COP", "SPY", "JUD", "LEG", "PTY", "OPP", "REB", "BUS", "MED", "JRN", "EDU", "NGO", "IGO", "CVL", "CRM"
]  # fmt: skip

TYPES: Final[tuple[EventType, ...]] = get_args(EventType)
AUXES: Final[tuple[Aux, ...]] = get_args(Aux)
ASPECTS: Final[tuple[Aspect, ...]] = get_args(Aspect)
CLAIM_KINDS: Final[tuple[ClaimKind, ...]] = get_args(ClaimKind)
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
LINK_KINDS: Final[tuple[LinkKind, ...]] = get_args(LinkKind)
SECTORS: Final[tuple[Sector, ...]] = get_args(Sector)

QUADS: Final[dict[EventType, Quad]] = {
    "AGREE": "verbal cooperation", "CONSULT": "verbal cooperation", "SUPPORT": "verbal cooperation",
    "CONCEDE": "verbal cooperation", "COOPERATE": "material cooperation", "AID": "material cooperation",
    "RETREAT": "material cooperation", "REQUEST": "verbal conflict", "ACCUSE": "verbal conflict",
    "REJECT": "verbal conflict", "THREATEN": "verbal conflict", "PROTEST": "material conflict",
    "SANCTION": "material conflict", "MOBILIZE": "material conflict", "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}  # fmt: skip

TYPE_SCORES: Final[dict[EventType, float]] = {
    "AGREE": 2.5, "CONSULT": 2.5, "SUPPORT": 5.0, "CONCEDE": 4.5, "COOPERATE": 9.5, "AID": 10.0, "RETREAT": 6.5,
    "REQUEST": 0.0,
    # PLOVER's table prints ACCUSE as +3; its modes and its quad make that a misprint.
    "ACCUSE": -3.0,
    "REJECT": -2.0, "THREATEN": -3.5, "PROTEST": -5.0, "SANCTION": -6.0, "MOBILIZE": -5.5, "COERCE": -7.0, "ASSAULT": -9.0,
}  # fmt: skip

MODES: Final[dict[EventType, tuple[str, ...]]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    ),
}  # fmt: skip

#: PLOVER scores a mode apart from its type only where the draft prints another figure.
MODE_SCORES: Final[dict[tuple[EventType, str], float]] = {
    ("ACCUSE", "disapprove"): -2.0, ("ACCUSE", "investigate"): -3.5, ("ACCUSE", "allege"): -3.5,
}  # fmt: skip

CONTEXTS: Final[tuple[str, ...]] = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
    "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping",
    "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn",
    "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
)  # fmt: skip

#: Types in which all sides take part alike; their sides may be written in either order.
MUTUAL: Final[frozenset[EventType]] = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})
#: Types that speak of another act, named by `of`.
OF_TYPES: Final[frozenset[EventType]] = frozenset({"AGREE", "CONCEDE", "REQUEST", "REJECT", "THREATEN"})
#: Promises, requests and threats are made now; what they are about is dated by `due_start`, `due_end`.
NEVER_FUTURE: Final[frozenset[EventType]] = frozenset({"AGREE", "CONCEDE", "REQUEST", "THREATEN"})

#: The stances that each kind of claim may take.
CLAIM_STANCES: Final[dict[ClaimKind, tuple[Stance, ...]]] = {
    "frame": ("assert", "reject", "reinterpret"),
    "interest": ("assert",),
    "leverage": ("assert",),
    "pressure": ("toward-conflict", "toward-cooperation", "restrain"),
    "risk": ("assert",),
    "assessment": ("positive", "negative", "mixed"),
}


def intensity(event_type: EventType, mode: str | None) -> float:
    """The conflict/cooperation score of a type and mode, from -9 to 10."""
    if mode is not None and (event_type, mode) in MODE_SCORES:
        return MODE_SCORES[event_type, mode]
    return TYPE_SCORES[event_type]
