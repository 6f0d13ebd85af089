"""Pages as HTML: one Jinja2 environment in which everything is escaped, and the few words that all templates share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente import __version__
from detente.charts import Cell, Lanes, Series, lanes_svg, series_svg, spark_svg
from detente.charts.lanes import SINGLY
from detente.ontology.countries import country_name
from detente.relations.brief.printed import SIGNS
from detente.relations.days import day
from detente.relations.wording import capital
from detente.web.pages.review import QUEUE
from detente.web.pages.search import search_query
from detente.web.urls import Urls

#: Signs that turn the direction of text: they could make a quote read as another, so each is shown as one that cannot be shown.
TURNING: Final = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"), "\ufffd")


class Link(NamedTuple):
    """Words that lead somewhere."""

    text: str
    """What is shown."""
    href: str
    """Where to."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around every page."""

    title: str
    """The title of the window; it says the answer."""
    here: str
    """Which page of the navigation this is."""
    to_review: int
    """How many items wait for a person."""
    workspace: str
    """Name of the workspace's folder."""
    coder: str
    """Name of the coder."""
    version: str
    """Version of Detente."""
    query: str
    """What is being searched for."""
    twins: tuple[Link, ...]
    """The same page in other forms."""
    keys: bool
    """Whether single keys act."""


def environment(urls: Urls) -> Environment:
    """The environment that templates are rendered in."""
    made = Environment(
        loader=PackageLoader("detente.web", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= {"urls": urls, "signs": SIGNS, "version": __version__, "lanes_of": partial(_lanes, urls), "singly": SINGLY}
    made.globals |= {"series_of": _series, "spark_of": _spark, "search_query": search_query, "most_waiting": QUEUE}
    made.filters |= {
        "day": shown_day, "capital": capital, "plain": plain, "country": country_name, "ago": ago, "count": count,
        "safe_url": safe_url, "at_publisher": at_publisher, "percent": percent, "short": short,
    }  # fmt: skip
    return made


def _lanes(urls: Urls, picture: Lanes, code: str) -> Markup:
    def to_list(_: str, first: date, last: date) -> str:
        return urls.search(dyad=code, since=first, until=last)

    # The pictures escape what they are given; their markup is ours.
    return Markup(lanes_svg(picture, to_list=to_list))  # noqa: S704


def _series(picture: Series) -> Markup:
    return Markup(series_svg(picture))  # noqa: S704


def _spark(cells: Iterable[Cell], label: str) -> Markup:
    return Markup(spark_svg(tuple(cells), label))  # noqa: S704


def plain(text: str | None) -> str:
    """Words of a report on one line."""
    return " ".join((text or "").split())


def shown_day(value: date | str | None) -> str:
    """`16 Nov 2023`; a dash where there is none."""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return day(value) if value else "–"


def ago(value: date, today: date) -> str:
    """How long before another day: `12 days ago`, `in 5 days`, `that day`."""
    days = (today - value).days
    if days == 0:
        return "that day"
    words = count(abs(days), "day")
    return f"{words} earlier" if days > 0 else f"in {words}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 report`, `41 reports`, `0 reports`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(part: float) -> str:
    """A share as `91%`."""
    return f"{100 * part:.0f}%"


def short(id_: str) -> str:
    """The first digits of an id, as git shows them."""
    return id_[:7]


def safe_url(url: str | None) -> str:
    """An address that may become a link; "" for `javascript:` and the like."""
    return url if url and url.lower().startswith(("https://", "http://")) else ""


def at_publisher(url: str | None, words: str) -> str:
    """The publisher's page at some words of it, as browsers find them."""
    safe = safe_url(url)
    if not safe:
        return ""
    parts = words.split()
    head, tail = " ".join(parts[:5]), " ".join(parts[-5:])
    fragment = quote(head, safe="") + ("," + quote(tail, safe="") if len(parts) > 10 else "")
    return f"{safe.partition('#')[0]}#:~:text={fragment.replace('-', '%2D')}"


def rows_of(found: Iterable[Any]) -> list[Mapping[str, Any]]:
    """NamedTuples as rows for CSV."""
    return [one._asdict() for one in found]
