"""What a page says of itself: its title, outlet, address and days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Longer JSON-LD than this is a catalogue, not a description of one report.
LONGEST_JSON = 200_000
LONGEST_TITLE = 300
LONGEST_SITE_WORDS = 3
_REPORT_TYPES = ("Article", "BlogPosting", "Report", "WebPage", "ItemPage")
_TITLE_SEPARATORS = (" | ", " – ", " — ", " - ", " :: ", " » ", " • ")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found; `days` are publication days as JSON-LD words them."""

    title: str | None
    outlet: str | None
    url: str | None
    days: tuple[str, ...]


def read_metadata(tree: HtmlElement) -> Metadata:
    """The page's own account of itself; what it does not say is None."""
    meta = _meta_tags(tree)
    described = list(_descriptions(tree))
    url = _canonical_url(tree, meta)
    return Metadata(
        title=_title(tree, meta, described),
        outlet=meta.get("og:site_name") or _publisher(described) or meta.get("application-name"),
        url=url,
        days=tuple(str(d["datePublished"]) for d in described if isinstance(d.get("datePublished"), str)),
    )


def outlet_of(url: str | None) -> str | None:
    """The host that published it, where the page names no outlet: "courier.example"."""
    if url is None or not url.startswith(("http://", "https://")):
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _title(tree: HtmlElement, meta: dict[str, str], described: list[dict[str, Any]]) -> str | None:
    """The heading that readers see, if machines are told the like; an h1 with the site's name is none."""
    told = [
        _tidy(title)
        for title in (
            meta.get("og:title"),
            *(d.get("headline") for d in described),
            tree.findtext(".//title"),
        )
        if isinstance(title, str) and title.strip()
    ]
    headings = [_tidy(heading.text_content()) for heading in tree.iter("h1")]
    headings = [heading for heading in headings if heading]
    for heading in headings:
        if any(_shares_words(heading, title) for title in told):
            return heading
    if told:
        return told[0] if told[0] != _tidy(tree.findtext(".//title") or "") else _without_site(told[0])
    return headings[0] if len(headings) == 1 else None


def _shares_words(heading: str, title: str) -> bool:
    """Whether most words of the heading are in the title: sites shorten titles, and add their own name."""
    words, others = set(heading.casefold().split()), set(title.casefold().split())
    return len(words) >= 2 and len(words & others) >= 0.6 * min(len(words), len(others))


def _without_site(title: str) -> str:
    """The title without the name of the site behind it: "Army retakes town - Courier"."""
    for separator in _TITLE_SEPARATORS:
        report, found, site = title.rpartition(separator)
        if found and site.count(" ") < LONGEST_SITE_WORDS and report.count(" ") > site.count(" "):
            return report.strip()
    return title


def _tidy(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TITLE]


def _meta_tags(tree: HtmlElement) -> dict[str, str]:
    tags: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").casefold()
        content = _tidy(element.get("content") or "")
        if name and content:
            tags.setdefault(name, content)
    return tags


def _canonical_url(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    links = (link.get("href") or "" for link in tree.iter("link") if link.get("rel") == "canonical")
    addresses = (*links, meta.get("og:url", ""))
    return next(
        (address.strip() for address in addresses if address.startswith(("http://", "https://"))), None
    )


def _publisher(described: list[dict[str, Any]]) -> str | None:
    for description in described:
        publisher = description.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip():
            return _tidy(name)
    return None


def _descriptions(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe a report, the most particular kinds first."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").casefold() != "application/ld+json":
            continue
        try:
            found.extend(_objects(json.loads((script.text or "")[:LONGEST_JSON], strict=False)))
        except (ValueError, RecursionError):
            continue  # cut off, malformed or hostile: the page then says nothing to machines
    yield from (thing for thing in found if _kind(thing).endswith("Article"))
    yield from (
        thing for thing in found if not _kind(thing).endswith("Article") and _kind(thing) in _REPORT_TYPES
    )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for element in value:
            yield from _objects(element)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))


def _kind(thing: dict[str, Any]) -> str:
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return next((kind for kind in kinds if isinstance(kind, str)), "")
