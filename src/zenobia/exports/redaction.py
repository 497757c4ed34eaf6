"""Take out of what is written everything that could name a private person or give away an exact place.

Kept are the parties, sources and public persons of the registry, by the registry's names; figures, days, kinds;
outlets. Of all other words only those stay that are known to name nobody (redaction.toml), so that what is not
known is hidden. Ids and offsets stay, so that whoever holds the ledger can find what a row came from.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from zenobia.exports.atlas import Atlas
from zenobia.exports.told import LeftOut, ToldIncident
from zenobia.model import (
    Account,
    ActorMention,
    Field,
    Figure,
    HeldPlace,
    Holding,
    Incident,
    Membership,
    Mention,
    Origin,
    PlaceMention,
    PlacePrecision,
    Side,
    SourceMention,
    Telling,
    Toll,
    Version,
)
from zenobia.resolving.gazetteer import Place
from zenobia.store import FoundClaim

STATEMENT = (
    "names of persons and parties that are not in the registry, the reports' own words, titles and addresses are"
    " left out or masked; places are rounded to their district or province"
)
WITHHELD = "withheld"
TOO_EXACT = LeftOut("held places smaller than a district: rounded, it would say that another place is held")
_MASK = "…"
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
# Places that are no closer than a district stay as they are told.
_WIDE = frozenset(
    (PlacePrecision.DISTRICT, PlacePrecision.PROVINCE, PlacePrecision.COUNTRY, PlacePrecision.REGION)
) | {PlacePrecision.SEA}

_M = TypeVar("_M", bound=Mention)


@dataclass(frozen=True, slots=True)
class Redactor:
    """Redact claims, incidents and holdings; the same input gives the same output."""

    atlas: Atlas

    def claim(self, found: FoundClaim) -> FoundClaim:
        """The claim with its id, and none of the report's words that could name somebody."""
        claim = found.claim
        redacted = replace(
            claim,
            actors=tuple(map(self._party, claim.actors)),
            targets=tuple(map(self._party, claim.targets)),
            objects=tuple(_bare(thing, masked(thing.text)) for thing in claim.objects),
            place=self._place(claim.place),
            when=None if claim.when is None else _bare(claim.when, ""),
            toll=tuple(map(_toll, claim.toll)),
            sources=tuple(map(self._source, claim.sources)),
            quote=None if claim.quote is None else _bare(claim.quote, ""),
        )
        header = replace(found.article, title=None, url=None)
        return FoundClaim(redacted, header, tuple(masked(words) for words in found.sentences))

    def incident(self, told: ToldIncident) -> ToldIncident:
        claims = tuple(map(self.claim, told.claims))
        names = _Names.of(told.claims, claims)
        incident = told.incident
        members = tuple(Membership(member.claim_id) for member in incident.members)
        account = self._account(incident.account, names)
        return ToldIncident(Incident(incident.id, members, account, incident.part_of), claims)

    def holding(self, holding: Holding) -> Holding | LeftOut:
        """The period with its parties by the registry's names; left out where its place cannot be rounded."""
        if holding.place.precision not in _WIDE:
            return TOO_EXACT
        return replace(
            holding,
            place=self._held_place(holding.place),
            sides=tuple(map(self._side, holding.sides)),
            rivals=tuple(map(self._side, holding.rivals)),
            tellings=tuple(map(self._telling, holding.tellings)),
            beside=tuple(map(self._telling, holding.beside)),
        )

    # ---- the parts

    def _party(self, mention: ActorMention) -> ActorMention:
        known = self.atlas.actor(mention.actor_id)
        if known is not None:
            return replace(_bare(mention, known.name), name=known.name)
        return replace(_bare(mention, masked(mention.text) or WITHHELD), name=None, actor_id=None)

    def _source(self, source: SourceMention) -> SourceMention:
        """A source that is not in the registry goes by what sort of speaker it is."""
        known = self.atlas.actor(source.actor_id)
        kind = source.kind.value if source.kind is not None else WITHHELD
        name = known.name if known is not None else self._body(source.name) or kind
        return replace(
            _bare(source, name),
            name=name,
            actor_id=source.actor_id if known is not None else None,
            via=self._body(source.via),
            origin=name if self._body(source.origin) is None else source.origin,
        )

    def _body(self, name: str | None) -> str | None:
        """A name that is the registry's own for a body; a person may bear the name of one whom it knows."""
        known = self.atlas.called(name) if name else None
        return name if known is not None and known.name == name and known.kind != "person" else None

    def _place(self, place: PlaceMention | None) -> PlaceMention | None:
        if place is None:
            return None
        if place.precision in _WIDE:
            name = place.name if place.place_id is not None else None
            return replace(_bare(place, name or ""), name=name)
        province = self.atlas.province(place)
        area = province or self.atlas.country(place.country)
        precision = PlacePrecision.PROVINCE if province is not None else PlacePrecision.COUNTRY
        if area is None:
            return replace(_bare(place, ""), name=None, lat=None, lon=None, precision=None, place_id=None)
        return _moved(place, area, precision)

    def _held_place(self, place: HeldPlace) -> HeldPlace:
        return place if place.place_id is not None else replace(place, name=WITHHELD)

    def _side(self, side: Side) -> Side:
        known = self.atlas.actor(side.actor_id)
        if known is not None:
            return replace(side, name=known.name)
        return Side(masked(side.name) or WITHHELD, None, side.is_named)

    def _telling(self, telling: Telling) -> Telling:
        sides, against = (tuple(map(self._side, each)) for each in (telling.sides, telling.against))
        return replace(telling, sides=sides, against=against, area=None)

    def _account(self, account: Account, names: _Names) -> Account:
        place = self._place(account.place)
        objects = (masked(thing) for thing in account.objects)
        return replace(
            account,
            place=place,
            actors=names.parties(account.actors),
            targets=names.parties(account.targets),
            objects=tuple(dict.fromkeys(thing for thing in objects if thing)),
            toll=tuple(_figure(figure, names) for figure in account.toll),
            fields=tuple(_field(field, names, place) for field in account.fields),
            origins=_origins(account.origins, names),
        )


