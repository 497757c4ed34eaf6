"""Feeds (RSS, Atom, RDF) and sitemaps into the addresses they list, with no entity, file or address looked up.

bytes → text → prolog cut off, so that no entity is ever declared → XML tree → entries
"""

from __future__ import annotations

import codecs
import html
import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from zenobia.errors import NoFeed
from zenobia.model import LARGEST_PAGE_BYTES
from zenobia.pages.addresses import LONGEST_ADDRESS, is_address
from zenobia.pages.encodings import decode_content

if TYPE_CHECKING:
    from lxml.etree import _Element

# What the sitemap protocol allows in one file; feeds have some dozens.
MOST_ENTRIES = 50_000
LONGEST_TITLE = 500

_ROOTS = {"rss": "feed", "feed": "feed", "RDF": "feed", "urlset": "sitemap", "sitemapindex": "sitemap index"}
_ENTRIES = ("item", "entry", "url", "sitemap")
_PUBLISHED = ("pubDate", "published", "issued", "date", "publication_date")
_UPDATED = ("updated", "modified", "lastmod")
_BEGINNING = re.compile(rb"<(?:[A-Za-z0-9]{1,20}:)?(?:rss|feed|RDF|urlset|sitemapindex)[\s>]")
_BEGINNING_BYTES = 4_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9._-]{1,40})""", re.IGNORECASE)
# Python has codecs that are no encodings of text, and some that take time.
_OF_TEXT = (
    "utf",
    "iso8859",
    "cp",
    "koi8",
    "gb",
    "big5",
    "euc",
    "shift",
    "mac",
    "ascii",
    "johab",
    "tis",
    "ptcp",
    "hz",
)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,31});")
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
_TAG = re.compile(r"<[^<>]{0,1000}>")
_LONE_AMPERSAND = re.compile(r"&(?!(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{0,31});)")


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that a feed or sitemap lists, and what is said of the page there.

    `updated` is the stamp that changes when the page does, as it stands.
    """

    url: str
    title: str | None = None
    published_on: date | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed, a sitemap or a sitemap index lists: `kind` says which it is."""

    kind: str
    entries: tuple[Entry, ...]


def looks_like_feed(content: bytes) -> bool:
    """Whether bytes from the web are meant as a feed or sitemap, by how they begin; also gzipped ones."""
    beginning = content[:_BEGINNING_BYTES]
    if beginning.startswith(b"\x1f\x8b"):
        return True
    return (
        bool(_BEGINNING.search(beginning.replace(b"\0", b""))) and b"<html" not in beginning[:1_000].lower()
    )


def parse_feed(content: bytes, url: str, content_type: str | None = None) -> Feed:
    """The entries of a feed or sitemap that came from `url`, each address once, in order.

    Addresses that are not of the web are left out, and so is what lies past 50,000. Broken XML is read as far as
    it goes.
    Raises NoFeed where there is none.
    """
    if content.startswith(b"\x1f\x8b"):
        content = decode_content(content, ("gzip",), limit_bytes=LARGEST_PAGE_BYTES)
    root = _tree(_text(content, content_type), url)
    kind = _ROOTS.get(_name(root)) if root is not None else None
    if root is None or kind is None:
        raise NoFeed(f"{url} holds no feed (RSS, Atom) and no sitemap.")
    entries: dict[str, Entry] = {}
    for entry in _entries(root):
        entries.setdefault(entry.url, entry)
        if len(entries) == MOST_ENTRIES:
            break
    return Feed(kind, tuple(entries.values()))


def feed_parts(content: bytes, url: str, content_type: str | None) -> list[list[str | date | None]]:
    """What parse_feed finds, in plain values for a child process to send: the kind, and each entry."""
    feed = parse_feed(content, url, content_type)
    return [[feed.kind], *([each.url, each.title, each.published_on, each.updated] for each in feed.entries)]


def _entries(root: _Element) -> Iterator[Entry]:
    for element in root.iter():
        if _name(element) in _ENTRIES:
            entry = _entry(element)
            if entry is not None:
                yield entry


def _entry(element: _Element) -> Entry | None:
    children: dict[str, list[_Element]] = {}
    for child in element.iter():
        if child is not element:
            children.setdefault(_name(child), []).append(child)
    url = _url(element, children)
    if url is None:
        return None
    days = filter(None, (_day(_said(child)) for name in _PUBLISHED for child in children.get(name, ())))
    updated = next((_said(child)[:80] for name in _UPDATED for child in children.get(name, ())), None)
    title = next((_plain(_said(child)) for child in children.get("title", ())), "")
    return Entry(url, title or None, next(days, None), updated or None)


def _url(element: _Element, children: dict[str, list[_Element]]) -> str | None:
    """The address of an entry: Atom's link to the page itself, else RSS's link, its guid, a sitemap's loc."""
    links = children.get("link", [])
    told = [
        link.get("href") for link in links if link.get("href") and link.get("rel", "alternate") == "alternate"
    ]
    told += [_said(link) for link in links if not link.get("href")]
    told += [_said(guid) for guid in children.get("guid", ()) if guid.get("isPermaLink", "true") != "false"]
    told += [_said(loc) for loc in children.get("loc", ())]
    for words in filter(None, (each.strip() for each in told if each)):
        try:
            url = urljoin(element.base or "", words)
        except ValueError:
            continue
        if is_address(url) and len(url) <= LONGEST_ADDRESS:
            return url
    return None


