"""The workspace: a folder with a ledger and settings, and the one facade that joins reading, keeping and showing."""

from detente.workspace.facade import Workspace, code, open  # noqa: A004 - detente.open(...) reads as meant
from detente.workspace.outcome import Progress, Reading

__all__ = ["Progress", "Reading", "Workspace", "code", "open"]
