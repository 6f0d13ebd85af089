"""Rules about the company that a record keeps: how sure it must be in the report it stands in."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from detente.coder.drafts import Scene
from detente.coder.thresholds import Thresholds
from detente.records import Event
from detente.scorer import is_international

Rule = Callable[[Sequence[Event], Scene, Thresholds], Sequence[Event]]

#: A report is about dealings between countries where they fill a larger share of its sentences.
HARDLY: Final = 0.15


def r221(events: Sequence[Event], scene: Scene, thresholds: Thresholds) -> Sequence[Event]:
    """In a report with hardly an act between countries (in fewer than one sentence of seven), each of them must be surer."""
    between = [event for event in events if is_international(event)]
    if len(between) >= HARDLY * len(scene.sentences):
        return events
    return [e for e in events if e.confidence >= thresholds.shown_apart or not is_international(e)]


COMPANY_RULES: Final[dict[str, Rule]] = {"R221": r221}


def apply(events: Sequence[Event], scene: Scene, thresholds: Thresholds, off: Collection[str] = ()) -> Sequence[Event]:
    """The events that are shown, after all rules but those switched off."""
    for number, rule in COMPANY_RULES.items():
        if number not in off:
            events = rule(events, scene, thresholds)
    return events
