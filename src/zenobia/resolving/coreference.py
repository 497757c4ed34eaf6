"""Which parties an article names, where, and which of them a short or later mention means.

"Syrian Observatory for Human Rights ... the Observatory ... the monitor" are one party;
"Pentagon spokesman Jeff Davis ... Davis ... He" are one person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from zenobia.model import Article, BlockLabel
from zenobia.resolving.phrases import is_title, party_words
from zenobia.resolving.registry import Registry
from zenobia.resolving.tables import Actor
from zenobia.resolving.wording import key_of

# Longer runs of capitals are a shouted headline, not a name.
_LONGEST_RUN = 12
# Beyond this many characters an article names nobody new that matters; bounds the time a page can take.
_LONGEST_SCAN = 60_000
_LONGEST_PERSON = 5

_CAPITAL = r"(?<!\w)(?:(?:al|el|ar|as|an|ash|ad|at|ed|ul)[-‑ ])?[^\W\d_a-zß-öø-ÿ][\w'’&.‑-]{0,40}"
_LINK = r"(?:of|for|and|the|in|de|del|la|du|bin|ibn|al|el|ul|wal|von|van|against|to|on)"
_RUN = re.compile(rf"{_CAPITAL}(?:[ \t](?:{_LINK}[ \t]){{0,2}}{_CAPITAL}){{0,{_LONGEST_RUN}}}")
_ACRONYM = re.compile(r"\s?[(\[]\s?([A-Z][\w&-]{1,9})\s?[)\]]")
_LOWER = re.compile(r"\b[a-zà-ÿ][\w'’-]{1,30}")
# Links that end a name the registry does not know: "Ziad Haddad in Hodeidah".
_PARTING = frozenset({"and", "in", "on", "to", "against", "the", "The"})

# Weights of one naming in the vote for the country of the report. Tuned on gold/train.
_HEADLINE_WEIGHT, _AT_WAR_WEIGHT, _POWER_WEIGHT = 3.0, 2.0, 0.5
_POWERS = frozenset({"US", "RU", "GB", "FR", "CN", "DE"})
_AT_WAR = re.compile(
    r"['’]?s?\s(?:regime|government|army|forces|troops|military|civil\swar|opposition|rebels|conflict|war|capital)\b"
)
# Kinds that say nothing of where the war is.
_PLACELESS = frozenset({"media", "un", "intergovernmental", "aid", "monitor", "expert"})


@dataclass(frozen=True, slots=True)
class Named:
    """A party named in the article: its words, where they start, and the actor where one is known."""

    words: str
    start: int
    actor: Actor | None = None
    title: str = ""

    @property
    def name(self) -> str:
        return self.actor.name if self.actor else self.words

    @property
    def is_person(self) -> bool:
        if self.actor is not None:
            return self.actor.kind == "person"
        return bool(self.title) or len(self.words.split()) in (2, 3)


class Report:
    """The parties an article names, in reading order."""

    def __init__(self, article: Article, registry: Registry) -> None:
        self.day = article.published_on
        self.text = article.text[:_LONGEST_SCAN]
        self.registry = registry
        self._headlines = [block.span for block in article.blocks if block.label is BlockLabel.HEADLINE]
        self.named: list[Named] = []
        self.acronyms: dict[str, str] = {}
        for match in _RUN.finditer(self.text):
            for run, start in _sentences(match.group(), match.start()):
                self.named.extend(self._split_run(run, start))
            acronym = _ACRONYM.match(self.text, match.end())
            if acronym and " " in match.group():
                self.acronyms.setdefault(acronym.group(1), _without_openers(match.group())[0])
        self._starts = [named.start for named in self.named]
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for index, named in enumerate(self.named):
            for word in set(key_of(named.words).split()):
                self._holding[word].append(index)

    @cached_property
    def country(self) -> str | None:
        """The country the report is about: the one its states, capitals and parties belong to most often.

        A state told with its army, government or rebels weighs more; a power in everybody's wars, less.
        """
        votes: defaultdict[str, float] = defaultdict(float)
        for named in self.named:
            if named.actor is not None and named.actor.country and named.actor.kind not in _PLACELESS:
                country = named.actor.country[0]
                in_headline = any(span.start <= named.start < span.end for span in self._headlines)
                weight = _HEADLINE_WEIGHT if in_headline else 1.0
                if _AT_WAR.match(self.text, named.start + len(named.words)):
                    weight += _AT_WAR_WEIGHT
                votes[country] += weight * (_POWER_WEIGHT if country in _POWERS else 1.0)
        return max(votes, key=votes.__getitem__) if votes else None

    # ---- which mention is meant

    def within(self, start: int, end: int) -> Sequence[Named]:
        """The parties named in a stretch of the text."""
        return self.named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def fuller(self, words: str, at: int, but: Collection[str] = ()) -> Named | None:
        """The nearest longer mention that holds all these words ("the Council"), but none of some kinds."""
        wanted = set(key_of(words).split())
        for named in self._with(wanted, at):
            held = set(key_of(named.words).split())
            unfit = named.actor is not None and named.actor.kind in but
            if len(held) > len(wanted) and wanted <= held and not unfit:
                return named
        return None

    def person(self, surname: str, at: int) -> Named | None:
        """The nearest fuller name that ends, or begins, with this one word."""
        wanted = key_of(surname)
        for named in self._with({wanted}, at):
            held = key_of(named.words).split()
            is_body = named.actor is not None and named.actor.kind != "person"
            if 1 < len(held) <= _LONGEST_PERSON and not is_body and wanted in (held[0], held[-1]):
                return named
        return None

    def only(self, kinds: Collection[str], at: int) -> Actor | None:
        """The one actor of these kinds named before, a part as its whole; None where there are two."""
        before = self.named[: bisect_left(self._starts, at)]
        return self.whole_of({n.actor for n in before if n.actor is not None and n.actor.kind in kinds})

    def whole_of(self, actors: Collection[Actor]) -> Actor | None:
        """The one actor that the others are parts of; None where there is no such one."""
        ids = {actor.id for actor in actors}
        wholes = {[up for up in self.registry.lineage(actor) if up.id in ids][-1] for actor in actors}
        return wholes.pop() if len(wholes) == 1 else None

    def says(self, word: str) -> bool:
        """Whether the article has the word in lower case: then a capital at a sentence's start is no name."""
        return word.lower() in self._lower

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(_LOWER.findall(self.text))

    def _with(self, words: set[str], at: int) -> Iterator[Named]:
        """The mentions that hold the rarest of the words: those before, nearest first, then those after."""
        lists = [self._holding.get(word, []) for word in words]
        indices = min(lists, key=len, default=[])
        cut = bisect_left(indices, bisect_left(self._starts, at))
        for index in (*reversed(indices[:cut]), *indices[cut:]):
            yield self.named[index]

    # ---- reading the names

    def _split_run(self, run: str, start: int) -> Iterator[Named]:
        """Cut a run of capitals into known actors, the longest first, and what is left into names."""
        words, offset = _without_openers(run)
        start += offset
        tokens = words.split(" ")
        at = pending = 0
        while at < len(tokens):
            known = self._longest(tokens, at)
            if known is None:
                at += 1
                continue
            actor, end = known
            yield from _unknown(tokens, pending, at, start)
            yield Named(" ".join(tokens[at:end]), start + _offset(tokens, at), actor)
            at = pending = end
        yield from _unknown(tokens, pending, len(tokens), start)

    def _longest(self, tokens: Sequence[str], at: int) -> tuple[Actor, int] | None:
        for end in range(len(tokens), at, -1):
            found = self.registry.find(" ".join(tokens[at:end]).rstrip(".,"), self.day)
            if found is not None:
                return found.actor, end
        return None


