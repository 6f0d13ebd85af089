"""The rules by which promises are kept, left open, taken back: each with the least story that shows it, and one that must not."""

import pytest
from relations_notation import story

from detente.relations import signs
from detente.relations.commitments import Commitment, commitments


def _fate(text: str, as_of: str) -> Commitment:
    told = story(text)
    return next(c for c in commitments(told.dossier("EST RUS", as_of)) if told.ids["a"] in c.ids)


MEET = """
    > 2023-02-01 Baltic Wire
    a AGREE(CONSULT) EST:officials+RUS:officials | 2023-02-01 | cod | | {due}
    {promise}
    > {on} Baltic Wire
    b {deed}
    {said}
"""
AGREED = "Officials of Estonia and Russia agreed to hold a dialogue on cod."


def _meet(
    deed: str, said: str, *, due: str = "", on: str = "2023-03-02", promise: str = AGREED, as_of: str = "2023-03-20"
) -> str:
    return _fate(MEET.format(due=due, promise=promise, on=on, deed=deed, said=said), as_of).status


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("They discussed next steps towards the dialogue on cod.", "open"),
        ("He previewed the upcoming dialogue on cod.", "open"),
        ("They met for the dialogue on cod and discussed next steps.", "kept"),
    ],
)
def test_what_lies_ahead_has_not_been_done(said: str, status: str) -> None:
    assert _meet("CONSULT EST:officials+RUS:officials | 2023-03-02 | cod", said) == status


@pytest.mark.parametrize(("topic", "status"), [("meeting", "overdue"), ("cod", "kept")])
def test_what_any_contact_is_called_is_no_matter(topic: str, status: str) -> None:
    promise, due = "The committee of Estonia and Russia will hold its next meeting in March.", "due 2023-03-01..2023-03-31"
    text = MEET.format(
        due=due, promise=promise, on="2023-03-02", said="They met there.", deed=f"CONSULT EST+RUS | 2023-03-02 | {topic}"
    ).replace("| cod | |", f"| {topic} | |")
    assert _fate(text, "2023-04-20").status == status


@pytest.mark.parametrize(("on", "status"), [("2023-02-20", "overdue"), ("2023-03-02", "kept")])
def test_a_meeting_before_its_month_is_another(on: str, status: str) -> None:
    due = "due 2023-03-01..2023-03-31"
    deed = f"CONSULT EST:officials+RUS:officials | {on} | "
    promise = "Officials of Estonia and Russia will meet in person in March."
    assert _meet(deed, "They met in person.", due=due, on=on, promise=promise, as_of="2023-04-20") == status


def test_the_contact_in_which_a_contact_was_promised_does_not_keep_it() -> None:
    deed, said = "CONSULT EST:officials+RUS:officials | 2023-02-01 | cod", "Both spoke of cod."
    assert _meet(deed, said, on="2023-02-02") == "open"


@pytest.mark.parametrize(
    ("promise", "status"),
    [
        ("They agreed to hold a dialogue on cod.", "kept"),  # whoever holds it
        ("They planned a leader-level call on cod.", "kept"),
        ("They will meet in person on cod.", "open"),
    ],
)
def test_others_may_meet_than_those_who_agree_on_it(promise: str, status: str) -> None:
    assert (
        _meet("CONSULT EST:president+RUS:president | 2023-03-02 | cod", "The presidents talked about cod.", promise=promise)
        == status
    )


@pytest.mark.parametrize(
    ("said", "status"), [("Both signed an accord on nets.", "kept"), ("Both want an accord on nets.", "overdue")]
)
def test_who_sign_on_the_day_of_their_meeting_have_met(said: str, status: str) -> None:
    due = "due 2023-03-01..2023-03-02"
    deed = "SUPPORT EST:officials+RUS:officials | 2023-03-02 | nets"
    assert _meet(deed, said, due=due, promise="Officials of Estonia and Russia will meet.") == status


@pytest.mark.parametrize(("on", "status"), [("2023-03-04", "kept"), ("2023-03-19", "overdue")])
def test_an_undated_meeting_was_in_the_days_before_it_was_told(on: str, status: str) -> None:
    due, deed = "due 2023-03-01..2023-03-01", "CONSULT EST:officials+RUS:officials | | "
    assert _meet(deed, "As they told each other.", due=due, on=on) == status


DEED = """
    > 2023-02-01 Baltic Wire
    a AGREE({of}) EST{to} | 2023-02-01 | {topic} | | {due}
    {promise}
    > 2023-02-10 Baltic Wire
    b {deed}
    {said}
"""


def _deed(deed: str, said: str, promise: str, *, of: str, topic: str = "", due: str = "", to: str = " > RUS") -> Commitment:
    text = DEED.format(of=of, to=to, topic=topic, due=due, promise=promise, deed=deed, said=said)
    return _fate(text, "2023-02-20")


