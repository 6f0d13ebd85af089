"""Items that a person set aside at the desk: ids in one file beside the ledger."""

from pathlib import Path
from threading import Lock
from typing import Final

import msgspec

NAME: Final = "flags.json"


class Flags:
    """The items set aside. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._lock = Lock()

    def all(self) -> tuple[str, ...]:
        """The ids, the oldest first."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=tuple[str, ...])
        except (OSError, msgspec.DecodeError):
            return ()

    def turn(self, id_: str) -> bool:
        """Set an item aside, or take it up again; returns whether it is set aside now."""
        with self._lock:
            held = list(self.all())
            flagged = id_ not in held
            held = [*held, id_] if flagged else [one for one in held if one != id_]
            partial = self._path.with_suffix(".partial")
            partial.write_bytes(msgspec.json.encode(held))
            partial.replace(self._path)
            return flagged
