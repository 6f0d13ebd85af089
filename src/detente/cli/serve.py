"""`detente serve`."""

import socket
import webbrowser
from pathlib import Path
from threading import Timer
from typing import Final
from urllib.parse import quote

import click
import uvicorn

from detente.cli.common import say
from detente.cli.folder import workspace_option
from detente.web.app import create_app
from detente.web.security import LOOPBACK
from detente.workspace import open as open_workspace

#: Ports tried after the one that is wanted.
_TRIES: Final = 50


@click.command(
    epilog="""\b
Examples:
  detente serve -w demo --open
  detente serve --host 0.0.0.0 --token SECRET"""
)
@workspace_option
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@click.option("--host", metavar="ADDRESS", help="Address to listen on (default: the setting `host`, else 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port (default: the setting `port`); the next free one is taken.")
@click.option("--token", metavar="WORDS", default="", help="What a browser must know; needed to listen beyond this machine.")
@click.option("--allow-host", "allowed", multiple=True, metavar="NAME", help="Another name that this server goes by.")
def command(folder: Path, host: str | None, port: int | None, token: str, allowed: tuple[str, ...], *, opens: bool) -> None:
    """Show the workspace in a browser: pages on this machine, for this machine alone unless you say otherwise."""
    with open_workspace(folder) as ws:
        at = host or ws.settings.host
        if at not in LOOPBACK and not token:
            raise click.UsageError(f"{at} can be reached by other machines: add --token WORDS, or listen on 127.0.0.1")
        listening = _listen(at, ws.settings.port if port is None else port)
        number = listening.getsockname()[1]
        app = create_app(ws, port=number, host=at, allowed=allowed, token=token, ahead=True)
        address = _address(at, number, token)
        say(f"Detente shows {ws.folder.resolve()} at\n\n  {address}\n\nCtrl-C ends it.")
        if opens:
            Timer(0.6, webbrowser.open, [address]).start()
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5)
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A socket on the port, or on the next one that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for tried in range(port, min(port + _TRIES, 65536)):
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, tried))
            made.listen(128)
        except OSError:
            made.close()
            continue
        if tried != port:
            say(f"Port {port} is in use; taking {tried}.")
        return made
    raise click.ClickException(f"no port from {port} on is free on {host}; name one with --port, or another --host")


def _address(host: str, port: int, token: str) -> str:
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared with, not bound to
    shown = f"[{name}]" if ":" in name else name
    return f"http://{shown}:{port}/" + (f"?token={quote(token)}" if token else "")
