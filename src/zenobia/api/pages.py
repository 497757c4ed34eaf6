"""Follow feeds and sitemaps: the list of them, and what is new in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from zenobia.api.opening import Progress, opened_stages
from zenobia.errors import NotFound
from zenobia.settings import Settings
from zenobia.store import open_view, open_writer

if TYPE_CHECKING:
    from zenobia.pipeline.local import InputResult


def follow(feed: str, *, store: Path | None = None, allow_private: bool = False) -> bool:
    """Put the address of a feed or sitemap on the list that the store keeps; False where it is on it.

    Nothing is asked of the web yet. Raises AddressRefused for an address that would never be asked.
    """
    from datetime import UTC, datetime

    from zenobia.pages.addresses import parse_address
    from zenobia.store import web

    parse_address(feed, allow_private=allow_private)
    with open_writer(_store(store), f"zenobia follow {feed[:80]}") as writer:
        return writer.web(web.follow, feed, datetime.now(UTC))


def unfollow(feed: str, *, store: Path | None = None) -> None:
    """Take a feed off the list; what was read of it stays. Raises NotFound where it is not on it."""
    from zenobia.store import web

    with open_writer(_store(store), f"zenobia follow --remove {feed[:80]}") as writer:
        if not writer.web(web.unfollow, feed):
            raise NotFound(f"“{feed[:200]}” is not followed; “zenobia follow --list” tells what is")


def followed_feeds(*, store: Path | None = None) -> list[str]:
    """The feeds on the list, in the order in which they were put there; none where there is no store yet."""
    from zenobia.store import web

    path = _store(store)
    if not path.exists():
        return []
    with open_view(path) as view, view.snapshot() as connection:
        return web.followed(connection)


def read_followed(
    *,
    outlet: str | None = None,
    store: Path | None = None,
    count: Callable[[int], None] | None = None,
    progress: Progress | None = None,
    allow_private: bool = False,
) -> Iterator[InputResult]:
    """Read what is new in the feeds on the list; tell what becomes of each page as it goes, as read_paths does."""
    from zenobia.pipeline.local import Given, read_followed

    return read_followed(
        Given(None, outlet),
        stages=lambda: opened_stages(progress),
        store=_store(store),
        count=count,
        allow_private=allow_private,
    )


def _store(path: Path | None) -> Path:
    return path or Settings.from_environment().store
