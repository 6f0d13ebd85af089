"""Words that mean a country here and something else there: Georgia, Jordan, Washington, Brussels, "the North"."""

from functools import cache
from typing import Final

from detente.actors.lexicon import Title
from detente.actors.matcher import Entry, Units
from detente.actors.tokens import Tokens
from detente.ontology.countries import countries, organisations
from detente.ontology.spelling import fold, word_set

#: Countries and capitals that are given or family names too.
_NAMES: Final = word_set(
    "jordan chad georgia paris sydney london israel india kenya ireland cuba lima santiago victoria holland england france"
    " wales scotland berlin washington rome vienna wellington kingston sofia valencia stanley hamilton"
)
#: Countries that are also states of the United States, with words that only go with the country.
_STATES: Final = {
    "georgia": word_set("georgian georgians tbilisi abkhazia ossetia batumi caucasus zourabichvili kobakhidze"),
}
_STATE_WORDS: Final = word_set(
    "atlanta savannah senator senators congressman congresswoman republican republicans democrat democrats governor rep. sen."
    " representative district"
)
_SMALL: Final = Entry("L", "state", "USA", "GOV")
_ADVISER: Final = Entry(
    "T", "office", sector="GOV", titles=(Title("national security adviser", "national_security_adviser", None, plural=False),)
)
#: Short forms of titles before a name.
_ABBREVIATED: Final = {"nsa": _ADVISER, "apnsa": _ADVISER}
_BELGIAN: Final = frozenset({"belgian", "belgians", "belgium"})
_SHORT_COUNTRY: Final = frozenset({"north", "south"})
_KOREA: Final = {"north": "PRK", "south": "KOR"}
_SOUTHERN: Final = {"northern": "SDN", "southern": "SSD"}
_SUDANS: Final = frozenset(_SOUTHERN.values())
_SUDAN: Final = {"north": "SDN", "south": "SSD"}


def settle(units: Units, tokens: Tokens) -> None:
    """Correct the letters and entries of `units` where the context says that no country, or another one, is meant."""
    letters = list(units.letters)
    words = frozenset(tokens.keys)
    named = {entry.code for entry in units.entries if entry is not None and entry.letter in "CDKO"}
    for index, letter in enumerate(letters):
        key = tokens.keys[units.first[index]]
        if letter in "CK":
            _settle_country(units, letters, tokens, index, key, words)
        elif letter == "L" and index and _surname(letters, tokens, units, index):
            letters[index], units.entries[index] = "N", None
        elif letter in "BN" and key in _ABBREVIATED and letters[index + 1 : index + 2] in (["N"], ["P"]):
            letters[index], units.entries[index] = "T", _ABBREVIATED[key]
        elif letter in "OBH" and _short_form(units, tokens, index):
            # "the Organisation of Islamic Cooperation (OIC) head": the short form parts nothing.
            letters[index + 1 : index + 4] = "aaa"
        elif letter in "NaA" and key in _SHORT_COUNTRY:
            _settle_short(units, letters, tokens, index, named)
        elif letter in "NA" and letters[index - 1 : index] == ["d"] and key in shorts():
            _settle_body(units, letters, tokens, index, named)
        elif letter == "a" and key in _SOUTHERN and named >= _SUDANS and letters[index + 1 : index + 2] != ["L"]:
            # "the southern president" in a report on the two Sudans
            country = countries()[_SOUTHERN[key]]
            letters[index], units.entries[index] = "D", Entry("D", "demonym", country.code, "GOV", country.name)
    units.letters = "".join(letters)


def _surname(letters: list[str], tokens: Tokens, units: Units, index: int) -> bool:
    """Whether a city is a family name here: "Lloyd J. Austin", "Secretary Austin"."""
    before = tokens.words[units.first[index] - 1]
    single = units.after[index] - units.first[index] == 1
    initial = len(before) == 2 and before[-1] == "."
    titled = letters[index - 1] in "mT" and before[0].isupper()
    return single and not tokens.glued[units.first[index]] and (initial or titled)


def _short_form(units: Units, tokens: Tokens, index: int) -> bool:
    """Whether a short form in capitals follows in brackets."""
    if units.letters[index + 1 : index + 4] not in {"(O)", "(B)", "(N)"}:
        return False
    return tokens.words[units.first[index + 2]].isupper()


