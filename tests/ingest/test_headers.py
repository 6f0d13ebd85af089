from datetime import date

import pytest

from detente.ingest.headers import about
from detente.ingest.published import parse_date
from detente.ingest.publishers import told_by, usual_name

LEAD = "Kenya and Somalia agreed on Tuesday to reopen a border post that Nairobi had closed in March, officials of both said."


@pytest.mark.parametrize(
    ("opening", "place", "publisher"),
    [
        ("ANKARA, June 12 (Wire) - ", "ANKARA", "Wire"),
        ("(Reuters) - ", None, "Reuters"),
        ("Jan 31 (Reuters) - ", None, "Reuters"),
        ("NAIROBI (AP) — ", "NAIROBI", "Associated Press"),
        ("KYIV, Ukraine (AP) — ", "KYIV, Ukraine", "Associated Press"),
        ("BEIJING, Jan. 31 (Xinhua) -- ", "BEIJING", "Xinhua"),
        ("New Delhi, Jan 31 (IANS): ", "New Delhi", "IANS"),
        ("MOSCOW, January 31. /TASS/. ", "MOSCOW", "TASS"),
        ("TEHRAN, Jan. 31 (MNA) – ", "TEHRAN", "Mehr"),
        ("WASHINGTON – ", "WASHINGTON", None),
        ("NEW DELHI: ", "NEW DELHI", None),
        ("New York City: ", "New York City", None),
        ("Islamabad: ", "Islamabad", None),
        ("FACT SHEET: ", None, None),
        ("THE PRESIDENT: ", None, None),
        ("TAKING STEPS AGAINST THE DROUGHT: ", None, None),
        ("", None, None),
    ],
)
def test_dateline(opening: str, place: str | None, publisher: str | None) -> None:
    found = about(opening + LEAD)
    assert (found.dateline, found.publisher) == (place, publisher)


@pytest.mark.parametrize(
    ("closing", "publisher"),
    [
        (" (IANS)", "IANS"),
        (" (PTI)", "PTI"),
        (" — AFP", "AFP"),
        ("\n\nEnditem", "Xinhua"),
        ("\n\n(Reporting by A. Mwangi in Nairobi; Editing by B. Lund)", "Reuters"),
        ("\n\n© 2024 AFP", "AFP"),
        (" (in Kenya)", None),
        (" (Somalia)", None),
    ],
)
def test_signature(closing: str, publisher: str | None) -> None:
    assert about(LEAD + closing).publisher == publisher


@pytest.mark.parametrize(
    ("head", "title", "published", "publisher"),
    [
        (
            "Border post to reopen\n\nBy Jane Doe, Reuters\nJanuary 31, 2024 10:30 GMT",
            "Border post to reopen",
            "2024-01-31",
            "Reuters",
        ),
        ("Border post to reopen\nBy JOHN SMITH, Xinhua News", "Border post to reopen", "", "Xinhua"),
        ("By Jane Doe | The Hindu | 31 Jan 2024", None, "2024-01-31", "The Hindu"),
        ("By Jane Doe, Mombasa Daily News", None, "", "Mombasa Daily News"),
        ("# Talks at last\n\nPublished: 31 January 2024\nSource: NYT", "Talks at last", "2024-01-31", "The New York Times"),
        ("Updated: Feb 2, 2024\nPublished: Feb 1, 2024", None, "2024-02-01", None),
        ("---\ntitle: Talks\ndate: 2024-01-31\n---", "Talks", "2024-01-31", None),
        ("Wednesday, January 31, 2024", None, "2024-01-31", None),
        ("The Associated Press", None, "", "Associated Press"),
        ("What next for the border?", "What next for the border?", "", None),
    ],
)
def test_lines_before_the_prose(head: str, title: str | None, published: str, publisher: str | None) -> None:
    found = about(f"{head}\n\n{LEAD}")
    assert found.title == title
    assert found.published == (date.fromisoformat(published) if published else None)
    assert found.publisher == publisher


def test_a_date_in_the_prose_is_not_the_date_of_publication() -> None:
    assert about(f"On 4 May 2022 the post was closed. {LEAD}").published is None


def test_a_dateline_may_have_its_year() -> None:
    assert about(f"SEOUL, Feb. 1, 2024 (Yonhap) — {LEAD}").published == date(2024, 2, 1)


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        (
            "Prospects remain uncertain, The New York Times (NYT) reported. More is due, the NYT report added.",
            ("The New York Times",),
        ),
        ("AFP reported, citing a Turkish official, that talks go on.", ("AFP",)),
        ("Reuters reported, citing Anadolu Agency, that talks go on.", ("Reuters", "Anadolu Agency")),
        ("The envoy told the BBC so.", ("BBC",)),
        ("It failed, according to Iran's semi-official Fars news agency.", ("Fars",)),
        ("Yonhap News Agency reported on Tuesday that it failed.", ("Yonhap",)),
        ("The Mombasa Herald reported the closure.", ("The Mombasa Herald",)),
        (
            "The report in the Wall Street Journal said so, reports in the Wall Street Journal added.",
            ("The Wall Street Journal",),
        ),
        ("The wire was cut, the guardian of the post said at the time.", ()),
        ("Kenya said it would reopen the post.", ()),
    ],
)
def test_relays(text: str, relays: tuple[str, ...]) -> None:
    assert told_by(text) == relays


def test_the_publisher_is_no_relay_of_itself() -> None:
    found = about(f"{LEAD} Officials told Reuters so; Kyodo News reported the same.\n\n(Reporting by A. B.; Editing by C. D.)")
    assert (found.publisher, found.relays) == ("Reuters", ("Kyodo",))


@pytest.mark.parametrize(("name", "usual"), [("nyt", "The New York Times"), ("Agence France-Presse", "AFP"), ("Nobody", None)])
def test_usual_names(name: str, usual: str | None) -> None:
    assert usual_name(name) == usual


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-01-31", "2024-01-31"),
        ("2024-01-31T10:00:00Z", "2024-01-31"),
        ("2024/1/31", "2024-01-31"),
        ("20240131", "2024-01-31"),
        ("20240131T101500Z", "2024-01-31"),
        ("Wed, 31 Jan 2024 10:00:00 GMT", "2024-01-31"),
        ("January 31st, 2024", "2024-01-31"),
        ("31-Jan-2024", "2024-01-31"),
        ("31/01/2024", "2024-01-31"),
        ("2024年1月31日", "2024-01-31"),
        (1706659200, "2024-01-31"),
        (1706659200000, "2024-01-31"),
        ("1706659200", "2024-01-31"),
        (date(2024, 1, 31), "2024-01-31"),
        ("03/04/2024", ""),
        ("2024-02-31", ""),
        ("2024", ""),
        ("soon", ""),
        ("0001-01-01", ""),
        (True, ""),
        (None, ""),
        ([], ""),
        (float("nan"), ""),
        (1e300, ""),
    ],
)
def test_dates_of_fields(value: object, day: str) -> None:
    assert parse_date(value) == (date.fromisoformat(day) if day else None)
