"""Reports and their claims as JSON files for a person to correct, and what the corrected file says was wrong.

The shape is the codebook's, with what finding a claim again needs: its `id`, and `at`, where words stand. What is
left as it was is accepted; a claim that is gone is rejected; one without an id was missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zenobia.errors import BadInput
from zenobia.exports.coding import claim_slots
from zenobia.model import Article, Claim, Mention, Span

Record = dict[str, Any]
Given = Mapping[str, Any]

SINGLE = ("place", "when")
SEVERAL = ("actors", "targets", "objects", "toll", "sources")


@dataclass(frozen=True, slots=True)
class Correction:
    """A value to put into a slot: None takes away what stands at `at`; `span` are the words, where they are new."""

    slot: str
    value: object
    at: Span | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A claim that a person added: its kind, its realis, the words that say it, and what fills its slots."""

    kind: str
    realis: str
    span: Span
    slots: tuple[Correction, ...]


@dataclass(slots=True)
class Taken:
    """What one corrected file says of the claims of its report."""

    accepted: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    corrected: dict[str, list[Correction]] = field(default_factory=dict)
    missed: list[Missed] = field(default_factory=list)


def annotation_record(article: Article, claims: Sequence[Claim]) -> Record:
    """A report with its claims; `exported` are the ids, so that a claim that is taken out can be told."""
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published_on.isoformat() if article.published_on else None,
        "publisher": article.outlet,
        "url": article.url,
        "text": article.text,
        "exported": [claim.id for claim in claims],
        "claims": [_claim(claim, article) for claim in claims],
    }


def _claim(claim: Claim, article: Article) -> Record:
    record = claim_slots(claim)
    for slot in SEVERAL:
        for item, mention in zip(record[slot], getattr(claim, slot), strict=True):
            item.update(_beside(mention))
    for slot in SINGLE:
        if (mention := getattr(claim, slot)) is not None:
            record[slot].update(_beside(mention))
    return {"id": claim.id, **record, "evidence": [span.of(article.text) for span in claim.evidence]}


def _beside(mention: Mention) -> Record:
    known = {
        name: getattr(mention, name)
        for name in ("actor_id", "place_id", "via", "scope")
        if hasattr(mention, name)
    }
    return {"at": [mention.span.start, mention.span.end], **known}


def take(record: Given, article: Article, claims: Sequence[Claim]) -> Taken:
    """What a corrected file says. Raises BadInput for what cannot be taken, before anything is."""
    exported = set(map(str, record.get("exported") or ()))
    present = {claim.id: claim for claim in claims}
    given = [_checked(each) for each in record.get("claims") or ()]
    left = {
        id_: claim for id_, claim in present.items() if id_ not in {str(each.get("id")) for each in given}
    }
    taken = Taken()
    for each in given:
        claim = present.get(str(each.get("id"))) or _on_the_same_words(each, article, left)
        if claim is None:
            taken.missed.append(_missed(each, article))
            continue
        left.pop(claim.id, None)
        changes = list(_changes(each, _claim(claim, article), article, claim))
        if changes:
            taken.corrected[claim.id] = changes
        taken.accepted.append(claim.id)
    taken.rejected = [id_ for id_ in left if id_ in exported]
    return taken


def _checked(each: Any) -> Given:
    """A claim whose slots hold records, as the codebook has them."""
    if not isinstance(each, Mapping) or not isinstance(each.get("kind"), str):
        raise BadInput("each of “claims” is a record with a “kind”")
    several = [each.get(slot) or [] for slot in SEVERAL]
    if not all(isinstance(items, list) and all(isinstance(i, Mapping) for i in items) for items in several):
        raise BadInput(f"{', '.join(SEVERAL)} are lists of records")
    if not all(each.get(slot) is None or isinstance(each[slot], Mapping) for slot in SINGLE):
        raise BadInput("place and when are records, or null")
    return each


def _changes(given: Given, now: Given, article: Article, claim: Claim) -> Iterable[Correction]:
    for slot in ("kind", "realis"):
        if given.get(slot, "asserted") != now[slot]:
            yield Correction(slot, given.get(slot, "asserted"))
    if sorted(given.get("evidence") or ()) != sorted(now["evidence"]):
        raise BadInput("the evidence of a claim stays; take the claim out, and put in one without an id")
    for slot in SINGLE:
        yield from _single(slot, given.get(slot), now[slot], article, claim)
    if given.get("quote") != now["quote"]:
        words = {"text": given["quote"]} if given.get("quote") else None
        yield from _single("quote", words, now["quote"] and {"text": now["quote"]}, article, claim)
    for slot in SEVERAL:
        yield from _several(slot, given.get(slot) or [], now[slot], article, claim)


