"""Hand codings: worksheets of reports that we wrote, and standoff codings of reports that others published.

A standoff coding holds no word of the report: every quote is a pair of offsets, and the report is known by its id and
the SHA-256 of its text. `restore` puts the words back where the report is at hand.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.errors import WorksheetError
from detente.training.worksheet import compile_worksheet

Json = dict[str, Any]
_QUOTED = frozenset({"quote", "text", "date_text"})


def digest(text: str) -> str:
    """The SHA-256 of a report's text, by which a coding knows it."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def to_standoff(coded: Json) -> Json:
    """A coding without the report's words. Strings that stand in the text become `{"at": [start, end]}`."""
    text = coded["document"]["text"]
    return {"id": coded["document"]["id"], "sha256": digest(text)} | {
        kind: [_strip(record, text) for record in coded[kind]] for kind in ("events", "claims", "links")
    }


def _strip(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        if "quote" in value or ("text" in value and "start" in value):
            rest = {k: v for k, v in value.items() if k not in ("quote", "text")}
            return {k: _strip(v, text) for k, v in rest.items()}
        near = value.get("evidence", {}).get("start", 0)
        return {k: _at(v, text, near) if k in _QUOTED and isinstance(v, str) else
                [_at(t, text, near) for t in v] if k == "topics" else _strip(v, text)
                for k, v in value.items()}  # fmt: skip
    if isinstance(value, list):
        return [_strip(v, text) for v in value]
    return value


def _at(words: str, text: str, near: int) -> Json:
    start = text.find(words, near)
    start = text.rfind(words, 0, near + len(words)) if start < 0 else start
    if start < 0:
        raise WorksheetError(f"not in the text word for word: {words!r}")
    return {"at": [start, start + len(words)]}


def restore(standoff: Json, document: Json) -> Json:
    """The coding with its words, from the report's text. Raises WorksheetError where the text is another one."""
    text = document["text"]
    if digest(text) != standoff["sha256"]:
        raise WorksheetError(f"report {standoff['id']}: the text at hand is not the one that was coded (SHA-256 differs)")
    return {"document": document} | {kind: [fill(r, text) for r in standoff[kind]] for kind in ("events", "claims", "links")}


def fill(value: Any, text: str, key: str = "") -> Any:
    """A standoff record with its words put back."""
    if isinstance(value, list):
        return [fill(v, text, key) for v in value]
    if not isinstance(value, dict):
        return value
    if "at" in value:
        start, end = value["at"]
        return text[start:end]
    out = {k: fill(v, text, k) for k, v in value.items()}
    if "start" in out and isinstance(out["start"], int) and key != "trigger":
        words = text[out["start"] : out["end"]]
        out["quote" if key == "evidence" else "text"] = words
    return out


def read_worksheets(folder: Path) -> Iterator[Json]:
    """The coded reports of all worksheets (`*.txt`) in a folder. Raises WorksheetError naming every line that is wrong."""
    errors: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        coded, wrong = compile_worksheet(path.read_text(encoding="utf-8"), lambda _: None, path.name)
        errors += wrong
        yield from coded
    if errors:
        raise WorksheetError("\n".join(errors))


def read_standoff(path: Path, documents: dict[str, Json]) -> Iterator[Json]:
    """The standoff codings of a file whose reports are at hand in `documents`, by id."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["id"] in documents:
            yield restore(record, documents[record["id"]])


def read_corpus(folder: Path, news: Path | None) -> list[Json]:
    """All coded reports for training and tuning: written ones, and those of `news` where it is given. Never held-out ones."""
    reports = list(read_worksheets(folder / "written"))
    return reports + (list(read_standoff(folder / "news" / "train.jsonl", read_documents(news))) if news else [])


def standoff_ids(path: Path) -> frozenset[str]:
    """The ids of the reports that a file has codings of."""
    return frozenset(json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines())


def is_for_tuning(report: str) -> bool:
    """Whether a report is kept out of training to set thresholds and confidence by: one in ten, the same ones always."""
    return hashlib.sha256(report.encode("utf-8")).digest()[0] % 10 == 0


def read_documents(folder: Path) -> dict[str, Json]:
    """The reports of every JSONL file in a folder, by id."""
    found: dict[str, Json] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            found[document["id"]] = document
    return found
