"""The shapes of a mention, as one regular expression over the letters that `matcher` gives to the words of a report."""

import re
from dataclasses import dataclass
from typing import Final

from detente.actors.matcher import Units

# Every repetition is bounded and the runs inside are atomic, so that no text can make the search explode.
_OWNER: Final = r"(?:d?(?:[nNaADCKLOBPX]|(?<=[dDan])w){0,4}(?:m?[CKLOBPNDTUHZYm]{1,3})(?:e[NP])?s|Q)"
_MOD: Final = (
    r"(?:[CKOLD]g|[aAX]&(?=[aAHX])|(?<!d)T&(?=T)|[naADCKLOBPNX]|(?<=[dDsQaAn])w(?=[naADCKOTUHZYw])|(?<=[ds])f(?=[aATUH]))"
)
#: Between two heads there stands no number: "police" and "two men" are two mentions.
_INNER: Final = _MOD.replace("[naADC", "[aADC", 1).replace("(?=[naADC", "(?=[aADC")
_JOINED: Final = r"(?:[DCKO](?:,[DCKO]){0,4},?&(?=[DCKO]))?"
_HEAD: Final = r"[TUHZY]"
_WHOSE: Final = rf"(?:{_OWNER}(?:[nd](?=[^of]))?|(?:no)?d{{0,2}}n?d?){_JOINED}"
_BASE: Final = rf"{_WHOSE}{_MOD}{{0,6}}?{_HEAD}(?:{_INNER}{{0,6}}?{_HEAD}){{0,3}}"
_OFFICE: Final = rf"{_WHOSE}(?:{_MOD}{{0,6}}?{_HEAD}){{0,3}}?{_MOD}{{0,6}}?[TU]"
_LIST: Final = r"d?[CKLOB](?:(?:,d?[CKLOB](?!s)){0,10},?&d?[CKLOB](?!s))?"
_TOPIC: Final = rf"(?:{_OWNER}|d)?(?:[naADCKLOBNX]{{0,4}}(?:{_HEAD}{{1,2}}|{_LIST}|[ANXLDP]))(?:&[aANX]{{1,2}}{_HEAD}?)?"
_POST: Final = rf"(?:(?:[oik]|[aA][fi]){_TOPIC}){{0,3}}"
_NAME: Final = r"(?>(?:e{0,2}[PN])(?:e{0,2}[NP]){0,5}(?:,?j)?)"
#: A name is no mention of its own where it owns the office after it: "President Biden's national security adviser".
_NO_OWNER: Final = rf"(?!s{_MOD}{{0,6}}?{_HEAD})"
_PLACE: Final = r"(?:[oi]d?[CKLO])?"
_FORMAL: Final = r"(?:[oik]d?(?:[aNADCKLOBX]|[TUHZ]){1,5}?(?:&[aNADCKLOBXTUH]{1,4}?)?){0,4}?"

#: Longest shapes first; the empty group at the end of each says which one was found.
_SHAPES: Final = (
    ("role_name", rf"(?P<role1>m{{0,2}}{_OFFICE}{_FORMAL})(?P<name1>m{{0,3}}{_NAME}){_NO_OWNER}{_PLACE}"),
    ("role_comma", rf"(?P<role8>(?=[dDQCKOBmN])d?{_OFFICE}{_POST}),(?P<name8>m{{0,3}}{_NAME})(?=[,.vx)-])"),
    ("name_role", rf"(?P<name2>m{{0,2}}{_NAME}{_PLACE}),(?P<role2>(?!m?[NP]){_BASE}{_POST})(?!m?[NP])"),
    ("name_who", rf"(?P<name9>m{{0,2}}{_NAME}),(?P<role9>f[fxa]{{1,3}}{_BASE}{_POST})"),
    ("name_of", rf"(?P<name3>m{{0,2}}{_NAME})o(?P<role3>{_OWNER}?d?[naADCKLOBNX]{{0,4}}(?:{_HEAD}|[OB]))"),
    ("body_name", rf"(?P<role10>d?[BO]s)(?P<name10>{_NAME})"),
    ("role", rf"(?P<role4>m{{0,2}}{_BASE}{_POST})"),
    ("name", rf"(?P<name5>m{{0,3}}{_NAME}{_NO_OWNER}{_PLACE})"),
    ("place", r"(?P<place6>d?(?:[CKOLD]g)?[CKOB]|(?:no|d)?D|L)"),
    ("pair", r"(?P<pair11>dn?(?=[xvf]))"),
    ("pronoun", r"(?P<pronoun7>[RQ])"),
)
_MENTION: Final = re.compile("|".join(f"(?:{pattern}(?P<{shape}>))" for shape, pattern in _SHAPES))
_SPANS: Final = {
    "role_name": ("role1", "name1"), "name_role": ("role2", "name2"), "name_of": ("role3", "name3"), "role": ("role4", None),
    "name": (None, "name5"), "role_comma": ("role8", "name8"), "name_who": ("role9", "name9"),
    "body_name": ("role10", "name10"),    "place": (None, None), "pair": (None, None), "pronoun": (None, None),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """One mention as units `start` up to `end`, with the stretches that say what somebody is and what he is called."""

    shape: str
    start: int
    end: int
    role: tuple[int, int] | None
    name: tuple[int, int] | None


def next_phrase(units: Units, start: int, end: int | None = None) -> Phrase | None:
    """The first mention in the units from `start` up to `end`."""
    return _phrase(_MENTION.search(units.letters, start, len(units.letters) if end is None else end))


def phrase_at(units: Units, start: int, end: int) -> Phrase | None:
    """The mention that begins at `start` and lies before `end`."""
    return _phrase(_MENTION.match(units.letters, start, end))


def _phrase(match: re.Match[str] | None) -> Phrase | None:
    if match is None:
        return None
    shape = match.lastgroup or ""
    role, name = _SPANS[shape]
    return Phrase(shape, match.start(), match.end(), match.span(role) if role else None, match.span(name) if name else None)
