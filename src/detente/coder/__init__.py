"""From a report to its records: the model proposes, numbered rules settle. `load_coder` is the way in."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Protocol

from detente.actors.resolver import load_resolver
from detente.coder.pairs import Pair, PairCoder, TypedPair
from detente.coder.pipeline import EnglishCoder, at_least, load_tuning
from detente.errors import CoderError
from detente.nlp.encoder import Encoder
from detente.records import Coding, Report

__all__ = ["Coder", "Pair", "PairCoder", "TypedPair", "at_least", "load_coder", "load_pair_coder"]


class Coder(Protocol):
    """Whatever turns reports into records. Under one name its behaviour never changes."""

    @property
    def name(self) -> str:
        """The published name, such as `en.v3`."""

    def code(self, report: Report) -> Coding:
        """All records of one report."""

    def code_many(self, reports: Iterable[Report]) -> Iterator[Coding]:
        """Codes reports in their order."""


def load_coder(name: str = "en.v3") -> Coder:
    """The shipped coder of that name. Raises CoderError naming those there are."""
    if name != EnglishCoder.name:
        raise CoderError(f"no coder {name!r}; shipped: {EnglishCoder.name}")
    folder = files("detente") / "models" / "en"
    encoder = Encoder(folder)
    return EnglishCoder(encoder, load_resolver(), load_tuning(folder, encoder.labels))


def load_pair_coder() -> PairCoder:
    """The coder of given pairs, with the shipped model."""
    return PairCoder(Encoder(files("detente") / "models" / "en"), load_resolver())
