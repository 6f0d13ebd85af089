"""Exchanges, claims, third parties and disputes: grouped, dated, attributed; inferred is never shown as stated."""

from datetime import date

import pytest
import relations_lake
from relations_notation import Story, story

from detente.relations.channels import channels
from detente.relations.claims import assessments, framings, held, pressures
from detente.relations.commitments import commitments
from detente.relations.disputes import Contradiction, contradictions, differing
from detente.relations.exchanges import Exchange, exchanges
from detente.relations.third_parties import third_parties

LAKE = relations_lake.dossier()


def _exchanges(told: Story, pair: str = "EST RUS") -> tuple[Exchange, ...]:
    return exchanges(told.dossier(pair, "2023-12-31"))


EXPULSIONS = """
    > 2023-04-05 Baltic Wire
    a SANCTION/expel EST > RUS | 2023-04-05 | three diplomats
    Estonia expelled three Russian diplomats.
    > 2023-04-14 Baltic Wire
    b SANCTION/expel RUS > EST | 2023-04-14 | three diplomats
    Russia expelled three Estonian diplomats.
"""


def test_tit_for_tat_is_inferred_and_says_so() -> None:
    (found,) = _exchanges(story(EXPULSIONS))
    assert (found.kind, found.stated, found.days, found.said) == ("inferred", False, 9, None)
    assert found.given.event.actors[0].country == "RUS"


def test_a_report_that_says_so_makes_it_stated() -> None:
    (found,) = _exchanges(story(EXPULSIONS + "    L responds b > a\n    Russia expelled three Estonian diplomats.\n"))
    assert (found.kind, found.stated) == ("response", True)


@pytest.mark.parametrize(
    "change",
    [
        ("2023-04-14 | three", "2023-05-14 | three"),  # too late
        ("b SANCTION/expel RUS > EST", "b SANCTION/expel EST > RUS"),  # the same side again
        ("b SANCTION/expel RUS > EST", "b CONSULT RUS > EST"),  # not in kind
        ("b SANCTION/expel RUS", "b SANCTION/expel!hypothetical RUS"),  # not done
        ("| 2023-04-14 |", "| |"),  # no date of its own: the report's is no evidence of an answer
    ],
)
def test_what_is_no_tit_for_tat(change: tuple[str, str]) -> None:
    assert _exchanges(story(EXPULSIONS.replace(*change))) == ()


def test_each_act_is_answered_once() -> None:
    again = (
        EXPULSIONS
        + """
    > 2023-04-16 Baltic Wire
    c SANCTION/expel RUS > EST | 2023-04-16 | a consul
    Russia expelled an Estonian consul.
    """
    )
    assert len(_exchanges(story(again))) == 1


def test_exchange_goes_from_what_is_given_to_what_it_answers() -> None:
    stated = next(e for e in exchanges(LAKE) if e.kind == "exchange")
    assert stated.given.event.topics == ("ban on maize",)
    assert stated.answered.event.topics == ("the 14 Kenyan fishermen and their three boats",)


CLAIMS = """
    > 2023-03-01 Harbour Wire
    a CONSULT NOR+TUR | 2023-02-28 | cod
    Norway and Turkey talked about cod.
    C frame assert NOR | fair fishing | NOR TUR
    Norway calls it fair fishing.
    C frame assert TUR | a blockade of our boats | NOR TUR
    Turkey calls it a blockade of our boats.
    > 2023-04-10 Fjord Daily
    C frame assert NOR | fair fishing for all | NOR TUR
    Norway speaks of fair fishing for all.
    C pressure toward-conflict NOR | angry fishermen before the vote | NOR TUR
    Angry fishermen before the vote press Oslo.
    C frame reject NOR | a blockade | NOR TUR
    Norway rejects the word blockade: a blockade.
    L contests C5 > C2
    Norway rejects the word blockade: a blockade.
"""


def test_one_frame_in_two_reports_is_one_row() -> None:
    told = story(CLAIMS)
    found = {(h.holder, h.stance, h.text): h for h in framings(told.dossier("NOR TUR", "2023-12-31"))}
    fair = next(h for key, h in found.items() if key[:2] == ("NOR", "assert"))
    assert len(fair.tellings) == 2
    assert (fair.first, fair.last) == (date(2023, 3, 1), date(2023, 4, 10))
    assert dict(fair.months) == {"2023-03": 1, "2023-04": 1}
    assert len(fair.origins()) == 2
    rejected = next(h for key, h in found.items() if key[1] == "reject")
    assert rejected.contests == (told.ids["C2"],)
    blockade = next(h for key, h in found.items() if key[0] == "TUR")
    assert blockade.contested_by == (told.ids["C5"],)


def test_claims_as_of_a_day() -> None:
    told = story(CLAIMS)
    assert pressures(told.dossier("NOR TUR", "2023-03-31")) == ()
    assert len(pressures(told.dossier("NOR TUR", "2023-04-30"))) == 1