@dataclass(frozen=True, slots=True)
class _Names:
    """What each name of an incident became; a name that is not among them is withheld."""

    of_parties: Mapping[str, str]
    of_origins: Mapping[str, str]

    @classmethod
    def of(cls, before: Sequence[FoundClaim], after: Sequence[FoundClaim]) -> _Names:
        parties: dict[str, str] = {}
        origins: dict[str, str] = {}
        for told, redacted in zip(before, after, strict=True):
            for role in ("actors", "targets"):
                pairs = zip(getattr(told.claim, role), getattr(redacted.claim, role), strict=True)
                parties.update({was.name or was.text: now.name or now.text for was, now in pairs})
            for was, now in zip(told.claim.sources, redacted.claim.sources, strict=True):
                origins[was.origin or was.name or was.text] = now.origin or now.name or now.text
            outlet = told.article.outlet or f"report {told.claim.article_id[:8]}"
            origins.setdefault(outlet, outlet)
        return cls(parties, origins)

    def parties(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.of_parties.get(name, WITHHELD) for name in names))

    def origins(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.of_origins.get(name, WITHHELD) for name in names))


def masked(text: str, *, figures: bool = False) -> str:
    """The words that are known to name nobody, a mark standing for each run of others; empty if none is left.

    "Gunmen shot the baker in his car" is "… shot the … in … car". Figures stay only where they count people:
    an age or a house number helps to find somebody.
    """
    kept: list[str] = []
    for at, word in enumerate(_WORD.findall(text)):
        seen = word.lower() if at == 0 else word
        harmless = seen in _harmless() or (figures and word.isdecimal())
        if harmless:
            kept.append(word)
        elif not kept or kept[-1] != _MASK:
            kept.append(_MASK)
    said = [word for word in kept if word != _MASK]
    tells = any(len(word) > len("and") or word.isdecimal() for word in said)
    return " ".join(kept) if tells else ""


@cache
def _harmless() -> frozenset[str]:
    """Every word that may stay: those of redaction.toml, of parties, and those that the crosswalks go by."""

    def table(name: str) -> dict[str, Any]:
        return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))

    words = set(table("redaction.toml")["words"].split())
    parties = table("parties.toml")
    words.update(f"{parties['civilians']} {parties['armed']}".split())
    for crosswalk in ("acled.toml", "plover.toml"):
        for rule in table(crosswalk)["rule"]:
            words.update(" ".join(rule.get("words", ())).split())
    return frozenset(words)


def _bare(mention: _M, text: str) -> _M:
    """The mention with other words and without reasons, which quote the report; its span stays."""
    return replace(mention, text=text, reasons=())


def _toll(toll: Toll) -> Toll:
    who = masked(toll.who) if toll.who else None
    return replace(_bare(toll, masked(toll.text, figures=True)), who=who or None)


def _moved(place: PlaceMention, area: Place, precision: PlacePrecision) -> PlaceMention:
    return replace(
        _bare(place, area.name),
        name=area.name,
        country=area.country,
        lat=area.lat,
        lon=area.lon,
        precision=precision,
        place_id=area.place_id,
    )


def _figure(figure: Figure, names: _Names) -> Figure:
    side = names.parties([figure.side])[0] if figure.side is not None else None
    return replace(figure, side=side, versions=tuple(_version(each, names) for each in figure.versions))


def _version(version: Version, names: _Names, value: str | None = None) -> Version:
    return replace(
        version, value=version.value if value is None else value, origins=names.origins(version.origins)
    )


def _field(field: Field, names: _Names, place: PlaceMention | None) -> Field:
    """Values that are names are those of the redacted claims; kinds, days and figures stay."""

    def value(version: Version) -> str | None:
        if field.name in ("actors", "targets"):
            return "; ".join(names.parties(version.value.split("; ")))
        if field.name == "place":
            return (place.name if place is not None else None) or WITHHELD
        return None

    return replace(field, versions=tuple(_version(each, names, value(each)) for each in field.versions))


def _origins(origins: Iterable[Origin], names: _Names) -> tuple[Origin, ...]:
    """The voices by their new names, each still one of its own."""
    return tuple(replace(origin, name=names.origins([origin.name])[0]) for origin in origins)
