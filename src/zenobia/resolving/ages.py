"""Tell figures that are ages or numbers of houses from those that count people."""

from __future__ import annotations

from zenobia.resolving.numbers import Figure
from zenobia.resolving.streets import is_street_word
from zenobia.resolving.toll_words import TollWords, people_word, word_set

OLDEST = 110
# A list of ages is at most so many tokens long: "ages 22, 26, 29 and 37".
LONGEST_LIST = 12
# A street's name has at most so many words before its "Street".
WORDS_IN_STREET = 3
SHORTEST_HOUSE_NUMBER = 3
_JOINTS = frozenset({",", "and", "or", "to", "&", "-", "–"})
_PLACE_WORDS = frozenset({"in", "at", "near", "from", "of", "around", "outside"})


def is_age(view: TollWords, figure: Figure) -> bool:
    """ "Omar Haddad, 24, of Tyre", "aged 16", "two brothers, 17 and 19, were", "a 15-yr-old": none counts people."""
    return any(
        _are_ages(view, *span) for span in {_list_around(view, figure), (figure.number_at, figure.last)}
    )


def _are_ages(view: TollWords, first: int, last: int) -> bool:
    if not all(_is_possible(view.word(at)) for at in range(first, last) if view.is_number(at)):
        return False
    if _is_told_behind(view, last):
        return True
    before = view.word(first - 1)
    if before in word_set("ages", "before") or _is_told_before(view, first):
        return True
    return before == "," and _ends(view, last) and _follows_person(view, first - 1, last - first > 1)


def is_of_one(view: TollWords, figure: Figure) -> bool:
    """Whether an age stands alone and is no list's, so that it tells of one person: "her father, 56, died"."""
    alone = (figure.number_at, figure.number_at + 1)
    return _are_ages(view, *alone) and _list_around(view, figure) == alone


def is_house_number(view: TollWords, figure: Figure) -> bool:
    """ "4908 Greenwood Drive", "at 7900 Scott Hamilton in Little Rock"."""
    number = view.word(figure.number_at)
    if not number.isdecimal() or len(number) < SHORTEST_HOUSE_NUMBER or figure.last >= len(view.tokens):
        return False
    for at in range(figure.last, min(figure.last + WORDS_IN_STREET + 1, len(view.tokens))):
        if at > figure.last and view.is_capital(at) and is_street_word(view.told(at, at + 1)):
            return True
        if not view.is_capital(at) or people_word(view.word(at)):
            break
    return False


def _list_around(view: TollWords, figure: Figure) -> tuple[int, int]:
    """From the first to behind the last number of the list that the figure stands in: 22, 26, 29 and 37."""
    first, last = figure.number_at, figure.last
    while first - 2 >= 0 and last - first < LONGEST_LIST:
        joints = _joints(view, first - 1, -1)
        if not joints or not view.word(first - joints - 1).isdecimal():
            break
        first -= joints + 1
    while last + 1 < len(view.tokens) and last - first < LONGEST_LIST:
        joints = _joints(view, last, 1)
        if not joints or not view.word(last + joints).isdecimal():
            break
        last += joints + 1
    return first, last


def _joints(view: TollWords, at: int, step: int) -> int:
    """How many tokens join two numbers there: one for "and", two for ", and"."""
    if view.word(at) not in _JOINTS:
        return 0
    return 2 if view.word(at + step) in _JOINTS else 1


def _is_possible(number: str) -> bool:
    return number.isdecimal() and 0 < int(number) <= OLDEST


def _is_told_behind(view: TollWords, at: int) -> bool:
    """ "16-year-old", "17 and 23 years old", "29 y/o"; "10 years ago" is no age but no count either."""
    if view.word(at) in ("-", "‐", "‑", "–"):
        at += 1
    units = word_set("ages", "units")
    if view.word(at) not in units:
        return view.word(at) == "y" and view.word(at + 1) in ("/", ".") and view.word(at + 2) == "o"
    return True


def _is_told_before(view: TollWords, first: int) -> bool:
    """ "ranging in age from 20", "between the ages of 14"."""
    near = [view.word(at) for at in range(max(0, first - 4), first)]
    return (
        bool(near) and near[-1] in ("from", "of", "between") and bool(word_set("ages", "before") & set(near))
    )


def _ends(view: TollWords, at: int) -> bool:
    """Whether the figure stands alone, so that no noun behind it is counted."""
    return view.word(at) in word_set("ages", "behind") or not view.word(at)


def _follows_person(view: TollWords, comma: int, several: bool) -> bool:
    """Whether a person stands before the comma: by name or as "a man"; "In Homs, 24, most of them" has none."""
    person = view.word(comma - 1)
    if people_word(person) is not None or person in word_set("ages", "kin"):
        return True
    if comma < 1 or not view.is_capital(comma - 1) or not person.isalpha():
        return False
    return not several and comma >= 2 and view.word(comma - 2) not in _PLACE_WORDS
