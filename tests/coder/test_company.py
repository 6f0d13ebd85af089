from dataclasses import replace

import pytest

from detente.coder.company import COMPANY_RULES, apply
from detente.coder.thresholds import Thresholds
from detente.records import Event, Evidence
from tests.coder.scenes import KENYA, UGANDA, scene

LINES = Thresholds(roles=(), shown_apart=0.7)
ONE = "Kenya accused Uganda. "
OTHER = "The team won. "


def act(confidence: float, **given: object) -> Event:
    said = Evidence(0, 21, "Kenya accused Uganda.")
    plain = Event(
        id="e", type="ACCUSE", actors=(KENYA,), recipients=(UGANDA,), evidence=said, intensity=-3.0, quad="verbal conflict",
        confidence=confidence,
    )  # fmt: skip
    return replace(plain, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(("others", "confidence", "kept"), [(20, 0.6, 0), (20, 0.8, 1), (3, 0.6, 1)])
def test_r221_asks_more_of_a_lone_act_between_countries(others: int, confidence: float, kept: int) -> None:
    assert len(apply([act(confidence)], scene(ONE + OTHER * others), LINES)) == kept


def test_r221_leaves_acts_at_home() -> None:
    home = act(0.3, recipients=())
    assert apply([home], scene(ONE + OTHER * 20), LINES) == [home]


def test_a_rule_can_be_switched_off() -> None:
    assert apply([act(0.3)], scene(ONE + OTHER * 20), LINES, off={"R221"}) == [act(0.3)]


def test_every_rule_has_its_number_and_a_message() -> None:
    assert all(rule.__doc__ and rule.__name__ == number.lower() for number, rule in COMPANY_RULES.items())
