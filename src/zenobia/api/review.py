"""What a reviewer decides: of a claim, of a slot of it, of two claims, of incidents, and of what was decided.

Every function keeps a new row and takes nothing away; then what counts is worked out anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zenobia.api.filling import Given, Hand, filling, one_of
from zenobia.errors import BadInput, NotFound, StoreInUse
from zenobia.model import Article, Claim, Judgement, Kind, Mention, Realis, Span, Verdict
from zenobia.reviewing.correcting import SEVERAL, SINGLE, WORDS, mention_at
from zenobia.settings import Settings
from zenobia.store import ClaimQuery, open_view, open_writer

if TYPE_CHECKING:
    from zenobia.reviewing.reviewed import ReviewedClaim
    from zenobia.store.view import View

MERGE, SPLIT = "merge", "split"
HAND = "hand"
"""The reader of a claim that a person added."""

# "zenobia read" holds a store for as long as it reads; regrouping after a judgement takes less than this.
WAIT_SECONDS = 10.0
_TRY_EVERY_SECONDS = 0.1
LONGEST_WHY, LONGEST_NAME = 2_000, 100
# Every claim taken out is told apart from every one that stays, up to so many pairs.
MOST_PAIRS = 20_000


@dataclass(frozen=True, slots=True)
class Changed:
    """What judging changed: the judgements kept, claims by the id they had and have, and incidents to load.

    `incident` is where the claims that were judged are now.
    """

    judgements: tuple[Judgement, ...]
    claims: tuple[tuple[str, str | None], ...]
    incidents: tuple[str, ...]
    incident: str | None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who judges, why, and in which store."""

    name: str
    why: str = ""
    store: Path | None = None
    wait_s: float = WAIT_SECONDS

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            raise BadInput(f"a judgement has somebody's name on it, of {LONGEST_NAME} letters at most")
        if len(self.why) > LONGEST_WHY:
            raise BadInput(f"a reason is {LONGEST_WHY} letters at most")

    @property
    def path(self) -> Path:
        return self.store or Settings.from_environment().store


def accept(by: Reviewer, *, claim_id: str | None = None, incident_id: str | None = None) -> Changed:
    """Say that a claim, or every claim of an incident, is as the report says. Raises NotFound."""
    return _judge_claims(by, Verdict.ACCEPT, claim_id, incident_id)


def reject(by: Reviewer, *, claim_id: str | None = None, incident_id: str | None = None) -> Changed:
    """Say that a claim, or every claim of an incident, is not what the report says: it counts no more."""
    return _judge_claims(by, Verdict.REJECT, claim_id, incident_id)


def correct(
    by: Reviewer,
    claim_id: str,
    slot: str,
    value: object,
    *,
    at: Span | None = None,
    span: Span | None = None,
) -> Changed:
    """Put a value into a slot of a claim, on the words of `span`; None for `value` empties it.

    `at` is where the mention stands that is corrected; without it one is added, where the slot takes several.
    Raises NotFound, and BadInput for a value that the slot cannot have.
    """
    with open_view(by.path) as view:
        subject = _Subject.of(view, claim_id)
        if subject.reviewed.claim is None:
            raise BadInput("this claim was rejected; accept it, or undo that, before it is corrected")
        now = _mention(subject.reviewed.claim, slot, at)
        made: Any = None
        if value is not None or slot in WORDS:
            hand = Hand(by.name, by.why)
            made = filling(slot, value, span, now, subject.reviewed.claim, subject.article, hand)
        elif slot not in (*SINGLE, *SEVERAL) or now is None:
            raise BadInput(f"there is nothing in {slot[:40]} that can be taken away")
        place = now.span if now is not None else None
        judgement = subject.judged(by, Verdict.CORRECT, slot=slot, at=place, filling=made)
    return _keep(by, [judgement])


