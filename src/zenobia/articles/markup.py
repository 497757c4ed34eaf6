"""HTML text into a tree, after a look at whether any parser should be given it.

Every HTML engine has pages it cannot finish, and libxml2 drops, without a word, all text after the place
where a page is nested more than 2,048 deep. The one is looked for before parsing, the other after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zenobia.errors import NoText, PageTooLarge
from zenobia.model import Issue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# 10,000 attributes on one tag take the parser 0.3 s, 100,000 more than 30 s.
MOST_ATTRIBUTES = 5_000
# 20,000 line breaks take the extractor 0.4 s; no report has a hundredth of them.
MOST_LINE_BREAKS = 50_000

# Each attribute takes three characters at least: " a=".
_LONG = 3 * MOST_ATTRIBUTES
_LONG_TAG = re.compile(rf"[a-z][^<>]{{{_LONG},}}", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s[^\s=]")
_CONTROLS = bytes(set(range(32)) - {0x09, 0x0A, 0x0D})


def parse_markup(markup: str) -> tuple[HtmlElement, list[Issue]]:
    """The tree of a page, and an Issue where the parser lost a part of it.

    Raises PageTooLarge or NoText rather than begin what cannot end well.
    """
    refuse_hostile(markup)
    from lxml import etree, html

    parser = html.HTMLParser(
        collect_ids=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    content = markup.encode("utf-8", "replace").translate(None, _CONTROLS)
    try:
        tree = html.document_fromstring(content, parser=parser)
    except etree.ParserError as error:
        raise NoText("There is no text in it.") from error
    return tree, list(_lost_parts(parser))


def refuse_hostile(markup: str) -> None:
    """Raise PageTooLarge for a page that no news site makes and no parser finishes."""
    # One pass for all that is looked for: half the time of one search each.
    pieces = markup.split("<")[1:]
    for tag in filter(None, (_LONG_TAG.match(piece) for piece in pieces if len(piece) > _LONG)):
        attributes = sum(1 for _ in _ATTRIBUTE.finditer(tag.group()))
        if attributes > MOST_ATTRIBUTES:
            raise PageTooLarge(
                f"One tag of it has {attributes:,} attributes; at most {MOST_ATTRIBUTES:,} are read."
            )
    breaks = sum(piece[:2] in ("br", "BR") for piece in pieces)
    if breaks > MOST_LINE_BREAKS:
        raise PageTooLarge(f"It has {breaks:,} line-break tags; at most {MOST_LINE_BREAKS:,} are read.")


def _lost_parts(parser: object) -> Iterator[Issue]:
    """What libxml2 noted and did not raise: it gave up, and the text after that is missing."""
    from lxml import etree

    for entry in getattr(parser, "error_log", ()):
        if entry.level == etree.ErrorLevels.FATAL:
            message = (
                f"the page was read only in part: the parser gave up at line {entry.line} ({entry.message})"
            )
            yield Issue("articles", message, "partial parse")
            return
