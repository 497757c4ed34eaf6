"""Answers as HTML for notebooks: a small map, and a table whose sentences have their words marked.

Everything that comes from reports is text: it is escaped, and kept from turning the direction of what stands
beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from zenobia.exports.point_map import Point, point_map
from zenobia.exports.tables import Row
from zenobia.model import Claim, Outcome, PlaceMention
from zenobia.store import FoundClaim

LONGEST_CELL = 300
_MARKS = {
    "actors": "#cde8f6",
    "targets": "#f3d3ea",
    "objects": "#f5ecc0",
    "place": "#cdebc9",
    "when": "#d6dcf8",
    "toll": "#f8cfcb",
    "sources": "#e4e0d8",
}
_STYLE = (
    "<style>.zenobia td,.zenobia th{text-align:left!important;vertical-align:top;padding:2px 8px}"
    ".zenobia mark{color:inherit;padding:0 1px;border-radius:2px}</style>"
)


def answer_html(
    headings: Sequence[str], rows: Iterable[Sequence[str]], points: Iterable[Point], told: str
) -> str:
    """A map and a table. The cells are HTML already: made by `cell`, or by `marked_sentences`."""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    body = "".join(f"<tr>{''.join(f'<td>{each}</td>' for each in row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="zenobia">{_STYLE}{point_map(points)}{table}<p>{escape(told)}</p></div>'


def cell(value: object) -> str:
    """A value as text that stays text, and keeps its direction to itself."""
    words = "" if value is None else str(value)
    cut = f"{words[:LONGEST_CELL]}…" if len(words) > LONGEST_CELL else words
    return f"<bdi>{escape(cut)}</bdi>" if cut else ""


def marked_sentences(found: FoundClaim) -> str:
    """The evidence with the words that fill each slot marked in the colour of the slot."""
    spans = sorted(_slots(found.claim))
    parts = []
    for sentence, stands in zip(found.sentences, found.claim.evidence, strict=True):
        inside = [
            (max(start, stands.start) - stands.start, min(end, stands.end) - stands.start, slot)
            for start, end, slot in spans
            if start < stands.end and stands.start < end
        ]
        parts.append(f"<bdi>{''.join(_marked(sentence, inside))}</bdi>")
    return "<br>".join(parts)


def _marked(sentence: str, inside: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    """The sentence in pieces; of two marks that overlap the first is kept."""
    at = 0
    for start, end, slot in inside:
        if start >= at:
            yield escape(sentence[at:start])
            yield f'<mark style="background:{_MARKS[slot]}" title="{slot}">{escape(sentence[start:end])}</mark>'
            at = end
    yield escape(sentence[at:])


def _slots(claim: Claim) -> Iterator[tuple[int, int, str]]:
    for slot in ("actors", "targets", "objects", "toll", "sources"):
        yield from ((each.span.start, each.span.end, slot) for each in getattr(claim, slot))
    for slot in ("place", "when"):
        mention = getattr(claim, slot)
        if mention is not None:
            yield mention.span.start, mention.span.end, slot


def points_of(places: Iterable[PlaceMention | None]) -> Iterator[Point]:
    """The places that are known to lie somewhere."""
    for place in places:
        if place is not None and place.lat is not None and place.lon is not None:
            yield Point(place.name or place.text, place.lat, place.lon)


def days_cell(row: Row, otherwise: str = "") -> str:
    """ "2016-03-27", "2016-03-01 to 2016-03-31", or the words where there is no day."""
    first, last = row["first_day"], row["last_day"]
    if first is None and last is None:
        words = row.get(otherwise)
        return cell(f"“{words}”") if words else ""
    return cell(first if first == last else f"{first or '…'} to {last or '…'}")


def toll(row: Row, figure: Callable[[Row, str], str]) -> str:
    """ "12–20 killed, 3+ wounded"."""
    told = ((outcome.value, figure(row, outcome.value)) for outcome in Outcome)
    return ", ".join(f"{figure} {outcome}" for outcome, figure in told if figure)


def bounds(row: Row, outcome: str) -> str:
    """ "12", "12–20", "12+", "≤20", or nothing where none is told."""
    low, high = row[f"{outcome}_low"], row[f"{outcome}_high"]
    if low is None:
        return "" if high is None else f"≤{high}"
    if high is None:
        return f"{low}+"
    return f"{low}" if low == high else f"{low}–{high}"


def figures(row: Row, outcome: str) -> str:
    """ "12–20, best 15": the three figures of an incident."""
    best, span = row[f"{outcome}_best"], bounds(row, outcome)
    return span if span in ("", f"{best}") else f"{span}, best {best},"
