"""Served models against a server that is slow, busy, broken or lying."""

import json
import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from fake import Answer, said, serving

from detente.errors import CoderError, ReportError
from detente.formats import jsonl
from detente.ontology import plover
from detente.records import Report
from detente.served import Client, ServedCoder, load_served
from detente.served.client import LONGEST_WAIT, TRIES, key_from
from detente.served.schema import ANSWER, RESPONSE_FORMAT

TEXT = (
    "Norway’s foreign minister flew to Ankara on Tuesday for talks with her\nTurkish counterpart on fishing rights. "
    "Turkey agreed to lift its ban on Norwegian salmon by 1 August. Oslo calls it a “fresh start”."
)
REPORT = Report("r1", TEXT, "Talks", date(2024, 6, 12), "Fjord Daily")
KEY = "sk-very-secret-0123456789"


def actor(text: str, country: str | None, **more: object) -> dict[str, object]:
    return {"text": text, "country": country, "sector": "GOV", "name": None} | more


NOTHING = dict.fromkeys(
    ("mode", "of", "aux", "aspect", "start", "end", "due_start", "due_end", "date_text", "place", "attribution")
)
VISIT = NOTHING | {
    "id": "e1", "type": "CONSULT", "mode": "visit", "contexts": ["diplomatic"], "topics": ["fishing rights", "the moon"],
    "quote": "Norway's foreign minister flew to Ankara on Tuesday for talks with her Turkish counterpart",
    "actors": [actor("Norway's foreign minister", "NOR")], "recipients": [actor("Turkish counterpart", "Türkiye")],
    "start": "2024-06-11", "end": "2024-06-11", "place": {"text": "Ankara", "country": "TUR"}, "certainty": 0.9,
}  # fmt: skip
PROMISE = NOTHING | {
    "id": "e2", "type": "CONCEDE", "of": "RETREAT", "contexts": [], "topics": ["Norwegian salmon"], "certainty": 0.8,
    "quote": "Turkey agreed to lift its ban on Norwegian salmon by 1 August.", "due_end": "2024-08-01",
    "actors": [actor("Turkey", "TUR")], "recipients": [actor("Norwegian", "NOR")],
}  # fmt: skip
FRAME = {
    "id": "c1", "kind": "frame", "stance": "assert", "text": "fresh start", "quote": 'Oslo calls it a "fresh start"',
    "holder": actor("Oslo", "NOR"), "about": ["NOR", "TUR"], "attribution": None, "certainty": 1.7,
}  # fmt: skip
LINK = {"kind": "exchange", "from": "e2", "to": "e1", "quote": "Turkey agreed to lift its ban"}
WHOLE = {"events": [VISIT, PROMISE], "claims": [FRAME], "links": [LINK]}


def coder(url: str, key: str = "", timeout: float = 5.0, slept: list[float] | None = None) -> ServedCoder:
    return ServedCoder(Client(url, key, timeout=timeout, sleep=(slept if slept is not None else []).append), "tiny")


def test_an_answer_becomes_a_coding():
    with serving(said(WHOLE)) as server:
        coding = coder(server.url).code(REPORT)
    assert coding.coder == "openai.v1:tiny"
    assert [(e.type, e.mode, e.of) for e in coding.events] == [("CONSULT", "visit", None), ("CONCEDE", None, "RETREAT")]
    visit, promise = coding.events
    assert [a.country for a in (*visit.actors, *visit.recipients)] == ["NOR", "TUR"]
    assert visit.topics == ("fishing rights",)
    assert (visit.start, promise.due_end) == (date(2024, 6, 11), date(2024, 8, 1))
    assert (visit.intensity, visit.quad) == (2.5, "verbal cooperation")
    assert coding.claims[0].confidence == 1.0
    (link,) = coding.links
    assert (link.source, link.target) == (promise.id, visit.id)
    for record in (*coding.events, *coding.claims, *coding.links):
        assert record.evidence.quote == TEXT[record.evidence.start : record.evidence.end]
    assert jsonl.loads(jsonl.dumps(coding)) == coding
    assert coding.notes == ()
    (asked,) = server.asked
    assert asked["response_format"] == RESPONSE_FORMAT
    assert asked["model"] == "tiny"
    assert TEXT in asked["messages"][1]["content"]
    assert "2024-06-12" in asked["messages"][1]["content"]


def test_the_same_answer_gives_the_same_coding():
    with serving(said(WHOLE)) as server:
        assert coder(server.url).code(REPORT) == coder(server.url).code(REPORT)


def lying(**changes: object) -> dict[str, object]:
    return WHOLE | {"events": [VISIT, PROMISE | changes]}


