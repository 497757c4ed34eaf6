"""Errors that say what went wrong and what to do next."""

from __future__ import annotations


class ZenobiaError(Exception):
    """Anything Zenobia refuses to do; the message is a whole sentence for the person who asked."""


class PageError(ZenobiaError):
    """Bytes that cannot be read as a report; `code` is the short name it is counted under."""

    code = "unreadable"


class PageNotRead(PageError):
    """Left out on purpose, such as a picture in a folder of reports."""

    code = "not read"


class PageTooLarge(PageError):
    code = "too large"


class PageTooDeep(PageError):
    code = "too deep"


class PageIsBinary(PageError):
    code = "not text"


class PageTookTooLong(PageError):
    code = "took too long"


class NoText(PageError):
    code = "no text"


class UnsupportedLanguage(PageError):
    code = "language"


class FetchFailed(PageError):
    """Something on the web could not be fetched."""

    code = "not fetched"


class Unreachable(FetchFailed):
    """A server that gave no whole answer, and may give one later."""

    code = "unreachable"


class AddressRefused(FetchFailed):
    """An address that is never asked, or only with --allow-private."""

    code = "address refused"


class RobotsDisallow(FetchFailed):
    """The site asks programs not to read this address."""

    code = "robots.txt"


class NoFeed(PageError):
    """Something that was to be a feed or sitemap and is none."""

    code = "no feed"


class BadEncoding(PageError):
    """Content in an encoding that is not read, is damaged, or swells to more than a page ever is."""

    code = "bad encoding"


class PageIncomplete(PageError):
    """Fewer bytes arrived or were kept than were announced."""

    code = "incomplete"


class BadArchive(PageError):
    """A stretch of a web archive that is damaged."""

    code = "damaged archive"


class StoreError(ZenobiaError):
    """The store cannot do what was asked."""


class StoreIsNewer(StoreError):
    """The store was written by a later version of Zenobia."""


class StoreInUse(StoreError):
    """Another process is writing to the store."""


class NotFound(ZenobiaError):
    """No article, claim, place or actor goes by that name or id."""


class BadInput(ZenobiaError):
    """A file or argument that was given does not have the shape it must have."""


class NoGazetteer(ZenobiaError):
    """The list of places can be neither opened nor built."""


class MissingExtra(ZenobiaError):
    """A library that only some need is not installed; the message says which extra brings it."""