def _tree(text: str, url: str) -> _Element | None:
    """The XML tree. Nothing is declared in it any more, and the parser looks nothing up."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_pis=True,
    )
    known = _NAMED.sub(_numbered, _LONE_AMPERSAND.sub("&amp;", _without_prolog(text)))
    try:
        return etree.fromstring(known.encode("utf-8", "replace"), parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _without_prolog(text: str) -> str:
    """The text from its root element on: no XML declaration, no DOCTYPE, and so no entity of its own.

    A DOCTYPE ends for us with its first ">", and what it declares inside is passed over one by one.
    """
    at = text.find("<")
    while at >= 0:
        if text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text.startswith("<!", at):
            end = text.find(">", at)
        else:
            return text[at:]
        at = text.find("<", end) if end >= 0 else -1
    return ""


def _numbered(reference: re.Match[str]) -> str:
    """A character that HTML has a name for, as its number, which XML knows too: "&eacute;" as "&#233;"."""
    characters = html.entities.html5.get(reference[1] + ";")
    if reference[1] in _OF_XML or characters is None:
        return reference[0] if characters is not None else ""
    return "".join(f"&#{ord(each)};" for each in characters)


def _text(content: bytes, content_type: str | None) -> str:
    """The text of XML: by byte order mark, by what the server or the file declares, else UTF-8.

    The file wins over the server where both declare something, as browsers have it.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace").lstrip("\ufeff")
    in_file = _DECLARED.search(content[:400])
    by_server = _CHARSET.search(content_type or "")
    named = (in_file[1].decode("ascii") if in_file else None, by_server[1] if by_server else None)
    for encoding in (*filter(None, named), "utf-8"):
        if _is_of_text(encoding):
            try:
                return content.decode(encoding)
            except (UnicodeError, LookupError):
                continue
    return content.decode("windows-1252", "replace")


def _is_of_text(encoding: str) -> bool:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return False
    return name.startswith(_OF_TEXT) and not name.startswith(("utf-16", "utf-32", "utf-7"))


def _name(element: _Element) -> str:
    """The name without its namespace; comments have none."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _said(element: _Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def _plain(words: str) -> str:
    """A title without the HTML that feeds put into it."""
    return " ".join(html.unescape(_TAG.sub(" ", words[: 4 * LONGEST_TITLE])).split())[:LONGEST_TITLE]


def _day(words: str) -> date | None:
    """A day as feeds tell it: "Mon, 28 Mar 2016 09:15:00 GMT", "2016-03-28T09:15:00Z"; in its own time zone."""
    words = words[:60]
    try:
        return datetime.fromisoformat(words).date()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(words).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
