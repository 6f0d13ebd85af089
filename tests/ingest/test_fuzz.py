"""Whatever the bytes: no crash, no hang, one clear failure for a bad input, and the reports beside it are read.

500 inputs of each kind; DETENTE_FUZZ=10000 tries so many.
"""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.ingest.outcome import Failure, Notice
from detente.ingest.readers import read_sources
from detente.records import Report

EXAMPLES = int(os.environ.get("DETENTE_FUZZ", "500"))
GOOD = b"NAIROBI, June 12 (AFP) - Kenya and Somalia agreed to talk. (AFP)"
SEEDS = [
    GOOD,
    b'{"id": "a", "text": "Kenya agreed.", "published": "2024-06-12"}\n{"document": {"text": "Somalia agreed."}}\n',
    b'date,text\n2024-06-12,Kenya agreed.\n2024-06-13,"Somalia, too."\n',
    b"<!DOCTYPE html><html><head><title>Talks</title><meta charset='utf-8'></head><body><article><p>Kenya and Somalia agreed"
    b" to talk on Tuesday.</p><p>More of it follows in July.</p></article></body></html>",
    "\ufeff# Talks\n\nBy Jane Doe, Reuters\n31 January 2024\n\n“Türkiye agreed,” he told the BBC.\n".encode(),
    "中国外交部发言人表示，双方同意继续就边境问题举行会谈。".encode("gb18030"),
    "Kenya and Somalia agreed to talk.".encode("utf-16"),
]
JUNK = st.binary(max_size=60) | st.sampled_from(
    [
        b"<",
        b"<!--",
        b"]]>",
        b"&#x110000;",
        b"&#0;",
        b"\\ud800",
        b'"',
        b"{",
        b"[" * 40,
        b"\x00",
        b"\xff\xfe",
        b"\r",
        b"<div " * 9,
        b"---\n",
        b"(",
        b"- ",
    ]
)


@st.composite
def inputs(draw: st.DrawFn) -> bytes:
    """A good file, cut and with junk put in; or nothing but junk."""
    data = bytearray(draw(st.sampled_from(SEEDS) | st.binary(max_size=400)))
    for junk in draw(st.lists(JUNK, max_size=5)):
        at = draw(st.integers(0, len(data)))
        data[at:at] = junk
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "good.txt").write_bytes(GOOD)
    return folder


@pytest.mark.parametrize("suffix", [".txt", ".html", ".jsonl", ".json", ".csv", ""])
@settings(max_examples=EXAMPLES if EXAMPLES > 500 else EXAMPLES // 5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=inputs())
def test_any_bytes(folder: Path, suffix: str, data: bytes) -> None:
    file = folder / f"input{suffix}"
    file.write_bytes(data)
    start = time.perf_counter()
    found = list(read_sources([folder / "good.txt", file, folder / "good.txt"]))
    assert time.perf_counter() - start < 5
    assert isinstance(found[0], Report)
    assert isinstance(found[-1], Notice)
    assert len(found) >= 5, "nothing was said of the input"
    for outcome in found:
        if isinstance(outcome, Failure):
            assert str(outcome.error).startswith(str(file))
            assert len(str(outcome.error)) < 500
        elif isinstance(outcome, Report):
            assert outcome.text.strip()
            assert not {"\r", "\x00"} & set(outcome.text)
            outcome.text.encode("utf-8")
            assert outcome.id
