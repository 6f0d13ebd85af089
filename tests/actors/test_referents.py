"""Whom pronouns, words for two and words without an owner take up, in sentences of our own."""

import pytest

from detente.actors.referents import weights
from detente.actors.resolver import load_resolver
from detente.records import Report


def codes(text: str, words: str) -> set[str | None]:
    """The countries of the last mention with those words."""
    found = [mention for mention in load_resolver().mentions(Report("r", text)) if mention.text == words]
    assert found, [mention.text for mention in load_resolver().mentions(Report("r", text))]
    return {actor.country for actor in found[-1].actors}


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Norway closed a port on Monday. It also recalled an envoy from Poland.", "It", "NOR"),
        ("Norway said on Monday it would close the port.", "it", "NOR"),
        ("The Polish foreign minister spoke to reporters in Oslo. He praised Norway.", "He", "POL"),
        ("When Poland's foreign minister praised the deal, Norway asked him not to.", "him", "POL"),
        ("Kenya's trade minister arrived in Kampala. His hosts gave Uganda's answer at once.", "His hosts", "UGA"),
    ],
)
def test_pronouns_take_up_the_likeliest(text: str, words: str, code: str) -> None:
    assert codes(text, words) == {code}


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Kenya thanked Sweden, whose ambassador had helped.", "ambassador", "SWE"),
        ("Kenya heard nothing from Kampala. Officials there were silent.", "Officials", "UGA"),
        ("Iran let in the IAEA. The agency praised it.", "The agency", "IAE"),
        ("Tunisia asked the International Monetary Fund for a loan. The Fund agreed.", "The Fund", "IMF"),
        ("Tunisia wrote to the European Union. The Union has not answered.", "The Union", "EUU"),
        ("Tunisia wrote to the European Union. The High Representative answered.", "The High Representative", "EUU"),
        ("Cuba and the United States met. The secretary of state was absent.", "The secretary of state", "USA"),
        ("Sudan bombed South Sudan. The southern president protested.", "The southern president", "SSD"),
        ("North Korea mined the roads that lead to the South last year.", "the South", "KOR"),
        ("Maldives buys sand from India. India praised the archipelago.", "the archipelago", "MDV"),
    ],
)
def test_words_that_name_no_country(text: str, words: str, code: str) -> None:
    assert codes(text, words) == {code}


def test_a_place_that_opens_the_sentence_says_whose_police_it_is() -> None:
    text = "Kenya and Uganda quarrel. In Kampala, crowds burned a Kenyan flag and the police looked on."
    assert codes(text, "the police") == {"UGA"}


def test_police_and_those_whom_they_hold_are_two_mentions() -> None:
    mentions = load_resolver().mentions(Report("r", "Kenya is calm. Police detained two men."))
    assert [mention.text for mention in mentions] == ["Kenya", "Police", "two men"]


@pytest.mark.parametrize("words", ["dockers", "herders", "six people", "protesters", "a court", "an army officer"])
def test_common_people_and_bodies_are_mentions(words: str) -> None:
    assert codes(f"Kenya sent help. On Monday {words} complained.", words) == {"KEN"}


@pytest.mark.parametrize("words", ["urged both to talk", "sells arms to both", "flew between the two in May"])
def test_both_as_an_object_means_the_two_sides(words: str) -> None:
    text = f"Serbia and Kosovo reopened a crossing. Serbia sent ten lorries, Kosovo twelve. Kosovo wants more. Norway {words}."
    found = [m for m in load_resolver().mentions(Report("r", text)) if m.text in {"both", "the two"}]
    assert [{actor.country for actor in mention.actors} for mention in found] == [{"SRB", "XKX"}]


def test_weights_are_there_for_each_use() -> None:
    assert all(len(weights(use)) > 30 for use in ("he", "it", "they"))
