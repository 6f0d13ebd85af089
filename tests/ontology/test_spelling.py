"""One spelling for every way of writing a name."""

import pytest

from detente.ontology.spelling import fold, word_set


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Türkiye", "turkiye"), ("Erdoğan", "erdogan"), ("Guinea-Bissau", "guinea bissau"), ("Côte d’Ivoire", "cote d'ivoire"),
        ("Łódź", "lodz"), ("Tromsø", "tromso"), ("  New   York ", "new york"), ("São Tomé", "sao tome"), ("Straße", "strasse"),
        ("", ""),
    ],
)  # fmt: skip
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(folded) == folded


def test_word_set() -> None:
    assert word_set("a b  a") == {"a", "b"}
