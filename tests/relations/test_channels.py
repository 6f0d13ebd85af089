"""Channels: told apart by level and matter, with the status that their history gives them."""

from datetime import date

import pytest
import relations_lake
from relations_notation import story

from detente.records import Actor
from detente.relations import matters
from detente.relations.channels import Channel, channels
from detente.relations.parties import level, office


def _channels(text: str, as_of: str = "2023-12-31") -> dict[str, Channel]:
    return {channel.topic: channel for channel in channels(story(text).dossier("NOR TUR", as_of))}


def test_resumption_tells_of_the_stall_before() -> None:
    found = _channels("""
        > 2023-05-03 Harbour Wire
        a CONSULT~resume NOR:officials+TUR:officials | 2023-05-02 | fentanyl | Oslo
        Officials resumed long-stalled talks on fentanyl in Oslo on Tuesday.
    """)["counternarcotics"]
    assert [(entry.status, entry.derived) for entry in found.history] == [("stalled", True), ("resumed", False)]
    assert (found.status, found.since, found.last_contact) == ("resumed", date(2023, 5, 2), date(2023, 5, 2))


@pytest.mark.parametrize(
    ("head", "sentence", "status"),
    [
        ("CONSULT NOR:officials+TUR:officials | 2023-05-02 | cod", "Officials talked about cod.", "open"),
        ("AGREE(CONSULT) NOR+TUR | 2023-05-02 | cod", "Both agreed to talk about cod.", "planned"),
        ("AGREE(CONSULT) NOR > TUR | 2023-05-02 | cod", "Norway offered Turkey talks on cod.", "proposed"),
        ("REQUEST(CONSULT)/meet NOR > TUR | 2023-05-02 | cod", "Norway asked Turkey for talks on cod.", "proposed"),
        ("REJECT(CONSULT)/meet NOR > TUR | 2023-05-02 | cod", "Norway called off talks on cod.", "stalled"),
        ("SANCTION/discontinue~suspend NOR > TUR | 2023-05-02 | talks on cod", "Norway suspended talks on cod.", "suspended"),
        ("CONSULT~end NOR+TUR | 2023-05-02 | cod", "The talks on cod were ended for good.", "closed"),
        ("CONSULT!negation~resume NOR+TUR | 2023-05-02 | cod", "The talks on cod have not resumed.", "stalled"),
    ],
)
def test_status_of_a_single_act(head: str, sentence: str, status: str) -> None:
    assert _channels(f"> 2023-05-03 Harbour Wire\na {head}\n{sentence}")["fisheries"].status == status


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("CONSULT!hypothetical NOR+TUR | | cod", "They might talk about cod."),
        ("CONSULT!negation NOR+TUR | | cod", "The two did not meet on the sidelines over cod."),
        ("REQUEST(CONSULT)/meet GBR > NOR+TUR | | cod", "Britain urged both to talk about cod."),
        ("SANCTION/discontinue NOR > TUR | | cod", "Norway banned imports of cod."),
    ],
)
def test_what_is_no_contact_makes_no_channel(head: str, sentence: str) -> None:
    assert _channels(f"> 2023-05-03 Harbour Wire\na {head}\n{sentence}") == {}


def test_levels_and_matters_are_told_apart() -> None:
    found = _channels("""
        > 2023-05-03 Harbour Wire
        a CONSULT/phone NOR:prime minister+TUR:president | 2023-05-02 | cod; drones
        Norway's prime minister and Turkey's president spoke about cod and drones.
        b CONSULT NOR:foreign minister+TUR:foreign minister | 2023-05-02 | cod
        The foreign ministers met over cod.
        c CONSULT NOR:defence minister+TUR:defence minister | 2023-05-02 | air patrols
        The defence ministers met.
        d CONSULT NOR:officials+TUR:officials | 2023-05-02 | cod quotas; visas
        Officials went through cod quotas and visas.
        e CONSULT NOR:officials+TUR:officials | 2023-05-02 | reindeer
        Officials spoke of reindeer.
    """)
    assert set(found) == {"leaders", "senior diplomats", "military-to-military", "fisheries", "consular", "reindeer"}


def test_a_plan_does_not_close_what_is_open_and_a_contact_after_a_break_resumes_it() -> None:
    text = """
        > 2023-01-03 Harbour Wire
        a CONSULT NOR:officials+TUR:officials | 2023-01-02 | cod
        Officials talked about cod.
        b AGREE(CONSULT) NOR+TUR | 2023-01-02 | cod | | due 2023-06-01..2023-06-30
        The next round on cod is planned for June.
        > 2023-03-03 Harbour Wire
        c SANCTION/discontinue~suspend TUR > NOR | 2023-03-02 | talks on cod
        Turkey suspended the talks on cod.
        > 2023-08-03 Harbour Wire
        d CONSULT NOR:officials+TUR:officials | 2023-08-02 | cod
        Officials talked about cod in August.
    """
    assert _channels(text, "2023-02-01")["fisheries"].status == "open"
    assert [act.event.of for act in _channels(text, "2023-02-01")["fisheries"].planned] == ["CONSULT"]
    assert _channels(text, "2023-04-01")["fisheries"].status == "suspended"
    last = _channels(text)["fisheries"]
    assert (last.status, last.silence, last.planned) == ("resumed", 151, ())


def test_the_lake() -> None:
    found = {channel.topic: channel for channel in channels(relations_lake.dossier())}
    statuses = {topic: channel.status for topic, channel in found.items()}
    assert statuses == {
        "leaders": "planned",
        "a telephone line for patrol boats": "planned",
        "fisheries": "resumed",
        "senior diplomats": "open",
    }
    assert [entry.status for entry in found["fisheries"].history] == ["suspended", "stalled", "planned", "resumed"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("President Biden's national security adviser", ("national security adviser", "senior diplomats")),
        ("the adviser to President Moen", None),
        ("China's top diplomat", ("top diplomat", "senior diplomats")),
        ("the vice president", ("vice president", "senior diplomats")),
        ("opposition leader", ("opposition leader", None)),
        ("the secretary of state", ("secretary of state", "senior diplomats")),
        ("Kenya's foreign ministry", ("foreign ministry", "officials")),
        ("the Tanzanian minister", ("minister", "ministers")),
        ("the White House", None),
    ],
)
def test_offices(words: str, found: tuple[str, str] | None) -> None:
    assert office(words) == found


def test_a_name_has_the_level_it_was_introduced_with() -> None:
    told = story("""
        > 2023-05-03 Harbour Wire
        a CONSULT NOR:prime minister=Liv Holm+TUR | 2023-05-02 | cod
        Norway's prime minister, Liv Holm, met a Turkish delegation.
        b CONSULT NOR:Holm=Liv Holm+TUR | 2023-05-03 | cod
        Holm met them again.
    """).dossier("NOR TUR", "2023-06-01")
    assert level(Actor("Holm", "NOR", "GOV", "Liv Holm"), told.levels) == "leaders"
    assert [channel.topic for channel in channels(told)] == ["leaders"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("controlling the flow of fentanyl", ("counternarcotics",)),
        ("the risks of artificial intelligence", ("artificial intelligence",)),
        ("export controls on chips", ("export controls", "trade and economy")),
        ("two seized trawlers", ("fisheries",)),
        ("the weather", ()),
    ],
)
def test_matters(text: str, keys: tuple[str, ...]) -> None:
    assert set(matters.in_text(text)) == set(keys)
