from datetime import date

import pytest

from detente.coder.claim_rules import CLAIM_RULES
from detente.coder.links import LINK_RULES
from detente.coder.rules import RULES, apply
from detente.records import Actor
from tests.coder.scenes import KENYA, UGANDA, claim, event, scene

PLAIN = "Kenya met Uganda on Tuesday."


@pytest.mark.parametrize("table", [RULES, CLAIM_RULES, LINK_RULES])
def test_every_rule_has_its_number_and_a_message(table: dict) -> None:
    assert list(table) == sorted(table)
    for number, rule in table.items():
        assert rule.__name__ == number.lower()
        assert rule.__doc__
        assert rule.__doc__.strip().endswith(".")


def test_r101_drops_an_act_without_an_actor() -> None:
    draft = event(PLAIN, "CONSULT", "met", actors=())
    assert RULES["R101"](draft, scene(PLAIN)) is None


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "start", "due"),
    [
        ("Kenya met Uganda in November.", "CONSULT", "met", date(2023, 11, 1), None),
        ("Kenya agreed in November to meet Uganda.", "AGREE", "agreed", date(2023, 11, 1), None),
        ("Kenya agreed to meet Uganda in March.", "AGREE", "agreed", None, date(2024, 3, 1)),
        ("Kenya will meet Uganda in March.", "AGREE", "will", None, date(2024, 3, 1)),
        ("Kenya urged Uganda to leave by 1 March.", "REQUEST", "urged", None, date(2024, 1, 31)),
    ],
)
def test_r102_takes_the_date_of_the_clause(text: str, kind: str, trigger: str, start: date | None, due: date | None) -> None:
    settled = RULES["R102"](event(text, kind, trigger), scene(text))
    assert settled is not None
    assert (settled.start, settled.due_start) == (start, due)


@pytest.mark.parametrize("kind", ["CONSULT", "SUPPORT", "COOPERATE", "AID"])
def test_r103_makes_a_promise_of_what_is_to_come(kind: str) -> None:
    text = "Kenya will meet Uganda in May."
    draft = event(text, kind, "meet", aux="future", start=date(2024, 5, 1), end=date(2024, 5, 31))
    settled = RULES["R103"](draft, scene(text))
    assert settled is not None
    assert (settled.type, settled.of, settled.aux) == ("AGREE", kind, None)
    assert (settled.start, settled.due_start, settled.due_end) == (None, date(2024, 5, 1), date(2024, 5, 31))


def test_r103_leaves_a_decided_harm_alone() -> None:
    text = "Kenya will impose duties."
    draft = event(text, "SANCTION", "impose", aux="future")
    assert apply(draft, scene(text)) == draft


def test_r104_makes_a_concession_of_a_withdrawal_to_come() -> None:
    text = "Kenya will withdraw."
    settled = RULES["R104"](event(text, "RETREAT", "withdraw", mode="withdraw", aux="future"), scene(text))
    assert settled is not None
    assert (settled.type, settled.of, settled.mode) == ("CONCEDE", "RETREAT", None)


@pytest.mark.parametrize("kind", ["AGREE", "CONCEDE", "REQUEST", "THREATEN"])
def test_r105_knows_no_future_promise(kind: str) -> None:
    text = "Kenya promised to go."
    settled = RULES["R105"](event(text, kind, "promised", aux="future"), scene(text))
    assert settled is not None
    assert settled.aux is None


def test_r106_drops_a_mode_of_another_type() -> None:
    settled = RULES["R106"](event(PLAIN, "CONSULT", "met", mode="expel"), scene(PLAIN))
    assert settled is not None
    assert settled.mode is None


@pytest.mark.parametrize(
    ("end", "aux", "expected"),
    [
        (date(2023, 11, 1), None, "historical"),
        (date(2023, 11, 3), "historical", None),
        (date(2024, 1, 30), None, None),
        (date(2020, 1, 1), "negation", "negation"),
    ],
)
def test_r107_counts_ninety_days(end: date, aux: str | None, expected: str | None) -> None:
    settled = RULES["R107"](event(PLAIN, "CONSULT", "met", start=end, end=end, aux=aux), scene(PLAIN))
    assert settled is not None
    assert settled.aux == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [("Kenya had expelled the envoy.", "expelled", "historical"), ("Kenya expelled the envoy.", "expelled", None)],
)
def test_r108_reads_the_past_perfect(text: str, trigger: str, expected: str | None) -> None:
    settled = RULES["R108"](event(text, "SANCTION", trigger), scene(text))
    assert settled is not None
    assert settled.aux == expected


