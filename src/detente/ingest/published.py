"""The date of publication: what a field or a header line says, in the forms that news and files use."""

import re
from datetime import UTC, date, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
#: A whole date with its year; the forms that a day and a month can be confused in are left out.
_DATE = re.compile(
    r"\b(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"
    r"|(?P<y4>\d{4})年(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-]{_MONTH.format('n2')}[,\s-]\s?(?P<y2>\d{{4}})\b"
    rf"|{_MONTH.format('n3')}\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y3>\d{{4}})\b"
    r"|(?P<d5>1[3-9]|2\d|3[01])[/.](?P<m5>0?[1-9]|1[0-2])[/.](?P<y5>\d{4})\b)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"\d{8}(?:\d{6}|T\d{4,6})?Z?", re.ASCII)
_EARLIEST, _LATEST = 1800, 2100


def parse_date(value: object) -> date | None:
    """The day that a field means: a date, an ISO or spelled-out date in a string, or seconds since 1970; else None."""
    if isinstance(value, datetime | date):
        return _sane(value.year, value.month, value.day)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if not isinstance(value, str):
        return None
    text = value.strip()[:80]
    if _COMPACT.fullmatch(text):
        return _sane(int(text[:4]), int(text[4:6]), int(text[6:8]))
    if text.isascii() and text.isdigit():
        return _from_number(int(text))
    return find_date(text)


def find_date(line: str) -> date | None:
    """The first whole date in a line."""
    found = _DATE.search(line)
    return _of(found) if found else None


def without_date(line: str) -> str:
    """The line without its first whole date."""
    return _DATE.sub(" ", line, count=1)


def _of(found: re.Match[str]) -> date | None:
    groups = found.groupdict()
    for mark in ("", "2", "3", "4", "5"):
        year = groups[f"y{mark}"]
        if year:
            named = groups.get(f"n{mark}")
            month = _MONTHS.index(named[:3].lower()) + 1 if named else int(groups[f"m{mark}"])
            return _sane(int(year), month, int(groups[f"d{mark}"]))
    return None


def _from_number(value: float) -> date | None:
    # Years and other small numbers are no moments; so many digits are milliseconds.
    seconds = value / 1000 if value > 1e11 else value
    if not 1e8 < seconds < 4.2e9:
        return None
    return datetime.fromtimestamp(seconds, UTC).date()


def _sane(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None