def test_any_office_may_tell_what_a_state_does() -> None:
    promise = "The defence ministry of Estonia will send the nets."
    found = _deed(
        "AID EST:president > RUS | 2023-02-10 | nets", "The president sent the nets.", promise, of="AID", topic="nets"
    )
    assert found.status == "kept"


@pytest.mark.parametrize(("due", "status"), [("due 2023-02-01..2023-02-15", "kept"), ("", "open")])
def test_what_was_promised_for_days_and_comes_within_them_is_the_deed(due: str, status: str) -> None:
    promise, said = (
        "Estonia will impose new sanctions on Russia over the missile plan.",
        "Estonia imposed sanctions and curbs on Russia.",
    )
    found = _deed(
        "SANCTION EST > RUS | 2023-02-10 | sanctions; curbs", said, promise, of="SANCTION", topic="missile plan", due=due
    )
    assert found.status == status


@pytest.mark.parametrize(("topic", "status"), [("repatriation", "kept"), ("wheat", "open")])
def test_other_words_of_one_sort_of_matter_do(topic: str, status: str) -> None:
    promise = "Estonia agreed to accept the illegal aliens."
    deed = f"COOPERATE EST:president > RUS:president | 2023-02-10 | {topic}"
    text = DEED.format(
        of="COOPERATE",
        to=":president > RUS:president",
        topic="illegal aliens",
        due="",
        promise=promise,
        deed=deed,
        said="It came.",
    )
    assert _fate(text, "2023-02-20").status == status


@pytest.mark.parametrize(
    ("said", "status"),
    [("Both reaffirmed their firm commitment to the treaty on cod.", "open"), ("Both signed the treaty on cod.", "kept")],
)
def test_who_affirms_that_he_is_bound_has_not_done_it(said: str, status: str) -> None:
    deed = "SUPPORT EST+RUS | 2023-02-10 | treaty on cod"
    found = _deed(deed, said, "Both agreed on a treaty on cod.", of="SUPPORT", topic="treaty on cod", to="+RUS")
    assert found.status == status


def test_an_act_that_shares_nothing_but_its_type_is_not_the_deed() -> None:
    promise = "Their presidents agreed to negotiate an arrangement."
    deed, due = "AGREE(COOPERATE) EST:president+RUS:president | 2023-02-10 | cod", "due 2023-02-02..2023-02-18"
    found = _deed(deed, "They would work on cod.", promise, of="AGREE", due=due, to=":president+RUS:president")
    assert found.status == "overdue"


@pytest.mark.parametrize(
    ("said", "status", "progress"),
    [("The time is now to fully implement the truce.", "open", "partly"), ("It praised the truce.", "kept", None)],
)
def test_what_is_called_for_in_full_was_done_in_part(said: str, status: str, progress: str | None) -> None:
    text = """
    > 2023-02-01 Baltic Wire
    a AGREE(RETREAT) EST+RUS | 2023-02-01 | truce
    Both accepted a truce.
    > 2023-02-10 Baltic Wire
    b RETREAT/ceasefire EST+RUS | 2023-02-10 | truce
    The truce began.
    > 2023-02-15 Baltic Wire
    c REQUEST(RETREAT) USA > EST+RUS | 2023-02-15 | truce
    {}
    """
    found = _fate(text.format(said), "2023-02-20")
    assert (found.status, found.progress) == (status, progress)


THREAT = "Estonia will put tariffs on rye on 1 August."


@pytest.mark.parametrize(
    ("deed", "said", "status"),
    [
        ("CONCEDE(RETREAT) EST > RUS | 2023-02-10 | tariffs on rye", "Estonia will cut tariffs on rye.", "withdrawn"),
        ("SANCTION EST > RUS | 2023-02-10 | tariff rate", "As part of the agreement a lower tariff rate stands.", "withdrawn"),
        ("RETREAT EST > RUS | 2023-02-10 | two sailors", "Estonia let two sailors go.", "open"),
    ],
)
def test_a_threat_is_taken_back_by_what_comes_in_its_place(deed: str, said: str, status: str) -> None:
    due = "due 2023-08-01..2023-08-01"
    assert _deed(deed, said, THREAT, of="SANCTION", topic="tariffs on rye", due=due).status == status


@pytest.mark.parametrize(("due", "status"), [("", "open"), ("due 2023-02-15..2023-02-15", "withdrawn")])
def test_a_meeting_scrapped_is_the_promised_one_only_where_that_had_a_day(due: str, status: str) -> None:
    found = _deed(
        "REJECT(CONSULT) EST > RUS | 2023-02-10 | ",
        "Estonia scrapped the meeting.",
        "Estonia will set one up.",
        of="CONSULT",
        due=due,
    )
    assert found.status == status


