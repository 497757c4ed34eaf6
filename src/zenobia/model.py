"""The nouns of Zenobia, frozen. READ FIRST: every stage takes and makes these, and stages meet nowhere else.

A Page is what arrived, an Article is what it says, a Claim is one thing somebody says was done, an Incident
is what the claims of one happening say together.

Two conventions hold everywhere. A `Span` excludes its end, as a slice does, and counts characters of
`Article.text`. A `DateRange` includes both ends, as news does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Self

from zenobia.dates import DateRange


class Kind(StrEnum):
    """What was done (codebook, "Kinds")."""

    CLASH = "clash"
    TAKEOVER = "takeover"
    CONTROL = "control"
    AIRSTRIKE = "airstrike"
    SHELLING = "shelling"
    BOMBING = "bombing"
    CHEMICAL = "chemical"
    ATTACK = "attack"
    ABDUCTION = "abduction"
    ABUSE = "abuse"
    ARREST = "arrest"
    DESTRUCTION = "destruction"
    SIEGE = "siege"
    CASUALTIES = "casualties"
    ADVANCE = "advance"
    WITHDRAWAL = "withdrawal"
    DISPLACEMENT = "displacement"
    AGREEMENT = "agreement"
    TALKS = "talks"
    SUPPORT = "support"
    AID = "aid"
    SANCTION = "sanction"
    PROTEST = "protest"
    STATEMENT = "statement"


class Realis(StrEnum):
    """How real the act is said to be."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"


class Outcome(StrEnum):
    """What became of the people counted."""

    KILLED = "killed"
    WOUNDED = "wounded"
    MISSING = "missing"
    DETAINED = "detained"
    ABDUCTED = "abducted"
    DISPLACED = "displaced"


class Category(StrEnum):
    """Who the people counted are."""

    CIVILIAN = "civilian"
    COMBATANT = "combatant"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class SourceKind(StrEnum):
    """What sort of speaker is credited inside a report."""

    GOVERNMENT = "government"
    MILITARY = "military"
    ARMED_GROUP = "armed group"
    STATE_MEDIA = "state media"
    MEDIA = "media"
    MONITOR = "monitor"
    AID = "aid"
    UN = "un"
    MEDICAL = "medical"
    WITNESS = "witness"
    EXPERT = "expert"
    UNNAMED_OFFICIAL = "unnamed official"
    OTHER = "other"


class PlacePrecision(StrEnum):
    """How exactly a place was told, from a building to a country (codebook)."""

    SITE = "site"
    TOWN = "town"
    NEAR = "near"
    DISTRICT = "district"
    PROVINCE = "province"
    COUNTRY = "country"
    REGION = "region"
    SEA = "sea"


class BlockLabel(StrEnum):
    """What a stretch of a page is; only a headline and a body can start a claim."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    LINK = "link"
    RELATED = "related"
    SHARE = "share"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` of an article's text, the end excluded."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that could not be read, kept so that a person can look: which stage, what, and where."""

    stage: str
    message: str
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One point for or against a resolved value, in words a reviewer can judge."""

    rule: str
    points: float = 0.0
    detail: str = ""


# News pages have up to 2 MB; larger ones are archives, or traps for parsers (20 MB takes the parser minutes).
LARGEST_PAGE_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes as they were received, never changed afterwards.

    `name` is what the person called it: a path, an address, or "-". `fetched_at` is in UTC. `headers` are the
    server's, where there was one.
    """

    name: str
    content: bytes
    fetched_at: datetime
    url: str | None = None
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def sha256(self) -> str:
        return _sha256(self.content)


@dataclass(frozen=True, slots=True)
class Block:
    """A labelled stretch of an article's text."""

    label: BlockLabel
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says: one canonical text, and the labelled blocks that tell report from furniture.

    Blocks are in reading order and do not overlap; furniture stays in `text` so that every offset can be
    shown in place. `published_on` is a day; `published_how` says how it was found ("given", "meta tag", ...),
    and both are None when nothing on the page says. `outlet` published it; it is never the source of a claim.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published_on: date | None = None
    published_how: str | None = None
    page_sha256: str | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def id(self) -> str:
        """Hash of what is said, by whom and when: the same report read twice is one article."""
        return _digest(self.text, self.outlet, self.published_on, *((b.label, b.span) for b in self.blocks))