def add_claim(
    by: Reviewer,
    article_id: str,
    kind: str,
    span: Span,
    *,
    realis: str = Realis.ASSERTED.value,
    slots: Iterable[Given] = (),
) -> Changed:
    """Add a claim that was missed, resting on the sentences of the words selected in a report.

    Each of `slots` has `slot`, `span` and `value`, as `correct` takes them.
    """
    from zenobia.reading.sentences import split_sentences

    with open_view(by.path) as view:
        article = view.article(article_id)
        if span.end > len(article.text) or not span.of(article.text).strip():
            raise BadInput("no words of the report are selected")
        evidence = tuple(sentence for sentence in split_sentences(article.text) if sentence.overlaps(span))
        claim = Claim(
            article_id=article.id,
            kind=one_of(Kind, kind, "kind"),
            evidence=evidence or (span,),
            realis=one_of(Realis, realis, "realis"),
            reader=HAND,
        )
        for each in slots:
            claim = _with_slot(claim, each, article, Hand(by.name, by.why))
        if any(known.id == claim.id for known in article.claims):
            raise BadInput("the report has this very claim already")
    return _keep(by, [_judgement(by, Verdict.ADD, claim_id=claim.id, subject=claim)])


def merge(by: Reviewer, incident_ids: Sequence[str]) -> Changed:
    """Say that incidents are one: every claim of them goes with the first one's first."""
    with open_view(by.path) as view:
        found = [view.incident(id_) for id_ in incident_ids]
        if len({each.id for each in found}) < 2:
            raise BadInput("two incidents or more are wanted to make one of them")
        claims = [each.claim for incident in found for each in incident.claims]
        pairs = [(claims[0], claim) for claim in claims[1:]]
        made = _pairs(by, view, pairs, Verdict.SAME, MERGE)
    return _keep(by, made)


def split(by: Reviewer, incident_id: str, claim_ids: Sequence[str]) -> Changed:
    """Take claims out of an incident, together: they tell of another happening than those that stay."""
    with open_view(by.path) as view:
        found = view.incident(incident_id)
        wanted = {view.claim(id_).claim.id for id_ in claim_ids}
        out = [each.claim for each in found.claims if each.claim.id in wanted]
        rest = [each.claim for each in found.claims if each.claim.id not in wanted]
        if len(out) != len(wanted) or not out or not rest:
            raise BadInput("choose some of the incident's claims, and not all of them")
        if len(out) * len(rest) > MOST_PAIRS:
            raise BadInput("these are too many claims to part at once; take out fewer")
        together = [(out[0], claim) for claim in out[1:]]
        made = _pairs(by, view, together, Verdict.SAME, SPLIT)
        made += _pairs(by, view, list(product(out, rest)), Verdict.NOT_SAME, SPLIT)
    return _keep(by, made)


def judge_pair(by: Reviewer, claim_id: str, other_id: str, same: bool) -> Changed:
    """Say that two claims tell, or do not tell, of one happening. No score overrules it."""
    with open_view(by.path) as view:
        one, other = view.claim(claim_id).claim, view.claim(other_id).claim
        if one.id == other.id:
            raise BadInput("a claim is the same as itself; two claims are wanted")
        verdict = Verdict.SAME if same else Verdict.NOT_SAME
        made = _pairs(by, view, [(one, other)], verdict, verdict.value)
    return _keep(by, made)


def note(by: Reviewer, *, claim_id: str | None = None, incident_id: str | None = None) -> Changed:
    """Keep a note, which is the reviewer's `why`, on a claim or an incident; it changes no value."""
    if not by.why.strip():
        raise BadInput("a note has words")
    with open_view(by.path) as view:
        if claim_id is not None:
            made = _Subject.of(view, claim_id).judged(by, Verdict.NOTE)
        elif incident_id is not None:
            made = _judgement(by, Verdict.NOTE, incident_id=view.incident(incident_id).id)
        else:
            raise BadInput("a note is on a claim or on an incident")
    return _keep(by, [made])


