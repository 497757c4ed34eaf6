"""Reading makes Claims in words of Articles; what the words mean is for `resolving`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from zenobia.model import Article, Claim


class Reader(Protocol):
    """Whatever reads claims. The same article gives the same claims, alone or in any company."""

    @property
    def name(self) -> str:
        """What the claims it reads carry as their `reader`."""

    def read_claims(self, articles: Sequence[Article]) -> list[list[Claim]]:
        """The claims of each article, in the order of the articles; none from page furniture."""
