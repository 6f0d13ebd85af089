"""Whether a trigger is told in the passive: its subject then suffers the act."""

import re

from detente.nlp.segment import Span

_BEFORE = 40
_PARTICIPLE = re.compile(
    r"(?:ed|en|put|shut|cut|hit|hurt|held|sent|struck|sold|told|brought|found|left|shot|taken|given|known|made|paid)$"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|gets?|got)\s+(?:\w+ly\s+|also\s+|again\s+)?$", re.IGNORECASE)
_LOOSE = re.compile(r"[,;]\s+$")
_OF = re.compile(r"\s+(?:of|in|by|for|on)\b")


def is_passive(text: str, trigger: Span) -> bool:
    """Whether the words of a trigger are a participle after a form of "be", or one that stands loosely before "of" or "by"."""
    word = text[trigger.start : trigger.end]
    before = text[max(0, trigger.start - _BEFORE) : trigger.start]
    return bool(_PARTICIPLE.search(word)) and bool(
        _PASSIVE.search(before) or (_LOOSE.search(before) and _OF.match(text, trigger.end))
    )