LIES = {
    "a quote that nobody said": ({"quote": "Turkey promised to join the union."}, "its quote does not stand in the report"),
    "a quote put together": ({"quote": "Turkey agreed ... by 1 August"}, "its quote does not stand in the report"),
    "no quote": ({"quote": ""}, "its quote does not stand in the report"),
    "an unknown type": ({"type": "SURRENDER"}, "'SURRENDER'"),
    "a mode of another type": ({"mode": "visit"}, "'visit'"),
    "an actor not in the report": ({"actors": [actor("Sweden", "SWE")]}, "an actor is not named in the report: 'Sweden'"),
    "no actor": ({"actors": []}, "at least one actor"),
    "no such country": ({"recipients": [actor("Norwegian", "Atlantis")]}, "Atlantis"),
    "no such day": ({"due_end": "2024-02-30"}, "2024-02-30"),
    "no object": ("not a record", "2 was refused: it is no object"),
}


@pytest.mark.parametrize("name", LIES)
def test_lies_are_refused_asked_again_and_reported(name):
    changes, why = LIES[name]
    lie = WHOLE | {"events": [VISIT, changes]} if isinstance(changes, str) else lying(**changes)
    with serving(said(lie)) as server:
        coding = coder(server.url).code(REPORT)
    assert len(server.asked) == 2, "retried once"
    assert why in server.asked[1]["messages"][-1]["content"], "and told why"
    assert [event.type for event in coding.events] == ["CONSULT"]
    assert any(why in note for note in coding.notes)
    assert any(note.startswith("link 1 (exchange) was refused: it leads to e2") for note in coding.notes)
    assert coding.links == ()


def test_what_is_mended_is_taken():
    with serving(said(lying(quote="Turkey will.")), said(WHOLE)) as server:
        coding = coder(server.url).code(REPORT)
    assert len(coding.events) == 2
    assert coding.notes == ()


def test_a_worse_second_answer_is_not_taken():
    with serving(said(lying(quote="Turkey will.")), said({"events": [], "claims": [], "links": []})) as server:
        coding = coder(server.url).code(REPORT)
    assert [event.type for event in coding.events] == ["CONSULT"]
    assert coding.notes


def test_claims_are_checked_too():
    lie = WHOLE | {"claims": [FRAME | {"text": "a new era"}, FRAME | {"id": "c2", "stance": "restrain"}, FRAME | {"id": "e1"}]}
    with serving(said(lie)) as server:
        coding = coder(server.url).code(REPORT)
    assert coding.claims == ()
    assert [why in " ".join(coding.notes) for why in ("'a new era'", "'restrain'", "two records are called e1")] == [True] * 3


@pytest.mark.parametrize("broken", ["Sure! Here it is:", '{"events": [', "[]", '{"events": {}}', '{"claims": []}', "null"])
def test_broken_json_is_asked_for_again(broken):
    with serving(said(broken), said(WHOLE)) as server:
        assert len(coder(server.url).code(REPORT).events) == 2
    with serving(said(broken)) as server, pytest.raises(ReportError, match=r"^r1: .* in the form that was asked for, twice"):
        coder(server.url).code(REPORT)


def test_a_fence_around_json_is_no_fault():
    with serving(said(f"```json\n{json.dumps(WHOLE)}\n```")) as server:
        assert len(coder(server.url).code(REPORT).events) == 2
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", ["", "<html>", "{}", '{"choices": []}', '{"choices": [{"message": null}]}', "[1]"])
def test_a_server_that_speaks_otherwise_is_told(body):
    with serving(Answer(body)) as server, pytest.raises(CoderError, match="in no form that is known"):
        coder(server.url).code(REPORT)


def test_a_refusal_to_answer_is_told():
    body = {"choices": [{"message": {"content": None, "refusal": "I cannot help."}}]}
    with serving(Answer(json.dumps(body))) as server, pytest.raises(CoderError, match=r"gave no answer \(I cannot help"):
        coder(server.url).code(REPORT)


def test_a_slow_server_fails_this_report_alone():
    slept: list[float] = []
    slow, quick = replace(said(WHOLE), after=0.6), said(WHOLE)
    with serving(slow, slow, quick) as server:
        reader = coder(server.url, timeout=0.2, slept=slept)
        with pytest.raises(ReportError, match=r"r1: .* did not answer within 0.2 seconds"):
            reader.code(REPORT)
        assert len(reader.code(REPORT).events) == 2
    assert slept == []


