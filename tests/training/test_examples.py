from importlib.resources import files

import numpy as np
import pytest
from tokenizers import Tokenizer

from detente.nlp.windows import Marked
from detente.training import labels
from detente.training.examples import Example, Known, Meant, examples

TEXT = "Norway met Peru in Oslo. The Nordic kingdom then warned Peru of new duties."
ACTOR = labels.ROLES.index("actor")


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_str((files("detente") / "models" / "en" / "tokenizer.json").read_text(encoding="utf-8"))
    made.no_truncation()
    made.no_padding()
    return made


def spot(words: str) -> dict:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


@pytest.fixture
def coded() -> dict:
    event = {
        "type": "THREATEN", "mode": "restrict", "of": "SANCTION", "contexts": ["economic"], "topics": [],
        "trigger": spot("warned"), "evidence": spot("The Nordic kingdom then warned Peru of new duties") | {"quote": ""},
        "actors": [{"country": "NOR", **spot("The Nordic kingdom")}], "recipients": [], "attribution": None,
    }  # fmt: skip
    return {"document": {"id": "x", "text": TEXT}, "events": [event], "claims": [], "links": []}


def known(*mentions: tuple[str, str]) -> Known:
    spans = [Meant(spot(words)["start"], spot(words)["end"], frozenset({code}), named=True) for words, code in mentions]
    return Known([Marked(m.start, m.end, "country") for m in spans], spans)


def open_words(example: Example) -> set[str]:
    (target,) = example.targets
    closed = np.flatnonzero(target.open[:, ACTOR] == 0) - 1 + example.window.first
    return {TEXT[example.tokens.starts[i] : example.tokens.ends[i]] for i in closed}


def test_another_mention_of_the_acting_country_is_not_taught_as_wrong(coded: dict, tokenizer: Tokenizer) -> None:
    mentions = known(("Norway", "NOR"), ("The Nordic kingdom", "NOR"), ("Peru", "PER"))
    (example,) = examples(coded, tokenizer, mentions)
    assert open_words(example) == {"Norway"}


def test_a_mention_of_another_country_is(coded: dict, tokenizer: Tokenizer) -> None:
    (example,) = examples(coded, tokenizer, known(("Norway", "SWE"), ("The Nordic kingdom", "NOR")))
    assert open_words(example) == set()


def test_sentences_can_be_read_alone(coded: dict, tokenizer: Tokenizer) -> None:
    first, second = examples(coded, tokenizer, known(("Norway", "NOR"), ("The Nordic kingdom", "NOR")), alone=True)
    assert not first.targets
    assert second.window.first == second.window.focal
    assert len(second.targets) == 1
