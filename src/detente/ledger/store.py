"""The ledger as other parts see it: open it, add codings and corrections, ask.

Every method is one transaction. Adding is idempotent, so whatever was cut off is done again by doing it again.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, NamedTuple, Self

from detente.ledger import acts, checks, deciding, filing, finding, keeping, mending, pages, queries
from detente.ledger.acts import Decided, Pair
from detente.ledger.checks import Finding
from detente.ledger.connection import Connection
from detente.ledger.corrections import Correction
from detente.ledger.database import Database, now
from detente.ledger.finding import Found, Search, Version
from detente.ledger.keeping import Reading, Shown
from detente.ledger.queries import Busy, Count, DyadCount, Filter, Held, View
from detente.ledger.rows import Entry
from detente.records import Claim, Coding, Dyad, Event, Report

_NOW = View()


class Added(NamedTuple):
    """What adding a coding did."""

    report: str
    new_report: bool
    new_coding: bool
    """False where the newest coding of the report said the same already."""


class Ledger:
    """One workspace's records. A context manager; several may be open on one file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a ledger, made where there is none.

        Raises:
            LedgerError: the file is no ledger, damaged, locked, or of a newer version.
        """
        return cls(Database(path))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction for several questions of `queries` that must agree with each other."""
        with self._database.reading() as connection:
            yield connection

    # Adding

    def add(self, coding: Coding) -> Added:
        """File a report with its coding, wholly or not at all.

        Raises:
            RecordError: its id is taken by another text, or two of its records have one id.
        """
        with self._database.writing() as connection:
            moment = now()
            seq, new_report = filing.file_report(connection, coding.report, moment)
            new_coding = filing.file_coding(connection, seq, coding, moment)
        return Added(coding.report.id, new_report, new_coding)

    def correct(self, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
        """File decisions of people and apply them; returns those that were new.

        Raises:
            RecordError: a record breaks the codebook or quotes what its report does not say; none is filed then.
        """
        with self._database.writing() as connection:
            return deciding.file_corrections(connection, corrections, now())

    def undo(self, who: str, correction_id: str | None = None) -> Correction | None:
        """Take back a correction (by the beginning of its id), or the newest; returns it, None where none stands."""
        with self._database.writing() as connection:
            return deciding.undo(connection, correction_id, who, datetime.now(UTC), now())

    # One act, many reports

    def pending(self, report_id: str | None = None) -> tuple[Entry[Event], ...]:
        """Events between countries that were not compared with others yet."""
        with self._database.reading() as connection:
            return acts.pending(connection, report_id)

    def near(self, event: Event, types: Iterable[str] = ()) -> tuple[Entry[Event], ...]:
        """The events of other reports, or its own, that may tell the same act; only of some types, where they are given."""
        with self._database.reading() as connection:
            return acts.near(connection, event, types)

    def group(self, ids: Iterable[str], least: float) -> tuple[tuple[Entry[Event], ...], Decided]:
        """The events connected with some by pairs of at least this probability or by a person, and what people decided."""
        with self._database.reading() as connection:
            return acts.entries(connection, acts.group(connection, ids, least)), acts.decided(connection)

    def file_acts(self, pairs: Iterable[Pair], clusters: Iterable[Iterable[str]]) -> None:
        """Keep what was computed: probabilities of pairs, and the ids that are one act each."""
        with self._database.writing() as connection:
            acts.file_pairs(connection, pairs)
            acts.file_clusters(connection, clusters)

    def file_pairs(self, pairs: Iterable[Pair]) -> None:
        """Keep the probabilities of pairs of events."""
        with self._database.writing() as connection:
            acts.file_pairs(connection, pairs)

    def unsure(self, least: float, most: float, dyad: Dyad | None = None, *, limit: int = 50) -> tuple[Pair, ...]:
        """Pairs of events that may be one act or two, and that nobody joined or parted."""
        with self._database.reading() as connection:
            return acts.unsure(connection, least, most, dyad, limit=limit)

    def cluster(self, event_id: str) -> tuple[str, ...]:
        """The ids of the events that tell the same act as this one, itself among them."""
        with self._database.reading() as connection:
            return acts.cluster(connection, event_id)

    # Asking

    def held(self, dyad: Dyad, view: View = _NOW, least: float = 1.0) -> Held:
        """All that is held on a dyad: what a dossier is made of; with the pairs of events of at least this probability."""
        with self._database.reading() as connection:
            return queries.held(connection, dyad, view, least)

    def events(
        self,
        wanted: Filter | None = None,
        view: View = _NOW,
        *,
        limit: int | None = None,
        newest_first: bool = False,
        start: int = 0,
    ) -> tuple[Entry[Event], ...]:
        """Events by day, then report; without the first `start` of them."""
        with self._database.reading() as connection:
            return queries.events(connection, wanted or Filter(), view, limit=limit, newest_first=newest_first, start=start)

    def count_events(self, wanted: Filter | None = None, view: View = _NOW) -> int:
        """How many events are wanted."""
        with self._database.reading() as connection:
            return queries.count_events(connection, wanted or Filter(), view)

    def records(self, ids: Iterable[str]) -> tuple[Entry[Event] | Entry[Claim], ...]:
        """The events and claims in effect with these ids, in no order."""
        with self._database.reading() as connection:
            return queries.records(connection, ids)

    def doubtful(self, dyad: Dyad | None = None, *, limit: int = 50) -> tuple[Entry[Event], ...]:
        """Events that nobody decided on yet, the weightiest of the least certain first."""
        with self._database.reading() as connection:
            return queries.doubtful(connection, dyad, limit=limit)

    def report(self, id_: str) -> Report | None:
        """The report of an id."""
        with self._database.reading() as connection:
            return queries.report(connection, id_)

    def reports(self, ids: Iterable[str]) -> dict[str, Report]:
        """Reports by their ids; unknown ids are left out."""
        with self._database.reading() as connection:
            return queries.reports(connection, ids)

    def size(self) -> int:
        """How many reports there are."""
        with self._database.reading() as connection:
            return queries.size(connection)

    def version(self) -> tuple[int, int, int]:
        """A mark that changes with every report, coding and correction."""
        with self._database.reading() as connection:
            return queries.version(connection)

    def report_ids(self, view: View = _NOW) -> tuple[str, ...]:
        """The ids of all reports, by date."""
        with self._database.reading() as connection:
            return queries.report_ids(connection, view)

    def coding(self, report_id: str, view: View = _NOW) -> Coding | None:
        """What is held of one report, corrections applied; None where the report is not here."""
        with self._database.reading() as connection:
            return queries.coding(connection, report_id, view)

    def knows(self, report: Report, coder: str) -> bool:
        """Whether a report is here with these words, and the coding in effect is this coder's."""
        with self._database.reading() as connection:
            return queries.knows(connection, report, coder)

    def newest_report(self) -> date | None:
        """The date of the newest report."""
        with self._database.reading() as connection:
            return queries.newest_report(connection)

    def dyads(self, view: View = _NOW, *, country: str | None = None) -> tuple[DyadCount, ...]:
        """All dyads with events between them, the most events first."""
        with self._database.reading() as connection:
            return queries.dyads(connection, view, country=country)

    def busiest(self, most: int) -> tuple[Busy, ...]:
        """The dyads with the most events; quick, for hints."""
        with self._database.reading() as connection:
            return queries.busiest(connection, most)

    def counts(self, by: Literal["month", "publisher"], view: View = _NOW) -> tuple[Count, ...]:
        """Reports and events by month of publication or by publisher."""
        with self._database.reading() as connection:
            return queries.counts(connection, by, view)

    def find(self, prefix: str) -> tuple[Found, ...]:
        """Everything whose id begins so."""
        with self._database.reading() as connection:
            return finding.by_prefix(connection, prefix)

    def history(self, id_: str) -> tuple[Version, ...]:
        """Every version of an event or claim, the oldest first."""
        with self._database.reading() as connection:
            return finding.history(connection, id_)

    def newest_id(self, id_: str) -> str | None:
        """The id under which an event or claim stands now; None where it was rejected or is no longer read."""
        with self._database.reading() as connection:
            return finding.newest_id(connection, id_)

    def search(self, query: str, view: View = _NOW, *, limit: int = 20) -> Search:
        """Events, claims and reports by their words."""
        with self._database.reading() as connection:
            return finding.search(connection, query, view, limit=limit)

    def corrections(self, *, standing: bool = False) -> tuple[Correction, ...]:
        """All decisions of people in the order in which they came; `standing`: without those undone."""
        with self._database.reading() as connection:
            return deciding.stored(connection, standing=standing)

    # Pages kept

    def page(self, dyad: Dyad, what: str, program: str) -> str | None:
        """The page on a dyad as it was last made, None where none is kept or anything changed since."""
        with self._database.reading() as connection:
            return pages.kept(connection, dyad, what, pages.stamp(connection, dyad, program))

    def stamp(self, dyad: Dyad, program: str) -> str:
        """What a page on a dyad would be made with now; taken before it is made."""
        with self._database.reading() as connection:
            return pages.stamp(connection, dyad, program)

    def keep_page(self, dyad: Dyad, what: str, stamp: str, body: str) -> None:
        """Keep a page that was made with what `stamp` stands for."""
        with self._database.writing() as connection:
            pages.keep(connection, dyad, what, stamp, body)

    # Its own use

    def begin_reading(self, named: Sequence[str], coder: str) -> int:
        """Note that a reading of some sources begins; returns its number."""
        with self._database.writing() as connection:
            return keeping.begin_reading(connection, named, coder, now())

    def note_failure(self, number: int, source: str, reason: str) -> None:
        """Note that a source could not be read, and why."""
        with self._database.writing() as connection:
            keeping.note_failure(connection, number, source, reason)

    def end_reading(self, number: int, added: int, known: int, failed: int) -> None:
        """Note how a reading ended."""
        with self._database.writing() as connection:
            keeping.end_reading(connection, number, added, known, failed, now())

    def note_brief(self, dyad: Dyad, as_of: date) -> None:
        """Note that a brief was shown, for "since my last brief"."""
        with self._database.writing() as connection:
            keeping.note_brief(connection, dyad, as_of, now())

    def last_brief(self, dyad: Dyad) -> Shown | None:
        """The newest brief that was shown on a dyad."""
        with self._database.reading() as connection:
            return keeping.last_brief(connection, dyad)

    def readings(self) -> tuple[Reading, ...]:
        """All readings of files and folders, the newest first."""
        with self._database.reading() as connection:
            return keeping.readings(connection)

    def check(self) -> tuple[Finding, ...]:
        """What is wrong with the ledger; nothing where it is sound."""
        with self._database.reading() as connection:
            return checks.run(connection)

    def mend(self) -> None:
        """Make everything derived again from the records; the records stay as they are."""
        with self._database.writing() as connection:
            mending.mend(connection)

    def digest(self) -> str:
        """A hash of all content, whenever and in whatever order it was read."""
        with self._database.reading() as connection:
            return keeping.digest(connection)

    def backup(self, target: Path) -> None:
        """Write a copy of the ledger as it is now.

        Raises:
            LedgerError: the target exists, or cannot be written.
        """
        keeping.backup(self.path, target)
