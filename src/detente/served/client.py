"""Asks a server for one completion: over HTTP, patient where it is busy, and silent about the key.

The key is taken from the environment, sent to the address that the user named and nowhere else: redirects are refused, and a
server's words are repeated without it.
"""

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from detente.errors import CoderError

#: Where a key is looked for; the first that is set.
KEYS: Final = ("DETENTE_API_KEY", "OPENAI_API_KEY")
#: How often a busy server or a broken line is tried.
TRIES: Final = 4
#: How often an answer is waited for that takes too long.
_SLOW_TRIES: Final = 2
#: Seconds before the second try where the server says nothing; doubled each time.
FIRST_WAIT: Final = 1.0
#: No server may make us wait longer than this, in seconds.
LONGEST_WAIT: Final = 60.0
#: An answer larger than this is none.
_MOST_BYTES: Final = 16_000_000
_BUSY: Final = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
#: Characters of a server's own words that an error repeats.
_SHOWN: Final = 200


def key_from(environ: Mapping[str, str]) -> str:
    """The key in the environment, empty where there is none; local servers need none."""
    return next((environ[name] for name in KEYS if environ.get(name)), "")


class _NoRedirect(HTTPRedirectHandler):
    """A redirect would carry the key to whoever the server names."""

    def redirect_request(self, *_: object) -> None:
        """None: a redirect is an answer like another, and no good one."""


class Client:
    """One server. `sleep` is what waiting is done by, for tests."""

    def __init__(
        self, base_url: str, key: str = "", *, timeout: float = 120.0, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Raises CoderError where the address is none, or would carry the key unencrypted over a network."""
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise CoderError(f"{base_url!r} is no address of a server; write one such as http://localhost:11434/v1")
        if parts.username or parts.password:
            raise CoderError(f"an address must not hold a password; set {KEYS[0]} instead")
        if key and parts.scheme == "http" and parts.hostname not in _LOCAL:
            raise CoderError(f"{base_url} would carry your key unencrypted; use https")
        self.url = base_url.rstrip("/") + "/chat/completions"
        self._key, self._timeout, self._sleep = key, timeout, sleep
        self._opener = build_opener(_NoRedirect)

    def __repr__(self) -> str:
        return f"<Client {self.url}>"

    def complete(self, body: dict[str, Any]) -> str:
        """The text of the first answer to a request.

        Raises:
            CoderError: the server cannot be reached, refuses, or stays busy; says which, and what to do.
            TimeoutError: it takes too long over this one, twice.
        """
        wait, reason, slow = FIRST_WAIT, "", 0
        for left in reversed(range(TRIES)):
            try:
                return self._answer(self._post(body))
            except HTTPError as error:
                reason = self._refusal(error)
                if error.code not in _BUSY:
                    raise CoderError(reason) from None
                wait = _asked(error.headers.get("Retry-After"), wait)
            except (HTTPException, OSError) as error:
                if _is_slow(error):
                    slow += 1
                    if slow == _SLOW_TRIES:
                        raise TimeoutError(f"{self.url} did not answer within {self._timeout:g} seconds") from None
                    continue
                reason = self._clean(f"{self.url} cannot be reached: {getattr(error, 'reason', error)}")
            if left:
                self._sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)
        raise CoderError(f"{reason}; tried {TRIES} times")

    def _post(self, body: dict[str, Any]) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = Request(self.url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310 - http and https alone
        with self._opener.open(request, timeout=self._timeout) as response:
            found: bytes = response.read(_MOST_BYTES + 1)
        if len(found) > _MOST_BYTES:
            raise CoderError(f"{self.url} answered with more than {_MOST_BYTES:,} bytes")
        return found

    def _answer(self, data: bytes) -> str:
        try:
            choice = json.loads(data)["choices"][0]
            content = choice["message"]["content"]
        except (ValueError, LookupError, TypeError):
            raise CoderError(
                f"{self.url} answers in no form that is known: {self._clean(data.decode(errors='replace'))}"
            ) from None
        if not isinstance(content, str) or not content.strip():
            refusal = choice["message"].get("refusal") or choice.get("finish_reason")
            raise CoderError(self._clean(f"{self.url} gave no answer ({refusal})"))
        return content

    def _refusal(self, error: HTTPError) -> str:
        with error:
            words = error.read(4 * _SHOWN).decode(errors="replace")
        hint = {
            401: f"; set {KEYS[0]} to a key that it accepts",
            403: f"; set {KEYS[0]} to a key that it accepts",
            404: "; check --base-url (most end in /v1) and --model",
        }.get(error.code, "")
        return f"{self.url} refused with {error.code}: {self._clean(words)}{hint}"

    def _clean(self, words: str) -> str:
        """A server's words on one line, cut, and without the key."""
        hidden = words.replace(self._key, "***") if self._key else words
        return " ".join(hidden.split())[:_SHOWN]


def _is_slow(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)


def _asked(retry_after: str | None, otherwise: float) -> float:
    """How long a server asks to wait, in seconds or until a date; at most `LONGEST_WAIT`."""
    if not retry_after:
        return otherwise
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return otherwise
    return min(max(seconds, 0.0), LONGEST_WAIT)
