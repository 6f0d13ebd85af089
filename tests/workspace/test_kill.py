"""Kill -9 at any moment of a reading, read again: the content of an undisturbed one. 3 rounds, or `DETENTE_KILLS`."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from plain import PlainCoder

import detente

REPORTS = 200
ROUNDS = int(os.environ.get("DETENTE_KILLS", "3"))

READER = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from plain import PlainCoder
import detente
with detente.open(sys.argv[1], coder=PlainCoder()) as ws:
    def watch(step):
        if step.done == 1:
            print("begun", flush=True)
    ws.read(sys.argv[2], progress=watch)
"""


def report(number: int) -> dict[str, str]:
    """Fifty acts, each told by four reports in words of their own; acts of one sort lie ten days apart."""
    act = number % 50
    told = ("NOR met PER in Lima on fishing", "KEN warned LAO over visas", "FJI helped TON with boats")[act % 3]
    words = " ".join(f"word{number}n{n}" for n in range(20))
    day = date(2023, 1, 1) + timedelta(days=10 * act)
    return {"id": f"r{number}", "text": f"{told}. {words}.", "published": str(day), "publisher": f"Wire {number % 4}"}


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("source") / "reports.jsonl"
    path.write_text("\n".join(json.dumps(report(number)) for number in range(REPORTS)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, source) -> tuple[str, float]:
    """The content hash of a reading that nothing cut off, and how long it took."""
    with detente.open(tmp_path_factory.mktemp("whole"), coder=PlainCoder()) as ws:
        begun = time.perf_counter()
        assert ws.read(source).added == REPORTS
        assert ws.ledger.check() == ()
        assert {len(ws.ledger.cluster(entry.record.id)) for entry in ws.events()} == {REPORTS // 50}
        return ws.ledger.digest(), time.perf_counter() - begun


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_killed_and_read_again(tmp_path, source, undisturbed, round_):
    digest, took = undisturbed
    child = subprocess.Popen([sys.executable, "-c", READER, str(tmp_path), str(source)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(random.Random(round_).uniform(0.0, took))
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    with detente.open(tmp_path, coder=PlainCoder()) as ws:
        assert 0 < ws.ledger.size() <= REPORTS
        # Nothing is half there: only what a reading that was cut off has not done yet.
        assert {finding.code for finding in ws.ledger.check()} <= {"W303", "W306"}
        for coding in ws.reports():
            assert coding == PlainCoder().code(coding.report)
        ws.read(source)
        assert ws.ledger.check() == ()
        assert ws.ledger.digest() == digest
