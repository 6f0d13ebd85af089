import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.nlp.places import find_places, fold, lookup


@pytest.mark.parametrize(
    ("name", "near", "country", "lat"),
    [
        ("Bangkok", None, "THA", 13.8),
        ("Paris", None, "FRA", 48.9),
        ("Paris", "USA", "USA", 33.7),
        ("Paris", "KEN", "FRA", 48.9),
        ("Tripoli", None, "LBY", 32.9),
        ("Tripoli", "LBN", "LBN", 34.4),
        ("Hyderabad", None, "IND", 17.4),
        ("Hyderabad", "PAK", "PAK", 25.4),
        ("Georgia", None, "GEO", None),
        ("Georgia", "USA", "USA", 33.3),
        ("San Francisco", None, "USA", 37.8),
        ("Washington", None, "USA", 38.9),
        ("The Hague", None, "NLD", 52.1),
        ("Kiev", None, "UKR", 50.5),
        ("Kyiv", None, "UKR", 50.5),
        ("Zürich", None, "CHE", 47.4),
        ("Zurich", None, "CHE", 47.4),
        ("St. Petersburg", None, "RUS", 59.9),
        ("Sanaa", None, "YEM", 15.4),
        ("Sana’a", None, "YEM", 15.4),
        ("N'Djamena", None, "TCD", 12.1),
        ("Port-au-Prince", None, "HTI", 18.5),
        ("Avdiivka", None, "UKR", 48.1),
        ("Zaporizhzhia", None, "UKR", 47.8),
        ("Khan Younis", None, "PSE", 31.3),
        ("Gaza", None, "PSE", 31.4),
        ("Crimea", None, "UKR", 45.3),
        ("Donbas", None, "UKR", 48.3),
        ("Golan Heights", None, "SYR", 33.0),
        ("Xinjiang", None, "CHN", 42.0),
        ("Hong Kong", None, "CHN", 22.3),
        ("Pristina", None, "XKX", 42.7),
        ("Taipei", None, "TWN", 25.0),
        ("Taiwan Strait", None, None, 24.5),
        ("Red Sea", None, None, 20.3),
        ("Kashmir", None, None, 34.0),
        ("Bab al-Mandab", None, None, 12.6),
        ("Camp David", None, "USA", 39.6),
        ("Kenya", None, "KEN", None),
        ("Türkiye", None, "TUR", None),
        ("Texas", None, "USA", 31.0),
    ],
)
def test_lookup(name: str, near: str | None, country: str | None, lat: float | None) -> None:
    place = lookup(name, near=near)
    assert place is not None
    assert (place.text, place.country) == (name, country)
    assert place.lat == (None if lat is None else pytest.approx(lat, abs=0.9))
    assert (place.lon is None) == (lat is None)


@pytest.mark.parametrize("name", ["Nowhereville", "", " ", "-", "\t", "the"])
def test_no_such_place(name: str) -> None:
    assert lookup(name) is None


def test_every_capital_of_the_news_is_known() -> None:
    capitals = (
        "Abuja Accra Algiers Amman Ankara Astana Athens Baghdad Baku Bamako Beijing Beirut Belgrade Berlin Bern "
        "Bogota Brasilia Brussels Bucharest Budapest Cairo Canberra Caracas Chisinau Copenhagen Damascus Dhaka Doha "
        "Dublin Dushanbe Hanoi Harare Havana Helsinki Islamabad Jakarta Jerusalem Kabul Kathmandu Khartoum Kigali "
        "Kinshasa Kyiv Lima Lisbon Ljubljana London Luanda Madrid Manila Minsk Mogadishu Moscow Muscat Nairobi Niamey "
        "Nicosia Oslo Ottawa Paris Prague Pretoria Pyongyang Quito Rabat Riga Riyadh Rome Sarajevo Seoul Singapore "
        "Skopje Sofia Stockholm Taipei Tallinn Tashkent Tbilisi Tehran Tirana Tokyo Tripoli Tunis Ulaanbaatar Vienna "
        "Vientiane Vilnius Warsaw Washington Yerevan Zagreb "
    )
    assert [name for name in capitals.split() if lookup(name) is None] == []


