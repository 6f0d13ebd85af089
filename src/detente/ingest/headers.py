"""What the text of a report says about itself: title, date, publisher, place and whom it passes on.

Only the lines before the prose and the very end are looked at: a date or bracket within the prose is about something else.
"""

import re
from datetime import date
from typing import NamedTuple

from detente.ingest.published import find_date, without_date
from detente.ingest.publishers import told_by, usual_name


class About(NamedTuple):
    """What was found; None and () where the text does not say."""

    title: str | None
    published: date | None
    publisher: str | None
    dateline: str | None
    relays: tuple[str, ...]
    url: str | None


#: Lines that may come before the prose, and how long one of them is at most.
_HEAD_LINES, _LONGEST_LINE = 14, 200
_LABELLED = re.compile(
    r"\s*(?:\*\*|#+\s*)?(?P<label>title|headline|date|published|publication date|posted|updated|last updated|source|publisher"
    r"|outlet|publication|url|link)\s*(?:\*\*)?(?::\s*|\s+on\s+|\s+at\s+)(?P<value>\S.*)",
    re.IGNORECASE,
)
_DATE_LABELS = frozenset({"date", "published", "publication date", "posted", "updated", "last updated"})
_NAME_LABELS = frozenset({"source", "publisher", "outlet", "publication"})
#: What may stand beside the date in a line that is nothing but a date.
_BESIDE_DATE = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b\d{1,2}[:.]\d\d(?::\d\d)?|\b(?:am|pm|a\.m|p\.m|gmt|utc"
    r"|ist|est|edt|et|cet|bst|jst|published|updated|posted|on|at|min read|minutes?|\d{1,2})\b|[\s|,.;:()/–—+*_-]",
    re.IGNORECASE,
)
_DASH = r"\s*(?:--|[-–—])\s*"
_MONTH_DAY = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}"
    r"|\d{1,2}\s(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
)
_PLACE = r"(?P<place>[A-Z][\w.'’-]*(?:[ ,/]{1,2}[A-Z][\w.'’-]*){0,5})"
_CAPITALS = r"(?P<place>[A-Z][A-Z.'’-]{2,}(?:[ ,/]{1,2}[A-Z][A-Z.'’-]+){0,3}(?:,\s[A-Z][a-z]+)?)"
_AGENCY = r"\((?P<agency>[A-Z][\w .&/'’-]{1,40})\)"
_DATED = rf"(?:,?\s(?:{_MONTH_DAY})(?:,?\s\d{{4}})?)?"
#: The ways in which a report opens with its place: agency in brackets; Tass; capitals and a dash; a place and a colon.
_DATELINES = (
    re.compile(rf"(?:{_PLACE}{_DATED},?\s|(?:{_MONTH_DAY})(?:,?\s\d{{4}})?\s)?{_AGENCY}(?:{_DASH}|:\s)(?=\S)"),
    re.compile(rf"{_PLACE}{_DATED}\.?\s/(?P<agency>TASS|[A-Z][\w-]{{2,20}})/\.?\s*(?:--|[-–—])?\s*(?=\S)"),
    re.compile(rf"{_CAPITALS}{_DATED}\s*(?:--|–|—|\s-\s)\s*(?=\S)"),
    re.compile(r"(?P<place>[A-Z][A-Z'’-]{2,}(?:\s[A-Z][A-Z'’-]{2,})?):\s(?=\S)"),
    re.compile(rf"(?P<place>[A-Z][a-z'’-]+(?:\s[A-Z][a-z'’-]+){{0,2}})(?:,\s(?:{_MONTH_DAY}))?:\s(?=[A-Z\"“])"),
)
_NO_PLACES = frozenset({
    "THE", "FACT", "READOUT", "STATEMENT", "QUESTION", "Q", "A", "PRESIDENT", "UPDATE", "BREAKING", "EXCLUSIVE", "ANALYSIS",
    "OPINION", "EXPLAINER", "FACTBOX", "WATCH", "NOTE", "EDITOR", "REMARKS", "BACKGROUND", "SUMMARY", "ALERT", "CORRECTION",
    "SOURCE", "BY", "LIVE", "VIDEO", "PHOTO", "PHOTOS", "READ", "MORE", "RELATED", "KEY", "WHY", "HOW", "WHAT", "WHO",
})  # fmt: skip
#: Characters in which relays are looked for; no report of agencies is so long.
_SEARCHED = 300_000
#: A place with a colon opens a report only where a whole paragraph follows.
_SHORTEST_LEAD = 100
_BYLINE = re.compile(r"\s*(?:\*|_)?[Bb][Yy]\s+(?P<who>[^\n]{2,120})")
_SIGNED = re.compile(
    r"(?:\((?P<bracket>[A-Z][\w .,&/'’-]{1,40})\)|(?:--|[-–—]|/)\s*(?P<dash>[A-Z][\w .&'’-]{1,30}?)/?"
    r"|(?P<end>E(?:nditem|NDITEM))|(?:©|\([cC]\)|Copyright)\s(?:\d{4}\s)?(?P<copy>[A-Z][\w .&'’-]{1,40}))[.\s]*$"
)
_REUTERS_CREDIT = re.compile(r"\(\s*(?:Additional\s)?[Rr]eporting by [^()]{3,300}[Ee]diting by [^()]{3,200}\)")
_FRONT_MATTER = re.compile(r"---\n(?P<lines>(?:[^\n]{0,500}\n){1,60}?)---\n")


