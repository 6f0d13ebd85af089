"""Who acts and on whom, and who holds a claim: every country that a window names is weighed for it.

The model says of each word what it is to a trigger. This looks at a country as a whole: its best mentions, where they stand
to the trigger, whether the story is about it. A small network, fitted on reports that the model was not trained on and
shipped as `sides.json`, turns that into probabilities; `FEATURES` names what it sees.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.coder.calibration import log_odds
from detente.errors import ModelError
from detente.nlp.segment import Span
from detente.ontology import plover
from detente.records import Actor

FEATURES: Final = (
    "actor", "recipient", "acts by name", "receives by name", "actor lead", "recipient lead", "acts by name lead",
    "receives by name lead", "attribution", "topic", "same sentence", "nearest before", "nearest behind", "distance",
    "first of story", "second of story", "share of story", "many in sentence", "locative", "named", "pronoun or sides",
    "body or office", "mutual", "domestic type", "hostile", "before trigger", "passive", "passive before", "far", "unnamed",
    *(f"is {kind}" for kind in plover.CLAIM_KINDS),
)  # fmt: skip
#: Acts that a country also does alone, or at home.
ALONE: Final = frozenset({"PROTEST", "MOBILIZE", "COERCE", "ASSAULT"})
_HOSTILE: Final = frozenset({"ACCUSE", "THREATEN", "SANCTION", "REJECT", "REQUEST"})
#: What a country can be to an act, in the order of the network's outputs.
PARTS: Final = ("none", "actor", "recipient", "both")
#: A score says no more than this of what is improbable.
_LEAST: Final = 0.002

#: What counts for a country that no words in the window name.
_UNNAMED: Final = 0.1

Floats = NDArray[np.float64]
_ARRAYS: Final = ("mean", "scale", "hidden", "hidden_bias", "out", "out_bias")


class Seen(NamedTuple):
    """One mention of a country in a window, with what the model said of it."""

    actor: Actor
    span: Span
    kind: str
    acting: float
    receiving: float
    cited: float
    matter: float
    locative: bool
    far: bool = False
    """Outside the window: the model has not looked at it."""
    named: bool = False
    """The words name the country themselves; only then do the next two say anything."""
    acts_by_name: float = 0.0
    gets_by_name: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A country with its mentions in a window, and what is known of it for one trigger [features]."""

    country: str
    """Empty for those who have none: "the donors", "allies and partners"."""
    acting: Actor
    receiving: Actor
    features: Floats


@dataclass(frozen=True, slots=True, eq=False)
class SideModel:
    """One hidden layer: candidates [N, features] to probabilities of PARTS [N, 4]. Arrays are float64."""

    mean: Floats
    scale: Floats
    hidden: Floats
    """[features, hidden]"""
    hidden_bias: Floats
    out: Floats
    """[hidden, PARTS]"""
    out_bias: Floats
    act: float = 0.5
    """A country acts from this probability on."""
    receive: float = 0.5
    last: float = 0.2
    """Where none reaches the line, the likeliest country is still taken from here on."""

    def probabilities(self, features: Floats) -> Floats:
        """What each candidate is to the act [N, 4]."""
        hidden = np.tanh((features - self.mean) / self.scale @ self.hidden + self.hidden_bias)
        logits = hidden @ self.out + self.out_bias
        grown = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(grown / grown.sum(axis=1, keepdims=True))

    def as_json(self) -> dict[str, Any]:
        """What is written beside a model, the names of the features with it."""
        arrays = {name: np.round(getattr(self, name), 4).tolist() for name in _ARRAYS}
        return {"features": FEATURES} | arrays | {"act": self.act, "receive": self.receive, "last": self.last}


def _logit(probability: float) -> float:
    return log_odds(probability, _LEAST)


def _by_name(group: Sequence[Seen], of: str) -> float:
    """How much a country is a side by all the mentions that name it; what would be even where none does."""
    named = [float(getattr(m, of)) for m in group if m.named]
    return sum(named) / len(named) if named else _UNNAMED


class Act(NamedTuple):
    """What is known of an act before its sides: its words, their sentence, its type, whether it is told in the passive."""

    trigger: Span
    sentence: Span
    kind: str
    passive: bool


def candidates(seen: Sequence[Seen], act: Act, story: Sequence[tuple[str, int]]) -> list[Candidate]:
    """Every country among the mentions of a window, weighed for an act; `story` is how often the report names whom."""
    groups: dict[str, list[Seen]] = {}
    for one in seen:
        groups.setdefault(one.actor.country or "", []).append(one)
    compared = _compared([_Scores.of(group) for group in groups.values()])
    field = _Field(
        inside=frozenset(c for c, g in groups.items() if any(act.sentence.start <= m.span.start < act.sentence.end for m in g)),
        before=_nearest(groups, act.trigger, act.sentence, behind=False),
        behind=_nearest(groups, act.trigger, act.sentence, behind=True),
        story=story,
    )
    out = []
    for (country, group), weighed in zip(groups.items(), compared, strict=True):
        line = (*weighed, *_standing(country, group, act, field))
        acting, receiving = (
            max(group, key=lambda m: (round(getattr(m, part), 2), -abs(m.span.start - act.trigger.start))).actor
            for part in ("acting", "receiving")
        )
        out.append(Candidate(country, acting, receiving, np.array(line, dtype=np.float64)))
    return out


