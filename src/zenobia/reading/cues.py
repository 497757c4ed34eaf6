"""Read claims by cue words: the baseline that every other reader is measured against.

A cue word gives the kind; the party before it the actors, parties and people after it the targets; then come the
nearest place and day and the tolls of the sentence. There is no grammar; what the words mean is for `resolving`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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

# A sentence is read this far, which is longer than any of the news we have; what goes on is a list or a dump.
VIEW = 2_000
# How far from its outcome a number may stand ("12 people, four of them from one family, were killed"), and how
# far if nothing tells that it counts people ("wounding 30", "30 more were wounded").
_TOLL_REACH, _BARE_TOLL_REACH = 60, 12
# How far before the cue a "will" or a "denied" still speaks of it.
_REALIS_REACH = 40
# A claim is compared with the last few of its kind only, so that time grows with length.
_RECENT = 20
# A sentence that begins so many characters after another ended is the next one: a space or an empty line.
_NEXT = 3

_TABLE = tomllib.loads(resources.files(__package__).joinpath("kinds.toml").read_text("utf-8"))
_WORDS = {name: frozenset(words.split()) for name, words in _TABLE["words"].items()}
_OUTCOMES = {word: Outcome(name) for name, words in _TABLE["outcomes"].items() for word in words.split()}
_REALIS = {Realis(name): frozenset(words.split()) for name, words in _TABLE["realis"].items()}
_SILENCED = {Kind(kind): {Kind(other) for other in others.split()} for kind, others in _TABLE["over"].items()}
_COUNTED = {Kind(kind): {Outcome(name) for name in names.split()} for kind, names in _TABLE["tolls"].items()}
# Kinds whose toll is of killed and wounded; a toll told in the next sentence is theirs.
_FORCE = {kind for kind, outcomes in _COUNTED.items() if Outcome.KILLED in outcomes} - {Kind.CASUALTIES}
# Kinds of which the place may be the object: "captured Darra", "the siege of Darra".
_PLACED = {Kind.TAKEOVER, Kind.SIEGE, Kind.ADVANCE, Kind.CONTROL, Kind.SHELLING, Kind.AIRSTRIKE}
_M = TypeVar("_M", bound=Mention)


def _cue_pattern(phrases: str) -> re.Pattern[str]:
    """Any of the phrases, each word with its regular endings: capture, captures, captured, capturing."""

    def endings(word: str) -> str:
        for last, pattern in (("e", "(?:e|es|ed|ing)"), ("y", "(?:y|ies|ied|ying)")):
            if len(word) > 3 and word.endswith(last):
                return re.escape(word[:-1]) + pattern
        return re.escape(word) + ("(?:s|es|ed|ing)?" if len(word) > 3 else "")

    patterns = (r"\s".join(map(endings, phrase.split())) for phrase in phrases.split(";"))
    longest_first = "|".join(sorted(patterns, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{longest_first})(?![\w-])", re.IGNORECASE)


_CUES = {Kind(kind): _cue_pattern(phrases) for kind, phrases in _TABLE["cues"].items()}
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WHEN = re.compile(
    rf"\b(?:(?:early|late|last|next|since|until)\s)?"
    rf"(?:{_DAY}(?:\s(?:morning|afternoon|evening|night))?\b|{_MONTH}\s\d\d?(?:,?\s\d{{4}})?\b"
    rf"|\d\d?\s{_MONTH}(?:\s\d{{4}})?|{_MONTH}\s\d{{4}}|(?:(?<=in\s)|(?<=since\s)|(?<=early\s))(?:19|20)\d\d)"
    r"|\b(?:today|yesterday|tomorrow|overnight|tonight|this\smorning|(?:last|this|next)\s(?:week|month|year|night))\b"
    r"|\b(?:over|during|in)\sthe\s(?:past|last)\s(?:\w{1,12}\s)?(?:hours|days|weeks|months|years)\b"
    r"|\b(?:\d{1,2}|a|two|three|four|five|six)\s(?:hours?|days?|weeks?|months?|years?)\s(?:ago|earlier|later)\b"
)
_CALENDAR = re.compile(rf"(?:{_DAY}|{_MONTH})s?$")
_NAME = r"(?:al-|el-)?[A-Z][\w’'-]{1,30}(?:\s(?:(?:al|de|of)\s)?[A-Z][\w’'-]{0,30}){0,4}"
_PLACE_WORDS = (
    rf"(?:the\s)?(?:[a-z][\w-]{{1,20}}\s(?:of\s)?){{0,4}}?{_NAME}"
    r"(?:\s(?:province|region|district|city|state|airport|neighborhood|neighbourhood|county|village|airbase)\b)?"
)
_PLACE = re.compile(
    rf"\b(?:in|at|near|from|to|on|outside|inside|into|across|around|over)\s(?P<place>{_PLACE_WORDS})"
)
_OBJECT_PLACE = re.compile(rf"\s(?:of\s|over\s)?(?P<place>{_PLACE_WORDS})")
_COUNT = re.compile(
    r"\b(?:(?:at\sleast|at\smost|more\sthan|over|up\sto|about|around|nearly|some|as\smany\sas)\s)?"
    r"(?P<number>\d{1,3}(?:,\d{3}){1,3}|\d{1,9}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w{3,5})?"
    r"|dozens|scores|hundreds|thousands|several|many|no)\b(?:\sof\b)?(?=(?P<who>(?:\s[\w’'-]{1,20}){0,4}))",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[\w’'&-]{1,40}")
_QUOTE = re.compile(r"[\"“]([^\"“”]{8,})[\"”]")


class CueReader:
    """Reads headline and body sentences one by one, then joins those that tell the same act."""

    name = "cues"

    def read_claims(self, articles: Sequence[Article]) -> list[list[Claim]]:
        return [self._read_article(article) for article in articles]

    def _read_article(self, article: Article) -> list[Claim]:
        claims: list[Claim] = []
        speakers: tuple[SourceMention, ...] = ()
        for sentence in readable_sentences(article):
            view = _View(article.text, sentence.span)
            sources = view.sources(speakers)
            speakers = sources or speakers
            for kind, cue in view.cues():
                _add(claims, view.claim(article.id, kind, cue, sources))
        return claims


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int
    # Nothing but one space stands between this token and the one before it.
    joined: bool

    @property
    def is_name(self) -> bool:
        return self.word[0].isupper() and self.lower not in OPENERS and not _CALENDAR.match(self.word)

    @property
    def may_speak(self) -> bool:
        return self.is_name or self.lower in _WORDS["sources"] or self.lower in _WORDS["links"]

    @property
    def lower(self) -> str:
        return self.word.lower()


class _View:
    """One sentence and what can be picked out of it; positions inside count from the sentence's start."""

    def __init__(self, text: str, span: Span) -> None:
        self.span = span
        self.text = text[span.start : min(span.end, span.start + VIEW)]
        self.tokens: list[_Token] = []
        end = 0
        for found in _TOKEN.finditer(self.text):
            joined = self.text[end : found.start()] == " " and bool(self.tokens)
            self.tokens.append(_Token(found.group(), found.start(), found.end(), joined))
            end = found.end()

    def mention(self, make: type[_M], span: Span) -> _M:
        return make(text=span.of(self.text), span=self.in_article(span))

    def mentions(self, make: type[_M], spans: Iterable[Span]) -> tuple[_M, ...]:
        return tuple(self.mention(make, span) for span in spans)

    def in_article(self, span: Span) -> Span:
        return Span(self.span.start + span.start, self.span.start + span.end)

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
        return Claim(
            article_id=article_id,
            kind=kind,
            evidence=(self.span,),
            realis=self.realis(cue),
            actors=actors,
            targets=targets or tuple(_victims(toll)),
            place=None if place is None else self.mention(PlaceMention, place),
            when=self.when(cue),
            toll=toll,
            sources=sources,
            quote=self.quote() if sources else None,
            reader=CueReader.name,
        )

    def parties(self, cue: Span, place: Span | None) -> tuple[list[Span], list[Span]]:
        """Who stands before the cue and who after it, unless the doer follows a "by"."""
        spans = [span for span in self._party_spans() if place is None or not span.overlaps(place)]
        before = [Span(s.start, min(s.end, cue.start)) for s in spans if s.start < cue.start][-1:]
        after = [span for span in spans if span.start >= cue.end]
        doers = [span for span in after if self.text[: span.start].endswith((" by ", " by the "))]
        return (doers[:1], before) if doers else (before, after[:1])

    def _party_spans(self) -> Iterator[Span]:
        """Runs of names and party words ("Syrian government forces", "rebels") that are not led in as a place."""
        for first, last in self._runs(lambda token: token.is_name or token.lower in _WORDS["parties"]):
            led_in = first > 0 and self.tokens[first - 1].lower in _WORDS["place_leads"]
            if not led_in or any(token.lower in _WORDS["parties"] for token in self.tokens[first : last + 1]):
                yield Span(self.tokens[first].start, self.tokens[last].end)

    def _runs(self, fits: Callable[[_Token], bool]) -> Iterator[tuple[int, int]]:
        """First and last index of every longest run of joined tokens that fit."""
        first = None
        for index, token in enumerate(self.tokens):
            if first is not None and not (token.joined and fits(token)):
                yield first, index - 1
                first = None
            if first is None and fits(token):
                first = index
        if first is not None:
            yield first, len(self.tokens) - 1

    def place(self, kind: Kind, cue: Span) -> Span | None:
        """The place that is the cue's object, or else the next one after the cue, or else the last before it."""
        found = [Span(*m.span("place")) for m in _PLACE.finditer(self.text) if not _is_other(m["place"])]
        if kind in _PLACED and (m := _OBJECT_PLACE.match(self.text, cue.end)) and not _is_other(m["place"]):
            return Span(*m.span("place"))
        after = [span for span in found if span.start >= cue.end]
        return after[0] if after else found[-1] if found else None

    def when(self, cue: Span) -> WhenMention | None:
        """The day told nearest to the cue."""
        days = [Span(*found.span()) for found in _WHEN.finditer(self.text)]
        nearest = min(days, key=lambda span: _gap(span, cue), default=None)
        return None if nearest is None else self.mention(WhenMention, nearest)

    def tolls(self, kind: Kind) -> tuple[Toll, ...]:
        """Numbers of people that stand near a word for what became of them."""
        words = [
            (Span(t.start, t.end), _OUTCOMES[t.lower])
            for t in self.tokens
            if _OUTCOMES.get(t.lower) in _COUNTED.get(kind, ())
        ]
        tolls = []
        for count in _COUNT.finditer(self.text) if words else ():
            span, who = _counted(count)
            told, outcome = min(words, key=lambda word: _gap(word[0], span))
            if _gap(told, span) <= (_TOLL_REACH if who else _BARE_TOLL_REACH):
                text, stands = span.of(self.text), self.in_article(span)
                tolls.append(Toll(text=text, span=stands, outcome=outcome, who=who))
        return tuple(tolls)

    def sources(self, speakers: tuple[SourceMention, ...]) -> tuple[SourceMention, ...]:
        """Who says so: "X said", "said X", "according to X"; "he said" is whoever spoke last."""
        found: list[Span] = []
        for index, token in enumerate(self.tokens):
            if token.lower in _WORDS["say"]:
                if index and self.tokens[index - 1].lower in _WORDS["pronouns"]:
                    return speakers
                before = self._speaker_before(index)
                inverted = self.text[: token.start].rstrip()[-1:] in ('"', "”", ",")
                found += [before] if before else self._speaker_after(index) if inverted else []
            elif token.lower == "to" and index and self.tokens[index - 1].lower == "according":
                found += self._speaker_after(index)
        return self.mentions(SourceMention, dict.fromkeys(found))

    def _speaker_before(self, verb: int) -> Span | None:
        """ "the director of the Observatory told": back to the article that opens it, with commas lost or not."""
        last = verb - 1
        while last > 0 and self.tokens[last].lower in _WORDS["auxiliaries"]:
            last -= 1
        first = last + 1
        while first > 0 and self.tokens[first].joined and self.tokens[first - 1].may_speak:
            first -= 1
            if self.tokens[first].lower == "the" and self.tokens[first - 1].lower not in _WORDS["links"]:
                break
        return self._speaker(first, last)

    def _speaker_after(self, index: int) -> list[Span]:
        first = last = index + 1
        while last < len(self.tokens) and self.tokens[last].joined and self.tokens[last].may_speak:
            last += 1
        span = self._speaker(first, last - 1)
        return [span] if span else []

    def _speaker(self, first: int, last: int) -> Span | None:
        while first <= last and self.tokens[first].lower in _WORDS["links"]:
            first += 1
        while first <= last and self.tokens[last].lower in _WORDS["links"]:
            last -= 1
        return Span(self.tokens[first].start, self.tokens[last].end) if first <= last else None

    def realis(self, cue: Span) -> Realis:
        before = _TOKEN.findall(self.text[max(0, cue.start - _REALIS_REACH) : cue.start].lower())
        for realis, words in _REALIS.items():
            if words.intersection(before):
                return realis
        return Realis.PLANNED if before[-1:] == ["to"] else Realis.ASSERTED

    def quote(self) -> Mention | None:
        found = _QUOTE.search(self.text)
        return None if found is None else self.mention(Mention, Span(*found.span(1)))


