"""Claims and reports in the store."""

from __future__ import annotations

from pathlib import Path

from zenobia.errors import NotFound
from zenobia.model import Claim, CodedArticle
from zenobia.settings import Settings
from zenobia.store import ArticlePage, ArticleQuery, ClaimPage, ClaimQuery, open_view


def claims(query: ClaimQuery, *, store: Path | None = None) -> ClaimPage:
    """The claims in the store that `query` asks for. Raises StoreError where there is no store."""
    with open_view(store or Settings.from_environment().store) as view:
        return view.claims(query)


def articles(query: ArticleQuery, *, store: Path | None = None) -> ArticlePage:
    """The reports that were read. Raises StoreError where there is no store."""
    with open_view(store or Settings.from_environment().store) as view:
        return view.articles(query)


def find(id_: str, *, store: Path | None = None) -> tuple[CodedArticle, Claim | None]:
    """The claim whose id begins with `id_`, in its article; or the article whose id does, and no claim.

    Raises NotFound where neither is there, or several are.
    """
    with open_view(store or Settings.from_environment().store) as view:
        try:
            found = view.claim(id_)
        except NotFound as no_claim:
            try:
                return view.article(id_), None
            except NotFound:
                raise no_claim from None
        return view.article(found.article.id), found.claim
