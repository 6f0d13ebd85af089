"""Sentences of news prose, as character spans.

One pass over the places where a sentence may end; each is settled by the words on both sides of it. Every pattern is
linear in the length of the text, so that no input, however made, takes more than its size in time.
"""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from detente.nlp.wordlist import words


class Span(NamedTuple):
    """Characters `start`..`end` of a text, without the white space around them."""

    start: int
    end: int


_CLOSING = "\"'”’»)\\]"
_OPENING = "\"'“‘«(\\["
#: A stop with the quotes that close behind it; a stop of another script; a lost space after a stop; a line's end.
_CANDIDATE = re.compile(
    rf"(?<![.!?…])[.!?…]++[{_CLOSING}]*+(?=\s|$)"
    r"|[。！？।؟]++[」』”’\"]*+"
    r"|(?<=[a-z]{3})[.!?][”\"]?(?=[A-Z][a-z])"
    r"|\n\s*+"
)
_NEXT = re.compile(rf"\s*+([{_OPENING}]*+)(\w[\w'’-]*+)?(\.?)")
_SOLID = re.compile(r"\S")
_BULLET = re.compile(r"[-*•–—·▪>]\s|\(?\w{1,3}[.)]\s")
_LETTERS_WITH_DOTS = re.compile(r"(?:\w\.)+\w")
#: `"Why?" Mr. Wu asked`: the question is part of the sentence of who asked it.
_SPEAKER = re.compile(r"(?:[A-Z][\w.'’-]{0,30}\s){1,4}(?:asked|said|says|wrote|added|replied|told|shouted)\b")


#: Before a name: the stop never ends a sentence.
_TITLES = words(
    "mr mrs ms mx dr drs prof gen lt col maj capt cpl sgt adm cmdr cdr sen sens rep reps gov govs pres amb hon rev fr",
    "messrs mme mlle supt det insp brig pte pvt spc sec atty mt ft",
)
_NEVER_LAST = frozenset({"v", "vs", "cf", "viz", "approx"})
#: Before a number only.
_NUMBERED = words(
    "no nos art arts par para ch vol fig pp jan feb mar apr jun jul aug sep sept oct nov dec",
)
#: Abbreviations that may also close a sentence: it does where the next word is one that opens sentences.
_EITHER = words(
    "inc corp co cos ltd llc plc jr sr etc al st ave blvd bros dept est ph.d u.s u.k u.n e.u d.c eg ie",
)
_CLOCK = frozenset({"a.m", "p.m"})
_AFTER_CLOCK = words(
    "EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT BST UTC CET CEST IST JST KST MSK Eastern Central Pacific",
    "Mountain Moscow Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June",
    "July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
)
_OPENERS = words(
    "The A An It Its He His She Her They Their We Our You Your I My This That These Those There Here In On At For",
    "From By With As After Before Since Until While When Where If Although Though Because But And Or So Yet Nor",
    "However Meanwhile Also Both Neither Some Many Most Several Such What Who Why How Under Over During Despite",
    "Earlier Later Last Now Then Today Yesterday Officials Analysts Asked According To Not Each Every All Any Another",
    "One Two Still Instead Separately",
)
#: Words that no sentence or heading closes with.
_OPEN_ENDS = (" the", " a", " an", " of", " and", " to", " with", " for", " from", " by", " at", " that", " in", " on", ",")
#: Lines of a block wrapped by hand are at most this wide, and the widest is at least so wide.
_WIDEST_WRAP, _NARROWEST_WRAP = 120, 50


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, in order.

    A blank line ends a sentence, and so does a line's end, unless the lines were wrapped to a width.
    """
    return tuple(_spans(text))


def _spans(text: str) -> Iterator[Span]:
    start, wrapped = 0, _wrapped_breaks(text)
    for found in _CANDIDATE.finditer(text):
        if found.start() < start or not _ends(text, start, found, wrapped):
            continue
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    first = _SOLID.search(text, start, end)
    if first:
        piece = text[first.start() : end].rstrip()
        yield Span(first.start(), first.start() + len(piece))


def _ends(text: str, start: int, found: re.Match[str], wrapped: frozenset[int]) -> bool:
    mark = found.group()
    if "\n" in mark:
        return found.start() + mark.index("\n") not in wrapped
    after = _NEXT.match(text, found.end())
    if after is None or mark[0] in "。！？।؟":
        return True
    opening, word, dot = after.groups()
    if not word:
        return True
    if not opening and word[0].islower():
        return False
    if mark[0] == "." and mark.rstrip("\"'”’»)]") == ".":
        return _full_stop(text, start, found.start(), word, followed_by_dot=bool(dot))
    return mark[-1] in "!?.…" or not _SPEAKER.match(text, after.start(2))


def _full_stop(text: str, start: int, at: int, word: str, *, followed_by_dot: bool) -> bool:
    """Whether the stop at `at` ends the sentence, or belongs to the abbreviation or number before it."""
    nearby = text[max(start, at - 30) : at].split()
    last = nearby[-1].lstrip(_OPENING) if nearby else ""
    low = last.lower()
    if (low in _TITLES and last[0].isupper()) or low in _NEVER_LAST:
        return False
    if low in _NUMBERED and len(low) > 1:
        return not word[0].isdigit()
    if low in _CLOCK:
        return word not in _AFTER_CLOCK and not word[0].isdigit()
    if low in _EITHER or _LETTERS_WITH_DOTS.fullmatch(last) or (len(last) == 1 and last.isupper()):
        return word in _OPENERS and not followed_by_dot
    # "1. Strengthen ties" at the start of a line is a numbered point.
    return not (last.isdigit() and text[start:at].strip() == last)


def _wrapped_breaks(text: str) -> frozenset[int]:
    """The places of line ends that only wrap a sentence to the width of a page or a screen."""
    if "\n" not in text:
        return frozenset()
    inside: set[int] = set()
    block: list[tuple[int, str]] = []  # each line and where it ends
    at = 0
    for line in text.split("\n"):
        if line.strip() == "":
            inside.update(_breaks_of_block(block))
            block = []
        else:
            block.append((at + len(line), line.rstrip()))
        at += len(line) + 1
    inside.update(_breaks_of_block(block))
    return frozenset(inside)


def _breaks_of_block(block: list[tuple[int, str]]) -> Iterator[int]:
    if len(block) < 2:
        return
    width = max(len(line) for _, line in block)
    pairs = list(itertools.pairwise(block))
    # Filled to a width: no line had room for the first word of the next.
    filled = (
        len(block) > 2
        and _NARROWEST_WRAP <= width <= _WIDEST_WRAP
        and all(len(line) + 1 + len(below.split(maxsplit=1)[0]) > width for (_, line), (_, below) in pairs)
    )
    for (at, line), (_, below) in pairs:
        runs_on = line.endswith(_OPEN_ENDS) or (below.lstrip()[:1].islower() and line[-1] not in '.!?:;…"”')
        if (filled or runs_on) and not _BULLET.match(below.lstrip()):
            yield at
