"""The form in which a served model answers, as JSON Schema in the strict dialect: every field named, nothing else allowed."""

from collections.abc import Iterable
from typing import Any, Final

from detente.ontology import plover

Json = dict[str, Any]


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(values: Iterable[str]) -> Json:
    return {"type": "string", "enum": list(dict.fromkeys(values))}


_WORDS: Final[Json] = {"type": "string"}
_DAY: Final = _or_null({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
_CERTAINTY: Final[Json] = {"type": "number"}
_ACTOR: Final = _object(text=_WORDS, country=_or_null(_WORDS), sector=_or_null(_one_of(plover.SECTORS)), name=_or_null(_WORDS))
_EVENT: Final = _object(
    id=_WORDS,
    quote=_WORDS,
    type=_one_of(plover.TYPES),
    mode=_or_null(_one_of(mode for modes in plover.MODES.values() for mode in modes)),
    of=_or_null(_one_of(plover.TYPES)),
    aux=_or_null(_one_of(plover.AUXES)),
    aspect=_or_null(_one_of(plover.ASPECTS)),
    contexts=_list(_one_of(plover.CONTEXTS)),
    topics=_list(_WORDS),
    actors=_list(_ACTOR),
    recipients=_list(_ACTOR),
    start=_DAY,
    end=_DAY,
    due_start=_DAY,
    due_end=_DAY,
    date_text=_or_null(_WORDS),
    place=_or_null(_object(text=_WORDS, country=_or_null(_WORDS))),
    attribution=_or_null(_ACTOR),
    certainty=_CERTAINTY,
)
_CLAIM: Final = _object(
    id=_WORDS,
    quote=_WORDS,
    kind=_one_of(plover.CLAIM_KINDS),
    stance=_one_of(plover.STANCES),
    text=_WORDS,
    holder=_or_null(_ACTOR),
    about=_list(_WORDS),
    attribution=_or_null(_ACTOR),
    certainty=_CERTAINTY,
)
_LINK: Final = _object(**{"kind": _one_of(plover.LINK_KINDS), "from": _WORDS, "to": _WORDS, "quote": _WORDS})

#: The answer for one report. Ids are numbers within it: e1, e2, c1.
ANSWER: Final = _object(events=_list(_EVENT), claims=_list(_CLAIM), links=_list(_LINK))
#: As a server takes it.
RESPONSE_FORMAT: Final[Json] = {
    "type": "json_schema",
    "json_schema": {"name": "coding", "strict": True, "schema": ANSWER},
}
