import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.coder.calibration import log_odds
from detente.coder.passive import is_passive
from detente.coder.sides import FEATURES, PARTS, Act, Seen, SideModel, candidates, decide, load_sides
from detente.errors import ModelError
from detente.nlp.segment import Span
from detente.records import Actor
from tests.coder.scenes import KENYA, UGANDA, span

TEXT = "Kenya accused Uganda of a raid."
WHOLE = Span(0, len(TEXT))
NAMED = (("KEN", 3), ("UGA", 2), ("TZA", 1))
TANZANIA = Actor("Tanzania", "TZA", "GOV")


def seen(actor: Actor, words: str | None = None, acting: float = 0.5, receiving: float = 0.5, **more: object) -> Seen:
    at = span(TEXT, words or actor.text)
    return Seen(actor, at, "country", acting, receiving, 0.1, 0.1, **{"locative": False, **more})  # type: ignore[arg-type]


def act(kind: str = "ACCUSE", *, passive: bool = False) -> Act:
    return Act(span(TEXT, "accused"), WHOLE, kind, passive)


def model(**weights: dict[str, float]) -> SideModel:
    """A network whose parts hang on named features alone, one hidden unit a part, in its nearly straight stretch."""
    hidden, out = np.zeros((len(FEATURES), len(PARTS))), np.eye(len(PARTS)) * 100
    for part, features in weights.items():
        for name, weight in features.items():
            hidden[FEATURES.index(name.replace("_", " ")), PARTS.index(part)] = weight / 100
    zeros = np.zeros(len(PARTS))
    return SideModel(np.zeros(len(FEATURES)), np.ones(len(FEATURES)), hidden, zeros, out, zeros)


BY_SCORE = model(actor={"actor": 1}, recipient={"recipient": 1})


def features(found: list, country: str) -> dict[str, float]:
    return dict(zip(FEATURES, next(c for c in found if c.country == country).features, strict=True))


def test_every_country_is_a_candidate_once_with_its_best_mentions() -> None:
    raid = replace(KENYA, text="raid")
    found = candidates([seen(KENYA, acting=0.2), seen(raid, "raid", acting=0.9), seen(UGANDA)], act(), NAMED)
    assert [c.country for c in found] == ["KEN", "UGA"]
    assert found[0].acting == raid


def test_those_without_a_country_are_one_candidate() -> None:
    donors = Actor("Uganda", None, "GOV")
    assert [c.country for c in candidates([seen(KENYA), seen(donors)], act(), NAMED)] == ["KEN", ""]


def test_what_is_nearest_on_each_side_is_seen() -> None:
    found = candidates([seen(KENYA), seen(UGANDA), seen(TANZANIA, "raid")], act(), NAMED)
    assert features(found, "KEN")["nearest before"] == 1
    assert features(found, "UGA")["nearest behind"] == 1
    assert features(found, "TZA")["nearest behind"] == 0
    assert (features(found, "KEN")["first of story"], features(found, "UGA")["second of story"]) == (1, 1)


def test_what_is_said_of_all_words_that_name_a_country_is_weighed_together() -> None:
    its = replace(KENYA, text="its")
    named = [seen(KENYA, named=True, acts_by_name=p, gets_by_name=0.1) for p in (0.9, 0.5)]
    unnamed = [seen(its, "raid"), seen(UGANDA, named=True, acts_by_name=0.3, gets_by_name=0.8)]
    found = candidates([*named, *unnamed], act(), NAMED)
    assert features(found, "KEN")["acts by name"] == pytest.approx(log_odds(0.7), abs=0.01)
    assert features(found, "KEN")["acts by name lead"] == pytest.approx(log_odds(0.7) - log_odds(0.3), abs=0.01)
    assert (features(found, "KEN")["unnamed"], features(found, "UGA")["unnamed"]) == (0, 0)


def test_a_country_that_only_a_pronoun_stands_for_counts_as_little_likely_by_name() -> None:
    (found,) = candidates([seen(replace(KENYA, text="its"), "raid")], act(), NAMED)
    line = dict(zip(FEATURES, found.features, strict=True))
    assert line["unnamed"] == 1
    assert line["acts by name"] == pytest.approx(log_odds(0.1), abs=0.01)


def test_a_place_is_no_actor() -> None:
    (found,) = candidates([seen(KENYA, acting=0.9, locative=True)], act(), NAMED)
    assert dict(zip(FEATURES, found.features, strict=True))["actor"] < -5


def test_the_sides_are_who_is_likeliest() -> None:
    found = candidates([seen(KENYA, acting=0.95, receiving=0.05), seen(UGANDA, acting=0.05, receiving=0.95)], act(), NAMED)
    sides = decide(BY_SCORE, found, "ACCUSE")
    assert (sides.actors, sides.recipients) == ((KENYA,), (UGANDA,))
    assert 0.5 < sides.sure < 1


def test_a_directed_act_takes_the_likeliest_other_side_below_the_line() -> None:
    found = candidates([seen(KENYA, acting=0.95, receiving=0.05), seen(UGANDA, acting=0.05, receiving=0.3)], act(), NAMED)
    strict = replace(BY_SCORE, receive=0.99, last=0.2)
    assert decide(strict, found, "ACCUSE").recipients == (UGANDA,)
    assert decide(strict, found, "ASSAULT").recipients == ()
    assert decide(replace(strict, last=0.9), found, "ACCUSE").recipients == ()


def test_nobody_to_choose_from_is_no_side() -> None:
    assert decide(BY_SCORE, [], "ACCUSE") == ((), (), 0.0)


def test_a_network_for_other_features_is_refused(tmp_path: Path) -> None:
    written = BY_SCORE.as_json() | {"features": ["luck"]}
    (tmp_path / "sides.json").write_text(json.dumps(written))
    with pytest.raises(ModelError, match="other features"):
        load_sides(tmp_path)


def test_a_network_comes_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "sides.json").write_text(json.dumps(BY_SCORE.as_json()))
    found = candidates([seen(KENYA), seen(UGANDA)], act(), NAMED)
    x = np.stack([c.features for c in found])
    assert load_sides(tmp_path).probabilities(x) == pytest.approx(BY_SCORE.probabilities(x), abs=1e-3)


@pytest.mark.parametrize(
    ("text", "word", "passive"),
    [
        ("Kenya was accused by Uganda.", "accused", True),
        ("Three men, arrested in May, were Kenyans.", "arrested", True),
        ("Kenya accused Uganda.", "accused", False),
        ("Kenya has accused Uganda.", "accused", False),
    ],
)
def test_a_passive_is_told_by_its_verb(text: str, word: str, passive: bool) -> None:
    assert is_passive(text, span(text, word)) is passive
