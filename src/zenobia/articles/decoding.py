"""Bytes into text: by byte order mark, declared charset, UTF-8, and a guess last."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

from zenobia.errors import NoText, PageIsBinary
from zenobia.model import Issue, Page

# More replaced characters than this share, and a reader should look at the page (PROMISES: 1 %).
REPLACED_SHARE = 0.01
# The HTML standard has browsers look for a declared charset in this many bytes; older pages declare it later.
DECLARATION_BYTES = 4096
SNIFFED_BYTES = 8192
# Text has tabs and line ends, a stray escape at most; a program or a picture has a third or more of these.
CONTROL_SHARE = 0.05
GUESSED_BYTES = 64_000

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, film or WebP picture"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"ID3", "a sound"),
    (b"{\\rtf", "an RTF document"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^<>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_IN_HEADER = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""", re.IGNORECASE)
_CONTROLS = bytes(set(range(32)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1B})
# What browsers read these as (WHATWG): the Windows code pages hold the quotes and dashes of news.
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}

_LATIN_ALPHABETS = frozenset(
    {"cp1250", "cp1254", "cp1257", "cp1258", "cp437", "cp850", "cp858", "latin_1", "mac_roman", "mac_latin2"}
    | {f"iso8859_{part}" for part in (2, 3, 4, 9, 10, 13, 14, 15, 16)}
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding it was read by, and what should be looked at."""

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


def decode_page(page: Page) -> Decoded:
    """The text of the page's bytes, with an Issue where more than 1 % of it had to be replaced.

    Raises NoText where there are no bytes and PageIsBinary where they are no text.
    """
    content = page.content
    if not content.strip():
        raise NoText("It is empty.")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    _refuse_binary(content)
    declared = _declared_charset(page)
    # A page declared Latin-1 that is valid UTF-8 is UTF-8: text in another charset almost never is by chance.
    tried = [declared] if declared and content.isascii() else ["utf-8", declared]
    for encoding in filter(None, tried):
        with suppress(UnicodeDecodeError):
            return _looked_at(content.decode(encoding), encoding)
    best = _decoded(content, declared or "utf-8")
    return best if not best.issues else _decoded(content, _guessed_charset(content))


def _decoded(content: bytes, encoding: str) -> Decoded:
    return _looked_at(content.decode(encoding, "replace"), encoding)


def _looked_at(text: str, encoding: str) -> Decoded:
    """With an Issue if characters are missing; a page can also hold what somebody before us replaced."""
    replaced = text.count("\ufffd")
    if replaced <= REPLACED_SHARE * len(text):
        return Decoded(text, encoding)
    message = f"{replaced:,} of {len(text):,} characters could not be read as {encoding} and were replaced"
    return Decoded(text, encoding, (Issue("articles", message, "encoding"),))


def _refuse_binary(content: bytes) -> None:
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            raise PageIsBinary(f"It is {what}, not a page of text.")
    sample = content[:SNIFFED_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > CONTROL_SHARE * len(sample):
        raise PageIsBinary("It is not text: it holds bytes that no text has.")


def _declared_charset(page: Page) -> str | None:
    """The charset that the header or the page itself names, if Python knows it."""
    in_header = _IN_HEADER.search(page.content_type or "")
    in_page = _DECLARED.search(page.content[:DECLARATION_BYTES])
    names = [in_header.group(1)] if in_header else []
    names += [in_page.group(1).decode("ascii", "replace")] if in_page else []
    for name in names:
        try:
            "".encode(name)  # refuses codecs that are none of text, such as "hex"
        except LookupError:
            continue
        known = codecs.lookup(name).name
        if not known.startswith(("utf-16", "utf-32")):  # a declaration that could be read is not in these
            return _READ_AS.get(known, known)
    return None


def _guessed_charset(content: bytes) -> str:
    """A guess; between alphabets of Latin letters, which guessers confuse, that of English news."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[:GUESSED_BYTES]).best()
    if best is None:
        return "utf-8"
    return "cp1252" if best.encoding in _LATIN_ALPHABETS else best.encoding
