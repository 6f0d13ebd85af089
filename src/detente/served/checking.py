"""What of an answer can be taken, record by record, and why the rest is refused.

A record is taken where its quote, its actors' words and a claim's text stand in the report, and its values are the codebook's.
Quotes may differ from the report in line breaks and in the shape of quotation marks and dashes; what is kept is always the
report's own text.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from detente.errors import DetenteError, RecordError
from detente.formats import jsonl
from detente.ontology import plover
from detente.ontology.countries import parse_country
from detente.records import Claim, Coding, Event, Evidence, Link, Report

Json = dict[str, Any]
#: The certainty of a record for which the model gives none. Models' own figures are not calibrated.
UNSURE: Final = 0.5
#: Characters of a quote that a refusal repeats.
_SHOWN: Final = 60
_SHAPES: Final = str.maketrans("‘’‚“”„«»–—‑\u00a0\u2009\u202f", '\'\'\'"""""---   ')


class Refused(NamedTuple):
    """A record that was not taken."""

    what: str
    """Such as "event e3 (SANCTION)"."""
    why: str

    def __str__(self) -> str:
        return f"{self.what} was refused: {self.why}"


class Checked(NamedTuple):
    """What of an answer was taken, by the ids that the answer gives, and what was refused."""

    events: dict[str, Event]
    claims: dict[str, Claim]
    links: list[Link]
    """Their ends are ids of the answer."""
    refused: list[Refused]


def check(answer: object, report: Report) -> Checked:
    """The records of an answer that can be taken.

    Raises:
        RecordError: it is no object with lists of events, claims and links.
    """
    if not isinstance(answer, Mapping):
        raise RecordError("the answer is no JSON object")
    checked = Checked({}, {}, [], [])
    finder = _Finder(report.text)
    for kind, name in (("events", "event"), ("claims", "claim"), ("links", "link")):
        for number, data in enumerate(_listed(answer, kind), 1):
            what = f"{name} {_named(data, number, name)}"
            try:
                _take(checked, kind, data, report, finder)
            except DetenteError as error:
                checked.refused.append(Refused(what, str(error).replace("\n", "; ")))
    return checked


def _listed(answer: Mapping[str, Any], kind: str) -> list[Any]:
    found = answer.get(kind)
    if not isinstance(found, list):
        raise RecordError(f"the answer has no list of {kind}")
    return found


def _named(data: object, number: int, name: str) -> str:
    if not isinstance(data, Mapping):
        return str(number)
    kind = data.get("type") or data.get("kind") or "?"
    return f"{number if name == 'link' else data.get('id') or f'{name[0]}{number}'} ({kind})"


def _take(checked: Checked, kind: str, data: object, report: Report, finder: "_Finder") -> None:
    if not isinstance(data, Mapping):
        raise RecordError("it is no object")
    record = dict(data)
    evidence = finder.evidence(record.pop("quote", None))
    record["evidence"] = {"start": evidence.start, "end": evidence.end, "quote": evidence.quote}
    if kind == "links":
        checked.links.append(_link(record, checked, evidence))
        return
    id_ = str(record.pop("id", "") or f"{kind[0]}{len(checked.events) + len(checked.claims) + 1}")
    if id_ in checked.events or id_ in checked.claims:
        raise RecordError(f"two records are called {id_}")
    certainty = record.pop("certainty", None)
    sure = certainty if isinstance(certainty, int | float) and not isinstance(certainty, bool) else UNSURE
    record["confidence"] = min(max(float(sure), 0.0), 1.0)
    for role in ("actors", "recipients"):
        record[role] = [finder.actor(actor) for actor in record.get(role) or []]
    for role in ("attribution", "holder"):
        record[role] = finder.actor(record[role]) if record.get(role) else None
    if kind == "claims":
        _check_words(record, finder)
    else:
        record["topics"] = [topic for topic in record.get("topics") or [] if isinstance(topic, str) and finder.has(topic)]
        record["place"] = _place(record.get("place"), finder)
    coding = _read(kind, record, report)
    if kind == "events":
        checked.events[id_] = coding.events[0]
    else:
        checked.claims[id_] = coding.claims[0]


def _check_words(record: Json, finder: "_Finder") -> None:
    text = record.get("text")
    if not isinstance(text, str) or not finder.has(text):
        raise RecordError(f"its text does not stand in the report: {_cut(text)}")
    record["about"] = [parse_country(str(code)) for code in record.get("about") or []]


def _place(data: object, finder: "_Finder") -> Json | None:
    """A place that the report names; one that it does not is left out, the act stands without it."""
    if not isinstance(data, Mapping) or not finder.has(str(data.get("text") or "")):
        return None
    country = data.get("country")
    return {"text": str(data["text"]), "country": parse_country(str(country)) if country else None}


def _read(kind: str, record: Json, report: Report) -> Coding:
    """The one record, read as any coding is, with all its errors."""
    unused = {"actors", "recipients"} if kind == "claims" else {"holder"}
    plain = {name: value for name, value in record.items() if name not in unused}
    document = {"id": report.id, "text": report.text}
    return jsonl.from_json({"document": document, "events": [], "claims": [], "links": [], kind: [plain]}, path="it")


def _link(record: Json, checked: Checked, evidence: Evidence) -> Link:
    ends = [str(record.get(name)) for name in ("from", "to")]
    for end in ends:
        if end not in checked.events and end not in checked.claims:
            raise RecordError(f"it leads to {end}, which is no record that was taken")
    kind = str(record.get("kind"))
    if kind not in plover.LINK_KINDS:
        raise RecordError(f"no kind of link is called {kind!r}")
    return Link(kind, ends[0], ends[1], evidence)


def _cut(words: object) -> str:
    shown = str(words)
    return repr(shown if len(shown) <= _SHOWN else shown[: _SHOWN - 3] + "...")


class _Finder:
    """Finds words in a report, whatever the shape of their quotation marks, dashes and spaces."""

    def __init__(self, text: str) -> None:
        self.text, self.plain = text, text.translate(_SHAPES)
        self.folded = " ".join(self.plain.casefold().split())

    def has(self, words: str) -> bool:
        """Whether the report has these words, in any case."""
        wanted = " ".join(words.translate(_SHAPES).casefold().split())
        return bool(wanted) and wanted in self.folded

    def evidence(self, quote: object) -> Evidence:
        """Where a quote stands.

        Raises:
            RecordError: nowhere.
        """
        words = list(_tokens(quote))
        match = re.search(r"\s+".join(map(re.escape, words)), self.plain) if words else None
        if match is None:
            raise RecordError(f"its quote does not stand in the report: {_cut(quote)}")
        return Evidence(match.start(), match.end(), self.text[match.start() : match.end()])

    def actor(self, data: object) -> Json:
        """An actor whose words the report has, with the code of its country.

        Raises:
            RecordError: the report has no such words.
            UnknownActorError: there is no such country.
        """
        if not isinstance(data, Mapping) or not self.has(str(data.get("text") or "")):
            shown = data.get("text") if isinstance(data, Mapping) else data
            raise RecordError(f"an actor is not named in the report: {_cut(shown)}")
        country = data.get("country")
        return dict(data) | {"country": parse_country(str(country)) if country else None}


def _tokens(quote: object) -> Iterator[str]:
    if isinstance(quote, str):
        yield from quote.translate(_SHAPES).split()
