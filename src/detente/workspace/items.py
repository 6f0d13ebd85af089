"""One thing for a person to decide on, and why."""

from typing import Literal, NamedTuple

Why = Literal["contradiction", "promise", "same act", "uncertain"]


class Item(NamedTuple):
    """One event to decide on."""

    event: str
    """Its id."""
    why: Why
    reason: str
    """The same in words."""
    other: str | None = None
    """The id of the event that it contradicts, may be the same act as, or may keep as a promise."""
