"""Words of a report with their offsets, sentences and quotations, as cheaply as naming actors allows."""

import re
from dataclasses import dataclass, field
from typing import Final

from detente.ontology.spelling import fold_word, word_set

_TOKEN: Final = re.compile(
    r"""
    (?:[A-Z]\.){2,}                                       # U.S., U.A.E.
  | (?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sen|Rep|Gov|Sgt|Jr|Sr|St|Hon|Prof|Rev|Amb|Messrs|Mme|Brig|Sec|Min|Pres
     |Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.
  | [A-Z]\.(?=\s?[A-Z])                                   # the initial of a name
  | ['’](?:[sS]|re|ve|ll|d|m)\b                           # possessive, or the rest of "they're"
  | \d+(?:[.,:]\d+)+
  | [^\W_]+(?:['’](?!(?:[sS]|re|ve|ll|d|m)\b)[^\W_]+)*                     # a word, "O'Rourke" and "don't" among them
  | \n+
  | [^\w\s]
    """,
    re.VERBOSE,
)
_HYPHENS: Final = frozenset("-‐‑–")
_ENDS: Final = frozenset(".!?")
_OPENING: Final = frozenset("“«")
_CLOSING: Final = frozenset("”»")
#: After "U.S." these words begin a new sentence; other capitalised words may belong to a name.
_STARTERS: Final = word_set(
    "a after also although an and as at both but by during earlier for from he his however if in it its last meanwhile on"
    " our she since that the their there these they this those we when while with"
)
POSSESSIVE: Final = frozenset({"'s", "’s", "'S", "’S"})


@dataclass(slots=True)
class Tokens:
    """Parallel lists, one entry a token: a word, a mark, or a line break."""

    words: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """The words folded: lower case, no accents."""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    glued: list[bool] = field(default_factory=list)
    """Joined to the word before by a hyphen ("Jean-Pierre", "US-led")."""
    sentences: list[int] = field(default_factory=list)
    quotes: list[int] = field(default_factory=list)
    """0 outside quotation marks, else the number of the quotation."""
    first: list[bool] = field(default_factory=list)
    """The first word of a sentence or quotation, whose capital says nothing."""


def tokenize(text: str) -> Tokens:
    """Split `text`; hyphens inside words are left out and kept as `glued`."""
    tokens = Tokens()
    words, starts, ends, glued = tokens.words, tokens.starts, tokens.ends, tokens.glued
    hyphen = False
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        if word in _HYPHENS and ends and ends[-1] == start and text[end : end + 1].isalnum():
            hyphen = True
            continue
        words.append(word)
        starts.append(start)
        ends.append(end)
        glued.append(hyphen)
        hyphen = False
    tokens.keys = [fold_word(word) for word in words]
    _mark(tokens)
    return tokens


def _ends_sentence(tokens: Tokens, index: int) -> bool:
    """Whether the word at `index`, an acronym with points, was the last of its sentence."""
    after = index + 1
    return after < len(tokens.words) and tokens.words[after][0].isupper() and tokens.keys[after] in _STARTERS


def _mark(tokens: Tokens) -> None:
    """Fill in the sentence and the quotation that each token belongs to."""
    sentence = quote = quotes = 0
    ended, fresh = False, True
    for index, word in enumerate(tokens.words):
        letter = word[0]
        opens = letter in _OPENING or (letter == '"' and not quote)
        closes = not opens and (letter in _CLOSING or letter == '"')
        if letter == "\n":
            sentence, ended, fresh, quote = sentence + 1, False, True, 0
        elif ended and not closes and letter not in _ENDS and letter != ")":
            sentence, ended, fresh = sentence + 1, False, True
        if opens:
            quotes += 1
            quote, fresh = quotes, True
        tokens.sentences.append(sentence)
        tokens.quotes.append(quote)
        tokens.first.append(fresh and letter.isalnum())
        if closes:
            quote = 0
        elif letter.isalnum():
            fresh = False
            ended = len(word) > 2 and word[-1] == "." and word[1] == "." and _ends_sentence(tokens, index)
        elif letter in _ENDS:
            ended = True


def phrase_keys(phrase: str) -> list[str]:
    """The keys of a phrase of the tables, cut as `tokenize` cuts a report."""
    return [fold_word(word) for word in _TOKEN.findall(phrase) if word not in _HYPHENS]
