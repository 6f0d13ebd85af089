"""Codes of countries and organisations, and the names people type for them."""

import pytest

from detente.errors import UnknownActorError
from detente.ontology.countries import countries, country_name, organisations, parse_country


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("china", "CHN"), ("CHN", "CHN"), ("chn", "CHN"), ("chinese", "CHN"), ("the US", "USA"), ("U.S.", "USA"), ("us", "USA"),
        ("usa", "USA"), ("Americans", "USA"), ("United States of America", "USA"), ("uk", "GBR"), ("Britain", "GBR"),
        ("Türkiye", "TUR"), ("turkiye", "TUR"), ("Turkey", "TUR"), ("ROK", "KOR"), ("south korea", "KOR"), ("DPRK", "PRK"),
        ("Ivory Coast", "CIV"), ("cote d'ivoire", "CIV"), ("Côte d’Ivoire", "CIV"), ("guinea-bissau", "GNB"), ("Guinea", "GIN"),
        ("DRC", "COD"), ("Kosovo", "XKX"), ("Palestinian", "PSE"), ("Taiwan", "TWN"), ("Hong Kong", "CHN"),
        ("the Vatican", "VAT"),
        ("EU", "EUU"), ("NATO", "NAT"), ("the United Nations", "UNO"), ("asean", "ASE"), ("Tehran", "IRN"), ("kremlin", "RUS"),
        ("  Norway ", "NOR"), ("Swiss", "CHE"), ("Filipinos", "PHL"), ("Georgia", "GEO"), ("brics", "BRI"),
    ],
)  # fmt: skip
def test_parse_country(typed: str, code: str) -> None:
    assert parse_country(typed) == code


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("Chnia", "China (CHN)"),
        ("Untied States", "United States (USA)"),
        ("Irann", "Iran (IRN)"),
        ("Kazakstan", "Kazakhstan (KAZ)"),
    ],
)
def test_unknown_name_asks_did_you_mean(typed: str, offers: str) -> None:
    with pytest.raises(UnknownActorError, match="did you mean") as caught:
        parse_country(typed)
    assert offers in str(caught.value)
    assert repr(typed) in str(caught.value)


@pytest.mark.parametrize("typed", ["zzzzqqq", "", "   "])
def test_unknown_name_says_what_to_write(typed: str) -> None:
    with pytest.raises(UnknownActorError, match="China"):
        parse_country(typed)


def test_country_name() -> None:
    assert country_name("CHN") == "China"
    assert country_name("EUU") == "European Union"
    with pytest.raises(UnknownActorError, match="'XYZ'"):
        country_name("XYZ")


def test_every_code_and_name_leads_to_itself() -> None:
    for code, country in countries().items():
        assert parse_country(code) == parse_country(country.name) == parse_country(country.official) == code
    for code, body in organisations().items():
        assert parse_country(code) == parse_country(body.name) == code


def test_there_are_enough() -> None:
    assert len(countries()) >= 195
    assert len(organisations()) >= 30
    assert all(country.demonyms for code, country in countries().items() if code != "DMA")
