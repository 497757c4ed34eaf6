"""Read a page as an article: its report, and the furniture around it, each labelled.

page -> text (decoding.py) -> tree (markup.py) -> report (trafilatura) + margins (margins.py) -> blocks
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from zenobia.articles.decoding import Decoded, decode_page
from zenobia.articles.furniture import is_closed
from zenobia.articles.language import require_english
from zenobia.articles.margins import LINKED_SHARE, Margins, find_margins
from zenobia.articles.markup import parse_markup
from zenobia.articles.metadata import outlet_of, read_metadata
from zenobia.articles.paragraphs import Paragraph, paragraphs_of
from zenobia.articles.plain import article_from_text
from zenobia.articles.published import (
    Published,
    disagreement,
    find_published,
    find_published_in_text,
    future_issue,
)
from zenobia.articles.sections import label_paragraphs
from zenobia.errors import NoText, PageTooDeep, PageTooLarge
from zenobia.model import LARGEST_PAGE_BYTES, Article, Block, BlockLabel, Page, Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement


_BETWEEN_BLOCKS = "\n\n"
_MARKUP_NAMES = (".html", ".htm", ".xhtml")
_MARKUP_TYPES = ("text/html", "application/xhtml+xml")
_MARKUP_BEGINNING = 4_000
_MARKUP_TAG = re.compile(
    r"<(?:!doctype\s{1,9}html|html|head|body|article|div|p|meta|table)\b[^<>]{0,500}>", re.IGNORECASE
)


def extract_article(
    page: Page, *, published_on: date | None = None, outlet: str | None = None, title: str | None = None
) -> Article:
    """The article on a page, HTML or plain text.

    The day and the outlet given are used where the page does not say; a title given is used in any case.
    Raises a PageError that says in one sentence why the page cannot be read.
    """
    if len(page.content) > LARGEST_PAGE_BYTES:
        raise PageTooLarge(f"It has {len(page.content):,} bytes; up to {LARGEST_PAGE_BYTES:,} are read.")
    decoded = decode_page(page)
    given = _Given(published_on, outlet, title)
    read = _read_markup if is_markup(page, decoded.text) else _read_plain
    try:
        article = read(page, decoded, given)
    except RecursionError as error:
        raise PageTooDeep("Its tags are nested too deep to be read.") from error
    published = Published(article.published_on, article.published_how)
    late = future_issue(published.day, page.fetched_at)
    odd = disagreement(published, published_on)
    issues = (*decoded.issues, *article.issues, *filter(None, (late, odd)))
    return replace(article, page_sha256=page.sha256, issues=issues)


def is_markup(page: Page, text: str) -> bool:
    """Whether the page is HTML, by its type, its name, or the tags it begins with."""
    if (page.content_type or "").split(";")[0].strip().casefold() in _MARKUP_TYPES:
        return True
    if PurePath(page.name).suffix.casefold() in _MARKUP_NAMES:
        return True
    return bool(_MARKUP_TAG.search(text[:_MARKUP_BEGINNING]))


@dataclass(frozen=True, slots=True)
class _Given:
    """What the person who handed the page over says of it."""

    published_on: date | None
    outlet: str | None
    title: str | None


def _read_plain(page: Page, decoded: Decoded, given: _Given) -> Article:
    article = article_from_text(
        decoded.text, title=given.title, outlet=given.outlet or outlet_of(page.url), url=page.url
    )
    paragraphs = [block.span.of(article.text) for block in article.blocks]
    published = find_published_in_text(paragraphs, given.published_on)
    return replace(article, published_on=published.day, published_how=published.how)


def _read_markup(page: Page, decoded: Decoded, given: _Given) -> Article:
    tree, issues = parse_markup(decoded.text)
    report = _report(tree)
    if not any(character.isalpha() for paragraph in report for character in paragraph.text):
        if issues:
            raise PageTooDeep("Its tags are nested too deep: the parser gave up before any text.")
        raise NoText("No report was found on it.")
    require_english("\n".join(paragraph.text for paragraph in report))
    metadata = read_metadata(tree)
    title = given.title or metadata.title
    url = page.url or metadata.url
    margins = find_margins(tree, [paragraph.text for paragraph in report], title)
    pieces = _in_order(report, title, margins)
    published = find_published(
        tree,
        metadata.days,
        url=url,
        paragraphs=[piece.text for piece in pieces],
        given=given.published_on,
        read_at=page.fetched_at,
    )
    text, blocks = _laid_out(pieces)
    return Article(
        text=text,
        blocks=blocks,
        title=title,
        outlet=metadata.outlet or given.outlet or outlet_of(url),
        url=url,
        published_on=published.day,
        published_how=published.how,
        issues=(*issues, *margins.issues),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    label: BlockLabel
    text: str


def _report(tree: HtmlElement) -> list[Paragraph]:
    """The paragraphs of the report: found with precision, or found at all where that finds none."""
    from trafilatura import bare_extraction

    for precisely in (True, False):
        found = bare_extraction(
            tree, favor_precision=precisely, include_comments=False, include_links=True, with_metadata=False
        )
        body = getattr(found, "body", None)
        paragraphs = list(paragraphs_of(body)) if body is not None else []
        if paragraphs:
            return paragraphs
    return []


def _in_order(report: Sequence[Paragraph], title: str | None, margins: Margins) -> list[_Piece]:
    """Title, report and margins as they stand on the page; a heading like the title is not said twice."""
    pieces = [_Piece(BlockLabel.HEADLINE, title)] if title else []
    labels = label_paragraphs([paragraph.text for paragraph in report])
    for index, (paragraph, label) in enumerate(zip(report, labels, strict=True)):
        pieces += [_Piece(margin.label, margin.text) for margin in margins.before(index)]
        if label is BlockLabel.BODY:
            label = margins.relabelled.get(index, BlockLabel.LINK if _points_elsewhere(paragraph) else label)
        if title is None or paragraph.text.casefold() != title.casefold():
            pieces.append(_Piece(label, paragraph.text))
    return pieces + [_Piece(margin.label, margin.text) for margin in margins.before(len(report))]


def _laid_out(pieces: Sequence[_Piece]) -> tuple[str, tuple[Block, ...]]:
    """One text with a blank line between pieces, and a block for each."""
    blocks, start = [], 0
    for piece in pieces:
        blocks.append(Block(piece.label, Span(start, start + len(piece.text))))
        start += len(piece.text) + len(_BETWEEN_BLOCKS)
    return _BETWEEN_BLOCKS.join(piece.text for piece in pieces), tuple(blocks)


def _points_elsewhere(paragraph: Paragraph) -> bool:
    return paragraph.linked_share > LINKED_SHARE and not is_closed(paragraph.text)
