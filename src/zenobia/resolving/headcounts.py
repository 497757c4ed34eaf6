"""Count the people that the words of a toll tell, by figure or without one.

    "at least 12" → 12 and no high      "a pilot" → 1      "A woman and her three children" → 4

Ages, distances, dates, calibres and the numbers of units are never people.
"""

from __future__ import annotations

import re

from zenobia.model import Reason
from zenobia.resolving.ages import is_age, is_house_number, is_of_one
from zenobia.resolving.numbers import Figure
from zenobia.resolving.toll_words import (
    TollWords,
    ends_phrase,
    is_thing,
    is_unit,
    outcome_word,
    people_word,
    word_set,
)

# Words between a figure and words without one that belong to it: six Spanish [Jesuits].
WORDS_APART = 2

Count = tuple[int | None, int | None, Reason]


def count_people(view: TollWords) -> Count:
    """The least and the most people told, and how that was read; both None where no figure is told."""
    own = view.own()
    if _tells_nobody(own):
        return 0, 0, Reason("nobody", detail=" ".join(own[:6]))
    told = _own_figures(view)
    people = [figure for figure in told if counts_people(view, figure)]
    if people and _is_of_whole(view, people[0]):
        return None, None, Reason("share of a whole", detail=" ".join(own[:6]))
    total = _sum_of_parts(view, people)
    if total is not None:
        return total, total, Reason("added up", detail=view.told(view.first, view.last)[:80])
    figure = people[0] if people else _figure_before(view)
    if figure is not None:
        return figure.low, figure.high, Reason(figure.rule, detail=view.told(figure.first, figure.last))
    one = implied_people(view, view.first, view.last)
    if one is not None:
        return one, one, Reason("people implied", detail=" ".join(own[:6]))
    if len(told) == 1 and _is_bare(view, told[0]) and is_of_one(view, told[0]):
        return 1, 1, Reason("age of one person", detail=view.told(told[0].first, told[0].last))
    return None, None, Reason("no figure", detail=" ".join(own[:6]))


def _own_figures(view: TollWords) -> list[Figure]:
    return [figure for figure in view.figures if figure.last > view.first and figure.number_at < view.last]


def _is_bare(view: TollWords, figure: Figure) -> bool:
    """Whether the words are the figure and nothing more, but for marks: "24,"."""
    return all(
        figure.first <= n < figure.last or not view.word(n)[0].isalnum() for n in range(view.first, view.last)
    )


def _tells_nobody(own: list[str]) -> bool:
    """ "no casualties", "without causing any deaths", "all 28 crew members were reported safe"."""
    if own and own[-1] in word_set("nobody", "unhurt"):
        return True
    for at, word in enumerate(own):
        if word in word_set("nobody", "words"):
            return own[at + 1 : at + 2] not in (["fewer"], ["less"], ["more"], ["longer"], ["later"])
    return False


def _is_of_whole(view: TollWords, figure: Figure) -> bool:
    """ "nearly half of the population of about 23 million": the figure is of the whole, not of the toll."""
    before = [view.word(n) for n in range(view.first, figure.first)]
    return "of" in before and any(word in word_set("people_told", "shares") for word in before)


# --- by figure --------------------------------------------------------------------------------


def counts_people(view: TollWords, figure: Figure) -> bool:
    """Whether a figure counts people: not "a 12-year-old", "82mm", "the 104th Brigade", "4 May" or "T-72"."""
    return not (
        _is_ratio(view, figure)
        or _is_glued(view, figure)
        or _is_name_of_something(view, figure)
        or _is_date(view, figure)
        or is_age(view, figure)
        or is_house_number(view, figure)
        or _head_is_thing(view, figure)
    )


def _is_ratio(view: TollWords, figure: Figure) -> bool:
    """ "one in five children": neither figure counts anybody; "one in 2014" is one."""
    whole_at = figure.last + 1 if view.word(figure.last) == "in" else figure.number_at
    if view.word(whole_at - 1) != "in" or not view.is_number(whole_at) or not view.is_number(whole_at - 2):
        return False
    return len(view.word(whole_at)) != 4 or not view.word(whole_at).isdecimal()


