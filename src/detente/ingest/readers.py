"""From files, folders, globs and standard input to reports, one after the other; a bad one never stops the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from glob import glob, has_magic
from pathlib import Path
from typing import BinaryIO

from detente.errors import ReportError
from detente.ingest.decoding import LARGEST_REPORT, clean, decode, encoding_of, too_large
from detente.ingest.headers import about
from detente.ingest.outcome import Failure, Notice
from detente.ingest.rows import Fields, Row, bounded_lines, csv_rows, fields_of, json_lines, json_record, json_records
from detente.ingest.webpage import is_html, read_page
from detente.records import Report, report_id

_KINDS = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text", ".html": "page", ".htm": "page", ".xhtml": "page",
    ".jsonl": "lines", ".ndjson": "lines", ".json": "json", ".csv": "csv", ".tsv": "tsv",
}  # fmt: skip
#: Files that speak of the folder, not of the world.
_ABOUT_FOLDER = frozenset({"readme", "license", "licence", "notice", "changelog", "contributing"})
STDIN = "standard input"
Outcome = Report | Notice | Failure


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What the user said of reports that do not say it themselves."""

    published: date | None
    publisher: str | None


def report_from_text(
    text: str,
    *,
    title: str | None = None,
    published: date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    id: str | None = None,  # noqa: A002
) -> Report:
    """A report of a text; what is not given is taken from the text where it says so.

    The text is kept but for its line ends, byte order mark and NULs, so that offsets into it hold.
    """
    given = Fields(clean(text), title=title, published=published, publisher=publisher, url=url, id=id)
    return _report(given, _Defaults(None, None))


def read_sources(
    sources: Iterable[str | Path], *, published: date | None = None, publisher: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Outcome]:
    """All reports of some files, folders (with all below them, in order of name), globs, and "-" for standard input.

    `published` and `publisher` are for reports that do not name theirs. What cannot be read comes as a `Failure`, what the user
    should know of a report as a `Notice` right after it.
    """
    defaults = _Defaults(published, publisher)
    for source in sources:
        if str(source) == "-":
            yield from _something(STDIN, _read_stdin(stdin, defaults))
            continue
        for path in _files(str(source)):
            yield from [path] if isinstance(path, Failure | Notice) else _something(str(path), _read_file(path, defaults))


