"""A served model read with from the command line."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "served_coder"))

from fake import Answer, said, serving

KEY = "sk-very-secret-0123456789"
ACTOR = {"text": "CHN", "country": "CHN", "sector": "GOV", "name": None}


def _met(quote: str = "CHN met USA in Lima on fentanyl") -> dict[str, object]:
    nothing = dict.fromkeys(("mode", "of", "aux", "aspect", "start", "end", "due_start", "due_end", "date_text", "place"))
    event = nothing | {
        "id": "e1", "type": "CONSULT", "quote": quote, "contexts": [], "topics": ["fentanyl"], "attribution": None,
        "actors": [ACTOR, ACTOR | {"text": "USA", "country": "USA"}], "recipients": [], "certainty": 0.7,
    }  # fmt: skip
    return {"events": [event], "claims": [], "links": []}


def test_code(here, detente):
    with serving(said(_met())) as server:
        ran = detente("code", "articles/a.txt", "--coder", "openai", "--base-url", server.url, "--model", "tiny", "--json")
    assert ran.code == 0
    coded = json.loads(ran.out)
    assert coded["coder"] == "openai.v1:tiny"
    assert [event["type"] for event in coded["events"]] == ["CONSULT"]


def test_refusals_are_told_and_the_rest_goes_on(here, detente):
    lie = said(_met("CHN and USA made peace"))
    with serving(lie, lie, said("no"), said("no"), said({"events": [], "claims": [], "links": []})) as server:
        ran = detente("code", "articles", "--base-url", server.url, "--model", "tiny", "--json")
    assert ran.code == 3
    assert len(ran.out.splitlines()) == 2
    assert "its quote does not stand in the report: 'CHN and USA made peace'" in ran.err
    assert ran.err.count("failed:") == 1


def test_read_notes_the_model_and_keeps_what_it_has_when_the_server_goes(here, detente, monkeypatch):
    monkeypatch.setenv("DETENTE_API_KEY", KEY)
    with serving(said(_met()), Answer(f"no such key {KEY}", 401)) as server:
        ran = detente("read", "articles", "--coder", "openai", "--base-url", server.url, "--model", "tiny")
        assert ran.code == 1
        assert "refused with 401: no such key ***" in ran.err
        assert KEY not in ran.out + ran.err
        shown = detente("brief", "china", "usa", "--json")
        assert json.loads(shown.out)["events"][0]["type"] == "CONSULT"
    assert b"openai.v1:tiny" in Path("detente.db").read_bytes()
    assert not any(KEY.encode() in path.read_bytes() for path in Path().rglob("*") if path.is_file())


def test_settings_name_a_served_coder_but_never_a_key(here, detente):
    with serving(said(_met())) as server:
        Path("detente.toml").write_text(f'coder = "openai"\nbase_url = "{server.url}"\nmodel = "tiny"\n', encoding="utf-8")
        assert detente("read", "articles/a.txt").code == 0
    Path("detente.toml").write_text(f'api_key = "{KEY}"\n', encoding="utf-8")
    ran = detente("read", "articles")
    assert ran.code == 1
    assert "no setting 'api_key'" in ran.err
    assert KEY not in ran.err


@pytest.mark.parametrize("command", ["code", "read"])
def test_an_address_is_needed(here, detente, command):
    ran = detente(command, "articles", "--coder", "openai")
    assert ran.code == 1
    assert "needs an address and a model" in ran.err
