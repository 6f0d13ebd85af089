"""What reading briefs on real reports line by line found wrong, each with the least story that shows it."""

from dataclasses import replace
from datetime import date

import pytest
from relations_notation import story

from detente.indices.indices import state
from detente.indices.series import Point
from detente.relations import brief
from detente.relations.brief import voices
from detente.relations.channels import channels
from detente.relations.commitments import commitments
from detente.relations.dossier import Dossier
from detente.relations.exchanges import exchanges
from detente.relations.measures import measures
from detente.relations.wording import clause


def _dossier(text: str, as_of: str = "2023-12-31") -> Dossier:
    return story(text).dossier("EST RUS", as_of)


def _brief(text: str, as_of: str = "2023-12-31") -> brief.Brief:
    told = _dossier(text, as_of)
    found = state([Point(*scored) for scored in told.scored], told.as_of)
    return brief.build(told, state=found)


TALKED = """
    > {on} Baltic Wire
    a CONSULT EST+RUS | {on} | the swans
    Estonia and Russia held talks on the swans.
"""


def test_a_channel_nobody_heard_of_for_a_year_is_not_called_open_or_running() -> None:
    (line,) = brief.section(_brief(TALKED.format(on="2022-03-01")), "channels").lines  # type: ignore[union-attr]
    assert line.text == "Talks on the swans: no contact reported for 670 days; open when last heard of (1 Mar 2022)."
    bottom = " ".join(line.text for line in _brief(TALKED.format(on="2022-03-01")).bottom_line)
    assert "Open when last heard of, over a year ago: talks on the swans" in bottom
    assert "unning" not in bottom
    (line,) = brief.section(_brief(TALKED.format(on="2023-03-01")), "channels").lines  # type: ignore[union-attr]
    assert line.text.startswith("Talks on the swans: open; last contact 1 Mar 2023")


@pytest.mark.parametrize(("topic", "key"), [("plans", "general"), ("peaceful", "general"), ("the swans", "the swans")])
def test_a_word_that_tells_nothing_is_no_matter(topic: str, key: str) -> None:
    found = channels(
        _dossier(TALKED.format(on="2023-03-01").replace("| the swans", f"| {topic}").replace("on the swans", "there"))
    )
    assert [channel.topic for channel in found] == [key]


def test_a_state_without_acts_says_how_old_the_newest_report_is() -> None:
    first, *_ = _brief(TALKED.format(on="2023-03-01")).bottom_line
    assert first.text.startswith(
        "State: silence: no act between the two is dated 3 Oct 2023 – 31 Dec 2023; the newest report on the"
    )
    assert "1 Mar 2023 (305 days before)" in first.text


def test_one_act_is_no_state() -> None:
    made = _brief(TALKED.format(on="2023-12-01"))
    assert made.title == "Estonia and Russia: too few acts ·"
    assert made.bottom_line[0].text == "State: too few acts for a word, over 3 Oct 2023 – 31 Dec 2023."


@pytest.mark.parametrize(("due", "deadline"), [("2023-04-08..2023-04-08", None), ("2023-04-08..2023-04-30", date(2023, 4, 30))])
def test_a_promise_is_never_due_on_the_day_it_is_made(due: str, deadline: date | None) -> None:
    text = f"> 2023-04-08 Baltic Wire\na AGREE(COOPERATE) RUS > EST | 2023-04-08 | cod | | due {due}\nRussia promised to share cod."
    (found,) = commitments(_dossier(text))
    assert (found.deadline, found.status) == (deadline, "overdue" if deadline else "open")


ANSWERED = """
    > 2023-02-06 Baltic Wire
    a ASSAULT RUS > EST | 2023-02-06 | the post
    Russian soldiers fired at the post.
    b {by} | 2023-02-10 | the post
    {said}
    L responds b > a
    The answer came four days later.
"""


@pytest.mark.parametrize(
    ("by", "said", "stated"),
    [
        ("ACCUSE EST > RUS", "Estonia condemned Russia for it.", 1),
        ("ASSAULT RUS > EST", "Russia fired again.", 0),  # nobody answers himself
        ("ACCUSE GBR > RUS", "Britain condemned Russia for it.", 0),  # and others do not answer for a side
    ],
)
def test_answers_are_those_of_the_other_side(by: str, said: str, stated: int) -> None:
    assert sum(found.stated for found in exchanges(_dossier(ANSWERED.format(by=by, said=said)))) == stated


def test_after_is_no_reason() -> None:
    text = "> 2023-02-06 Baltic Wire\na SANCTION/discontinue EST > RUS | 2023-02-06 | imports of fish\n{}"
    said = "Estonia banned imports of Russian fish {} the visit."
    assert measures(_dossier(text.format(said.format("after"))))[0].reason is None
    assert measures(_dossier(text.format(said.format("because of"))))[0].reason is not None


