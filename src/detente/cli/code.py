"""`detente code`."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from detente import settings
from detente.cli.coders import chosen, coder_options
from detente.cli.common import SOME_FAILED, leave, say
from detente.cli.pairs import read_pairs
from detente.cli.tables import Column, as_markdown, as_table
from detente.errors import ReportError
from detente.formats import jsonl
from detente.formats.tables import as_csv
from detente.records import Actor, Coding, Report
from detente.relations.filed import standing
from detente.relations.wording import capital, clause
from detente.workspace.facade import load_coder

_ALL_FAILED: Final = 1
_COLUMNS: Final = (Column("what", "What", 0), Column("kind", "Kind", 10), Column("certainty", "", 4))


@click.command(
    epilog="""\b
Examples:
  detente code report.txt --published 2024-01-31 --format json
  echo "Norway met Peru in Oslo." | detente code - --published 2024-01-31"""
)
@click.argument("sources", nargs=-1, metavar="FILE...")
@click.option(
    "--pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Type given pairs instead: JSONL or TSV."
)
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Date of reports that bear none.")
@click.option("--publisher", metavar="NAME", help="Publisher of reports that name none.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out what the coder is less sure of.")
@coder_options
@click.option("--strict", is_flag=True, help="Exit with 1, not 3, where some reports failed.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl", "csv", "md"]), default="table", show_default=True,
    help="Form of the output; json and jsonl are one object a report and line.",
)  # fmt: skip
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
def command(
    sources: tuple[str, ...],
    pairs: Path | None,
    published: datetime | None,
    publisher: str | None,
    min_confidence: float,
    coder: str | None,
    base_url: str | None,
    model: str | None,
    form: str,
    *,
    strict: bool,
) -> None:
    """Code reports and write what they say; nothing is filed.

    FILE is as for `detente read`. With --pairs, each line of the file has `sentence`, `source`, `target` and perhaps `id`; out
    come the id, type, mode, quad and confidence of each.
    """
    if pairs is not None:
        _code_pairs(pairs)
        return
    if not sources:
        raise click.UsageError("name a file, a folder or - for standard input")
    coding = import_module("detente.coder")
    stdin = sys.stdin.buffer if "-" in sources else None
    day = published.date() if published else None
    found = import_module("detente.ingest.readers").read_sources(sources, published=day, publisher=publisher, stdin=stdin)
    failed: list[Any] = []
    reader = load_coder(chosen(settings.load(Path()), coder, base_url, model))
    done = 0
    for made in _coded(reader.code_many(_reports(found, failed)), failed):
        done += 1
        for note in made.notes:
            say(f"note: {made.report.id}: {note}")
        _write(coding.at_least(made, min_confidence), form, first=done == 1)
    if failed:
        leave(_ALL_FAILED if strict or not done else SOME_FAILED)


def _coded(codings: Iterator[Coding], failed: list[Any]) -> Iterator[Coding]:
    """The codings; a report that a served coder could not code is told, and the others go on."""
    while True:
        try:
            yield next(codings)
        except StopIteration:
            return
        except ReportError as error:
            failed.append(error)
            say(f"failed: {error}")


def _reports(found: Iterable[Any], failed: list[Any]) -> Iterator[Report]:
    """The reports; what could not be read is told at once and counted."""
    for one in found:
        if isinstance(one, Report):
            yield one
        elif hasattr(one, "error"):
            failed.append(one)
            say(f"failed: {one.error}")
        else:
            say(f"note: {one.message}")


def _write(coding: Coding, form: str, *, first: bool) -> None:
    if form in ("json", "jsonl"):
        click.echo(jsonl.dumps(coding))
        return
    rows = list(_rows(coding))
    if form == "csv":
        text = as_csv(rows)
        click.echo(text if first else text.partition("\n")[2], nl=False)
    else:
        report = coding.report
        heading = ", ".join(filter(None, (report.title, report.publisher, str(report.published or "no date"))))
        click.echo(f"{'# ' if form == 'md' else ''}{heading}\n")
        click.echo(as_markdown(rows, _COLUMNS) if form == "md" else as_table(rows, _COLUMNS) if rows else "Nothing found.\n")


def _rows(coding: Coding) -> Iterator[dict[str, object]]:
    """Events, then claims, with the same keys."""
    for event in coding.events:
        words = capital(clause(event, standing(event, coding.report)))
        sides = {"actors": _codes(event.actors), "recipients": _codes(event.recipients)}
        yield {
            "report": coding.report.id, "id": event.id, "kind": event.type, "what": words, **sides,
            "status": standing(event, coding.report), "start": event.start, "end": event.end,
            "quote": event.evidence.quote, "certainty": event.confidence,
        }  # fmt: skip
    for claim in coding.claims:
        holder = _codes((claim.holder,) if claim.holder else ())
        yield {
            "report": coding.report.id, "id": claim.id, "kind": claim.kind, "what": f"{', '.join(holder)}: {claim.text}",
            "actors": holder, "recipients": list(claim.about), "status": claim.stance, "start": None, "end": None,
            "quote": claim.evidence.quote, "certainty": claim.confidence,
        }  # fmt: skip


def _codes(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(actor.country or actor.text for actor in actors))


def _code_pairs(path: Path) -> None:
    coding = import_module("detente.coder")
    for typed in coding.load_pair_coder().code(coding.Pair(*pair) for pair in read_pairs(path)):
        click.echo(msgspec.json.encode(typed))