def test_claims_about_others_do_not_bear_on_the_pair() -> None:
    told = story(CLAIMS.replace("| NOR TUR", "| GBR KEN").replace("a CONSULT NOR+TUR", "a CONSULT NOR+GBR"))
    assert held(told.dossier("NOR TUR", "2023-12-31"), "frame") == ()


def test_third_parties_have_roles() -> None:
    roles = {(third.country, third.role): len(third.acts) for third in third_parties(LAKE)}
    assert roles == {("UGA", "mediator"): 3, ("AFU", "urges"): 1, ("EUU", "helps"): 1, ("EUU", "supports"): 1}


def test_what_a_side_does_elsewhere_is_no_third_party() -> None:
    told = story("""
        > 2023-03-01 Harbour Wire
        a CONSULT NOR+TUR | 2023-02-28 | Iran
        Norway and Turkey talked about Iran.
        > 2023-03-02 Harbour Wire
        b AID NOR > KEN | 2023-03-01 | wells
        Norway gave Kenya money for wells.
    """)
    assert [(t.country, t.role) for t in third_parties(told.dossier("NOR TUR", "2023-12-31"))] == [("IRN", "discussed")]


def test_dates_and_figures_that_differ_stand_side_by_side() -> None:
    found = [item for act in LAKE.between for item in differing(act)]
    assert [(item.what, [(v.words, v.publisher) for v in item.variants]) for item in found] == [
        ("date", [("2023-05-14", "Nairobi Courier"), ("2023-05-15", "World Desk")]),
        ("figure", [("12 fishermen", "Nairobi Courier"), ("14 Kenyan fishermen", "World Desk")]),
    ]


def test_a_relay_is_no_second_account() -> None:
    told = story("""
        > 2020-10-04 Caucasus Wire
        a ASSAULT/heavy-weapons AZE > ARM | 2020-10-04 | | Vardenis
        Azerbaijani shells hit Vardenis on Sunday and killed two people.
        > 2020-10-05 World Desk < Caucasus Wire
        a ASSAULT/heavy-weapons AZE > ARM | 2020-10-04 | | Vardenis
        Azerbaijani shells killed three people in Vardenis on Sunday.
    """)
    (act,) = told.dossier("ARM AZE", "2020-12-31").between
    assert len(act.members) == 2
    assert differing(act) == ()


def _contradictions(text: str) -> tuple[Contradiction, ...]:
    dossier = story(text).dossier("NOR TUR", "2023-12-31")
    return contradictions(dossier, channels(dossier), commitments(dossier))


def test_done_and_denied() -> None:
    text = """
        > 2023-03-02 Harbour Wire
        a RETREAT/release TUR > NOR | 2023-03-01 | two sailors
        Turkey released the two sailors on Wednesday.
        > 2023-03-03 Fjord Daily
        b RETREAT/release!negation TUR > NOR | 2023-03-01 | two sailors
        Turkey has not released the two sailors.
    """
    assert [found.kind for found in _contradictions(text)] == ["done and denied"]
    assert (
        _contradictions(text.replace("| 2023-03-01 | two sailors\n        Turkey has", "| 2023-09-01 | x\n        Turkey has"))
        == ()
    )


def test_kept_and_broken() -> None:
    (found,) = _contradictions("""
        > 2023-01-02 Harbour Wire
        a CONCEDE(RETREAT) TUR > NOR | 2023-01-01 | two sailors | | due 2023-01-01..2023-02-01
        Turkey promised to release two sailors by February.
        > 2023-03-02 Harbour Wire
        b RETREAT/release TUR > NOR | 2023-01-30 | two sailors
        Turkey released the two sailors as promised.
        L fulfils b > a
        Turkey released the two sailors as promised.
        > 2023-03-03 Fjord Daily
        c ACCUSE/disapprove NOR > TUR | 2023-02-02 | two sailors
        Norway said that Turkey broke its promise on the two sailors.
        L breaches c > a
        Norway said that Turkey broke its promise on the two sailors.
    """)
    assert found.kind == "kept and broken"


def test_open_and_stopped_on_one_day() -> None:
    (found,) = _contradictions("""
        > 2023-03-02 Harbour Wire
        a CONSULT NOR:officials+TUR:officials | 2023-03-01 | cod
        Officials talked about cod on Wednesday.
        > 2023-03-03 Fjord Daily
        b SANCTION/discontinue~suspend TUR > NOR | 2023-03-01 | talks on cod
        Turkey suspended the talks on cod on Wednesday.
    """)
    assert found.kind == "open and stopped"


def test_assessments_of_the_lake() -> None:
    assert [(a.stance, a.text) for a in assessments(LAKE)] == [
        ("mixed", "the thaw real but thin"),
        ("mixed", "a cautious thaw"),
    ]
