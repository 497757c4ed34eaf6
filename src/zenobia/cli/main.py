"""The group of commands, and how errors end."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import Any

import click

from zenobia.errors import ZenobiaError

COMMANDS = {
    "read": "zenobia.cli.read:read",
    "follow": "zenobia.cli.follow:follow",
    "claims": "zenobia.cli.ask:claims",
    "incidents": "zenobia.cli.incidents:incidents",
    "incident": "zenobia.cli.incidents:incident",
    "articles": "zenobia.cli.ask:articles",
    "show": "zenobia.cli.show:show",
    "control": "zenobia.cli.control:control",
    "code": "zenobia.cli.code:code",
    "export": "zenobia.cli.export:export",
    "compare": "zenobia.cli.compare:compare",
    "annotate": "zenobia.cli.annotate:annotate",
    "score": "zenobia.cli.score:score",
    "actor": "zenobia.cli.actors:actor",
    "actors": "zenobia.cli.actors:actors",
    "place": "zenobia.cli.gazetteer:place",
    "gazetteer": "zenobia.cli.gazetteer:gazetteer",
    "check": "zenobia.cli.keeping:check",
    "backup": "zenobia.cli.keeping:backup",
    "restore": "zenobia.cli.keeping:restore",
    "serve": "zenobia.cli.serve:serve",
    "demo": "zenobia.cli.demo:demo",
    "doctor": "zenobia.cli.doctor:doctor",
    "completion": "zenobia.cli.completion:completion",
}


class LazyGroup(click.Group):
    """Import a command when it is called, so that `zenobia --help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, ...]:
        """As click does it, and a mistyped command is answered with the nearest one."""
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            meant = f" Did you mean “{near[0]}”?" if near else " “zenobia --help” lists the commands."
            raise click.UsageError(f"There is no command “{args[0]}”.{meant}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="zenobia", prog_name="zenobia")
def group() -> None:
    """Read news reports about armed conflict into a ledger of claims.

    Who did what to whom, where, when, how many were killed, and who says so: every value is tied to the words
    it came from.

    \b
    zenobia demo                                  read the bundled reports and look around
    zenobia read reports/ --outlet "Daily News"   read a folder of your own
    zenobia claims --place Palmyra                ask what is said about a place

    \b
    Exit status: 0 done; 1 refused or failed; 2 misused; 3 done, but some inputs were set aside.
    """


def main() -> None:
    """Run a command, and end with one line about what went wrong where something did (docs/shell.md)."""
    try:
        group(prog_name="zenobia", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("zenobia: stopped; what was read so far is kept", err=True)
        sys.exit(130)
    except ZenobiaError as error:
        click.echo(f"zenobia: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        _drop_the_rest()
        sys.exit(141)
    except OSError as error:
        _drop_the_rest()
        click.echo(f"zenobia: {_refusal(error)}", err=True)
        sys.exit(1)


def _refusal(error: OSError) -> str:
    """What the system refused, of which file, and what may help."""
    what = error.filename or "the answer could not be written"
    advice = {
        errno.ENOSPC: "; make room on the disk and try again",
        errno.EDQUOT: "; make room in your quota and try again",
        errno.EACCES: "; check who may read and write there",
        errno.EPERM: "; check who may read and write there",
        errno.EROFS: "; name a file on a disk that can be written to",
    }
    return f"{what}: {error.strerror or error}{advice.get(error.errno or 0, '')}"


def _drop_the_rest() -> None:
    """What could not be written is not tried again, with a traceback, when Python closes the output."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
