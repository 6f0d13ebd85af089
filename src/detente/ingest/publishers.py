"""Names of publishers in a text: the known ones by a list, others by how newspapers are named; and who is passed on."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class _Known(NamedTuple):
    usual: dict[str, str]
    """Every name and abbreviation, to the usual name."""
    pattern: str
    """Names that may stand in running text, longest first."""


#: How papers that no list knows are named: "The Nairobi Star", "Ankara Post".
_LIKE_A_PAPER = (
    r"(?:[Tt]he\s)?(?:[A-Z][\w'’-]{1,20}\s){1,3}(?:Times|Post|Journal|Tribune|Herald|Telegraph|Gazette|Observer|Chronicle"
    r"|Express|Standard|Courier|Monitor|Weekly|Daily|News\sAgency|Press\sAgency|Star|Broadcasting\sCorporation)"
)
_TELLS = (
    r"(?:reported|reports|said|says|added|adds|wrote|writes|noted|quoted|cited|revealed|learned|disclosed|broke\sthe\sstory"
    r"|first\sreported|has\sreported|had\sreported|has\slearned|earlier\sreported)"
)
_WHEN = r"(?:\s(?:on|earlier\son|late\son)?\s?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\searlier|\salso|\slater)?"
_KIND = r"(?:\s(?:news\sagency|newspaper|paper|daily|website|magazine|television|TV|report|article|channel|network))?"
_CITING = (
    r"(?:[Aa]ccording\sto|[Cc]iting|[Qq]uoting|[Qq]uoted\sby|[Cc]ited\sby|[Rr]eported\sby|[Tt]old|[Rr]eports?\s(?:in|by|from|of)"
    r"|[Ii]nterview\swith|[Ii]nterview\sto|[Ss]tatement\scarried\sby|[Ii]nputs?\sfrom)"
)
#: Words between "according to" and a name: "Iran's semi-official Fars".
_BETWEEN = (
    r"(?:\s(?:a|an|the|its|report|reports|in|by|from|[a-z]+-[a-z]+|official|local|government"
    r"|[A-Z][a-z]+(?:n|ese|ish|i|['’]s)?)){0,5}?"
)


@cache
def _known() -> _Known:
    usual: dict[str, str] = {}
    running: list[str] = []
    lines = files("detente.ingest").joinpath("data/publishers.tsv").read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("#"):
            continue
        name, _, others = line.partition("\t")
        for alias in [name, *filter(None, others.split("|"))]:
            usual[alias.removeprefix("=").casefold()] = name
            # A name that is also a word counts in running text only with its article or as an agency.
            if not alias.startswith("=") and alias not in _WORDS:
                running.append(alias)
    running.sort(key=len, reverse=True)
    return _Known(usual, "|".join(re.escape(alias).replace(r"\ ", r"\s") for alias in running))


#: Names and abbreviations that are other words as well.
_WORDS = frozenset({
    "Time", "Dawn", "Kan", "Reforma", "MAP", "MENA", "UNI", "APP", "APS", "PAP", "SPA", "ENA", "Guardian", "Petra", "AA", "PA",
    "RIA", "Anadolu", "The National", "NNA", "NAN", "RT",
})  # fmt: skip


@cache
def _teller() -> re.Pattern[str]:
    name = rf"\b(?:{_known().pattern})\b|{_LIKE_A_PAPER}\b"
    brackets = r"(?:\s\([^()\n]{2,20}\))?"
    told = rf"(?P<name>{name}){brackets}{_KIND}{_WHEN},?\s{_TELLS}\b"
    return re.compile(rf"{told}|\b{_CITING}{_BETWEEN}\s(?P<cited>{name})")


def usual_name(name: str) -> str | None:
    """The usual name of a publisher, by any of its names; None if no list has it."""
    plain = " ".join(name.split()).strip(" .,-–—/()").casefold()
    return _known().usual.get(plain) or _known().usual.get(plain.removeprefix("the "))


def told_by(text: str) -> tuple[str, ...]:
    """The publishers whose report a text passes on, by their usual names, in order of first mention."""
    found: dict[str, None] = {}
    for match in _teller().finditer(text):
        name = " ".join((match.group("name") or match.group("cited")).split())
        found.setdefault(usual_name(name) or name[0].upper() + name[1:], None)
    return tuple(found)
