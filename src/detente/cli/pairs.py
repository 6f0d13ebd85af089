"""Files of pairs: a sentence, a source and a target a line."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from detente.errors import InputError


class PairRow(NamedTuple):
    """One line of a file of pairs."""

    id: str
    sentence: str
    source: str
    target: str


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSONL file, or of a tab-separated one with a heading.

    Raises:
        InputError: a line is no JSON object; names the file and line.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        first = lines.read(1)
        lines.seek(0)
        if first != "{":
            yield from csv.DictReader(lines, delimiter="\t")
            return
        for number, line in enumerate(lines, 1):
            try:
                yield msgspec.json.decode(line, type=dict[str, Any])
            except msgspec.DecodeError as error:
                raise InputError(f"{path}:{number}: no JSON object: {error}") from error


def read_pairs(path: Path) -> Iterator[PairRow]:
    """The pairs of a file; a line without an id has its number, from 0.

    Raises:
        InputError: a line lacks its sentence, source or target; names the file and line.
    """
    for number, row in enumerate(rows(path)):
        missing = [name for name in ("sentence", "source", "target") if not isinstance(row.get(name), str)]
        if missing:
            raise InputError(
                f"{path}: pair {number} has no {' and no '.join(missing)}; each line needs sentence, source, target"
            )
        id_ = row.get("id")
        yield PairRow(str(number) if id_ in (None, "") else str(id_), row["sentence"], row["source"], row["target"])
