"""`Workspace`: open a folder, read reports into it, ask what they say."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, Self, get_args

import msgspec

from detente import settings as settings_
from detente.errors import InputError, WorkspaceError
from detente.ledger.corrections import Correction, Kind, Record, Subject
from detente.ledger.finding import Found, Search
from detente.ledger.queries import Filter, View
from detente.ledger.rows import Entry
from detente.ledger.store import Ledger
from detente.ontology.countries import parse_country
from detente.records import Claim, Coding, Dyad, Event, Link, Report
from detente.settings import Settings

if TYPE_CHECKING:
    from types import ModuleType

    from detente.coder import Coder
    from detente.relations.brief import Brief, Page
    from detente.relations.dossier import Dossier
    from detente.workspace.items import Item
    from detente.workspace.outcome import Reading, Watch
    from detente.workspace.pictures import Drawn
    from detente.workspace.pictures import Kind as PictureKind

LEDGER: Final = "detente.db"
#: After so many new reports at once, pages on dyads of so many events are made ahead: the reading took longer than they do.
_MANY: Final = 200
_LARGE: Final = 2000
#: A queue of all looks at so many dyads, and makes anew what concerns so many events.
_DYADS: Final = 50
_AT_ONCE: Final = 3000
#: A day as callers may give it.
Day = date | str | None
Form = Literal["text", "markdown", "html", "docx", "json"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)


class Workspace:
    """A folder with a ledger. A context manager."""

    def __init__(self, folder: Path, ledger: Ledger, settings: Settings, coder: Coder | None = None) -> None:
        self.folder, self.ledger, self.settings = folder, ledger, settings
        self._coder = coder

    def close(self) -> None:
        """Let go of the ledger."""
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Workspace {str(self.folder)!r}: {self.ledger.size()} reports>"

    @property
    def coder(self) -> Coder:
        """The coder that the settings name, loaded when it is first needed."""
        if self._coder is None:
            self._coder = load_coder(self.settings)
        return self._coder

    # Reading

    def read(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        published: Day = None,
        publisher: str | None = None,
        stdin: BinaryIO | None = None,
        progress: Watch | None = None,
    ) -> Reading:
        """Code reports and file them; what is here already is left as it is.

        `sources` are files, folders, patterns or "-" (`stdin`); `published` and `publisher` stand in where a text has none.
        `progress` is called after each report.
        """
        named = [sources] if isinstance(sources, str | Path) else list(sources)
        readers = _late("detente.ingest.readers")
        found = readers.read_sources(named, published=day(published), publisher=publisher, stdin=stdin)
        reading: Reading = _late("detente.workspace.reading").read(
            self.ledger, self.coder, found, [str(source) for source in named], watch=progress
        )
        if reading.added >= _MANY:
            self.prepare()
        return reading

    def file(self, codings: Iterable[Coding]) -> tuple[int, int]:
        """File codings that were made elsewhere; returns how many were added and how many were here already."""
        added = known = 0
        for coding in codings:
            new = self.ledger.add(coding).new_coding
            added, known = added + new, known + (not new)
        _late("detente.workspace.acts").join(self.ledger)
        return added, known

    # Asking

    def dossier(
        self, a: str, b: str, as_of: Day = None, *, hindsight: bool = False, known: date | datetime | None = None
    ) -> Dossier:
        """All that is held on two countries, by name, code or adjective in any case.

        `as_of` is by default the date of the newest report. With `hindsight` later reports count too, for what happened by
        then; `known` goes back to what this workspace held on a day.

        Raises:
            UnknownActorError: no country goes by that name.
        """
        dyad = parse_dyad(a, b)
        horizon = day(as_of) or self.ledger.newest_report() or datetime.now(UTC).date()
        held = self.ledger.held(
            dyad, View(as_of=None if hindsight else horizon, known=known), _late("detente.relations.merge").SAME
        )
        latest = max(horizon, held.newest or horizon) if hindsight else None
        made: Dossier = _late("detente.relations.dossier").Dossier(
            dyad, horizon, held.codings, latest, held.same, held.apart, held.refused, held.reviewed, held.alike
        )
        return made

    def dyad(self, a: str, b: str, *, as_of: Day = None) -> Dossier:
        """The same as `dossier`, as of a day."""
        return self.dossier(a, b, as_of)

    def brief(
        self,
        a: str,
        b: str,
        as_of: Day = None,
        *,
        since: date | timedelta | str | None = None,
        hindsight: bool = False,
        known: date | datetime | None = None,
    ) -> Brief:
        """Where two countries stand, on one page.

        `since` is the day from which changes are told: a date, a time before `as_of`, "YYYY-MM-DD", or "last" for the last
        brief that was shown on the two.
        """
        with _uncollected():
            dossier = self.dossier(a, b, as_of, hindsight=hindsight, known=known)
            first = self._since(dossier.dyad, dossier.as_of, since)
            points = [_late("detente.indices.series").Point(*scored) for scored in dossier.scored]
            indices = _late("detente.indices.indices")
            recent = dossier.reports_since(dossier.as_of - timedelta(days=indices.WINDOW - 1)) > 0
            state = indices.state(points, dossier.as_of, read=recent)
            made: Brief = _late("detente.relations.brief").build(dossier, first, state=state)
        return made

    def picture(self, a: str, b: str, as_of: Day = None, *, what: PictureKind = "lanes") -> Drawn:
        """Acts between two countries on the lanes of their channels, or ("index") their score by month; notebooks show it."""
        made: Drawn = _late("detente.workspace.pictures").drawn(self.brief(a, b, as_of), what)
        return made

    def page(self, a: str, b: str, as_of: Day = None, *, since: date | timedelta | str | None = None) -> Page:
        """What is printed of the brief with these questions; made once, and kept until something changes that it says."""
        dyad = parse_dyad(a, b)
        horizon = day(as_of) or self.ledger.newest_report() or datetime.now(UTC).date()
        first = self._since(dyad, horizon, since)
        kept: Page = _late("detente.workspace.pages").page(
            self.ledger, dyad, horizon, first, lambda: self.brief(a, b, horizon, since=first).page
        )
        return kept

    def prepare(self) -> None:
        """Make the pages on the largest dyads ahead of being asked for them; the others are made in no time."""
        for count in self.ledger.dyads():
            if count.events < _LARGE:
                break
            self.page(count.dyad.first, count.dyad.second)
            self.page(count.dyad.second, count.dyad.first)
            self._derived(count.dyad)

    def _since(self, dyad: Dyad, as_of: date, since: date | timedelta | str | None) -> date | None:
        """The day from which changes are told; None for the brief's own."""
        if since == "last":
            shown = self.ledger.last_brief(dyad)
            return shown.as_of if shown else None
        return as_of - since if isinstance(since, timedelta) else day(since)

    def rendered(self, brief: Page, form: Form = "text") -> str | bytes:
        """A brief as text for the terminal, Markdown, HTML, JSON, or the bytes of a Word file.

        Raises:
            InputError: JSON was asked of a page, which has not the records that stand in it.
        """
        briefs = _late("detente.relations.brief")
        if form == "json" and not hasattr(brief, "acts"):
            raise InputError("a page has no records to write as JSON; ask for the brief")
        if form == "json":
            return msgspec.json.format(msgspec.json.encode(briefs.to_json(brief)), indent=2).decode() + "\n"
        if form == "docx" and hasattr(brief, "acts"):
            drawn: bytes = briefs.render_docx(brief, pictures=_late("detente.workspace.pictures").for_word(brief))
            return drawn
        made: str | bytes = getattr(briefs, f"render_{form}")(brief)
        return made

    def events(
        self, wanted: Filter | None = None, view: View | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> tuple[Entry[Event], ...]:
        """Events by day."""
        return self.ledger.events(wanted, view or View(), limit=limit, newest_first=newest_first)

    def search(self, query: str, *, as_of: Day = None, limit: int = 20) -> Search:
        """Events, claims and reports by their words."""
        return self.ledger.search(query, View(as_of=day(as_of)), limit=limit)

    def find(self, prefix: str) -> Found:
        """The one thing whose id begins so.

        Raises:
            InputError: nothing or several things do; the message lists them.
        """
        found = self.ledger.find(prefix)
        if len(found) == 1:
            return found[0]
        if not found:
            raise InputError(
                f"no report, event or claim has an id that begins with {prefix!r}; `detente search WORDS` finds some"
            )
        listed = ", ".join(f"{one.id} ({one.what})" for one in found[:8])
        raise InputError(f"{len(found)} ids begin with {prefix!r}: {listed}{' ...' if len(found) > 8 else ''}; give more of it")

    # Correcting

    def review_queue(self, a: str | None = None, b: str | None = None, *, limit: int = 50) -> tuple[Item, ...]:
        """What needs a person's eye, on two countries or on all, the weightiest first."""
        dyad = parse_dyad(a, b) if a and b else None
        derived = self._derived(dyad) if dyad else self._derived_of_all()
        found: tuple[Item, ...] = _late("detente.workspace.review").queue(self.ledger, dyad, derived, limit=limit)
        return found

    def _derived(self, dyad: Dyad) -> tuple[Item, ...]:
        """What the views of a dyad ask of a person, as it is kept, else made."""

        def made() -> tuple[Item, ...]:
            found: tuple[Item, ...] = _late("detente.workspace.review").derived(self.dossier(dyad.first, dyad.second))
            return found

        with _uncollected():
            return _late("detente.workspace.pages").items(self.ledger, dyad, made) or ()

    def _derived_of_all(self) -> tuple[Item, ...]:
        """The same of the dyads with the most events; what is not kept is made for some, and for the rest another time."""
        found: list[Item] = []
        left = _AT_ONCE
        for dyad, events in self.ledger.busiest(_DYADS):
            kept = _late("detente.workspace.pages").items(self.ledger, dyad, None)
            if kept is None and events <= left:
                kept = self._derived(dyad)
                left -= events
            found += kept or ()
        return tuple(sorted(found, key=lambda item: item.why != "contradiction"))

    def correct(
        self,
        kind: Kind,
        record_id: str | None = None,
        *,
        record: Record | None = None,
        other_id: str | None = None,
        report_id: str | None = None,
        why: str = "",
        who: str | None = None,
    ) -> Correction:
        """Decide on a record: confirm, change, reject, add, merge or split; returns the decision as filed.

        `record` is the record as it should be (change, add), `other_id` the second of a pair (merge, split), `report_id` the
        report of an added record.

        Raises:
            InputError: the record is not here, or the decision breaks the codebook.
        """
        home, seen = self._standing(record_id) if record_id else (report_id or "", None)
        other_home, other = self._standing(other_id) if other_id else (None, None)
        subject = _subject(record or seen)
        made = Correction(
            kind, subject, home, who or self.settings.person, why, datetime.now(UTC), seen, record, other_home, other
        )
        (filed,) = self.ledger.correct([made])
        _late("detente.workspace.acts").join(self.ledger)
        return filed

    def file_corrections(self, made: Iterable[Correction]) -> tuple[Correction, ...]:
        """File decisions that were made elsewhere; returns those that are new here."""
        new = self.ledger.correct(made)
        _late("detente.workspace.acts").join(self.ledger)
        return new

    def undo(self, correction_id: str | None = None, *, who: str | None = None) -> Correction | None:
        """Take back a decision, the newest where none is named; returns it, None where none stands."""
        taken = self.ledger.undo(who or self.settings.person, correction_id)
        _late("detente.workspace.acts").join(self.ledger)
        return taken

    def _standing(self, record_id: str) -> tuple[str, Event | Claim]:
        """The report and the present form of a record."""
        for version in reversed(self.ledger.history(record_id)):
            if version.until is None and version.record.id == self.ledger.newest_id(record_id):
                return version.report, version.record
        raise InputError(f"no event or claim {record_id} stands; `detente show {record_id}` tells its history")

    def reports(self) -> Iterator[Coding]:
        """Every report with what is held of it, by date."""
        for report_id in self.ledger.report_ids():
            if coding := self.ledger.coding(report_id):
                yield coding


def open(  # noqa: A001 - detente.open(...) reads as meant
    folder: str | Path = ".", *, coder: Coder | None = None, create: bool = True
) -> Workspace:
    """The workspace in a folder; folder and ledger are made where there are none, unless `create` is False.

    Raises:
        WorkspaceError: there is none, or the folder cannot be made.
        InputError: `detente.toml` has a setting that is unknown or wrong.
    """
    home = Path(folder).expanduser()
    if not create and not (home / LEDGER).is_file():
        raise WorkspaceError(f"no workspace in {home}. Make one:  detente read FOLDER   or try:  detente demo")
    if home.exists() and not home.is_dir():
        raise WorkspaceError(f"{home} is a file; a workspace is a folder")
    settings = settings_.load(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"{home} cannot be made: {error.strerror}") from error
    return Workspace(home, Ledger.open(home / LEDGER), settings, coder)


def code(text: str, *, published: Day = None, publisher: str | None = None, title: str | None = None) -> Coding:
    """What one text says, without a workspace. The coder is loaded anew each time; for many texts use a workspace."""
    report: Report = _late("detente.ingest.readers").report_from_text(
        text, title=title, published=day(published), publisher=publisher
    )
    return load_coder(Settings()).code(report)


def load_coder(settings: Settings) -> Coder:
    """The coder that settings name: a shipped one, or a served model, whose key comes from the environment.

    Raises:
        CoderError: there is none of that name, or the served one has no address.
    """
    if settings.coder == "openai":
        served: Coder = _late("detente.served").load_served(
            settings.base_url, settings.model, os.environ, timeout=settings.timeout
        )
        return served
    coder: Coder = _late("detente.coder").load_coder(settings.coder)
    return coder


def parse_dyad(a: str, b: str) -> Dyad:
    """Two countries as people write them.

    Raises:
        UnknownActorError: no country goes by that name.
        InputError: both are one.
    """
    first, second = parse_country(a), parse_country(b)
    if first == second:
        raise InputError(f"{a} and {b} are both {first}; name two different countries")
    return Dyad(first, second)


def day(value: Day) -> date | None:
    """A day from a date or from "YYYY-MM-DD".

    Raises:
        InputError: the words are no date.
    """
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(f"no date: {value!r}; write YYYY-MM-DD") from None


def _subject(record: Record | None) -> Subject:
    if isinstance(record, Link):
        return "link"
    return "claim" if isinstance(record, Claim) else "event"


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of circles: records form none, and looking for some among many takes a third of a brief's time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _late(module: str) -> Any:
    """A module that only some methods need: models and readers cost more to load than a brief takes."""
    found: ModuleType = import_module(module)
    return found
