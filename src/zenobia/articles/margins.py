"""What a page says around its report: captions, related headlines, share bars, comment forms.

The extractor drops these, and rightly; here they are taken from the tree, by tag and class, and put where
they stand between the paragraphs of the report. What the extractor kept by mistake is pointed out instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from zenobia.articles.furniture import is_closed, label_of, markup_words
from zenobia.articles.published import read_day
from zenobia.model import BlockLabel, Issue

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

# A paragraph of which more than this is link, and which does not end as a sentence does, points elsewhere.
LINKED_SHARE = 0.8
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
FEW_TEXTS = 8

_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LABEL_OF_TAG = {"figcaption": BlockLabel.CAPTION, "img": BlockLabel.CAPTION, "time": BlockLabel.DATELINE}
_ONE_PIECE = frozenset({BlockLabel.CAPTION, BlockLabel.SHARE, BlockLabel.BYLINE, BlockLabel.DATELINE})
_UNSEEN_TAGS = frozenset(
    {"script", "style", "noscript", "svg", "template", "iframe", "head", "button", "select", "textarea"}
)
_PARAGRAPH_TAGS = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th", "dd", "dt", "pre", "figcaption"}
)
_BLOCK_TAGS = _PARAGRAPH_TAGS | {
    "div", "section", "article", "aside", "ul", "ol", "dl", "table", "tr", "form", "fieldset", "header",
    "footer", "nav", "figure", "br", "hr", "label",
}  # fmt: skip
# Elements that can be furniture, or hold a paragraph; links and emphasis are passed over for speed.
_HOLDING_TAGS = sorted(_BLOCK_TAGS - {"hr", "label"} | {"span", "img", "time", "small", "cite"})


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
    for element in tree.iter(*_HOLDING_TAGS):
        tag = str(element.tag)
        if element in inside:
            continue
        label = _label_of_element(element, tag)
        if label is not None and search.take(element, label):
            inside.update(element.iterdescendants())
        elif tag == "br":
            search.pass_by(_letters((element.tail or "")[: 4 * KEY_LETTERS])[:KEY_LETTERS])
        elif tag in _PARAGRAPH_TAGS or (element.text and not element.text.isspace()):
            search.pass_by(_leading_letters(element), element if tag == "p" else None)
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
        self._parent: _Element | None = None
        self._said = {self._title}
        self._found = Margins()

    def pass_by(self, key: str, paragraph: _Element | None = None) -> None:
        """Note by its leading letters what is no margin: the title, or the next paragraph of the report.

        A `paragraph` between those of the report that the extractor left out is kept if it is all link.
        """
        known = len(key) >= SHORTEST_KEY
        self._title_seen = self._title_seen or (known and self._title.startswith(key))
        index = self._keys.get(key) if known else None
        if index is not None and index >= self._position:
            self._position = index + 1
            self._parent = paragraph.getparent() if paragraph is not None else None
        elif paragraph is not None and paragraph.getparent() is self._parent:
            self._take_left_out(paragraph)

    def _take_left_out(self, paragraph: _Element) -> None:
        """Keep a paragraph that the extractor took for navigation: "<p><a>Drone hits fuel depot</a></p>"."""
        text = " ".join(_text_of(paragraph).split())
        linked = sum(len(_letters(_text_of(link))) for link in paragraph.iter("a"))
        if linked > LINKED_SHARE * len(_letters(text)) > 0:
            self._add(BlockLabel.BODY if is_closed(text) else label_of(text) or BlockLabel.LINK, text)

    def take(self, element: _Element, label: BlockLabel) -> bool:
        """Take the element as a margin, unless it is too much to be one or says nothing."""
        lines = [element.get("alt") or ""] if element.tag == "img" else list(_lines(element, label))
        lines = [line for line in lines if any(map(str.isalpha, line))]
        words = sum(line.count(" ") + 1 for line in lines)
        if not lines or words > LONGEST_WORDS.get(label, words) or self._holds_report(lines):
            return False
        if label in _ONE_PIECE:
            lines = [" ".join(lines)]
        if not self._belongs_here(element, label, lines[0]):
            return False
        for line in lines:
            # Advertisements have captions too.
            said = label_of(line) if label is BlockLabel.CAPTION else None
            self._add(BlockLabel.SHARE if said is BlockLabel.SHARE else label, line)
        return True

    def margins(self) -> Margins:
        furniture = [piece for piece in self._found.pieces if piece.label is not BlockLabel.BODY]
        left_out = set(furniture[MOST_MARGINS:])
        if left_out:
            self._found.pieces = [piece for piece in self._found.pieces if piece not in left_out]
            message = f"{len(left_out)} pieces of comment and other furniture were left out"
            self._found.issues.append(Issue("articles", message, "furniture"))
        return self._found

    def _add(self, label: BlockLabel, line: str) -> None:
        """Add a piece, or point it out in the report; a reader who quotes a paragraph gone by makes it none."""
        letters = _letters(line)
        if self._by_letters.get(letters, -1) >= self._position:
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


def _label_of_element(element: _Element, tag: str) -> BlockLabel | None:
    if tag in _LABEL_OF_TAG:
        return _LABEL_OF_TAG[tag]
    marks = f"{element.get('class', '')} {element.get('id', '')}"
    return _label_of_marks(marks) if len(marks) > 1 else None


@lru_cache(maxsize=4096)
def _label_of_marks(marks: str) -> BlockLabel | None:
    marks = marks[:300]
    marks = (marks if marks.islower() else _CAMEL_CASE.sub("-", marks)).casefold()
    patterns = _patterns()
    if not patterns.any.search(marks):
        return None
    return next(label for label, pattern in patterns.by_label if pattern.search(marks))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns of the words that furniture is marked with; most marks have none, so `any` is asked first."""

    any: re.Pattern[str]
    by_label: tuple[tuple[BlockLabel, re.Pattern[str]], ...]