def undo(by: Reviewer, judgement_id: str) -> Changed:
    """Take back a judgement, with those made at one stroke with it; undoing that again brings them back.

    Raises NotFound for no such judgement, and BadInput for one that was taken back before.
    """
    from zenobia.reviewing.standing import undone_by
    from zenobia.store import judged

    with open_view(by.path) as view, view.snapshot() as connection:
        batch = judged.judgement_at(connection, judgement_id)
        if not batch:
            raise NotFound(f"there is no judgement “{judgement_id[:40]}”")
        undone = undone_by(judged.with_undoings(connection, batch))
        if all(each.id in undone for each in batch):
            raise BadInput("this was taken back already; undo that, to have it again")
        made = [
            replace(
                _judgement(by, Verdict.UNDO, claim_id=each.claim_id, subject=each.subject),
                other_id=each.other_id,
                other=each.other,
                incident_id=each.incident_id,
                undoes=each.id,
            )
            for each in batch
            if each.id not in undone
        ]
    return _keep(by, made)


# ---- what is judged


@dataclass(frozen=True, slots=True)
class _Subject:
    """A claim that counts, or counted, with what was judged of it so far."""

    reviewed: ReviewedClaim
    article: Article

    @classmethod
    def of(cls, view: View, claim_id: str) -> _Subject:
        from zenobia.pipeline.judging import reviews_of
        from zenobia.reviewing.reviewed import ReviewedClaim

        claim = view.claim(claim_id).claim
        with view.snapshot() as connection:
            known = reviews_of(connection, [claim.article_id]).get(claim.article_id, [])
        same = (one for one in known if claim.id in one.ids or (one.claim and one.claim.id == claim.id))
        untouched = ReviewedClaim(
            claim=claim, machine=claim, subject=claim, root=claim.id, ids=frozenset({claim.id})
        )
        return cls(next(same, untouched), view.article(claim.article_id))

    def judged(self, by: Reviewer, verdict: Verdict, **what: Any) -> Judgement:
        claim = self.reviewed
        return _judgement(by, verdict, claim_id=claim.root, subject=claim.subject, **what)


def _judgement(by: Reviewer, verdict: Verdict, *, claim_id: str = "", **what: Any) -> Judgement:
    return Judgement(claim_id, "", verdict, by.name.strip(), datetime.now(UTC), by.why.strip(), **what)


def _judge_claims(by: Reviewer, verdict: Verdict, claim_id: str | None, incident_id: str | None) -> Changed:
    with open_view(by.path) as view:
        if claim_id is not None:
            ids = [claim_id]
        elif incident_id is not None:
            ids = [each.claim.id for each in view.incident(incident_id).claims]
        else:
            raise BadInput("a claim or an incident is wanted")
        made = [_Subject.of(view, id_).judged(by, verdict) for id_ in dict.fromkeys(ids)]
    return _keep(by, _at_one_stroke(made, verdict.value))


def _pairs(
    by: Reviewer, view: View, pairs: Sequence[tuple[Claim, Claim]], verdict: Verdict, act: str
) -> list[Judgement]:
    of: dict[str, ReviewedClaim] = {}
    for claim in (claim for pair in pairs for claim in pair):
        if claim.id not in of:
            of[claim.id] = _Subject.of(view, claim.id).reviewed
    return [
        replace(
            _judgement(by, verdict, claim_id=of[one.id].root, subject=of[one.id].subject, act=act),
            other_id=of[other.id].root,
            other=of[other.id].subject,
        )
        for one, other in pairs
    ]


def _at_one_stroke(made: Sequence[Judgement], act: str | None = None) -> list[Judgement]:
    """The judgements as one batch, each at a moment of its own, so that their order is kept."""
    return [replace(each, batch=made[0].id, act=act or each.act) for each in made]


def _mention(claim: Claim, slot: str, at: Span | None) -> Mention | None:
    """The mention that is corrected: the one at the span, or the only one that the slot can have."""
    if slot in SINGLE:
        single: Mention | None = getattr(claim, slot)
        return single
    if slot not in SEVERAL or at is None:
        return None
    mentions: tuple[Mention, ...] = getattr(claim, slot)
    found = mention_at(mentions, at)
    if found is None:
        raise BadInput(f"nothing in {slot} stands at {at.start}..{at.end}; load the claim again")
    return mentions[found]


