"""Antecedents: who "they" and "both sides" are, by what was said before."""

from typing import Any

from detente.actors.discourse import Discourse, Found, Party, distinct
from detente.actors.mention import Kind


def found(start: int, sentence: int, kind: Kind, *codes: str, **more: Any) -> Found:
    names = more.pop("names", (None,) * len(codes))
    parties = tuple(Party(code, "GOV", name) for code, name in zip(codes, names, strict=True))
    return Found(start, start + 1, sentence, 0, kind, parties, **more)


def spoken(*mentions: Found) -> Discourse:
    discourse = Discourse()
    for mention in mentions:
        discourse.add(mention)
        discourse.named.update(mention.codes)
    return discourse


def test_they_are_those_who_met() -> None:
    discourse = spoken(found(0, 0, "person", "USA", subject=True), found(5, 0, "person", "FRA"))
    assert {party.country for party in discourse.they(1, 20, [["met"], []], opens=True)} == {"USA", "FRA"}
    assert discourse.they(9, 90, [], opens=True) == ()


def test_sides_are_the_two_that_weigh_most() -> None:
    discourse = spoken(
        found(0, 0, "country", "GRC", subject=True), found(3, 0, "country", "TUR"), found(9, 1, "country", "TUR", subject=True),
        found(12, 1, "country", "GRC"), found(20, 2, "country", "CYP"),
    )  # fmt: skip
    assert [party.country for party in discourse.sides(3, 2, people=False)] == ["GRC", "TUR"]
    assert spoken(found(0, 0, "country", "GRC")).sides(1, 2, people=False) == ()


def test_context_is_the_country_often_named_or_lately_acting() -> None:
    discourse = spoken(*(found(i, i, "country", "SAU") for i in range(4)), found(9, 4, "country", "YEM", subject=True))
    assert discourse.context(9) == "SAU"
    assert Discourse(home="NOR").context(0) == "NOR"
    assert Discourse().context(0) is None


def test_distinct_keeps_the_named() -> None:
    parties = distinct([Party("USA"), Party("FRA"), Party("USA", "GOV", "Ann")])
    assert parties == (Party("USA", "GOV", "Ann"), Party("FRA"))
