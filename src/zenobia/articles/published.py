"""The day a page was published, and how that was found; unknown stays unknown.

Asked in turn: what the page tells machines (meta tags, JSON-LD), its time element, its address, a dateline in
its text, the person who handed it over, and last what htmldate makes of it. The day of reading never answers.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from zenobia.model import Issue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Clocks and time zones differ; a page dated later than this after it was read is wrong, or a trap.
FUTURE_ALLOWED = timedelta(hours=48)
# The web is younger, and datelines of old reports put online are as often a template's "1970-01-01".
EARLIEST = date(1990, 1, 1)
LONGEST_DATE = 80

_NAMES_OF_MONTHS = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept"
    "|october oct|november nov|december dec"
)
MONTHS = {
    name: number
    for number, names in enumerate(_NAMES_OF_MONTHS.split("|"), start=1)
    for name in names.split()
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))

_ISO = re.compile(r"(?<!\d)(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_MONTH_YEAR = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[ ,.-]{{1,3}}({_MONTH})\b[ ,.-]{{1,3}}(\d{{4}})(?!\d)", re.IGNORECASE
)
_MONTH_DAY_YEAR = re.compile(
    rf"\b({_MONTH})\b[ .]{{1,2}}(\d{{1,2}})(?:st|nd|rd|th)?[ ,]{{1,3}}(\d{{4}})(?!\d)", re.IGNORECASE
)
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_IN_ADDRESS = re.compile(
    r"/(\d{4})[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/_.-]|$)|[/_-](20\d{2})(\d{2})(\d{2})(?=[/_.-]|$)"
)
# "QASR, Syria, March 27, 2016 (Agency) - Troops ...": a day with its year before the dash of a dateline.
_DATELINE_END = re.compile(r"\s[-–—]{1,2}\s|\)\s")
LONGEST_DATELINE = 90


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication and how it was found; both None where nothing says."""

    day: date | None = None
    how: str | None = None


def find_published(
    tree: HtmlElement,
    stated: Iterable[str],
    *,
    url: str | None,
    paragraphs: Sequence[str],
    given: date | None,
    read_at: datetime,
) -> Published:
    """The publication day of a page; `stated` are the days its JSON-LD gives, `paragraphs` its text.

    A day that a person gave stands in where the page does not say; only htmldate's guess comes after it.
    """
    return _first(
        ("meta tag", _meta_days(tree)),
        ("json-ld", _days(stated)),
        ("time element", _time_days(tree)),
        ("url", _url_days(url)),
        ("text dateline", dateline_days(paragraphs)),
        ("given", filter(None, [given])),
        ("page text", _htmldate_days(tree, read_at)),
    )


def find_published_in_text(paragraphs: Sequence[str], given: date | None) -> Published:
    """The publication day of a plain text: its dateline's, or the one given."""
    return _first(("text dateline", dateline_days(paragraphs)), ("given", filter(None, [given])))


def _first(*found: tuple[str, Iterable[date]]) -> Published:
    for how, days in found:
        day = next((day for day in days if day >= EARLIEST or how == "given"), None)
        if day is not None:
            return Published(day, how)
    return Published()


def disagreement(published: Published, given: date | None) -> Issue | None:
    """An Issue where a page says another day than the person who gave it."""
    if given is None or published.day is None or published.day == given:
        return None
    message = f"the page says {published.day} ({published.how}), and {given} was given; the page is believed"
    return Issue("articles", message, "publication day")


def future_issue(day: date | None, read_at: datetime) -> Issue | None:
    """An Issue where the day lies more than 48 hours after the page was read."""
    if day is None or day <= (read_at + FUTURE_ALLOWED).date():
        return None
    return Issue("articles", f"dated {day}, after it was read on {read_at.date()}", "publication day")


def read_day(text: str) -> date | None:
    """The one day `text` names with its year, or None.

    "03/04/2016" is two days, the third of April or the fourth of March, and so it is none.
    """
    text = text.strip()[:LONGEST_DATE]
    if match := _ISO.search(text):
        return _day(match[1], match[3], match[4])
    if match := _DAY_MONTH_YEAR.search(text):
        return _day(match[3], match[2], match[1])
    if match := _MONTH_DAY_YEAR.search(text):
        return _day(match[3], match[1], match[2])
    if match := _NUMBERS.search(text):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            return _day(match[3], match[2], match[1])
        if second > 12:
            return _day(match[3], match[1], match[2])
    return None


def dateline_days(paragraphs: Sequence[str]) -> Iterator[date]:
    """Days in a line that is a dateline, and before the dash that opens the first paragraph."""
    from zenobia.articles.furniture import label_of
    from zenobia.model import BlockLabel

    for paragraph in paragraphs:
        if label_of(paragraph) in (BlockLabel.DATELINE, BlockLabel.BYLINE) and (day := read_day(paragraph)):
            yield day
    for paragraph in paragraphs[:2]:
        opening = paragraph[:LONGEST_DATELINE]
        if (end := _DATELINE_END.search(opening)) and (day := read_day(opening[: end.start()])):
            yield day


def _meta_days(tree: HtmlElement) -> Iterator[date]:
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if element.get(attribute, "").casefold() in _meta_names():
                yield from _days([element.get("content") or ""])


def _time_days(tree: HtmlElement) -> Iterator[date]:
    """Days of time elements that are marked as publication; else of the first one inside the article."""
    for element in tree.iter("time"):
        marks = f"{element.get('itemprop', '')} {element.get('class', '')}".casefold()
        if "publish" in marks or "entry-date" in marks or element.get("pubdate") is not None:
            yield from _days([element.get("datetime") or element.text_content()])
    first = tree.find(".//article//time")
    if first is not None:
        yield from _days([first.get("datetime") or first.text_content()])


def _url_days(url: str | None) -> Iterator[date]:
    match = _IN_ADDRESS.search((url or "").casefold()[:500])
    if match:
        day = _day(match[1], match[2], match[3]) if match[1] else _day(match[4], match[5], match[6])
        if day is not None:
            yield day


def _htmldate_days(tree: HtmlElement, read_at: datetime) -> Iterator[date]:
    from htmldate import find_date

    latest = read_at.replace(tzinfo=None) + FUTURE_ALLOWED
    # Odd pages make htmldate raise; what it cannot read is a page that does not say.
    with suppress(Exception):
        found = find_date(
            tree, extensive_search=False, original_date=True, min_date=str(EARLIEST), max_date=latest
        )
        yield from _days([found or ""])


@cache
def _meta_names() -> frozenset[str]:
    names = tomllib.loads(resources.files(__package__).joinpath("published.toml").read_text("utf-8"))
    return frozenset(names["meta"]["names"])


def _days(texts: Iterable[str]) -> Iterator[date]:
    for text in texts:
        if (day := read_day(text)) is not None:
            yield day


def _day(year: str, month: str, day: str) -> date | None:
    number = MONTHS.get(month.casefold()) or (int(month) if month.isdigit() else 0)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
