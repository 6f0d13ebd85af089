"""Pages kept in the ledger: a brief that was made once is shown again at once as long as nothing changed that it says."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import msgspec

import detente
from detente.errors import LedgerError
from detente.ledger.store import Ledger
from detente.records import Dyad
from detente.relations.brief.printed import Page
from detente.workspace.items import Item

T = TypeVar("T")

_REVIEW: Final = "review"
#: What a page is made by, below the package.
_MAKERS: Final = ("relations", "indices", "ontology", "workspace", "records.py")


def page(ledger: Ledger, dyad: Dyad, as_of: date, since: date | None, make: Callable[[], Page]) -> Page:
    """The page that is kept, else one made by `make` and kept from now on."""
    return kept(ledger, dyad, f"{dyad.first} {dyad.second} {as_of} {since}", Page, make)


def items(ledger: Ledger, dyad: Dyad, make: Callable[[], tuple[Item, ...]] | None) -> tuple[Item, ...] | None:
    """What of a dyad needs a person's eye, as it is kept, else as `make` makes it; None without either."""
    if make is not None:
        return kept(ledger, dyad, _REVIEW, tuple[Item, ...], make)
    found = ledger.page(dyad, _REVIEW, _program())
    return None if found is None else msgspec.json.decode(found, type=tuple[Item, ...])


def kept(ledger: Ledger, dyad: Dyad, what: str, form: type[T], make: Callable[[], T], program: str = "") -> T:
    """Something made of all that is held on a dyad, kept under `what`: what is kept, else what `make` makes, kept from now on.

    `program` stands for what makes it above this floor: when it changes, what is kept is out of date.
    """
    made_by = _program() + program
    found = ledger.page(dyad, what, made_by)
    if found is not None:
        return msgspec.json.decode(found, type=form)
    stamp = ledger.stamp(dyad, made_by)
    made = make()
    with suppress(LedgerError):  # a ledger that may only be read can be asked all the same
        ledger.keep_page(dyad, what, stamp, msgspec.json.encode(made).decode())
    return made


@cache
def _program() -> str:
    """The program that makes pages, by its version and the time of its newest file: a page made by another is made anew."""
    home = Path(detente.__file__).parent
    files = [file for name in _MAKERS for file in (*home.joinpath(name).rglob("*.*"), home / name)]
    return f"{detente.__version__} {max(file.stat().st_mtime_ns for file in files if '__pycache__' not in file.parts)}"
