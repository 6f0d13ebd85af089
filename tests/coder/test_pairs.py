import pytest

from detente.coder import Pair, PairCoder, load_pair_coder
from detente.ontology import plover


@pytest.fixture(scope="module")
def coder() -> PairCoder:
    return load_pair_coder()


def test_every_pair_has_an_answer_of_the_codebook(coder: PairCoder) -> None:
    pairs = [
        Pair("0", "Kenya condemned Uganda for shelling a village.", "Kenya", "Uganda"),
        Pair("1", "Nothing stands here.", "Kenya", "Uganda"),
        Pair("2", "", "", ""),
        Pair("3", "word " * 2000, "word", "nowhere"),
    ]
    answers = list(coder.code(pairs))
    assert [a.id for a in answers] == ["0", "1", "2", "3"]
    for answer in answers:
        assert answer.type in plover.TYPES
        assert answer.quad == plover.QUADS[answer.type]
        assert answer.mode is None or answer.mode in plover.MODES[answer.type]


@pytest.mark.parametrize(
    ("sentence", "source", "target", "expected"),
    [
        ("Kenya strongly condemned Uganda over the raid.", "Kenya", "Uganda", "ACCUSE"),
        (
            "The president of Chile met the president of Peru in Lima.",
            "The president of Chile",
            "the president of Peru",
            "CONSULT",
        ),
        ("Norway imposed sanctions on Belarus on Monday.", "Norway", "Belarus", "SANCTION"),
        ("Ghana urged Togo to reopen the border.", "Ghana", "Togo", "REQUEST"),
    ],
)
def test_plain_sentences(coder: PairCoder, sentence: str, source: str, target: str, expected: str) -> None:
    (answer,) = coder.code([Pair("0", sentence, source, target)])
    assert answer.type == expected
