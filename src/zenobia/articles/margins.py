"""What a page says around its report: captions, related headlines, share bars, comment forms.

The extractor drops these, and rightly; here they are taken from the tree, by tag and class, and put where
they stand between the paragraphs of the report. What the extractor kept by mistake is pointed out instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from zenobia.articles.furniture import markup_words
from zenobia.articles.published import read_day
from zenobia.model import BlockLabel, Issue

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

# Some sites mark the whole article as "social" or "comments": what holds more of the report is no margin.
LARGEST_REPORT_SHARE = 0.3
# Most furniture kept of one page; pages with thousands of comments exist. The rest is counted in an Issue.
MOST_MARGINS = 200
# An alternative text of fewer words ("Photo", "Site logo") tells nothing.
SHORTEST_ALT_WORDS = 4
# Longest by label, in words; what is longer is no margin but holds one, or is the report.
LONGEST_WORDS = {
    BlockLabel.CAPTION: 80,
    BlockLabel.SHARE: 60,
    BlockLabel.BYLINE: 20,
    BlockLabel.DATELINE: 15,
    BlockLabel.RELATED: 800,
}
# Bylines and dates of other reports stand around too; a report has one or two of its own.
MOST_OF_A_KIND = {BlockLabel.BYLINE: 2, BlockLabel.DATELINE: 2}
# Letters by which a paragraph is known again in the tree.
KEY_LETTERS = 24
SHORTEST_KEY = 12

_ONE_PIECE = frozenset({BlockLabel.CAPTION, BlockLabel.SHARE, BlockLabel.BYLINE, BlockLabel.DATELINE})
_PAGE_TAGS = frozenset({"html", "body", "main", "head"})
_UNSEEN_TAGS = frozenset(
    {"script", "style", "noscript", "svg", "template", "iframe", "head", "button", "select"}
)
_PARAGRAPH_TAGS = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th", "dd", "dt", "pre", "figcaption"}
)
_BLOCK_TAGS = _PARAGRAPH_TAGS | {
    "div", "section", "article", "aside", "ul", "ol", "dl", "table", "tr", "form", "fieldset", "header", "footer",
    "nav", "figure", "br", "hr", "label",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Margin:
    """A piece of furniture and the number of report paragraphs that stand before it."""

    label: BlockLabel
    text: str
    position: int


@dataclass(slots=True)
class Margins:
    """All of a page's furniture: new pieces, and report paragraphs that are furniture themselves."""

    pieces: list[Margin] = field(default_factory=list)
    relabelled: dict[int, BlockLabel] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def before(self, index: int) -> list[Margin]:
        """The pieces that stand right before paragraph `index` of the report."""
        return [piece for piece in self.pieces if piece.position == index]


def find_margins(tree: HtmlElement, report: Sequence[str], title: str | None) -> Margins:
    """The furniture of the page around the paragraphs of its `report`, in reading order."""
    search = _Search(report, title)
    inside: set[_Element] = set()
    for element in tree.iter():
        if element in inside or not isinstance(element.tag, str):
            continue
        label = _label_of_element(element)
        if label is not None and search.take(element, label):
            inside.update(element.iterdescendants())
        else:
            search.pass_by(element)
    return search.margins()