@pytest.mark.parametrize(
    ("asked", "least", "most"), [("7", 7, 7), ("0", 0, 0), ("9999", LONGEST_WAIT, LONGEST_WAIT), ("?", 1, 1)]
)
def test_a_busy_server_is_given_the_time_it_asks_for(asked, least, most):
    slept: list[float] = []
    with serving(Answer("busy", 429, {"Retry-After": asked}), said(WHOLE)) as server:
        assert coder(server.url, slept=slept).code(REPORT).events
    assert least <= slept[0] <= most


def test_a_busy_server_may_name_a_date():
    slept: list[float] = []
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    with serving(Answer("busy", 503, {"Retry-After": until}), said(WHOLE)) as server:
        coder(server.url, slept=slept).code(REPORT)
    assert 15 <= slept[0] <= 20


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_stays_busy_ends_the_reading(status):
    slept: list[float] = []
    with (
        serving(Answer("later", status)) as server,
        pytest.raises(CoderError, match=f"refused with {status}: later; tried {TRIES}"),
    ):
        coder(server.url, slept=slept).code(REPORT)
    assert len(server.asked) == TRIES
    assert slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("status", "hint"), [(401, "DETENTE_API_KEY"), (403, "DETENTE_API_KEY"), (404, "--base-url"), (400, "")]
)
def test_a_refusal_is_not_tried_again(status, hint):
    with serving(Answer("no", status)) as server, pytest.raises(CoderError, match=f"refused with {status}: no.*{hint}"):
        coder(server.url).code(REPORT)
    assert len(server.asked) == 1


def test_nobody_there():
    with pytest.raises(CoderError, match=r"cannot be reached: .*refused.*; tried 4 times"):
        coder("http://127.0.0.1:9/v1").code(REPORT)


def test_the_key_goes_to_the_server_and_nowhere_else(caplog, capfd):
    caplog.set_level(logging.DEBUG)
    with serving(said(WHOLE), Answer(f"bad key {KEY}", 401)) as server:
        reader = coder(server.url, KEY)
        coding = reader.code(REPORT)
        assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
        with pytest.raises(CoderError) as raised:
            reader.code(REPORT)
    assert "bad key ***" in str(raised.value)
    told = [
        repr(reader),
        repr(reader._client),
        str(raised.value),
        caplog.text,
        *capfd.readouterr(),
        jsonl.dumps(coding).decode(),
    ]
    assert KEY not in " ".join(told)
    assert KEY not in json.dumps(server.asked)


def test_no_key_is_sent_where_there_is_none():
    with serving(said(WHOLE)) as server:
        coder(server.url).code(REPORT)
    assert "Authorization" not in server.headers[0]


def test_redirects_are_refused():
    with serving(said(WHOLE)) as other:
        away = Answer("", 307, {"Location": other.url + "/chat/completions"})
        with serving(away) as server, pytest.raises(CoderError, match="refused with 307"):
            coder(server.url, KEY).code(REPORT)
    assert other.asked == []


@pytest.mark.parametrize(
    ("url", "key", "why"),
    [
        ("", "", "needs an address and a model"),
        ("localhost:1", "", "no address of a server"),
        ("ftp://x/v1", "", "no address of a server"),
        ("https://me:pass@x/v1", "", "must not hold a password"),
        ("http://x.example/v1", KEY, "would carry your key unencrypted"),
    ],
)
def test_addresses(url, key, why):
    with pytest.raises(CoderError, match=why) as raised:
        load_served(url, "tiny", {"OPENAI_API_KEY": key})
    assert "pass" not in str(raised.value).replace("password", "")


def test_the_key_comes_from_the_environment():
    assert key_from({}) == ""
    assert key_from({"OPENAI_API_KEY": "b"}) == "b"
    assert key_from({"OPENAI_API_KEY": "b", "DETENTE_API_KEY": "a"}) == "a"


def test_the_schema_is_strict_and_holds_the_codebook():
    def objects(schema: object) -> list[dict]:
        if isinstance(schema, dict):
            own = [schema] if schema.get("type") == "object" else []
            return own + [found for value in schema.values() for found in objects(value)]
        return [found for value in schema for found in objects(value)] if isinstance(schema, list) else []

    for one in objects(ANSWER):
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])
    event = ANSWER["properties"]["events"]["items"]["properties"]
    assert event["type"]["enum"] == list(plover.TYPES)
    assert {"actors", "recipients", "quote", "due_end", "aspect"} <= set(event)


def test_instructions_name_every_type_and_kind():
    words = ServedCoder(Client("http://localhost/v1"), "tiny")._instructions
    for name in (*plover.TYPES, *plover.CLAIM_KINDS, *plover.AUXES, *plover.ASPECTS, *plover.LINK_KINDS):
        assert name in words or name == "supersedes", name