def _something(source: str, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """The outcomes of a source, or the failure that it holds none."""
    silent = True
    for outcome in outcomes:
        silent = False
        yield outcome
    if silent:
        yield Failure(source, ReportError(f"{source}: no report in it; put one record on each line or in each row"))


def _files(source: str) -> Iterator[Path | Failure | Notice]:
    path = Path(source)
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.exists():
            yield path
        elif matches := sorted(glob(source, recursive=True)) if has_magic(source) else []:  # noqa: PTH207
            for match in matches:
                yield from _files(match)
        else:
            yield Failure(source, ReportError(f"{source}: {_missing(source)}"))
    except (OSError, ValueError) as error:
        yield Failure(source, ReportError(f"{source}: cannot be opened ({error}); check the name and your rights to it"))


def _missing(source: str) -> str:
    if source.startswith(("http://", "https://")):
        return "pages are read from files; save the page and give the file"
    if has_magic(source):
        return "no file goes by this pattern; quote it and check the folder"
    return "no such file or folder; check the path"


def _folder(folder: Path) -> Iterator[Path | Failure | Notice]:
    """All files below a folder that can be reports, by name; hidden ones and those of other kinds are passed over."""
    below = sorted(p for p in folder.rglob("*") if not any(part.startswith(".") for part in p.relative_to(folder).parts))
    found = [p for p in below if p.is_file() and p.suffix.lower() in _KINDS and p.stem.lower() not in _ABOUT_FOLDER]
    beside = {p.with_suffix(".json") for p in found if _KINDS[p.suffix.lower()] == "text"}
    others = sorted({p.suffix or p.name for p in below if p.is_file() and p.suffix.lower() not in _KINDS})
    yield from (p for p in found if p not in beside or not _is_companion(p))
    if others:
        yield Notice(str(folder), f"{folder}: passed over files of other kinds ({', '.join(others[:6])})")
    if not found:
        kinds = " ".join(sorted(_KINDS))
        yield Failure(str(folder), ReportError(f"{folder}: no report in this folder; files read are {kinds}"))


def _read_file(path: Path, defaults: _Defaults) -> Iterator[Outcome]:
    source = str(path)
    try:
        if not path.is_file():
            raise ReportError(f"{source}: no regular file; give a file with a report in it")
        size = path.stat().st_size
        with path.open("rb") as stream:
            kind = _KINDS.get(path.suffix.lower(), "")
            if kind in ("lines", "csv", "tsv"):
                yield from _read_rows(stream, kind, source, defaults)
            elif size > LARGEST_REPORT:
                yield Failure(source, too_large(source, size))
            else:
                yield from _read_document(stream.read(), kind, source, path, defaults)
    except ReportError as error:
        yield Failure(source, error)
    except OSError as error:
        yield Failure(
            source, ReportError(f"{source}: cannot be read ({error.strerror or error}); check that it exists and is yours")
        )


def _read_stdin(stdin: BinaryIO | None, defaults: _Defaults) -> Iterator[Outcome]:
    """Standard input: JSONL is read line by line as it comes, anything else is one report."""
    if stdin is None:
        yield Failure(STDIN, ReportError(f"{STDIN}: nothing is connected to it; pipe a report into it, or give a file"))
        return
    first = stdin.readline(LARGEST_REPORT + 1)
    while first in (b"\n", b"\r\n"):
        first = stdin.readline(LARGEST_REPORT + 1)
    try:
        if first.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") and _is_record(first):
            yield from _rows_to_reports(json_lines(bounded_lines(stdin, first), STDIN), defaults, None)
        else:
            data = first + stdin.read(max(LARGEST_REPORT + 1 - len(first), 0))
            yield from _read_document(data, "", STDIN, None, defaults)
    except ReportError as error:
        yield Failure(STDIN, error)


def _is_record(line: bytes) -> bool:
    try:
        json_record(line.removeprefix(b"\xef\xbb\xbf"), STDIN)
    except ReportError:
        return False
    return True


def _read_rows(stream: BinaryIO, kind: str, source: str, defaults: _Defaults) -> Iterator[Outcome]:
    head = stream.read(65_536)
    stream.seek(0)
    if not head.strip(b"\x00 \t\r\n"):
        raise ReportError(f"{source}: the file is empty; save it again or leave it out")
    encoding = encoding_of(head, source)
    if kind != "lines":
        rows = csv_rows(stream, encoding, source, tabs=kind == "tsv")
    elif encoding.startswith(("utf-16", "utf-32")):
        rows = json_lines(decode(stream.read(), source).splitlines(), source)
    elif encoding in ("utf-8", "utf-8-sig") or any(map(_is_utf8_beyond_ascii, head.splitlines())):
        rows = json_lines(bounded_lines(stream), source)
    else:
        rows = json_lines((line.decode(encoding, errors="replace") for line in bounded_lines(stream)), source)
    yield from _rows_to_reports(rows, defaults, Path(source).parent)


def _is_utf8_beyond_ascii(line: bytes) -> bool:
    """One such line shows that a file is UTF-8, and that another line is damaged."""
    try:
        return not line.isascii() and bool(line.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _read_document(data: bytes, kind: str, source: str, path: Path | None, defaults: _Defaults) -> Iterator[Outcome]:
    text = decode(data, source)
    opening = text.lstrip()[:1]
    if kind == "json" or (not kind and opening in "{[" and text.rstrip()[-1:] in "}]"):
        yield from _rows_to_reports(json_records(text, source), defaults, path.parent if path else None)
    elif kind == "page" or (kind != "text" and is_html(text)):
        page = read_page(text, source)
        given = Fields(page.text, title=page.title, published=page.published, publisher=page.publisher, url=page.url)
        yield from _outcome(given, source, defaults)
    else:
        yield from _outcome(_with_companion(text, path), source, defaults)


def _with_companion(text: str, path: Path | None) -> Fields:
    """The text with what the JSON file of the same name beside it says of it."""
    companion = path.with_suffix(".json") if path else None
    if companion is None or not companion.is_file() or not _is_companion(companion):
        return Fields(text)
    fields = fields_of(Row(str(companion), json_record(companion.read_bytes(), str(companion))))
    return Fields(
        text, fields.title, fields.published, fields.publisher, fields.url, fields.id, fields.dateline, fields.relays,
        unread_date=fields.unread_date,
    )  # fmt: skip


def _is_companion(path: Path) -> bool:
    """Whether a JSON file describes a text beside it rather than holding one."""
    if path.suffix.lower() != ".json" or path.stat().st_size > 100_000:
        return False
    try:
        return fields_of(Row(str(path), json_record(path.read_bytes(), str(path)))).text is None
    except ReportError:
        return False


def _rows_to_reports(rows: Iterable[Row | Failure], defaults: _Defaults, folder: Path | None) -> Iterator[Outcome]:
    for row in rows:
        if isinstance(row, Failure):
            yield row
            continue
        try:
            fields = fields_of(row)
            if fields.text is None and fields.text_file and folder:
                yield from _read_file(folder / Path(fields.text_file).name, defaults)
                continue
            yield from _outcome(fields, row.source, defaults, keys=tuple(row.record)[:8])
        except ReportError as error:
            yield Failure(row.source, error)


def _outcome(fields: Fields, source: str, defaults: _Defaults, *, keys: tuple[str, ...] = ()) -> Iterator[Outcome]:
    if fields.text is None or not fields.text.strip():
        has = f", it has {', '.join(map(str, keys))[:120]}" if keys else ""
        raise ReportError(f'{source}: no text in this report{has}; put its words under "text"')
    if len(fields.text) > LARGEST_REPORT:
        raise too_large(source, len(fields.text))
    report = _report(fields, defaults)
    yield report
    if fields.unread_date and not report.published:
        yield Notice(source, f"{source}: {fields.unread_date!r} is no date that can be read; write it as 2024-01-31")
    elif report.published is None:
        yield Notice(source, f'{source}: no date of publication found, so "last week" has no days; give --published 2024-01-31')


def _report(given: Fields, defaults: _Defaults) -> Report:
    text = given.text or ""
    found = about(text)
    published = given.published or found.published or defaults.published
    publisher = given.publisher or found.publisher or defaults.publisher
    relays = given.relays if given.relays is not None else tuple(name for name in found.relays if name != publisher)
    return Report(
        id=given.id or report_id(text, published, publisher),
        text=text,
        title=given.title or found.title,
        published=published,
        publisher=publisher,
        url=given.url or found.url,
        dateline=given.dateline or found.dateline,
        relays=relays,
    )