class Repeats(StrEnum):
    """How one article repeats another: in its words, or as a later state under the same address."""

    COPY = "copy"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Copy:
    """That an article repeats an earlier one: `share` of the shorter one's text is the same.

    `adds_nothing` is one in which no five words are new, and no day: to read it again would tell nothing.
    """

    of_article_id: str
    how: Repeats
    share: float
    adds_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Relevance:
    """Whether a page is about armed conflict, by the cheap gate that asks before anything costly is done.

    `reason` names the words that weighed most. `gate` names what judged, so that a better one can be told
    apart, and `title` is what it took for the page's title.
    """

    is_relevant: bool
    score: float
    reason: str
    gate: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that fill a slot of a claim, where they stand, and how sure the reader is (0 to 1).

    `reasons` say how a value was read from the words; a mention that is not resolved yet has none.
    """

    text: str
    span: Span
    confidence: float = 1.0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention(Mention):
    """Who did it or who it was done to; `actor_id` where the registry knows them."""

    name: str | None = None
    actor_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention(Mention):
    """Where it happened. `country` is ISO 3166 alpha-2; degrees are WGS 84; all None until resolved."""

    name: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision | None = None
    place_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenMention(Mention):
    """The day of the act; `days` stays None where the words cannot be dated."""

    days: DateRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll(Mention):
    """How many people, and what became of them.

    "at least 12" is low 12 and no high, "up to 20" is high 20 and no low, "dozens" has neither.
    `scope` is "running" for a total that is older or wider than the act ("300,000 since 2011"), "part" for
    people whom another toll of the text counts already ("including 11 children").
    """

    outcome: Outcome
    who: str | None = None
    category: Category = Category.UNKNOWN
    low: int | None = None
    high: int | None = None
    scope: str = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMention(Mention):
    """Who is credited with saying it, inside the report.

    `via` is who passed it on ("state TV quoted the army": the army, via state TV). `origin` is the name
    under which independence is counted. `relation` is how the speaker stands to the claim
    ("party", "ally", "monitor", "witness", ...).
    """

    name: str | None = None
    kind: SourceKind | None = None
    actor_id: str | None = None
    via: str | None = None
    origin: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody saying, in one article, that one thing was done, is planned, may be, or was not done.

    An empty `sources` means that the report tells it in its own voice. `evidence` are whole sentences in
    reading order. `reader` names what read it, so that a re-run by a better one can be told apart.
    """

    article_id: str
    kind: Kind
    evidence: tuple[Span, ...]
    realis: Realis = Realis.ASSERTED
    actors: tuple[ActorMention, ...] = ()
    targets: tuple[ActorMention, ...] = ()
    objects: tuple[Mention, ...] = ()
    place: PlaceMention | None = None
    when: WhenMention | None = None
    toll: tuple[Toll, ...] = ()
    sources: tuple[SourceMention, ...] = ()
    quote: Mention | None = None
    confidence: float = 1.0
    reader: str = field(default="unknown", compare=False)

    @property
    def id(self) -> str:
        """Hash of the words the claim rests on, so that a judgement on it survives a re-run.

        Resolved values are left out: a better gazetteer must not turn it into another claim.
        """
        return _digest(
            self.article_id,
            self.kind,
            self.realis,
            self.evidence,
            *(mention.span for mention in self.mentions()),
        )

    def mentions(self) -> tuple[Mention, ...]:
        """Every mention that fills a slot, in slot order."""
        single = (self.place, self.when, self.quote)
        return (
            *self.actors,
            *self.targets,
            *self.objects,
            *self.toll,
            *self.sources,
            *(mention for mention in single if mention is not None),
        )


@dataclass(frozen=True, slots=True)
class CodedArticle(Article):
    """An article with the claims that were read in it, in reading order."""

    claims: tuple[Claim, ...] = ()

    @classmethod
    def of(cls, article: Article, claims: Sequence[Claim]) -> Self:
        said = {f.name: getattr(article, f.name) for f in fields(Article)}
        return cls(**said, claims=tuple(claims))


class HoldingState(StrEnum):
    """How a place is held (docs/control.md)."""

    HELD = "held"
    CONTESTED = "contested"
    CLAIMED = "claimed"
    UNKNOWN = "unknown"


class Told(StrEnum):
    """What a claim tells of who holds a place."""

    TOOK = "took"
    HOLDS = "holds"
    LEFT = "left"
    FOUGHT = "fought"
    BESIEGED = "besieged"


class Extent(StrEnum):
    """How much of a place is meant: all of it, a part of it, or only what lies around it."""

    WHOLE = "whole"
    PART = "part"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Side:
    """A party that holds a place or fights for it; one without a name goes by its words ("militants")."""

    name: str
    actor_id: str | None = None
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A place that somebody is told to hold; without an id it is known by name, country and precision."""

    name: str
    country: str | None = None
    place_id: str | None = None
    precision: PlacePrecision = PlacePrecision.TOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one claim tells of who holds a place: `sides` took it, hold it or left it, `against` others.

    `own_word` is true where nobody says so but the sides themselves. `area` is a larger place, where that was
    told ("the whole of the province"). `is_day_of_report` is true where `days` is the day of publication, because
    the claim names none and says who holds the place in the present tense.
    """

    claim_id: str
    told: Told
    sides: tuple[Side, ...]
    against: tuple[Side, ...] = ()
    days: DateRange | None = None
    realis: Realis = Realis.ASSERTED
    extent: Extent = Extent.WHOLE
    own_word: bool = False
    area: str | None = None
    is_day_of_report: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A place in the hands of a side from a day to a day, with what is told of it.

    `first` to `last` are the days it is known for, both included, a `last` of None being open. `began` and
    `ended` are the days within which it changed ("in May 2015"); None is not told. `rivals` fight for the
    place or say that it is theirs; where it is unknown who holds it, they are who was told of last. `beside`
    are tellings of these days that decide nothing: denials, plans, fighting near the place.
    """

    place: HeldPlace
    state: HoldingState
    sides: tuple[Side, ...]
    first: date
    last: date | None
    tellings: tuple[Telling, ...]
    rivals: tuple[Side, ...] = ()
    began: DateRange | None = None
    ended: DateRange | None = None
    beside: tuple[Telling, ...] = ()

    def __post_init__(self) -> None:
        if not self.tellings:
            raise ValueError("a holding stands on claims, and none is given")

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims it stands on, each once."""
        return tuple(dict.fromkeys(telling.claim_id for telling in self.tellings))


