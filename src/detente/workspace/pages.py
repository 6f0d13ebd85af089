"""Pages kept in the ledger: a brief that was made once is shown again at once as long as nothing changed that it says."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

import detente
from detente.errors import LedgerError
from detente.ledger.store import Ledger
from detente.records import Dyad
from detente.relations.brief.printed import Page
from detente.workspace.items import Item

_PAGE: Final = msgspec.json.Decoder(Page)
_ITEMS: Final = msgspec.json.Decoder(tuple[Item, ...])
_REVIEW: Final = "review"
#: What a page is made by, below the package.
_MAKERS: Final = ("relations", "indices", "ontology", "workspace", "records.py")


def page(ledger: Ledger, dyad: Dyad, as_of: date, since: date | None, make: Callable[[], Page]) -> Page:
    """The page that is kept, else one made by `make` and kept from now on."""
    what = f"{dyad.first} {dyad.second} {as_of} {since}"
    kept = ledger.page(dyad, what, _program())
    if kept is not None:
        return _PAGE.decode(kept)
    stamp = ledger.stamp(dyad, _program())
    made = make()
    with suppress(LedgerError):  # a ledger that may only be read can be asked all the same
        ledger.keep_page(dyad, what, stamp, msgspec.json.encode(made).decode())
    return made


def items(ledger: Ledger, dyad: Dyad, make: Callable[[], tuple[Item, ...]] | None) -> tuple[Item, ...] | None:
    """What of a dyad needs a person's eye, as it is kept, else as `make` makes it; None without either."""
    kept = ledger.page(dyad, _REVIEW, _program())
    if kept is not None:
        return _ITEMS.decode(kept)
    if make is None:
        return None
    stamp = ledger.stamp(dyad, _program())
    made = make()
    with suppress(LedgerError):
        ledger.keep_page(dyad, _REVIEW, stamp, msgspec.json.encode(made).decode())
    return made


@cache
def _program() -> str:
    """The program that makes pages, by its version and the time of its newest file: a page made by another is made anew."""
    home = Path(detente.__file__).parent
    files = [file for name in _MAKERS for file in (*home.joinpath(name).rglob("*.*"), home / name)]
    return f"{detente.__version__} {max(file.stat().st_mtime_ns for file in files if '__pycache__' not in file.parts)}"
