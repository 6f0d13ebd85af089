"""What a reading came to, and how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from detente.ingest.outcome import Failure, Notice


class Progress(NamedTuple):
    """How far a reading is, told after each report."""

    added: int
    known: int
    failed: int
    last: str
    """The report that was just filed, or the source that failed."""

    @property
    def done(self) -> int:
        """All that was looked at."""
        return self.added + self.known + self.failed


Watch: TypeAlias = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading some sources came to. As text it is a sentence."""

    added: int = 0
    known: int = 0
    """Reports that were here already, coded by the same coder."""
    failed: tuple[Failure, ...] = ()
    notices: tuple[Notice, ...] = ()
    """What the user should know of reports that were read, such as a missing date."""

    def __str__(self) -> str:
        parts = [f"{self.added} added", f"{self.known} known"]
        if self.failed:
            parts.append(f"{len(self.failed)} failed")
        return "Read " + ", ".join(parts) + "."
