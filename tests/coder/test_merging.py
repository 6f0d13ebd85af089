from dataclasses import replace
from datetime import date

import pytest

from detente.coder.merging import merge
from detente.coder.timing import apply as apply_timing
from tests.coder.scenes import event, scene


def test_r201_keeps_the_fullest_telling() -> None:
    text = "Kenya expelled the Ugandan envoy. On Monday Kenya expelled the Ugandan envoy from Nairobi."
    first = event(text, "SANCTION", "expelled", "Kenya expelled the Ugandan envoy", mode="expel")
    again = text.rindex("expelled")
    second = replace(
        first,
        trigger=first.trigger._replace(start=again, end=again + 8),
        evidence=first.evidence._replace(start=text.index("On Monday"), end=len(text)),
        start=date(2024, 1, 29),
        end=date(2024, 1, 29),
    )
    assert merge([first, second], scene(text)) == [replace(second, retold=(first.trigger,))]


def test_r201_keeps_acts_of_different_days() -> None:
    text = "Kenya expelled the envoy on Monday. Kenya expelled the envoy on Friday."
    first = event(
        text, "SANCTION", "expelled", "Kenya expelled the envoy on Monday", start=date(2024, 1, 29), end=date(2024, 1, 29)
    )
    again = text.rindex("expelled")
    second = replace(
        first, trigger=first.trigger._replace(start=again, end=again + 8), start=date(2024, 1, 26), end=date(2024, 1, 26)
    )
    assert len(merge([first, second], scene(text))) == 2


@pytest.mark.parametrize(
    ("text", "promise", "act"),
    [("Kenya plans to meet Uganda.", "plans", "meet"), ("Kenya threatened Uganda, refusing to meet it.", "refusing", "meet")],
)
def test_r202_counts_a_promised_act_once(text: str, promise: str, act: str) -> None:
    told = scene(text)
    made = event(text, "AGREE", promise, of="CONSULT")
    assert merge([made, event(text, "CONSULT", act)], told) == [made]


def test_r203_joins_verb_and_noun_but_not_two_verbs() -> None:
    text = "Kenya resumed long-stalled talks with Uganda and met Rwanda."
    verb, noun = event(text, "CONSULT", "resumed"), event(text, "CONSULT", "talks")
    other = event(text, "CONSULT", "met")
    assert merge([verb, noun, other], scene(text)) == [verb, other]


def test_r211_dates_what_is_said_in_a_meeting() -> None:
    text = "Kenya met Uganda on Monday. Kenya praised Uganda."
    meeting = event(text, "CONSULT", "met", "Kenya met Uganda on Monday", start=date(2024, 1, 29), end=date(2024, 1, 29))
    praise = event(text, "SUPPORT", "praised", "Kenya praised Uganda")
    _, dated = apply_timing([meeting, praise], scene(text))
    assert dated.start == date(2024, 1, 29)


def test_r211_leaves_a_dated_sentence_alone() -> None:
    text = "Kenya met Uganda on Monday. In March Kenya had praised Uganda."
    meeting = event(text, "CONSULT", "met", "Kenya met Uganda on Monday", start=date(2024, 1, 29), end=date(2024, 1, 29))
    praise = event(text, "SUPPORT", "praised", "In March Kenya had praised Uganda")
    _, dated = apply_timing([meeting, praise], scene(text))
    assert dated.start is None


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "dated"),
    [
        ("I call on Uganda to free the men.", "REQUEST", "call on", True),
        ("We are deeply committed to work with Uganda.", "AGREE", "committed", False),
        ("We stand ready to work with Uganda.", "AGREE", "stand ready", True),
        ("We condemned Uganda.", "ACCUSE", "condemned", False),
        ("Kenya calls on Uganda to free the men.", "REQUEST", "calls on", False),
        ("“We condemn this,” the minister of Uganda said.", "ACCUSE", "condemn", False),
    ],
)
def test_r212_dates_what_the_speaker_says_now(text: str, kind: str, trigger: str, dated: bool) -> None:
    (settled,) = apply_timing([event(text, kind, trigger)], scene(text))
    assert (settled.start == date(2024, 1, 31)) is dated
