"""Options that several commands take, so that they read and fail alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Any, Generic, TypeVar

import click
from click.shell_completion import CompletionItem

from zenobia.errors import BadInput
from zenobia.model import Kind, Realis

_E = TypeVar("_E", bound=StrEnum)
Command = Callable[..., Any]
# Options that are fields of a question to the ledger, by the same name.
_FILTERS = ("place", "kind", "actor", "source", "realis", "country", "since", "until")


class DayType(click.ParamType[date]):
    """A day such as 2016-03-27."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from zenobia import api

        try:
            day = api.as_day(value)
        except BadInput as error:
            self.fail(f"{error}.", param, ctx)
        if day is None:
            self.fail("a day is wanted, such as 2016-03-27.", param, ctx)
        return day


class OneOf(click.ParamType[_E], Generic[_E]):
    """One of the codebook's words; a mistyped one is answered with the nearest."""

    def __init__(self, words: type[_E], name: str) -> None:
        self.words = words
        self.name = name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> _E:
        from difflib import get_close_matches

        try:
            return self.words(value)
        except ValueError:
            known = [word.value for word in self.words]
            near = get_close_matches(str(value), known, n=1)
            meant = f"did you mean “{near[0]}”?" if near else f"it is one of {', '.join(known)}."
            self.fail(f"“{value}” is no {self.name}; {meant}", param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(word.value) for word in self.words if word.value.startswith(incomplete)]


DAY = DayType()


def store_option(command: Command) -> Command:
    """`--store FILE`, the same on every command."""
    return click.option(
        "--store",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The ledger, if not your own.",
    )(command)


def private_option(command: Command) -> Command:
    """`--allow-private`, the same wherever the web is asked."""
    return click.option(
        "--allow-private",
        is_flag=True,
        help="Ask also addresses that are not on the public internet, and other ports than 80 and 443.",
    )(command)


def day_options(command: Command) -> Command:
    """`--from` and `--to`, the same wherever days are asked for."""
    command = click.option("--to", "until", type=DAY, metavar="DAY", help="On this day or earlier.")(command)
    return click.option("--from", "since", type=DAY, metavar="DAY", help="On this day or later: 2016-03-27.")(
        command
    )


def listing_options(command: Command) -> Command:
    """The options of every command that lists."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON array, whole."),
        click.option("--limit", type=click.IntRange(min=1), metavar="NUMBER", help="Show at most so many."),
        day_options,
    ):
        command = option(command)
    return store_option(command)


def claim_filters(command: Command) -> Command:
    """Which claims are asked for: the same on every command that looks through claims, which gets them as `query`.

    The command's own --from, --to and --country, where it has them, are part of what is asked.
    """

    @wraps(command)
    def asked(**options: Any) -> Any:
        from zenobia import api

        named = {name: options.pop(name) for name in _FILTERS if name in options}
        return command(query=api.ClaimQuery(words=options.pop("said"), **named), **options)

    decorated: Command = asked
    for option in (
        click.option(
            "--words", "said", metavar="WORDS", help="With each of these words in a sentence that says it."
        ),
        click.option(
            "--realis",
            type=OneOf(Realis, "realis"),
            metavar="REALIS",
            help="asserted, planned, possible or denied.",
        ),
        click.option("--source", help="Said by a source of this name."),
        click.option("--actor", help="Done by or to a party of this name."),
        click.option(
            "--kind", type=OneOf(Kind, "kind"), metavar="KIND", help="takeover, airstrike, … (codebook)."
        ),
        click.option("--place", help="Said to have happened at a place of this name."),
    ):
        decorated = option(decorated)
    return decorated
