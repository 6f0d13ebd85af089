"""Types given pairs: one sentence, a named source and a named target, one PLOVER type.

The reader is the one that codes reports. Every word of the sentence is asked what act it may name, and how much the
source acts in it and the target receives it; the type that one word supports most wins. There is always an answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from detente.actors.resolver import Resolver
from detente.coder.decode import likeliest_mode
from detente.coder.marking import marked
from detente.nlp.dates import find_dates
from detente.nlp.encoder import Encoder, Floats, Reading
from detente.nlp.segment import Span
from detente.nlp.windows import LIMIT, Tokens, Window
from detente.ontology import plover
from detente.records import Report

PAIRS_AT_ONCE = 64
#: Words asked for their roles in a sentence, likeliest triggers first.
_ASKED = 8
#: The answer for a sentence without a word, with no confidence at all: the most frequent type of news.
_NOTHING: plover.EventType = "CONSULT"
#: What a role counts for when the model sees none of it, so that a lone trigger still decides.
_FLOOR = 0.05


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and whose act toward whom is asked for."""

    id: str
    sentence: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class TypedPair:
    """The type of a pair, with PLOVER's mode and quad and the share of support it had."""

    id: str
    type: str
    mode: str | None
    quad: str
    confidence: float


def _find(sentence: str, words: str) -> Span:
    """Where a side stands; nowhere is the empty span."""
    at = sentence.find(words)
    if at < 0:
        at = sentence.lower().find(words.lower())
    return Span(at, at + len(words)) if at >= 0 and words else Span(0, 0)


class PairCoder:
    """Types pairs with the shipped model."""

    def __init__(self, encoder: Encoder, resolver: Resolver) -> None:
        self._encoder, self._resolver = encoder, resolver

    def code(self, pairs: Iterable[Pair]) -> Iterator[TypedPair]:
        """One answer a pair, in their order."""
        stream = iter(pairs)
        while group := list(islice(stream, PAIRS_AT_ONCE)):
            tokens = [self._tokens(p) for p in group]
            windows = [Window(0, 0, min(len(t.ids), LIMIT - 2)) for t in tokens]
            readings = self._encoder.read_all(list(zip(tokens, windows, strict=True)))
            for pair, token, reading in zip(group, tokens, readings, strict=True):
                yield self._answer(pair, token, reading)

    def _tokens(self, pair: Pair) -> Tokens:
        report = Report(id=pair.id, text=pair.sentence)
        known = marked(self._resolver.mentions(report), find_dates(pair.sentence, None))
        return self._encoder.tokenize(pair.sentence, known)

    def _answer(self, pair: Pair, tokens: Tokens, reading: Reading) -> TypedPair:
        names = self._encoder.labels.events
        found = 1 - reading.events[1:-1, 0]
        if not found.size:
            return TypedPair(pair.id, _NOTHING, None, plover.QUADS[_NOTHING], 0.0)
        asked = np.argsort(-found)[:_ASKED] + 1
        labels = reading.events[asked, 1:].argmax(axis=1) + 1
        details = self._encoder.details(reading, [(int(t), int(t) + 1, int(k)) for t, k in zip(asked, labels, strict=True)])
        source, target = (self._mask(tokens, len(reading.hidden), _find(pair.sentence, w)) for w in (pair.source, pair.target))
        support = np.zeros(len(names), dtype=np.float32)
        for row, token in enumerate(asked):
            fit = self._fit(details.roles[row], source, target, mutual=names[labels[row]] in plover.MUTUAL)
            support = np.maximum(support, reading.events[token] * fit)
        support[0] = 0
        best = int(support.argmax())
        naming = np.flatnonzero(labels == best)
        mode = likeliest_mode(self._encoder.labels.mode, details.mode[naming[0]], names[best]) if naming.size else None
        share = float(support[best] / support.sum()) if support.sum() else 0.0
        return TypedPair(pair.id, names[best], mode, plover.QUADS[names[best]], round(share, 3))  # type: ignore[index]

    def _fit(self, roles: Floats, source: Floats, target: Floats, *, mutual: bool) -> float:
        """How much a trigger is the source's act toward the target."""
        actor, recipient = (roles[:, self._encoder.labels.roles.index(r)] for r in ("actor", "recipient"))
        receives = np.maximum(actor, recipient) if mutual else recipient
        acting = float((actor * source).max(initial=0.0))
        hit = float((receives * target).max(initial=0.0))
        return (_FLOOR + acting) * (_FLOOR + hit)

    @staticmethod
    def _mask(tokens: Tokens, size: int, span: Span) -> Floats:
        """1 for the window's tokens inside a span, [CLS] first."""
        out = np.zeros(size, dtype=np.float32)
        inside = (tokens.starts < span.end) & (tokens.ends > span.start)
        out[1 : size - 1] = inside[: size - 2]
        return out