@pytest.mark.parametrize(("text", "expected"), [("Kenya did not meet Uganda.", "negation"), ("Kenya will meet Uganda.", None)])
def test_r109_wants_a_word_of_negation(text: str, expected: str | None) -> None:
    settled = RULES["R109"](event(text, "CONSULT", "meet", aux="negation"), scene(text))
    assert settled is not None
    assert settled.aux == expected


def test_r110_makes_all_who_meet_actors_but_not_a_host() -> None:
    met = RULES["R110"](event(PLAIN, "CONSULT", "met"), scene(PLAIN))
    visited = RULES["R110"](event(PLAIN, "CONSULT", "met", mode="visit"), scene(PLAIN))
    assert met is not None
    assert visited is not None
    assert (met.actors, met.recipients) == ((KENYA, UGANDA), ())
    assert (visited.actors, visited.recipients) == ((KENYA,), (UGANDA,))


def test_r111_takes_a_country_to_one_side_only() -> None:
    minister = Actor("the minister", "KEN", "GOV")
    both = RULES["R111"](event(PLAIN, "ACCUSE", "met", recipients=(minister, UGANDA)), scene(PLAIN))
    home = RULES["R111"](event(PLAIN, "COERCE", "met", recipients=(minister,)), scene(PLAIN))
    assert both is not None
    assert home is not None
    assert both.recipients == (UGANDA,)
    assert home.recipients == (minister,)


@pytest.mark.parametrize(
    ("text", "trigger", "mode"),
    [
        ("Kenya phoned Uganda.", "phoned", "phone"),
        ("Kenya visited Uganda.", "visited", "visit"),
        ("Kenya met Uganda.", "met", None),
    ],
)
def test_r112_reads_the_mode_of_a_meeting(text: str, trigger: str, mode: str | None) -> None:
    settled = RULES["R112"](event(text, "CONSULT", trigger), scene(text))
    assert settled is not None
    assert settled.mode == mode


@pytest.mark.parametrize(("trigger", "kept"), [("denied", False), ("rejected", True)])
def test_r113_knows_a_denial_for_no_event(trigger: str, kept: bool) -> None:
    text = f"Kenya {trigger} the charge."
    assert (RULES["R113"](event(text, "REJECT", trigger), scene(text)) is not None) is kept


def test_r301_says_whom_a_claim_is_about() -> None:
    text = "Kenya sees a threat."
    settled = CLAIM_RULES["R301"](claim(text, "frame", "threat", "assert", KENYA), scene(text, countries=("UGA", "KEN")))
    assert settled is not None
    assert settled.about == ("KEN", "UGA")


def test_r302_turns_a_denied_frame_into_a_rejected_one() -> None:
    text = "Kenya denied the charge."
    settled = CLAIM_RULES["R302"](claim(text, "frame", "denied", "assert", KENYA), scene(text))
    assert settled is not None
    assert settled.stance == "reject"


def test_r114_finds_the_other_side_of_the_story() -> None:
    text = "Uganda and Kenya talked. Uganda spoke and Kenya listened. Kenya complained."
    told = scene(text, mentions=True)
    settled = RULES["R114"](event(text, "ACCUSE", "complained", "Kenya complained", recipients=()), told)
    assert settled is not None
    assert [a.country for a in settled.recipients] == ["UGA"]


