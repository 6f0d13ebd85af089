"""Kill -9 at any moment of a reading, read again: the content of an undisturbed one. 3 rounds, or `DETENTE_KILLS`."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from making import coding

from detente.ledger.store import Ledger

REPORTS = 200
ROUNDS = int(os.environ.get("DETENTE_KILLS", "3"))

READER = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from making import coding
from detente.ledger.store import Ledger
with Ledger.open(Path(sys.argv[1])) as ledger:
    print("begun", flush=True)
    for number in range({REPORTS}):
        ledger.add(coding(number))
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> tuple[str, float]:
    """The content hash of a reading that nothing cut off, and how long it took after its start."""
    path = tmp_path_factory.mktemp("whole") / "d.db"
    with Ledger.open(path) as ledger:
        begun = time.perf_counter()
        for number in range(REPORTS):
            ledger.add(coding(number))
        return ledger.digest(), time.perf_counter() - begun


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_killed_and_read_again(tmp_path, undisturbed, round_):
    digest, took = undisturbed
    path = tmp_path / "d.db"
    child = subprocess.Popen([sys.executable, "-c", READER, str(path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(random.Random(round_).uniform(0.0, took))  # noqa: S311
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    with Ledger.open(path) as ledger:
        filed = ledger.report_ids()
        assert {finding.code for finding in ledger.check()} <= {"W306"}
        for id_ in filed:
            assert ledger.coding(id_) == coding(int(id_[1:]))
        for number in range(REPORTS):
            ledger.add(coding(number))
        assert ledger.digest() == digest
