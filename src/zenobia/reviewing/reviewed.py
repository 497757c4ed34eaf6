"""The claims of one article after review: corrected, rejected, added, and found again after a new reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zenobia.model import Claim, Judgement, Verdict
from zenobia.reviewing.correcting import Correction, corrected
from zenobia.reviewing.finding import likeness
from zenobia.reviewing.standing import standing

_LOOKED_AT = (Verdict.ACCEPT, Verdict.REJECT)
_OF_A_CLAIM = (Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT, Verdict.ADD)

# Why a claim asks for a new look.
READ_ANEW = "the words were read anew, and otherwise, since it was judged"
NOT_READ = "it was judged, and is not read in the report any more"
WORDS_MOVED = "what was corrected is not there any more"


@dataclass(frozen=True, slots=True)
class ReviewedClaim:
    """A claim as people left it. `claim` is None where it was rejected, `machine` where a person added it.

    `subject` is what new judgements are about: what the machine read, or what a person added. `ids` are all
    that it was judged under, the subject's among them; `look` says why it asks for a new
    look, and is empty where it does not.
    """

    claim: Claim | None
    machine: Claim | None
    subject: Claim
    ids: frozenset[str]
    is_reviewed: bool = False
    by_hand: bool = False
    corrections: tuple[Correction, ...] = ()
    look: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()


@dataclass(slots=True)
class _Judged:
    """The judgements that speak of one claim, and whether it had to be found by its words."""

    subject: Claim
    made: list[Judgement] = field(default_factory=list)
    moved: list[Judgement] = field(default_factory=list)


def review_claims(read: Sequence[Claim], judgements: Iterable[Judgement]) -> list[ReviewedClaim]:
    """The claims that a reader read in one article, in order, with all that was judged of them; added last.

    A judgement goes with its claim by id, else with the one that rests on the same words. What was accepted,
    corrected or added and is not read any more is kept as it was left.
    """
    by_id: dict[str, _Judged] = {}
    for judgement in standing(judgements):
        if judgement.verdict in _OF_A_CLAIM and judgement.subject is not None:
            of_claim = by_id.setdefault(judgement.claim_id, _Judged(judgement.subject))
            of_claim.made.append(judgement)
    present = {claim.id: claim for claim in read}
    moved = _found_by_words([j for id_, j in by_id.items() if id_ not in present], read, by_id.keys())
    reviewed = []
    for claim in read:
        of_claim = by_id.get(claim.id) or _Judged(claim)
        found = moved.get(claim.id)
        if found is not None:
            of_claim = _Judged(claim, sorted([*found.made, *of_claim.made], key=_made_at), found.made)
        reviewed.append(_reviewed(claim, of_claim))
    gone = [j for id_, j in by_id.items() if id_ not in present and j not in moved.values()]
    return reviewed + [kept for judged in gone if (kept := _kept(judged)) is not None]


def _found_by_words(
    judged: Sequence[_Judged], read: Sequence[Claim], taken: Iterable[str]
) -> dict[str, _Judged]:
    """Which claim each judged one is now, the likest pair first; no claim is two of them."""
    free = {claim.id: claim for claim in read}
    for id_ in taken:
        free.pop(id_, None)
    pairs = [
        (points, one.subject.id, claim.id, one)
        for one in judged
        if not any(each.verdict is Verdict.ADD for each in one.made)
        for claim in free.values()
        if (points := likeness(one.subject, claim)) > 0
    ]
    found: dict[str, _Judged] = {}
    done: set[str] = set()
    for _, subject_id, claim_id, one in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if subject_id not in done and claim_id not in found:
            found[claim_id] = one
            done.add(subject_id)
    return found


def _reviewed(claim: Claim, judged: _Judged) -> ReviewedClaim:
    """A claim that the machine read, with what was judged of it; or one that a person added."""
    by_hand = any(each.verdict is Verdict.ADD for each in judged.made)
    made = corrected(claim, [each for each in judged.made if each.verdict is Verdict.CORRECT])
    looks = [each for each in judged.made if each.verdict in _LOOKED_AT]
    is_rejected = bool(looks) and looks[-1].verdict is Verdict.REJECT
    seen_anew = any(each not in judged.moved for each in looks)
    look = [READ_ANEW] if judged.moved and not seen_anew else []
    look += [WORDS_MOVED] if made.lost and not seen_anew else []
    return ReviewedClaim(
        claim=None if is_rejected else made.claim,
        machine=claim,
        subject=claim,
        ids=frozenset({claim.id, *(each.claim_id for each in judged.made)}),
        is_reviewed=bool(looks) or by_hand,
        by_hand=by_hand or bool(made.corrections),
        corrections=made.corrections,
        look=tuple(look),
        judgements=tuple(judged.made),
    )


def _kept(judged: _Judged) -> ReviewedClaim | None:
    """A claim that nobody reads any more, as it was left; None where it was rejected or hardly judged."""
    reviewed = _reviewed(judged.subject, judged)
    is_added = any(each.verdict is Verdict.ADD for each in judged.made)
    if reviewed.claim is None:
        return reviewed if is_added else None
    return ReviewedClaim(
        claim=reviewed.claim,
        machine=None,
        subject=judged.subject,
        ids=reviewed.ids,
        is_reviewed=reviewed.is_reviewed,
        by_hand=True,
        corrections=reviewed.corrections,
        look=() if is_added else (NOT_READ,),
        judgements=reviewed.judgements,
    )


def _made_at(judgement: Judgement) -> str:
    return judgement.made_at.isoformat()