def _gap(left: Span, right: Span) -> int:
    return max(left.start - right.end, right.start - left.end, 0)


def _is_other(words: str) -> bool:
    """Whether what stands where a place may stand is a day or a party ("on Monday", "from Islamic State")."""
    return any(_CALENDAR.match(word) or word.lower() in _WORDS["parties"] for word in words.split())


def _counted(count: re.Match[str]) -> tuple[Span, str | None]:
    """The count with its people ("at least 12 police officers"), and the people; None if it tells of none."""
    people = ""
    for word in re.finditer(r"\s([\w’'-]+)", count["who"]):
        if word[1].lower() in _WORDS["people"]:
            people = count["who"][: word.end()]
        elif people or word[1].lower() in _WORDS["small"]:
            break
    return Span(count.start(), count.end() + len(people)), people.strip() or None


def _victims(toll: Iterable[Toll]) -> Iterator[ActorMention]:
    """Those counted, without the number: "police officers" of "at least 12 police officers"."""
    for told in toll:
        if told.who:
            start = told.span.end - len(told.who)
            yield ActorMention(text=told.who, span=Span(start, told.span.end))


def _add(claims: list[Claim], told: Claim) -> None:
    """Add what one sentence tells, to the claim of the same act if one was told shortly before."""
    for index in range(len(claims) - 1, max(len(claims) - _RECENT, 0) - 1, -1):
        if _same_act(claims[index], told):
            claims[index] = _join(claims[index], told)
            return
    claims.append(told)


