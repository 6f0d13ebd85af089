"""Finds the words that may name an actor: one walk through a trie of all phrases, one letter for every unit found.

The letters make a report a short string that `grammar` reads with one regular expression:

    C country   K capital or seat   O organisation   B body, company or armed group   L city or region   D demonym
    P known person   N unknown capitalised word   X a phrase that only looks like a country ("South China Sea")
    T one office holder or person   U several   H body ("ministry")   Z one country or bloc   Y several ("both sides")
    d determiner   n number   a modifier, A written large   w other word   f function word   v speech verb   x auxiliary
    c calendar
    o "of"   i "in, at, from"   k "to, for"   m honorific   e name particle   j "Jr."   s possessive   g "-led"
    R personal pronoun   Q possessive pronoun   & and, or   , ( ) " . - marks
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple

from detente.actors.lexicon import Body, Lexicon, Title, load_lexicon, office_kind, table
from detente.actors.tokens import POSSESSIVE, Tokens, phrase_keys
from detente.ontology.countries import countries, organisations
from detente.ontology.spelling import word_set

#: Capital letters a phrase must be written with: none, in its first and last word, or exactly as listed.
ANY, CAPITAL, EXACT = 0, 1, 2
_WORD_CLASSES: Final = {
    "determiner": "d", "number": "n", "modifier": "a", "personal": "R", "possessive": "Q", "of": "o", "in": "i", "to": "k",
    "honorific": "m", "particle": "e", "suffix": "j", "speech": "v", "auxiliary": "x", "joint": "&", "function": "f",
    "calendar": "c",
}  # fmt: skip
_CAPITALISED: Final = frozenset({"honorific", "calendar", "suffix"})
_MARKS: Final = {
    ",": ",",
    "(": "(",
    ")": ")",
    "—": "-",
    "–": "-",
    "-": "-",
    ";": ".",
    ":": ".",
    ".": ".",
    "!": ".",
    "?": ".",
    "/": "a",
}
_QUOTES: Final = frozenset('"“”«»')
_NUMBERS: Final = {"one": "T", "many": "U", "body": "H", "bodies": "H", "group": "Z", "groups": "Y"}
#: "X-led": what X does the thing belongs to; "X-backed" only says who helps.
OWNING: Final = word_set("led based run owned controlled held headquartered born ruled dominated majority occupied")
HELPING: Final = word_set(
    "backed supported sponsored aligned allied linked friendly funded trained armed made brokered mediated speaking"
)
#: "Trump-era" is an adjective, "Jong-un" a name.
_SUFFIXES: Final = word_set("era like wide made born type run free only long old day year led held")
#: Nouns that are adjectives before another noun: "military talks", "an official visit".
_ADJECTIVES: Final = frozenset(
    {
        "criminal",
        "hostage",
        "prisoner",
        "refugee",
        "migrant",
        "terrorist",
        "rebel",
        "civilian",
        "general",
        "sovereign",
        "official",
        "military",
        "intelligence",
        "media",
        "press",
        "opposition",
        "state",
        "customs",
    }
)
#: Words that are verbs elsewhere.
_NOUNS: Final = frozenset({"visit", "visits", "support", "plan", "plans", "talks"})
_QUALITIES: Final = word_set(
    "humanitarian economic diplomatic political financial nuclear commercial technical civilian security"
)
#: Sectors of common people, whose words are names when written large ("Youth Forum", "Fighter Wing").
_COMMON: Final = frozenset({"CVL", "REB", "CRM"})
_PREFIXES: Final = word_set("anti pro non post pre un trans inter pan mid sub cross intra")
_JOINED: Final = {
    "sino": "CHN", "franco": "FRA", "anglo": "GBR", "russo": "RUS", "indo": "IND", "italo": "ITA", "greco": "GRC",
    "austro": "AUT",    "turco": "TUR", "nippo": "JPN",
}  # fmt: skip


class Entry(NamedTuple):
    """What one phrase may stand for."""

    letter: str
    kind: str
    code: str | None = None
    sector: str | None = None
    name: str | None = None
    form: int = ANY
    written: str = ""
    bodies: tuple[Body, ...] = ()
    titles: tuple[Title, ...] = ()


@dataclass(slots=True)
class Units:
    """A report as phrases: parallel lists, and the letters as one string."""

    letters: str = ""
    first: list[int] = field(default_factory=list)
    """The first token of each unit."""
    after: list[int] = field(default_factory=list)
    """The token after its last one."""
    entries: list[Entry | None] = field(default_factory=list)


Trie = dict[str, Any]


class _Builder:
    """Collects phrases; the entry put in first wins where a phrase stands for several things."""

    def __init__(self) -> None:
        self.root: Trie = {}

    def put(self, phrase: str, entry: Entry) -> None:
        node = self.root
        for key in phrase_keys(phrase):
            node = node.setdefault(key, {})
        node.setdefault("", []).append(entry)

    def proper(self, phrase: str, entry: Entry) -> None:
        """Put in a name, which must be written with capitals as it is listed."""
        form = EXACT if phrase.isupper() and len(phrase) <= 6 else CAPITAL
        self.put(phrase, entry._replace(form=form, written=phrase))


def _put_traps(build: _Builder) -> None:
    for row in table("traps"):
        build.proper(row["phrase"], Entry("X", "none"))


def _put_countries(build: _Builder) -> None:
    for country in countries().values():
        named = Entry("C", "country", country.code, "GOV", country.name)
        for name in (country.name, country.official, *country.aliases):
            build.proper(name, named._replace(name=name) if name in {"Hong Kong", "Macau", "Macao"} else named)
        for demonym in country.demonyms:
            build.proper(demonym, Entry("D", "demonym", country.code, "GOV", country.name))
    for country in countries().values():
        for seat, sector in ((country.capital, "GOV"), *country.seats):
            if seat:
                build.proper(seat, Entry("K", "capital", country.code, sector, country.name))


def _put_organisations(build: _Builder) -> None:
    for body in organisations().values():
        for name in (body.name, *body.aliases):
            build.proper(name, Entry("O", "organisation", body.code, body.sector, body.name))


def body_kind(sector: str) -> str:
    """The kind of mention that a known body of that sector is."""
    return {"BUS": "company", "REB": "armed group", "CRM": "armed group"}.get(sector, "body")


def _put_bodies(build: _Builder, lexicon: Lexicon) -> None:
    for name, held in lexicon.bodies.items():
        first = held[0]
        letter = "H" if first.generic and not POSSESSIVE & set(phrase_keys(name)) else "B"
        build.proper(name, Entry(letter, body_kind(first.sector), first.country, first.sector, first.name, bodies=held))


def _put_blocs(build: _Builder) -> None:
    """Names of several countries at once; `code` lists them all."""
    for row in table("blocs"):
        build.proper(row["words"], Entry("Y", "group", row["members"], "GOV"))


def _put_people(build: _Builder, lexicon: Lexicon) -> None:
    """Full names only; a family name alone is any capitalised word until the context speaks for it."""
    for tenures in lexicon.offices.values():
        for tenure in tenures:
            if " " in tenure.name:
                build.proper(tenure.name, Entry("P", "person", name=tenure.name))


def _put_titles(build: _Builder, lexicon: Lexicon) -> None:
    sectors = {row["word"]: row["sector"] for row in table("heads")}
    for words, titles in lexicon.titles.items():
        letter = "U" if titles[0].plural else "T"
        sector = office_kind(titles[0].office).sector
        if sector == "GOV":
            # "army commander" is an officer, whatever the key of the office.
            sector = sectors.get(words.rsplit(" ", maxsplit=1)[-1].lower()) or sector
        build.put(words, Entry(letter, "office", sector=sector, titles=titles))


def _put_words(build: _Builder) -> None:
    for row in table("heads"):
        place = build.put if row["word"].islower() else build.proper
        place(row["word"], Entry(_NUMBERS[row["number"]], row["kind"], sector=row["sector"] or None, name=row["alone"]))
    for row in table("words"):
        entry = Entry(_WORD_CLASSES[row["class"]], "word")
        place = build.proper if row["class"] in _CAPITALISED else build.put
        for word in row["words"].split(";"):
            place(word, entry)
    build.proper("Europe", Entry("C", "country", "EUU", "IGO", "European Union"))
    build.proper("European", Entry("D", "demonym", "EUU", "IGO"))
    for word, code in _JOINED.items():
        build.proper(word.capitalize(), Entry("D", "demonym", code, "GOV"))


def _put_places(build: _Builder) -> None:
    for row in table("places"):
        build.proper(row["name"], Entry("L", row["kind"], row["country"], "GOV", row["name"]))


@cache
def load_trie() -> Trie:
    """The trie of all phrases, built once a process; what is put in first wins where one phrase means several things."""
    build = _Builder()
    lexicon = load_lexicon()
    _put_traps(build)
    _put_countries(build)
    _put_organisations(build)
    _put_blocs(build)
    _put_bodies(build, lexicon)
    _put_people(build, lexicon)
    _put_titles(build, lexicon)
    _put_words(build)
    _put_places(build)
    return build.root


def _fits(entry: Entry, tokens: Tokens, start: int, end: int) -> bool:
    """Whether the words from `start` up to `end` are written as the entry asks."""
    if entry.form == ANY:
        return True
    words = tokens.words
    if entry.form == EXACT:
        return words[start] == entry.written or end - start > 1
    written = entry.written
    if not written[0].isupper():
        return words[start][0] == written[0] or tokens.first[start]
    last = (
        end - start in {1, 6, 7} or words[end - 1][0].isupper() or tokens.glued[end - 1] or not written.split()[-1][0].isupper()
    )
    return words[start][0].isupper() and last


def _longest(trie: Trie, tokens: Tokens, start: int) -> tuple[int, Entry | None]:
    """The token after the longest phrase that begins at `start`, and what it stands for."""
    keys, count = tokens.keys, len(tokens.keys)
    node = trie.get(keys[start])
    best, best_end, index = None, start, start + 1
    while node is not None:
        held = node.get("")
        if held is not None:
            for entry in held:
                if _fits(entry, tokens, start, index):
                    best, best_end = entry, index
                    break
        node = node.get(keys[index]) if index < count else None
        index += 1
    return best_end, best


def _plain(tokens: Tokens, index: int) -> str:
    """The letter of a word that no phrase begins with."""
    word, key = tokens.words[index], tokens.keys[index]
    letter = word[0]
    if letter.isupper():
        return "w" if tokens.first[index] and _looks_common(key) else "N"
    if letter.isdigit():
        return "n"
    if not letter.isalpha():
        return _MARKS.get(letter, '"' if letter in _QUOTES else "." if letter == "\n" else "f")
    if tokens.glued[index]:
        return "N" if len(key) <= 4 and tokens.words[index - 1][0].isupper() and key not in _SUFFIXES else "a"
    following = index + 1 < len(tokens.words) and tokens.glued[index + 1]
    if following:
        return "e" if tokens.words[index + 1][0].isupper() else "a"
    if key.endswith("ly"):
        return "a"
    return "f" if key.endswith(("s", "ed")) else "w"


def _looks_common(key: str) -> bool:
    return key.endswith(("ing", "ed", "ly", "tion", "tions", "ment", "ments", "ness", "ism", "ity", "ies"))


def find_units(trie: Trie, tokens: Tokens) -> Units:
    """Cut a report into phrases and give each its letter."""
    units = Units()
    letters: list[str] = []
    index, count = 0, len(tokens.words)
    while index < count:
        after, entry, letter = index + 1, None, ""
        word = tokens.words[index]
        if word in POSSESSIVE or _plural_possessive(tokens, index):
            letter = "s"
        elif tokens.glued[index] and tokens.keys[index] in OWNING | HELPING:
            letter = "g"
        else:
            after, entry = _longest(trie, tokens, index)
            letter = entry.letter if entry else _plain(tokens, index)
            after = max(after, index + 1)
        if entry is not None and letter in "CDKOLB" and _prefixed(tokens, index):
            letter = "X"
        elif letter in "TUHZY" and entry is not None:
            letter = _head_letter(tokens, entry, index, after)
        if letter == "a" and word[0].isupper() and not tokens.first[index]:
            letter = "A"
        if letter in "fxv" and word[0].isupper() and not tokens.first[index] and after == index + 1:
            # Written large within a sentence, "Hope", "Grant" and "Will" are names.
            letter = "N"
        letters.append(letter)
        units.first.append(index)
        units.after.append(after)
        units.entries.append(entry)
        index = after
    units.letters = "".join(letters)
    return units


def _head_letter(tokens: Tokens, entry: Entry, index: int, after: int) -> str:
    """The letter of a head word, which may be part of a name or an adjective here."""
    if after < len(tokens.words) and tokens.glued[after]:
        return "a"
    single = after == index + 1
    if single and entry.letter in "TH" and tokens.keys[index] in _ADJECTIVES and _before_noun(tokens, after):
        return "a"
    if single and entry.sector in _COMMON and tokens.words[index][0].isupper() and not tokens.first[index]:
        return "N"
    return entry.letter


def _before_noun(tokens: Tokens, index: int) -> bool:
    """Whether an unknown noun follows."""
    if index + 1 < len(tokens.words) and tokens.keys[index] in {"and", "or", ","}:
        return tokens.keys[index + 1] in _QUALITIES
    if index >= len(tokens.words) or tokens.glued[index] or not tokens.words[index][0].isalpha():
        return False
    key = tokens.keys[index]
    noun = key in _NOUNS or _plain(tokens, index) == "w" or (key.endswith("s") and not key.endswith("ss"))
    return tokens.words[index][0].isupper() or (noun and (key in _NOUNS or key not in load_trie()))


def _prefixed(tokens: Tokens, index: int) -> bool:
    """The case of "anti-American", "non-Chinese": the country is not the one who acts."""
    return tokens.glued[index] and tokens.keys[index - 1] in _PREFIXES


def _plural_possessive(tokens: Tokens, index: int) -> bool:
    """The apostrophe after a plural ("the two countries' armies"), joined to a word in s and followed by a space."""
    if tokens.words[index] not in {"'", "’"} or not index or tokens.ends[index - 1] != tokens.starts[index]:
        return False
    after = index + 1
    return tokens.keys[index - 1].endswith("s") and after < len(tokens.starts) and tokens.starts[after] > tokens.ends[index]
