"""Who held which office when, and what goes by which name."""

from datetime import date

import pytest

from detente.actors.lexicon import load_lexicon, office_kind

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("country", "office", "on", "name"),
    [
        ("CHN", "top_diplomat", date(2024, 1, 31), "Wang Yi"),
        ("CHN", "foreign_minister", date(2023, 5, 1), "Qin Gang"),
        ("USA", "national_security_adviser", date(2024, 1, 31), "Jake Sullivan"),
        ("RUS", "head_of_state", date(2010, 1, 1), "Dmitry Medvedev"),
        ("RUS", "head_of_state", date(2024, 1, 1), "Vladimir Putin"),
        ("IRN", "head_of_government", date(2022, 1, 1), "Ebrahim Raisi"),
        ("NAT", "head", date(2022, 3, 1), "Jens Stoltenberg"),
        ("USA", "no_such_office", date(2022, 3, 1), None),
        ("XYZ", "head_of_state", date(2022, 3, 1), None),
    ],
)
def test_office_holder(country: str, office: str, on: date, name: str | None) -> None:
    assert LEXICON.office_holder(country, office, on) == name


def test_on_the_day_of_a_handover_the_later_one_counts() -> None:
    assert LEXICON.office_holder("USA", "head_of_state", date(2021, 1, 20)) == "Joe Biden"
    assert LEXICON.office_holder("USA", "head_of_state", date(2021, 1, 19)) == "Donald Trump"


def test_shared_offices_name_nobody() -> None:
    sharing = [
        key for key, held in LEXICON.offices.items() if len({t.name for t in held if t.holds(date(2023, 6, 1))}) > 1
        and not office_kind(key[1]).single
    ]  # fmt: skip
    assert sharing
    assert all(LEXICON.sole_holder(country, office, date(2023, 6, 1)) is None for country, office in sharing)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Beijing", "CHN"),
        ("the Kremlin", "RUS"),
        ("The White House", "USA"),
        ("Xinhua", "CHN"),
        ("NATO", "NAT"),
        ("nobody", None),
    ],
)
def test_country_of(name: str, code: str | None) -> None:
    assert LEXICON.country_of(name) == code


@pytest.mark.parametrize(
    "written",
    ["Fumio Kishida", "Kishida Fumio", "Joseph R. Biden, Jr.", "Recep Tayyip Erdoğan", "recep tayyip erdogan", "Kim Jong-un"],
)
def test_tenures_by_any_spelling(written: str) -> None:
    assert LEXICON.tenures(written)


def test_kind_of_an_office() -> None:
    assert office_kind("envoy:Syria").sector == "GOV"
    assert office_kind("military_chief").sector == "MIL"
    assert not office_kind("something new").single
