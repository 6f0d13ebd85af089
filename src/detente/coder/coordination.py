"""Mentions joined in one breath: "Mali, Niger and Burkina Faso" is one side of whatever it does."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from detente.actors.resolver import Mention
from detente.nlp.segment import Span

_COMMA = re.compile(r",\s+(?:the\s+)?")
_AND = re.compile(r"\s+(?:and|as well as|&)\s+(?:the\s+)?")
_LISTED_AND = re.compile(r",\s+(?:and|as well as)\s+(?:the\s+)?")
#: What shows that the last of them begins a clause of its own: "warned Togo and Benin closed the border".
_VERB = re.compile(r"\s+(?:ha[sd]|have|is|are|was|were|will|would|did|does|said|says|\w{2,}ed)\b")
_ALONE: Final = 2


def chains(text: str, mentions: tuple[Mention, ...], sentence: Span) -> Iterator[tuple[Mention, ...]]:
    """The mentions of a sentence that "and" joins, in runs of two and more."""
    inside = [m for m in mentions if sentence.start <= m.start and m.end <= sentence.end]
    run: list[Mention] = inside[:1]
    ended = False
    for before, after in pairwise(inside):
        between = text[before.end : after.start]
        joined = _AND.fullmatch(between) or (len(run) >= _ALONE and _LISTED_AND.fullmatch(between))
        if run and not ended and (joined or _COMMA.fullmatch(between)):
            run.append(after)
            ended = bool(joined)
        else:
            if ended:
                yield tuple(run)
            run, ended = [after], False
    if ended:
        yield tuple(run)


def parts(text: str, chain: tuple[Mention, ...]) -> bool:
    """Whether the last of a chain is the subject of its own clause, and belongs to what follows."""
    return _VERB.match(text, chain[-1].end) is not None
