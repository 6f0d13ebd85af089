"""The letters that the words of a report are given."""

import subprocess
import sys

import pytest

from detente.actors.matcher import find_units, load_trie
from detente.actors.settle import settle, shorts
from detente.actors.tokens import tokenize


def letters(text: str) -> str:
    tokens = tokenize(text)
    units = find_units(load_trie(), tokens)
    settle(units, tokens)
    return units.letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China", "C"), ("Chinese", "D"), ("Beijing", "K"), ("NATO", "O"), ("Huawei", "B"), ("Shanghai", "L"),
        ("South China Sea", "X"), ("anti-American", "aX"), ("US-led", "Cg"), ("China's", "Cs"), ("the US", "dC"),
        ("tell us", "vR"), ("who", "f"), ("WHO", "O"), ("polish the car", "wdw"), ("the two countries’ armies", "dnYsH"),
        ("Mr. Xi", "mN"), ("Jean-Pierre Dupont", "NNN"), ("Kim Jong-un", "P"), ("officials", "U"), ("spokesman", "T"),
        ("ministry", "H"), ("the North", "dN"), ("the North and North Korea", "dC&C"), ("Lebanon, Pennsylvania", "X"), ("Georgia, Florida and Texas", "L,L&L"),
        ("US$5", "Xfn"), ("an official visit", "daf"), ("hostage release", "aw"), ("state-owned", "ag"),
    ],
)  # fmt: skip
def test_letters(text: str, expected: str) -> None:
    assert letters(text) == expected


def test_units_cover_all_tokens() -> None:
    tokens = tokenize("The Chinese foreign minister, Wang Yi, met U.S. Secretary of State Antony Blinken in Bali.")
    units = find_units(load_trie(), tokens)
    assert units.first[0] == 0
    assert units.after[-1] == len(tokens.words)
    assert units.first[1:] == units.after[:-1]
    assert len(units.letters) == len(units.entries)


def test_short_names() -> None:
    assert "EUU" in shorts()["bloc"]
    assert shorts()["north"] == ("PRK",)


def test_tables_load_in_a_moment() -> None:
    code = (
        "import time; from detente.actors.resolver import load_resolver; t = time.process_time(); load_resolver();"
        " print(time.process_time() - t)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    # A quarter of a second is asked for; a slow machine gets twice that.
    assert float(run.stdout) < 0.5
