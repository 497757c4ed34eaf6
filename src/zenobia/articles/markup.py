"""HTML text into a tree, after a look at whether any parser should be given it.

Every HTML engine has pages it cannot finish, and the one used here drops text without a word where a page is
nested too deep. Both are looked for here, before parsing and after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from zenobia.errors import NoText, PageTooDeep, PageTooLarge
from zenobia.model import Issue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Of 181 scraped news pages the deepest is nested 51 deep; by the estimate below, which tags left open make
# too high, 500. libxml2 drops all text past 2,048.
DEEPEST_NESTING = 2_000
# 10,000 attributes on one tag take the parser 0.3 s, 100,000 more than 30 s.
MOST_ATTRIBUTES = 5_000
# 20,000 line breaks take the extractor 0.4 s; no report has a hundredth of them.
MOST_LINE_BREAKS = 50_000

# Tags that stay open until they are closed; the others close by themselves or hold nothing.
_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|tbody|td|th|thead|tr|track"
    r"|wbr|path|rect|circle|line|polygon|use|stop)[\s/>])[a-z]",
    re.IGNORECASE,
)
_STEP = {"": 1, "/": -1}
_LONG_TAG = re.compile(rf"<[a-z][^<>]{{{3 * MOST_ATTRIBUTES},}}", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s[^\s=]")
_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def parse_markup(markup: str) -> tuple[HtmlElement, list[Issue]]:
    """The tree of a page, and an Issue where the parser lost a part of it.

    Raises PageTooDeep, PageTooLarge or NoText rather than begin what cannot end well.
    """
    refuse_hostile(markup)
    from lxml import etree, html

    parser = html.HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    content = _NOT_IN_XML.sub("", markup).encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(content, parser=parser)
    except etree.ParserError as error:
        raise NoText("There is no text in it.") from error
    return tree, list(_lost_parts(parser))


def refuse_hostile(markup: str) -> None:
    """Raise PageTooDeep or PageTooLarge for a page that no news site makes and no parser finishes."""
    depth = estimated_depth(markup)
    if depth > DEEPEST_NESTING:
        raise PageTooDeep(f"Its tags are nested {depth:,} deep; at most {DEEPEST_NESTING:,} are read.")
    for tag in _LONG_TAG.finditer(markup):
        attributes = sum(1 for _ in _ATTRIBUTE.finditer(tag.group()))
        if attributes > MOST_ATTRIBUTES:
            raise PageTooLarge(
                f"One tag of it has {attributes:,} attributes; at most {MOST_ATTRIBUTES:,} are read."
            )
    breaks = sum(1 for _ in _LINE_BREAK.finditer(markup))
    if breaks > MOST_LINE_BREAKS:
        raise PageTooLarge(f"It has {breaks:,} line-break tags; at most {MOST_LINE_BREAKS:,} are read.")


def estimated_depth(markup: str) -> int:
    """The most tags open at once, counting as nested what was left open: never less than the true depth
    of tags that must be closed."""
    open_tags = list(accumulate(map(_STEP.__getitem__, _TAG.findall(markup)), initial=0))
    return max(now - least for now, least in zip(open_tags, accumulate(open_tags, min), strict=True))


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