def about(text: str) -> About:
    """What a text says about itself."""
    head = _head_lines(text)
    fields = _labels(head)
    lines = [line for line in head if not _LABELLED.fullmatch(line)]
    dateline, agency = _dateline(lines)
    alone = next((name for line in lines if len(line) < 60 and (name := usual_name(line))), None)
    publisher = _signature(text) or agency or fields.get("publisher") or _of_byline(head) or alone
    relays = tuple(name for name in told_by(text[:_SEARCHED]) if name != publisher and name not in (publisher or ""))
    published = find_date(fields["date"]) if "date" in fields else None
    return About(
        title=fields.get("title") or _title([line for line in lines if not usual_name(line)], text),
        published=published or _date_line(lines) or _date_of_dateline(lines),
        publisher=publisher,
        dateline=dateline,
        relays=relays,
        url=fields.get("url"),
    )


def _head_lines(text: str) -> list[str]:
    """The first lines that are not blank, as far as the first two long ones."""
    front = _FRONT_MATTER.match(text)
    lines = front.group("lines").splitlines() if front else []
    start = front.end() if front else 0
    for line in text[start : start + 20_000].splitlines()[: 3 * _HEAD_LINES]:
        if line.strip():
            lines.append(line.strip())
        if len(lines) >= _HEAD_LINES or sum(len(kept) > _LONGEST_LINE for kept in lines) > 1:
            break
    return lines


def _labels(lines: list[str]) -> dict[str, str]:
    """What lines such as "Published: 31 January 2024" and "Source: Xinhua" say, by title, date, publisher and url."""
    found: dict[str, str] = {}
    for line in lines:
        match = _LABELLED.fullmatch(line) if len(line) <= _LONGEST_LINE else None
        if match is None:
            continue
        label, value = match.group("label").lower(), match.group("value").strip().strip("\"'*")
        if label in _DATE_LABELS and find_date(value):
            # What was published counts before what was updated.
            if "date" not in found or "updated" not in label:
                found["date"] = value
        elif label in _NAME_LABELS:
            found.setdefault("publisher", usual_name(value) or value[:80])
        elif label in ("title", "headline"):
            found.setdefault("title", value)
        elif label in ("url", "link"):
            found.setdefault("url", value)
    return found


def _title(lines: list[str], text: str) -> str | None:
    """The first line, if it is a heading: short, with no stop, and with text below."""
    if not lines:
        return None
    first = lines[0]
    heading = first.lstrip("#").strip().strip("*_")
    if first.startswith("#") and heading:
        return heading[:300]
    has_more = len(lines) > 1 and len(text) > len(first) + 40
    is_prose = first[-1:] in '.:;,?!"”)' and first[-1:] not in "?!"
    if not has_more or len(first) > _LONGEST_LINE or is_prose or len(first) < 8 or find_date(first) or _BYLINE.match(first):
        return None
    return None if _dateline([first])[0] and len(first) > _SHORTEST_LEAD else heading


def _date_line(lines: list[str]) -> date | None:
    """The date of a line that holds nothing else, or only who wrote the report."""
    for line in lines[:_HEAD_LINES]:
        if len(line) > _LONGEST_LINE or (found := find_date(line)) is None:
            continue
        if _BYLINE.match(line) or not _BESIDE_DATE.sub("", without_date(line)):
            return found
    return None


def _date_of_dateline(lines: list[str]) -> date | None:
    for line in lines:
        for pattern in _DATELINES:
            match = pattern.match(line)
            if match and (found := find_date(match.group())):
                return found
    return None


def _dateline(lines: list[str]) -> tuple[str | None, str | None]:
    """The place that the prose opens with, as it is written, and the agency named beside it."""
    for line in lines:
        for number, pattern in enumerate(_DATELINES):
            match = pattern.match(line)
            if match is None:
                continue
            groups = match.groupdict()
            place, agency = groups.get("place"), groups.get("agency")
            if place and place.split()[0].rstrip(",:").upper() in _NO_PLACES:
                continue
            if agency is None and (len(line) - match.end() < _SHORTEST_LEAD or (number == 2 and len(place or "") > 40)):
                continue
            return (place.strip(" ,") if place else None), (usual_name(agency) or agency if agency else None)
        if len(line) > _SHORTEST_LEAD:
            break  # the prose has begun, and without a place
    return None, None


def _of_byline(lines: list[str]) -> str | None:
    """By X, Y News; By X | Y."""
    for line in lines:
        match = _BYLINE.match(line) if len(line) <= _LONGEST_LINE else None
        if match is None:
            continue
        for part in reversed(re.split(r"[,|/–—•]| for ", match.group("who"))):
            if name := usual_name(part):
                return name
            words = part.split()
            if len(words) > 1 and words[-1] in (
                "News",
                "Times",
                "Post",
                "Agency",
                "Press",
                "Journal",
                "Herald",
                "Tribune",
                "Service",
            ):
                return " ".join(words)
    return None


def _signature(text: str) -> str | None:
    """Who signs the report at its end: "(IANS)", "— AFP", "Enditem", "(Reporting by ...; Editing by ...)"."""
    tail = text.rstrip()[-700:]
    found = _SIGNED.search(tail[-120:])
    if found:
        if found.group("end"):
            return "Xinhua"
        signed = found.group("bracket") or found.group("dash") or found.group("copy")
        for part in re.split(r"[/,]| and ", signed):
            if name := usual_name(part):
                return name
    return "Reuters" if _REUTERS_CREDIT.search(tail) else None
