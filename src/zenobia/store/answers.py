"""What a store can be asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from zenobia.errors import BadInput
from zenobia.model import Article, Claim, Copy, Kind, Realis, Reason, Relevance, Repeats


@dataclass(frozen=True, slots=True)
class ClaimQuery:
    """Which claims to show; what is None does not narrow the answer.

    `place`, `actor` and `source` are whole words that stand together in the report's own words or in the
    resolved name, in any case, accents aside: "deir ezzor" finds "Deir Ezzor city", and "army" does not find
    "Armyansk". `actor` is a party on either side, doer or target. All of `words` stand in the evidence.
    Any of `kinds` will do, and any of `place_ids`; `country` is the code of the place's, like SY.
    `since` and `until` are days of the act, both included; a claim without a day never meets them.
    """

    place: str | None = None
    actor: str | None = None
    source: str | None = None
    words: str | None = None
    kind: Kind | None = None
    kinds: tuple[Kind, ...] = ()
    place_ids: tuple[str, ...] = ()
    country: str | None = None
    realis: Realis | None = None
    article_id: str | None = None
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    offset: int = 0

    def __post_init__(self) -> None:
        _refuse_days_in_reverse(self.since, self.until)


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """Which articles to show; `since` and `until` are days of publication, both included.

    Every one of `words` stands in the title or the outlet, as a part of a word or a whole one.
    """

    words: str | None = None
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    offset: int = 0

    def __post_init__(self) -> None:
        _refuse_days_in_reverse(self.since, self.until)


def _refuse_days_in_reverse(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        raise BadInput(f"from {since} to {until} there are no days; the first must not be after the last")


@dataclass(frozen=True, slots=True)
class ArticleHeader:
    """An article without its text; `claims` counts those of its newest coding.

    `repeats` is the id of the earlier article that it repeats, if it does.
    """

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    published_on: date | None
    published_how: str | None
    claims: int
    repeats: str | None = None


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim, the report it stands in, and the sentences it rests on, one for each span of its evidence."""

    claim: Claim
    article: ArticleHeader
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Claims by publication day, article and place in it; reports without a day come last.

    `total` counts all that match, also those that `limit` cuts off. When days were asked for, `undated`
    counts the claims that match but for having no day: they are not shown.
    """

    found: tuple[FoundClaim, ...]
    total: int
    undated: int


@dataclass(frozen=True, slots=True)
class FoundIncident:
    """The claims of an incident, each with the reasons why it is in it; the account is made from them."""

    id: str
    part_of: str | None
    parts: tuple[str, ...]
    claims: tuple[FoundClaim, ...]
    reasons: tuple[tuple[Reason, ...], ...]


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Incidents by their first day, those without one last; `total` and `undated` as for claims."""

    found: tuple[FoundIncident, ...]
    total: int
    undated: int


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Articles by publication day, those without one last; `total` counts also those that `limit` cuts off.

    `undated` counts articles that match but for having no day of publication, when days were asked for.
    """

    found: tuple[ArticleHeader, ...]
    total: int
    undated: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What a store holds; claims are those of the newest coding of each article."""

    pages: int
    articles: int
    claims: int
    undated: int
    set_aside: int
    kinds: Mapping[Kind, int]


class Added(StrEnum):
    """What keeping something added to the store."""

    ARTICLE = "article"
    CODING = "coding"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Sifted:
    """What was found out about an article before it was read: whether it matters, and whether it is new."""

    relevance: Relevance | None = None
    bands: tuple[int, ...] = ()
    copy: Copy | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of keeping an article: the article that the store holds, which may be an earlier one.

    CODING means that the article was there and another reader's claims were added to it.
    """

    article: Article
    added: Added

    @property
    def is_duplicate(self) -> bool:
        return self.added is Added.NOTHING


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that was written and checked: its SHA-256 as a backup, and what it holds.

    `replaced` is where the store went that a restored backup stands in for.
    """

    path: Path
    sha256: str
    articles: int
    claims: int
    replaced: Path | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A page that could not be read, kept so that a person can look; `code` is what it is counted under."""

    name: str
    sha256: str | None
    code: str
    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A page that the gate left unread, with its reason; `score` lies below zero, the farther the surer."""

    name: str
    title: str | None
    url: str | None
    sha256: str
    score: float
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PassedOverPage:
    """Pages that the gate left unread, the nearest to being read first; `total` counts all."""

    found: tuple[PassedOver, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """Another article that says the same: `is_earlier` is one that this one repeats, else it repeats this one."""

    article: ArticleHeader
    how: Repeats
    share: float
    is_earlier: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One run of reading; `finished_at` is None for a run that is going on or was broken off."""

    started_at: datetime
    finished_at: datetime | None
    read: int
    duplicate: int
    set_aside: int

    @property
    def inputs(self) -> int:
        return self.read + self.duplicate + self.set_aside
