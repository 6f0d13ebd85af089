"""Each check is shown a ledger with its own fault, and a sound one."""

import sqlite3
from datetime import UTC, datetime

import pytest
from making import coding, report

from detente.ledger import checks
from detente.ledger.corrections import Correction
from detente.ledger.store import Ledger
from detente.records import Coding, Link


def break_(path, *statements: str) -> None:
    """Do to the file what no part of Detente does."""
    with sqlite3.connect(path) as raw:
        for row in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_fixed' ESCAPE '\\'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {row[0]}")
        for statement in statements:
            raw.execute(statement)
    raw.close()


FAULTS = {
    "E102": ("DELETE FROM events WHERE 0", "UPDATE claims SET report = 999"),
    "E103": ("CREATE TABLE mine (x)",),
    "E201": ("UPDATE events SET record = json_set(record, '$.evidence.start', 1)",),
    "E202": (
        "INSERT INTO claims (id, report, coding, position, since, record)"
        " SELECT id, report, coding, position, since, record FROM claims",
    ),
    "E203": ("DELETE FROM event_dyads",),
    "E204": ("INSERT INTO report_words (report_words, rowid, title, text) SELECT 'delete', seq, title, text FROM reports",),
}


@pytest.mark.parametrize(("code", "statements"), FAULTS.items())
def test_errors(tmp_path, code, statements):
    path = tmp_path / "d.db"
    with Ledger.open(path) as ledger:
        ledger.add(coding(1))
    break_(path, *statements)
    with Ledger.open(path) as ledger:
        assert code in {finding.code for finding in ledger.check()}


def test_damaged_file(tmp_path):
    path = tmp_path / "d.db"
    with Ledger.open(path) as ledger:
        for number in range(50):
            ledger.add(coding(number))
    data = bytearray(path.read_bytes())
    page = data.rindex(b"Word25n3") // 4096 * 4096  # a page of reports or of their words
    data[page : page + 4096] = b"\x55" * 4096
    path.write_bytes(data)
    with Ledger.open(path) as ledger:
        assert ledger.check()[0].code == "E101"


def warn(ledger: Ledger, code: str) -> None:
    made = coding(1)
    if code == "W301":
        with ledger._database.writing() as connection:
            connection.execute("INSERT INTO reports (id, relays, recorded, text) VALUES ('lost', '[]', '2024-01-01', 'words')")
    elif code == "W302":
        ledger.add(Coding(report(1, published=None), coder="fake.v1"))
    elif code == "W303":
        ledger.begin_reading(["folder"], "fake.v1")
    elif code == "W304":
        ledger.add(
            Coding(made.report, made.events, (), (Link("fulfils", made.events[0].id, "0" * 16, made.events[0].evidence),))
        )
    elif code == "W305":
        ledger.correct([Correction("reject", "event", "r7", "ana", "", datetime.now(UTC), seen=coding(7).events[0])])
    elif code == "W306":
        ledger.add(made)


@pytest.mark.parametrize("code", [code for code in checks.CHECKS if code.startswith("W")])
def test_warnings(ledger, code):
    assert ledger.check() == ()
    warn(ledger, code)
    assert code in {finding.code for finding in ledger.check()}


def test_every_check_is_tested_and_told_apart():
    assert {code for code in checks.CHECKS if code.startswith("E")} == {*FAULTS, "E101"}
    for code, check in checks.CHECKS.items():
        assert code in checks.__doc__
        assert check.__doc__
        assert len(check.__doc__) < 120


@pytest.mark.parametrize("code", ["E203", "E204"])
def test_mending(tmp_path, code):
    path = tmp_path / "d.db"
    with Ledger.open(path) as ledger:
        for number in range(5):
            ledger.add(coding(number))
        sound = ledger.check()
        held, found = ledger.dyads(), ledger.search("ships")
    with sqlite3.connect(path) as raw:
        for statement in FAULTS[code]:
            raw.execute(statement)
    raw.close()
    with Ledger.open(path) as ledger:
        assert ledger.check() != sound
        ledger.mend()
        assert ledger.check() == sound
        assert (ledger.dyads(), ledger.search("ships")) == (held, found)
