"""What the sentence of a promise, or of an act that may be its deed, says of itself.

How the sides meet, who is to meet, whether it speaks of what is still to come, whether it says itself that a promise was kept.
"""

import re
from functools import lru_cache
from typing import Final

from detente.records import Event
from detente.relations.parties import Level, office

_VISIT: Final = re.compile(r"\b(?:visit|travel|trip|host|welcom|receiv|go(?:es|ing)? to|fl(?:y|ies|ew)\b)", re.IGNORECASE)
_MEETING: Final = re.compile(r"\b(?:in[- ]person|summit|conference|dialogue|meet(?:ing)?s?\b|met\b|conven)", re.IGNORECASE)
_CALL: Final = re.compile(r"\b(?:phone|telephone|calls?|video|spoke|speak)\b", re.IGNORECASE)
_WAYS: Final = (("visit", _VISIT), ("meeting", _MEETING), ("phone", _CALL))
_LASTING: Final = re.compile(r"\b(?:maintain|continue|keep|extend|uphold|remains?\b)", re.IGNORECASE)
#: What is spoken of as lying ahead.
_AHEAD: Final = re.compile(
    r"\b(?:upcoming|forthcoming|previewed|next (?:steps?|week|month|year|round|meeting)|(?:early|late|later) (?:this|next) \w+"
    r"|look(?:s|ed|ing)? forward|(?:plans?|planning|planned|prepar\w+|preparations?) (?:for|to|towards?)|ahead of|to be held"
    r"|will (?:meet|visit|host|travel|hold|convene|speak))\b",
    re.IGNORECASE,
)
_HELD: Final = re.compile(
    r"\b(?:met|meeting|spoke|hosts?|hosted|visits?|visited|held|holding|convened?|welcomed?|received?|called|travell?ed|arrived"
    r"|joined?|joins|attended|took part|conclud\w+|complet\w+|launch(?:ed)?|gathered|opened|began)\b",
    re.IGNORECASE,
)
#: What only binds, and does nothing yet.
_BINDS: Final = re.compile(
    r"\b(?:(?:reaffirm|reiterat|restat|renew)\w*\b.{0,40}\bcommit\w*|commitments? to|(?:remains?|are|is) committed to"
    r"|pledg\w+ to|intends? to)\b",
    re.IGNORECASE,
)
_AS_PROMISED: Final = re.compile(
    r"\bas (?:\w+ )?(?:promised|pledged|committed|agreed|announced)\b|\bfulfil\w*\b|\bma(?:de|king|kes) good on\b"
    r"|\bin line with (?:\w+ )?(?:promise|pledge|commitment)|\bdeliver(?:ed|ing|s) on\b"
    r"|\b(?:kept|keeping|honou?r(?:ed|ing)) (?:\w+ )?(?:word|promise|pledge|commitment)",
    re.IGNORECASE,
)
_DO: Final = r"\b(?:implement|compl|carr|honou?r|respect|observ|adher)"
_IN_FULL: Final = re.compile(rf"\bfull(?:y)? (?:and \w+ )?{_DO}|{_DO}\w* .{{0,60}}\b(?:fully|in full)\b", re.IGNORECASE)
_SIGNED: Final = re.compile(r"\bsign(?:ed|ing|s)?\b|\b(?:joint (?:statement|declaration|communiqu))", re.IGNORECASE)
_AGREED: Final = re.compile(r"\b(?:agreements?|deals?|accords?|framework|arrangement|settle\w*)\b", re.IGNORECASE)
#: Bodies and forms in which others meet than those who agree on them.
_BODY: Final = re.compile(
    r"\b(?:dialogues?|consultations|working groups?|mechanisms?|committees?|commissions?|negotiations|delegations?)\b",
    re.IGNORECASE,
)
_TO_CALL: Final = re.compile(r"\b(?:to|will|would) (?:speak|talk|call)\b.{0,60}\b(?:tele)?phone\b|\bnext call\b", re.IGNORECASE)
_AT_LEVEL: Final = re.compile(r"\b([a-z]+(?: [a-z]+)?)[- ]level\b", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"\b(?:call|meeting|summit|talks|visit|dialogue|conversation)s? (?:between|of) (?:the )?(.{3,40})", re.IGNORECASE
)


def way(event: Event) -> str | None:
    """How the sides of a contact meet: in a visit, in a meeting or by phone, as far as its mode or its sentence says.

    A meeting of many is no visit, wherever it is.
    """
    if event.type == "CONSULT" and event.mode in ("visit", "phone"):
        return event.mode
    if event.type == "CONSULT" and event.mode == "multilateral":
        return "meeting"
    if "CONSULT" not in (event.type, event.of):
        return None
    return next((name for name, pattern in _WAYS if pattern.search(event.evidence.quote)), None)


def to_call(quote: str) -> bool:
    """Whether a sentence promises a call, and not only tells of one in which something else was promised."""
    return _TO_CALL.search(quote) is not None


def lasting(quote: str) -> bool:
    """Whether a promise is to let something go on."""
    return bool(_LASTING.search(quote))


def ahead(quote: str) -> bool:
    """What is spoken of as lying ahead has not been done, unless the sentence first says what was."""
    found = _AHEAD.search(quote)
    return bool(found) and not _HELD.search(quote[: found.start()] if found else "")


def binds(quote: str) -> bool:
    """Who affirms that he is bound has not done yet what he is bound to."""
    return bool(_BINDS.search(quote)) and not says_kept(quote)


def says_kept(quote: str) -> bool:
    """Who does something "as promised" says himself that it was the promised act."""
    return bool(_AS_PROMISED.search(quote))


def in_full(quote: str) -> bool:
    """Who calls for something to be done in full says that it was not done in full."""
    return bool(_IN_FULL.search(quote))


def signed(quote: str) -> bool:
    """Whether something is put to paper."""
    return bool(_SIGNED.search(quote))


def agreed(quote: str) -> bool:
    """Whether an act is said to be part of what was agreed."""
    return bool(_AGREED.search(quote))


@lru_cache(maxsize=8192)
def levels_to_meet(quote: str) -> frozenset[Level] | None:
    """At which level those meet for whom a contact is promised, where its sentence says more than who promised it.

    "A leader-level call" and "a call between the presidents" are the leaders', whoever planned them. In a dialogue, a committee
    or consultations others may meet than those who agree on them: that is the empty set. None: the sentence says nothing.
    """
    named = [match[1] for pattern in (_AT_LEVEL, _BETWEEN) for match in pattern.finditer(quote)]
    found = frozenset(held[1] for words in named if (held := office(words)) and held[1])
    return found or (frozenset() if _BODY.search(quote) else None)