@cache
def _patterns() -> _Patterns:
    words = markup_words()
    by_label = tuple((BlockLabel(label), _marked(of_label)) for label, of_label in words.items())
    return _Patterns(_marked([word for of_label in words.values() for word in of_label]), by_label)


def _marked(words: Collection[str]) -> re.Pattern[str]:
    alternatives = "|".join(sorted(words, key=len, reverse=True)).replace("-", "[-_]?")
    return re.compile(rf"(?:^|[\s_-])(?:{alternatives})(?:$|[\s_-])")


def _lines(element: _Element, label: BlockLabel) -> Iterator[str]:
    """The lines of text a reader sees in the element, one for each block inside it.

    The buttons of a share bar stand apart on the screen, whatever stands between them in the page.
    """
    between = " " if label is BlockLabel.SHARE else ""
    from lxml.etree import iterwalk

    pieces: list[str] = []
    walk = iterwalk(element, events=("start", "end"))
    for event, part in walk:
        unseen = part.tag in _UNSEEN_TAGS
        if part.tag in _BLOCK_TAGS:
            yield from filter(None, [" ".join(between.join(pieces).split())])
            pieces = []
        if event == "start" and unseen:
            walk.skip_subtree()
        elif event == "start":
            pieces.append(part.text or "")
        if event == "end" and part is not element:
            pieces.append(part.tail or "")
    yield from filter(None, [" ".join(between.join(pieces).split())])


def _leading_letters(element: _Element) -> str:
    """The first letters of the element, if any stand in its own text or its first child's."""
    text = element.text
    if (text is None or text.isspace()) and len(element):
        text = element[0].text
    if not text:
        return ""
    # A run of text nearly always has its first letters in its first half: the rest is looked at where it has not.
    letters = _letters(text[: 2 * KEY_LETTERS])
    if len(letters) < KEY_LETTERS:
        letters = _letters(text[: 4 * KEY_LETTERS])
    if 0 < len(letters) < KEY_LETTERS and len(element):
        letters = _letters("".join(map(str, islice(element.itertext(), FEW_TEXTS)))[: 8 * KEY_LETTERS])
    return letters[:KEY_LETTERS]


def _text_of(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _letters(text: str) -> str:
    """The letters and digits of the text: what stays the same however it is spaced and marked up."""
    return "".join(filter(str.isalnum, text.casefold()))
