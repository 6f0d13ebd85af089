"""The data beside each page: the page's own object as JSON, its main table as CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from detente.charts import Lanes, Series


def plain(value: object) -> Any:
    """A page's object as plain JSON values; named tuples become objects, pictures their values."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Lanes | Series) or (is_dataclass(value) and not isinstance(value, type)):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(one) for name, one in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value


def as_json(value: object) -> bytes:
    """Indented JSON."""
    return msgspec.json.format(msgspec.json.encode(plain(value)), indent=2) + b"\n"


def flat(found: Sequence[Any]) -> list[dict[str, Any]]:
    """Named tuples as rows of a table: what is inside another is spread with its name before it."""
    return [dict(_spread("", one)) for one in found]


def _spread(name: str, value: object) -> Any:
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        for key, one in value._asdict().items():
            yield from _spread(f"{name}_{key}" if name else key, one)
    elif isinstance(value, tuple | list) and any(isinstance(one, tuple) for one in value):
        yield name, len(value)
    else:
        yield name, value
