"""Which parties an article names, where, and which of them a short or later mention means.

"Syrian Observatory for Human Rights ... the Observatory ... the monitor" are one party;
"Pentagon spokesman Jeff Davis ... Davis ... He" are one person.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from zenobia.model import Article, Block, BlockLabel
from zenobia.resolving.registry import Actor, Registry
from zenobia.resolving.wording import key_of

# Longer runs of capitals are a shouted headline, not a name.
_LONGEST_RUN = 12
# Beyond this many characters an article names nobody new that matters; bounds the time a page can take.
_LONGEST_SCAN = 60_000

_CAPITAL = r"(?<!\w)(?:(?:al|el|ar|as|an|ash|ad|at|ed|ul)[-‑ ])?[^\W\d_a-zß-öø-ÿ][\w'’&.‑-]{0,40}"
_LINK = r"(?:of|for|and|the|in|de|del|la|du|bin|ibn|al|el|ul|wal|von|van|against|to|on)"
_RUN = re.compile(rf"{_CAPITAL}(?:[ \t](?:{_LINK}[ \t]){{0,2}}{_CAPITAL}){{0,{_LONGEST_RUN}}}")
_ACRONYM = re.compile(r"\s?[(\[]\s?([A-Z][\w&-]{1,9})\s?[)\]]")
# Weights of one naming in the vote for the country of the report. Tuned on gold/train.
_HEADLINE_WEIGHT = 3.0
_AT_WAR_WEIGHT = 2.0
_POWER_WEIGHT = 0.5
_POWERS = frozenset({"US", "RU", "GB", "FR", "CN", "DE"})
_AT_WAR = re.compile(
    r"['’]?s?\s(?:regime|government|army|forces|troops|military|civil\swar|opposition|rebels|conflict|war|capital)\b"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of party_words.toml."""

    titles: frozenset[str]
    offices: frozenset[str]
    links: frozenset[str]
    after_name: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    heads_of: frozenset[str]
    bodies: frozenset[str]
    generic: frozenset[str]
    singular_pronouns: frozenset[str]
    plural_pronouns: frozenset[str]
    speaker_pronouns: frozenset[str]
    small: frozenset[str]
    openers: frozenset[str]
    stand_ins: dict[str, str]


@lru_cache(maxsize=1)
def party_words() -> Words:
    table = tomllib.loads((Path(__file__).parent / "party_words.toml").read_text("utf-8"))
    stand_ins = {
        key_of(phrase): kind
        for kind, phrases in table.pop("stand_ins").items()
        for phrase in phrases.split("|")
    }
    return Words(**{name: frozenset(words.split()) for name, words in table.items()}, stand_ins=stand_ins)


@dataclass(frozen=True, slots=True)
class Named:
    """A party named in the article: its words, where they start, and the actor where the registry knows it."""

    words: str
    start: int
    actor: Actor | None = None
    title: str = ""

    @property
    def name(self) -> str:
        return self.actor.name if self.actor else self.words


