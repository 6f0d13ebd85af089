"""Collections: JSONL with one report a line, JSON, and CSV with one report a row; and the fields of a report in them."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, NamedTuple

import msgspec

from detente.errors import ReportError
from detente.ingest.decoding import LARGEST_REPORT, clean, too_large
from detente.ingest.outcome import Failure
from detente.ingest.published import parse_date

#: Column and key names that mean a field of a report, the usual one first.
_NAMES = {
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "story"),
    "title": ("title", "headline"),
    "published": ("published", "date", "published_at", "publish_date", "publication_date", "pubdate", "datetime", "timestamp"),
    "publisher": ("publisher", "source", "outlet", "publication", "sitename"),
    "url": ("url", "link"),
    "id": ("id", "report_id", "doc_id"),
    "dateline": ("dateline",),
    "text_file": ("text_file",),
}


@dataclass(frozen=True, slots=True)
class Fields:
    """What a record says of a report; `unread_date` is a date that nobody could make out."""

    text: str | None = None
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    id: str | None = None
    dateline: str | None = None
    relays: tuple[str, ...] | None = None
    text_file: str | None = None
    unread_date: str | None = None


class Row(NamedTuple):
    """A record and where it stands: "news.jsonl, line 7"."""

    source: str
    record: Mapping[str, object]


def fields_of(row: Row) -> Fields:
    """The fields of a record, at its top level or under "document".

    Raises `ReportError` if its text is no string.
    """
    document = row.record.get("document")
    record = document if isinstance(document, dict) else row.record
    by_name = {str(key).strip().lower().replace(" ", "_"): value for key, value in record.items()}
    found = {
        field: next((by_name[n] for n in names if by_name.get(n) not in (None, "")), None) for field, names in _NAMES.items()
    }
    text, published, relays = found["text"], found["published"], by_name.get("relays")
    if text is not None and not isinstance(text, str):
        raise ReportError(f"{row.source}: its text is {_kind(text)}, not a string; put the report's words there")
    day = parse_date(published)
    return Fields(
        text=clean(text) if isinstance(text, str) else None,
        title=_words(found["title"]),
        published=day,
        publisher=_words(found["publisher"]),
        url=_words(found["url"]),
        id=_words(found["id"]),
        dateline=_words(found["dateline"]),
        relays=tuple(filter(None, map(_words, relays))) if isinstance(relays, list) else None,
        text_file=_words(found["text_file"]),
        unread_date=None if day or published is None else str(published)[:40],
    )


def _words(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return " ".join(clean(str(value)[:2000]).split()) or None


def _kind(value: object) -> str:
    return {dict: "an object", list: "a list", bool: "true or false"}.get(type(value), "a number")


def json_record(line: bytes | str, source: str) -> Mapping[str, object]:
    """One JSON object.

    Raises `ReportError` if it is broken, or no object.
    """
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReportError(f"{source}: not valid JSON ({str(error)[:100]}); mend or delete it") from error
    if not isinstance(record, dict):
        raise ReportError(
            f'{source}: {_kind(record)} where an object like {{"text": "...", "published": "2024-01-31"}} should be'
        )
    return record


def json_lines(lines: Iterable[bytes | str], source: str) -> Iterator[Row | Failure]:
    """The records of a JSONL stream; a broken line is one failure."""
    for number, line in enumerate(lines, start=1):
        place = f"{source}, line {number}"
        if not line.strip():
            continue
        if len(line) > LARGEST_REPORT:
            yield Failure(place, too_large(place, len(line)))
            continue
        try:
            yield Row(place, json_record(line.removeprefix(b"\xef\xbb\xbf") if isinstance(line, bytes) else line, place))
        except ReportError as error:
            yield Failure(place, error)


def bounded_lines(stream: BinaryIO, first: bytes = b"") -> Iterator[bytes]:
    """The lines of a stream; of one over the limit only so much as shows that it is."""
    if first:
        yield first
    while line := stream.readline(LARGEST_REPORT + 1):
        yield line
        while len(line) > LARGEST_REPORT and not line.endswith(b"\n"):
            line = stream.readline(LARGEST_REPORT + 1)


def json_records(text: str, source: str) -> Iterator[Row | Failure]:
    """The records of a JSON file: one object, or a list of them."""
    try:
        records = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        yield Failure(source, ReportError(f"{source}: not valid JSON ({str(error)[:100]}); is it cut off, or JSONL?"))
        return
    if isinstance(records, list):
        yield from json_lines((msgspec.json.encode(record) for record in records), source)
    elif isinstance(records, dict):
        yield Row(source, records)
    else:
        yield Failure(source, ReportError(f"{source}: {_kind(records)} where a report or a list of reports should be"))


def csv_rows(stream: BinaryIO, encoding: str, source: str, *, tabs: bool) -> Iterator[Row | Failure]:
    """The records of a CSV file with a header row."""
    lines = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
    try:
        yield from _table(lines, source, tabs=tabs)
    finally:
        lines.detach()  # else it closes the stream, which is not ours


def _table(lines: io.TextIOWrapper, source: str, *, tabs: bool) -> Iterator[Row | Failure]:
    # The module's own limit, 128 KB, is under the length of a long report.
    csv.field_size_limit(LARGEST_REPORT)
    header = lines.readline().removeprefix("\ufeff")
    delimiter = "\t" if tabs else max(",;\t|", key=header.count)
    names = next(csv.reader([header], delimiter=delimiter), [])
    if not {name.strip().lower().replace(" ", "_") for name in names} & set(_NAMES["text"]):
        columns = ", ".join(names[:8])[:200] or "none"
        yield Failure(source, ReportError(f'{source}: no column "text" but {columns}; name the column of the reports "text"'))
        return
    reader = csv.DictReader(lines, fieldnames=names, delimiter=delimiter)
    while True:
        place = f"{source}, line {reader.line_num + 2}"
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Failure(place, ReportError(f"{place}: a broken row ({error}); mend it, the rows below it were not read"))
            return
        yield Row(place, {key: value for key, value in row.items() if isinstance(key, str)})