def _single(
    slot: str, given: Given | None, now: Given | None, article: Article, claim: Claim
) -> Iterable[Correction]:
    if given is None:
        if now is not None:
            yield Correction(slot, None)
    elif now is None or _differs(given, now):
        yield Correction(slot, _value(given, now), None, _new_words(given, now, article, claim))


def _several(
    slot: str, given: Sequence[Given], now: Sequence[Given], article: Article, claim: Claim
) -> Iterable[Correction]:
    """By where the words stand, else by the words: what is there no more, what is otherwise, what is new."""
    before = {tuple(each["at"]): each for each in now}
    left = dict(before)
    new: list[Given] = []
    for each in given:
        at = tuple(each.get("at") or ())
        by_words = (known for known, was in left.items() if was["text"] == each.get("text"))
        at = at if at in left else next(by_words, ())
        if not at:
            new.append(each)
        elif _differs(each, was := left.pop(at)):
            yield Correction(slot, _value(each, was), Span(*at), _new_words(each, was, article, claim))
    for at in left:
        yield Correction(slot, None, Span(*at))
    for each in new:
        yield Correction(slot, _value(each), None, _found(each, article, claim.evidence))


def _differs(given: Given, now: Given) -> bool:
    """Whether anything that is given is otherwise; what a file leaves out is as it was."""
    return any(now.get(name) != value for name, value in given.items() if name != "at")


def _new_words(given: Given, now: Given | None, article: Article, claim: Claim) -> Span | None:
    same = now is not None and given.get("text", now["text"]) == now["text"]
    return None if same else _found(given, article, claim.evidence)


def _missed(given: Given, article: Article) -> Missed:
    evidence = _evidence(given, article)
    if not evidence:
        raise BadInput(
            "a claim that was missed has “evidence”: the sentence that says it, as it stands in the text"
        )
    between = article.text[evidence[0].end : evidence[-1].start] if len(evidence) > 1 else ""
    for span in evidence[1:-1]:
        between = between.replace(span.of(article.text), "")
    if between.strip():
        raise BadInput("the evidence of a claim that was missed is neighbouring sentences")
    filled = [(slot, each) for slot in SEVERAL for each in given.get(slot) or ()]
    filled += [(slot, given[slot]) for slot in SINGLE if given.get(slot)]
    filled += [("quote", {"text": given["quote"]})] if given.get("quote") else []
    slots = tuple(
        Correction(slot, _value(each), None, _found(each, article, evidence)) for slot, each in filled
    )
    whole = Span(evidence[0].start, evidence[-1].end)
    return Missed(str(given["kind"]), str(given.get("realis", "asserted")), whole, slots)


def _on_the_same_words(given: Given, article: Article, claims: Mapping[str, Claim]) -> Claim | None:
    """The claim that one without an id was: of its kind, on the same sentences."""
    evidence = tuple(_evidence(given, article))
    same = (claim for claim in claims.values() if claim.kind == given["kind"])
    return next((claim for claim in same if tuple(sorted(claim.evidence)) == evidence), None)


def _evidence(given: Given, article: Article) -> list[Span]:
    found = []
    for sentence in given.get("evidence") or ():
        start = article.text.find(sentence) if isinstance(sentence, str) and sentence else -1
        if start < 0:
            raise BadInput(f"the evidence “{str(sentence)[:60]}” does not stand in the text")
        found.append(Span(start, start + len(sentence)))
    return sorted(found)


def _found(given: Given, article: Article, evidence: Sequence[Span]) -> Span:
    """Where the words stand: in the evidence if they do, else where they stand first."""
    words = given.get("text")
    if not isinstance(words, str) or not words.strip():
        raise BadInput("what fills a slot has “text”: the words of the report that say it")
    inside = (article.text.find(words, span.start, span.end) for span in evidence)
    start = next((at for at in inside if at >= 0), article.text.find(words))
    if start < 0:
        raise BadInput(f"“{words[:60]}” does not stand in the text")
    return Span(start, start + len(words))


def _value(given: Given, now: Given | None = None) -> Record:
    """What a slot is filled with, the words aside; an id goes where the name that it stood for was changed."""
    value = {**(now or {}), **given}
    named = ("name", "country", "lat", "lon")
    renamed = now is not None and any(name in now and value.get(name) != now[name] for name in named)
    for id_ in ("actor_id", "place_id"):
        if renamed and now is not None and value.get(id_) == now.get(id_):
            value.pop(id_, None)
    return {name: each for name, each in value.items() if name not in ("text", "at")}
