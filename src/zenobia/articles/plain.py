"""Read plain text as an article: its lines labelled, its letters untouched.

text -> groups of lines (blank lines between) -> paragraphs -> labels -> blocks
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from zenobia.articles.furniture import is_closed
from zenobia.articles.language import require_english
from zenobia.articles.sections import LONGEST_HEADLINE_WORDS, label_captions, label_paragraphs
from zenobia.errors import NoText
from zenobia.model import Article, Block, BlockLabel, Span

# Text wrapped to a width by a mail program or a scraper has lines of 60 to 80 characters, never more.
LONGEST_WRAPPED_LINE = 100
# A text is wrapped where at least so many of its line breaks fall where the next word did not fit.
FEWEST_WRAPS = 2
WRAPPED_SHARE = 0.8

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """One paragraph as it stands in the text; `group` counts the blank lines before it."""

    text: str
    span: Span
    group: int


def article_from_text(
    text: str,
    *,
    title: str | None = None,
    published_on: date | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Article:
    """The article that plain `text` is; its `text` holds the given one letter for letter.

    A title given apart stands first, with a blank line after it. Without one, a first line that is
    short and ends in no full stop is taken for the headline. Raises NoText and UnsupportedLanguage.
    """
    if not any(character.isalpha() for character in text):
        raise NoText("There is no text in it.")
    require_english(text)
    title = " ".join(title.split()) if title else None
    heading = f"{title}\n\n" if title else ""
    paragraphs = list(_paragraphs(text))
    labels = _labels(paragraphs, headline_wanted=title is None, title=title)
    blocks = [Block(BlockLabel.HEADLINE, Span(0, len(title)))] if title else []
    for paragraph, label in zip(paragraphs, labels, strict=True):
        start, end = paragraph.span.start + len(heading), paragraph.span.end + len(heading)
        blocks.append(Block(label, Span(start, end)))
        if title is None and label is BlockLabel.HEADLINE:
            title = " ".join(paragraph.text.split())
    return Article(
        text=heading + text,
        blocks=tuple(blocks),
        title=title,
        outlet=outlet,
        url=url,
        published_on=published_on,
        published_how="given" if published_on else None,
    )


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """The paragraphs of `text`: its lines, or runs of lines where the text is wrapped to a width."""
    groups = _groups_of_lines(text)
    width = _wrapped_at(text, groups)
    for number, lines in enumerate(groups):
        if width and all(_did_not_fit(text, *pair, width) for pair in pairwise(lines)):
            lines = [Span(lines[0].start, lines[-1].end)]
        for span in lines:
            yield _Paragraph(span.of(text), span, number)


def _groups_of_lines(text: str) -> list[list[Span]]:
    """Lines without the space around them, in groups that blank lines divide."""
    groups: list[list[Span]] = []
    last_end = 0
    for match in _LINE.finditer(text):
        line = match.group()
        content = line.strip()
        if not content:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        between = text[last_end:start].replace("\r\n", "\n")
        is_new_group = not groups or sum(mark in "\n\r\x0c\u2029\x85" for mark in between) > 1
        if is_new_group:
            groups.append([])
        groups[-1].append(Span(start, start + len(content)))
        last_end = start + len(content)
    return groups


def _wrapped_at(text: str, groups: Sequence[Sequence[Span]]) -> int | None:
    """The width the text is wrapped to, or None where each line is a paragraph of its own."""
    width = max((span.end - span.start for group in groups for span in group), default=0)
    breaks = [pair for group in groups for pair in pairwise(group)]
    if len(breaks) < FEWEST_WRAPS or width > LONGEST_WRAPPED_LINE:
        return None
    wraps = [line for line, following in breaks if _did_not_fit(text, line, following, width)]
    mid_sentence = sum(not is_closed(line.of(text)) for line in wraps)
    is_wrapped = len(wraps) >= WRAPPED_SHARE * len(breaks) and mid_sentence > len(breaks) / 2
    return width if is_wrapped else None


def _did_not_fit(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the first word of the following line would have overrun `width` at the end of this one."""
    word = following.of(text).split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) > width


def _labels(
    paragraphs: Sequence[_Paragraph], *, headline_wanted: bool, title: str | None
) -> list[BlockLabel]:
    texts = [paragraph.text for paragraph in paragraphs]
    labels = label_paragraphs(texts)
    headline = _headline(paragraphs, labels, headline_wanted=headline_wanted, title=title)
    if headline is not None:
        labels[headline] = BlockLabel.HEADLINE
    groups: list[list[int]] = [[] for _ in range(paragraphs[-1].group + 1)] if paragraphs else []
    for index, paragraph in enumerate(paragraphs):
        groups[paragraph.group].append(index)
    relabelled = label_captions(
        [[texts[index] for index in group] for group in groups],
        [[labels[index] for index in group] for group in groups],
    )
    return [label for group in relabelled for label in group]


def _headline(
    paragraphs: Sequence[_Paragraph],
    labels: Sequence[BlockLabel],
    *,
    headline_wanted: bool,
    title: str | None,
) -> int | None:
    """Which paragraph is the headline: the first of the report, if it is short, unclosed and stands apart.

    Where a title was given, only a first line that repeats it is one.
    """
    first = next((i for i, label in enumerate(labels) if label is BlockLabel.BODY), None)
    if first is None or first + 1 >= len(paragraphs):
        return None
    paragraph = paragraphs[first]
    if not headline_wanted:
        return first if title and _same_words(paragraph.text, title) else None
    stands_apart = paragraphs[first + 1].group > paragraph.group
    is_short = len(paragraph.text.split()) <= LONGEST_HEADLINE_WORDS
    ends_openly = not is_closed(paragraph.text) and paragraph.text[-1:] not in ":;,"
    return first if stands_apart and is_short and ends_openly else None


def _same_words(left: str, right: str) -> bool:
    return left.casefold().split() == right.casefold().split()
