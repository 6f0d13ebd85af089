"""Hand codings turned into training windows: token labels, and for each trigger its attributes and roles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from detente.nlp.segment import sentences
from detente.nlp.windows import LIMIT, Marked, Tokens, Window, tokenize, windows
from detente.training import labels

Json = dict[str, Any]
IGNORE = -100
#: Roles that a country has, whichever of its mentions the coder happened to copy.
_SIDES = ("actor", "recipient", "attribution", "holder")
#: The roles that a coded sentence has; of the others nothing is learned from it.
_COLUMNS = [labels.ROLES.index("actor"), labels.ROLES.index("recipient")]
#: Roles of every mention that names a country, with the sides they are learned from: of a claim, its holder.
_BY_NAME = (("acting", ("actors", "holder")), ("receiving", ("recipients",)))


class Meant(NamedTuple):
    """A mention by its characters: the countries it stands for, and whether it names them itself."""

    start: int
    end: int
    codes: frozenset[str]
    named: bool


class Known(NamedTuple):
    """What is known of a report before it is read: marked spans, and what countries each mention stands for."""

    marked: Sequence[Marked] = ()
    mentions: Sequence[Meant] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One trigger of a window: where it is, and what is to be said of it. Positions count tokens of the window, [CLS] is 0."""

    first: int
    last: int
    type: int
    mode: int
    of: int
    aux: int
    aspect: int
    stance: int
    contexts: NDArray[np.float32]
    roles: NDArray[np.float32]
    """[tokens, roles]"""
    open: NDArray[np.float32]
    """[tokens, roles]: 0 where nothing is to be learned, for the words name a country that has the role by another mention."""
    is_event: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One window with its labels: events and claims [tokens], IGNORE where nothing is to be learned."""

    tokens: Tokens
    window: Window
    events: NDArray[np.int64]
    claims: NDArray[np.int64]
    targets: list[Target] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Tokens of the window, [CLS] and [SEP] included."""
        return self.window.last - self.window.first + 2


def examples(coded: Json, tokenizer: Tokenizer, known: Known, *, alone: bool = False) -> list[Example]:
    """The windows of one coded report; with `alone`, each sentence is a window of its own."""
    text = coded["document"]["text"]
    tokens = tokenize(text, tokenizer, known.marked)
    cut = _sentences_alone(tokens, sentences(text)) if alone else windows(tokens, sentences(text))
    return [_example(coded, tokens, w, known) for w in cut]


def _sentences_alone(tokens: Tokens, spans: Sequence[tuple[int, int]]) -> Iterator[Window]:
    bounds = [int(b) for b in np.searchsorted(tokens.starts, [start for start, _ in spans])] + [len(tokens.ids)]
    for first, last in pairwise(bounds):
        if last > first:
            yield Window(first, first, min(last, first + LIMIT - 2))


def _span(tokens: Tokens, window: Window, start: int, end: int) -> tuple[int, int]:
    """Window positions first..last of the tokens that touch characters start..end; empty outside the window."""
    first = int(np.searchsorted(tokens.ends, start, side="right"))
    last = int(np.searchsorted(tokens.starts, end, side="left"))
    return max(first, window.first) - window.first + 1, min(last, window.last) - window.first + 1


def _example(coded: Json, tokens: Tokens, window: Window, known: Known) -> Example:
    size = window.last - window.first + 2
    events, claims = (np.full(size, IGNORE, dtype=np.int64) for _ in range(2))
    focal = slice(window.focal - window.first + 1, size - 1)
    events[focal] = 0
    if not coded.get("partial"):
        claims[focal] = 0
    example = Example(tokens, window, events, claims)
    for kind, line in (("events", events), ("claims", claims)):
        for record in coded[kind]:
            if (trigger := record.get("trigger")) is None:
                continue
            first, last = _span(tokens, window, trigger["start"], trigger["end"])
            if first < focal.start or last <= first:
                continue
            names = labels.EVENT_LABELS if kind == "events" else labels.CLAIM_LABELS
            label = names.index(record["type" if kind == "events" else "kind"])
            line[first:last] = label
            at = _Position(first, last, label, is_event=kind == "events")
            example.targets.append(_target(record, coded, example, at, known))
    return example


def _listed(value: Any) -> Sequence[Json]:
    """The actors of a field that holds several, one or none."""
    return value if isinstance(value, list) else [value] if value else []


