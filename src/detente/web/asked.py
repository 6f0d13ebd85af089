"""What a request asks: its filters, each checked, with an error that names the value and what fits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import QueryParams

from detente.errors import DetenteError
from detente.ontology.countries import parse_country
from detente.ontology.plover import TYPES
from detente.records import Dyad
from detente.web.problems import ProblemError

#: Longer words in an address are no search and no filter.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of an address."""

    query: str = ""
    """Words to search for."""
    as_of: date | None = None
    """Only what reports up to this day said."""
    known: date | None = None
    """Only what had been filed here by this day."""
    since: date | None = None
    """From this day on."""
    until: date | None = None
    """Up to this day."""
    dyad: Dyad | None = None
    """Between these two."""
    type_: str = ""
    """Events of this type."""
    kind: str = ""
    """Events, claims or reports."""
    publisher: str = ""
    """From this publisher."""
    certainty: float = 0.0
    """Read with at least this certainty."""
    standing: str = ""
    """Done, planned, supposed or denied."""
    sort: str = ""
    """By "match" where words are searched for, or by "date"."""
    why: str = ""
    """Reviews for this reason."""
    page: int = 1
    """Which page of a long list."""
    event: str = ""
    """The record to point at."""
    check: bool = False
    """Check the ledger, which takes a while on a large one."""
    everything: bool = False
    """Draw the lanes over all time."""
    compare: tuple[Dyad, ...] = ()
    """Pairs to show side by side."""


def asked(params: QueryParams) -> Asked:
    """The filters in a query.

    Raises:
        ProblemError: a filter has a value that does not fit.
    """
    return Asked(
        query=params.get("q", "")[:_LONGEST].replace("\x00", ""),
        as_of=_day(params, "as_of"),
        known=_day(params, "known"),
        since=_day(params, "since"),
        until=_day(params, "until"),
        dyad=pair(params["dyad"]) if params.get("dyad") else None,
        type_=_one_of(params, "type", TYPES),
        kind=_one_of(params, "kind", ("event", "claim", "report")),
        standing=_one_of(params, "standing", ("done", "planned", "supposed", "denied")),
        sort=_one_of(params, "sort", ("match", "date")),
        publisher=params.get("publisher", "")[:_LONGEST],
        certainty=_share(params, "certainty"),
        why=params.get("why", "")[:40],
        page=_whole(params, "page"),
        event=params.get("event", "")[:40],
        check="check" in params,
        everything=params.get("lanes") == "all",
        compare=tuple(pair(one) for one in params.get("compare", "").split(",") if one)[:6],
    )


def pair(words: str) -> Dyad:
    """Two countries from `CHN-USA` or `china-india`.

    Raises:
        ProblemError: there are not two, or nothing goes by one of the names.
    """
    first, dash, second = words[:_LONGEST].partition("-")
    if not dash:
        raise ProblemError(
            "A pair of countries is written with a hyphen.", value=words[:_LONGEST], hint="Such as CHN-USA.", status=404
        )
    try:
        a, b = parse_country(first), parse_country(second)
    except DetenteError as error:
        words_, _, hint = str(error).partition("; ")
        raise ProblemError(words_, value=words[:_LONGEST], hint=hint, status=404) from error
    if a == b:
        raise ProblemError("Both are one country.", value=words[:_LONGEST], hint="Name two different ones.", status=404)
    return Dyad(a, b)


def _day(params: QueryParams, name: str) -> date | None:
    words = params.get(name, "").strip()
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ProblemError(f"No date in {name}.", value=words[:_LONGEST], hint="Write it as 2024-01-31.") from None


def _one_of(params: QueryParams, name: str, known: Iterable[str]) -> str:
    words = params.get(name, "")
    if words and words not in known:
        raise ProblemError(f"No such {name}.", value=words[:_LONGEST], hint=f"Known are {', '.join(known)}.")
    return words


def _share(params: QueryParams, name: str) -> float:
    words = params.get(name, "") or "0"
    try:
        value = float(words)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ProblemError(f"The {name} is a number from 0 to 1.", value=words[:_LONGEST], hint="Such as 0.5.")
    return value


def _whole(params: QueryParams, name: str) -> int:
    words = params.get(name, "") or "1"
    if not (words.isascii() and words.isdigit() and 0 < int(words[:7]) < 100_000):
        raise ProblemError(f"No such {name}.", value=words[:_LONGEST], hint="The first one is 1.")
    return int(words)
