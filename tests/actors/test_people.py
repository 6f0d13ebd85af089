"""Persons of one report."""

from datetime import date

import pytest

from detente.actors.lexicon import load_lexicon
from detente.actors.people import People, Person, is_female, is_thing, name_words


def people(on: date = date(2022, 5, 1)) -> People:
    return People(load_lexicon(), on)


def test_family_name_takes_up_the_full_name() -> None:
    known = people()
    known.remember("Jon Finer", Person("Jon Finer", "USA", "GOV"))
    assert known.recall("Finer") == known.recall("Jon Finer")
    assert known.recall("Mary Finer") is None
    assert known.recall("Miller") is None


def test_family_name_stays_with_the_first() -> None:
    known = people()
    known.remember("Robert Mugabe", Person("Robert Mugabe", "ZWE", "GOV"))
    known.remember("Grace Mugabe", Person("Grace Mugabe", "ZWE", "CVL"))
    found = known.recall("Mugabe")
    assert found is not None
    assert found.name == "Robert Mugabe"


def test_known_prefers_country_and_office() -> None:
    tenure = people().known("Putin", "RUS", "head_of_state")
    assert tenure is not None
    assert tenure.name == "Vladimir Putin"
    assert people().known("Putin", "CHN", None) is None


def test_prominent_only_where_the_country_is_named() -> None:
    assert people().prominent("Macron", frozenset({"FRA"}))
    assert people().prominent("Macron", frozenset({"CHN"})) is None
    assert people(date(2040, 1, 1)).prominent("Merkel", frozenset({"DEU"})) is None


def test_female() -> None:
    assert is_female("Angela Merkel") is True
    assert is_female("Olaf Scholz") is None
    assert is_female("Smith", "Ms.") is True


@pytest.mark.parametrize(("name", "thing"), [("Aegean Sea", True), ("Victoria Park", True), ("Peter Abuya", False), ("", True)])
def test_things_are_no_persons(name: str, thing: bool) -> None:
    assert is_thing(name) is thing


def test_name_words() -> None:
    assert name_words("Joseph R. Biden, Jr.") == ["joseph", "biden"]
