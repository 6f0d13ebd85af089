"""Reads `data/same_acts.txt`, the hand-made gold of which reports tell of the same act (its notation: `relations_notation`)."""

from pathlib import Path
from typing import NamedTuple

from relations_notation import blocks, story

from detente.records import Event
from detente.relations.filed import Filed

PATH = Path(__file__).parent / "data" / "same_acts.txt"


class Labelled(NamedTuple):
    """One record with the act that it tells of, `story/label`."""

    filed: Filed[Event]
    act: str

    @property
    def story(self) -> str:
        return self.act.split("/")[0]


def load() -> tuple[Labelled, ...]:
    """All records of the gold."""
    found = []
    for head, lines in blocks(PATH.read_text(encoding="utf-8").splitlines(), "## "):
        number = head[:2]
        told = story("\n".join(lines), number)
        found += [
            Labelled(Filed(event, coding.report, coding.coder), f"{number}/{told.labels[event.id]}")
            for coding in told.codings
            for event in coding.events
        ]
    return tuple(found)
