"""Find a claim that was judged again in what another reader made of its article.

By its id where the same words were read; else by the words that both rest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zenobia.model import Claim, Span

# Below this share of common evidence two claims rest on different words. By hand: a reader that takes one
# sentence more or less beside another keeps half.
COMMON_EVIDENCE = 0.3
# Of two claims of different kinds, so many of the words in their slots must be common.
COMMON_MENTIONS = 0.5


def found_again(judged: Claim, present: Sequence[Claim]) -> Claim | None:
    """The claim among those present that tells what the judged one told; None where none does."""
    same = next((claim for claim in present if claim.id == judged.id), None)
    if same is not None:
        return same
    likely = [(likeness(judged, claim), claim) for claim in present]
    points, best = max(likely, key=lambda each: (each[0], each[1].id), default=(0.0, None))
    return best if points > 0 else None


def likeness(judged: Claim, other: Claim) -> float:
    """How much two claims of one article rest on the same words; 0 for two that cannot be one."""
    if judged.article_id != other.article_id:
        return 0.0
    evidence = _common(judged.evidence, other.evidence)
    mentions = _common(_spans(judged), _spans(other))
    is_same_kind = judged.kind is other.kind
    if evidence < COMMON_EVIDENCE or not (is_same_kind or mentions >= COMMON_MENTIONS):
        return 0.0
    return evidence + mentions + is_same_kind


def _spans(claim: Claim) -> tuple[Span, ...]:
    return tuple(mention.span for mention in claim.mentions())


def _common(left: Iterable[Span], right: Iterable[Span]) -> float:
    """The characters that both cover, as a share of those that either does."""
    ours, theirs = _covered(left), _covered(right)
    either = len(ours | theirs)
    return len(ours & theirs) / either if either else 0.0


def _covered(spans: Iterable[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}
