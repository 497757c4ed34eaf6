"""Read claims by cue words: the baseline that every other reader is measured against.

A cue word gives the kind, the party before it the actors, a party or people after it the targets. No grammar.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from importlib import resources
from typing import TypeVar

from zenobia.model import (
    ActorMention,
    Article,
    Claim,
    Kind,
    Mention,
    Outcome,
    PlaceMention,
    Realis,
    SourceMention,
    Span,
    Toll,
    WhenMention,
)
from zenobia.reading.sentences import OPENERS, readable_sentences

# A sentence is read this far, longer than any in the news we have; what goes on is a list or a dump.
VIEW = 2_000
# How far from its outcome a number of people may stand, and one with no people named ("wounding 30").
_TOLL_REACH, _BARE_TOLL_REACH = 60, 12
# How far before the cue a "will" or a "denied" still speaks of it.
_REALIS_REACH = 40
# A claim is compared with the last few only, and joined of so many at most, so that time grows with length.
_RECENT = 20
# A sentence that begins so few characters after another ended is the next one: a space or an empty line.
_NEXT = 3

_TABLE = tomllib.loads(resources.files(__package__).joinpath("kinds.toml").read_text("utf-8"))
_WORDS: dict[str, list[str]] = {name: words.split() for name, words in _TABLE["words"].items()}
_OUTCOMES = {word: Outcome(name) for name, words in _TABLE["outcomes"].items() for word in words.split()}
_PEOPLE, _SMALL = frozenset(_WORDS["people"]), frozenset(_WORDS["small"])
_NO_PEOPLE = _SMALL.union(_OUTCOMES, _WORDS["numbers"], _WORDS["articles"])
_REALIS = {Realis(name): frozenset(words.split()) for name, words in _TABLE["realis"].items()}
_SILENCED = {Kind(kind): {Kind(other) for other in others.split()} for kind, others in _TABLE["over"].items()}
_COUNTED = {Kind(kind): {Outcome(name) for name in names.split()} for kind, names in _TABLE["tolls"].items()}
# Kinds that kill; a toll told in the next sentence is theirs.
_FORCE = {kind for kind, outcomes in _COUNTED.items() if Outcome.KILLED in outcomes} - {Kind.CASUALTIES}
# Kinds of which the place may be the object: "captured Darra", "the siege of Darra".
_PLACED = {Kind.TAKEOVER, Kind.SIEGE, Kind.ADVANCE, Kind.CONTROL, Kind.SHELLING, Kind.AIRSTRIKE}
_M = TypeVar("_M", bound=Mention)


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def _cue_pattern(phrases: str) -> re.Pattern[str]:
    """Any of the phrases, each word with its regular endings: capture, captures, captured, capturing."""
    words = re.sub(r"([a-z]{3,})(?<![ey])(?![a-z-])", r"\1(?:s|es|ed|ing)?", phrases)
    words = re.sub(r"([a-z]{3,})([ey])(?![a-z-])", r"\1(?:\2|ies|ied|ying|es|ed|ing)", words)
    patterns = (r"\s".join(phrase.split()) for phrase in words.split(";"))
    return re.compile(rf"(?<![\w-]){_any_of(patterns)}(?![\w-])", re.IGNORECASE)


_CUES = {Kind(kind): _cue_pattern(phrases) for kind, phrases in _TABLE["cues"].items()}
_OUTCOME = re.compile(rf"\b{_any_of(_OUTCOMES)}\b", re.IGNORECASE | re.ASCII)
_DAY, _MONTH = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?", _any_of(_WORDS["months"])
_WHEN = re.compile(
    rf"\b(?:(?:early|late|last|next|since|until)\s)?"
    rf"(?:{_DAY}(?:\s(?:morning|afternoon|evening|night))?\b|{_MONTH}\s\d\d?(?:,?\s\d{{4}})?\b"
    rf"|\d\d?\s{_MONTH}\b(?:\s\d{{4}})?|{_MONTH}\s\d{{4}}|(?:(?<=in\s)|(?<=since\s)|(?<=early\s))(?:19|20)\d\d\b)"
    r"|\b(?:today|yesterday|tomorrow|overnight|tonight|this\smorning|(?:last|this|next)\s(?:week|month|year|night))\b"
    r"|\b(?:over|during|in)\sthe\s(?:past|last)\s(?:\w{1,12}\s)?(?:hours|days|weeks|months|years)\b"
    r"|\b(?:\d{1,2}|a|two|three|four|five|six)\s(?:hours?|days?|weeks?|months?|years?)\s(?:ago|earlier|later)\b"
)
_CAPITAL = rf"(?!(?:(?i:{_any_of(OPENERS)})|{_DAY}|{_MONTH})\b)(?:al-|el-)?[A-Z][\w’'&-]{{0,40}}"
_PARTY_WORD = re.compile(rf"(?<![\w-]){_any_of(_WORDS['parties'])}(?![\w-])", re.IGNORECASE)
_PARTY = rf"(?:{_CAPITAL}|(?i:{_PARTY_WORD.pattern}))"
_LEADS = _any_of(_WORDS["leads"])
_PARTIES = re.compile(
    rf"(?P<led>\b(?:{_LEADS}|of)\s)?(?<![\w-])(?P<party>{_PARTY}(?:\s{_PARTY}){{0,9}})(?![\w-])"
)
_BY = re.compile(rf"\bby\s(?:(?!{_LEADS}\s)[\w-]{{1,20}}\s){{0,2}}$")
_PLACE_WORDS = (
    rf"(?P<place>(?:the\s)?(?:(?!{_LEADS}\s)[a-z][\w-]{{1,20}}\s(?:of\s)?){{0,4}}?"
    rf"{_CAPITAL}(?:\s(?:(?:al|of)\s)?{_CAPITAL}){{0,4}}"
    rf"(?:\s{_any_of(_WORDS['areas'])}\b)?)"
)
_PLACE = re.compile(rf"(?<!\baccording\s)\b(?i:{_LEADS})\s{_PLACE_WORDS}")
_OBJECT_PLACE = re.compile(rf"\s(?:of\s|over\s)?{_PLACE_WORDS}")
_COUNT = re.compile(
    r"(?i)\b(?:(?:at\sleast|at\smost|more\sthan|over|up\sto|about|around|nearly|some|as\smany\sas)\s)?"
    rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,3}}|\d{{1,9}}|{_any_of(_WORDS['numbers'])}(?:-\w{{3,5}})?"
    rf"|(?P<article>{_any_of(_WORDS['articles'])}))\b(?:\sof\b)?"
    r"(?=(?P<people>(?:\s[\w’'-]{1,20}){0,4}))"
)
_SAY = rf"(?:\s(?:also|has|have|had|later))?\s{_any_of(_WORDS['say'])}\b"
_SPEAKER = rf"(?:{_CAPITAL}|(?i:{_any_of(_WORDS['sources'])})(?![\w-]))"
_SPEAKERS = rf"(?<![\w-]){_SPEAKER}(?:\s(?:(?:of|for|in|at|and)\s(?:the\s)?)?{_SPEAKER}){{0,11}}"
_SAYS = re.compile(
    rf"(?:[Aa]ccording\sto|[,\"”]{_SAY})\s(?:the\s|an?\s)?(?P<after>{_SPEAKERS})"
    rf"|(?P<before>{_SPEAKERS})(?:{_SAY})|\b(?P<pronoun>(?i:he|she|they|it|who))(?:{_SAY})"
)
_QUOTE = re.compile(r"[\"“]([^\"“”]{8,})[\"”]")


class CueReader:
    """Reads headline and body sentences one by one, then joins those that tell the same act."""

    name = "cues"

    def read_claims(self, articles: Sequence[Article]) -> list[list[Claim]]:
        return [self._read_article(article) for article in articles]

    def _read_article(self, article: Article) -> list[Claim]:
        article_id = article.id
        claims: list[Claim] = []
        speakers: tuple[SourceMention, ...] = ()
        for sentence in readable_sentences(article):
            view = _View(article.text, sentence.span)
            sources = view.sources(speakers)
            speakers = sources or speakers
            for kind, cue in view.cues():
                _add(claims, view.claim(article_id, kind, cue, sources))
        return claims


class _View:
    """One sentence and what can be picked out of it; positions inside count from the sentence's start."""

    def __init__(self, text: str, span: Span) -> None:
        self.span = span
        self.text = text[span.start : min(span.end, span.start + VIEW)]
        self.days = [Span(*found.span()) for found in _WHEN.finditer(self.text)]

    def mention(self, make: Callable[..., _M], span: Span) -> _M:
        start = self.span.start
        return make(text=span.of(self.text), span=Span(start + span.start, start + span.end))

    def mentions(self, make: Callable[..., _M], spans: Iterable[Span]) -> tuple[_M, ...]:
        return tuple(self.mention(make, span) for span in spans)

    def cues(self) -> list[tuple[Kind, Span]]:
        """The first cue of each kind told, those that lose to another left out."""
        found = [(kind, Span(*m.span())) for kind, cue in _CUES.items() for m in cue.finditer(self.text)]
        found.sort(key=lambda hit: (hit[1].start - hit[1].end, hit[1].start))
        kept: dict[Kind, Span] = {}
        taken: list[Span] = []
        for kind, span in found:
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                kept[kind] = min(kept.get(kind, span), span)
        silenced = {other for kind in kept for other in _SILENCED.get(kind, ())}
        if kept.keys() & _FORCE or not self.tolls(Kind.CASUALTIES):
            silenced.add(Kind.CASUALTIES)
        if kept.keys() - silenced - {Kind.STATEMENT}:
            silenced.add(Kind.STATEMENT)
        return sorted(((k, s) for k, s in kept.items() if k not in silenced), key=lambda hit: hit[1])

    def claim(self, article_id: str, kind: Kind, cue: Span, sources: tuple[SourceMention, ...]) -> Claim:
        place = self.place(kind, cue)
        toll = self.tolls(kind)
        actors, targets = (self.mentions(ActorMention, spans) for spans in self.parties(cue, place))
        counted = [(told.who, told.span.end) for told in toll if told.who]
        victims = tuple(ActorMention(text=who, span=Span(end - len(who), end)) for who, end in counted)
        return Claim(
            article_id=article_id,
            kind=kind,
            evidence=(self.span,),
            realis=self.realis(cue),
            actors=actors,
            targets=targets or victims,
            place=None if place is None else self.mention(PlaceMention, place),
            when=self.when(cue),
            toll=toll,
            sources=sources,
            quote=self.quote() if sources else None,
            reader=CueReader.name,
        )

    def parties(self, cue: Span, place: Span | None) -> tuple[list[Span], list[Span]]:
        """Who stands before the cue and who after it, unless the doer follows a "by"."""
        runs = [m for m in _PARTIES.finditer(self.text) if not m["led"] or _PARTY_WORD.search(m["party"])]
        spans = [Span(*m.span("party")) for m in runs]
        spans = [span for span in spans if not (place and place.overlaps(span))]
        before = [Span(s.start, min(s.end, cue.start)) for s in spans if s.start < cue.start][-1:]
        after = [span for span in spans if span.start >= cue.end]
        doers = [span for span in after if _BY.search(self.text[cue.start : span.start][-60:])]
        return (doers[:1], before) if doers else (before, after[:1])

    def place(self, kind: Kind, cue: Span) -> Span | None:
        """The place that is the cue's object, or else the next one after it, or else the last before it."""
        direct = _OBJECT_PLACE.match(self.text, cue.end) if kind in _PLACED else None
        near = sorted(_PLACE.finditer(self.text), key=lambda m: (m.end() < cue.end, abs(m.start() - cue.end)))
        fits = [m for m in (direct, *near) if m and not _PARTY_WORD.search(m["place"])]
        return Span(*fits[0].span("place")) if fits else None

    def when(self, cue: Span) -> WhenMention | None:
        """The day told nearest to the cue."""
        nearest = min(self.days, key=lambda day: _gap(day, cue), default=None)
        return self.mention(WhenMention, nearest) if nearest else None

    def tolls(self, kind: Kind) -> tuple[Toll, ...]:
        """Numbers of people that stand near a word for what became of them."""
        told = [(Span(*m.span()), _OUTCOMES[m.group().lower()]) for m in _OUTCOME.finditer(self.text)]
        told = [(span, outcome) for span, outcome in told if outcome in _COUNTED.get(kind, ())]
        tolls = []
        for count in _COUNT.finditer(self.text) if told else ():
            span, who = _counted(count)
            nearest, outcome = min(told, key=lambda word: _gap(word[0], span))
            reach = _TOLL_REACH if who else 0 if count["article"] else _BARE_TOLL_REACH
            if _gap(nearest, span) <= reach and not any(map(span.overlaps, self.days)):
                tolls.append(self.mention(partial(Toll, outcome=outcome, who=who), span))
        return tuple(tolls)

    def sources(self, speakers: tuple[SourceMention, ...]) -> tuple[SourceMention, ...]:
        """Who says so: "X said", '," said X', "according to X"; "he said" is whoever spoke last."""
        found = list(_SAYS.finditer(self.text))
        named = [Span(*m.span("after" if m["after"] else "before")) for m in found if not m["pronoun"]]
        return self.mentions(SourceMention, named) if named else speakers if found else ()

    def realis(self, cue: Span) -> Realis:
        before = self.text[max(0, cue.start - _REALIS_REACH) : cue.start].lower().split()
        for realis, words in _REALIS.items():
            if words.intersection(before):
                return realis
        return Realis.PLANNED if before[-1:] == ["to"] else Realis.ASSERTED

    def quote(self) -> Mention | None:
        found = _QUOTE.search(self.text)
        return None if found is None else self.mention(Mention, Span(*found.span(1)))


