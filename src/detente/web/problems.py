"""What went wrong, as one object for people and programs: what, the value, the next step, and the status of the answer."""

import difflib
from dataclasses import dataclass
from typing import Final

from detente.errors import DetenteError, InputError, LedgerError, RecordError, ReportError, UnknownActorError

#: The status of each kind of error; the first that fits counts.
_STATUS: Final[tuple[tuple[type[DetenteError], int], ...]] = (
    (UnknownActorError, 404),
    (RecordError, 422),
    (ReportError, 422),
    (InputError, 400),
    (LedgerError, 503),
)
_TITLES: Final = {
    400: "This cannot be answered",
    401: "A token is needed",
    403: "Refused",
    404: "Not found",
    405: "Not that way",
    409: "Changed meanwhile",
    413: "Too large",
    421: "Wrong address",
    422: "This does not fit",
    500: "Something broke",
    503: "The ledger cannot be read now",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as pages and programs see it."""

    error: str
    """One sentence."""
    value: str
    """What was given; empty where nothing was."""
    hint: str
    """The next step."""
    status: int
    """Status of the answer."""

    @property
    def title(self) -> str:
        """The heading of the page."""
        return _TITLES.get(self.status, "This cannot be answered")


class ProblemError(Exception):
    """Carries a `Problem` from where it is found to where answers are made."""

    def __init__(self, error: str, *, value: str = "", hint: str = "", status: int = 400) -> None:
        super().__init__(error)
        self.problem = Problem(error, value, hint, status)


def of_error(error: DetenteError, value: str = "") -> Problem:
    """An error of Detente's as a problem: its sentence, split where the next step begins."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    words, _, hint = str(error).partition("; ")
    return Problem(words, value, hint, status)


def no_page(path: str, known: tuple[str, ...]) -> Problem:
    """Nothing lives at an address; the nearest that is there."""
    near = difflib.get_close_matches(path, known, 1, 0.5)
    hint = f"Did you mean {near[0]}?" if near else "The links above lead to all pages."
    return Problem("There is no such page.", path, hint, 404)
