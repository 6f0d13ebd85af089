"""A war as such: one act as long as reports speak of it, counted once a week, apart from the blows in it."""

from datetime import date

from relations_notation import story

from detente.relations.merge import merge

WAR = """
    > 2023-01-10 Lakes Wire
    a ASSAULT~continue BDI > RWA
    Burundi's war on Rwanda goes on.
    > 2023-01-12 Kigali Word
    b ASSAULT~continue BDI > RWA
    The aid is for those who fled Burundian aggression.
    > 2023-02-20 Lakes Wire
    c ASSAULT~continue BDI > RWA
    They spoke about the unjust war of Burundi against Rwanda.
    > 2023-02-21 Lakes Wire
    d ASSAULT~continue BDI > RWA
    Rwandan shelters withstand Burundian attacks.
    > 2023-09-01 Lakes Wire
    e ASSAULT~continue BDI > RWA
    Burundi's war on Rwanda goes on again.
"""


def test_a_war_is_one_act_while_it_is_spoken_of() -> None:
    told = story(WAR)
    dossier = told.dossier("BDI RWA", "2023-12-31")
    labels = sorted(sorted(told.labels[id_] for id_ in act.ids) for act in dossier.acts)
    assert labels == [["a", "b", "c"], ["d"], ["e"]]


def test_it_lasts_from_the_first_to_the_last_report_and_counts_once_a_week() -> None:
    dossier = story(WAR).dossier("BDI RWA", "2023-12-31")
    war = next(act for act in dossier.acts if len(act.ids) == 3)
    assert (war.when.first, war.when.last) == (date(2023, 1, 10), date(2023, 2, 20))
    assert [row[0] for row in dossier.scored if row[3] == war.id] == [date(2023, 1, 12), date(2023, 2, 20)]


def test_a_person_can_part_what_goes_on() -> None:
    told = story(WAR)
    filed = [member for act in told.dossier("BDI RWA", "2023-12-31").acts for member in act.members]
    parted = merge(filed, apart=[frozenset({told.ids["a"], told.ids["c"]})])
    assert not any({told.ids["a"], told.ids["c"]} <= set(act.ids) for act in parted)