@pytest.mark.parametrize(
    ("topics", "words"),
    [
        ("Russia", "Estonia cooperated with Russia"),
        ("over cod", "Estonia cooperated with Russia on cod"),
        ("Russian cod", "Russian cod"),
    ],
)
def test_topics_that_add_nothing_are_not_said(topics: str, words: str) -> None:
    text = (
        f"> 2023-02-06 Baltic Wire\na COOPERATE EST > RUS | 2023-02-06 | {topics}\nEstonia cooperated with Russia on {topics}."
    )
    assert words in clause(_dossier(text).acts[0].event, "done")


def test_a_basis_of_nearly_one_publisher_is_not_high() -> None:
    reports = "\n".join(
        f"> 2023-12-{day:02} One Wire\na{day} CONSULT EST+RUS | | cod\nThey talked, {day}." for day in range(1, 29)
    )
    more = "".join(f"\n> 2023-12-30 {name}\nb CONSULT EST+RUS | | cod\nThey met, said {name}." for name in ("B Post", "C Day"))
    basis = brief.section(_brief(reports + more), "basis")
    assert basis
    assert basis.lines[0].text.startswith("Confidence in the basis: moderate.")
    assert "28 of 30 reports are of One Wire" in basis.lines[0].text
    assert not basis.lines[0].doubtful


def test_fears_of_long_ago_are_history() -> None:
    text = """
        > 2019-02-06 Baltic Wire
        C risk assert RUS | a clash at sea
        Moscow fears a clash at sea.
        a CONSULT EST+RUS | 2019-02-06 | cod
        Estonia and Russia talked about cod.
        > {on} Baltic Wire
        C risk assert RUS | a quarrel over fish
        Moscow fears a quarrel over fish.
        b CONSULT EST+RUS | {on} | cod
        Estonia and Russia talked about cod again.
    """
    found = brief.section(_brief(text.format(on="2023-12-01")), "dangers")
    assert found
    assert ["a clash" in line.text for line in found.lines] == [False]
    assert "a quarrel" in found.lines[0].text


def test_a_plan_of_long_ago_says_so() -> None:
    text = (
        "> 2020-04-08 Baltic Wire\na AGREE(CONSULT) EST+RUS | 2020-04-08 | fish\nEstonia and Russia agreed to talk about fish."
    )
    found = brief.section(_brief(text), "channels")
    assert found
    assert found.lines[0].text.endswith("no contact reported in the 1362 days since.")


def test_the_latest_promises_come_first() -> None:
    text = "\n".join(
        f"> 20{year}-04-08 Baltic Wire\na{year} AGREE(AID) RUS > EST | 20{year}-04-08 | {what}\nRussia promised Estonia {what}."
        for year, what in ((20, "gas"), (21, "timber"), (22, "books"))
    )
    found = brief.section(_brief(text), "promises")
    assert found
    assert [line.text.split("promised 8 Apr ")[1][:4] for line in found.lines[:3]] == ["2022", "2021", "2020"]


def test_measures_read_doubtfully_alone_are_counted_apart() -> None:
    text = "> 2023-02-06 Baltic Wire\na SANCTION/discontinue EST > RUS | 2023-02-06 | imports of fish\nEstonia banned imports of fish."
    told = _dossier(text)
    doubted = tuple(replace(c, events=tuple(replace(e, confidence=0.2) for e in c.events)) for c in told.codings)
    for codings, words in (
        (told.codings, "1 measure in force between them."),
        (doubted, "them, all by doubtful readings alone."),
    ):
        made = brief.build(Dossier(told.dyad, told.as_of, (*codings, *_talked().codings)))
        assert made.bottom_line[0].text.endswith(words)


def _talked() -> Dossier:
    return story(TALKED.format(on="2023-11-01"), "talked").dossier("EST RUS", "2023-12-31")


def test_what_was_broken_before_is_another_promise() -> None:
    text = """
    > 2023-11-17 Baltic Wire
    a AGREE(COOPERATE) RUS > EST | 2023-11-16 | customs
    Russia promised Estonia to cooperate on customs.
    b ASSAULT RUS > EST | 2020-05-31
    Russia had fired on Estonia in May 2020.
    L breaches b > a
    That broke its word on customs.
    """
    (found,) = commitments(_dossier(text))
    assert found.status == "open"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("of stability", "“stability”"),
        ("dangerous actions against vessels in the", "“dangerous actions against vessels”"),
        ("to safeguard national security", "“to safeguard national security”"),
    ],
)
def test_quoted_words_have_no_loose_ends(words: str, shown: str) -> None:
    assert voices.quoted(words) == shown
