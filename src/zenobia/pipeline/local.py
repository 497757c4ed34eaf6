"""Read inputs on this machine, one after the other: parse in a child that can be killed, code, keep.

inputs = read + duplicate + set aside
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from zenobia.errors import PageError
from zenobia.model import Article, Page
from zenobia.pages.files import Input, find_inputs, read_page
from zenobia.pipeline.regrouping import regroup
from zenobia.pipeline.stages import Stages
from zenobia.pipeline.worker import PageParser
from zenobia.store import open_writer
from zenobia.store.writer import Writer


class Fate(StrEnum):
    """What became of one input; there is no fourth way."""

    READ = "read"
    DUPLICATE = "duplicate"
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class InputResult:
    """One input and what became of it.

    `article` is what the store holds now, also for a duplicate. `reason` is the short name that a set-aside
    input is counted under, and `message` says it in a sentence.
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
    paths: Sequence[str | Path],
    given: Given,
    *,
    stages: Callable[[], Stages],
    store: Path,
    count: Callable[[int], None] | None = None,
) -> Iterator[InputResult]:
    """Read every input at `paths` into the store; one that cannot be read is set aside and the rest goes on.

    The store's books are closed at the end: it refuses a run whose inputs do not add up. Then the incidents
    that new claims touch are grouped again.
    """
    inputs = find_inputs(paths)
    if count is not None:
        count(len(inputs))
    holder = f"zenobia read {' '.join(map(str, paths))[:80]}"
    with open_writer(store, holder) as writer, PageParser() as parser:
        run = _Run(given, stages(), writer, parser)
        writer.begin_reading()
        for each in inputs:
            yield run.read(each)
        writer.finish_reading(len(inputs))
        regroup(writer, store)


@dataclass(frozen=True, slots=True)
class _Run:
    given: Given
    stages: Stages
    writer: Writer
    parser: PageParser

    def read(self, given_input: Input) -> InputResult:
        page: Page | None = None
        try:
            page = read_page(given_input)
            return self._read_page(page)
        except PageError as error:
            content = page.content if page else None
            self.writer.set_aside(given_input.name, content, error.code, str(error))
            return InputResult(given_input.name, Fate.SET_ASIDE, reason=error.code, message=str(error))

    def _read_page(self, page: Page) -> InputResult:
        reader = self.stages.reader.name
        kept = self.writer.duplicate_of(page, reader)
        if kept is not None:
            return InputResult(page.name, Fate.DUPLICATE, kept)
        article = self.parser.parse(page, published_on=self.given.published_on, outlet=self.given.outlet)
        coded = self.stages.code([article])[0]
        result = self.writer.keep(page, article, coded.claims, reader=reader)
        if result.is_duplicate:
            return InputResult(page.name, Fate.DUPLICATE, result.article)
        return InputResult(page.name, Fate.READ, result.article, len(coded.claims))
