"""What the words around an office or body say: whose it is, where, which office, and of what kind."""

from dataclasses import dataclass, field
from typing import Final

from detente.actors.matcher import HELPING, OWNING, Entry, Units
from detente.actors.tokens import Tokens
from detente.ontology.spelling import word_set

_FORMER: Final = frozenset({"former", "ex", "late", "then", "ousted", "deposed", "retired", "previous", "onetime"})
_DEPUTY: Final = frozenset({"deputy", "vice", "assistant", "associate", "under", "principal deputy", "permanent"})
_ABROAD: Final = frozenset({"foreign", "western", "international", "global", "world", "multinational", "neighbouring"})
_COMING: Final = frozenset({"elect", "designate", "incoming", "next", "future"})
#: Countries named by their tie to another one: "its allies" are not the country whose allies they are.
RELATIONS: Final = word_set(
    "ally allies neighbour neighbours neighbor neighbors partner partners rival rivals adversary adversaries foe foes enemy"
    " enemies friends counterpart counterparts donor donors guarantors creditors"
    " successor predecessor interlocutor opponents supporters supporter critics critic backers backer"
)
#: Those are others than the owner only beside his pronoun: "his hosts", but "the Emirati hosts", "the visitors".
COMPANY: Final = word_set("host hosts guest guests visitor visitors")
#: "X's country" is X; "X's ambassador to Y" acts for X and not for Y.
OWN_LAND: Final = word_set("country nation state homeland kingdom republic countries nations states peoples")
#: Offices that are held at or towards the country after "to" or "for".
ENVOYS: Final = word_set(
    "ambassador ambassadors envoy envoys representative representatives adviser advisers advisor advisors coordinator assistant"
    " mission delegate negotiator nuncio commissioner minister secretary liaison attache consul deputy aide sherpa"
)
_GENERIC: Final = frozenset({"GOV", ""})


@dataclass(slots=True)
class Role:
    """One stretch of units that names an office, body or group."""

    start: int
    end: int
    owner: tuple[int, int] | None = None
    """The units before the possessive mark: "President Biden" of "President Biden's adviser"."""
    pronoun: str | None = None
    """"its", "his", "their", "our" where the owner is a pronoun."""
    before: list[Entry] = field(default_factory=list)
    """Countries, organisations and bodies before the head."""
    after: list[tuple[str, Entry]] = field(default_factory=list)
    """Those after it, each with the letter of its preposition."""
    names: tuple[int, int] | None = None
    """A name used as an adjective: "the Trump administration"."""
    heads: list[tuple[int, Entry, str]] = field(default_factory=list)
    """Head words: their unit, entry and last word folded."""
    inner: list[str] = field(default_factory=list)
    """Words for the bodies named after the head: "ministry" of "an institute of China's ministry"."""
    holder: tuple[int, int] | None = None
    """A name after "of": "the presidency of Barack Obama"."""
    of_sides: bool = False
    """"of the two countries" after the head."""
    abroad: bool = False
    """Foreign or Western: of no one country."""
    former: bool = False
    deputy: bool = False
    definite: bool = False
    joined: bool = False
    """Several owners side by side: "US and Chinese officials"."""
    quantity: str | None = None

    @property
    def head(self) -> str:
        """The last word of the head, folded: "ministers" of "deputy foreign ministers"."""
        return self.heads[-1][2] if self.heads else ""

    @property
    def letter(self) -> str:
        """The letter of the head: T, U, H, Z or Y."""
        return self.heads[-1][1].letter if self.heads else ""

    @property
    def entry(self) -> Entry:
        """The entry of the last head word; to be asked only where there is one."""
        return self.heads[-1][1]