def _with_slot(claim: Claim, given: Given, article: Article, hand: Hand) -> Claim:
    slot, span = given.get("slot"), given.get("span")
    if not isinstance(slot, str) or not isinstance(span, Span):
        raise BadInput("each slot of a new claim has its name, the span of its words, and a value")
    if slot in WORDS:
        raise BadInput("kind and realis are told for the claim as a whole")
    made = filling(slot, given.get("value") or {}, span, None, claim, article, hand)
    changed: dict[str, Any] = {slot: made if slot in SINGLE else (*getattr(claim, slot), made)}
    return replace(claim, **changed)


# ---- keeping it


def _keep(by: Reviewer, made: Sequence[Judgement]) -> Changed:
    """Keep the judgements, work out what counts now, and tell what that changed."""
    from zenobia.pipeline.regrouping import regroup

    made = _at_one_stroke(made)
    subjects = {
        id_: claim
        for each in made
        for id_, claim in ((each.claim_id, each.subject), (each.other_id, each.other))
        if claim is not None
    }
    before = _where(by.path, subjects)
    regroups = any((each.act or each.verdict.value) in _REGROUPING for each in made)
    touched = [id_ for claim in subjects for id_ in (claim, before.claims[claim]) if id_ and regroups]
    with _writer(by) as writer:
        writer.judge(*made)
        regroup(writer, by.path, touched=touched, marked=[id_ for id_ in before.claims.values() if id_])
    after = _where(by.path, subjects)
    claims = [(before.claims.get(id_) or id_, after.claims.get(id_)) for id_ in subjects]
    incidents = sorted({*before.incidents, *after.incidents, *(e.incident_id for e in made if e.incident_id)})
    first = made[0].claim_id
    where = after.incident_of.get(first) or made[0].incident_id
    return Changed(tuple(made), tuple(claims), tuple(incidents), where)


_REGROUPING = (Verdict.SAME.value, Verdict.NOT_SAME.value, MERGE, SPLIT, Verdict.UNDO.value)


@dataclass(frozen=True, slots=True)
class _Where:
    """What judged claims are now, by the ids they are judged under, and the incidents they are in."""

    claims: Mapping[str, str | None]
    incident_of: Mapping[str, str | None]

    @property
    def incidents(self) -> set[str]:
        return {id_ for id_ in self.incident_of.values() if id_}


def _where(store: Path, subjects: Mapping[str, Claim]) -> _Where:
    from zenobia.pipeline.judging import now_of, reviews_of

    with open_view(store) as view, view.snapshot() as connection:
        articles = sorted({claim.article_id for claim in subjects.values()})
        reviewed = reviews_of(connection, articles)
        claims: dict[str, str | None] = {}
        for id_, subject in subjects.items():
            known = reviewed.get(subject.article_id)
            if known is None:
                current = view.claims(ClaimQuery(article_id=subject.article_id)).found
                claims[id_] = id_ if any(each.claim.id == id_ for each in current) else None
            else:
                now = now_of(known, id_, subject)
                claims[id_] = None if now is None else now.id
        inside = view.incidents_of([id_ for id_ in claims.values() if id_])
    return _Where(claims, {id_: inside.get(now) if now else None for id_, now in claims.items()})


def _writer(by: Reviewer) -> Any:
    """The writer of the store, once whoever writes to it now is done. Raises StoreInUse where that takes long."""
    return _patiently(lambda: open_writer(by.path, f"zenobia serve ({by.name})"), by.wait_s)


def _patiently(open_: Callable[[], Any], wait_s: float) -> Any:
    until = time.monotonic() + wait_s
    while True:
        try:
            return open_()
        except StoreInUse as error:
            if time.monotonic() >= until:
                raise StoreInUse(
                    f"{error}; nothing was changed, and the judgement can be made again"
                ) from error
        time.sleep(_TRY_EVERY_SECONDS)
