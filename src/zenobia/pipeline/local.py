"""Read inputs on this machine, one after the other: parse in a child that can be killed, code, keep.

inputs = read + duplicate + set aside + no report
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from zenobia.articles.syndication import bands_of, find_original
from zenobia.errors import PageError
from zenobia.model import Article, Copy, Page, Relevance
from zenobia.pages.arrivals import Arrival
from zenobia.pipeline.arriving import Arriving, find_named
from zenobia.pipeline.regrouping import regroup
from zenobia.pipeline.stages import Stages
from zenobia.pipeline.worker import PageParser
from zenobia.store import Sifted, open_writer
from zenobia.store.web import followed
from zenobia.store.writer import Writer

# What is set aside by the gate is counted under this, and is nothing that went wrong.
NOT_ABOUT_CONFLICT = "not about conflict"


class Fate(StrEnum):
    """What became of one input; there is no fifth way.

    What is no report is counted, and nothing of it is kept: a feed itself, a picture in an archive.
    """

    READ = "read"
    DUPLICATE = "duplicate"
    SET_ASIDE = "set aside"
    NO_REPORT = "no report"


@dataclass(frozen=True, slots=True)
class InputResult:
    """One input and what became of it.

    `article` is what the store holds now, also for a duplicate. `reason` is the short name that an
    input is counted under which is set aside or no report, and `message` says it in a sentence. `copy` is what a
    read article repeats; one that adds nothing to it is kept and has no claims of its own.
    """

    name: str
    fate: Fate
    article: Article | None = None
    claims: int = 0
    reason: str | None = None
    message: str | None = None
    copy: Copy | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the person said about the inputs, for pages that do not say it themselves.

    `everything` reads pages whatever they are about; else those that are not about conflict are set aside.
    """

    published_on: date | None = None
    outlet: str | None = None
    everything: bool = False


def read_inputs(
    paths: Sequence[str | Path],
    given: Given,
    *,
    stages: Callable[[], Stages],
    store: Path,
    count: Callable[[int], None] | None = None,
    allow_private: bool = False,
) -> Iterator[InputResult]:
    """Read every input at `paths` into the store; one that cannot be read is set aside and the rest goes on.

    Paths are also web addresses, of the public internet unless `allow_private`. `count` is called whenever more
    inputs are known of. The store's books are closed at the end: it refuses a run whose inputs do not add up. Then
    the incidents that new claims touch are grouped again.
    """
    named = find_named(paths)
    holder = f"zenobia read {' '.join(map(str, paths))[:80]}"
    with open_writer(store, holder) as writer:
        yield from _read_all(
            writer, store, given, stages(), lambda arriving: arriving.of(named), count, allow_private
        )


def read_followed(
    given: Given,
    *,
    stages: Callable[[], Stages],
    store: Path,
    count: Callable[[int], None] | None = None,
    allow_private: bool = False,
) -> Iterator[InputResult]:
    """Read what is new in the feeds that are followed, as read_inputs reads what is named."""
    with open_writer(store, "zenobia follow --update") as writer:
        feeds = writer.web(followed)
        yield from _read_all(
            writer, store, given, stages(), lambda arriving: arriving.new_in(feeds), count, allow_private
        )


def _read_all(
    writer: Writer,
    store: Path,
    given: Given,
    stages: Stages,
    arrivals_of: Callable[[Arriving], Iterator[Arrival]],
    count: Callable[[int], None] | None,
    allow_private: bool,
) -> Iterator[InputResult]:
    inputs = known = 0
    # An archive that was read through the gate is read again where everything is wanted.
    reader = f"{stages.reader.name}, everything" if given.everything else stages.reader.name
    arriving = Arriving(writer, reader, allow_private=allow_private)
    with PageParser() as parser, closing(arriving):
        run = _Run(given, stages, writer, parser)
        writer.begin_reading()
        with closing(arrivals_of(arriving)) as arrivals:  # type: ignore[type-var]
            for arrival in arrivals:
                if count is not None and known != arriving.known:
                    known = arriving.known
                    count(known)
                result = run.read(arrival)
                inputs += result.fate is not Fate.NO_REPORT
                yield result
        writer.finish_reading(inputs)
        regroup(writer, store)


@dataclass(frozen=True, slots=True)
class _Run:
    given: Given
    stages: Stages
    writer: Writer
    parser: PageParser

    def read(self, arrival: Arrival) -> InputResult:
        if arrival.no_report is not None:
            return InputResult(arrival.name, Fate.NO_REPORT, reason=arrival.no_report)
        if arrival.read_before is not None:
            self.writer.count_duplicate()
            return InputResult(arrival.name, Fate.DUPLICATE, message=arrival.read_before)
        try:
            if arrival.page is None:
                raise arrival.error or PageError("Nothing came.")
            return self._read_page(arrival.page, arrival)
        except PageError as error:
            content = arrival.page.content if arrival.page is not None else arrival.content
            self.writer.set_aside(arrival.name, content, error.code, str(error))
            return InputResult(arrival.name, Fate.SET_ASIDE, reason=error.code, message=str(error))

    def _read_page(self, page: Page, arrival: Arrival) -> InputResult:
        reader = self.stages.reader.name
        kept = self.writer.duplicate_of(page, reader)
        if kept is not None:
            return InputResult(page.name, Fate.DUPLICATE, kept)
        article, relevance = self._sift(page, arrival)
        if article is None:
            return self._pass_over(page, relevance, arrival)
        article = _with_words_of_the_feed(article, arrival)
        bands = bands_of(article)
        copy = find_original(article, self.writer.near(article, bands))
        repeats = copy is not None and copy.adds_nothing
        claims = () if repeats else self.stages.code([article])[0].claims
        sifted = Sifted(relevance, bands, copy)
        result = self.writer.keep(page, article, claims, reader=reader, sifted=sifted)
        if result.is_duplicate:
            return InputResult(page.name, Fate.DUPLICATE, result.article)
        return InputResult(page.name, Fate.READ, result.article, len(claims), copy=copy)

    def _sift(self, page: Page, arrival: Arrival) -> tuple[Article | None, Relevance | None]:
        day, outlet = arrival.published_on or self.given.published_on, self.given.outlet
        if self.given.everything:
            return self.parser.parse(page, published_on=day, outlet=outlet), None
        return self.parser.sift(page, published_on=day, outlet=outlet)

    def _pass_over(self, page: Page, relevance: Relevance | None, arrival: Arrival) -> InputResult:
        if relevance is None:
            raise PageError("The parser gave an answer that is no article.")
        is_in_an_archive = arrival.end is not None
        self.writer.pass_over(page, relevance, with_bytes=not is_in_an_archive)
        said = f"Not about conflict ({relevance.reason})."
        return InputResult(page.name, Fate.SET_ASIDE, reason=NOT_ABOUT_CONFLICT, message=said)


def _with_words_of_the_feed(article: Article, arrival: Arrival) -> Article:
    """What a feed says of a page stands in where the page does not say it (docs/decisions/0022)."""
    how = article.published_how
    from_feed = arrival.published_on is not None and how == "given"
    return replace(article, title=article.title or arrival.title, published_how="feed" if from_feed else how)
