"""What reading gives besides reports: failures and notices, each with the name of its source."""

from dataclasses import dataclass

from detente.errors import ReportError


@dataclass(frozen=True, slots=True)
class Failure:
    """A report that could not be read; the others went on."""

    source: str
    """The file, or the file and line, that it came from."""
    error: ReportError


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know about a report that was read: it follows the report in the stream."""

    source: str
    message: str
