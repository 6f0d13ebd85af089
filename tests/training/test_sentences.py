import random
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from detente.errors import WorksheetError
from detente.training import labels
from detente.training.examples import IGNORE, Known, Meant, examples
from detente.training.sentences import parse_sentence, read_sentences
from detente.training.swap import swap

LINE = "{Ankara|a1 TUR GOV; a2 TUR GOV} {summoned|1 ACCUSE mode=disapprove} {the Dutch envoy|r1 NLD GOV} and {promised|2 AGREE of=AID} help to {the island|r2 - CVL}."
TEXT = "Ankara summoned the Dutch envoy and promised help to the island."


def test_a_line_is_read_into_acts_with_their_sides() -> None:
    coded = parse_sentence(LINE, "x.txt:1")
    assert coded["document"] == {"id": "x.txt:1", "text": TEXT}
    first, second = coded["events"]
    assert (first["type"], first["mode"], second["type"], second["of"]) == ("ACCUSE", "disapprove", "AGREE", "AID")
    assert TEXT[first["trigger"]["start"] : first["trigger"]["end"]] == "summoned"
    assert [(a["text"], a["country"]) for a in second["actors"] + second["recipients"]] == [
        ("Ankara", "TUR"),
        ("the island", None),
    ]
    assert all(TEXT[a["start"] : a["end"]] == a["text"] for e in coded["events"] for a in e["actors"] + e["recipients"])


def test_a_line_without_marks_names_no_act() -> None:
    assert parse_sentence("The two teams drew.", "x.txt:1")["events"] == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{Ankara|a1 TUR} spoke.", "which has no trigger"),
        ("{spoke|1 TALK}", "no type of act: 'TALK'"),
        ("{met|1 CONSULT mode=drone}", "mode=drone is not among"),
        ("{met|CONSULT}", "cannot be read: 'CONSULT'"),
        ("{met|1 CONSULT} and {talked|1 CONSULT}", "two triggers"),
        ("{met|1 CONSULT", "left over"),
    ],
)
def test_a_wrong_line_says_where_and_what(line: str, message: str) -> None:
    with pytest.raises(WorksheetError, match=message) as raised:
        parse_sentence(line, "x.txt:7")
    assert str(raised.value).startswith("x.txt:7")


def test_all_files_of_a_folder_are_read_without_remarks(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("# a remark\n\nIt rained.\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(LINE + "\n", encoding="utf-8")
    assert [c["document"]["id"] for c in read_sentences(tmp_path)] == ["a.txt:1", "b.txt:3"]


def test_told_of_other_countries_it_is_still_a_coded_sentence() -> None:
    told = swap(parse_sentence(LINE, "x.txt:1"), random.Random(1))
    assert told["partial"]
    assert "Dutch" not in told["document"]["text"]


def test_only_what_is_marked_is_taught() -> None:
    tokenizer = Tokenizer.from_str((files("detente") / "models" / "en" / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    mentions = [Meant(0, 6, frozenset({"TUR"}), named=True), Meant(16, 31, frozenset({"NLD"}), named=True)]
    (example,) = examples(parse_sentence(LINE, "x.txt:1"), tokenizer, Known((), mentions), alone=True)
    assert (example.claims == IGNORE).all()
    assert (example.events[1:-1] != IGNORE).all()
    target = example.targets[0]
    assert (target.contexts == IGNORE).all()
    taught = {labels.ROLES[c] for c in np.flatnonzero(target.open.any(axis=0))}
    assert taught == {"actor", "recipient", "acting", "receiving"}
    assert target.roles[1, labels.ROLES.index("acting")] == 1
