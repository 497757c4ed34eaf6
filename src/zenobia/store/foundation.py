"""Whether a claim stands on the words of its article: asked at the door, and again by `check`."""

from __future__ import annotations

from zenobia.model import Article, Claim, Span


def unfounded(claim: Claim, article: Article) -> str | None:
    """What keeps the claim from standing on the article's own words, or None where it stands."""
    if claim.article_id != article.id:
        return f"it belongs to article {claim.article_id}, not {article.id}"
    for span in claim.evidence:
        if not is_inside(span, article):
            return f"its evidence {span.start}..{span.end} lies outside the text"
    for mention in claim.mentions():
        if not is_inside(mention.span, article) or mention.span.of(article.text) != mention.text:
            found = mention.span.of(article.text)
            where = f"{mention.span.start}..{mention.span.end}"
            return f"“{mention.text[:80]}” is not what stands at {where}: “{found[:80]}”"
    return None


def is_inside(span: Span, article: Article) -> bool:
    return span.end <= len(article.text)
