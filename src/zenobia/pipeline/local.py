"""Read inputs on this machine, one after the other: parse in a child that can be killed, code, keep.

    inputs = read + duplicate + set aside
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zenobia.errors import PageError
from zenobia.model import Article, Page
from zenobia.pages.files import Input, read_page
from zenobia.pipeline.stages import Stages
from zenobia.pipeline.worker import PageParser
from zenobia.store import Writer


class Fate(StrEnum):
    """What became of one input; there is no fourth way."""

    READ = "read"
    DUPLICATE = "duplicate"
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class InputResult:
    """One input and what became of it.

    `reason` is the short name a set-aside input is counted under, and `message` says it in a sentence.
    `article` is what is in the store now, also for a duplicate.
    """

    name: str
    fate: Fate
    article: Article | None = None
    claims: int = 0
    reason: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the person said about the inputs, for pages that do not say it themselves."""

    published_on: date | None = None
    outlet: str | None = None


def read_inputs(
    inputs: Iterable[Input], given: Given, *, stages: Stages, writer: Writer, parser: PageParser
) -> Iterator[InputResult]:
    """Read each input into the store; one that cannot be read is set aside and the rest goes on."""
    for given_input in inputs:
        page: Page | None = None
        try:
            page = read_page(given_input)
            yield _read_page(page, given, stages, writer, parser)
        except PageError as error:
            yield _set_aside(given_input.name, page, error, writer)


def _read_page(page: Page, given: Given, stages: Stages, writer: Writer, parser: PageParser) -> InputResult:
    kept = writer.kept(page)
    if kept is None:
        article = parser.parse(page, published_on=given.published_on, outlet=given.outlet)
        coded = stages.code([article])[0]
        kept_now = writer.keep(page, coded)
    return InputResult(page.name, Fate.READ)
