"""A mention: words in a report that can act, and whom they stand for."""

from dataclasses import dataclass
from typing import Literal, get_args

from detente.records import Actor

Kind = Literal[
    "country", "capital", "organisation", "office", "person", "group", "armed group", "demonym", "company", "body", "pronoun",
    "sides", "people",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a report that can act: `text == report.text[start:end]`.

    `kind` says what the words are, not what they do: a country or capital may be only where something happens. `actors`
    are those it stands for on the report's date, two for "the two sides", none where `reason` says why not. `named`: the words
    say themselves whose they are ("the Polish ministry", and not "the ministry").
    """

    start: int
    end: int
    text: str
    kind: Kind
    actors: tuple[Actor, ...]
    reason: str | None = None
    named: bool = False