def _unknown(tokens: Sequence[str], begin: int, end: int, start: int) -> Iterator[Named]:
    """The names in words the registry does not know: cut at "and" and "in", titles put aside."""
    title, name_at = "", begin
    for at in range(begin, end + 1):
        word = tokens[at] if at < end else ""
        if at < end and word not in _PARTING and not is_title(word):
            continue
        yield from _one_name(tokens[name_at:at], start + _offset(tokens, name_at), title)
        title = f"{title} {word}".strip() if is_title(word) else ""
        name_at = at + 1


def _one_name(tokens: Sequence[str], start: int, title: str) -> Iterator[Named]:
    small = party_words().small
    while tokens and tokens[0] in small:
        start += len(tokens[0]) + 1
        tokens = tokens[1:]
    while tokens and tokens[-1] in small:
        tokens = tokens[:-1]
    if tokens:
        yield Named(" ".join(tokens).rstrip(".,'’"), start, None, title)


def _sentences(run: str, start: int) -> Iterator[tuple[str, int]]:
    """The run cut where a full stop ends a sentence; "Gen.", "J." and "U.S." end none."""
    tokens, begin = re.split(r"[ \t]", run), 0
    for at, token in enumerate(tokens):
        abbreviated = len(token) <= len("J.") or "." in token[:-1] or is_title(token)
        if at == len(tokens) - 1 or (token.endswith(".") and not abbreviated):
            yield " ".join(tokens[begin : at + 1]), start + _offset(tokens, begin)
            begin = at + 1


def _without_openers(run: str) -> tuple[str, int]:
    """The run without the words that only begin its sentence, and how many characters they took."""
    openers, offset = party_words().openers, 0
    while True:
        first, gap, rest = run.partition(" ")
        if first.lower() not in openers or not gap:
            return run, offset
        offset += len(first) + 1
        run = rest


def _offset(tokens: Iterable[str], at: int) -> int:
    return sum(len(token) + 1 for token in list(tokens)[:at])


@lru_cache(maxsize=1)
def report_of(article: Article, registry: Registry) -> Report:
    """The parties an article names; kept for the last article, since parties and sources both look at them."""
    return Report(article, registry)
