"""One SQLite file: opened, checked, brought to this version, and entered by transactions.

WAL mode, so that many can read beside one writer and a program killed at any moment leaves whole transactions only.
"""

import hashlib
import re
import sqlite3
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from detente.errors import LedgerError
from detente.ledger.connection import Connection

#: Stands in the file's head, so that another program's database is not taken for ours ("DETE").
APPLICATION_ID: Final = 0x44455445
VERSION: Final = 4
#: SHA-256 of `schema.sql` at each version. A changed schema needs a new version, a migration and a line here.
SCHEMA_HASHES: Final[Mapping[int, str]] = {
    1: "541d22fe4c423afaa4db2cbd3395d60eeca4770195aa63c262e1b8ad7188f536",
    2: "c7127257cfa5332e60f985dc50cd2eb639b239608dbf424e194bb1bd2ade4d61",
    3: "6e699ef9b363a43fa7fbcff8a3bd7035c8c7acfaa4c1649800fa9d40657a996b",
    4: "f44e77e04ec267806d2b7a5cdd69d8f24eed00f2eb11f692c999c5a237f803d8",
}
#: How long a writer waits for another before it gives up, in seconds.
PATIENCE: Final = 30.0

_PACKAGE: Final = files("detente.ledger")
_MIGRATION: Final = re.compile(r"(\d{4})_\w+\.sql")


def now() -> str:
    """The present moment as the ledger writes moments: UTC, ISO 8601 with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def schema() -> str:
    """The text of `schema.sql`."""
    return _PACKAGE.joinpath("schema.sql").read_text(encoding="utf-8")


def schema_hash() -> str:
    """The SHA-256 of `schema.sql`."""
    return hashlib.sha256(schema().encode("utf-8")).hexdigest()


def migrations() -> Mapping[int, str]:
    """The SQL that brings a ledger of the version before to the version that is the key, from `migrations/0002_what.sql` on."""
    folder = _PACKAGE.joinpath("migrations")
    names: list[Traversable] = list(folder.iterdir()) if folder.is_dir() else []
    found = [(match, item) for item in names if (match := _MIGRATION.fullmatch(item.name))]
    return {int(match[1]): item.read_text(encoding="utf-8") for match, item in sorted(found, key=lambda pair: pair[0][1])}


class Database:
    """A ledger's file. `reading()` and `writing()` are the ways in; `close()` lets it go. Threads may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: deque[Connection] = deque()
        with self._told(), self._connected() as connection:
            prepare(connection, path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot: what others write meanwhile is not seen."""
        with self._told(), self._connected() as connection, _transaction(connection, "BEGIN", "ROLLBACK"):
            yield connection  # rolled back, for nothing was written, and in a damaged file a commit may fail

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or none."""
        # A writer takes the lock at once: one that first reads and then writes could be refused in the middle.
        with self._told(), self._connected() as connection, _transaction(connection, "BEGIN IMMEDIATE", "COMMIT"):
            yield connection

    def close(self) -> None:
        """Let go of the file; the write-ahead log is folded into it."""
        while self._idle:
            self._idle.pop().raw.close()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection nobody else uses, kept for the next who asks; its page cache is warm then."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = _connect(self.path)
        try:
            yield connection
        finally:
            self._idle.append(connection)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Database errors in the user's words, each with the next step."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise LedgerError(_explained(self.path, str(error))) from error


def _explained(path: Path, reason: str) -> str:
    known = {
        "locked": f"{path} is being written by another program; wait for it to end, then try again",
        "not a database": f"{path} is no ledger, or it is damaged; restore the last backup, or move it away and read again",
        "malformed": f"{path} is damaged; run `detente doctor`, then restore the last `detente backup`",
        "unable to open": f"{path} cannot be opened; check that its folder exists and may be written",
        "readonly": f"{path} may not be written; change its permissions or copy the workspace elsewhere",
        "disk is full": f"{path} cannot grow: the disk is full. What was filed before is kept",
        "disk I/O": f"{path} cannot be read or written by the system; check the disk, then run `detente doctor`",
    }
    return next((words for sign, words in known.items() if sign in reason), f"{path}: {reason}")


def _connect(path: Path) -> Connection:
    # Python's driver would open transactions by itself, and late; ours begin where `_transaction` says.
    raw = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = NORMAL", "cache_size = -32000"):
            raw.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        raw.close()
        raise
    return Connection(raw)


@contextmanager
def _transaction(connection: Connection, begin: str, end: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute(end)
    except BaseException:
        # SQLite ends a transaction by itself after some errors, such as a full disk.
        if connection.raw.in_transaction:
            connection.execute("ROLLBACK")
        raise


def prepare(connection: Connection, path: Path) -> None:
    """Make the tables in an empty file, or bring an older ledger to this version.

    Raises:
        LedgerError: the file is another program's, or a newer Detente's.
    """
    with _transaction(connection, "BEGIN", "ROLLBACK"):
        found, ours = _version(connection), _pragma(connection, "application_id") == APPLICATION_ID
        empty = not connection.execute("SELECT count(*) FROM sqlite_master").scalar()
    if not ours and not empty:
        raise LedgerError(f"{path} is a database, but no ledger of Detente; name another folder")
    if found > VERSION:
        raise LedgerError(f"{path} was made by a newer Detente (ledger {found}, this program knows {VERSION}); update Detente")
    if found < VERSION:
        with _transaction(connection, "BEGIN IMMEDIATE", "COMMIT"):
            _raise_to_version(connection)


def _raise_to_version(connection: Connection) -> None:
    """In one transaction, for two programs may open a new folder at once: the second finds the work done."""
    found = _version(connection)
    steps = {1: schema()} if found == 0 else {n: sql for n, sql in migrations().items() if n > found}
    for number, sql in steps.items():
        for statement in statements(sql):
            connection.execute(statement)
        reached = VERSION if found == 0 else number
        connection.execute("INSERT INTO migrations (number, applied) VALUES (?, ?)", (reached, now()))
        connection.execute(f"PRAGMA user_version = {reached}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _version(connection: Connection) -> int:
    return int(_pragma(connection, "user_version"))


def _pragma(connection: Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").scalar()


def statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one; SQLite's own script runner would end our transaction."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def insert(connection: Connection, table: str, found: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns."""
    if found:
        columns = ", ".join(found[0])
        values = ", ".join(f":{name}" for name in found[0])
        connection.execute_many(f"INSERT INTO {table} ({columns}) VALUES ({values})", found)
