"""Recognise an article that repeats another: wire copy, rewrites, the next state of a live report.

words → runs of five words → 96 least hashes of them (MinHash) → 32 bands → articles that share a band are compared

Articles of which half the runs are the same share a band with 64 of 100 chances, at 70 % with 99. Bands only
say whom to compare: what counts is how many runs of the shorter article stand in the longer one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from zenobia.model import Article, BlockLabel, Copy, Repeats

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]

RUN_WORDS = 5
HASHES = 96
BANDS = 32
# Where the first 2,000 words are the same, the rest of a long report is too, or it is another report's archive.
WORDS_READ = 2_000
# Shorter texts repeat each other by chance: "There was no immediate claim of responsibility."
FEWEST_WORDS = 30
# A share of the shorter article's runs. Looked at by hand (docs/log.md): pairs above it are one text, rewritten at
# most; between 0.3 and 0.6 lie reports that share background paragraphs or the words of one press release.
COPY_FROM = 0.6
# What a scraper took for a short article may be a notice of the site ("Thank you for registering!"): of so few
# words, this share of the headline's longer ones must stand in them.
HEADLINE_TELLS_BELOW = 200
HEADLINE_SHARE = 0.34
SHORTEST_TELLING_WORD = 4

_WORD = re.compile(r"\w+")
_SEED = 20160327


def bands_of(article: Article) -> tuple[int, ...]:
    """Keys under which articles that repeat this one are looked for; none for one that is too short."""
    import numpy as np

    runs = _runs(article)
    if not len(runs):
        return ()
    factors, summands = _permutations()
    least = ((factors[:, None] * runs[None, :] + summands[:, None]) >> np.uint64(32)).min(axis=1)
    rows = least.reshape(BANDS, HASHES // BANDS).astype("<u8")
    keys = (
        zlib.crc32(row.tobytes(), band) << 31 ^ zlib.adler32(row.tobytes()) for band, row in enumerate(rows)
    )
    return tuple(dict.fromkeys(keys))


def find_original(article: Article, others: Iterable[Article]) -> Copy | None:
    """What this article repeats, the most alike of the others, earlier ones first; None for a text of its own.

    One that was published under the same address is a version of it, however much was changed.
    """
    best: Copy | None = None
    runs = _runs(article)
    for other in others:
        theirs = _runs(other)
        share = _shared(runs, theirs)
        is_version = same_address(article.url, other.url)
        if share < COPY_FROM and not is_version:
            continue
        if best is None or share > best.share:
            how = Repeats.VERSION if is_version else Repeats.COPY
            best = Copy(other.id, how, round(share, 3), _adds_nothing(article, runs, other, theirs))
    return best


def same_address(one: str | None, other: str | None) -> bool:
    """Whether two addresses are one page: the front page of a site is none, as it is another every hour."""
    if one is None or other is None:
        return False
    left, right = _page_of(one), _page_of(other)
    return left == right and "/" in left.strip("/")


def _page_of(address: str) -> str:
    bare = re.sub(r"^https?://(?:www\.)?", "", address[:2_000].strip(), flags=re.IGNORECASE)
    return bare.partition("#")[0].rstrip("/")


def _adds_nothing(article: Article, runs: Hashes, other: Article, theirs: Hashes) -> bool:
    """Whether every five words of it stand in the other; a day that only this one knows would add something."""
    import numpy as np

    if not len(runs) or (article.published_on is not None and other.published_on is None):
        return False
    return bool(np.isin(runs, theirs, assume_unique=True).all())


def _shared(one: Hashes, other: Hashes) -> float:
    import numpy as np

    fewer = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / fewer if fewer else 0.0


def _runs(article: Article) -> Hashes:
    """The runs of words in the body, hashed, each once, in order of hash."""
    import numpy as np

    body = " ".join(block.span.of(article.text) for block in article.blocks if block.label is BlockLabel.BODY)
    words = _WORD.findall(body[: 20 * WORDS_READ].casefold())[:WORDS_READ]
    if len(words) < FEWEST_WORDS or _is_a_notice(article.title, words):
        return np.zeros(0, np.uint64)
    hashed = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], np.uint64)
    runs = np.zeros(len(words) - RUN_WORDS + 1, np.uint64)
    for at in range(RUN_WORDS):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + hashed[at : at + len(runs)]
        runs ^= runs >> np.uint64(29)
    return np.unique(runs)


def _is_a_notice(title: str | None, words: Sequence[str]) -> bool:
    """Whether a short text has nothing to do with its headline, as every article of a site has at times."""
    telling = {
        word for word in _WORD.findall((title or "").casefold()[:500]) if len(word) >= SHORTEST_TELLING_WORD
    }
    if not telling or len(words) >= HEADLINE_TELLS_BELOW:
        return False
    return len(telling & set(words)) < HEADLINE_SHARE * len(telling)


@cache
def _permutations() -> tuple[Any, Any]:
    """The same numbers in every run: bands are kept, and compared with those of later runs."""
    import numpy as np

    drawn = np.random.Generator(np.random.PCG64(_SEED)).integers(0, 1 << 63, (2, HASHES), np.uint64)
    return drawn[0] * np.uint64(2) + np.uint64(1), drawn[1]
