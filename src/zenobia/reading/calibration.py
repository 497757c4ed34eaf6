"""What a chance of the network is worth: how often a person codes the same, counted on reports it never saw.

A network is surer than it is right. A straight line between log-odds mends that (Platt 1999); it changes no order,
so that what is told and what fills a slot stays as the lines of decoding have it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zenobia.model import Claim, Mention
from zenobia.reading.labels import ROLES

CLAIM = "claim"
# Chances are kept this far from none and certainty, where log-odds have no end.
_EDGE = 1e-4


@dataclass(frozen=True, slots=True)
class Calibration:
    """A slope and a shift for claims and for each role; what has none keeps the chance of the network.

    The confidence of a claim is how often a person codes such a claim too; that of a mention, how often it fills
    the same slot for the person where the claim is one that the person codes.
    """

    slopes: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def confidence(self, what: str, chance: float) -> float:
        """The share of such claims or mentions (of the role `what`) that are right, 0 to 1."""
        if what not in self.slopes:
            return chance
        slope, shift = self.slopes[what]
        return 1 / (1 + math.exp(-(slope * log_odds(chance) + shift)))

    def of_claims(self, claims: Sequence[Claim]) -> list[Claim]:
        """The claims and their mentions with confidences instead of chances; nothing else changes."""
        return [self._of_claim(claim) for claim in claims]

    def _of_claim(self, claim: Claim) -> Claim:
        slots: dict[str, Any] = {}
        for role in ROLES:
            value = getattr(claim, role)
            if isinstance(value, tuple):
                slots[role] = tuple(self._of_mention(role, one) for one in value)
            elif value is not None:
                slots[role] = self._of_mention(role, value)
        return replace(claim, confidence=self.confidence(CLAIM, claim.confidence), **slots)

    def _of_mention(self, role: str, mention: Mention) -> Mention:
        return replace(mention, confidence=self.confidence(role, mention.confidence))


def log_odds(chance: float) -> float:
    kept = min(1 - _EDGE, max(_EDGE, chance))
    return math.log(kept / (1 - kept))
