"""`detente completion`."""

import click
from click.shell_completion import get_completion_class


@click.command(
    epilog="""\b
Examples:
  detente completion bash
  detente completion fish"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """A script that completes commands and options in your shell; put it where your shell reads such scripts."""
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(ctx.find_root().command, {}, "detente", "_DETENTE_COMPLETE").source())
