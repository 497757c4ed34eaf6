"""The list of stages, in order; the only file that imports them all.

Page → extract_article → Article → read_claims → Claims in words → resolve_* → Claims with values
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zenobia.model import Article, Claim, CodedArticle
from zenobia.reading import Reader
from zenobia.reading.reader import TrainedReader
from zenobia.resolving.actors import resolve_actors
from zenobia.resolving.gazetteer import Gazetteer
from zenobia.resolving.own_places import build_with_own
from zenobia.resolving.places import resolve_places
from zenobia.resolving.registry import Registry, open_registry
from zenobia.resolving.sources import resolve_sources
from zenobia.resolving.times import resolve_days
from zenobia.resolving.tolls import resolve_tolls


@dataclass(frozen=True, slots=True)
class Stages:
    """Everything that codes an article, opened once: the reader and the data that resolvers look into."""

    reader: Reader
    registry: Registry
    gazetteer: Gazetteer

    def code(self, articles: Sequence[Article]) -> list[CodedArticle]:
        """The articles with their claims; the same articles give the same claims in any company."""
        read = self.reader.read_claims(articles)
        return [
            CodedArticle.of(article, self.resolve(article, claims))
            for article, claims in zip(articles, read, strict=True)
        ]

    def resolve(self, article: Article, claims: Sequence[Claim]) -> list[Claim]:
        """The claims with values beside their words. Sources look at parties, so parties come first."""
        resolved = resolve_days(claims, article)
        resolved = resolve_tolls(resolved, article)
        resolved = resolve_places(resolved, article, self.gazetteer)
        resolved = resolve_actors(resolved, article, self.registry)
        return resolve_sources(resolved, article, self.registry)


def open_stages(gazetteer: Path, places: Path, actors: Path) -> Stages:
    """The stages with their data opened; the gazetteer is built first where there is none of this version.

    `places` is the folder of the user's own places and `actors` their table of parties, read where they exist.
    """
    build_with_own(gazetteer, places)
    return Stages(
        TrainedReader(), open_registry([actors] if actors.exists() else []), Gazetteer.open(gazetteer)
    )
