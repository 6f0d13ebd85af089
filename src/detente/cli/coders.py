"""Which coder reads: options that go before the settings of the workspace."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from detente.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def coder_options(command: F) -> F:
    """`--coder NAME`, and for a served one `--base-url URL` and `--model NAME`."""
    for option in (
        click.option("--model", metavar="NAME", help="Model that the coder openai asks for."),
        click.option("--base-url", metavar="URL", help="Server of the coder openai, such as http://localhost:11434/v1."),
        click.option("--coder", metavar="NAME", help="Coder: en.v3 (shipped), or openai for a model on a server of yours."),
    ):
        command = option(command)
    return command


def chosen(settings: Settings, coder: str | None, base_url: str | None, model: str | None) -> Settings:
    """The settings with what options name; an address alone means the coder that has one."""
    named = coder or ("openai" if base_url or model else None)
    return replace(
        settings,
        coder=named or settings.coder,
        base_url=base_url or settings.base_url,
        model=model or settings.model,
    )
