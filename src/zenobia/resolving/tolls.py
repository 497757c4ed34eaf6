"""Read how many people, who they are and what became of them, from the words of a toll.

    "At least 287 IS fighters" (were killed) → killed, 287 and no high, "IS fighters", combatant

Ages, distances, dates, calibres and the numbers of units are never people.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from zenobia.model import Article, Category, Claim, Kind, Outcome, Reason, Span, Toll
from zenobia.resolving.numbers import Figure, Token, read_figures, spell, tokens_of, word_lists

# The sentence of a toll is cut to this much on either side of its words.
SENTENCE_REACH = 300


@dataclass(frozen=True, slots=True)
class TollReading:
    """What the words of a toll say; `reasons` are one for each value."""

    outcome: Outcome | None
    low: int | None
    high: int | None
    who: str | None
    category: Category
    scope: str
    reasons: tuple[Reason, ...]


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("tolls.toml").read_text("utf-8"))


def resolve_tolls(claims: Sequence[Claim], article: Article) -> list[Claim]:
    """The claims with figures, outcomes and categories read into their tolls; words and spans unchanged."""
    return [
        replace(claim, toll=tuple(_resolved(toll, claim, article) for toll in claim.toll)) for claim in claims
    ]


def _resolved(toll: Toll, claim: Claim, article: Article) -> Toll:
    sentence = _sentence_span(toll.span, claim, article)
    reading = read_toll(
        toll.text,
        sentence.of(article.text),
        at=toll.span.start - sentence.start,
        outcome=toll.outcome,
        kind=claim.kind,
    )
    return replace(
        toll,
        outcome=reading.outcome or toll.outcome,
        low=reading.low,
        high=reading.high,
        who=reading.who,
        category=reading.category if reading.category is not Category.UNKNOWN else toll.category,
        scope=reading.scope,
        reasons=(*toll.reasons, *reading.reasons),
    )


def _sentence_span(span: Span, claim: Claim, article: Article) -> Span:
    """The evidence sentence that holds the words, or the text around them, cut to `SENTENCE_REACH`."""
    around = next((evidence for evidence in claim.evidence if evidence.holds(span)), None)
    if around is None:
        around = Span(0, len(article.text))
    start = max(around.start, span.start - SENTENCE_REACH, 0)
    return Span(start, max(start, min(around.end, span.end + SENTENCE_REACH, len(article.text))))


def read_toll(
    words: str,
    sentence: str = "",
    *,
    at: int | None = None,
    outcome: Outcome | None = None,
    kind: Kind | None = None,
) -> TollReading:
    """The values of a toll from its words, with the sentence around them (`at` is where they stand in it).

    `outcome` and `kind` are what the reader guessed; plain words overrule the first ("15 injured"), the
    second decides where nothing is said. Words that count no one leave low and high None.
    """
    view = _View.of(words, sentence, at)
    found, outcome_reason = _outcome(view, outcome, kind)
    low, high, count_reason = _count(view)
    who = _who(view)
    category, category_reason = _category(view)
    scope, scope_reason = _scope(view)
    reasons = (outcome_reason, count_reason, category_reason, scope_reason)
    return TollReading(found, low, high, who, category, scope, tuple(r for r in reasons if r is not None))


@dataclass(frozen=True, slots=True)
class _View:
    """The words of a toll in their sentence, as tokens: `first`..`last` are the toll's own."""

    text: str
    tokens: list[Token]
    first: int
    last: int

    @classmethod
    def of(cls, words: str, sentence: str, at: int | None) -> _View:
        words = words[: 2 * SENTENCE_REACH]
        if at is None:
            at = sentence.find(words)
        if at < 0 or sentence[at : at + len(words)] != words:
            sentence, at = words, 0
        start = max(0, at - SENTENCE_REACH)
        text = sentence[start : at + len(words) + SENTENCE_REACH]
        tokens = tokens_of(text)
        inside = [
            n
            for n, token in enumerate(tokens)
            if token.end > at - start and token.start < at - start + len(words)
        ]
        first, last = (inside[0], inside[-1] + 1) if inside else (len(tokens), len(tokens))
        return cls(text, tokens, first, last)

    def word(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def own(self) -> list[str]:
        return [token.text for token in self.tokens[self.first : self.last]]

    def capital(self, at: int) -> bool:
        """Whether the word begins with a capital that tells a name (all of a headline in capitals tells nothing)."""
        token = self.tokens[at]
        return self.text[token.start].isupper()


# --- how many -------------------------------------------------------------------------------------------------


def _count(view: _View) -> tuple[int | None, int | None, Reason]:
    own = view.own()
    if _nobody(own):
        return 0, 0, Reason("nobody", detail=" ".join(own[:6]))
    if joint := _joint(view):
        return None, None, Reason("joint count", detail=" ".join(outcome.value for outcome in joint))
    figures = [
        figure
        for figure in read_figures(view.tokens)
        if figure.last > view.first and figure.number_at < view.last
    ]
    people = [figure for figure in figures if _counts_people(view, figure)]
    if people and not _is_share(view, people[0]):
        return _told(view, people[0])
    before = None if people else _figure_before(view)
    if before is not None:
        return _told(view, before)
    if not people:
        implied = _implied(view, view.first, view.last)
        if implied:
            return implied, implied, Reason("people implied", detail=" ".join(own[:6]))
    return None, None, Reason("no figure", detail=" ".join(own[:6]))


def _told(view: _View, figure: Figure) -> tuple[int | None, int | None, Reason]:
    detail = view.text[view.tokens[figure.first].start : view.tokens[figure.last - 1].end]
    return figure.low, figure.high, Reason(figure.rule, detail=detail)


def _nobody(own: list[str]) -> bool:
    """ "no casualties", "without causing any deaths", "all 28 crew members were reported safe"."""
    lists = _lists()["nobody"]
    if any(word in lists["unhurt"] for word in own):
        return True
    for at, word in enumerate(own):
        if word in lists["words"]:
            return own[at + 1 : at + 2] not in (["fewer"], ["less"], ["more"], ["longer"], ["later"])
    return False


def _joint(view: _View) -> tuple[Outcome, ...]:
    """The outcomes of a count that is told for two at once: "27 soldiers were killed or wounded"."""
    for at in range(max(view.first - 4, 0), min(view.last + 5, len(view.tokens) - 2)):
        pair = _outcome_word(view.word(at)), _outcome_word(view.word(at + 2))
        if pair[0] and pair[1] and pair[0] != pair[1] and view.word(at + 1) in ("or", "and"):
            outside = range(view.last, at) if at >= view.last else range(at + 3, view.first)
            if not any(spell(view.tokens, n) or view.word(n) in ",;." for n in outside):
                object_follows = at >= view.last and spell(view.tokens, at + 3) is not None
                return () if object_follows else (pair[0], pair[1])
    return ()


def _is_share(view: _View, figure: Figure) -> bool:
    """ "nearly half of the population of about 23 million": the figure is of the whole, not of the toll."""
    before = [view.word(n) for n in range(view.first, figure.first)]
    return "of" in before and any(
        word in ("half", "third", "quarter", "majority", "most", "wives", "%") for word in before
    )


def _counts_people(view: _View, figure: Figure) -> bool:
    """Whether a figure counts people, and not an age, a distance, a date, a calibre or the number of a unit."""
    lists = _lists()["things"]
    before, tokens = view.word(figure.number_at - 1), view.tokens
    number, after = tokens[figure.number_at], view.word(figure.last)
    if figure.last < len(tokens) and tokens[figure.last - 1].text[-1:].isdecimal():
        touching = tokens[figure.last].start == tokens[figure.last - 1].end
        if touching and (after.isalpha() or after in ("%", "/", ":")):
            return False
    if before in lists["named_before"] or (before == "in" and _is_year(number.text)):
        return False
    if before in ("/", ":", "-") and number.start == tokens[figure.number_at - 1].end:
        return False
    if (
        before == "may"
        and figure.first == figure.number_at
        and view.capital(figure.number_at - 1)
        and number.text.isdecimal()
    ):
        return int(number.text) > 31
    head = [
        word
        for word in _phrase_after(view, figure.last)
        if word in lists["units"] or word in lists["things"] or _people_word(word)
    ]
    if not head:
        return True
    if head[0] in lists["units"]:
        return False
    return _people_word(head[-1]) is not None or head[-1] not in lists["things"]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and 1900 <= int(word) <= 2100


# Words that end a noun phrase.
_BREAKS = frozenset(
    "who which that were was is are has have had been be being being in at near from with on by when after before including among as "
    "and or but while where during for into to since because whose whom will would could may might of , ; . : ( ) – — did do does "
    "also later yesterday today killed died wounded injured dead missing identified believed reported reportedly said left".split()
)


def _phrase_after(view: _View, at: int) -> list[str]:
    """The words of the noun phrase from token `at`, at most five; the dash of "12-year-old" is skipped."""
    phrase: list[str] = []
    for n in range(at, min(at + 7, len(view.tokens))):
        word = view.word(n)
        if word in "-‐‑–" and n + 1 < len(view.tokens) and view.tokens[n].end == view.tokens[n + 1].start:
            continue
        if word in _BREAKS or spell(view.tokens, n):
            break
        phrase.append(word)
    return phrase


def _figure_before(view: _View) -> Figure | None:
    """A figure that stands right before words without one: six Spanish [Jesuits], 12 [killed]."""
    for figure in read_figures(view.tokens[: view.first]):
        between = [view.word(n) for n in range(figure.last, view.first)]
        if (
            len(between) <= 2
            and not any(word in _BREAKS for word in between)
            and _counts_people(view, figure)
        ):
            return figure
    return None


# --- people without a figure ----------------------------------------------------------------------------------

_ARTICLES = frozenset("a an another the his her its their this that one each every our my".split())
_PRONOUNS = frozenset("he she him her himself herself i me".split())
_DEMONYM_ENDINGS = (
    "ans",
    "ians",
    "ites",
    "ists",
    "ers",
    "eans",
    "kurds",
    "turks",
    "arabs",
    "jews",
    "serbs",
    "sikhs",
    "croats",
    "houthis",
    "israelis",
    "iraqis",
    "yazidis",
    "saudis",
    "yemenis",
    "bengalis",
    "pakistanis",
    "somalis",
    "azeris",
    "chechens",
    "muslims",
    "christians",
    "shiites",
    "sunnis",
    "jesuits",
    "afghans",
    "poles",
    "danes",
    "finns",
    "swedes",
    "greeks",
    "czechs",
    "druze",
    "nationals",
)


def _implied(view: _View, first: int, last: int) -> int | None:
    """How many people the words name without a figure: "a pilot" is 1, "a man and his wife" 2, "soldiers" unknown."""
    parts: list[tuple[int, int]] = []
    start = first
    for n in range(first, last):
        if view.word(n) in ("and", "&", "plus"):
            parts.append((start, n))
            start = n + 1
    parts.append((start, last))
    counts = [_implied_in(view, *part) for part in parts]
    if counts[0] is None or len(parts) == 1:
        return counts[0]
    others = [count for part, count in zip(parts[1:], counts[1:], strict=True) if _stands_alone(view, *part)]
    return None if None in others else counts[0] + sum(count or 0 for count in others)


def _stands_alone(view: _View, first: int, last: int) -> bool:
    """Whether what follows "and" is somebody, not the rest of a name ("Minister of Defence and Security")."""
    if first >= last:
        return False
    names = sum(view.capital(n) for n in range(first, last) if view.word(n).isalpha())
    return (
        view.word(first) in _ARTICLES
        or any(_people_word(view.word(n)) for n in range(first, last))
        or names > 1
    )


def _implied_in(view: _View, first: int, last: int) -> int | None:
    if view.word(first + 1) == "of" or view.word(first + 2) == "of":
        inner = first + (2 if view.word(first + 1) == "of" else 3)
        if "death" in (view.word(first), view.word(first + 1)) and inner < last:
            return _implied_in(view, inner, last)
    end = first
    while end < last and view.word(end) not in _BREAKS:
        end += 1
    phrase = [view.word(n) for n in range(first, end)]
    if not phrase:
        return None
    if phrase[0] in _PRONOUNS and len(phrase) == 1:
        return 1
    people = [
        n for n, word in enumerate(phrase) if _people_word(word) or word in _lists()["plurals"]["words"]
    ]
    articled = phrase[0] in _ARTICLES
    named = [n for n in range(first, end) if view.capital(n) and view.word(n) not in _ARTICLES]
    if not people:
        return _implied_name(phrase, articled, len(named))
    head = phrase[people[-1]]
    return None if _is_plural(head) else 1


def _implied_name(phrase: list[str], articled: bool, names: int) -> int | None:
    """One for "Hassan Aboud" or "the Malian"; nothing for "Alawites" or "rebel positions"."""
    head = phrase[-1]
    if head.endswith(_DEMONYM_ENDINGS) and not head.endswith("ss"):
        return None
    if articled:
        plural = head.endswith("s") and not head.endswith(("ss", "us", "is")) and names < 2
        return None if plural else 1
    if names == 0:
        return None
    return (
        None if names == 1 and head.endswith("s") and not head.endswith(("ss", "as", "is", "us", "es")) else 1
    )


def _is_plural(word: str) -> bool:
    lists = _lists()
    if word in lists["plurals"]["words"]:
        return True
    return word.endswith("s") and not word.endswith("ss") and word not in lists["singular"]["words"]


@cache
def _people_words() -> dict[str, Category]:
    people = _lists()["people"]
    neutral = {word: Category.UNKNOWN for word in people.get("unknown", ())}
    return neutral | {
        word: Category(name) for name, words in people.items() if name != "unknown" for word in words
    }


def _people_word(word: str) -> Category | None:
    """The category of a word for people, in the singular or the plural; None for any other word."""
    known = _people_words()
    if word in known:
        return known[word]
    if word.endswith("'s"):
        return None
    if word.endswith("ies") and word[:-3] + "y" in known:
        return known[word[:-3] + "y"]
    if word.endswith("s") and word[:-1] in known:
        return known[word[:-1]]
    return known.get(word[:-2]) if word.endswith("es") else None


# --- what became of them --------------------------------------------------------------------------------------


@cache
def _outcome_words() -> dict[str, Outcome]:
    return {word: Outcome(name) for name, words in _lists()["outcomes"].items() for word in words}


def _outcome_word(word: str) -> Outcome | None:
    return _outcome_words().get(word)


def _outcome(view: _View, guess: Outcome | None, kind: Kind | None) -> tuple[Outcome | None, Reason | None]:
    joint = _joint(view)
    if joint:
        told = guess if guess in joint else joint[0]
        return told, Reason("outcome told", detail="joint")
    own = _own_outcome(view)
    near = own or _near_outcome(view)
    if near is not None and (guess is None or own is not None):
        return near, Reason("outcome told", detail=near.value)
    if guess is not None:
        return guess, Reason("outcome as read")
    by_kind = _lists()["kinds"].get(kind)
    if by_kind:
        return Outcome(by_kind), Reason("outcome of the act", detail=str(kind))
    return None, None


def _own_outcome(view: _View) -> Outcome | None:
    """The outcome that the toll's own words say, when they say one."""
    said = {
        outcome
        for word in view.own()
        if word not in _lists()["weak"]["words"] and (outcome := _outcome_word(word))
    }
    return said.pop() if len(said) == 1 else None


def _near_outcome(view: _View) -> Outcome | None:
    """The outcome of the verb that governs the words."""
    before = view.first - 1
    while before >= 0 and (view.word(before) in _BETWEEN_VERB_AND_PEOPLE or spell(view.tokens, before)):
        before -= 1
    direct = _outcome_word(view.word(before)) if before >= 0 else None
    if direct and view.word(before - 1) not in ("were", "was", "been", "and"):
        return direct
    after = _outcome_after(view)
    if after is not None:
        return after
    if direct:
        return direct
    for n in range(view.first - 1, -1, -1):
        if found := _outcome_word(view.word(n)):
            return found
    weak = [found for word in view.own() if (found := _outcome_word(word))]
    return weak[0] if weak else None


_BETWEEN_VERB_AND_PEOPLE = frozenset(
    "at least more than over about around some nearly almost the a an another up to as many of also further additional between no fewer estimated".split()
)


def _outcome_after(view: _View) -> Outcome | None:
    for n in range(view.last, min(view.last + 25, len(view.tokens))):
        if view.word(n) in ".;":
            return None
        found = _outcome_word(view.word(n))
        if found is None:
            continue
        if view.word(n).endswith("ing") and n > view.last + 1:
            return None
        return found
    return None


# --- who they are ---------------------------------------------------------------------------------------------


def _who(view: _View) -> str | None:
    """The words for the people without their figure and verb: "At least 287 IS fighters" → "IS fighters"."""
    first = view.first
    for figure in read_figures(view.tokens[: view.last]):
        if figure.number_at >= view.first:
            first = figure.last
            break
    while first < view.last and view.word(first) in (
        "a",
        "an",
        "the",
        "of",
        "more",
        "another",
        "other",
        "those",
    ):
        first += 1
    last = first
    while (
        last < view.last
        and _outcome_word(view.word(last)) is None
        and view.word(last) not in ("were", "was", "are", "is", "have", "had", "has")
    ):
        last += 1
    if first >= last:
        return None
    return view.text[view.tokens[first].start : view.tokens[last - 1].end]


def _category(view: _View) -> tuple[Category, Reason | None]:
    said = {
        category
        for word in view.own()
        if (category := _people_word(word)) and category is not Category.UNKNOWN
    }
    if len(said) > 1:
        return Category.MIXED, Reason("category", detail="both")
    if said:
        category = said.pop()
        return category, Reason("category", detail=category.value)
    return Category.UNKNOWN, None


def _scope(view: _View) -> tuple[str, Reason | None]:
    """ "running" for a total of the war or the year."""
    lists = _lists()["running"]
    text = view.text.lower()
    cue = next((phrase for phrase in lists["phrases"] if phrase in text), None)
    if cue is None:
        cue = next(
            (view.word(n) for n in range(view.last, len(view.tokens)) if view.word(n) in lists["words"]), None
        )
    return ("running", Reason("running total", detail=cue)) if cue else ("incident", None)
