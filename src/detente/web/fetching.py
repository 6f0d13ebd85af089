"""Fetches one page of the web for import, and nothing of this machine or its network.

The server is asked by a person, but with an address that may come from anywhere. So only http and https on their own ports are
spoken, every address that a name stands for must be a public one, the connection goes to the very address that was checked (a
second answer of the name server changes nothing), each redirect is checked anew, and size and time have limits.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

import msgspec

from detente.errors import InputError
from detente.ingest.decoding import decode
from detente.ingest.webpage import is_html, read_page

LARGEST: Final = 10_000_000
SECONDS: Final = 20.0
REDIRECTS: Final = 5
_PORTS: Final = {"http": 80, "https": 443}
_CHUNK: Final = 65_536
_KINDS: Final = ("text/html", "text/plain", "application/xhtml")

Resolve = Callable[[str, int], list[str]]
Connect = Callable[[SplitResult, str, float], http.client.HTTPConnection]


class Fetched(NamedTuple):
    """A page as it came."""

    address: str
    """Where it came from, after redirects."""
    content: bytes


def fetch_into(address: str, folder: Path) -> Iterator[Path]:
    """Fetch a page and write it as one report, in a file.

    Raises:
        InputError: the address is not public, does not answer, or answers something else than a page.
    """
    fetched = fetch(address)
    text = decode(fetched.content, fetched.address)
    row: dict[str, object] = {"text": text, "url": fetched.address}
    if is_html(text):
        page = read_page(text, fetched.address)
        row = {
            "text": page.text, "title": page.title, "published": page.published, "publisher": page.publisher,
            "url": page.url or fetched.address,
        }  # fmt: skip
    path = folder / "0001-page.json"
    path.write_bytes(msgspec.json.encode({name: value for name, value in row.items() if value}))
    yield path


def resolve(host: str, port: int) -> list[str]:
    """The addresses that a name stands for."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (socket.gaierror, UnicodeError) as error:
        raise InputError(f"{host} is not known to the name server; check the address") from error


def is_public(address: str) -> bool:
    """Whether an address is of the open internet: not private, loopback, link-local, shared, reserved or multicast."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        # An IPv4 address can be dressed as IPv6 in several ways; what counts is where it leads.
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


def fetch(address: str, *, resolve: Resolve = resolve, connect: "Connect | None" = None, seconds: float = SECONDS) -> Fetched:
    """The page at an address, redirects followed."""
    end = time.monotonic() + seconds
    at = address
    for _ in range(REDIRECTS + 1):
        parts = checked(at)
        target = _public_address(parts, resolve)
        status, location, content = _get(parts, target, end, connect or _connect)
        if status in (301, 302, 303, 307, 308) and location:
            at = urljoin(at, location)
            continue
        if status != 200:
            raise InputError(f"{at} answered {status}; open it in a browser, save the page, and import the file")
        return Fetched(at, content)
    raise InputError(
        f"{address} leads from one address to the next more than {REDIRECTS} times; save the page, and import the file"
    )


def checked(address: str) -> SplitResult:
    """The parts of an address that may be asked.

    Raises:
        InputError: it is no http or https address, has a password in it, or another port.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise InputError(f"{address[:200]!r} is no address: {error}") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise InputError(f"{address[:200]!r} is no address of a page; it begins with https://")
    if parts.username or parts.password:
        raise InputError("an address with a name and password in it is not asked; take them out")
    if port not in (None, _PORTS[parts.scheme]):
        raise InputError(f"port {port} is not asked; only {_PORTS[parts.scheme]}")
    return parts


def _public_address(parts: SplitResult, resolve: Resolve) -> str:
    host = parts.hostname or ""
    found = resolve(host, _PORTS[parts.scheme])
    private = [one for one in found if not is_public(one)]
    if not found or private:
        raise InputError(f"{host} is an address of this machine or its own network; only public pages are fetched")
    return found[0]


def _connect(parts: SplitResult, target: str, seconds: float) -> http.client.HTTPConnection:
    """A connection to exactly the address that was checked, under the name that was asked for."""
    host, port = parts.hostname or "", _PORTS[parts.scheme]
    made: http.client.HTTPConnection
    raw = socket.create_connection((target, port), timeout=seconds)
    if parts.scheme == "https":
        made = http.client.HTTPSConnection(host, port, timeout=seconds)
        made.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    else:
        made = http.client.HTTPConnection(host, port, timeout=seconds)
        made.sock = raw
    return made


def _get(parts: SplitResult, target: str, end: float, connect: Connect) -> tuple[int, str, bytes]:
    left = end - time.monotonic()
    if left <= 0:
        raise InputError(f"{parts.hostname} took too long to answer; try again, or save the page and import the file")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": "Detente", "Accept": "text/html, text/plain;q=0.9", "Accept-Encoding": "identity"}
    try:
        connection = connect(parts, target, left)
        try:
            connection.request("GET", path.encode("ascii", "ignore").decode(), headers=headers)
            answer = connection.getresponse()
            location = answer.headers.get("Location", "")
            if answer.status != 200:
                return answer.status, location, b""
            kind = answer.headers.get_content_type()
            if not kind.startswith(_KINDS):
                raise InputError(f"{parts.hostname} answered {kind}, which is no page; save it and import the file")
            return answer.status, "", _read(answer, parts, end)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise InputError(f"{parts.hostname} cannot be reached ({error}); check the address and the network") from error


def _read(answer: http.client.HTTPResponse, parts: SplitResult, end: float) -> bytes:
    """The page in pieces, so that neither an endless nor a very slow one holds the import."""
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(_CHUNK):
        size += len(piece)
        if size > LARGEST:
            raise InputError(f"{parts.hostname} sent more than {LARGEST // 10**6} MB; save the page and import the file")
        if time.monotonic() > end:
            raise InputError(f"{parts.hostname} took too long to answer; try again, or save the page and import the file")
        pieces.append(piece)
    return b"".join(pieces)