def test_r114_does_not_guess_between_three() -> None:
    text = "Uganda and Kenya and Rwanda talked. Kenya complained."
    settled = RULES["R114"](event(text, "ACCUSE", "complained", "Kenya complained", recipients=()), scene(text, mentions=True))
    assert settled is not None
    assert settled.recipients == ()


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "expected"),
    [
        ("Kenya agreed to lift sanctions on Uganda.", "agreed", "SANCTION", "CONCEDE"),
        ("Kenya promised last week to release the crew.", "promised", "AGREE", "CONCEDE"),
        ("Kenya agreed to meet Uganda.", "agreed", "AGREE", "AGREE"),
    ],
)
def test_r115_knows_a_promise_to_yield(text: str, trigger: str, kind: str, expected: str) -> None:
    settled = RULES["R115"](event(text, kind, trigger), scene(text))
    assert settled is not None
    assert settled.type == expected


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "of"),
    [
        ("Kenya urged Uganda to withdraw its guards.", "REQUEST", "urged", "RETREAT"),
        ("Kenya expects Uganda to re-engage in the dialogue.", "REQUEST", "expects", "CONSULT"),
        ("Kenya refused to provide loans to Uganda.", "REJECT", "refused", "AID"),
        ("Kenya warned Uganda of sanctions and strikes.", "THREATEN", "warned", "SANCTION"),
        ("Kenya urged Uganda to think again.", "REQUEST", "urged", None),
    ],
)
def test_r117_names_what_a_promise_or_request_is_of(text: str, kind: str, trigger: str, of: str | None) -> None:
    settled = RULES["R117"](event(text, kind, trigger), scene(text))
    assert settled is not None
    assert settled.of == of


def test_r117_leaves_what_the_model_named() -> None:
    text = "Kenya urged Uganda to withdraw its guards."
    draft = event(text, "REQUEST", "urged", of="SUPPORT")
    assert RULES["R117"](draft, scene(text)) == draft


@pytest.mark.parametrize(
    ("due", "start", "aux", "kept"),
    [
        (date(2022, 8, 31), None, None, False),
        (date(2024, 8, 31), None, None, True),
        (date(2022, 8, 31), date(2022, 3, 1), "historical", True),
        (date(2022, 8, 31), None, "historical", True),
    ],
)
def test_r118_drops_a_due_date_before_the_promise(due: date, start: date | None, aux: str | None, kept: bool) -> None:
    text = "Kenya agreed to meet Uganda."
    draft = event(text, "AGREE", "agreed", due_start=due, due_end=due, start=start, end=start, aux=aux, date_text="in August")
    settled = RULES["R118"](draft, scene(text))
    assert settled is not None
    assert (settled.due_end is not None) is kept
    assert (settled.date_text is not None) is kept


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "actors", "recipients"),
    [
        ("Kenya and Rwanda congratulated Uganda.", "SUPPORT", "congratulated", "KEN RWA", "UGA"),
        ("Kenya, Rwanda, Mali and Chad closed routes to Uganda.", "SANCTION", "closed", "KEN RWA MLI TCD", "UGA"),
        ("Kenya urged Uganda and Rwanda to meet.", "REQUEST", "urged", "KEN", "UGA RWA"),
        ("Kenya warned Uganda and Rwanda closed its border.", "THREATEN", "warned", "KEN", "UGA"),
        ("Kenya and Uganda traded blows.", "ASSAULT", "traded", "KEN", "UGA"),
        ("Kenya, an ally of Rwanda, warned Uganda.", "THREATEN", "warned", "KEN", "UGA"),
    ],
)
def test_r119_joins_those_whom_and_joins(text: str, kind: str, trigger: str, actors: str, recipients: str) -> None:
    settled = RULES["R119"](event(text, kind, trigger), scene(text, mentions=True))
    assert settled is not None
    assert [a.country for a in settled.actors] == actors.split()
    assert [a.country for a in settled.recipients] == recipients.split()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Kenya discussed Sudan and Chad with Uganda.", "KEN UGA"),
        ("Kenya and Uganda held talks on Sudan.", "KEN UGA"),
        ("Kenya met Uganda and Sudan on Monday.", "KEN UGA SDN"),
        ("Kenya held talks on Sudan.", "KEN SDN"),
        ("Kenya, Uganda and Sudan discussed Sudan.", "KEN UGA SDN"),
    ],
)
def test_r120_takes_what_talks_are_about_out_of_them(text: str, left: str) -> None:
    at = scene(text, mentions=True)
    named = {a.country: a for m in at.mentions for a in m.actors if a.country}
    trigger = next(word for word in ("discussed", "talks", "met") if word in text)
    settled = RULES["R120"](event(text, "CONSULT", trigger, actors=tuple(named.values()), recipients=()), at)
    assert settled is not None
    assert {a.country for a in settled.actors} == set(left.split())
