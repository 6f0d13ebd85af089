"""Words, sentences and quotations."""

import pytest

from detente.actors.tokens import phrase_keys, tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U.S. officials", ["U.S.", "officials"]),
        ("China's plan", ["China", "'s", "plan"]),
        ("the countries’ armies", ["the", "countries", "’", "armies"]),
        ("They’re off", ["They", "’re", "off"]),
        ("Beto O'Rourke", ["Beto", "O'Rourke"]),
        ("Côte d’Ivoire", ["Côte", "d’Ivoire"]),
        ("Mr. J. R. Xi", ["Mr.", "J.", "R.", "Xi"]),
        ("Jean-Pierre", ["Jean", "Pierre"]),
        ("1,000 men", ["1,000", "men"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert tokenize(text).words == words


def test_hyphens_are_kept_apart() -> None:
    tokens = tokenize("a US-led force – not glued")
    assert [word for word, glued in zip(tokens.words, tokens.glued, strict=True) if glued] == ["led"]


def test_sentences() -> None:
    tokens = tokenize("He left the U.S. The U.S. State Department spoke. It rained on Jan. 3.\nNew lines end it")
    starts = [word for word, first in zip(tokens.words, tokens.first, strict=True) if first]
    assert starts == ["He", "The", "It", "New"]
    assert tokens.sentences[-1] == 3


@pytest.mark.parametrize("text", ["He said “we go” now", 'He said "we go" now'])
def test_quotations(text: str) -> None:
    tokens = tokenize(text)
    quoted = [word for word, quote in zip(tokens.words, tokens.quotes, strict=True) if quote and word.isalpha()]
    assert quoted == ["we", "go"]


def test_a_quotation_never_runs_over_its_paragraph() -> None:
    tokens = tokenize('He said "we go\nThey left')
    assert tokens.quotes[-1] == 0


def test_offsets() -> None:
    text = "Türkiye’s “deal”, she said."
    tokens = tokenize(text)
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words


def test_phrases_are_cut_alike() -> None:
    assert phrase_keys("People's Republic of China") == tokenize("People’s Republic of China").keys
