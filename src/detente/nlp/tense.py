"""The tense of the clause around a date, guessed from its nearest cue word: a yearless date needs it."""

from detente.nlp.date_words import Words
from detente.nlp.wordlist import words as word_set

_FUTURE = word_set(
    "will shall would must should scheduled slated plan plans planned planning expects expected anticipated upcoming due",
    "pledges vows promises tentatively forthcoming 'll deadline",
)
#: Before "to" and a verb these make it a thing to come.
_COMMITTED = word_set(
    "agreed agrees agree pledged promised vowed set going about prepares prepare preparing is are was were expected",
    "due offered decided urged asked ordered told wants want hopes hoped intends aims ready willing prepared invited",
    "threatened likely bound called vows seeks demanded undertook committed",
)
_IS = frozenset({"is", "are", "was", "were", "set", "going", "about"})
_DEADLINES = frozenset({"by", "before", "until", "no", "within"})
_AUXILIARIES = frozenset({"had", "have", "has", "was", "were", "been"})
_PAST = word_set(
    "was were had has have said says told met held took went came made gave sent began broke fell rose struck shot",
    "hit left won lost spoke wrote saw cut put found became led sought fought flew kept brought built ran set signed",
    "killed been did drew withdrew grew warned",
)
#: After these a word in -ed is no finite verb: "be deployed", "the disputed islands".
_BEFORE_ADJECTIVE = word_set(
    "be the a an its their his her and of in on with for by to as most more",
)


def tense_around(words: Words, i: int, end: int) -> bool | None:
    """Whether the clause around tokens i..end speaks of the future: by its nearest cue, before it rather than after."""
    is_deadline = words.low[i] in _DEADLINES
    for k in range(i - 1, max(-1, i - 26), -1):
        if words.low[k] == ";":
            break
        if is_deadline and words.low[k] in _COMMITTED:
            return True
        cue = _cue(words, k)
        # A deadline is said with past verbs too ("reiterated that all be freed by Saturday"): only "had left by" settles it.
        if cue is not None and (cue or not is_deadline or words.low[k] in _AUXILIARIES):
            return cue
    for k in range(end, min(len(words), end + 16)):
        if i > 3 and words.low[k] in (",", "and", ";"):
            break
        cue = _cue(words, k)
        if cue is not None:
            return cue
    return None


def _cue(words: Words, k: int) -> bool | None:
    word, before = words.low[k], words.at(k - 1)
    if word in _FUTURE or (word == "forward" and before.startswith("look")):
        return True
    if word == "to" and words.at(k + 1).islower() and not words.is_capital(k + 1):
        asked = any(w in _COMMITTED - _IS for w in words.low[max(0, k - 6) : k])
        return True if asked or before in _IS else None
    if word in _PAST and before not in ("be", "to"):
        return False
    if word.endswith("ed") and len(word) > 4 and before not in _BEFORE_ADJECTIVE:
        return False
    return None