@dataclass(frozen=True, slots=True)
class Timeline:
    """Who held one place, in order of days.

    `unused` are tellings that bear on no period: they have no day, or theirs is before anything is known.
    """

    place: HeldPlace
    holdings: tuple[Holding, ...]
    unused: tuple[Telling, ...] = ()

    @property
    def tellings(self) -> tuple[Telling, ...]:
        """Everything told of the place, each claim once."""
        told = (telling for holding in self.holdings for telling in (*holding.tellings, *holding.beside))
        return tuple({telling.claim_id: telling for telling in (*told, *self.unused)}.values())


class Verdict(StrEnum):
    """What a reviewer says: of two claims, of one, of a report that a claim is missing in, or of a verdict."""

    SAME = "same"
    NOT_SAME = "not same"
    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    NOTE = "note"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided, when and why; never changed or deleted. Of two on one subject the later holds.

    `subject` and `other` are the claims as they were when judged, so that they are found again when another
    reader has read their article. A correction puts `filling` (None: nothing) into `slot`, in the place of
    the mention at `at` (None: beside what is there). A note may be on an incident. `undoes` is the id of the
    judgement taken back. Those made at one stroke (a merge, a split) share `batch`, the id of the first of
    them, and `act` names the stroke.
    """

    claim_id: str
    other_id: str
    verdict: Verdict
    reviewer: str
    made_at: datetime
    why: str = ""
    subject: Claim | None = None
    other: Claim | None = None
    slot: str | None = None
    at: Span | None = None
    filling: Mention | Kind | Realis | None = None
    incident_id: str | None = None
    undoes: str | None = None
    act: str | None = None
    batch: str | None = None

    @property
    def id(self) -> str:
        """Hash of what was decided on what, by whom and when."""
        filling = self.filling
        said = filling.text if isinstance(filling, Mention) else filling
        told = (self.slot, self.at, said, self.incident_id, self.undoes)
        by = (self.reviewer, self.made_at.isoformat(), self.why)
        return _digest(self.verdict, self.claim_id, self.other_id, *told, *by)


class Grade(StrEnum):
    """How well it is founded that an incident happened (docs/incidents.md); computed, and named as ours.

    Two are no degrees: DENIED is told by nobody as having happened, and denied; UNCONFIRMED is only planned,
    threatened or suspected.
    """

    ADMITTED = "admitted"
    CORROBORATED = "corroborated"
    SINGLE_ORIGIN = "single origin"
    DISPUTED = "disputed"
    DENIED = "denied"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Origin:
    """One independent voice, the claims that rest on it, and whether it speaks of its own deeds."""

    name: str
    claim_ids: tuple[str, ...]
    is_party: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One value of a field, in words: the origins that tell it, their claims, and when it was told last."""

    value: str
    origins: tuple[str, ...]
    claim_ids: tuple[str, ...]
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """What claims say of one thing; `is_disputed` where two versions cannot both be true."""

    name: str
    versions: tuple[Version, ...]
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """How many people of one side and category, as low, best and high (docs/incidents.md, "The toll").

    `side` is None for people whose side is not told, and in the total of an outcome, where `is_total` is set.
    `high` is None where nobody gives an upper bound.
    """

    outcome: Outcome
    low: int
    best: int
    high: int | None
    versions: tuple[Version, ...]
    side: str | None = None
    category: Category = Category.UNKNOWN
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What the claims of one incident say together; nothing in it stands without claims."""

    kind: Kind
    days: DateRange | None
    place: PlaceMention | None
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    objects: tuple[str, ...]
    toll: tuple[Figure, ...]
    fields: tuple[Field, ...]
    origins: tuple[Origin, ...]
    grade: Grade


@dataclass(frozen=True, slots=True)
class Membership:
    """A claim of an incident, and why it is one: the reasons that bind it to its nearest claim there."""

    claim_id: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """The claims that tell of one happening, and the account they give together.

    `part_of` is the id of a longer incident of which this is one fight.
    """

    id: str
    members: tuple[Membership, ...]
    account: Account
    part_of: str | None = None


def _digest(*parts: object) -> str:
    """Sixteen hex digits of a hash over the parts, kept apart by a byte no text contains."""
    joined = "\x00".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=2)
def _sha256(content: bytes) -> str:
    """A page is asked for its hash at every step, and hashing takes longer than judging it by its words."""
    return hashlib.sha256(content).hexdigest()