class _Search:
    """Walks down a page, and knows at each element how much of the report has gone by."""

    def __init__(self, report: Sequence[str], title: str | None) -> None:
        self._report = [_letters(paragraph) for paragraph in report]
        self._keys = {
            letters[:KEY_LETTERS]: index for index, letters in reversed(list(enumerate(self._report)))
        }
        self._by_letters = {letters: index for index, letters in enumerate(self._report)}
        self._title = _letters(title or "")
        self._title_seen = not title
        self._position = 0
        self._said = {self._title}
        self._found = Margins()

    def pass_by(self, element: _Element) -> None:
        """Note an element that is no margin: the title, or the next paragraph of the report."""
        if element.tag in _PARAGRAPH_TAGS or (element.text and not element.text.isspace()):
            key = _leading_letters(element)
        elif element.tag == "br":
            key = _letters((element.tail or "")[: 4 * KEY_LETTERS])[:KEY_LETTERS]
        else:
            return
        if len(key) < SHORTEST_KEY:
            return
        self._title_seen = self._title_seen or self._title.startswith(key)
        index = self._keys.get(key)
        if index is not None and index >= self._position:
            self._position = index + 1

    def take(self, element: _Element, label: BlockLabel) -> bool:
        """Take the element as a margin, unless it is too much to be one or says nothing."""
        lines = [element.get("alt") or ""] if element.tag == "img" else list(_lines(element))
        lines = [line for line in lines if any(map(str.isalpha, line))]
        words = sum(line.count(" ") + 1 for line in lines)
        if not lines or words > LONGEST_WORDS.get(label, words) or self._holds_report(lines):
            return False
        if label in _ONE_PIECE:
            lines = [" ".join(lines)]
        if not self._belongs_here(element, label, lines[0]):
            return False
        for line in lines:
            self._add(label, line)
        return True

    def margins(self) -> Margins:
        left_out = self._found.pieces[MOST_MARGINS:]
        if left_out:
            del self._found.pieces[MOST_MARGINS:]
            message = f"{len(left_out)} pieces of comment and other furniture were left out"
            self._found.issues.append(Issue("articles", message, "furniture"))
        return self._found

    def _add(self, label: BlockLabel, line: str) -> None:
        letters = _letters(line)
        if letters in self._by_letters:
            self._found.relabelled.setdefault(self._by_letters[letters], label)
        elif letters not in self._said:
            self._said.add(letters)
            self._found.pieces.append(Margin(label, line, self._position))

    def _holds_report(self, lines: Sequence[str]) -> bool:
        held = sum(len(letters) for line in lines if (letters := _letters(line)) in self._by_letters)
        return held > LARGEST_REPORT_SHARE * sum(map(len, self._report))

    def _belongs_here(self, element: _Element, label: BlockLabel, line: str) -> bool:
        """Whether the margin is this report's own: pictures and names of other reports are not."""
        if element.tag == "img":
            inside = 0 < self._position < len(self._report)
            return line.count(" ") + 1 >= SHORTEST_ALT_WORDS and (inside or self._leads(element))
        if label in MOST_OF_A_KIND:
            kept = sum(piece.label is label for piece in self._found.pieces)
            if kept >= MOST_OF_A_KIND[label] or not self._title_seen or self._position >= len(self._report):
                return False
        return label is not BlockLabel.DATELINE or read_day(line) is not None

    def _leads(self, element: _Element) -> bool:
        """Whether a picture stands between the title and the first paragraph."""
        return (
            self._title_seen
            and self._position == 0
            and any(a.tag in ("figure", "article") for a in element.iterancestors())
        )


def _label_of_element(element: _Element) -> BlockLabel | None:
    tag = element.tag
    if tag == "figcaption":
        return BlockLabel.CAPTION
    if tag == "img":
        return BlockLabel.CAPTION if element.get("alt") else None
    if tag in _PAGE_TAGS or tag in _UNSEEN_TAGS:
        return None
    if tag == "time":
        return BlockLabel.DATELINE
    marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''}"
    return _label_of_marks(marks) if len(marks) > 2 else None


@lru_cache(maxsize=4096)
def _label_of_marks(marks: str) -> BlockLabel | None:
    marks = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", marks[:300]).casefold()
    return next((label for label, pattern in _patterns() if pattern.search(marks)), None)


@cache
def _patterns() -> tuple[tuple[BlockLabel, re.Pattern[str]], ...]:
    """For each label, a pattern of the words its elements are marked with (furniture.toml)."""
    return tuple((BlockLabel(label), _marked(words)) for label, words in markup_words().items())


def _marked(words: Collection[str]) -> re.Pattern[str]:
    alternatives = "|".join(sorted(words, key=len, reverse=True)).replace("-", "[-_]?")
    return re.compile(rf"(?:^|[\s_-])(?:{alternatives})(?:$|[\s_-])")


def _lines(element: _Element) -> Iterator[str]:
    """The lines of text a reader sees in the element, one for each block inside it."""
    from lxml.etree import iterwalk

    pieces: list[str] = []
    walk = iterwalk(element, events=("start", "end"))
    for event, part in walk:
        unseen = part.tag in _UNSEEN_TAGS
        if part.tag in _BLOCK_TAGS:
            yield from filter(None, [" ".join("".join(pieces).split())])
            pieces = []
        if event == "start" and unseen:
            walk.skip_subtree()
        elif event == "start":
            pieces.append(part.text or "")
        if event == "end" and part is not element:
            pieces.append(part.tail or "")
    yield from filter(None, [" ".join("".join(pieces).split())])


def _leading_letters(element: _Element) -> str:
    letters = ""
    for text in element.itertext():
        letters += _letters(str(text[: 4 * KEY_LETTERS]))
        if len(letters) >= KEY_LETTERS:
            break
    return letters[:KEY_LETTERS]


def _letters(text: str) -> str:
    """The letters and digits of the text: what stays the same however it is spaced and marked up."""
    return "".join(filter(str.isalnum, text.casefold()))
