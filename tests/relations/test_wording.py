"""Sentences from records: they read well, and never word a plan, a denial or a supposition as a deed."""

from dataclasses import replace
from datetime import date

import pytest
import relations_gold
from relations_notation import story

from detente.ontology import plover
from detente.records import Actor
from detente.relations.filed import When, standing
from detente.relations.names import listed, possessive
from detente.relations.who import parties, party, said_by
from detente.relations.wording import capital, clause, dates, due, promised

LINES = [
    ("CONSULT/phone NOR:prime minister+TUR:president | | cod", "They spoke.",
     "the Norwegian prime minister and the Turkish president spoke by telephone about cod"),
    ("CONSULT~resume CHN:Chinese officials+USA:US officials | | fentanyl | Beijing", "Officials resumed talks.",
     "Chinese and US officials resumed talks in Beijing on fentanyl"),
    ("CONSULT/visit NOR:foreign minister > TUR:his counterpart | | cod", "She came for talks.",
     "the Norwegian foreign minister visited Turkey for talks on cod"),
    ("AGREE(CONSULT) USA:President Moe > CHN:leader | |", "He plans to speak with China's leader.",
     "the US president plans to speak with the Chinese leader"),
    ("AGREE(AID) JPN > LKA | | ports", "Japan pledged 300 million dollars for ports.",
     "Japan promised to give Sri Lanka aid of 300 million dollars (ports)"),
    ("CONCEDE(RETREAT) USA > CHN | | sanctions on an institute", "Washington agreed to lift sanctions on an institute.",
     "the United States agreed to lift sanctions on an institute for China"),
    ("REQUEST(RETREAT)/yield ARM > RUS | | its border guards", "Armenia urged Russia to withdraw its border guards.",
     "Armenia urged Russia to withdraw its border guards"),
    ("REQUEST(CONSULT)/meet EUU > TUR+GRC | | talking", "The EU urged both to keep talking.",
     "the European Union urged Turkey and Greece to hold talks on talking"),
    ("REJECT(CONSULT)/meet DZA > MAR | | the border", "Algiers turned down talks on the border.",
     "Algeria refused talks with Morocco on the border"),
    ("REJECT(CONSULT)/meet DZA > MAR | | the border", "Algiers called off talks on the border.",
     "Algeria called off talks with Morocco on the border"),
    ("THREATEN(SANCTION)/restrict EUU > TUR | | customs deal", "It warned that it would freeze a customs deal.",
     "the European Union threatened to impose restrictions on Turkey (customs deal)"),
    ("SANCTION/expel EST > RUS | | three diplomats", "Estonia expelled three diplomats.",
     "Estonia expelled three diplomats of Russia"),
    ("SANCTION/discontinue USA > CHN | | an institute", "It had been placed on a trade blacklist.",
     "the United States blacklisted an institute of China"),
    ("COERCE/arrest AZE > FRA | | espionage", "Azerbaijan arrested a citizen on suspicion of espionage.",
     "Azerbaijan arrested people of France (espionage)"),
    ("MOBILIZE/weapons PRK | | a cruise missile", "North Korea tested a cruise missile.",
     "North Korea tested weapons (a cruise missile)"),
    ("SANCTION CHN+USA | | chips", "The two exchanged sanctions on chips.",
     "China and the United States imposed sanctions on each other (chips)"),
    ("SUPPORT NPL > IND | | the pact", "Nepal signed the pact.", "Nepal signed the pact with India"),
    ("RETREAT/ceasefire~continue ARM+AZE | |", "The ceasefire held.", "Armenia and Azerbaijan observed a ceasefire"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "sentence", "expected"), LINES, ids=[line[2][:40] for line in LINES])
def test_clauses(head: str, sentence: str, expected: str) -> None:
    (coding,) = story(f"> 2024-01-31 Harbour Wire\na {head}\n{sentence}").codings
    (event,) = coding.events
    assert clause(event, standing(event, coding.report)) == expected


@pytest.mark.parametrize("record", relations_gold.load(), ids=lambda r: r.filed.record.id[:6])
def test_forms_of_one_act_are_never_mistaken_for_each_other(record: relations_gold.Labelled) -> None:
    event = record.filed.record
    done, planned, denied, supposed = (clause(event, s) for s in ("done", "planned", "denied", "supposed"))
    assert len({done, planned, denied, supposed}) == 4
    assert " is to " in planned or " are to " in planned
    assert " did not " in denied
    assert " might " in supposed
    assert not any(done in other for other in (planned, denied, supposed))
    assert "coded" not in done
    assert "{" not in done
    assert "[" not in done
    assert "  " not in done


