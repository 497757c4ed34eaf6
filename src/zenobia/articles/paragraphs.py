"""The paragraphs of an extracted body, with how much of each is link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zenobia.articles.furniture import is_closed

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH_TAGS = frozenset(
    {"p", "head", "item", "quote", "list", "table", "row", "div", "code", "pre", "body", "fw"}
)
_PARAGRAPH_END = "\n\n"
_LINE_END = "\n"
_CELL_END = "\t"
_ENDS = {**dict.fromkeys(_PARAGRAPH_TAGS, _PARAGRAPH_END), "lb": _LINE_END, "cell": _CELL_END}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in one line of text; `linked_share` is the part of its letters that are link."""

    text: str
    linked_share: float = 0.0


def paragraphs_of(body: _Element) -> Iterator[Paragraph]:
    """The paragraphs of a tree in trafilatura's terms (p, head, item, row, ref, lb), in reading order.

    A line break ends a paragraph where a sentence ended before it; else the sentence runs on.
    """
    pieces: list[tuple[str, bool]] = []
    for text, is_link in _runs(body):
        if text == _PARAGRAPH_END or (
            text == _LINE_END and is_closed("".join(piece for piece, _ in pieces[-3:]))
        ):
            yield from _joined(pieces)
            pieces = []
        else:
            pieces.append((text, is_link))
    yield from _joined(pieces)


def _runs(body: _Element) -> Iterator[tuple[str, bool]]:
    """Runs of text and whether they are link, with the ends of lines and paragraphs between them."""
    from lxml.etree import iterwalk

    open_links = 0
    for event, element in iterwalk(body, events=("start", "end")):
        open_links += (element.tag == "ref") * (1 if event == "start" else -1)
        if element.tag in _ENDS and (event == "end" or element.tag in _PARAGRAPH_TAGS):
            yield _ENDS[element.tag], False
        text = element.text if event == "start" else element.tail
        if text and not (event == "end" and element is body):
            yield text, open_links > 0


def _joined(pieces: list[tuple[str, bool]]) -> Iterator[Paragraph]:
    cells = "".join(text for text, _ in pieces).split(_CELL_END)
    text = _CELL_END.join(filter(None, (" ".join(cell.split()) for cell in cells)))
    if text:
        linked = sum(_letters(piece) for piece, is_link in pieces if is_link)
        yield Paragraph(text, linked / max(1, _letters(text)))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
