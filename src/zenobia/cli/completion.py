"""`zenobia completion`: the script with which a shell completes commands, options and their words."""

from __future__ import annotations

import sys

import click

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
def completion(shell: str) -> None:
    """Print the script that completes commands in SHELL: bash, zsh or fish.

    \b
    Examples:
      echo 'eval "$(zenobia completion bash)"' >> ~/.bashrc
      echo 'eval "$(zenobia completion zsh)"' >> ~/.zshrc
      zenobia completion fish > ~/.config/fish/completions/zenobia.fish
    """
    from click.shell_completion import get_completion_class

    from zenobia.cli.main import group

    completes = get_completion_class(shell)
    if completes is not None:
        sys.stdout.write(completes(group, {}, "zenobia", "_ZENOBIA_COMPLETE").source())
