"""The shipped model at work: windows in, trigger probabilities, attributes and roles out. ONNX, no torch."""

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from detente.errors import ModelError
from detente.nlp.windows import Marked, Tokens, Window, batch, distance_buckets, tokenize

Floats = NDArray[np.float32]


class Reading(NamedTuple):
    """Of one window of T tokens ([CLS] first): hidden [T, H], probabilities of events [T, 17] and claims [T, 7]."""

    hidden: Floats
    events: Floats
    claims: Floats


class Details(NamedTuple):
    """Of N triggers: probabilities of each attribute [N, labels], and of roles [N, T, roles]."""

    mode: Floats
    of: Floats
    aux: Floats
    aspect: Floats
    contexts: Floats
    stance: Floats
    roles: Floats


@dataclass(frozen=True, slots=True)
class Labels:
    """What the outputs stand for, as shipped beside the model."""

    events: tuple[str, ...]
    claims: tuple[str, ...]
    mode: tuple[str, ...]
    of: tuple[str, ...]
    aux: tuple[str, ...]
    aspect: tuple[str, ...]
    contexts: tuple[str, ...]
    stance: tuple[str, ...]
    roles: tuple[str, ...]
    distances: tuple[int, ...]


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def sigmoid(logits: Floats) -> Floats:
    """Independent probabilities."""
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


class Encoder:
    """Two ONNX sessions and a tokenizer. Safe to share between threads; holds no state of a report."""

    def __init__(self, folder: Traversable | None = None, *, threads: int = 2) -> None:
        """Loads the model of `folder` (default: the shipped one). Raises ModelError naming the file that is missing."""
        folder = folder or files("detente") / "models" / "en"
        self._threads = threads
        options = ort.SessionOptions()
        # One core a window and several windows at once: twice as fast as several cores on one.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        try:
            raw = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            self.labels = Labels(**{k: tuple(v) for k, v in raw.items()})
            self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
            providers = ["CPUExecutionProvider"]
            self._encoder = ort.InferenceSession((folder / "encoder.onnx").read_bytes(), options, providers=providers)
            self._heads = ort.InferenceSession((folder / "heads.onnx").read_bytes(), options, providers=providers)
        except (OSError, ValueError, TypeError) as error:
            raise ModelError(f"the model in {folder} cannot be loaded: {error}; install detente again") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def tokenize(self, text: str, marked: Iterable[Marked] = ()) -> Tokens:
        """The wordpieces of a report."""
        return tokenize(text, self._tokenizer, marked)

    def read(self, tokens: Tokens, window: Window) -> Reading:
        """Reads one window. Never several in one batch: int8 scales by the batch, and no reading may depend on its company."""
        size = window.last - window.first + 2
        hidden, events, claims = self._encoder.run(None, batch([tokens], [window]))
        return Reading(hidden[0, :size], softmax(events[0, :size]), softmax(claims[0, :size]))

    def read_all(self, spans: Sequence[tuple[Tokens, Window]]) -> list[Reading]:
        """Reads many windows, several at a time on cores of their own, and answers in their order."""
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(lambda span: self.read(*span), spans))

    def details(self, reading: Reading, triggers: Sequence[tuple[int, int, int]]) -> Details:
        """What is said of triggers `(first, last, type)` of one window; claims' types come after the events'."""
        vectors = np.stack([reading.hidden[first:last].mean(axis=0) for first, last, _ in triggers])
        size = len(reading.hidden)
        given: dict[str, Any] = {
            "hidden": reading.hidden[None],
            "trigger": vectors,
            "types": np.array([kind for _, _, kind in triggers], dtype=np.int64),
            "distance": np.stack([distance_buckets(size, first, last, self.labels.distances) for first, last, _ in triggers]),
        }
        *attributes, stance, roles = self._heads.run(None, given)
        mode, of, aux, aspect, contexts = attributes
        return Details(
            softmax(mode), softmax(of), softmax(aux), softmax(aspect), sigmoid(contexts), softmax(stance), sigmoid(roles)
        )
