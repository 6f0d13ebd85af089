"""Numbered rules that date acts by what is told around them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from detente.coder.drafts import EventDraft, Scene, countries_of

TimingRule = Callable[[Sequence[EventDraft], Scene], list[EventDraft]]

#: What is done in a meeting: said, asked, promised, refused.
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


def _inside(draft: EventDraft, meeting: EventDraft, scene: Scene) -> bool:
    """Whether an act was done in a meeting: undated, by one who took part, in a sentence that names no other date."""
    if draft.type not in _SAID or draft.start is not None or draft.aux is not None:
        return False
    present = countries_of(meeting.actors) | countries_of(meeting.recipients)
    sentence = scene.sentence(draft.trigger)
    other_date = any(sentence.start <= d.start < sentence.end and d.direction != "future" for d in scene.dates)
    return bool(countries_of(draft.actors) & present) and not other_date


TIMING_RULES: Final[dict[str, TimingRule]] = {"R211": r211}


def apply(drafts: Sequence[EventDraft], scene: Scene) -> list[EventDraft]:
    """The drafts after all rules."""
    current = list(drafts)
    for rule in TIMING_RULES.values():
        current = rule(current, scene)
    return current
