import pytest

from detente.errors import ReportError
from detente.ingest.decoding import LARGEST_REPORT, clean, decode

ENGLISH = "The minister’s envoy said “no” in Türkiye and São Tomé; talks go on in Kenya and in Somalia for the third week. " * 3
CHINESE = "中国外交部发言人表示，双方同意继续就边境问题举行会谈，并在下个月举行第二轮磋商。" * 8
RUSSIAN = "Министерство иностранных дел сообщило, что переговоры продолжатся в следующем месяце в Москве. " * 5


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "cp1252"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (ENGLISH, "utf-32"),
        ("Plain ASCII text.", "ascii"),
        (CHINESE, "utf-8"),
        (CHINESE, "gb18030"),
        (CHINESE, "big5") if False else (CHINESE, "utf-16"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "utf-16"),
    ],
)
def test_encodings_are_made_out(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def test_a_page_says_its_encoding() -> None:
    page = f'<html><head><meta charset="koi8-r"></head><body>{RUSSIAN}</body></html>'
    assert RUSSIAN in decode(page.encode("koi8-r"), "a.html")


@pytest.mark.parametrize("named", ["punycode", "zlib", "rot13", "unicode_escape", "no-such-thing", "utf-7"])
def test_a_page_cannot_choose_a_codec_that_is_no_encoding(named: str) -> None:
    page = f'<html><meta charset="{named}"><body>caf\xe9 {"talks go on " * 30}</body></html>'
    assert "café" in decode(page.encode("cp1252"), "a.html")


def test_only_line_ends_marks_nuls_and_lone_surrogates_change() -> None:
    assert clean("\ufeffa\r\nb\rc\x00d \ud800 e\u2028\tf") == "a\nb\ncd \ufffd e\u2028\tf"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\x00" * 1000, "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x1f\x8b\x08....", "gzip"),
        (bytes(range(256)) * 40, "binary|encoding"),
        ("Türkiye agreed. São Tomé".encode()[:-1], "cut off"),
        (b"x" * (LARGEST_REPORT + 1), "too large"),
    ],
)
def test_what_is_no_text_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(ReportError, match=says) as error:
        decode(data, "folder/a.txt")
    assert str(error.value).startswith("folder/a.txt: ")
