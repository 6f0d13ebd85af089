"""Every address of the app, made in one place."""

from typing import Final
from urllib.parse import quote, urlencode

from detente.records import Dyad

#: Forms that a page can be had in besides HTML, by its suffix.
FORMS: Final = ("json", "csv", "md", "docx", "svg", "png")
#: Digits of an id in an address, as in git; the server takes any unambiguous beginning.
SHORT: Final = 12


class Urls:
    """Makes addresses. Empty values of a query are left out, so that an address is the shortest that says the same."""

    def overview(self, form: str = "", **query: object) -> str:
        """All pairs of countries."""
        return self._to(f"/dyads.{form}" if form else "/", query)

    def dyad(self, dyad: Dyad | str, form: str = "", **query: object) -> str:
        """One pair of countries, given or by its codes."""
        return self._to(f"/dyads/{quote(_code(dyad))}{_suffix(form)}", query)

    def part(self, dyad: Dyad | str, name: str, form: str, **query: object) -> str:
        """A part of a pair's page by itself: a table, a picture, the brief."""
        return self._to(f"/dyads/{quote(_code(dyad))}/{name}.{form}", query)

    def seen(self, dyad: Dyad | str) -> str:
        """Where a pair's page is marked as read."""
        return f"/dyads/{quote(_code(dyad))}/seen"

    def event(self, id_: str, form: str = "", **query: object) -> str:
        """One event or claim."""
        return self._to(f"/events/{quote(id_[:SHORT] if not form else id_)}{_suffix(form)}", query)

    def report(self, id_: str, form: str = "", *, record: str = "", **query: object) -> str:
        """One report; with a `record`, at its words."""
        at = f"#r-{record[:SHORT]}" if record else ""
        return self._to(f"/reports/{quote(id_, safe='')}{_suffix(form)}", {"event": record[:SHORT], **query}) + at

    def add(self, report: str) -> str:
        """Where a record that a person adds to a report is sent."""
        return f"/reports/{quote(report, safe='')}/records"

    def review(self, id_: str = "", form: str = "", **query: object) -> str:
        """The desk, at one item."""
        return self._to(f"/review{f'/{quote(id_)}' if id_ else ''}{_suffix(form)}", query)

    def effects(self, id_: str) -> str:
        """What rests on an item, by itself."""
        return f"/review/{quote(id_)}/effects"

    def undo(self) -> str:
        """Where the last decision is taken back."""
        return "/review/undo"

    def keys(self) -> str:
        """Where single keys are switched on and off."""
        return "/review/keys"

    def search(self, form: str = "", **query: object) -> str:
        """Sentences by words and filters."""
        return self._to(f"/search{_suffix(form)}", query)

    def import_(self, job: str = "", form: str = "", **query: object) -> str:
        """The import page, or one job of it."""
        return self._to(f"/import{f'/{quote(job)}' if job else ''}{_suffix(form)}", query)

    def retry(self, job: str) -> str:
        """Where a job's failed sources are tried again."""
        return f"/import/{quote(job)}/retry"

    def method(self, form: str = "", **query: object) -> str:
        """How it is made."""
        return self._to(f"/method{_suffix(form)}", query)

    def static(self, name: str) -> str:
        """A file of the app's own."""
        return f"/static/{quote(name)}"

    @staticmethod
    def _to(path: str, query: dict[str, object]) -> str:
        said = {name.rstrip("_"): value for name, value in query.items() if value not in (None, "", (), [])}
        return f"{path}?{urlencode(said, doseq=True)}" if said else path


def _code(dyad: Dyad | str) -> str:
    return dyad if isinstance(dyad, str) else f"{dyad.first}-{dyad.second}"


def _suffix(form: str) -> str:
    return f".{form}" if form else ""


def split_form(name: str) -> tuple[str, str]:
    """The last part of an address without its form, and the form: `CHN-USA.json` is ("CHN-USA", "json")."""
    stem, dot, form = name.rpartition(".")
    return (stem, form) if dot and form in FORMS else (name, "")
