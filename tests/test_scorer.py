from dataclasses import replace
from datetime import date

import pytest

from detente.records import Actor, Claim, Coding, Event, Evidence, Report
from detente.scorer import Figure, score, score_pairs, sentences

TEXT = "Chad met Togo in Lomé. Chad warned Togo. Mr. Ade of Togo spoke.\nOman sold rice to Iran! Fiji fears a storm."
REPORT = Report("r", TEXT, published=date(2024, 5, 1))


def event(quote: str, type_: str, actors: str, recipients: str = "", **fields) -> Event:
    start = TEXT.index(quote)
    sides = [tuple(Actor(code, code) for code in side.split()) for side in (actors, recipients)]
    return Event(f"{type_}{start}{actors}", type_, *sides, Evidence(start, start + len(quote), quote), **fields)


def claim(quote: str, kind: str, holder: str | None, stance: str = "assert") -> Claim:
    start = TEXT.index(quote)
    return Claim(
        f"{kind}{start}",
        kind,
        stance,
        quote,
        Evidence(start, start + len(quote), quote),
        Actor(holder, holder) if holder else None,
    )


MET = event("Chad met Togo", "CONSULT", "TCD TGO", mode="visit", start=date(2024, 4, 30))
WARNED = event("Chad warned Togo", "THREATEN", "TCD", "TGO", of="ASSAULT")
SOLD = event("Oman sold rice", "COOPERATE", "OMN", "IRN", contexts=("economic",))
FEARS = claim("Fiji fears a storm", "risk", "FJI")
GOLD = Coding(REPORT, (MET, WARNED, SOLD), (FEARS,))


def figures(*events: Event, claims: tuple[Claim, ...] = (FEARS,)) -> dict[str, tuple[int, int, int]]:
    return {name: tuple(figure) for name, figure in score([GOLD], [Coding(REPORT, events, claims)], samples=10).figures.items()}


def test_sentences():
    assert [TEXT[start:end].strip() for start, end in sentences(TEXT)] == [
        "Chad met Togo in Lomé.",
        "Chad warned Togo.",
        "Mr. Ade of Togo spoke.",
        "Oman sold rice to Iran!",
        "Fiji fears a storm.",
    ]
    assert sentences("") == [(0, 0)]


def test_the_same_is_all_right():
    found = score([GOLD], [GOLD])
    assert found.figures == {"type": (3, 3, 3), "dyad": (3, 3, 3), "full": (3, 3, 3), "kind": (1, 1, 1), "holder": (1, 1, 1)}
    assert found.intervals["full"] == (1.0, 1.0)
    assert found.missing == ()


@pytest.mark.parametrize(
    ("predicted", "type_", "dyad", "full"),
    [
        ((), (0, 0, 3), (0, 0, 3), (0, 0, 3)),
        ((event("met", "CONSULT", "TGO", "TCD"),), (1, 1, 3), (1, 1, 3), (1, 1, 3)),  # mutual: either way round
        ((event("warned", "THREATEN", "TGO", "TCD"),), (1, 1, 3), (0, 1, 3), (0, 1, 3)),  # not mutual
        ((event("warned", "THREATEN", "TCD", "TGO", aux="historical"),), (1, 1, 3), (1, 1, 3), (0, 1, 3)),
        ((event("warned", "ACCUSE", "TCD", "TGO"),), (0, 1, 3), (0, 1, 3), (0, 1, 3)),
        ((event("spoke", "CONSULT", "TCD TGO"),), (0, 1, 3), (0, 1, 3), (0, 1, 3)),  # another sentence
        ((event("met", "CONSULT", "TCD"),), (0, 0, 3), (0, 0, 3), (0, 0, 3)),  # not international
        ((MET, replace(MET, id="double")), (1, 2, 3), (1, 2, 3), (1, 2, 3)),  # one to one
    ],
)
def test_levels(predicted, type_, dyad, full):
    found = figures(*predicted)
    assert (found["type"], found["dyad"], found["full"]) == (type_, dyad, full)


@pytest.mark.parametrize(
    ("claims", "kind", "holder"),
    [
        ((), (0, 0, 1), (0, 0, 1)),
        ((claim("a storm", "risk", None),), (1, 1, 1), (0, 1, 1)),
        ((claim("a storm", "frame", "FJI"),), (0, 1, 1), (0, 1, 1)),
        ((claim("a storm", "risk", "TGO"), claim("storm", "risk", "FJI")), (1, 2, 1), (1, 2, 1)),  # the better one is paired
    ],
)
def test_claims(claims, kind, holder):
    found = figures(claims=claims)
    assert (found["kind"], found["holder"]) == (kind, holder)


def test_figures():
    figure = Figure(2, 4, 5)
    assert (figure.precision, figure.recall, round(figure.f1, 4)) == (0.5, 0.4, 0.4444)
    assert (Figure(0, 0, 0).precision, Figure(0, 0, 0).recall, Figure(0, 0, 0).f1) == (0.0, 0.0, 0.0)