def test_folding() -> None:
    assert fold("São  Tomé") == "sao tome"
    assert fold("St. John’s") == "saint johns"
    assert fold("Port-au-Prince") == "port au prince"


# Each place in a text is marked: ‹Oslo NOR› where something is, «Oslo NOR» where it is only named.
CASES = [
    "They met in ‹Bangkok THA› on Tuesday.",
    "The minister flew to ‹Ankara TUR› and «Athens GRC» protested.",
    "The attack in the port city of ‹Odesa UKR› killed three.",
    "A ship was hit in the ‹Red Sea ›, near the ‹Bab el-Mandeb ›.",
    "Forces fought in ‹Avdiivka UKR› in February.",
    "‹ANKARA TUR›, June 12 (Wire) - Turkey agreed.",
    "Talks were held in northern ‹Gaza PSE›.",
    "Kenya agreed with Somalia.",
    "He was born near ‹Tripoli LBN›, Lebanon.",
    "A fire broke out in ‹Paris USA›, Texas.",
    "Troops drilled across the ‹Taiwan Strait ›.",
    "The summit near ‹San Francisco USA› ended.",
    "«Beijing CHN» said it would respond.",
    "Kenya agreed to talks in ‹Somalia SOM›.",
    "Secretary Austin met Jordan Lee of the Paris Agreement team.",
    "A nice reading of the mobile split.",
    "Nice people read the Reading list.",
    "They met in ‹Nice FRA› last week.",
    "The University of Cambridge took part.",
    "She saw US officials tell us all.",
    "Exports to the ‹US USA› fell.",
    "The vote in ‹Georgia GEO› worried Armenia.",
    "It was signed in Central ‹Damascus SYR›.",
    "Residents of «Moscow USA», Idaho, complained.",
    "It is made in Springfield, Kenya.",
    "They spoke in ‹Saudi Arabia SAU› and in ‹South Korea KOR›.",
    "‹New York City USA›: China agreed, The New York Times said.",
    "He left ‹Moscow RUS› on Monday.",
]


@pytest.mark.parametrize("case", CASES)
def test_places_in_a_text(case: str) -> None:
    text, expected = "", []
    for piece in case.replace("«", "\x00«").replace("»", "\x00").replace("‹", "\x00‹").replace("›", "\x00").split("\x00"):
        if piece[:1] in ("«", "‹"):
            name, _, country = piece[1:].rpartition(" ")
            expected.append((len(text), name, country or None, piece[0] == "‹"))
            text += name
        else:
            text += piece
    assert [(m.start, m.place.text, m.place.country, m.locative) for m in find_places(text)] == expected
    assert all(text[m.start : m.end] == m.place.text for m in find_places(text))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Officials of Syria said that shells fell on houses in Tripoli. Lebanon protested in Syria and in Lebanon.", "LBN"),
        ("The election was decided in Texas and in Georgia.", "USA"),
        ("The United States welcomed the vote in Georgia.", "GEO"),
        ("Envoys from Texas and Ohio flew to Tbilisi. They observed the vote in Georgia.", "GEO"),
        ("Votes from Texas were counted in Birmingham.", "USA"),
        ("The meeting in France was followed by one in Birmingham.", "GBR"),
    ],
)
def test_namesakes_go_by_the_countries_the_report_speaks_of(text: str, country: str) -> None:
    wanted = [m for m in find_places(text) if m.place.text in ("Tripoli", "Georgia", "Birmingham")]
    assert [m.place.country for m in wanted] == [country]


def test_loading_and_reading_are_quick() -> None:
    start = time.perf_counter()
    text = "The ministers of Kenya and Somalia met in Bangkok on Tuesday, near the Gulf of Thailand, and flew to Oslo. " * 5000
    assert len(find_places(text)) >= 15_000
    assert time.perf_counter() - start < 3


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["in", "New", "York", "St.", ",", "Texas", "Paris", "US", "-", "’s", "\n", "the", "Gulf", "of", "–", "IN"]
        )
    )
)
def test_any_words_give_ordered_mentions(pieces: list[str]) -> None:
    for text in (" ".join(pieces), "".join(pieces)):
        found = find_places(text)
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))
        assert all(text[m.start : m.end] == m.place.text != "" for m in found)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_no_crash(text: str) -> None:
    find_places(f"in {text} Paris")
    lookup(text)
