from pathlib import Path

import pytest
from plain import PlainCoder

import detente
from detente.workspace import Workspace


@pytest.fixture
def coder() -> PlainCoder:
    return PlainCoder()


@pytest.fixture
def ws(tmp_path: Path, coder: PlainCoder):
    with detente.open(tmp_path / "ws", coder=coder) as opened:
        yield opened


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of three reports of two dyads, one of them told twice."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, day, publisher, text in (
        (
            "a.txt",
            "2024-01-10",
            "The Wire",
            "NOR met PER in Lima on fishing after a quarrel of two years. PER calls it a thaw.",
        ),
        (
            "b.txt",
            "2024-01-10",
            "Gazette",
            "Lima saw a surprise on Wednesday. NOR met PER in Lima on fishing, officials told reporters.",
        ),
        (
            "c.txt",
            "2024-02-01",
            "The Wire",
            "KEN sanctioned LAO over visas. LAO calls it a blockade. LAO warned KEN of an answer.",
        ),
    ):
        (folder / name).write_text(f"Date: {day}\nPublisher: {publisher}\n\n{text}\n", encoding="utf-8")
    return folder


def texts(ws: Workspace) -> list[str]:
    return [coding.report.text for coding in ws.reports()]