def _is_glued(view: TollWords, figure: Figure) -> bool:
    """ "82mm", "14:30", "9/11", "T-72", "AK-47", "[3]": the digits touch something that is no count."""
    if not view.word(figure.number_at).isdecimal():
        return False
    after, before = view.word(figure.last), view.word(figure.number_at - 1)
    start = view.tokens[figure.number_at].start
    if view.text[max(start - 1, 0) : start] == "[":
        return True
    if (
        view.touches(figure.last)
        and view.word(figure.last - 1).isdecimal()
        and (after.isalpha() or after in ("%", "/", ":"))
    ):
        return True
    if not view.touches(figure.number_at):
        return False
    letters = view.told(figure.number_at - 2, figure.number_at - 1) if figure.number_at >= 2 else ""
    return before in ("/", ":") or (
        before in "-‐‑–"
        and view.touches(figure.number_at - 1)
        and len(letters) <= 3
        and letters[:1].isupper()
    )


def _is_name_of_something(view: TollWords, figure: Figure) -> bool:
    """ "Brigade 104", "aged 12", "Resolution 2118", "$500"."""
    return figure.first == figure.number_at and view.word(figure.number_at - 1) in word_set(
        "things", "named_before"
    )


def _is_date(view: TollWords, figure: Figure) -> bool:
    """ "in 2016", "May 4", "4 May", "March 18, 2017"."""
    number, at = view.word(figure.number_at), figure.number_at
    if not number.isdecimal() or figure.first != at:
        return False
    months = word_set("things", "months")
    is_year = len(number) == 4 and 1900 <= int(number) <= 2100
    if is_year and (
        view.word(at - 1) in ("in", "of", "since", "until", "by", "during") or view.word(at - 1) in months
    ):
        return True
    if is_year and (view.word(at - 2) in months or view.word(at - 3) in months):
        return True
    before, after = _is_month(view, at - 1), _is_month(view, figure.last)
    return int(number) <= 31 and (before or after)


def _is_month(view: TollWords, at: int) -> bool:
    """A month; "may" and "march" only where they begin with a capital."""
    return view.word(at) in word_set("things", "months") and view.is_capital(at)


def _head_is_thing(view: TollWords, figure: Figure) -> bool:
    """Whether things or measures are counted: "eight military vehicles", but not "21 truck drivers"."""
    head = None
    for at in range(figure.last, min(figure.last + 6, len(view.tokens))):
        word = view.word(at)
        if word in "-‐‑–" and view.touches(at):
            continue
        known = people_word(word) is not None or is_thing(word) or is_unit(word)
        stops = ends_phrase(word) or outcome_word(word) or view.is_number(at)
        if not known and (stops or head is not None):
            break
        if known:
            head = word
            if is_unit(word):
                return True
    return head is not None and people_word(head) is None


def _figure_before(view: TollWords) -> Figure | None:
    """The figure of words without one that stands right before them: 12 [killed], six Spanish [Jesuits]."""
    if (
        view.first >= view.last
        or view.word(view.first) in word_set("grammar", "articles")
        or _is_vague(view.word(view.first))
    ):
        return None
    for figure in reversed(view.figures):
        if figure.last > view.first:
            continue
        between = [view.word(n) for n in range(figure.last, view.first)]
        plain = not any(ends_phrase(word) or outcome_word(word) or not word.isalpha() for word in between)
        return figure if len(between) <= WORDS_APART and plain and counts_people(view, figure) else None
    return None


def _is_vague(word: str) -> bool:
    return ends_phrase(word) or word in word_set("people_told", "vague")


# --- without a figure -------------------------------------------------------------------------


def _parts(view: TollWords, first: int, last: int) -> list[tuple[int, int]]:
    """The words between "and" and "as well as"."""
    parts: list[tuple[int, int]] = []
    start = at = first
    while at < last:
        length = (
            3
            if [view.word(at + n) for n in range(3)] == ["as", "well", "as"]
            else int(view.word(at) in ("and", "plus"))
        )
        if length:
            parts += [(start, at)] if start < at else []
            start = at + length
        at += max(length, 1)
    return [*parts, (start, last)]


