"""How a day is written; apart from all other words, for whoever prints a page that is made already."""

from datetime import date


def day(value: date) -> str:
    """`16 Nov 2023`."""
    return f"{value.day} {value:%b %Y}"
