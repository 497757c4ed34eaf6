"""What a data set of incidents is written from: the account, the claims behind it, and who and what is in it.

A data set of facts holds only what somebody tells as having happened: an incident that is only denied, planned
or suspected is left out of it, and said to be.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from zenobia.exports.atlas import Atlas
from zenobia.exports.countries import country
from zenobia.model import ActorMention, Category, Figure, Grade, Incident, Outcome, Realis, Toll
from zenobia.resolving.tables import Actor
from zenobia.store import FoundClaim

_WORD = re.compile(r"[^\W\d_]+")
_CIVILIAN_KINDS = frozenset({"people", "aid", "medical", "media", "expert"})


@dataclass(frozen=True, slots=True)
class ToldIncident:
    """An incident with the claims that it is made of."""

    incident: Incident
    claims: tuple[FoundClaim, ...]

    @property
    def asserted(self) -> tuple[FoundClaim, ...]:
        """The claims that tell it as having happened."""
        return tuple(found for found in self.claims if found.claim.realis is Realis.ASSERTED)

    @property
    def killed(self) -> Figure | None:
        """The total of the killed."""
        totals = (figure for figure in self.incident.account.toll if figure.is_total)
        return next((figure for figure in totals if figure.outcome is Outcome.KILLED), None)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why an incident or a claim has no row in a format."""

    reason: str


DENIED = LeftOut("only denied")
UNCONFIRMED = LeftOut("only planned, threatened or suspected")


def unfounded(told: ToldIncident) -> LeftOut | None:
    """Why it is no fact; None where somebody tells it as having happened."""
    grade = told.incident.account.grade
    if grade is Grade.DENIED:
        return DENIED
    return UNCONFIRMED if grade is Grade.UNCONFIRMED or not told.asserted else None


@dataclass(frozen=True, slots=True)
class Party:
    """One party to an incident, and what the registry knows of it."""

    name: str
    actor: Actor | None = None
    is_civilian: bool = False

    def inter(self, event_country: str | None) -> str:
        """ACLED's code of what sort of party it is; a state's forces abroad are external ones (8)."""
        if self.is_civilian:
            return "7"
        if self.actor is None:
            return ""
        is_abroad = event_country is not None and event_country not in self.actor.country
        return "8" if self.actor.inter == "1" and is_abroad else self.actor.inter

    @property
    def gwno(self) -> int | None:
        """Gleditsch and Ward's number, where the party is a state or an organ of one."""
        if self.actor is None or self.actor.inter != "1" or not self.actor.country:
            return None
        known = country(self.actor.country[0])
        return known.gwno if known is not None else None


def parties(told: ToldIncident, names: Iterable[str], role: str, atlas: Atlas) -> tuple[Party, ...]:
    """The parties of these names, in order; `role` is "actors" or "targets"."""
    mentions: dict[str, ActorMention] = {}
    for found in told.asserted or told.claims:
        for mention in getattr(found.claim, role):
            name = mention.name or mention.text
            if name not in mentions or mentions[name].actor_id is None:
                mentions[name] = mention
    return tuple(_party(name, mentions.get(name), atlas) for name in names)


def _party(name: str, mention: ActorMention | None, atlas: Atlas) -> Party:
    actor = atlas.actor(mention.actor_id) if mention is not None else None
    said = f"{name} {mention.text}" if mention is not None else name
    return Party(name, actor, is_civilian(said, actor))


def is_civilian(said: str, actor: Actor | None) -> bool:
    if actor is not None:
        return actor.kind in _CIVILIAN_KINDS
    words = {word.casefold() for word in _WORD.findall(said)}
    return bool(words & _words_for("civilians")) and not words & _words_for("armed")


@cache
def _words_for(sort: str) -> frozenset[str]:
    table = tomllib.loads(Path(__file__).with_name("parties.toml").read_text("utf-8"))
    return frozenset(table[sort].split())


def counts_only_civilians(told: ToldIncident) -> bool:
    """Whether everybody counted as killed or wounded is told to be a civilian."""
    tolls = [toll for found in told.asserted for toll in found.claim.toll if toll.scope == "incident"]
    hurt = [toll for toll in tolls if toll.outcome in (Outcome.KILLED, Outcome.WOUNDED) and toll.low != 0]
    return bool(hurt) and all(toll.category is Category.CIVILIAN for toll in hurt)


