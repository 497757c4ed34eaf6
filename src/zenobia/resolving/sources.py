"""Who says so: the words credited inside a report into a name, a kind, and the one voice they count as.

"State TV quoted the army as saying": the army, via state TV. "Rami Abdel Rahman, the Observatory's head": his
origin is the Observatory, so that five papers that cite either are one origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from zenobia.model import Article, Claim, Reason, SourceKind, SourceMention, Span
from zenobia.resolving.actors import Asked, Party, country_of, resolve_party
from zenobia.resolving.coreference import Named, Report, report_of
from zenobia.resolving.registry import Registry
from zenobia.resolving.relations import relation_of
from zenobia.resolving.speakers import is_unnamed, kind_of, source_words
from zenobia.resolving.tables import Actor

_MEDIA = frozenset({"media", "state media"})
_WITHIN = re.compile(r"\s(?:in|within|from|at|of)\s", re.IGNORECASE)
# "Syrian" before "state TV", within this many characters.
_LONGEST_COUNTRY = 32
_COUNTRY_BEFORE = re.compile(r"([A-Z][\w.'’-]{1,30})\s$")
# A longer sentence is a list or a page without full stops; a chain is looked for in its beginning.
_LONGEST_SENTENCE = 1_000


@dataclass(frozen=True, slots=True)
class _Case:
    """One claim's sources and what they are judged by."""

    claim: Claim
    report: Report
    registry: Registry

    def parties(self) -> tuple[Actor, ...]:
        ids = (mention.actor_id for mention in (*self.claim.actors, *self.claim.targets))
        return tuple(actor for actor in (self.registry.get(i) for i in ids if i) if actor is not None)


def resolve_sources(claims: Sequence[Claim], article: Article, registry: Registry) -> list[Claim]:
    """The claims with their sources resolved, in the same order, each source once; words and spans as they were.

    A kind the reader guessed is kept where neither the words nor the registry know better.
    """
    report = report_of(article, registry)
    return [
        replace(claim, sources=_resolved(_Case(claim, report, registry))) if claim.sources else claim
        for claim in claims
    ]


def _resolved(case: _Case) -> tuple[SourceMention, ...]:
    found = [(mention, _party(mention, case)) for mention in case.claim.sources]
    resolved = tuple(_each_once(_source(mention, party, case) for mention, party in found))
    return tuple(_with_origin_of_quoted(source, resolved) for source in resolved)


def _each_once(sources: Iterable[SourceMention]) -> Iterator[SourceMention]:
    """ "Sami Haddad" and "Minister Haddad" are one source of a claim; two unnamed officials of one body are two."""
    told: set[str] = set()
    for source in sources:
        if source.name is not None and not is_unnamed(source.text):
            if source.name in told:
                continue
            told.add(source.name)
        yield source


def _party(mention: SourceMention, case: _Case) -> Party:
    country = country_of(case.claim, case.report)
    return resolve_party(Asked(mention.text, mention.span.start, case.report, country))


def _source(mention: SourceMention, party: Party, case: _Case) -> SourceMention:
    kind = kind_of(mention.text, party.name, party.actor, case.report, case.registry)
    value = kind[0] if kind is not None else mention.kind
    via = _via(mention, case)
    year = case.report.day.year if case.report.day else None
    speaks_for = party.actor or (via.actor if via is not None else None)
    reasons = [*mention.reasons, *party.reasons]
    if kind is not None:
        reasons.append(kind[1])
    if via is not None:
        reasons.append(Reason("passed on by", 0.0, via.words))
    return replace(
        mention,
        name=_name(mention, party),
        actor_id=party.actor.id if party.actor else None,
        kind=value,
        via=via.name if via is not None else None,
        origin=_origin(mention, party, via, case.registry),
        relation=relation_of(speaks_for, value, case.parties(), case.registry, year),
        reasons=tuple(reasons),
    )


def _name(mention: SourceMention, party: Party) -> str | None:
    """No name for those who stay unnamed, unless the report names the body they speak from."""
    actor_id, kind = (party.actor.id, party.actor.kind) if party.actor else ("", "")
    if actor_id.endswith(".state_media"):
        return None
    if not is_unnamed(mention.text):
        return party.name
    is_body = "." not in actor_id and kind not in ("", "state")
    from_within = kind != "state" and _WITHIN.search(mention.text) is not None
    return party.name if is_body or from_within else None


def _origin(mention: SourceMention, party: Party, via: Named | None, registry: Registry) -> str | None:
    """The voice it counts as: a person's body, a named party, else who passed the unnamed one on."""
    if party.actor is not None:
        lineage = registry.lineage(party.actor)
        body = next((actor for actor in lineage if actor.kind != "person"), party.actor)
        return body.name
    if party.name is not None and not is_unnamed(mention.text):
        return party.name
    return via.name if via is not None else None


# ---- chains


def _sentence(span: Span, case: _Case) -> Span:
    """The evidence sentence the words stand in, else the line; nothing beyond the reach of the report."""
    for sentence in case.claim.evidence:
        if sentence.holds(span):
            return Span(sentence.start, min(sentence.end, sentence.start + _LONGEST_SENTENCE))
    text = case.report.text
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _LONGEST_SENTENCE)
    end = text.find("\n", span.end)
    return Span(start, max(start, min(end if end >= 0 else len(text), span.end + _LONGEST_SENTENCE)))


def _via(mention: SourceMention, case: _Case) -> Named | None:
    """Who passed the words on: an outlet before "quoted ... the army", or after "the army told ..."."""
    sentence = _sentence(mention.span, case)
    words, text = source_words(), case.report.text
    for outlet in _outlets(sentence, case):
        end = outlet.start + len(outlet.words)
        if outlet.start < mention.span.end and mention.span.start < end:
            continue
        if end <= mention.span.start and words.passing_on.search(text, end, mention.span.start):
            return outlet
        if outlet.start >= mention.span.end and words.to.search(text, mention.span.end, outlet.start):
            return outlet
    return None


def _outlets(sentence: Span, case: _Case) -> list[Named]:
    """The media named in the sentence, by name or as "state TV"."""
    named = [
        n
        for n in case.report.within(sentence.start, sentence.end)
        if n.actor is not None and n.actor.kind in _MEDIA
    ]
    return named or [
        _as_outlet(match, case)
        for match in source_words().outlets.finditer(case.report.text, sentence.start, sentence.end)
    ]


def _as_outlet(match: re.Match[str], case: _Case) -> Named:
    """ "Syrian state TV" is the registry's, "state TV" alone is only its words."""
    before = _COUNTRY_BEFORE.search(case.report.text, max(0, match.start() - _LONGEST_COUNTRY), match.start())
    words = f"{before.group(1)} {match.group()}" if before else match.group()
    found = case.registry.find(words, case.report.day)
    return Named(match.group(), match.start(), found.actor if found else None)


def _with_origin_of_quoted(source: SourceMention, others: Sequence[SourceMention]) -> SourceMention:
    """An outlet that quotes another source of the claim has that source's origin."""
    if source.kind not in (SourceKind.MEDIA, SourceKind.STATE_MEDIA):
        return source
    for other in others:
        passed_on = other.via is not None and other.via in (source.name, source.text)
        if other is not source and passed_on and other.origin is not None:
            return replace(
                source,
                origin=other.origin,
                reasons=(*source.reasons, Reason("quotes another source", 0.7, other.text)),
            )
    return source