def test_what_is_missing_counts_as_missed_and_what_is_too_much_not():
    other = replace(GOLD, report=replace(REPORT, id="s"))
    found = score([GOLD, other], [GOLD, replace(GOLD, report=replace(REPORT, id="x"))])
    assert found.missing == ("s",)
    assert found.figures["full"] == (3, 3, 6)
    assert found.intervals["full"].low < found.figures["full"].f1 < found.intervals["full"].high


def test_attributes_types_and_confusion():
    predicted = (
        replace(MET, mode=None, start=date(2024, 4, 2), confidence=0.9),
        replace(WARNED, type="ACCUSE", confidence=0.3),
        replace(SOLD, contexts=("economic", "military"), confidence=0.95),
    )
    found = score([GOLD], [Coding(REPORT, predicted, ())])
    assert found.attributes["mode"] == (0, 0, 1)
    assert found.attributes["start month"] == (1, 1, 1)
    assert found.attributes["contexts"] == (1, 2, 1)
    assert found.attributes["actors"] == (3, 3, 3)
    assert found.types["THREATEN"] == (0, 0, 1)
    assert found.types["CONSULT"] == (1, 1, 1)
    assert found.kinds == {"risk": (0, 0, 1)}
    assert found.confusion[("THREATEN", "ACCUSE")] == 1
    assert found.confusion[("CONSULT", "CONSULT")] == 1
    assert sum(found.confusion.values()) == 3
    assert [(round(b.confidence, 3), b.right, b.events) for b in found.calibration] == [(0.3, 0.0, 1), (0.925, 1.0, 2)]


def test_nothing_at_all():
    assert score([], []).figures["full"] == (0, 0, 0)


def test_pairs():
    found = score_pairs(["YIELD", "ACCUSE", "ACCUSE", "AID"], ["CONCEDE", "ACCUSE", "SANCTION", None])
    assert (found["root"].accuracy, found["root"].pairs) == (0.5, 4)
    assert round(found["root"].macro_f1, 4) == round((1 + 2 / 3 + 0) / 3, 4)
    assert found["quad"].accuracy == 0.5
    assert found["binary"].accuracy == 0.75


def test_worst_reports_say_why():
    swapped = event("Chad warned Togo", "THREATEN", "TGO", "TCD", of="RETREAT")
    bought = event("Oman sold rice", "AID", "OMN", "IRN")
    spoke = event("Ade of Togo spoke", "REQUEST", "TGO", "TCD")
    (worst,) = score([GOLD], [Coding(REPORT, (swapped, bought, spoke))], samples=10).worst
    assert (worst.report, worst.figure) == ("r", Figure(0, 3, 3))
    assert [(lapse.what, lapse.why, lapse.gold, lapse.predicted) for lapse in worst.lapses] == [
        ("missed", "no such act read in its sentence", "CONSULT, TCD+TGO", ""),
        ("wrong", "other countries", "THREATEN, TCD > TGO", "THREATEN, TGO > TCD"),
        ("wrong", "another type", "COOPERATE, OMN > IRN", "AID, OMN > IRN"),
        ("extra", "no such act by hand in its sentence", "", "REQUEST, TGO > TCD"),
    ]
    assert all(lapse.quote in TEXT for lapse in worst.lapses)
    late = replace(MET, aux="historical")
    (worst,) = score([GOLD], [Coding(REPORT, (late, WARNED, SOLD))], samples=10).worst
    assert [(lapse.why, lapse.predicted) for lapse in worst.lapses] == [("another aux", "CONSULT historical, TCD+TGO")]
    assert score([GOLD], [GOLD], samples=10).worst == ()


def test_shares_count_what_the_hand_gave():
    other = replace(MET, start=date(2024, 3, 31)), replace(WARNED, of="SANCTION"), SOLD
    assert score([GOLD], [GOLD], samples=10).shares == {"start month": (1, 1), "of": (1, 1)}
    assert score([GOLD], [Coding(REPORT, other)], samples=10).shares == {"start month": (0, 1), "of": (0, 1)}


def test_calibration_error():
    sure = [replace(MET, confidence=0.95), replace(WARNED, confidence=0.95), replace(SOLD, type="AID", confidence=0.35)]
    found = score([GOLD], [Coding(REPORT, tuple(sure))], samples=10)
    assert found.calibration_error == pytest.approx((2 * 0.05 + 0.35) / 3)
    assert score([GOLD], [], samples=10).calibration_error == 0.0


def test_sides_the_wrong_way_round_are_counted():
    found = score(
        [GOLD], [Coding(REPORT, (event("warned", "THREATEN", "TGO", "TCD"), event("met", "CONSULT", "TGO", "TCD")), ())]
    )
    assert (found.swapped, found.directed, found.swap_rate) == (1, 1, 1.0)
    assert score([GOLD], [GOLD]).swap_rate == 0.0
