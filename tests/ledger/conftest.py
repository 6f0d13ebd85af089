from pathlib import Path

import pytest

from detente.ledger.store import Ledger


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger.open(tmp_path / "detente.db") as opened:
        yield opened