class Report:
    """The parties an article names, in reading order."""

    def __init__(self, article: Article, registry: Registry) -> None:
        self.day = article.published_on
        self.text = article.text[:_LONGEST_SCAN]
        self._registry = registry
        self._headlines = [block for block in article.blocks if block.label is BlockLabel.HEADLINE]
        self.named: list[Named] = []
        self.acronyms: dict[str, str] = {}
        for match in _RUN.finditer(self.text):
            for run, start in _sentences(match.group(), match.start()):
                self.named.extend(self._split_run(run, start))
            acronym = _ACRONYM.match(self.text, match.end())
            if acronym and len(match.group().split()) > 1:
                self.acronyms.setdefault(acronym.group(1), _without_openers(match.group())[0])
        self._starts = [named.start for named in self.named]

    @cached_property
    def country(self) -> str | None:
        """The country the report is about: the one its states, capitals and parties belong to most often.

        A state told with its army, government or rebels weighs more; a power that is in everybody's wars, less.
        """
        votes: defaultdict[str, float] = defaultdict(float)
        for named in self.named:
            if named.actor is not None and named.actor.country and named.actor.kind not in _PLACELESS:
                country = named.actor.country[0]
                weight = _HEADLINE_WEIGHT if self._in_headline(named.start) else 1.0
                if _AT_WAR.match(self.text, named.start + len(named.words)):
                    weight += _AT_WAR_WEIGHT
                votes[country] += weight * (_POWER_WEIGHT if country in _POWERS else 1.0)
        return max(votes, key=votes.__getitem__) if votes else None

    def before(self, at: int) -> Iterator[Named]:
        """The parties named before a place in the text, nearest first."""
        for index in range(bisect_left(self._starts, at) - 1, -1, -1):
            yield self.named[index]

    def within(self, start: int, end: int) -> Sequence[Named]:
        """The parties named in a stretch of the text."""
        return self.named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def around(self, at: int) -> Iterator[Named]:
        """Those before, nearest first, then those after."""
        yield from self.before(at)
        yield from self.named[bisect_left(self._starts, at) :]

    def fuller(self, words: str, at: int, but: frozenset[str] = frozenset()) -> Named | None:
        """The nearest longer mention that holds all these words: "the Observatory", "Davis", "the Council"."""
        wanted = set(key_of(words).split())
        if not wanted:
            return None
        for named in self.around(at):
            held = key_of(named.words).split()
            unfit = named.actor is not None and named.actor.kind in but
            if len(held) > len(wanted) and wanted <= set(held) and not unfit:
                return named
        return None

    def person(self, surname: str, at: int) -> Named | None:
        """The nearest fuller name that ends, or begins, with this one word."""
        wanted = key_of(surname)
        for named in self.around(at):
            held = key_of(named.words).split()
            is_body = named.actor is not None and named.actor.kind != "person"
            if 2 <= len(held) <= 5 and not is_body and (held[-1] == wanted or held[0] == wanted):
                return named
        return None

    def only(self, kinds: frozenset[str], at: int) -> Actor | None:
        """The one actor of these kinds named before, a part counting as its whole; None where there are more."""
        found = {
            n.actor.id: n.actor for n in self.before(at) if n.actor is not None and n.actor.kind in kinds
        }
        return self.whole_of(found.values())

    def whole_of(self, actors: Collection[Actor]) -> Actor | None:
        """The one actor that the others are parts of; None where there is no such one."""
        ids = {actor.id for actor in actors}
        wholes = {[up for up in self._registry.lineage(actor) if up.id in ids][-1] for actor in actors}
        return wholes.pop() if len(wholes) == 1 else None

    def says(self, word: str) -> bool:
        """Whether the article has the word in lower case: then a capital at a sentence's start is no name."""
        return word.lower() in self._lower

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(re.findall(r"\b[a-zà-ÿ][\w'’-]{1,30}", self.text))

    def _in_headline(self, at: int) -> bool:
        return any(_holds(block, at) for block in self._headlines)

    def _split_run(self, run: str, start: int) -> Iterator[Named]:
        """Cut a run of capitals into known actors, the longest first, and what is left into names."""
        words, offset = _without_openers(run)
        start += offset
        tokens = words.split()
        at, pending = 0, 0
        while at < len(tokens):
            known = self._longest(tokens, at)
            if known is None:
                at += 1
                continue
            actor, end = known
            yield from self._unknown(tokens, pending, at, start)
            yield Named(" ".join(tokens[at:end]), start + _offset(tokens, at), actor)
            at = pending = end
        yield from self._unknown(tokens, pending, len(tokens), start)

    def _longest(self, tokens: Sequence[str], at: int) -> tuple[Actor, int] | None:
        for end in range(len(tokens), at, -1):
            found = self._registry.find(" ".join(tokens[at:end]).rstrip(".,"), self.day)
            if found is not None:
                return found.actor, end
        return None

    def _unknown(self, tokens: Sequence[str], begin: int, end: int, start: int) -> Iterator[Named]:
        """The names in words the registry does not know: cut at "and", "in"; the titles before them put aside."""
        lists = party_words()
        title, name, name_at = "", [], begin
        for at in range(begin, end + 1):
            word = tokens[at] if at < end else ""
            lowered = word.rstrip(".").lower()
            if at == end or word in _PARTING or lowered in lists.titles:
                yield from _one_name(name, start + _offset(tokens, name_at), title)
                title = f"{title} {word}".strip() if lowered in lists.titles else ""
                name, name_at = [], at + 1
            elif name or word not in lists.small:
                name.append(word)
            else:
                name_at = at + 1


# Links that end a name the registry does not know: "Ziad al-Sharabi in Hodeidah".
_PARTING = frozenset({"and", "in", "on", "to", "against", "the", "The"})
# Kinds that say nothing of where the war is.
_PLACELESS = frozenset({"media", "un", "intergovernmental", "aid", "monitor", "expert"})


def _one_name(tokens: Sequence[str], start: int, title: str) -> Iterator[Named]:
    kept = list(tokens)
    while kept and kept[-1] in party_words().small:
        kept.pop()
    if kept:
        yield Named(" ".join(kept).rstrip(".,'’"), start, None, title)


def _sentences(run: str, start: int) -> Iterator[tuple[str, int]]:
    """The run cut where a full stop ends a sentence; "Gen.", "J." and "U.S." end none."""
    tokens, begin = run.split(" "), 0
    for at, token in enumerate(tokens):
        ends = token.endswith(".") and not (
            len(token) <= 2 or "." in token[:-1] or token[:-1].lower() in party_words().titles
        )
        if ends or at == len(tokens) - 1:
            yield " ".join(tokens[begin : at + 1]), start + _offset(tokens, begin)
            begin = at + 1


def _offset(tokens: Sequence[str], at: int) -> int:
    return sum(len(token) + 1 for token in tokens[:at])


def _without_openers(run: str) -> tuple[str, int]:
    """The run without the words that only begin its sentence, and how many characters they took."""
    openers, offset = party_words().openers, 0
    while True:
        first, gap, rest = run.partition(" ")
        if first.lower() not in openers or not gap:
            return run, offset
        offset += len(first) + 1
        run = rest


def _holds(block: Block, at: int) -> bool:
    return block.span.start <= at < block.span.end


def titles_in(words: Iterable[str]) -> bool:
    return any(word.rstrip(".,").lower() in party_words().titles for word in words)