def _gap(left: Span, right: Span) -> int:
    return max(left.start - right.end, right.start - left.end, 0)


def _counted(count: re.Match[str]) -> tuple[Span, str | None]:
    """The count with its people ("at least 12 police officers"), and the people; None if it tells of none."""
    people = ""
    for word in re.finditer(r"\s([\w’'-]+)", count["people"]):
        if word[1].lower() in _PEOPLE:
            people = count["people"][: word.end()]
        elif people or not word[1][0].isalpha() or word[1].lower() in _NO_PEOPLE:
            break
    return Span(count.start(), count.end() + len(people)), people.strip() or None


def _add(claims: list[Claim], told: Claim) -> None:
    """Add what one sentence tells, to the claim of the same act if one was told shortly before."""
    for index in reversed(range(len(claims))[-_RECENT:]):
        if len(claims[index].evidence) < _RECENT and _same_act(claims[index], told):
            claims[index] = _join(claims[index], told)
            return
    claims.append(told)


def _same_act(claim: Claim, told: Claim) -> bool:
    """Whether the words of the two agree, as far as both have any; a bare toll goes on with the last act."""
    if told.kind is Kind.CASUALTIES and claim.kind in _FORCE:
        return claim.evidence[-1].end + _NEXT >= told.evidence[0].start
    return (
        claim.kind is told.kind
        and claim.realis is told.realis
        and _agree([claim.place], [told.place])
        and _agree([claim.when], [told.when])
        and _agree(claim.actors, told.actors)
    )


def _agree(left: Iterable[Mention | None], right: Iterable[Mention | None]) -> bool:
    one, other = _words(left), _words(right)
    return not one or not other or bool(one & other)


def _words(mentions: Iterable[Mention | None]) -> set[str]:
    texts = (mention.text.lower() for mention in mentions if mention is not None)
    return {word for text in texts for word in re.findall(r"\w+", text)} - _SMALL


def _join(claim: Claim, told: Claim) -> Claim:
    """One claim of both; what the first one tells stays, and sources and outcomes add up."""
    counted = {(toll.outcome, toll.text) for toll in claim.toll}
    return replace(
        claim,
        evidence=tuple(dict.fromkeys((*claim.evidence, *told.evidence))),
        actors=claim.actors or told.actors,
        targets=claim.targets or told.targets,
        place=claim.place or told.place,
        when=claim.when or told.when,
        toll=claim.toll + tuple(toll for toll in told.toll if (toll.outcome, toll.text) not in counted),
        sources=claim.sources + tuple(s for s in told.sources if not _words([s]) & _words(claim.sources)),
        quote=claim.quote or told.quote,
    )
