"""Detente reads news reports about how countries deal with each other and keeps the record.

    import detente

    ws = detente.open("china")                      # a folder; made if absent
    ws.read(["articles/"])                          # code and file reports
    ws.brief("China", "USA", as_of="2024-01-31")    # where the two stand
    detente.code("...", published="2024-01-31")     # one text, no workspace

Names are loaded when they are first used, so that `import detente` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.errors import DetenteError
    from detente.records import Actor, Claim, Coding, Dyad, Event, Evidence, Link, Place, Report
    from detente.workspace import Reading, Workspace, code, open  # noqa: A004 - detente.open(...) reads as meant

__version__ = "0.1.0"
__all__ = [
    "Actor",
    "Claim",
    "Coding",
    "DetenteError",
    "Dyad",
    "Event",
    "Evidence",
    "Link",
    "Place",
    "Reading",
    "Report",
    "Workspace",
    "__version__",
    "code",
    "open",
]

_HOMES = {
    "detente.errors": ("DetenteError",),
    "detente.records": ("Actor", "Claim", "Coding", "Dyad", "Event", "Evidence", "Link", "Place", "Report"),
    "detente.workspace": ("Reading", "Workspace", "code", "open"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
