"""What keeps the app to the person at this machine, in one ASGI class.

A page of another site can make a browser send requests here, and a name that resolves to 127.0.0.1 can make it read answers.
So the Host header must name this server with its port (421), writes must come from this app's own pages by Sec-Fetch-Site, or
by Origin where a browser sends none (403), and a server that other machines can reach wants a token (401). Programs such as
curl send neither header and may write. All answers carry a policy under which only this app's own files run or load.
"""

import ipaddress
import secrets
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.web.problems import Problem

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
#: The most that one request may bring, in bytes: a folder of reports.
LARGEST: Final = 256 * 1024 * 1024
COOKIE: Final = "detente-token"
_WILD: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not bound to


class Guard:
    """Wraps the app; refuses what must not come in, and marks what goes out."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        port: int,
        host: str = "127.0.0.1",
        allowed: Iterable[str] = (),
        token: str = "",
        largest: int = LARGEST,
    ) -> None:
        self._app, self._port, self._token, self._largest = app, port, token, largest
        self._hosts = frozenset({*LOOPBACK, *(name.lower() for name in allowed), *(() if host in _WILD else (host.lower(),))})
        # An address in digits cannot be made to point elsewhere by a name server, and the token keeps others out.
        self._digits = bool(token) and host in _WILD

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, self._marked(send, scope))
            return
        await self._app(scope, self._bounded(receive), self._marked(send, scope))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if not self._is_ours(headers.get("host", "")):
            hint = "Open the address that `detente serve` printed, or start it with --allow-host and this name."
            return _answer(Problem("This server does not go by that name.", headers.get("host", "")[:200], hint, 421), headers)
        if self._token and not self._knows(headers):
            return self._ask(scope, headers)
        if scope["method"] not in SAFE and not self._is_own_write(headers):
            hint = "Use the app's own pages, or a program that is no browser."
            return _answer(
                Problem("A page of another site may not write here.", headers.get("origin", "")[:200], hint, 403), headers
            )
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length) > self._largest:
            hint = f"Send at most {self._largest // 1024**2} MB at once."
            return _answer(Problem("The request is too large.", length[:20], hint, 413), headers)
        return None

    def _is_ours(self, host: str) -> bool:
        name, port = _host_and_port(host)
        if port != self._port:
            return False
        return name in self._hosts or (self._digits and _is_address(name))

    def _is_own_write(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = headers.get("origin")
        # Without both headers it is no browser, or one so old that it sends neither: then nothing foreign is shown either.
        return origin is None or origin in (f"http://{headers.get('host')}", f"https://{headers.get('host')}")

    def _knows(self, headers: Headers) -> bool:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        return self._fits(given) or self._fits(_cookie(headers))

    def _fits(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._token.encode("utf-8"))

    def _ask(self, scope: Scope, headers: Headers) -> Response:
        """The token in the address is put into a cookie and taken out of the address, so that it stands in no history."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in query if name == "token"), "")
        if scope["method"] in SAFE and self._fits(given):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            answer: Response = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict")
            return answer
        return _answer(
            Problem("This server wants a token.", "", "Open the address with ?token=... that was printed.", 401), headers
        )

    def _bounded(self, receive: Receive) -> Receive:
        seen = 0

        async def bounded() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._largest:
                raise HTTPException(413, f"at most {self._largest // 1024**2} MB are taken at once")
            return message

        return bounded

    def _marked(self, send: Send, scope: Scope) -> Send:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        return marked


def _answer(problem: Problem, headers: Headers) -> Response:
    """A refusal in words; pages are not made for those who may not see them."""
    if "json" in headers.get("accept", ""):
        found = {"error": problem.error, "value": problem.value, "hint": problem.hint}
        return JSONResponse(found, problem.status)
    return PlainTextResponse(f"{problem.error} {problem.value}\n{problem.hint}\n", problem.status)


def _host_and_port(host: str) -> tuple[str, int | None]:
    """The name, in lower case, and the port; 80 where none is given, None where it is no number."""
    name, colon, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if not colon:
        name, port = host, "80"
    return name.strip("[]").lower(), int(port) if port.isascii() and port.isdigit() else None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