def _index(names: Sequence[str], value: str | None) -> int:
    return names.index(value) if value else 0


class _Position(NamedTuple):
    """Where a trigger is in its window, and its label."""

    first: int
    last: int
    label: int
    is_event: bool


def _target(record: Json, coded: Json, example: Example, at: _Position, known: Known) -> Target:
    first, last, label, is_event = at
    roles = _roles(record, coded["document"]["text"], example)
    contexts = np.array([float(c in record["contexts"]) if "contexts" in record else IGNORE for c in labels.CONTEXTS])
    mode = f"{record['type']}/{record['mode']}" if record.get("mode") else None
    return Target(
        first, last,
        type=label if is_event else len(labels.EVENT_LABELS) + label,
        mode=_index(labels.MODES, mode), of=_index(labels.OF, record.get("of")), aux=_index(labels.AUX, record.get("aux")),
        aspect=_index(labels.ASPECT, record.get("aspect")),
        stance=labels.STANCE.index(record["stance"]) if not is_event else IGNORE,
        contexts=contexts.astype(np.float32), roles=roles, is_event=is_event,
        open=_open(roles, record, example, known, partial=coded.get("partial", False)),
    )  # fmt: skip


def _roles(record: Json, text: str, example: Example) -> NDArray[np.float32]:
    roles = np.zeros((example.size, len(labels.ROLES)), dtype=np.float32)

    def mark(role: str, start: int, end: int) -> None:
        first, last = _span(example.tokens, example.window, start, end)
        if start >= 0:
            roles[first:last, labels.ROLES.index(role)] = 1.0

    evidence = record["evidence"]
    mark("evidence", evidence["start"], evidence["end"])
    for role, key in (("actor", "actors"), ("recipient", "recipients")):
        for actor in record.get(key, ()):
            mark(role, actor["start"], actor["end"])
    for key in ("attribution", "holder", "place"):
        if isinstance(value := record.get(key), dict) and "start" in value:
            mark(key, value["start"], value["end"])
    words = [("topic", t) for t in record.get("topics", ())]
    if record.get("date_text"):
        words.append(("due" if record.get("due_start") or record.get("due_end") else "when", record["date_text"]))
    if record.get("kind"):
        words.append(("text", record["text"]))
    for role, quote in words:
        start = text.find(quote, evidence["start"])
        start = start if 0 <= start < evidence["end"] + 200 else text.rfind(quote, 0, evidence["end"])
        mark(role, start, start + len(quote))
    return roles


def _open(roles: NDArray[np.float32], record: Json, example: Example, known: Known, *, partial: bool) -> NDArray[np.float32]:
    """1 where a token's role is to be learned: of a country's mentions a coder copies one, the others are not wrong."""
    out = np.zeros_like(roles) if partial else np.ones_like(roles)
    out[:, _COLUMNS] = 1.0
    sides = {
        "actor": record.get("actors", ()), "recipient": record.get("recipients", ()),
        "attribution": [record.get("attribution")], "holder": [record.get("holder")],
    }  # fmt: skip
    for role in _SIDES:
        spans = [(a["start"], a["end"]) for a in sides[role] if a and a.get("start", -1) >= 0]
        meant = {c for s, e, codes, _ in known.mentions if any(s < end and start < e for start, end in spans) for c in codes}
        column = labels.ROLES.index(role)
        for start, end, codes, _ in known.mentions:
            if codes & meant:
                first, last = _span(example.tokens, example.window, start, end)
                out[first:last, column] = roles[first:last, column]
    _mark_named(roles, out, record, example, known)
    return out


def _mark_named(roles: NDArray[np.float32], opened: NDArray[np.float32], record: Json, example: Example, known: Known) -> None:
    """Marks all mentions that name a side of an act, though the clause says "it": only in such words is that learned."""
    for role, keys in _BY_NAME:
        column = labels.ROLES.index(role)
        opened[:, column] = 0.0
        sides = [a for key in keys for a in _listed(record.get(key))]
        countries = {a["country"] for a in sides if a.get("country")}
        for start, end, codes, named in known.mentions if any(key in record for key in keys) else ():
            if named:
                first, last = _span(example.tokens, example.window, start, end)
                opened[first:last, column] = 1.0
                itself = any(start < a.get("end", -1) and a["start"] < end for a in sides)
                roles[first:last, column] = float(itself or bool(codes & countries))
