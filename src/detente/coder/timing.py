"""Numbered rules that date acts by what is told around them."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Final

from detente.coder.drafts import EventDraft, Scene, countries_of

TimingRule = Callable[[Sequence[EventDraft], Scene], list[EventDraft]]

#: What is done in a meeting: said, asked, promised, refused.
#: Characters before a verb in which its "I" or "we" stands.
_REACH: Final = 40
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e)(?:['’](?:m|re|ll))?\s+(?:\w+\s+){0,3}$")
_PAST = re.compile(r"(?:ed|ught|poke|met|aid|old)$")
_SAID: Final = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})


def r211(drafts: Sequence[EventDraft], scene: Scene) -> list[EventDraft]:
    """What somebody says, undated, after a dated meeting that he took part in, he said in that meeting."""
    out: list[EventDraft] = []
    meeting: EventDraft | None = None
    for draft in sorted(drafts, key=lambda d: d.trigger.start):
        if draft.type == "CONSULT" and draft.start is not None and draft.aux is None:
            meeting = draft
        elif meeting is not None and _inside(draft, meeting, scene):
            draft = replace(draft, start=meeting.start, end=meeting.end)  # noqa: PLW2901, the dated draft takes its place
        out.append(draft)
    return out


def r212(drafts: Sequence[EventDraft], scene: Scene) -> list[EventDraft]:
    """What the speaker of a statement condemns, asks or promises in the first person, he does on the day of the report."""
    published = scene.report.published
    return [
        replace(draft, start=published, end=published) if published is not None and _is_said_now(draft, scene) else draft
        for draft in drafts
    ]


def _is_said_now(draft: EventDraft, scene: Scene) -> bool:
    """Whether an undated act is said as "I thank", "we call on", "we are committed to", outside of quotation marks."""
    if draft.type not in _SAID or draft.start is not None or draft.aux is not None:
        return False
    sentence = scene.sentence(draft.trigger)
    text = scene.report.text
    before = text[max(sentence.start, draft.trigger.start - _REACH) : draft.trigger.start]
    word = text[draft.trigger.start : draft.trigger.end]
    quoted = sum(text.count(mark, sentence.start, draft.trigger.start) for mark in '“"') % 2
    return not quoted and _FIRST_PERSON.search(before) is not None and _PAST.search(word) is None


def _inside(draft: EventDraft, meeting: EventDraft, scene: Scene) -> bool:
    """Whether an act was done in a meeting: undated, by one who took part, in a sentence that names no other date."""
    if draft.type not in _SAID or draft.start is not None or draft.aux is not None:
        return False
    present = countries_of(meeting.actors) | countries_of(meeting.recipients)
    sentence = scene.sentence(draft.trigger)
    other_date = any(sentence.start <= d.start < sentence.end and d.direction != "future" for d in scene.dates)
    return bool(countries_of(draft.actors) & present) and not other_date


TIMING_RULES: Final[dict[str, TimingRule]] = {"R211": r211, "R212": r212}


def apply(drafts: Sequence[EventDraft], scene: Scene, off: Collection[str] = ()) -> list[EventDraft]:
    """The drafts after all rules but those switched off."""
    current = list(drafts)
    for number, rule in TIMING_RULES.items():
        if number not in off:
            current = rule(current, scene)
    return current
