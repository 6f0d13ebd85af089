"""The pages in a real Chromium: axe, keys, focus, print, scripts off. `make browser` fetches what is needed; else they are skipped.

All checks run in one browser, in `browser/run.mjs`; each is a test here.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

HERE = Path(__file__).parent / "browser"
#: The names of the checks, as the modules of the browser have them.
NAMES = [
    *(name for file in ("looking.mjs", "doing.mjs") for name in re.findall(r'^  "([^"]+)": (?:async )?\(', (HERE / file).read_text("utf-8"), re.MULTILINE)),
    *(f"axe finds nothing: {mode}" for mode in ("light", "dark", "320 pixels", "320 pixels, dark")),
]  # fmt: skip


def missing() -> str:
    """What stands in the way of a browser; "" where nothing does."""
    if not shutil.which("node"):
        return "no node here"
    if not (HERE / "node_modules" / "puppeteer-core").is_dir():
        return "no browser here: run `make browser`"
    return ""


pytestmark = pytest.mark.skipif(bool(missing()), reason=f"the browser tests are skipped: {missing()}")


@pytest.fixture(scope="module")
def found(demo, tmp_path_factory) -> dict[str, dict[str, object]]:
    """What each check came to."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(demo, folder / "demo")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(
        "Date: 2024-05-10\nPublisher: The Wire\n\nChina met the United States in Geneva on Monday.", "utf-8"
    )
    (articles / "b.txt").write_text(
        "Date: 2024-05-11\nPublisher: The Wire\n\nChina sanctioned the United States on Tuesday.", "utf-8"
    )
    (articles / "c.txt").write_text("", "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DETENTE_")}
    command = [sys.executable, "-m", "detente", "serve", "-w", str(folder / "demo"), "--port", str(port)]
    with (folder / "log").open("w") as log, subprocess.Popen(command, stderr=log, env=environment) as server:
        try:
            wait_for(base)
            ran = subprocess.run(
                ["node", "run.mjs", base, str(articles)], cwd=HERE, capture_output=True, text=True, timeout=420, check=False
            )
        finally:
            server.terminate()
    lines = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
    assert lines, ran.stderr[-2000:]
    return {line["name"]: line for line in lines}


def wait_for(base: str) -> None:
    for _ in range(200):
        try:
            urlopen(base + "/method").close()  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


@pytest.mark.parametrize("name", NAMES)
def test_browser(found, name):
    assert name in found, "the browser ended before this check"
    assert found[name]["ok"], found[name]["words"]


def test_every_check_is_a_test(found):
    assert set(found) == set(NAMES)
