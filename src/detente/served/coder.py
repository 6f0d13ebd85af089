"""A served model as a coder: asked once for a report, once more for what was refused, then taken as far as it can be."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

from detente.errors import RecordError, ReportError
from detente.records import Claim, Coding, Event, Link, Report, claim_id, event_id
from detente.served.checking import Checked, check
from detente.served.client import Client
from detente.served.schema import RESPONSE_FORMAT

#: What settings and options call it.
NAME: Final = "openai"
#: Changes with the instructions, the schema and the checks, for under one name a coder's behaviour never changes.
VERSION: Final = "v1"
Message = dict[str, str]


class ServedCoder:
    """Codes reports with a model that a server has. Its name tells the model: `openai.v1:NAME`."""

    def __init__(self, client: Client, model: str) -> None:
        self._client, self._model = client, model
        self._instructions = files("detente.served").joinpath("data/instructions.md").read_text(encoding="utf-8")

    @property
    def name(self) -> str:
        """The published name, with the model's."""
        return f"{NAME}.{VERSION}:{self._model}"

    def code_many(self, reports: Iterable[Report]) -> Iterator[Coding]:
        """Codes reports in their order, one after the other."""
        return map(self.code, reports)

    def code(self, report: Report) -> Coding:
        """All records of one report that could be taken; its notes tell what was refused.

        Raises:
            ReportError: it took too long over this one, or answered twice in another form than was asked for.
            CoderError: the server cannot be reached, refuses, or stays busy: no other report would fare better.
        """
        messages = [{"role": "system", "content": self._instructions}, {"role": "user", "content": _shown(report)}]
        said = self._ask(messages, report)
        first, problem = _checked(said, report)
        if first is not None and not first.refused:
            return self._coding(report, first, [])
        wrong = problem or "\n".join(map(str, first.refused if first else ()))
        again = [*messages, {"role": "assistant", "content": said}, {"role": "user", "content": _complaint(wrong)}]
        second, problem = _checked(self._ask(again, report), report)
        if first is None and second is None:
            raise ReportError(f"{report.id}: {self.name} did not answer in the form that was asked for, twice: {problem}")
        best = max(filter(None, (second, first)), key=_taken)
        return self._coding(report, best, [str(refused) for refused in best.refused])

    def _ask(self, messages: list[Message], report: Report) -> str:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": messages,
            "temperature": 0,
            "response_format": RESPONSE_FORMAT,
        }
        try:
            return self._client.complete(body)
        except TimeoutError as error:
            raise ReportError(f"{report.id}: {error}") from None

    def _coding(self, report: Report, checked: Checked, notes: list[str]) -> Coding:
        """The coding with ids that hold everywhere; of two records that say the same the first is kept."""
        new: dict[str, str] = {}
        events: dict[str, Event] = {}
        claims: dict[str, Claim] = {}
        for id_, event in checked.events.items():
            new[id_] = event_id(report.id, event.type, event.aux, event.evidence, event.actors)
            events.setdefault(new[id_], replace(event, id=new[id_]))
        for id_, claim in checked.claims.items():
            new[id_] = claim_id(report.id, claim.kind, claim.evidence, claim.holder)
            claims.setdefault(new[id_], replace(claim, id=new[id_]))
        links = {Link(link.kind, new[link.source], new[link.target], link.evidence) for link in checked.links}
        return Coding(
            report,
            tuple(sorted(events.values(), key=_place)),
            tuple(sorted(claims.values(), key=_place)),
            tuple(sorted((k for k in links if k.source != k.target), key=lambda k: (k.evidence.start, k.kind, k.source))),
            self.name,
            tuple(notes),
        )


def _place(record: Event | Claim) -> tuple[int, int, str]:
    return record.evidence.start, record.evidence.end, record.id


def _taken(checked: Checked) -> int:
    return len(checked.events) + len(checked.claims) + len(checked.links)


def _checked(said: str, report: Report) -> tuple[Checked | None, str]:
    """What of an answer can be taken, else why none of it can."""
    try:
        return check(json.loads(_bare(said)), report), ""
    except ValueError as error:
        return None, f"the answer is no JSON: {error}"
    except RecordError as error:
        return None, str(error)


def _bare(said: str) -> str:
    """An answer without the fence that some models put around JSON."""
    inner = said.strip()
    if inner.startswith("```"):
        inner = inner.partition("\n")[2].rpartition("```")[0]
    return inner


def _shown(report: Report) -> str:
    """A report as the model reads it."""
    published = report.published.isoformat() if report.published else "unknown"
    head = {"Published": published, "Publisher": report.publisher, "Title": report.title, "Dateline": report.dateline}
    lines = [f"{name}: {value}" for name, value in head.items() if value]
    return "\n".join([*lines, "", "Text:", report.text])


def _complaint(wrong: str) -> str:
    return (
        "Some of this cannot be taken:\n"
        f"{wrong}\n"
        "Answer again with the whole object. Copy each quote, each actor's text and each claim's text character by character"
        " from the report, use only the values of the schema, and leave out what the report does not say."
    )
