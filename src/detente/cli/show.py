"""`detente show`."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from detente.cli.events import SHORT
from detente.cli.folder import opened, workspace_option
from detente.cli.tables import WIDTH, echo_json
from detente.formats.jsonl import claim_to_json, event_to_json, to_json
from detente.ledger.finding import Version
from detente.records import Actor, Claim, Coding, Event, Report
from detente.relations.filed import standing
from detente.relations.wording import capital, clause
from detente.workspace import Workspace


@click.command(
    epilog="""\b
Examples:
  detente show 3fa9c1e
  detente show 3fa9c1e --json"""
)
@click.argument("record", metavar="ID")
@workspace_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the output."
)
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
def command(record: str, folder: Path, form: str) -> None:
    """One report, event or claim; the beginning of its id is enough.

    An event comes with its sentence in the paragraph, the other reports of it and what people corrected; a report with all that
    was read from it.
    """
    with opened(folder) as ws:
        found = ws.find(record)
        if found.what == "report":
            coding = ws.ledger.coding(found.id)
            assert coding is not None  # noqa: S101 - it was just found
            shown, lines = to_json(coding), _report(coding)
        elif found.what == "correction":
            shown = next(_correction(one) for one in ws.ledger.corrections() if one.id == found.id)
            lines = iter([f"{key:10} {value}" for key, value in shown.items() if value])
        else:
            shown, lines = _record(ws, found.id)
    if form == "json":
        echo_json(shown)
    else:
        click.echo("\n".join(lines))


def _correction(correction: Any) -> dict[str, Any]:
    about = correction.seen or correction.record
    return {
        "id": correction.id, "kind": correction.kind, "who": correction.who, "why": correction.why,
        "decided": str(correction.decided), "report": correction.report_id, "record": getattr(about, "id", None),
        "undoes": correction.undoes,
    }  # fmt: skip


def _record(ws: Workspace, id_: str) -> tuple[dict[str, Any], Iterator[str]]:
    """An event or claim as it stands, or as it last stood, with its history."""
    history = ws.ledger.history(id_)
    version = next((one for one in history if one.until is None), history[-1])
    report = ws.ledger.report(version.report)
    assert report is not None  # noqa: S101 - a record's report is always there
    record = version.record
    plain = event_to_json(record) if isinstance(record, Event) else claim_to_json(record)
    others = [other for other in ws.ledger.cluster(record.id) if other != record.id] if isinstance(record, Event) else []
    plain |= {
        "report": {"id": report.id, "title": report.title, "publisher": report.publisher, "published": report.published},
        "stands": version.until is None,
        "also_told_by": others,
        "history": [
            {"id": one.record.id, "coder": one.coder, "correction": one.correction, "since": one.since, "until": one.until}
            for one in history
        ],
    }
    return plain, _lines(record, version, report, others, history)


def describe(ws: Workspace, id_: str) -> str:
    """An event or claim as text."""
    return "\n".join(_record(ws, id_)[1])


def _lines(
    record: Event | Claim, version: Version, report: Report, others: list[str], history: tuple[Version, ...]
) -> Iterator[str]:
    yield _headline(record, report)
    yield ""
    yield from _paragraph(report.text, record.evidence.start, record.evidence.end)
    yield ""
    source = ", ".join(filter(None, (report.publisher, report.title, str(report.published or "no date"))))
    yield textwrap.fill(f"{'Source':12}{source}", WIDTH, subsequent_indent=" " * 12)
    yield from _fields(record)
    yield f"{'Read by':12}{'a person' if version.correction else version.coder}, certainty {record.confidence:.2f}"
    if others:
        yield f"{'Also in':12}{', '.join(other[:SHORT] for other in others)}"
    if version.until:
        yield f"{'Superseded':12}{version.until[:10]}; it no longer counts"
    if len(history) > 1:
        yield f"{'History':12}{len(history)} versions; --json tells all"
    yield f"{'Id':12}{record.id} in report {report.id}"


def _headline(record: Event | Claim, report: Report) -> str:
    if isinstance(record, Claim):
        return f"{record.kind.upper()} ({record.stance}) {_actor(record.holder)}: {record.text}"
    kind = f"{record.type}{f'/{record.mode}' if record.mode else ''}{f' of {record.of}' if record.of else ''}"
    done = standing(record, report)
    return "\n".join(textwrap.wrap(f"{capital(clause(record, done))}. [{kind}; {done}]", WIDTH))


def _paragraph(text: str, start: int, end: int) -> Iterator[str]:
    """The paragraph around the evidence, which stands between »these marks«."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    marked = f"{text[first:start]}»{text[start:end]}«{text[end:last]}"
    yield from textwrap.wrap(" ".join(marked.split()), WIDTH, initial_indent="  ", subsequent_indent="  ")


def _fields(record: Event | Claim) -> Iterator[str]:
    if isinstance(record, Claim):
        values = {"About": ", ".join(record.about)}
    else:
        values = {
            "Actors": "; ".join(map(_actor, record.actors)),
            "Recipients": "; ".join(map(_actor, record.recipients)),
            "When": _span(record.start, record.end),
            "Due": _span(record.due_start, record.due_end),
            "Place": record.place.text if record.place else "",
            "Topics": ", ".join(record.topics),
            "Contexts": ", ".join(record.contexts),
            "Aspect": record.aspect or "",
        }
    if record.attribution:
        values["Cited"] = _actor(record.attribution)
    for name, value in values.items():
        if value:
            yield textwrap.fill(f"{name:12}{value}", WIDTH, subsequent_indent=" " * 12)


def _actor(actor: Actor | None) -> str:
    if actor is None:
        return "the report itself"
    known = ", ".join(filter(None, (actor.name, actor.country, actor.sector)))
    return f"{actor.text} ({known})" if known else actor.text


def _span(first: object, last: object) -> str:
    return str(first or last or "") if first == last or not (first and last) else f"{first} to {last}"


def _report(coding: Coding) -> Iterator[str]:
    report = coding.report
    yield report.title or "(no title)"
    yield ", ".join(filter(None, (report.publisher, str(report.published or "no date"), report.dateline)))
    if report.relays:
        yield f"passes on {', '.join(report.relays)}"
    yield ""
    for paragraph in report.text.splitlines():
        yield textwrap.fill(paragraph, WIDTH) if paragraph.strip() else ""
    yield ""
    yield f"{len(coding.events)} events, {len(coding.claims)} claims, read by {coding.coder or 'nobody yet'}:"
    records: list[Event | Claim] = [*coding.events, *coding.claims]
    for record in sorted(records, key=lambda one: one.evidence.start):
        line = _headline(record, report).replace("\n", " ")
        yield textwrap.fill(line, WIDTH, initial_indent=f"{record.id[:SHORT]}  ", subsequent_indent=" " * 9)
    for note in coding.notes:
        yield f"note: {note}"