class _Scores(NamedTuple):
    """What the model says of a country over all its mentions in a window."""

    acting: float
    receiving: float
    acting_by_name: float
    receiving_by_name: float

    @classmethod
    def of(cls, group: Sequence[Seen]) -> "_Scores":
        acting = max(0.0 if m.locative else m.acting for m in group)
        named = (_by_name(group, "acts_by_name"), _by_name(group, "gets_by_name"))
        return cls(acting, max(m.receiving for m in group), *named)


def _compared(scores: Sequence[_Scores]) -> list[list[float]]:
    """Of each country its scores, and by how much each leads that of the best of the others; all as log-odds."""
    columns = [sorted(column, reverse=True)[:2] for column in zip(*scores, strict=True)]
    best = [(first, rest[0] if rest else 0.0) for first, *rest in columns]
    return [
        [_logit(own) for own in one]
        + [_logit(own) - _logit(second if own == first else first) for own, (first, second) in zip(one, best, strict=True)]
        for one in scores
    ]


class _Field(NamedTuple):
    """Who stands where in the trigger's sentence, and in the story."""

    inside: frozenset[str]
    before: frozenset[str]
    behind: frozenset[str]
    story: Sequence[tuple[str, int]]


def _standing(country: str, group: Sequence[Seen], act: Act, field: _Field) -> tuple[float, ...]:
    """Where a country stands to the trigger and in the story, by what words, and what kind of act it is."""
    trigger, _, kind, passive = act
    best = max(group, key=lambda m: max(m.acting, m.receiving))
    away = min(abs(m.span.start - trigger.start) for m in group)
    total = sum(n for _, n in field.story) or 1
    order = [code for code, _ in field.story[:2]]
    return (
        _logit(max(m.cited for m in group)), _logit(best.matter),
        country in field.inside, country in field.before, country in field.behind, math.log1p(away),
        order[:1] == [country], order[1:] == [country], dict(field.story).get(country, 0) / total,
        math.log1p(len(field.inside)),
        best.locative, best.actor.name is not None, best.kind in ("pronoun", "sides"), best.kind in ("body", "office"),
        kind in plover.MUTUAL, kind in ALONE, kind in _HOSTILE, best.span.start < trigger.start,
        passive, passive and best.span.start < trigger.start, best.far, not any(m.named for m in group),
        *(kind == name for name in plover.CLAIM_KINDS),
    )  # fmt: skip


def _nearest(groups: dict[str, list[Seen]], trigger: Span, sentence: Span, *, behind: bool) -> frozenset[str]:
    """The country or countries of the mention nearest to the trigger in its sentence, on one side of it."""
    places = [
        (abs(m.span.start - trigger.start), country)
        for country, group in groups.items() for m in group
        if sentence.start <= m.span.start < sentence.end and (m.span.start > trigger.start) == behind
    ]  # fmt: skip
    nearest = min((away for away, _ in places), default=-1)
    return frozenset(country for away, country in places if away == nearest)


class Sides(NamedTuple):
    """Who acts on whom, and how likely the two sides are right as a whole."""

    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    sure: float


def decide(model: SideModel, found: Sequence[Candidate], kind: str) -> Sides:
    """The two sides of an act of type `kind` among its candidates."""
    if not found:
        return Sides((), (), 0.0)
    p = model.probabilities(np.stack([c.features for c in found]))
    acts, receives = p[:, 1] + p[:, 3], p[:, 2] + p[:, 3]
    chosen = [i for i in range(len(found)) if acts[i] >= model.act]
    if not chosen and acts.max() >= model.last:
        chosen = [int(acts.argmax())]
    hit = [i for i in range(len(found)) if receives[i] >= model.receive]
    if kind not in ALONE and kind != "CONSULT":
        others = [i for i in range(len(found)) if i not in chosen]
        best = max(others, key=lambda i: float(receives[i]), default=None)
        if not hit and best is not None and receives[best] >= model.last:
            hit = [best]
    parts = [(i in chosen) + 2 * (i in hit) for i in range(len(found))]
    sure = float(np.prod([p[i, part] for i, part in enumerate(parts)]))
    return Sides(tuple(found[i].acting for i in chosen), tuple(found[i].receiving for i in hit), sure)


def decide_holder(model: SideModel, found: Sequence[Candidate]) -> Sides:
    """Who holds a claim; nobody where the report speaks in its own voice."""
    if not found:
        return Sides((), (), 1.0)
    held = model.probabilities(np.stack([c.features for c in found]))[:, 1]
    best = int(held.argmax())
    if held[best] < model.act:
        return Sides((), (), 1 - float(held[best]))
    return Sides((found[best].acting,), (), float(held[best]))


def load_sides(folder: Traversable, name: str = "sides") -> SideModel:
    """A network shipped with a model: `sides` of acts or `holders` of claims. Raises ModelError if it is of another version."""
    raw = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    if tuple(raw.pop("features", ())) != FEATURES:
        raise ModelError(f"{folder}/{name}.json was fitted for other features than this version reads; install detente again")
    mean, scale, hidden, hidden_bias, out, out_bias = (np.array(raw[name], dtype=np.float64) for name in _ARRAYS)
    return SideModel(mean, scale, hidden, hidden_bias, out, out_bias, raw["act"], raw["receive"], raw["last"])