def test_the_day_says_more_than_the_month_and_when_it_is_over_a_meeting_is_another() -> None:
    text = """
    > 2023-09-26 Baltic Wire
    a AGREE(CONSULT) EST > RUS | 2023-09-26 | cod | | due 2023-10-01..2023-10-31
    Estonia will host a meeting of the cod group next month.
    > 2023-09-26 Harbour Wire
    b AGREE(CONSULT) EST > RUS | 2023-09-26 | cod | | due 2023-10-12..2023-10-12
    Estonia will host a meeting of the cod group on 12 October.
    > 2023-10-16 Baltic Wire
    c AGREE(CONSULT) EST > RUS | 2023-10-16 | cod | | due 2023-11-01..2023-11-30
    Estonia will host a meeting of the cod group in November.
    """
    told = story(text)
    first, second = commitments(told.dossier("EST RUS", "2023-10-20"))
    assert (first.deadline.isoformat() if first.deadline else "", first.status) == ("2023-10-12", "overdue")
    assert (second.ids, second.status) == ((told.ids["c"],), "open")


def test_what_both_promise_each_other_to_do_to_a_third_is_on_their_page() -> None:
    text = "> 2023-02-01 Baltic Wire\na AGREE(RETREAT) EST+RUS > UKR | 2023-02-01 | ports\nBoth agreed on a truce with Ukraine."
    assert _fate(text, "2023-02-20").status == "open"


def test_a_later_telling_says_what_was_promised_as_well() -> None:
    text = """
    > 2023-02-01 Baltic Wire
    a AGREE(CONSULT) EST:officials+RUS:officials | 2023-02-01 | | | due 2023-03-01..2023-05-31
    The first meeting will take place this spring.
    > 2023-02-02 Harbour Wire
    b AGREE(CONSULT) EST:officials+RUS:officials | 2023-02-02 | technology | | due 2023-03-01..2023-05-31
    The first meeting on technology will take place this spring.
    > 2023-04-02 Baltic Wire
    c CONSULT EST:officials+RUS:officials | 2023-04-02 | technology
    The group was launched.
    """
    assert _fate(text, "2023-04-20").status == "kept"


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("As I committed, all funds are allocated.", True),
        ("This fulfills his promise.", True),
        ("All funds are allocated.", False),
    ],
)
def test_who_does_something_as_promised_says_so(quote: str, said: bool) -> None:
    assert signs.says_kept(quote) is said


@pytest.mark.parametrize(("name", "status"), [("Ivan Rebane", "kept"), ("Mart Kask", "overdue")])
def test_a_meeting_with_one_president_is_not_kept_by_a_meeting_with_another(name: str, status: str) -> None:
    text = """
    > 2023-02-01 Baltic Wire
    a AGREE(CONSULT) RUS:president=Oleg Orlov > EST:president=Ivan Rebane | 2023-02-01 | | | due 2023-02-05..2023-04-05
    The president will welcome his colleague to the palace.
    > 2023-03-02 Baltic Wire
    b CONSULT/visit RUS:president=Oleg Orlov+EST:president={} | 2023-03-02 |
    The president received him.
    """
    assert _fate(text.format(name), "2023-04-20").status == status


@pytest.mark.parametrize(("mode", "status"), [("", "open"), ("/phone", "kept")])
def test_a_promised_call_is_kept_by_a_call(mode: str, status: str) -> None:
    due, promise = "due 2023-03-01..2023-05-31", "The presidents are to speak by telephone on cod in the spring."
    deed = f"CONSULT{mode} EST+RUS | 2023-03-02 | cod"
    assert _meet(deed, "Contacts on cod were resumed.", due=due, promise=promise) == status


VISIT = """
    > 2023-02-01 Baltic Wire
    a AGREE(CONSULT) EST:officials > RUS | 2023-02-01 | cod | | due 2023-03-01..2023-05-31
    Estonia's officials are to visit Russia for talks on cod.
    > 2023-03-02 Baltic Wire
    b CONSULT/visit {deed} | 2023-03-02 | cod
    {said}
"""


@pytest.mark.parametrize(
    ("deed", "said", "status"),
    [
        ("RUS:officials > EST", "Russia's officials visited Estonia for talks on cod.", "open"),
        ("EST:officials > RUS", "Estonia's officials visited Russia for talks on cod.", "kept"),
    ],
)
def test_a_promised_visit_is_kept_by_those_who_promised_it(deed: str, said: str, status: str) -> None:
    assert _fate(VISIT.format(deed=deed, said=said), "2023-03-20").status == status
