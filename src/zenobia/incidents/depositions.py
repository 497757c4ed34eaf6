"""A claim in its report, as grouping sees it: what it says itself, and what its neighbours lend it.

"Fighters seized the bridge in Manbij on Friday. Eleven were killed." The second claim tells no place and no
day; those of the nearest claim before it are lent to it, and count for less than its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from zenobia.dates import DatePrecision, DateRange
from zenobia.incidents.kinds import family_names
from zenobia.incidents.sites import site_of
from zenobia.incidents.words import known_words, names_of, person_of
from zenobia.model import ActorMention, Claim, PlaceMention

_Value = TypeVar("_Value")

# The family of kinds whose parties speak and meet: a spokesman is in many reports.
_OF_SPEAKERS = "politics"
# A report that dates nothing speaks of the day before it, give or take one.
_DAYS_BEFORE_PUBLICATION = 2


@dataclass(frozen=True, slots=True)
class Deposition:
    """One claim, the report it stands in, and where and when it happened as far as the report lets one say.

    `place` and `days` are the claim's own, or lent: see `owns_place` and `owns_days`. `report_names` are names and
    numbers of all that the report tells, without those of known parties and places; `report_persons` those who did
    or suffered something in it, and are in no registry; `report_sites` names of the sites that it tells. `repeats`
    is the id of an earlier article that the report repeats.
    """

    claim: Claim
    published_on: date | None = None
    outlet: str | None = None
    sentences: tuple[str, ...] = ()
    place: PlaceMention | None = None
    days: DateRange | None = None
    report_names: frozenset[str] = frozenset()
    report_persons: frozenset[str] = frozenset()
    report_sites: frozenset[str] = frozenset()
    repeats: str | None = None

    @property
    def owns_place(self) -> bool:
        return self.claim.place is not None and self.claim.place is self.place

    @property
    def owns_days(self) -> bool:
        return self.claim.when is not None and self.days is not None and self.claim.when.days is self.days


def tell(
    claims: Sequence[Claim],
    sentences: Sequence[tuple[str, ...]],
    published_on: date | None = None,
    outlet: str | None = None,
) -> list[Deposition]:
    """The claims of one whole article, in reading order, with the words of each claim's evidence."""
    places = [_placed(claim) for claim in claims]
    days = [claim.when.days if claim.when is not None else None for claim in claims]
    published = _about(published_on)
    names = frozenset(names_of({each: None for said in sentences for each in said}) - known_words(claims))
    persons, sites = persons_of(claims), sites_of(claims)
    return [
        Deposition(
            claim,
            published_on,
            outlet,
            said,
            places[at] or _nearest(places, at),
            days[at] or _nearest(days, at) or published,
            names,
            persons,
            sites,
        )
        for at, (claim, said) in enumerate(zip(claims, sentences, strict=True))
    ]


def persons_among(parties: Iterable[ActorMention]) -> frozenset[str]:
    """The full names of persons. Those of a registry are left out: they are in the news too often to tell one
    happening from another."""
    names = (person_of(party.text) for party in parties if party.actor_id is None)
    return frozenset(name for name in names if name is not None)


def persons_of(claims: Iterable[Claim]) -> frozenset[str]:
    """Those who did or suffered something in the claims; who only speaks in them is left out."""
    acts = (claim for claim in claims if family_names()[claim.kind] != _OF_SPEAKERS)
    return persons_among(party for claim in acts for party in (*claim.actors, *claim.targets))


def sites_of(claims: Iterable[Claim]) -> frozenset[str]:
    """The names of every site that the claims tell."""
    return frozenset(name for claim in claims for name in site_of(claim.place).names)


def _placed(claim: Claim) -> PlaceMention | None:
    place = claim.place
    return place if place is not None and place.lat is not None and place.lon is not None else None


def _nearest(values: Sequence[_Value | None], at: int) -> _Value | None:
    """What the nearest neighbour before tells, else the nearest after."""
    neighbours = (*values[:at][::-1], *values[at + 1 :])
    return next((value for value in neighbours if value is not None), None)


def _about(published_on: date | None) -> DateRange | None:
    if published_on is None or published_on.toordinal() <= _DAYS_BEFORE_PUBLICATION:
        return None
    first = published_on - timedelta(days=_DAYS_BEFORE_PUBLICATION)
    return DateRange(first, published_on, DatePrecision.DAYS)
