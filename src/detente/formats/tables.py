"""Rows as CSV, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

#: Signs with which a spreadsheet takes words for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Sequence[Row], columns: Sequence[str] = ()) -> str:
    """CSV with a heading, lists joined by semicolons. What a spreadsheet would take for a formula is marked as words.

    The columns are those given, else those of the first row.
    """
    out = io.StringIO()
    names = list(columns) or (list(rows[0]) if rows else [])
    writer = csv.writer(out, lineterminator="\n")
    if names:
        writer.writerow(names)
    writer.writerows([[_cell(row.get(name)) for name in names] for row in rows])
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, int | float):
        return value
    text = word(value, "; ")
    return "'" + text if text[:1] in _FORMULA else text


def word(value: object, joined: str = ", ") -> str:
    """A value as the words of a cell, on one line."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return joined.join(word(one) for one in value)
    return " ".join(str(value).split())
