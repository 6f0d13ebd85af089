"""The workspace that a command works in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from detente.workspace import Workspace
from detente.workspace import open as open_workspace

F = TypeVar("F", bound=Callable[..., Any])


def workspace_option(command: F) -> F:
    """`--workspace DIR`: by default the current folder, or what DETENTE_WORKSPACE says."""
    return click.option(
        "-w",
        "--workspace",
        "folder",
        default=".",
        envvar="DETENTE_WORKSPACE",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="Folder of the workspace (default: the current folder).",
    )(command)


def opened(folder: Path) -> Workspace:
    """The workspace of a command that needs one to be there.

    Raises:
        WorkspaceError: there is none; says how to make one.
    """
    return open_workspace(folder, create=False)
