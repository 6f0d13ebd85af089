"""Every setting once: its name, default and help are the fields of `Settings`.

A value comes from the environment (`DETENTE_CODER`), else from `detente.toml` in the workspace, else it is the default.
"""

import difflib
import getpass
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from detente.errors import InputError

FILE_NAME: Final = "detente.toml"
_PREFIX: Final = "DETENTE_"
#: Variables of the same prefix that are no settings of a workspace.
_OTHERS: Final = frozenset({"DETENTE_WORKSPACE", "DETENTE_KILLS", "DETENTE_API_KEY"})


def _setting(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a workspace."""

    coder: str = _setting("en.v3", "Name of the coder that reads reports: en.v3, or openai for a served model.")
    base_url: str = _setting("", "Address of the server of the coder openai, such as http://localhost:11434/v1.")
    model: str = _setting("", "Model that the coder openai asks for.")
    timeout: float = _setting(120.0, "Seconds that the coder openai waits for an answer.")
    who: str = _setting("", "Your name, as it stands beside your corrections. Empty: the name you are logged in with.")
    certainty: float = _setting(0.0, "Least reading certainty, 0 to 1, of the events that lists show.")
    host: str = _setting("127.0.0.1", "Address on which `detente serve` listens.")
    port: int = _setting(8765, "Port on which `detente serve` listens; the next free one is taken if it is in use.")

    @property
    def person(self) -> str:
        """Who corrects: the setting, else the login name."""
        return self.who or _login()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def declared() -> tuple[tuple[str, object, str], ...]:
    """Name, default and help of every setting, for the documentation."""
    return tuple((one.name, one.default, one.metadata["help"]) for one in fields(Settings))


def load(folder: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of the workspace in a folder.

    Raises:
        InputError: a setting is unknown or has a value of another kind; names the file or variable, the value and what fits.
    """
    known = {one.name: one for one in fields(Settings)}
    values: dict[str, Any] = {}
    for source, name, value in (
        *_from_file(folder / FILE_NAME),
        *_from_environment(os.environ if environ is None else environ),
    ):
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
            raise InputError(f"no setting {name!r} ({source}); {meant}")
        values[name] = _fitted(known[name], value, source)
    return Settings(**values)


def _from_file(path: Path) -> Iterator[tuple[str, str, object]]:
    if not path.is_file():
        return
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path} cannot be read: {error}") from error
    for name, value in table.items():
        yield str(path), name, value


def _from_environment(environ: Mapping[str, str]) -> Iterator[tuple[str, str, object]]:
    for name, value in sorted(environ.items()):
        if name.startswith(_PREFIX) and name not in _OTHERS:
            yield name, name.removeprefix(_PREFIX).lower(), value


def _fitted(one: Field[Any], value: object, source: str) -> object:
    """The value as the kind of its default; a variable's words are turned into a number where one is due."""
    kind: Any = type(one.default)
    if isinstance(value, str) and kind is not str:
        try:
            return kind(value)
        except ValueError:
            pass
    elif isinstance(value, kind) and not isinstance(value, bool):
        return value
    elif kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    named = {str: "words", int: "a whole number", float: "a number"}[kind]
    raise InputError(f"{one.name} must be {named}, not {value!r} ({source})")
