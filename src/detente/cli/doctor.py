"""`detente doctor`."""

import importlib.metadata
import json
import platform
import shutil
import socket
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal, NamedTuple

import click

from detente import __version__
from detente.cli.common import leave, say
from detente.cli.folder import workspace_option
from detente.cli.tables import WIDTH, echo_json
from detente.errors import DetenteError
from detente.ledger.database import VERSION, schema_hash
from detente.records import Report
from detente.settings import Settings
from detente.workspace import Workspace
from detente.workspace import open as open_workspace
from detente.workspace.facade import LEDGER

Status = Literal["ok", "warn", "fail"]
_OLDEST: Final = (3, 11)
_ROOM: Final = 1_000_000_000
#: Days after which a backup is old.
_OLD: Final = 30
_REINSTALL: Final = "pip install --force-reinstall detente"
_SENTENCE: Final = "Norway and Peru signed an agreement on fishing in Lima on Monday."


class Finding(NamedTuple):
    """One line of the doctor's."""

    name: str
    status: Status
    words: str
    fix: str = ""


@click.command(
    epilog="""\b
Examples:
  detente doctor
  detente doctor --json"""
)
@workspace_option
@click.option("--mend", is_flag=True, help="Make everything derived in the ledger again from its records.")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
def command(folder: Path, *, mend: bool, as_json: bool) -> None:
    """Check the installation and the workspace; each line is ok, warn or fail, with what to do."""
    found = [probe() for probe in (_python, _sqlite, _model, _coder)] + [_port(Settings().port)]
    if (folder / LEDGER).is_file():
        found += _workspace(folder, mend=mend)
    else:
        found.append(Finding("workspace", "warn", f"none in {folder}", "detente read FOLDER   or   detente demo"))
    if as_json:
        echo_json([one._asdict() for one in found])
    else:
        for one in found:
            click.echo(f"{one.status:5} {one.name:12} {one.words}"[: 4 * WIDTH])
            if one.fix:
                click.echo(f"{'':18} → {one.fix}")
    failed = sum(one.status == "fail" for one in found)
    if failed:
        say(f"{failed} failed.")
        leave(1)


def _python() -> Finding:
    words = f"{platform.python_version()}, Detente {__version__}, {platform.system()} {platform.machine()}"
    if sys.version_info < _OLDEST:
        return Finding("python", "fail", words, "install Python 3.11 or later")
    return Finding("python", "ok", words)


def _sqlite() -> Finding:
    """FTS5 is a choice of whoever built SQLite; nearly all have it."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
    except sqlite3.OperationalError:
        return Finding("sqlite", "fail", f"{sqlite3.sqlite_version} without FTS5", "install a Python whose SQLite has FTS5")
    finally:
        connection.close()
    return Finding("sqlite", "ok", f"{sqlite3.sqlite_version} with FTS5, ledger version {VERSION} ({schema_hash()[:8]})")


def _model() -> Finding:
    folder = files("detente").joinpath("models", "en")
    found = sorted(folder.iterdir(), key=lambda one: one.name) if folder.is_dir() else []
    weights = next((one for one in found if one.name.endswith(".onnx")), None)
    if weights is None:
        return Finding("model", "fail", "the model en.v3 is not there", _REINSTALL)
    sums = {one.name: sha256(one.read_bytes()).hexdigest() for one in found if one.is_file()}
    wanted: dict[str, str] = json.loads(folder.joinpath("checksums.json").read_text(encoding="utf-8"))
    altered = sorted(name for name, digest in wanted.items() if sums.get(name) != digest)
    if altered:
        return Finding("model", "fail", f"altered: {', '.join(altered)}", _REINSTALL)
    shown = f"{weights.name} {sums[weights.name][:12]}, onnxruntime {importlib.metadata.version('onnxruntime')}"
    return Finding("model", "ok", shown)


def _coder() -> Finding:
    """Everything that coding needs, tried on one sentence."""
    try:
        coder = import_module("detente.coder").load_coder()
        coded = coder.code(Report("doctor", _SENTENCE, published=date(2024, 1, 31)))
    except (DetenteError, OSError, ImportError) as error:
        return Finding("coder", "fail", str(error), _REINSTALL)
    if not coded.events:
        return Finding(
            "coder", "fail", "read nothing from a plain sentence", "report it with the output of `detente doctor --json`"
        )
    return Finding("coder", "ok", f"{coder.name} read {coded.events[0].type} from a sentence")


def _port(port: int) -> Finding:
    with socket.socket() as tried:
        taken = tried.connect_ex(("127.0.0.1", port)) == 0
    if taken:
        return Finding("port", "warn", f"{port} is in use", "detente serve takes the next free one")
    return Finding("port", "ok", f"{port} is free")


def _workspace(folder: Path, *, mend: bool) -> Iterator[Finding]:
    try:
        ws = open_workspace(folder, create=False)
    except DetenteError as error:
        yield Finding("workspace", "fail", str(error))
        return
    with ws:
        if mend:
            ws.ledger.mend()
        yield Finding("workspace", "ok", f"{folder}: {ws.ledger.size()} reports, {_size(folder)}")
        for check in (_disk, _write, _backup):
            yield check(ws)
        yield from _ledger(ws)


def _size(folder: Path) -> str:
    return f"{(folder / LEDGER).stat().st_size / 1e6:.1f} MB"


def _disk(ws: Workspace) -> Finding:
    free = shutil.disk_usage(ws.folder).free
    if free < _ROOM:
        return Finding(
            "disk",
            "warn",
            f"{free / 1e6:.0f} MB free",
            "make room; a reading stops, and keeps what it has, when the disk is full",
        )
    return Finding("disk", "ok", f"{free / 1e9:.0f} GB free")


def _write(ws: Workspace) -> Finding:
    probe = ws.folder / ".detente-write-test"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Finding("folder", "fail", f"cannot be written: {error.strerror}", f"check your rights to {ws.folder}")
    return Finding("folder", "ok", "can be written")


def _backup(ws: Workspace) -> Finding:
    made = [path.stat().st_mtime for path in ws.folder.glob("detente-*.db")]
    if not made:
        return Finding("backup", "warn", "none in the folder", "detente backup")
    age = (datetime.now(UTC) - datetime.fromtimestamp(max(made), UTC)).days
    status: Status = "warn" if age > _OLD else "ok"
    return Finding("backup", status, f"{age} days old", "detente backup" if status == "warn" else "")


def _ledger(ws: Workspace) -> Iterator[Finding]:
    findings = ws.ledger.check()
    if not findings:
        yield Finding("ledger", "ok", "all checks passed")
    for one in findings:
        shown = ", ".join(one.values[:3]) + (f" and {len(one.values) - 3} more" if len(one.values) > 3 else "")
        message, _, fix = one.message.partition(". ")
        yield Finding(one.code, "fail" if one.code.startswith("E") else "warn", f"{message}: {shown}", fix)
