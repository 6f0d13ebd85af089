"""The demo workspace, read once by the shipped coder, and the app on a copy of it."""

import shutil
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from served import BASE, PORT
from starlette.testclient import TestClient

import detente
from detente.web.app import create_app
from detente.workspace import Workspace


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Path:
    """The folder of a workspace that holds the demo; not to be written to."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    with detente.open(folder) as ws, as_file(files("detente") / "demo" / "reports.jsonl") as path:
        ws.read(path)
    return folder


@pytest.fixture
def ws(demo, tmp_path, monkeypatch) -> Iterator[Workspace]:
    """A copy of it, to be changed at will."""
    monkeypatch.setenv("DETENTE_WHO", "ana")
    shutil.copytree(demo, tmp_path / "demo")
    with detente.open(tmp_path / "demo") as opened:
        yield opened


@pytest.fixture
def client(ws) -> Iterator[TestClient]:
    """The app on the copy, without following redirects."""
    with TestClient(create_app(ws, port=PORT), base_url=BASE, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def reader(demo) -> Iterator[TestClient]:
    """The app on the demo, for tests that only look."""
    with detente.open(demo) as ws, TestClient(create_app(ws, port=PORT), base_url=BASE, follow_redirects=False) as made:
        yield made