def _same_act(claim: Claim, told: Claim) -> bool:
    """Whether the words of the two agree, as far as both have any; a bare toll goes on with the act before it."""
    if told.kind is Kind.CASUALTIES and claim.kind in _FORCE:
        return claim.evidence[-1].end + _NEXT >= told.evidence[0].start
    tolls = {toll.outcome: toll.text for toll in claim.toll}
    return (
        claim.kind is told.kind
        and claim.realis is told.realis
        and _share_words(_texts(claim.place), _texts(told.place))
        and _share_words(_texts(claim.when), _texts(told.when))
        and _share_words(_texts(*claim.actors), _texts(*told.actors))
        and all(_share_words(_texts(toll), {tolls.get(toll.outcome, toll.text)}) for toll in told.toll)
    )


def _texts(*mentions: Mention | None) -> set[str]:
    return {mention.text for mention in mentions if mention is not None}


def _words(texts: set[str]) -> set[str]:
    return {word for text in texts for word in _TOKEN.findall(text.lower())} - _WORDS["small"]


def _share_words(left: set[str], right: set[str]) -> bool:
    return not left or not right or bool(_words(left) & _words(right))


def _join(claim: Claim, told: Claim) -> Claim:
    """One claim of both; what the first one tells stays, and sources add up."""
    names = _words(_texts(*claim.sources))
    return replace(
        claim,
        evidence=tuple(dict.fromkeys((*claim.evidence, *told.evidence))),
        actors=claim.actors or told.actors,
        targets=claim.targets or told.targets,
        place=claim.place or told.place,
        when=claim.when or told.when,
        toll=claim.toll or told.toll,
        sources=claim.sources + tuple(s for s in told.sources if not names & _words({s.text})),
        quote=claim.quote or told.quote,
    )
