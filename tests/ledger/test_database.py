import sqlite3
import threading
from contextlib import ExitStack, suppress

import pytest
from making import coding

from detente.errors import LedgerError
from detente.ledger import database
from detente.ledger.database import Database
from detente.ledger.store import Ledger


def test_schema_is_decided():
    """A changed schema needs a new VERSION, a file in migrations/ and its hash here, not an edit of an old hash."""
    assert database.SCHEMA_HASHES[database.VERSION] == database.schema_hash()
    assert set(database.SCHEMA_HASHES) == set(range(1, database.VERSION + 1))
    assert set(database.migrations()) == set(range(2, database.VERSION + 1))


def test_pragmas(tmp_path):
    base = Database(tmp_path / "d.db")
    with base.reading() as connection:
        read = {name: connection.execute(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")}
    assert read == {"journal_mode": "wal", "foreign_keys": 1}


def test_older_ledger_is_brought_up(tmp_path, monkeypatch):
    Database(tmp_path / "d.db").close()
    last = database.VERSION
    monkeypatch.setattr(database, "VERSION", last + 2)
    steps = {last + 1: "CREATE TABLE two (x);\nCREATE INDEX two_x ON two (x);", last + 2: "ALTER TABLE two ADD COLUMN y;"}
    monkeypatch.setattr(database, "migrations", lambda: steps)
    Database(tmp_path / "d.db").close()
    with sqlite3.connect(tmp_path / "d.db") as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (last + 2,)
        assert [row[0] for row in raw.execute("SELECT number FROM migrations")] == [last, last + 1, last + 2]
        assert [row[1] for row in raw.execute("PRAGMA table_info(two)")] == ["x", "y"]
    raw.close()


def test_ledger_of_version_one_is_brought_up(tmp_path):
    path = tmp_path / "d.db"
    with Ledger.open(path) as ledger:
        ledger.add(coding(1))
    with sqlite3.connect(path) as raw:
        raw.executescript(
            "DROP TABLE pages; DROP TABLE touched; DROP INDEX events_type; DROP INDEX events_confidence; DROP INDEX event_dyads_wide;"
            "ALTER TABLE event_dyads DROP COLUMN type;"
            "CREATE INDEX event_dyads_wide ON event_dyads (a, b) WHERE wide = 1;"
            "UPDATE migrations SET number = 1; PRAGMA user_version = 1;"
        )
    raw.close()
    with Ledger.open(path) as ledger:
        assert ledger.dyads()[0].events > 0
        assert "E103" not in [finding.code for finding in ledger.check()]


def test_failed_migration_leaves_the_ledger_as_it_was(tmp_path, monkeypatch):
    Database(tmp_path / "d.db").close()
    new = database.VERSION + 1
    monkeypatch.setattr(database, "VERSION", new)
    monkeypatch.setattr(database, "migrations", lambda: {new: "CREATE TABLE two (x);\nCREATE TABLE reports (x);"})
    with pytest.raises(LedgerError, match="already exists"):
        Database(tmp_path / "d.db")
    monkeypatch.undo()
    with Database(tmp_path / "d.db").reading() as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'two'").first()


def test_newer_ledger_is_refused(tmp_path):
    Database(tmp_path / "d.db").close()
    with sqlite3.connect(tmp_path / "d.db") as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(LedgerError, match="made by a newer Detente"):
        Database(tmp_path / "d.db")


def test_other_files_are_refused_and_kept(tmp_path):
    other = tmp_path / "photos.db"
    with sqlite3.connect(other) as raw:
        raw.execute("CREATE TABLE photos (name)")
    raw.close()
    with pytest.raises(LedgerError, match="no ledger of Detente"):
        Database(other)
    text = tmp_path / "notes.txt"
    text.write_bytes(b"not a database at all, but long enough to be one" * 50)
    before = text.read_bytes()
    with pytest.raises(LedgerError, match="no ledger, or it is damaged"):
        Database(text)
    assert text.read_bytes() == before


def test_folder_that_is_not_there(tmp_path):
    with pytest.raises(LedgerError, match="cannot be opened"):
        Database(tmp_path / "no" / "d.db")


def test_locked_ledger_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    one, two = Database(tmp_path / "d.db"), Database(tmp_path / "d.db")
    with one.writing(), ExitStack() as stack, pytest.raises(LedgerError, match="being written by another program"):
        stack.enter_context(two.writing())


def test_transaction_is_whole_or_not_at_all(tmp_path):
    base = Database(tmp_path / "d.db")
    with suppress(ZeroDivisionError), base.writing() as connection:
        connection.execute("INSERT INTO migrations VALUES (7, '')")
        1 / 0  # noqa: B018
    with base.reading() as connection:
        assert connection.execute("SELECT count(*) FROM migrations").scalar() == 1


@pytest.mark.parametrize("table", ["reports", "codings", "events", "claims", "links", "corrections"])
def test_ledger_appends(tmp_path, table):
    path = tmp_path / "d.db"
    with Ledger.open(path) as ledger:
        ledger.add(coding(1))
    with sqlite3.connect(path) as raw:
        column = {"reports": "text", "codings": "coder", "corrections": "who"}.get(table, "record")
        if table == "corrections":
            raw.execute(
                "INSERT INTO corrections (id, kind, subject, report_id, who, why, decided, recorded)"
                " VALUES ('c', 'confirm', 'event', 'r1', 'me', '', '', '')"
            )
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = '{{}}'"):
            with pytest.raises(sqlite3.DatabaseError, match="the ledger appends"):
                raw.execute(statement)
    raw.close()


def test_readers_beside_a_writer(tmp_path):
    path = tmp_path / "d.db"
    with Ledger.open(path) as ledger:
        ledger.add(coding(0))
        errors: list[Exception] = []
        done = threading.Event()

        def read() -> None:
            try:
                with Ledger.open(path) as mine:
                    while not done.is_set():
                        assert len(mine.report_ids()) >= 1
            except Exception as error:  # noqa: BLE001
                errors.append(error)

        readers = [threading.Thread(target=read) for _ in range(10)]
        for reader in readers:
            reader.start()
        for number in range(1, 30):
            ledger.add(coding(number))
        done.set()
        for reader in readers:
            reader.join()
    assert errors == []
