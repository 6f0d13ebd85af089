"""What the commands share: countries and days as people write them, words to standard error, exit codes."""

import os
import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final, TypeVar

import click

from detente.errors import DetenteError
from detente.ontology.countries import parse_country

F = TypeVar("F", bound=Callable[..., Any])

SOME_FAILED: Final = 3
NOTHING: Final = 4

_SPAN: Final = re.compile(r"(\d{1,5})([dwmy])")
_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}


class Country(click.ParamType[str]):
    """A country or organisation by name, code or adjective in any case; becomes its code."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code; wrong usage where nothing goes by that name."""
        try:
            return parse_country(str(value))
        except DetenteError as error:
            return self.fail(str(error), param, ctx)


class Day(click.ParamType[date | timedelta | str]):
    """A day: `2024-01-31`, or so far back as `30d`, `6w`, `3m`, `1y`; with `last`, also that word."""

    name = "date"

    def __init__(self, *, last: bool = False) -> None:
        self.last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | timedelta | str:
        """A date, the time to go back from the day that the command looks from, or "last"."""
        if isinstance(value, date | timedelta):
            return value
        words = str(value)
        if self.last and words == "last":
            return words
        if span := _SPAN.fullmatch(words):
            return timedelta(days=int(span[1]) * _DAYS[span[2]])
        try:
            return date.fromisoformat(words)
        except ValueError:
            return self.fail(f"{words!r} is no day; write 2024-01-31, or 30d for thirty days back", param, ctx)


COUNTRY: Final = Country()
DAY: Final = Day()


def back_from(day: date | timedelta | None, end: date) -> date | None:
    """The day meant, where a time to go back counts from `end`."""
    return end - day if isinstance(day, timedelta) else day


def day_option(name: str, text: str) -> Callable[[F], F]:
    """An option that takes a day."""
    return click.option(name, type=DAY, metavar="DATE", help=text)


def say(words: str) -> None:
    """Words for the user; they never mix with data."""
    click.echo(words, err=True)


def leave(code: int) -> None:
    """End the command with an exit code other than 0."""
    raise click.exceptions.Exit(code)


def is_watched() -> bool:
    """Whether somebody watches standard error."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
