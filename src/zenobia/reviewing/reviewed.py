"""The claims of one article after review: corrected, rejected, added, and found again after a new reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

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
    root: str
    ids: frozenset[str]
    is_reviewed: bool = False
    by_hand: bool = False
    corrections: tuple[Correction, ...] = ()
    look: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()


@dataclass(slots=True)
class _Judged:
    """The judgements that name one claim, and the claim as it was at the last of them."""

    root: str
    subject: Claim
    made: list[Judgement] = field(default_factory=list)

    @property
    def is_added(self) -> bool:
        return any(each.verdict is Verdict.ADD for each in self.made)

    @property
    def ids(self) -> list[str]:
        """The ids that it had when it was judged, the last first."""
        subjects = (each.subject for each in reversed(self.made))
        return list(dict.fromkeys([*(claim.id for claim in subjects if claim is not None), self.root]))


def review_claims(read: Sequence[Claim], judgements: Iterable[Judgement]) -> list[ReviewedClaim]:
    """The claims that a reader read in one article, in order, with all that was judged of them; added last.

    A judgement goes with its claim by id, else with the one that rests on the same words. What was accepted,
    corrected or added and is not read any more is kept as it was left.
    """
    judged: dict[str, _Judged] = {}
    for judgement in standing(judgements):
        if judgement.verdict in _OF_A_CLAIM and judgement.subject is not None:
            of_claim = judged.setdefault(judgement.claim_id, _Judged(judgement.claim_id, judgement.subject))
            of_claim.made.append(judgement)
            of_claim.subject = judgement.subject
    now = _found_by_id(judged.values(), read)
    now |= _found_by_words([j for j in judged.values() if j not in now.values()], read, now)
    reviewed = [_reviewed(claim, now.get(claim.id) or _Judged(claim.id, claim)) for claim in read]
    gone = [j for j in judged.values() if j not in now.values()]
    return reviewed + [kept for each in gone if (kept := _kept(each)) is not None]


def _found_by_id(judged: Iterable[_Judged], read: Sequence[Claim]) -> dict[str, _Judged]:
    """Which judged claim each claim is that has an id which it was judged under."""
    present = {claim.id for claim in read}
    found: dict[str, _Judged] = {}
    for each in judged:
        id_ = next((id_ for id_ in each.ids if id_ in present and id_ not in found), None)
        if id_ is not None:
            found[id_] = each
    return found


def _found_by_words(
    judged: Sequence[_Judged], read: Sequence[Claim], taken: Collection[str]
) -> dict[str, _Judged]:
    """Which claim each judged one is now, the likest pair first; no claim is two of them.

    An added claim is never one that a reader read: it was added beside what was read of the same words.
    """
    pairs = [
        (points, one.root, claim.id, one)
        for one in judged
        if not one.is_added
        for claim in read
        if claim.id not in taken and (points := likeness(one.subject, claim)) > 0
    ]
    found: dict[str, _Judged] = {}
    done: set[str] = set()
    for _, root, claim_id, one in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if root not in done and claim_id not in found:
            found[claim_id] = one
            done.add(root)
    return found


def _reviewed(claim: Claim, judged: _Judged) -> ReviewedClaim:
    """A claim with what was judged of it; what was judged of other words asks for a look until it has had one."""
    made = corrected(claim, [each for each in judged.made if each.verdict is Verdict.CORRECT])
    looks = [each for each in judged.made if each.verdict in _LOOKED_AT]
    is_rejected = bool(looks) and looks[-1].verdict is Verdict.REJECT
    moved = [each for each in judged.made if each.subject is not None and each.subject.id != claim.id]
    is_seen = any(each not in moved for each in looks)
    look = [READ_ANEW] if moved and not is_seen else []
    look += [WORDS_MOVED] if made.lost and not is_seen else []
    return ReviewedClaim(
        claim=None if is_rejected else made.claim,
        machine=claim,
        subject=claim,
        root=judged.root,
        ids=frozenset({claim.id, *judged.ids}),
        is_reviewed=bool(looks) or judged.is_added,
        by_hand=judged.is_added or bool(made.corrections),
        corrections=made.corrections,
        look=tuple(look),
        judgements=tuple(judged.made),
    )


def _kept(judged: _Judged) -> ReviewedClaim | None:
    """A claim that nobody reads any more, as it was left; None for one that was read once, and rejected."""
    reviewed = _reviewed(judged.subject, judged)
    if reviewed.claim is None and not judged.is_added:
        return None
    look = () if judged.is_added or reviewed.claim is None else (NOT_READ,)
    return replace(reviewed, machine=None, by_hand=True, look=look)
