"""Claims as PLOVER events, one JSON object a line, with who says so, how real it is and its words beside them.

The crosswalk is in plover.toml. Only what is told as having happened is written: readers of PLOVER take each
record for an event. The text of a record is the sentences of its evidence and no more of the report.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from zenobia.exports.atlas import Atlas
from zenobia.exports.countries import country
from zenobia.exports.told import DENIED, UNCONFIRMED, LeftOut, is_civilian
from zenobia.model import ActorMention, Claim, Kind, Outcome, PlaceMention, Realis
from zenobia.store import FoundClaim

Record = dict[str, Any]

CODEBOOK = "PLOVER 0.8"
_SIZES = {"dead": (Outcome.KILLED,), "injured": (Outcome.WOUNDED,), "arrested": (Outcome.DETAINED,)}


def plover_record(found: FoundClaim, atlas: Atlas, made_at: datetime) -> Record | LeftOut:
    """The record of a claim, or why it has none."""
    claim = found.claim
    if claim.realis is not Realis.ASSERTED:
        return DENIED if claim.realis is Realis.DENIED else UNCONFIRMED
    days = claim.when.days if claim.when is not None else None
    first = (days.start or days.end) if days is not None else None
    if days is None or first is None:
        return LeftOut("no day told")
    rule = _rule(found, atlas)
    if rule is None:
        return LeftOut(f"PLOVER has no type for it ({claim.kind.value})")
    actors, recipients = _parties(claim)
    return {
        "id": claim.id,
        "has_event": True,
        "date": first.isoformat(),
        "enddate": days.end.isoformat() if days.end is not None and days.end != first else None,
        "actor": [_party(mention, atlas) for mention in actors],
        "recipient": [_party(mention, atlas) for mention in recipients],
        "event": [rule["event"]],
        "event_loc": _location(claim.place, atlas) if claim.place is not None else None,
        "event_text": claim.kind.value,
        "quad_code": _table()["quads"][rule["event"]],
        "mode": [rule["mode"]] if "mode" in rule else [],
        "context": list(rule.get("contexts", ())),
        "size": _sizes(claim),
        "link": found.article.url,
        "text": " ".join(found.sentences),
        "cite_info": _citation(found),
        "coder": claim.reader,
        "coded_date": made_at.date().isoformat(),
        **_beside(found),
    }


def _beside(found: FoundClaim) -> Record:
    """What PLOVER has no field for."""
    claim = found.claim
    evidence = zip(found.sentences, claim.evidence, strict=True)
    return {
        "claim_source": [
            {
                "text": s.text,
                "name": s.name,
                "kind": s.kind and s.kind.value,
                "via": s.via,
                "origin": s.origin,
            }
            for s in claim.sources
        ],
        "realis": claim.realis.value,
        "evidence": [{"text": words, "start": span.start, "end": span.end} for words, span in evidence],
        "confidence": round(claim.confidence, 4),
        "zenobia:kind": claim.kind.value,
        "zenobia:control_change": claim.kind in (Kind.TAKEOVER, Kind.WITHDRAWAL),
        "zenobia:date_precision": claim.when.days.precision.value if claim.when and claim.when.days else None,
    }


def _rule(found: FoundClaim, atlas: Atlas) -> Record | None:
    """The first rule of the crosswalk that fits."""
    claim = found.claim
    words = " ".join((*found.sentences, *(m.text for m in claim.mentions()))).casefold()
    civilians = [is_civilian(f"{m.name} {m.text}", atlas.actor(m.actor_id)) for m in claim.targets]
    sort = "" if not civilians else "civilian" if all(civilians) else "armed"
    for rule in _table()["rule"]:
        if claim.kind.value in rule["kinds"] and rule.get("target", sort) == sort:
            said = rule.get("words", ())
            if not said or any(re.search(rf"\b{re.escape(word)}\b", words) for word in said):
                found_rule: Record = rule
                return found_rule
    return None


def _parties(claim: Claim) -> tuple[Sequence[ActorMention], Sequence[ActorMention]]:
    """Who fights each other is all in `actor`, as PLOVER has two-sided violence."""
    if claim.kind is Kind.CLASH:
        return (*claim.actors, *claim.targets), ()
    return claim.actors, claim.targets


def _party(mention: ActorMention, atlas: Atlas) -> Record:
    actor = atlas.actor(mention.actor_id)
    known = country(actor.country[0]) if actor is not None and actor.country else None
    civilian = actor is None and is_civilian(mention.text, None)
    return {
        "code": known.iso3 if known is not None else None,
        "sector": (actor.sector or None) if actor is not None else "CVL" if civilian else None,
        "entity_text": mention.text,
        "identifier_text": mention.name,
        "zenobia:actor_id": mention.actor_id,
    }


def _location(place: PlaceMention, atlas: Atlas) -> Record:
    where = country(place.country)
    province = atlas.province(place)
    source, _, number = (place.place_id or "").partition(":")
    return {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "geonameid": number if source == "geonames" else None,
        "lat": place.lat,
        "lon": place.lon,
        "district": atlas.district(place),
        "province": province.name if province is not None else None,
        "country": where.name if where is not None else None,
        "country_code": where.iso3 if where is not None else None,
        "resolution": _table()["resolution"].get(place.precision),
    }


def _sizes(claim: Claim) -> Record:
    """How many, where the claim bounds them on both sides alike; a range or a bound stands in words."""
    sizes: Record = {}
    for size, outcomes in _SIZES.items():
        told = [toll for toll in claim.toll if toll.outcome in outcomes and toll.scope == "incident"]
        if told and all(toll.low is not None and toll.low == toll.high for toll in told):
            sizes[size] = sum(toll.low or 0 for toll in told)
        elif told:
            sizes[f"zenobia:{size}_in_words"] = "; ".join(toll.text for toll in told)
    return sizes


def _citation(found: FoundClaim) -> Record:
    article = found.article
    return {
        "citation": article.id,
        "title": article.title,
        "publication": article.outlet,
        "url": article.url,
        "zenobia:published": article.published_on and article.published_on.isoformat(),
        "codebook": CODEBOOK,
    }


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
