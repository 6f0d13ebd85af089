import io
import json
from datetime import date

import pytest

from detente.errors import RecordError
from detente.formats import jsonl
from detente.records import Actor, Claim, Coding, Event, Evidence, Link, Place, Report, content_id

TEXT = "Norway will send Peru two ships in May, an aide said. Peru calls it a gift."


def evidence(quote: str) -> Evidence:
    start = TEXT.index(quote)
    return Evidence(start, start + len(quote), quote)


def coding() -> Coding:
    norway, peru = Actor("Norway", "NOR", "GOV"), Actor("Peru", "PER")
    event = Event(
        id=content_id("e"), type="AGREE", actors=(norway,), recipients=(peru,),
        evidence=evidence("Norway will send Peru two ships"),
        of="AID", contexts=("military",), topics=("two ships",), due_start=date(2024, 5, 1), due_end=date(2024, 5, 31),
        date_text="in May", place=Place("Lima", "PER", -12.05, -77.04), attribution=Actor("an aide"), intensity=2.5,
        quad="verbal cooperation", confidence=0.8,
    )  # fmt: skip
    claim = Claim(content_id("c"), "frame", "assert", "a gift", evidence("Peru calls it a gift"), peru, ("NOR", "PER"))
    link = Link("contests", claim.id, event.id, evidence("a gift"), 0.5)
    report = Report("r1", TEXT, "Ships", date(2024, 4, 2), "Wire", None, "OSLO", ("AFP",))
    return Coding(report, (event,), (claim,), (link,), "en.v3", ("no date for the second sentence",))


def gold() -> dict:
    """As people write it by hand: numbered records, words for attributions, no scores."""
    return {
        "document": {"id": "g1", "text": TEXT, "published": "2024-04-02T08:30:00Z", "licence": "own"},
        "events": [
            {
                "id": "e1", "type": "AGREE", "actors": [{"text": "Norway", "country": "NOR"}], "attribution": "an aide",
                "place": {"text": "Lima", "country": "PER"}, "evidence": {"quote": "will send Peru two ships"},
            }
        ],
        "claims": [
            {"id": "c1", "kind": "frame", "stance": "assert", "text": "a gift", "evidence": {"quote": "Peru calls it a gift"}}
        ],
        "links": [{"kind": "contests", "from": "c1", "to": "e1", "evidence": {"quote": "gift"}}],
    }  # fmt: skip


def test_round_trip():
    assert jsonl.loads(jsonl.dumps(coding())) == coding()


def test_contract_fields_in_order():
    data = json.loads(jsonl.dumps(coding()))
    assert list(data) == ["document", "events", "claims", "links", "coder", "notes"]
    assert list(data["document"]) == ["id", "text", "title", "published", "publisher", "url", "dateline", "relays"]
    assert list(data["events"][0]) == [
        "id", "type", "mode", "of", "aux", "aspect", "contexts", "topics", "actors", "recipients", "start", "end", "due_start",
        "due_end", "date_text", "place", "attribution", "intensity", "quad", "evidence", "confidence",
    ]  # fmt: skip
    assert list(data["claims"][0]) == [
        "id", "kind", "holder", "about", "stance", "text", "attribution", "evidence", "confidence",
    ]  # fmt: skip
    assert list(data["links"][0]) == ["kind", "from", "to", "evidence", "confidence"]
    assert data["events"][0]["due_start"] == "2024-05-01"
    assert data["events"][0]["place"] == {"text": "Lima", "country": "PER", "lat": -12.05, "lon": -77.04}
    assert data["links"][0]["from"] == data["claims"][0]["id"]


def test_hand_coded_file():
    read = jsonl.from_json(gold())
    event = read.events[0]
    assert event.attribution == Actor("an aide")
    assert event.place == Place("Lima", "PER")
    assert (event.intensity, event.quad, event.confidence) == (2.5, "verbal cooperation", 1.0)
    assert TEXT[event.evidence.start : event.evidence.end] == "will send Peru two ships"
    assert read.report.published == date(2024, 4, 2)


def test_content_ids_replace_numbers_and_follow_links():
    read = jsonl.with_content_ids(jsonl.from_json(gold()))
    assert len(read.events[0].id) == 16
    assert (read.links[0].source, read.links[0].target) == (read.claims[0].id, read.events[0].id)
    assert jsonl.with_content_ids(read) is read


def put(data: dict, path: str, value: object) -> dict:
    *keys, last = [int(k) if k.isdigit() else k for k in path.split(".")]
    target = data
    for key in keys:
        target = target[key]
    target[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("events.0.start", "May", "expected an ISO date at $.events[0].start, not 'May'"),
        ("events.0.start", 20240501, "expected an ISO date at $.events[0].start, not 20240501"),
        ("events.0.type", "AGREES", "$.events[0].type, not 'AGREES'"),
        ("events.0.mode", "visit", "$.events[0].mode, not 'visit'"),
        ("events.0.aux", "past", "expected one of historical, future, hypothetical, negation at $.events[0].aux, not 'past'"),
        ("events.0.actors", [], "expected at least one actor at $.events[0].actors"),
        ("events.0.actors.0.country", "Norway", "the code of a country or organisation at $.events[0].actors[0].country"),
        ("events.0.actors.0.text", None, "expected words at $.events[0].actors[0].text"),
        ("events.0.contexts", ["war"], "expected a PLOVER context at $.events[0].contexts[0], not 'war'"),
        ("events.0.evidence", {"quote": "will sell"}, "words of the report at $.events[0].evidence.quote, not 'will sell'"),
        ("events.0.evidence", {"quote": "Peru", "start": 3, "end": 7}, "words of the report at $.events[0].evidence.quote"),
        ("events.0.evidence", {"quote": "Norway", "start": 0, "end": 9}, "expected 6, where the quote ends, at"),
        ("events.0.confidence", 7, "expected a number from 0 to 1 at $.events[0].confidence, not 7"),
        ("events.0.place.lat", 91, "expected a number from -90 to 90 at $.events[0].place.lat, not 91"),
        ("events", {}, "expected a list at $.events, not {}"),
        ("events", [3], "expected an object at $.events[0], not 3"),
        ("claims.0.kind", None, "at $.claims[0].kind"),
        ("claims.0.stance", "positive", "expected one of assert, reject, reinterpret at $.claims[0].stance, not 'positive'"),
        ("claims.0.id", "e1", "two records have the id 'e1' at $"),
        ("links.0.to", "e9", "the id of an event or claim at $.links[0].to, not 'e9'"),
        ("document.text", " ", "expected the report's text at $.document.text"),
        ("document", None, "expected an object at $.document, not None"),
    ],
)
def test_errors_name_path_and_value(path, value, message):
    with pytest.raises(RecordError) as caught:
        jsonl.from_json(put(gold(), path, value))
    assert message in str(caught.value)


def test_all_errors_at_once():
    data = put(put(gold(), "events.0.start", "May"), "claims.0.kind", "view")
    with pytest.raises(RecordError) as caught:
        jsonl.from_json(data)
    assert len(str(caught.value).splitlines()) == 2


def test_stream_names_file_and_line():
    good = jsonl.dumps(coding())
    lines = io.BytesIO(good + b"\n\n" + b"{cut off")
    stream = jsonl.read(lines, name="a.jsonl")
    assert next(stream) == coding()
    with pytest.raises(RecordError, match=r"no JSON at a\.jsonl:3"):
        next(stream)
