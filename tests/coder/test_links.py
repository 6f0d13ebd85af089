from datetime import date

from detente.coder.links import LINK_RULES, Records
from detente.nlp.segment import Span
from detente.ontology import plover
from detente.records import Actor, Event, Evidence
from tests.coder.scenes import KENYA, UGANDA, scene, span

TEXT = "Kenya and Uganda resumed long-stalled talks. The resumption came after Kenya agreed to lift a ban on the line."


def made(ident: str, kind: plover.EventType, words: str, actors: tuple[Actor, ...]) -> Event:
    at = span(TEXT, words)
    return Event(
        id=ident, type=kind, actors=actors, recipients=(UGANDA,), start=date(2024, 1, 30),
        intensity=0.0, quad=plover.QUADS[kind], confidence=0.9, evidence=Evidence(at.start, at.end, words),
    )  # fmt: skip


TALKS = made("talks", "CONSULT", "Kenya and Uganda resumed long-stalled talks", (KENYA, UGANDA))
LIFTING = made("lifting", "CONCEDE", "Kenya agreed to lift a ban on the line", (KENYA,))


def test_r401_ties_an_act_where_it_is_told_again() -> None:
    told = Records(scene(TEXT), (TALKS, LIFTING), (), {"talks": (span(TEXT, "resumption"),)})
    (link,) = LINK_RULES["R401"](told)
    assert (link.kind, link.source, link.target) == ("exchange", "talks", "lifting")
    assert link.evidence.quote == "The resumption came after Kenya agreed to lift a ban on the line."


def test_r401_needs_both_acts_in_the_sentence() -> None:
    assert not list(LINK_RULES["R401"](Records(scene(TEXT), (TALKS, LIFTING), ())))


def test_an_act_told_twice_in_a_sentence_is_not_tied_to_itself() -> None:
    again = Records(scene(TEXT), (LIFTING,), (), {"lifting": (Span(LIFTING.evidence.end, len(TEXT)),)})
    assert not list(LINK_RULES["R401"](again))
