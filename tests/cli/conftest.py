"""A folder with reports, the workspace `.` made of them, and the command line run in it with the plain coder."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "workspace"))

from plain import PlainCoder

from detente.cli import run
from detente.cli.pairs import PairRow

REPORTS = (
    ("a.txt", "2024-01-10", "The Wire", "CHN met USA in Lima on fentanyl after a quarrel of two years. CHN calls it a thaw."),
    (
        "b.txt",
        "2024-01-25",
        "Gazette",
        "CHN agreed to meet USA in Oslo. USA sanctioned CHN over export controls, officials said.",
    ),
    ("c.txt", "2024-02-01", "The Wire", "IND sanctioned PAK over visas. PAK calls it a blockade. PAK warned IND of an answer."),
)


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@dataclass
class Typed:
    id: str
    type: str
    mode: str | None
    quad: str
    confidence: float


class PlainPairs:
    def code(self, pairs: Iterable[PairRow]) -> Iterator[Typed]:
        return (Typed(pair.id, "AID", None, "material cooperation", 0.5) for pair in pairs)


@pytest.fixture
def plain(monkeypatch) -> None:
    """The plain coder instead of the shipped one."""
    stub = ModuleType("detente.coder")
    stub.load_coder = PlainCoder
    stub.at_least = lambda coding, least: replace(coding, events=tuple(e for e in coding.events if e.confidence >= least))
    stub.Pair = PairRow
    stub.load_pair_coder = PlainPairs
    monkeypatch.setitem(sys.modules, "detente.coder", stub)


@pytest.fixture
def here(tmp_path: Path, monkeypatch, plain) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, day, publisher, text in REPORTS:
        (folder / name).write_text(f"Date: {day}\nPublisher: {publisher}\n\n{text}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DETENTE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DETENTE_WHO", "ana")
    return tmp_path


@pytest.fixture
def detente(capfd, monkeypatch):
    def ran(*args: str, stdin: str | None = None) -> Ran:
        if stdin is not None:
            path = Path("stdin")
            path.write_text(stdin, encoding="utf-8")
            with path.open(encoding="utf-8") as stream, monkeypatch.context() as patched:
                patched.setattr(sys, "stdin", stream)
                code = run(args)
        else:
            code = run(args)
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return ran


@pytest.fixture
def filled(here, detente) -> Path:
    assert detente("read", "articles").code == 0
    return here