def read_role(units: Units, tokens: Tokens, start: int, end: int) -> Role:
    """Take the units from `start` up to `end` apart."""
    role = Role(start, end)
    letters = units.letters
    index = _read_owner(role, units, tokens, start, end)
    preposition = ""
    while index < end:
        letter = letters[index]
        entry = units.entries[index]
        key = tokens.keys[units.after[index] - 1]
        if role.heads and letter in "aA" and units.letters[index + 1 : index + 2] in {"f", "i"}:
            # "an institute run by China's ministry", "a firm based in Oslo"
            preposition = "o" if tokens.keys[units.first[index]] in OWNING else "k"
            index += 1
        elif letter in "oik":
            preposition = letter if role.heads else preposition
        elif preposition:
            if letter in "NP" and preposition == "o" and not role.after:
                role.holder = (role.holder[0] if role.holder else index, index + 1)
            elif entry is not None and letter in "CDKOLB":
                role.after.append((preposition, entry))
            role.of_sides = role.of_sides or (letter == "Y" and preposition == "o")
            if letter in "HB":
                role.inner.append(head_of_name(units, tokens, index))
        elif letter in "TUHZY" and entry is not None:
            role.heads.append((index, entry, key))
        elif letter in "CDKOLB" and entry is not None:
            _read_owner_word(role, units, tokens, index, entry)
        elif letter in "NP" and not role.heads:
            role.names = (role.names[0] if role.names else index, index + 1)
        else:
            _read_modifier(role, letter, tokens.keys[units.first[index]], key)
        index += 1
    return role


def _read_owner(role: Role, units: Units, tokens: Tokens, start: int, end: int) -> int:
    """Find the possessor that the stretch begins with; returns the unit after it."""
    letters = units.letters
    if letters[start] == "Q":
        role.pronoun = tokens.keys[units.first[start]]
        return start + 1
    mark = letters.find("s", start, end)
    # Within "the dean of China's university" the possessive belongs to what follows "of".
    if mark > 0 and not any(letter in "oik" for letter in letters[start:mark]):
        role.owner = (start, mark)
        return mark + 1
    return start


def _read_owner_word(role: Role, units: Units, tokens: Tokens, index: int, entry: Entry) -> None:
    """Note a country before the head, unless it only backs, arms or borders what follows."""
    after = index + 1
    if units.letters[after : after + 1] == "g" and tokens.keys[units.first[after]] in HELPING:
        return
    if role.before and units.letters[index - 1 : index + 1] == "DD" and not tokens.glued[units.first[index]]:
        # "Cuban American leaders" are American.
        role.before.clear()
    if role.before and (units.letters[index - 1] in "&," or tokens.glued[units.first[index]]):
        role.joined = True
    role.before.append(entry)


def _read_modifier(role: Role, letter: str, key: str, last: str) -> None:
    if key in _FORMER:
        role.former = True
    elif key in _DEPUTY or last in _DEPUTY:
        role.deputy = True
    elif key in {"both", "each", "either", "two", "three", "four", "five", "all", "six", "seven"}:
        role.quantity = key
    elif key in {"other", "another", "outside"}:
        role.quantity = "other"
    elif key in {"first", "third", "fourth", "fifth"}:
        # "the country's first president" is not the one of today.
        role.former = True
    elif letter == "d" and key in {"the", "this", "that", "these", "those"}:
        role.definite = True
    if key in _COMING:
        role.former = True
    role.abroad = role.abroad or key in _ABROAD


def head_of_name(units: Units, tokens: Tokens, unit: int) -> str:
    """The word by which a body is taken up again: "ministry" of "Ministry of Defence", "agency" of "Xinhua News Agency"."""
    keys = tokens.keys[units.first[unit] : units.after[unit]]
    return keys[keys.index("of") - 1] if "of" in keys[1:] else keys[-1]


def sector_of(role: Role) -> str | None:
    """The PLOVER sector of a role: the more telling of its head words and of the body it belongs to."""
    named = [entry for _, entry in role.after] if not role.before else []
    bodies = [entry for entry in (*role.before, *named) if entry.letter in "BO" and entry.sector]
    for entry in bodies:
        if entry.sector in {"REB", "CRM"}:
            return entry.sector
    for index, entry, _ in reversed(role.heads):
        # "police spokesman" is of the police, but "Republican President" is no party's.
        if entry.sector not in _GENERIC and entry.sector is not None and (entry.letter == "H" or index == role.heads[-1][0]):
            return entry.sector
    for entry in bodies:
        return entry.sector
    for entry in role.before:
        if entry.letter == "K" and entry.sector not in _GENERIC:
            return entry.sector
    return "GOV" if role.heads and role.letter in "TUH" else None
