"""The command line: one module for each command, loaded when it is run.

Data goes to standard output, words to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some reports
failed, 4 nothing found, 130 interrupted.
"""

import difflib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final, NoReturn

import click

from detente import __version__
from detente.errors import DetenteError

FAILED: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130

#: Every command with its module and the line that `detente --help` shows of it; in the order in which they are met.
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("demo", "Read the reports that come along and show a brief."),
    "read": ("read", "Code reports and file them in a workspace."),
    "watch": ("watch", "Read what comes into a folder."),
    "brief": ("brief", "One page on two countries, every line with its source."),
    "serve": ("serve", "Show the workspace in a browser, on this machine."),
    "diff": ("diff", "What changed between two countries since a day."),
    "timeline": ("timeline", "Events of one country or two, by day."),
    "index": ("index", "Conflict and cooperation between two, by month."),
    "search": ("search", "Find events, claims and reports by words."),
    "show": ("show", "One report, event or claim, with the words it was read from."),
    "cite": ("cite", "A reference for a report, event or claim."),
    "review": ("review", "Confirm or correct records, one after the other."),
    "undo": ("undo", "Take back the last correction."),
    "code": ("code", "Code reports without filing them."),
    "evaluate": ("evaluate", "Compare codings with codings made by hand."),
    "import": ("import_", "Take in codings or corrections made elsewhere."),
    "export": ("export", "Write codings, tables or corrections to a file."),
    "backup": ("backup", "Copy the ledger while it is in use."),
    "doctor": ("doctor", "Check the installation and the workspace."),
    "completion": ("completion", "A script that completes commands in your shell."),
}

_BEGIN: Final = """\
Detente reads news reports about how countries deal with each other.

  detente demo                  read the reports that come along, show a brief
  detente read FOLDER           read your own
  detente brief CHINA USA       see where two countries stand

All commands:  detente --help
"""


class LazyGroup(click.Group):
    """Commands by their names; a command's module is imported when it runs, so that help and version cost nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, from its module."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"detente.cli.{COMMANDS[cmd_name][0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was named; a wrong name is answered with the nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            raise click.UsageError(f"No command {args[0]!r}." + (f" Did you mean {near[0]!r}?" if near else ""), ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="detente", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Detente reads news reports about how countries deal with each other and keeps the record."""
    if ctx.invoked_subcommand is None:
        click.echo(_BEGIN, nl=False)


def run(args: Sequence[str]) -> int:
    """Run the command line and return its exit code; every error is one sentence on standard error."""
    try:
        found: Any = cli.main(args=list(args), prog_name="detente", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; nothing is lost, run the same command to go on.", err=True)
        return INTERRUPTED
    except DetenteError as error:
        click.echo(f"Error: {error}", err=True)
        return FAILED
    except BrokenPipeError:
        # Whoever read our output has enough. Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return found if isinstance(found, int) else 0


def main() -> NoReturn:
    """The entry point of the `detente` script."""
    sys.exit(run(sys.argv[1:]))