@pytest.mark.parametrize("kind", plover.TYPES)
def test_every_type_can_be_said_of_a_bare_record(kind: str) -> None:
    (coding,) = story("> 2024-01-31 Harbour Wire\na AGREE NOR\nNorway did something.").codings
    event = replace(coding.events[0], type=kind)
    for form in ("done", "planned", "denied", "supposed"):
        said = clause(event, form)  # type: ignore[arg-type]
        assert said.startswith("Norway ")
        assert "coded" not in said


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        (Actor("China’s top diplomat", "CHN", "GOV", "Wang Yi"), "the Chinese top diplomat (Wang Yi)"),
        (Actor("Beijing", "CHN", "GOV"), "China"),
        (Actor("the White House", "USA", "GOV"), "the United States"),
        (Actor("he", "USA", "GOV"), "the United States"),
        (Actor("Huawei", "CHN", "BUS"), "Huawei (China)"),
        (Actor("Turkish jets", "TUR", "MIL"), "Turkish jets"),
        (Actor("fishermen", "KEN", "CVL"), "Kenyan fishermen"),
        (Actor("The European Union", "EUU", "IGO"), "the European Union"),
        (Actor("Diplomats", None, "GOV"), "diplomats"),
        (Actor("they", None), "an unnamed party"),
    ],
)
def test_party(actor: Actor, words: str) -> None:
    assert party(actor) == words


def test_parties_share_an_office_and_a_counterpart_has_the_others() -> None:
    ministers = [Actor("the Greek defence minister", "GRC"), Actor("his Turkish counterpart", "TUR")]
    assert parties(ministers) == "the Greek and Turkish defence ministers"
    assert parties([Actor("both sides", "GRC", "GOV"), Actor("both sides", "TUR", "GOV")]) == "Greece and Turkey"


def test_said_by_keeps_the_reports_words() -> None:
    anonymous = Actor("a Greek official who was not authorised to speak publicly", "GRC", "GOV")
    assert said_by(anonymous) == anonymous.text
    assert said_by(Actor("The ministry", "TUR", "GOV")) == "the ministry (Turkey)"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2023-11-16", "2023-11-16", "16 Nov 2023"),
        ("2023-11-01", "2023-11-30", "Nov 2023"),
        ("2023-11-03", "2023-11-09", "3–9 Nov 2023"),
        ("2024-03-01", "2024-05-31", "Mar–May 2024"),
        ("2020-01-01", "2020-12-31", "2020"),
        ("2023-11-20", "2024-01-31", "20 Nov 2023 – 31 Jan 2024"),
        (None, "2024-01-31", "before 31 Jan 2024"),
    ],
)
def test_dates(first: str | None, last: str, words: str) -> None:
    assert dates(When(date.fromisoformat(first) if first else None, date.fromisoformat(last), True)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-01-01", "2024-05-15", "by 15 May 2024"),
        ("2024-03-01", "2024-05-31", "in Mar–May 2024"),
        ("2024-10-01", None, "from 1 Oct 2024"),
        (None, None, "no date given"),
    ],
)
def test_due(first: str | None, last: str | None, words: str) -> None:
    assert due(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None) == words


def test_small_words() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert possessive("USA") == "the United States'"
    assert capital("the EU") == "The EU"


def test_promised_is_an_infinitive() -> None:
    (coding,) = story(
        "> 2024-01-31 Harbour Wire\na CONCEDE(RETREAT) KEN > TZA | | ban on maize\nKenya will lift its ban."
    ).codings
    assert promised(coding.events[0]) == "lift the ban on maize for Tanzania"


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("the two heads of state", None, "the Chinese head of state"),
        ("the two presidents", None, "the Chinese president"),
        ("Chinese officials", None, "Chinese officials"),
        ("the ministry", "Ministry of State Security", "the Chinese Ministry of State Security"),
    ],
)
def test_offices_of_which_a_country_has_one_and_bodies_with_a_name(text: str, name: str | None, said: str) -> None:
    assert party(Actor(text, "CHN", "GOV", name)) == said
