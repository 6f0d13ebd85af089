"""Dates in news prose: where they stand, and which days they mean by the report's own date and the clause's tense.

"in November", read on 31 January 2024   2023-11-01 .. 2023-11-30
"in the coming spring"                   2024-03-01 .. 2024-05-31
"since 2020"                             2020-01-01 .. open
"by year's end"                          2024-01-31 .. 2024-12-31
"""

import re
from dataclasses import dataclass
from datetime import date

from detente.nlp.date_grammar import UNDATED, Parsed
from detente.nlp.date_relations import Mentions
from detente.nlp.date_words import TRIGGER
from detente.nlp.intervals import NOWHERE, Direction, Interval, When
from detente.nlp.segment import sentences
from detente.nlp.tense import tense_around

_MAY_AS_NAME = re.compile(r"\b(?:Theresa|Mrs\.?|Ms\.?|Minister|Brian|James) May\b")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: characters `start`..`end`, the words, and the days they bound; None is open or not known.

    `direction` is `point` where the words have their year, `past`, `present` or `future` where they say so themselves, and
    `unknown` where the clause decides; its cue words then decided here, and `resolve_in` settles it once the tense is known.
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    direction: Direction


def find_dates(text: str, published: date | None) -> tuple[DateMention, ...]:
    """All dates in a text, in order, none overlapping; without the report's date only those with their year have days."""
    mentions: list[DateMention] = []
    anchor: Interval | None = None
    may_is_a_name = bool(_MAY_AS_NAME.search(text)) if "May" in text else False
    for span in sentences(text):
        if not TRIGGER.search(text, *span):
            continue
        words = Mentions(text, *span, may_is_a_name=may_is_a_name)
        for i, parsed in words.all():
            tense = tense_around(words, i, parsed.end)
            days = _resolve(parsed, When(published or UNDATED, tense, anchor, guessed=True))
            if days == NOWHERE and published and not parsed.kept:
                continue
            start, end = words.starts[i], words.ends[parsed.end - 1]
            mentions.append(DateMention(start, end, text[start:end], *days))
            if days.first and days.last and days.direction != "future":
                anchor = days
    return tuple(mentions)


def resolve_in(mention: DateMention, *, future: bool, published: date | None) -> Interval:
    """The days a mention means in a clause of known tense: "in November" of a promise is the next, of an act the last."""
    words = Mentions(mention.text, 0, len(mention.text), may_is_a_name=False)
    parsed = words.whole()
    if parsed is None or parsed.anchored:
        return Interval(mention.first, mention.last, mention.direction)
    return _resolve(parsed, When(published or UNDATED, future))


def _resolve(parsed: Parsed, when: When) -> Interval:
    return NOWHERE if when.published == UNDATED and not parsed.absolute else parsed.resolve(when)
