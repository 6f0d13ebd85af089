import pytest

from detente.actors.resolver import load_resolver
from detente.actors.story import protagonists
from detente.records import Report

#: Two sides, a mediator named last.
START = (
    "Serbia and Kosovo reopened a crossing. Serbia sent ten lorries, Kosovo twelve. Kosovo wants more, as Serbia does. "
    "Norway helped."
)
THREE = "Serbia, Kosovo and Norway met. Serbia, Kosovo and Norway agreed to meet again."


def countries(text: str, words: str) -> set[str | None]:
    resolver, report = load_resolver(), Report("r", text)
    start = text.index(words)
    return {a.country for m in resolver.mentions(report) if m.start <= start < m.end for a in m.actors}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (" It praised the two governments.", "the two governments"),
        (" It praised the two foreign ministries.", "foreign ministries"),
        (" The neighbours thanked it.", "The neighbours"),
        (" Neither side spoke.", "Neither side"),
        (" In the evening both denied it.", "both"),
        (" It praised officials of both countries.", "officials"),
    ],
)
def test_words_for_two_mean_the_two_that_the_story_is_about(sentence: str, words: str) -> None:
    assert countries(START + sentence, words) == {"SRB", "XKX"}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [(" All three governments agreed.", "governments"), (" Both Norway and Sweden were pleased.", "Norway")],
)
def test_others_keep_their_own(sentence: str, words: str) -> None:
    assert countries(START + sentence, words) != {"SRB", "XKX"}


def test_a_story_about_three_has_no_two_sides() -> None:
    report = Report("r", THREE)
    assert protagonists(load_resolver().mentions(report)) == ()
    assert protagonists(load_resolver().mentions(Report("r", START))) == ("SRB", "XKX")
