"""At which level somebody acts, read from the words for it: leaders, senior diplomats, the military, ministers, officials.

The level tells channels apart (the presidents' call is not the officials' talks) and keeps two meetings of one week apart.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, get_args

from detente.records import Actor
from detente.relations import names

Level = Literal["leaders", "senior diplomats", "military", "legislators", "ministers", "officials"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)

# The last office named in the head of a mention is the one that acts: "President Biden's national security adviser".
_OFFICES: Final[tuple[tuple[Level | None, str], ...]] = (
    (None, r"(?:opposition|rebel|party|militia|union|group|faction|student|business|religious|community) leaders?"),
    (None, r"(?:attorney|consul|director)s?[- ]general"),
    ("leaders", r"presidents?|prime ministers?|premiers?|chancellors?|kings?|emirs?|sultans?|crown princes?|leaders?"),
    ("leaders", r"heads? of (?:state|government)|taoiseach"),
    ("senior diplomats", r"vice[- ]presidents?|deputy (?:president|prime minister)s?|vice[- ]premiers?|state councill?ors?"),
    ("senior diplomats", r"foreign (?:minister|secretar(?:y|ie))s?|secretar(?:y|ies) of state|(?:top|chief) diplomats?"),
    ("senior diplomats", r"national security advis[eo]rs?|external affairs ministers?|foreign policy chiefs?"),
    ("military", r"defen[cs]e (?:ministers?|secretar(?:y|ies)|chiefs?|officials?|minist(?:ry|ries))|chiefs? of staff"),
    ("military", r"generals?|admirals?|militar(?:y|ies)|arm(?:y|ies)|nav(?:y|ies)|troops|forces|air force|commanders?"),
    ("military", r"coast ?guards?|officers|jets|warships?|warplanes|soldiers"),
    ("legislators", r"parliaments?|lawmakers?|legislators?|senators?|congress(?:men|man|woman)?|speakers?|delegates"),
    ("officials", r"(?:deputy|vice|junior|assistant) (?:foreign |trade |defen[cs]e )?(?:ministers?|secretar\w+)"),
    ("ministers", r"(?:[a-z]+ )?ministers?|(?:treasury|commerce|trade|interior|finance|energy) secretar\w+"),
    ("ministers", r"(?:[a-z]+ )?commissioners?|trade (?:chief|representative)s?|secretary[- ]general"),
    ("officials", r"ambassadors?|envoys?|special representatives?|negotiators?|diplomats?|officials?|delegations?"),
    ("officials", r"spokes(?:man|woman|person)|(?:[a-z]+ )?ministr(?:y|ies)|department|experts|aides?|regulators?|inspectors?"),
    ("officials", r"working groups?|teams?"),
)
_OFFICE: Final = tuple((level, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for level, pattern in _OFFICES)
#: What may stand before "minister" and is no part of the office.
_NO_OFFICE: Final = frozenset(["the", "a", "his", "her", "its", "their", "two", "both", "new", "former", "our", "this", "that"])
_HEAD_ENDS: Final = re.compile(r"\s(?:of|to|for|from|at|in)\s|,|\swho\s")
_KEEP_OF: Final = re.compile(r"\b(secretary|secretaries|heads?|chiefs?) of (state|government|staff)\b", re.IGNORECASE)
_PLURALS: Final = re.compile(
    r"(?:officials|ministers|leaders|militaries|navies|forces|troops|diplomats|envoys|negotiators|jets|delegations|experts|officers"
    r"|presidents|lawmakers|sides|teams|aides|guards|police|hackers|rebels|protesters|demonstrators|soldiers|regulators|ministries|\w*men|people)\b",
    re.IGNORECASE,
)

_PLURAL_END: Final = re.compile(r"[a-z][^s'’]s$", re.IGNORECASE)
_SINGULAR: Final = re.compile(r"\b(?:congress|of (?:staff|state|affairs)|united states)$", re.IGNORECASE)


def head(text: str) -> str:
    """The part of a mention that holds its office: "adviser" of "the adviser to President Moen"."""
    kept = _KEEP_OF.sub(lambda m: f"{m[1]}_of_{m[2]}", text)
    return _HEAD_ENDS.split(kept, maxsplit=1)[0].replace("_of_", " of ") or text


@lru_cache(maxsize=8192)
def office(text: str) -> tuple[str, Level | None] | None:
    """The words for an office in a mention, with their level: `("foreign minister", "senior diplomats")`; None without one."""
    found = [
        (match.end(), match.end() - match.start(), match.group(), level)
        for level, pattern in _OFFICE
        for match in pattern.finditer(head(text))
    ]
    if not found:
        return None
    _, _, words, level = max(found, key=lambda f: (f[0], f[1]))
    first, _, rest = words.partition(" ")
    return (rest if rest and (names.code_of(first) or first.lower() in _NO_OFFICE) else words), level


def known_levels(actors: Iterable[Actor]) -> MappingProxyType[str, Level]:
    """The level of each named person, as most mentions with an office have it; for mentions that bring only the name."""
    counted: dict[str, Counter[Level]] = {}
    for actor in actors:
        if actor.name and (found := office(actor.text)) and found[1]:
            counted.setdefault(actor.name, Counter())[found[1]] += 1
    return MappingProxyType({name: max(sorted(c), key=c.__getitem__) for name, c in counted.items()})


def level(actor: Actor, known: MappingProxyType[str, Level] | None = None) -> Level | None:
    """The level at which somebody acts; None for a country as such, a company, people."""
    if found := office(actor.text):
        return found[1]
    if actor.sector == "MIL":
        return "military"
    return known.get(actor.name) if known and actor.name else None


def is_plural(text: str) -> bool:
    """Whether the words for an office speak of several."""
    words = head(text)
    return bool(_PLURALS.search(words)) or bool(_PLURAL_END.search(words) and not _SINGULAR.search(words))
