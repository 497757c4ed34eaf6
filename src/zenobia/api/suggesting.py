"""What a reviewer should look at: incidents in order of what matters, and pairs that may be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zenobia.api.ledger import Ledger, Look, Record
from zenobia.api.summaries import MOST_AT_ONCE, in_order
from zenobia.store import FoundIncident

if TYPE_CHECKING:
    from zenobia.store.overview import Asked

# A toll from here up is told as a reason to look; and the confidence of the unsurest claim below here.
_HIGH_TOLL, _UNSURE = 10, 0.5


def queue(ledger: Ledger, asked: Asked, *, offset: int = 0, limit: int = 50) -> Record:
    """Incidents that are not reviewed through, those that matter most first, each with why it is there.

    High tolls, disputes, single origins and claims that the reader was unsure of come first; what asks for a
    new look before all.
    """
    with ledger.look() as look:
        waiting = look.mask(asked) & ~look.overview.facets["reviewed"].having(len(look.overview), {"yes"})
        rows = in_order(look, waiting, "importance")
        shown = rows[offset : offset + min(limit, MOST_AT_ONCE)]
        cards = look.cards(shown)
        weights = {
            card["id"]: float(look.overview.weight[row]) for card, row in zip(cards, shown, strict=True)
        }
        open_ = _not_reviewed(look, [card["id"] for card in cards])
        items = [
            {
                "incident": card,
                "claims": open_.get(card["id"], []),
                "why": why(card),
                "weight": weights[card["id"]],
            }
            for card in cards
        ]
        return {"total": len(rows), "offset": offset, "items": items}


def why(card: Record) -> list[str]:
    """What makes an incident worth a look, in words."""
    killed = card["killed"]["best"] if card["killed"] else 0
    told = (
        (card["reviewed"] == "look", "asks for a new look"),
        (killed >= _HIGH_TOLL, f"a toll of {killed:,}"),
        (card["disputed"], "disputed"),
        (card["confidence"] < _UNSURE, f"not sure ({card['confidence']:.2f})"),
        (card["origins"] == 1, "one origin"),
    )
    return [words for is_so, words in told if is_so]


def suggested_pairs(look: Look, found: FoundIncident) -> list[Record]:
    """Other incidents that may be this one, with the claims and the reasons that say so."""
    from zenobia.incidents.features import JOINED_FROM
    from zenobia.pipeline.suggesting import suggest_pairs
    from zenobia.store.briefs import cards, keys_of

    suggestions = suggest_pairs(look.connection, found)
    keys = keys_of(look.connection, [each.incident_id for each in suggestions])
    short = {card["id"]: card for card in cards(look.connection, list(keys.values()))}
    return [
        {
            "incident": short[each.incident_id],
            "pair": [each.claim_id, each.other_id],
            "points": each.points,
            "bar": JOINED_FROM,
            "reasons": [{"rule": reason.rule, "points": reason.points} for reason in each.reasons],
            "sentence": each.sentence,
        }
        for each in suggestions
        if each.incident_id in short
    ]


def _not_reviewed(look: Look, ids: list[str]) -> dict[str, list[str]]:
    """The claims of incidents that nobody has looked at, or that ask for a new look."""
    from zenobia.pipeline.judging import reviewed_in

    claims = look.view.claims_in(ids)
    articles = {article for each in claims.values() for _, article in each}
    judged = reviewed_in(look.connection, articles)
    done = {id_ for id_, each in judged.items() if each.is_reviewed and not each.look}
    return {id_: [claim for claim, _ in each if claim not in done] for id_, each in claims.items()}
