"""A connection to SQLite as the ledger's functions use it: statements in SQL, rows by place or by name.

Python's driver alone, for it loads in two milliseconds and a ledger is one file; no layer above it would be used for more than
keeping connections.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Values = Mapping[str, Any] | Sequence[Any]


class Row(sqlite3.Row):
    """A row whose columns are had by place, by name and as attributes."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except IndexError:
            raise AttributeError(f"the statement has no column {name!r}") from None


class Result:
    """What a statement gives, read once."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def __iter__(self) -> Iterator[Row]:
        return iter(self._cursor)

    def all(self) -> list[Row]:
        """All rows."""
        return self._cursor.fetchall()

    def first(self) -> Row | None:
        """The first row, None where there is none."""
        row: Row | None = self._cursor.fetchone()
        return row

    def one(self) -> Row:
        """The row of a statement that always gives one.

        Raises:
            LookupError: it gave none.
        """
        row = self.first()
        if row is None:
            raise LookupError("the statement gave no row")
        return row

    def scalar(self) -> Any:
        """The first column of the first row, None where there is none."""
        row = self.first()
        return None if row is None else row[0]

    def scalars(self) -> list[Any]:
        """The first column of all rows."""
        return [row[0] for row in self._cursor]


class Connection:
    """One connection, inside a transaction that `Database` began."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self.raw = raw
        raw.row_factory = Row

    def execute(self, sql: str, values: Values = ()) -> Result:
        """Run one statement with values for its marks: `?` from a sequence, `:name` from a mapping."""
        return Result(self.raw.execute(sql, values))

    def execute_many(self, sql: str, values: Sequence[Values]) -> None:
        """Run one statement for each set of values."""
        self.raw.executemany(sql, values)
