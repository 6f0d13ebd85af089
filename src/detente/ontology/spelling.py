"""One spelling for every way of writing a name: `fold` drops case, accents and the kind of apostrophe or hyphen."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS: Final = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "’": "'", "‘": "'", "ʻ": "'"}
)
_APART = re.compile(r"[\s\-\u2010-\u2015]+")


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """`word` in lower case without accents, its apostrophes straight: "Türkiye" → "turkiye"."""
    lower = word.lower()
    if lower.isascii():
        return lower
    plain = unicodedata.normalize("NFKD", lower.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def fold(name: str) -> str:
    """`name` as it is looked up: every word folded, hyphens and spaces alike: "Guinea-Bissau " → "guinea bissau"."""
    return " ".join(fold_word(part) for part in _APART.split(name.strip()) if part)


def word_set(words: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(words.split())
