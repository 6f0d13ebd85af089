"""`detente review`."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import click

from detente.cli.common import COUNTRY, NOTHING, leave, say
from detente.cli.folder import opened, workspace_option
from detente.cli.show import describe
from detente.cli.tables import Column, emit, format_option
from detente.errors import DetenteError, InputError
from detente.ontology import plover
from detente.ontology.countries import parse_country
from detente.records import Actor, Event, Link
from detente.workspace import Workspace
from detente.workspace.facade import day
from detente.workspace.review import Item

_KEYS: Final = "a accept  x reject  e edit  m same as  n not same as  space skip  u undo  o report  q quit"
_COLUMNS: Final = (
    Column("decided", "When", 10), Column("kind", "What", 8), Column("who", "Who", 10), Column("words", "Record", 0),
    Column("short", "Id", 7),
)  # fmt: skip


@click.command(
    epilog="""\b
Examples:
  detente review china usa
  detente review --list --json"""
)
@click.argument("a", type=COUNTRY, required=False)
@click.argument("b", type=COUNTRY, required=False)
@workspace_option
@click.option("--who", help="Your name (default: the setting `who`, else your login name).")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@click.option("--list", "only_list", is_flag=True, help="List the corrections that stand.")
@format_option
def command(a: str | None, b: str | None, folder: Path, who: str | None, limit: int, form: str, *, only_list: bool) -> None:
    """Confirm or correct events, one after the other: the weightiest of the least certain first.

    One key decides, saves and goes on; every decision can be undone, survives coding again and shows in every view.
    """
    if (a is None) != (b is None):
        raise click.UsageError("name two countries, or none")
    with opened(folder) as ws:
        if only_list:
            _list(ws, form)
            return
        queue = ws.review_queue(a, b, limit=limit)
        if not queue:
            say("Nothing to review: every event was decided on. `detente review --list` shows the decisions.")
            leave(NOTHING)
        _Desk(ws, who).work(queue)


def _list(ws: Workspace, form: str) -> None:
    made = ws.ledger.corrections(standing=True)
    rows = [
        {
            "short": one.id[:7], "id": one.id, "decided": one.decided.date(), "kind": one.kind, "who": one.who, "why": one.why,
            "report": one.report_id, "words": " ".join((one.record or one.seen).evidence.quote.split()),  # type: ignore[union-attr]
        }
        for one in made
    ]  # fmt: skip
    if rows or form != "table":
        emit(rows, _COLUMNS, form)
    if not rows:
        say("No correction stands.")
        leave(NOTHING)


class _Desk:
    """One person at the terminal."""

    def __init__(self, ws: Workspace, who: str | None) -> None:
        self.ws, self.who = ws, who
        self.done = 0
        self.acts: dict[str, Callable[[Item], bool]] = {
            "a": self.accept, "x": self.reject, "e": self.edit, "m": self.same, "n": self.apart, " ": self.skip,
            "u": self.undo, "o": self.open,
        }  # fmt: skip

    def work(self, queue: tuple[Item, ...]) -> None:
        """Show one event after the other until all are decided or the person leaves."""
        for number, item in enumerate(queue, 1):
            say(f"\n--- {number} of {len(queue)}: {item.reason} ---")
            say(describe(self.ws, item.event))
            if item.other:
                say(f"\n    beside:\n{describe(self.ws, item.other)}")
            say(_KEYS)
            for key in _keys():
                if key in ("q", "\x04", "\x03", ""):
                    say(f"{self.done} decided.")
                    return
                if self._act(key, item):
                    break
        say(f"\nAll {len(queue)} seen, {self.done} decided.")

    def _act(self, key: str, item: Item) -> bool:
        """Do what a key says; returns whether to go on to the next."""
        act = self.acts.get(key)
        if act is None:
            say(_KEYS)
            return False
        try:
            return act(item)
        except DetenteError as error:
            say(f"Error: {error}")
            return False

    def accept(self, item: Item) -> bool:
        if item.why == "promise" and item.other:
            deed = self._event(item)
            home = self.ws.ledger.history(item.event)[-1].report
            kept = Link("fulfils", deed.id, item.other, deed.evidence)
            self.ws.correct("add", record=kept, report_id=home, who=self.who, why=_ask("Why", ""))
            return self._decided("kept")
        self.ws.correct("confirm", item.event, who=self.who)
        return self._decided("confirmed")

    def reject(self, item: Item) -> bool:
        self.ws.correct("reject", item.event, who=self.who, why=_ask("Why", ""))
        return self._decided("rejected")

    def edit(self, item: Item) -> bool:
        self.ws.correct("change", item.event, record=_edited(self._event(item)), who=self.who, why=_ask("Why", ""))
        return self._decided("changed")

    def same(self, item: Item) -> bool:
        if item.why == "promise":
            raise InputError("a promise and what keeps it are two acts; a says that it does, n that it does not")
        other = self._other("Same act as (id)", item)
        self.ws.correct("merge", other, other_id=item.event, who=self.who, why=_ask("Why", ""))
        return self._decided("merged")

    def apart(self, item: Item) -> bool:
        other = item.other if item.why == "promise" and item.other else self._other("Another act than (id)", item)
        self.ws.correct("split", item.event, other_id=other, who=self.who, why=_ask("Why", ""))
        return self._decided("kept apart")

    def skip(self, _: Item) -> bool:
        return True

    def undo(self, _: Item) -> bool:
        taken = self.ws.undo(who=self.who)
        say(f"Took back: {taken.kind}." if taken else "Nothing to undo.")
        self.done -= bool(taken)
        return False

    def open(self, item: Item) -> bool:
        report = self.ws.ledger.report(self.ws.ledger.history(item.event)[-1].report)
        say(report.text if report else "")
        return False

    def _event(self, item: Item) -> Event:
        record = self.ws.ledger.history(item.event)[-1].record
        if not isinstance(record, Event):
            raise InputError(f"{item.event} is no event")
        return record

    def _other(self, what: str, item: Item) -> str:
        """The second of a pair: the one shown beside, else asked for."""
        return self.ws.find(_ask(what, item.other or "")).id

    def _decided(self, word: str) -> bool:
        self.done += 1
        say(f"{word}.")
        return True


def _keys() -> Iterator[str]:
    """Keys as they are pressed; on a pipe, the first character of each line."""
    while True:
        if sys.stdin.isatty():
            yield click.getchar()
        else:
            line = sys.stdin.readline()
            yield line[:1] if line.strip() else line[:1].replace("\n", " ")


def _ask(what: str, given: str) -> str:
    """A line from the person; empty keeps what is given."""
    click.echo(f"{what} [{given}]: " if given else f"{what}: ", nl=False, err=True)
    return sys.stdin.readline().strip() or given


def _edited(event: Event) -> Event:
    """The event as the person would have it; each question shows what stands."""
    kind = _ask("Type", event.type).upper()
    same = kind == event.type
    actors = _people(_ask("Actors", _codes(event.actors)), event.actors)
    recipients = _people(_ask("Recipients (- for none)", _codes(event.recipients)), event.recipients)
    start = _day(_ask("First day (- for none)", str(event.start or "-")))
    end = _day(_ask("Last day (- for none)", str(event.end or start or "-")))
    due_start = _day(_ask("Due from (- for none)", str(event.due_start or "-")))
    due_end = _day(_ask("Due by (- for none)", str(event.due_end or due_start or "-")))
    of = event.of if same else None
    if kind in plover.OF_TYPES:
        of = _ask("Of: the type promised, asked or threatened (- for none)", of or "-").upper().replace("-", "") or None
    aux = _ask("Aux: historical, future, hypothetical, negation (- for none)", event.aux or "-").replace("-", "") or None
    return replace(
        event, type=kind, mode=event.mode if same else None, of=of, actors=actors, recipients=recipients, start=start, end=end,
        due_start=due_start, due_end=due_end, aux=aux,
    )  # fmt: skip


def _codes(actors: tuple[Actor, ...]) -> str:
    return ", ".join(dict.fromkeys(actor.country or actor.text for actor in actors))


def _people(words: str, before: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The actors that are named; those that stood before keep their words."""
    if words.strip() in ("", "-"):
        return ()
    out: list[Actor] = []
    for part in words.split(","):
        known = [actor for actor in before if part.strip() in (actor.country, actor.text)]
        out += known or [Actor(part.strip(), parse_country(part))]
    return tuple(out)


def _day(words: str) -> date | None:
    found = None if words == "-" else day(words)
    if isinstance(found, date) or words == "-":
        return found
    raise InputError(f"no date: {words!r}")
