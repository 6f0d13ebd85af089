"""The tables of who is who: shape, known codes, dates in order, one holder at a time, and enough of everything."""

import csv
from collections import Counter, defaultdict
from datetime import date
from importlib.resources import files
from itertools import pairwise

import pytest

from detente.ontology.plover import SECTORS

PLACES = (files("detente.actors") / "data", files("detente.ontology") / "data")
COLUMNS = {
    "countries": ["code", "name", "official", "aliases", "demonyms", "capital", "seats", "region", "short"],
    "organisations": ["code", "name", "sector", "aliases", "short", "seat", "members", "head"],
    "groups": ["name", "country", "aliases", "sector", "from", "to"],
    "bodies": ["name", "country", "sector", "aliases", "generic"],
    "offices": ["country", "office", "name", "aliases", "start", "end"],
    "office_kinds": ["office", "sector", "holders", "meaning"],
    "titles": ["title", "plural", "country", "office"],
}


def text_of(name):
    found = [place / f"{name}.tsv" for place in PLACES if (place / f"{name}.tsv").is_file()]
    assert len(found) == 1, f"{name}.tsv should lie in one place"
    return found[0].read_text(encoding="utf-8")


def load(name):
    return list(csv.DictReader(text_of(name).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def parts(cell):
    return [part for part in cell.split(";") if part]


TABLES = {name: load(name) for name in COLUMNS}
COUNTRIES = {row["code"] for row in TABLES["countries"]}
ORGANISATIONS = {row["code"] for row in TABLES["organisations"]}
KINDS = {row["office"]: row for row in TABLES["office_kinds"]}
OFFICES = {row["office"] for row in TABLES["offices"]}


def held(country, office, on):
    """Those in office on a day; on the day of a handover the later one only."""
    rows = [
        row for row in TABLES["offices"]
        if (row["country"], row["office"]) == (country, office)
        and row["start"] <= on and (on < row["end"] or not row["end"])
    ]  # fmt: skip
    return [row["name"] for row in rows]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_line_has_the_columns_and_clean_cells(name):
    lines = text_of(name).splitlines()
    assert lines[0].split("\t") == COLUMNS[name]
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        assert len(cells) == len(COLUMNS[name]), f"{name}.tsv:{number}"
        for cell in cells:
            assert cell == cell.strip(), f"{name}.tsv:{number}: {cell!r}"
            assert ";;" not in cell, f"{name}.tsv:{number}: {cell!r}"
            assert "  " not in cell, f"{name}.tsv:{number}: {cell!r}"
        assert cells[0], f"{name}.tsv:{number} has no {COLUMNS[name][0]}"


@pytest.mark.parametrize(
    ("name", "least"),
    [("countries", 197), ("organisations", 40), ("groups", 70), ("bodies", 350), ("offices", 1800), ("titles", 150)],
)
def test_there_is_enough(name, least):
    assert len(TABLES[name]) >= least


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("countries", ("code",)), ("countries", ("name",)), ("organisations", ("code",)), ("organisations", ("name",)),
        ("groups", ("name", "from")), ("bodies", ("name",)), ("offices", ("country", "office", "name", "start")),
        ("office_kinds", ("office",)), ("titles", ("title", "country")),
    ],
)  # fmt: skip
def test_no_row_is_there_twice(name, key):
    counted = Counter(tuple(row[column] for column in key) for row in TABLES[name])
    assert [found for found, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("name", ["countries", "organisations", "groups", "bodies"])
def test_a_name_stands_for_one_thing(name):
    key = "code" if "code" in COLUMNS[name] else "name"
    owners = defaultdict(set)
    for row in TABLES[name]:
        for known in {row["name"], *parts(row["aliases"])}:
            owners[known].add(row[key])
    assert {known: found for known, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize("column", ["demonyms", "capital", "seats"])
def test_a_demonym_capital_or_seat_is_one_country_s(column):
    owners = defaultdict(set)
    for row in TABLES["countries"]:
        for known in parts(row[column]):
            owners[known.partition(":")[0]].add(row["code"])
    assert {known: found for known, found in owners.items() if len(found) > 1} == {}


def test_codes_are_three_letters_and_no_organisation_has_a_country_s():
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in COUNTRIES)
    assert all(2 <= len(code) <= 3 and code.isalnum() and code.isupper() for code in ORGANISATIONS)
    assert COUNTRIES.isdisjoint(ORGANISATIONS)
    assert {"UNO", "EUU", "NAT", "ASE", "AFU", "G7", "G20", "IMF", "WTO", "IAE", "ARL", "GCC", "OPC", "BRI", "SCO", "QUA"} <= (
        ORGANISATIONS
    )


def test_every_code_is_known():
    known = COUNTRIES | ORGANISATIONS
    assert {row["country"] for name in ("groups", "bodies", "offices") for row in TABLES[name]} <= known
    assert {row["country"] for row in TABLES["titles"]} <= known | {""}
    assert {code for row in TABLES["organisations"] for code in parts(row["members"])} <= known
    assert {office.partition(":")[2] for office in OFFICES if office.startswith("ambassador:")} <= known


def test_every_sector_is_plover_s():
    found = {row["sector"] for name in ("organisations", "groups", "bodies", "office_kinds") for row in TABLES[name]}
    found |= {seat.partition(":")[2] or "GOV" for row in TABLES["countries"] for seat in parts(row["seats"])}
    assert found <= set(SECTORS)


def test_every_country_has_people_and_a_capital():
    without = {row["code"] for row in TABLES["countries"] if not row["demonyms"] or not row["capital"]}
    # Dominica shares its demonym with the Dominican Republic; Gibraltar is its own capital.
    assert without <= {"DMA", "GIB"}


def test_dates_are_iso_and_in_order():
    for name, first, last in (("offices", "start", "end"), ("groups", "from", "to")):
        for row in TABLES[name]:
            start, end = (date.fromisoformat(cell) if cell else None for cell in (row[first], row[last]))
            assert start is None or end is None or start <= end, row
            assert all(day is None or day.year <= 2026 for day in (start, end)), row


def test_an_office_for_one_has_one_holder_at_a_time():
    rows = defaultdict(list)
    for row in TABLES["offices"]:
        if KINDS[row["office"].partition(":")[0]]["holders"] == "one":
            rows[row["country"], row["office"]].append(row)
    clashes = []
    for office, holders in rows.items():
        holders.sort(key=lambda row: row["start"])
        for before, after in pairwise(holders):
            if not before["end"] or before["end"] > after["start"]:
                clashes.append((*office, before["name"], after["name"]))
    assert clashes == []


def test_the_periods_of_a_group_do_not_overlap():
    rows = defaultdict(list)
    for row in TABLES["groups"]:
        rows[row["name"]].append(row)
    for periods in rows.values():
        for before, after in pairwise(periods):
            assert before["to"], before
            assert before["to"] <= after["from"], after


def test_every_office_is_of_a_known_kind_and_of_a_known_group_or_company():
    assert {office.partition(":")[0] for office in OFFICES} == set(KINDS)
    assert {row["holders"] for row in TABLES["office_kinds"]} == {"one", "several"}
    groups = {row["name"] for row in TABLES["groups"]}
    bodies = {row["name"] for row in TABLES["bodies"]}
    named = {tuple(office.split(":", 1)) for office in OFFICES if ":" in office}
    assert {what for kind, what in named if kind in {"leader", "figure", "spokesperson"}} <= groups
    assert {what for kind, what in named if kind == "company_head"} <= bodies


def test_every_title_leads_to_an_office_somebody_held():
    assert {row["office"] for row in TABLES["titles"]} <= OFFICES


def test_no_title_is_also_a_plural_of_another():
    titles = {row["title"] for row in TABLES["titles"]}
    assert {row["plural"] for row in TABLES["titles"]} & titles == set()


def test_names_without_accents_are_listed():
    for row in TABLES["offices"]:
        names = [row["name"], *parts(row["aliases"])]
        assert any(name.isascii() for name in names), row


def test_breadth_of_the_office_holders():
    leaders = {row["country"] for row in TABLES["offices"] if row["office"] == "head_of_government"} & COUNTRIES
    ministers = {row["country"] for row in TABLES["offices"] if row["office"] == "foreign_minister"} & COUNTRIES
    defence = {row["country"] for row in TABLES["offices"] if row["office"] == "defence_minister"} & COUNTRIES
    assert (len(leaders) >= 150, len(ministers) >= 120, len(defence) >= 80) == (True, True, True)


@pytest.mark.parametrize(
    ("country", "office", "on", "name"),
    [
        ("USA", "head_of_state", "2020-06-01", "Donald Trump"),
        ("USA", "head_of_state", "2024-01-31", "Joe Biden"),
        ("USA", "head_of_state", "2025-01-20", "Donald Trump"),
        ("USA", "national_security_adviser", "2024-01-31", "Jake Sullivan"),
        ("CHN", "foreign_minister", "2023-03-01", "Qin Gang"),
        ("CHN", "foreign_minister", "2024-01-31", "Wang Yi"),
        ("CHN", "top_diplomat", "2022-06-01", "Yang Jiechi"),
        ("CHN", "head_of_government", "2023-02-01", "Li Keqiang"),
        ("RUS", "head_of_state", "2011-05-01", "Dmitry Medvedev"),
        ("RUS", "defence_minister", "2024-06-01", "Andrei Belousov"),
        ("GBR", "head_of_government", "2022-09-20", "Liz Truss"),
        ("GBR", "head_of_government", "2026-08-01", "Andy Burnham"),
        ("JPN", "head_of_government", "2025-11-01", "Sanae Takaichi"),
        ("KOR", "head_of_state", "2025-06-10", "Lee Jae Myung"),
        ("IRN", "head_of_government", "2024-06-10", "Mohammad Mokhber"),
        ("SAU", "crown_prince", "2018-01-01", "Mohammed bin Salman"),
        ("QAT", "head_of_government", "2024-06-01", "Mohammed bin Abdulrahman Al Thani"),
        ("ISR", "defence_minister", "2024-11-20", "Israel Katz"),
        ("SYR", "head_of_state", "2025-02-01", "Ahmed al-Sharaa"),
        ("UKR", "defence_minister", "2022-05-01", "Oleksii Reznikov"),
        ("DEU", "head_of_government", "2021-12-08", "Olaf Scholz"),
        ("PER", "head_of_state", "2021-03-01", "Francisco Sagasti"),
        ("XKX", "head_of_government", "2023-09-01", "Albin Kurti"),
        ("NAT", "head", "2024-10-02", "Mark Rutte"),
        ("UNO", "head", "2015-01-01", "Ban Ki-moon"),
        ("EUU", "foreign_minister", "2022-01-01", "Josep Borrell"),
        ("IAE", "head", "2024-01-01", "Rafael Grossi"),
    ],
)
def test_who_held_an_office(country, office, on, name):
    assert held(country, office, on) == [name]


@pytest.mark.parametrize(("on", "sector"), [("2021-08-01", "REB"), ("2022-01-01", "GOV")])
def test_the_taliban_govern_since_the_fall_of_kabul(on, sector):
    rows = [row for row in TABLES["groups"] if row["name"] == "Taliban"]
    assert [row["sector"] for row in rows if row["from"] <= on and (on < row["to"] or not row["to"])] == [sector]