def words_only(told: ToldIncident) -> Toll | None:
    """The first toll of killed without a figure ("dozens"), where no figure is told at all."""
    if told.killed is not None:
        return None
    tolls = (toll for found in told.asserted for toll in found.claim.toll if toll.scope == "incident")
    return next((toll for toll in tolls if toll.outcome is Outcome.KILLED), None)


def said_words(told: ToldIncident) -> str:
    """Everything that the claims say it with, in small letters, for rules that go by words."""
    texts: list[str] = []
    for found in told.asserted:
        texts += found.sentences
        texts += (mention.text for mention in found.claim.mentions())
    return " ".join(texts).casefold()


def outlets(claims: Sequence[FoundClaim]) -> tuple[str, ...]:
    """Who published it, each once, in order of publication."""
    in_order = sorted(claims, key=lambda found: (found.article.published_on or date.max, found.article.id))
    return tuple(dict.fromkeys(found.article.outlet for found in in_order if found.article.outlet))


def origins(told: ToldIncident) -> tuple[str, ...]:
    """The independent voices that tell it as having happened, by name."""
    asserting = {found.claim.id for found in told.asserted}
    return tuple(o.name for o in told.incident.account.origins if asserting & set(o.claim_ids))


def summary(told: ToldIncident) -> str:
    """What is told, by whom, and what is disputed, in the words of the account and none of the reports'.

    "airstrike by Russia on Islamic State at Palmyra, 2016-03-27. According to: Observatory (Desert Post)."
    """
    account = told.incident.account
    sides = (" and ".join(account.actors), " and ".join(account.targets))
    doer, target = (
        f" {word} {names}" if names else "" for word, names in zip(("by", "on"), sides, strict=True)
    )
    place = account.place and (account.place.name or account.place.text)
    near = "near" if place and account.place and account.place.precision == "near" else "at"
    where = f" {near} {place}" if place else ""
    when = f", {days_in_words(told)}" if account.days else ""
    parts = [f"{account.kind.value}{doer}{target}{where}{when}."]
    published = ", ".join(outlets(told.asserted))
    by = f" (published by {published})" if published else ""
    parts.append(f"According to: {', '.join(origins(told))}{by}.")
    parts += (_tolls(figure) for figure in account.toll if figure.is_total)
    disputed = [field.name for field in account.fields if field.is_disputed]
    if disputed:
        parts.append(f"Disputed: {', '.join(disputed)}.")
    denying = sorted({found.claim.id for found in told.claims if found.claim.realis is Realis.DENIED})
    if denying:
        names = sorted({o.name for o in account.origins if set(o.claim_ids) & set(denying)})
        parts.append(f"Denied by: {', '.join(names)}.")
    parts.append(f"Grade: {account.grade.value}.")
    return " ".join(parts)


def _tolls(figure: Figure) -> str:
    """ "killed: 12 (state media), 20+ (Observatory)."."""
    told = ", ".join(f"{version.value} ({', '.join(version.origins)})" for version in figure.versions)
    return f"{figure.outcome.value}: {told}."


def days_in_words(told: ToldIncident) -> str:
    days = told.incident.account.days
    if days is None:
        return ""
    if days.start == days.end:
        return str(days.start)
    return f"{days.start or '…'} to {days.end or '…'}"


def last_day_of_claim(found: FoundClaim) -> date | None:
    """The last day that the claim tells of; where that is open or not told, the day of publication."""
    days = found.claim.when.days if found.claim.when is not None else None
    if days is not None and days.end is not None:
        return days.end
    return found.article.published_on


def last_day_of_incident(told: ToldIncident) -> date | None:
    """The last day of its account; where it has none, that of its latest claim."""
    days = told.incident.account.days
    if days is not None and days.end is not None:
        return days.end
    return max(filter(None, map(last_day_of_claim, told.claims)), default=None)


def number_of(incident_id: str) -> int:
    """The incident's id as a whole number that every reader of tables keeps exact (below 2 to the 53rd)."""
    return int(incident_id[:13], 16)
