"""A reader of your choice: any server that speaks OpenAI's chat completions codes reports in the same records.

It is asked only where a setting or an option names it. What it answers is checked record by record; what is not in the report's
own words is refused.
"""

from collections.abc import Mapping

from detente.errors import CoderError
from detente.served.client import Client, key_from
from detente.served.coder import NAME, ServedCoder

__all__ = ["NAME", "Client", "ServedCoder", "load_served"]


def load_served(base_url: str, model: str, environ: Mapping[str, str], *, timeout: float = 120.0) -> ServedCoder:
    """A coder served at an address, such as `http://localhost:11434/v1`; its key comes from the environment alone.

    Raises:
        CoderError: address or model are missing or wrong.
    """
    if not base_url or not model:
        raise CoderError(
            "the coder openai needs an address and a model, such as --base-url http://localhost:11434/v1 --model NAME"
        )
    return ServedCoder(Client(base_url, key_from(environ), timeout=timeout), model)