def _sum_of_parts(view: TollWords, figures: list[Figure]) -> int | None:
    """ "two soldiers and three policemen", "a woman and her three children": exact counts, added up."""
    parts = _parts(view, view.first, view.last)
    if (
        len(parts) < 2
        or not figures
        or any(
            ends_phrase(view.word(n)) and view.word(n) not in ("and", "as")
            for n in range(view.first, view.last)
        )
    ):
        return None
    total = 0
    for first, last in parts:
        inside = [figure for figure in figures if figure.first < last and figure.last > first]
        if (
            any(figure.low != figure.high or figure.first < first or figure.last > last for figure in inside)
            or len(inside) > 1
        ):
            return None
        count = inside[0].low if inside else implied_people(view, first, last)
        if count is None or not _stands_alone(view, first, last):
            return None
        total += count
    return total


def implied_people(view: TollWords, first: int, last: int) -> int | None:
    """How many are named without a figure: "a pilot" is 1, "a man and his wife" 2, "soldiers" unknown."""
    head, *others = _parts(view, first, last)
    count = _implied_in(view, *head)
    if count is None:
        return None
    for part in others:
        if _stands_alone(view, *part):
            more = _implied_in(view, *part)
            if more is None:
                return None
            count += more
    return count


def _stands_alone(view: TollWords, first: int, last: int) -> bool:
    """Whether what follows "and" is somebody, not the rest of a name ("Minister of Defence and Security")."""
    if first >= last:
        return False
    names = sum(view.is_capital(n) for n in range(first, last) if view.word(n)[0].isalpha())
    people = any(people_word(view.word(n)) for n in range(first, last))
    return view.word(first) in word_set("grammar", "articles") or people or names > 1 or view.is_number(first)


def _implied_in(view: TollWords, first: int, last: int) -> int | None:
    """One for a person, None for people in the plural, by the noun phrase that begins the words."""
    first = _phrase_start(view, first, last)
    end = first
    while end < last and not ends_phrase(view.word(end)):
        end += 1
    phrase = [view.word(n) for n in range(first, end)]
    if not phrase:
        return None
    if phrase[0] in word_set("grammar", "pronouns"):
        return 1
    if any(word[0].isdecimal() for word in phrase) and not word_set("ages", "in_words") & set(phrase):
        return None  # a figure that was found to count no people
    names = sum(
        view.is_capital(n) for n in range(first, end) if view.word(n) not in word_set("grammar", "articles")
    )
    heads = [word for word in phrase if people_word(word) or is_plural(word)]
    if phrase == ["one"]:  # "one in five"
        return None
    if phrase[0] in ("a", "an", "one", "another"):
        return None if (heads or phrase)[-1] in word_set("people_told", "collective") else 1
    if heads:
        return None if is_plural(heads[-1]) else 1
    return _implied_name(phrase, names)


def _phrase_start(view: TollWords, first: int, last: int) -> int:
    """Past verbs and "the death of": where the people begin."""
    while first < last and (
        ends_phrase(view.word(first))
        or outcome_word(view.word(first))
        or view.word(first) in ("have", "of", ",")
    ):
        first += 1
    if (
        view.word(first) in ("the", "a")
        and outcome_word(view.word(first + 1))
        and view.word(first + 2) == "of"
    ):
        first += 3
    return min(first, last)


def is_plural(word: str) -> bool:
    """Whether a word for people says no number: "soldiers", "police", "Alawites"."""
    if word in word_set("people_told", "plurals") or word in word_set("people_told", "collective"):
        return True
    return word.endswith("s") and not word.endswith(("ss", "'s")) and people_word(word) is not None


# Names that say a people: "Syrians", "Alawites", "Afghans"; "Abbas" and "Francis" are persons.
_DEMONYM = re.compile(r"(?:[aei]ns|ites|ists|ers|[aeinrk]is|ds|rks|abs|ws|cks|uits|ees)$")  # codespell:ignore


def _implied_name(phrase: list[str], names: int) -> int | None:
    """One for "Hassan Aboud" or "the Malian"; nothing for "Alawites" or "rebel positions"."""
    head = phrase[-1]
    plural = head.endswith("s") and not head.endswith(("ss", "us", "'s"))
    if phrase[0] in word_set("grammar", "articles"):
        return None if plural and names < 2 else 1
    if names == 0:
        return None
    return None if plural and (names == 1 or _DEMONYM.search(head)) and _DEMONYM.search(head) else 1