def _settle_country(units: Units, letters: list[str], tokens: Tokens, index: int, key: str, words: frozenset[str]) -> None:
    """Turn one country or capital into a state, a person's name or another body where it is none."""
    if tokens.words[units.after[index]] == "$" if units.after[index] < len(tokens.words) else False:
        letters[index] = "X"
    elif key in _NAMES and _in_name(letters, tokens, units, index):
        letters[index], units.entries[index] = "N", None
    elif _beside_state(units, letters, index) or (key in _STATES and not words & _STATES[key] and words & _STATE_WORDS):
        letters[index], units.entries[index] = "L", _SMALL
    elif key == "brussels" and not words & _BELGIAN:
        union = organisations()["EUU"]
        units.entries[index] = Entry("K", "capital", union.code, union.sector, union.name)
    elif key == "congo" and "brazzaville" in words and not words & {"kinshasa", "goma"}:
        republic = countries()["COG"]
        units.entries[index] = Entry("C", "country", republic.code, "GOV", republic.name)


def _in_name(letters: list[str], tokens: Tokens, units: Units, index: int) -> bool:
    """Whether an unknown capitalised word stands right before or, for given names, right after."""
    before = index > 0 and letters[index - 1] in "Nm" and not tokens.glued[units.first[index]]
    after = index + 1 < len(letters) and letters[index + 1] == "N" and not tokens.glued[units.first[index + 1]]
    return before or (after and tokens.keys[units.first[index]] in {"jordan", "chad"})


def _beside_state(units: Units, letters: list[str], index: int) -> bool:
    """Whether a state of the United States is named right beside it in a list, or after a comma ("Lebanon, Pennsylvania")."""
    ahead = _state_at(units, index + 2) and letters[index + 1] in ",&"
    if letters[index] == "K":
        return _state_behind(units, letters, index) and letters[index + 1 : index + 2] in ([","], ["&"])
    return ahead or _state_behind(units, letters, index)


def _state_behind(units: Units, letters: list[str], index: int) -> bool:
    back = index - 1
    while back >= 0 and letters[back] in ",&":
        back -= 1
    return back < index - 1 and _state_at(units, back)


def _state_at(units: Units, index: int) -> bool:
    entry = units.entries[index] if 0 <= index < len(units.entries) else None
    return entry is not None and entry.letter == "L" and entry.kind == "state"


def _settle_short(units: Units, letters: list[str], tokens: Tokens, index: int, named: set[str | None]) -> None:
    """Read "the North" as the country that the report is about."""
    key, after = tokens.keys[units.first[index]], units.after[index]
    key_after = tokens.keys[after] if after < len(tokens.keys) else ""
    alone = index + 1 >= len(letters) or letters[index + 1] not in "NPaACDKLOBX" or key_after in {"last", "this", "next"}
    if not index or letters[index - 1] != "d" or not alone or (index + 1 < len(letters) and letters[index + 1] == "o"):
        return
    table = _SUDAN if "SSD" in named and not named & {"PRK", "KOR"} else _KOREA
    code = table[key]
    if named & set(table.values()):
        units.entries[index] = Entry("C", "country", code, "GOV", countries()[code].name)
        letters[index] = "C"


def _settle_body(units: Units, letters: list[str], tokens: Tokens, index: int, named: set[str | None]) -> None:
    """Read "the Fund" as the one organisation of the report that is called so."""
    alone = letters[index + 1 : index + 2] not in (["N"], ["P"], ["o"], ["A"])
    codes = [code for code in shorts()[tokens.keys[units.first[index]]] if code in named and code in organisations()]
    if alone and len(codes) == 1:
        body = organisations()[codes[0]]
        letters[index], units.entries[index] = "O", Entry("O", "organisation", body.code, body.sector, body.name)


@cache
def shorts() -> dict[str, tuple[str, ...]]:
    """The codes that words such as "the bloc" may mean, by the words folded without "the"."""
    found: dict[str, list[str]] = {}
    named = [(body.code, body.short) for body in countries().values()]
    named += [(body.code, body.short) for body in organisations().values()]
    for code, short in named:
        for words in short:
            found.setdefault(fold(words).removeprefix("the "), []).append(code)
    return {words: tuple(codes) for words, codes in found.items()}
