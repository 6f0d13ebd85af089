"""Windows: runs of sentences that the encoder reads at once, with some sentences before them in view.

Each sentence is *focal* in exactly one window (it is decoded there) and may be context in the next.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

CLS, SEP = 101, 102
#: Tokens a window holds, and how many of them may be spent on sentences that are only context.
LIMIT, CONTEXT = 256, 80
#: What is known of a token before the model reads it: the kind of mention it lies in.
KINDS = (
    "none", "country", "capital", "organisation", "office", "person", "group", "armed group", "demonym", "company",
    "body", "pronoun", "sides", "people", "date",
)  # fmt: skip
#: How a word is written; the tokenizer itself lower-cases.
CASES = ("lower", "title", "upper", "other")


class Marked(NamedTuple):
    """A span of the report whose kind is known: characters start..end, one of KINDS."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """A whole report as wordpieces: arrays of one length, without special tokens."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    words: NDArray[np.int64]
    cases: NDArray[np.int64]
    kinds: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens `first`..`last` of a report; those before `focal` are context only."""

    first: int
    focal: int
    last: int


def tokenize(text: str, tokenizer: Tokenizer, marked: Iterable[Marked] = ()) -> Tokens:
    """The wordpieces of a report, with how each word is written and what kind of mention it lies in."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    words = np.array([-1 if w is None else w for w in encoding.word_ids], dtype=np.int64)
    kinds = np.zeros(len(words), dtype=np.int64)
    for span in marked:
        first, last = np.searchsorted(offsets[:, 0], (span.start, span.end))
        kinds[first:last] = KINDS.index(span.kind)
    cases = np.array([_case(text[s:e]) for s, e in encoding.offsets], dtype=np.int64)
    return Tokens(np.array(encoding.ids, dtype=np.int64), offsets[:, 0], offsets[:, 1], words, cases, kinds)


def _case(piece: str) -> int:
    if piece.islower():
        return 0
    if piece.isupper():
        return 2 if len(piece) > 1 else 1
    return 1 if piece[:1].isupper() else 3


def windows(
    tokens: Tokens, sentences: Sequence[tuple[int, int]], limit: int = LIMIT, context: int = CONTEXT
) -> Iterator[Window]:
    """The windows of a report; `sentences` are character spans in order. A sentence over the limit is cut."""
    bounds = [int(b) for b in np.searchsorted(tokens.starts, [start for start, _ in sentences])] + [len(tokens.ids)]
    room = limit - 2  # [CLS] and [SEP]
    at = 0
    while at < len(sentences):
        focal = bounds[at]
        first, back = focal, at
        while back > 0 and focal - bounds[back - 1] <= context:
            back -= 1
            first = bounds[back]
        upto = at + 1
        while upto < len(sentences) and bounds[upto + 1] - first <= room:
            upto += 1
        start, end = focal, bounds[upto]
        if end - first > room:
            # One sentence is longer than a window: read it in pieces, none of it is lost.
            for piece in range(start, end, room):
                yield Window(piece, piece, min(piece + room, end))
        elif end > start:
            yield Window(first, focal, end)
        at = upto


def batch(tokens: Sequence[Tokens], spans: Sequence[Window]) -> dict[str, NDArray[np.int64]]:
    """Padded encoder inputs of windows, one from each of `tokens`: int64 arrays [windows, longest]."""
    longest = max(w.last - w.first for w in spans) + 2
    out = {name: np.zeros((len(spans), longest), dtype=np.int64) for name in ("ids", "mask", "cases", "kinds")}
    for row, (token, w) in enumerate(zip(tokens, spans, strict=True)):
        size = w.last - w.first
        out["ids"][row, 0], out["ids"][row, size + 1] = CLS, SEP
        out["ids"][row, 1 : size + 1] = token.ids[w.first : w.last]
        out["cases"][row, 1 : size + 1] = token.cases[w.first : w.last]
        out["kinds"][row, 1 : size + 1] = token.kinds[w.first : w.last]
        out["mask"][row, : size + 2] = 1
    return out


def distance_buckets(size: int, first: int, last: int, edges: Sequence[int]) -> NDArray[np.int64]:
    """For each of `size` tokens, the bucket (between `edges`) of its signed distance to the trigger first..last."""
    at = np.arange(size)
    away = np.where(at < first, at - first, np.where(at >= last, at - last + 1, 0))
    return np.searchsorted(edges, away, side="right")
