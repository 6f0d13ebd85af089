"""Bytes to text: which encoding a file has, whether it is text at all, and the few marks that are taken out.

Only line ends, byte order marks, NULs and lone surrogates are changed, so that offsets into the text hold.
"""

import codecs
import re

import charset_normalizer

from detente.errors import ReportError

#: A report may have so many bytes; the longest news pages have a tenth of it.
LARGEST_REPORT = 10_000_000
#: Bytes that are looked at to make out the encoding.
_SAMPLE = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a zip archive or Office document"), (b"\x89PNG", "a picture"), (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"), (b"\x1f\x8b", "a gzip archive"), (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "a database"), (b"PAR1", "a Parquet file"), (b"7z\xbc\xaf", "an archive"),
    (b"{\\rtf", "an RTF document"),
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
#: Codecs that a page may name but that are no encodings of a page.
_NO_CHARSETS = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7", "mbcs", "oem", "rot_13")


def decode(data: bytes, source: str) -> str:
    """The text of a file of any common encoding, cleaned.

    Raises `ReportError` if it is empty, too large, cut off, a picture or archive, or in an encoding that nobody knows.
    """
    if len(data) > LARGEST_REPORT:
        raise too_large(source, len(data))
    if not data.strip(b"\x00 \t\r\n"):
        raise ReportError(f"{source}: the file is empty; save the report again or leave it out")
    encoding = encoding_of(data, source)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if len(data) - error.start <= 4:
            raise ReportError(
                f"{source}: cut off in the middle of its last character; download or copy the report again"
            ) from error
        text = data.decode(encoding, errors="replace")
    control, unknown = len(_CONTROL.findall(text)), text.count("\ufffd")
    if control > 8 + len(text) // 100 or unknown > 8 + len(text) // 100:
        raise ReportError(f"{source}: not a text but binary data; give the report as text, HTML, JSONL or CSV")
    return clean(text)


def clean(text: str) -> str:
    """The text with line feeds as line ends and without byte order marks, NULs and halves of characters."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return _SURROGATES.sub("\ufffd", text)


def too_large(source: str, size: int) -> ReportError:
    """The error of a report over the limit."""
    return ReportError(
        f"{source}: {size / 1e6:.0f} MB is too large for one report, at most {LARGEST_REPORT / 1e6:.0f} MB are read;"
        " cut it into reports, or give a collection as JSONL with one report a line"
    )


def encoding_of(data: bytes, source: str) -> str:
    """The Python codec of some bytes, from their first 64 KB.

    Raises `ReportError` if they are a picture, an archive or the like, or in no encoding that can be made out.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise ReportError(f"{source}: {kind}, not a text; save the report as text or HTML and give that")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:_SAMPLE]
    if wide := _without_mark(sample):
        return wide
    if _is_utf8(sample):
        return "utf-8"
    declared = _DECLARED.search(sample[:4096])
    if declared and (named := _codec(declared.group(1).decode("ascii"))) and _decodes(sample, named):
        return named
    return _eight_bits(sample, source)


def _is_utf8(sample: bytes) -> bool:
    """Whether the sample is UTF-8; it may end in the middle of a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: in Western text every other byte is zero."""
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.4 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * pairs and odd < 0.05 * pairs else None


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name.replace("-", "_")
        b"a".decode(found, errors="ignore")  # a codec that is no text encoding is a LookupError here
    except LookupError:
        return None
    return None if found in _NO_CHARSETS else found


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _eight_bits(sample: bytes, source: str) -> str:
    runs = _HIGH_RUNS.findall(sample)
    high, lone = sum(map(len, runs)), sum(len(run) for run in runs if len(run) < 3)
    # English with a few quotes and accents: guessers take such files for a dozen encodings, cp1252 is nearly always right.
    if high < 0.1 * len(sample) and lone > 0.6 * high and _decodes(sample, "cp1252"):
        return "cp1252"
    best = charset_normalizer.from_bytes(sample[:16_384]).best()
    if best is None:
        raise ReportError(f"{source}: its encoding cannot be made out, or it is no text; save it as UTF-8 and read it again")
    return best.encoding
