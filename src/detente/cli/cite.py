"""`detente cite`."""

import re
from pathlib import Path
from typing import Final

import click

from detente import __version__
from detente.cli.folder import opened, workspace_option
from detente.records import Report

_TEX: Final = re.compile(r"[&%$#_{}]")


@click.command(
    epilog="""\b
Examples:
  detente cite 3fa9c1e
  detente cite 3fa9c1e --format bibtex"""
)
@click.argument("record", metavar="ID")
@workspace_option
@click.option(
    "--format", "form", type=click.Choice(["text", "bibtex"]), default="text", show_default=True, help="Form of the reference."
)
def command(record: str, folder: Path, form: str) -> None:
    """A reference for a report, event or claim: who published it when, the words, and the record's id."""
    with opened(folder) as ws:
        found = ws.find(record)
        quote = coder = ""
        report_id = found.id
        if found.what in ("event", "claim"):
            version = ws.ledger.history(found.id)[-1]
            quote, coder, report_id = version.record.evidence.quote, version.coder, version.report
        report = ws.ledger.report(report_id)
    if report is None:
        raise click.UsageError(f"{found.id} is a {found.what}; give the id of a report, event or claim")
    click.echo(_bibtex(report, found.id) if form == "bibtex" else _text(report, quote, found.id, coder))


def _text(report: Report, quote: str, id_: str, coder: str) -> str:
    day = report.published.isoformat() if report.published else "no date"
    relays = f" (relaying {', '.join(report.relays)})" if report.relays else ""
    parts = [f"{report.publisher or 'Unnamed publisher'}{relays}, “{report.title or 'untitled'}”, {day}."]
    if quote:
        parts.append(f"“{' '.join(quote.split())}”.")
    if report.url:
        parts.append(f"{report.url}.")
    read = f", read by {coder}" if coder else ""
    return " ".join([*parts, f"Record {id_}{read}, Detente {__version__}."])


def _bibtex(report: Report, id_: str) -> str:
    fields = {
        "title": report.title or "untitled",
        "author": report.publisher or "unnamed publisher",
        "date": report.published.isoformat() if report.published else None,
        "url": report.url,
        "note": f"Detente record {id_}" + (f"; relaying {', '.join(report.relays)}" if report.relays else ""),
    }
    lines = [f"  {name} = {{{_TEX.sub(_escaped, value)}}}," for name, value in fields.items() if value]
    return "\n".join(["@misc{detente-" + id_[:7] + ",", *lines, "}"])


def _escaped(sign: re.Match[str]) -> str:
    return "\\" + sign.group()
