"""Small scenes for the tests of rules: a text, its sentences, and nothing else unless given."""

from collections import Counter
from datetime import date

from detente.actors.resolver import load_resolver
from detente.coder.drafts import ClaimDraft, EventDraft, Scene, Score
from detente.nlp.dates import find_dates
from detente.nlp.segment import Span, sentences
from detente.records import Actor, Report

SURE = Score(0.9, 0.9, 0.9)
KENYA, UGANDA = Actor("Kenya", "KEN", "GOV"), Actor("Uganda", "UGA", "GOV")


RESOLVER = load_resolver()


def scene(
    text: str, published: date | None = date(2024, 1, 31), countries: tuple[str, ...] = (), *, mentions: bool = False
) -> Scene:
    report = Report("r", text, published=published)
    known = RESOLVER.mentions(report) if mentions else ()
    named = Counter(a.country for m in known for a in m.actors if a.country) or dict.fromkeys(countries, 1)
    return Scene(report, sentences(text), known, find_dates(text, published), (), tuple(Counter(named).most_common()))


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def event(text: str, kind: str, trigger: str, evidence: str | None = None, **given: object) -> EventDraft:
    given = {"actors": (KENYA,), "recipients": (UGANDA,)} | given
    return EventDraft(kind, span(text, trigger), span(text, evidence or text), SURE, **given)  # type: ignore[arg-type]


def claim(text: str, kind: str, trigger: str, stance: str, holder: Actor | None = None) -> ClaimDraft:
    return ClaimDraft(kind, span(text, trigger), span(text, text), SURE, stance, trigger, holder)
