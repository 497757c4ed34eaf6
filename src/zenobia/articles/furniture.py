"""Tell report from furniture by what a line says of itself: "Read here: ...", "Leave a Reply", "Photo: ...".

A line is judged alone here, never by the text it came from; `sections.py` judges it by its neighbours.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from zenobia.model import BlockLabel

# A line of furniture is short. Longest seen over the seed report and 181 scraped pages: a credit of 38 words.
LONGEST_FURNITURE_WORDS = 40
LONGEST_LOOSE_WORDS = 25
LONGEST_BYLINE_WORDS = 14
LONGEST_DATELINE_WORDS = 15
LONGEST_SHARE_BAR_WORDS = 30

CLOSING_MARKS = "\"'”’»)]*›"
SENTENCE_ENDS = ".!?…。؟"
SEPARATORS = ":|–—-»>→•"

_LETTERS = re.compile(r"[^\W\d_]+")
_NOTE_MARKS = re.compile(r"(?:\[\d{1,3}\]){1,9}$")
_CREDIT = re.compile(
    r"[(\[][^()\[\]]{0,80}"
    r"(?:photo|getty images|/afp|/reuters|reuters/|/ap\b|\bap/|\bafp/|/epa|/anadolu|\bfile\b)"
    r"[^()\[\]]{0,40}[)\]][.]?$",
    re.IGNORECASE,
)
_BYLINE_START = re.compile(
    r"\(?(?i:(?:additional )?"
    r"(?:(?:reporting|writing|editing|compiled|written|posted|reported|story|words|text) )?"
    r"(?:by|from)) (?=[A-Z])"
)
_CREDIT_OF_WORK = re.compile(r"\(?(?:additional )?(?:reporting|writing|editing) by ", re.IGNORECASE)
_NUMBER_OF_COMMENTS = re.compile(
    r"(?:\d{1,6}|one|two|three|no) (?:comments?|repl(?:y|ies)|responses?|thoughts?)\b", re.IGNORECASE
)
_TIME = re.compile(
    r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?:am|pm)?|\d{1,2}(?:am|pm|st|nd|rd|th)?|\d{4}", re.IGNORECASE
)
_NUMERIC_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}")
_DAY_OF_MONTH = re.compile(r"\d{1,2}(?:st|nd|rd|th)?", re.IGNORECASE)
_SPLIT = re.compile(r"[\s,;|/()\[\]•·–—]+")


# Which label wins where phrases of two are said: a comment form that says "share" is a comment form.
_ORDER = (
    BlockLabel.COMMENT,
    BlockLabel.CAPTION,
    BlockLabel.LINK,
    BlockLabel.RELATED,
    BlockLabel.SHARE,
    BlockLabel.BYLINE,
)


def label_of(line: str) -> BlockLabel | None:
    """What `line` is by its own words; None where it may be report.

    "Read here : Army enters the suburb" is a link; "Read here first what the general said." is not.
    """
    line = " ".join(line.split())
    words = line.count(" ") + 1
    if not line or words > LONGEST_FURNITURE_WORDS:
        return None
    lowered = line.casefold()
    said = (
        _whole_lines().get(_bare(lowered)) or _strong_label(lowered) or _opening_label(line, lowered, words)
    )
    if said is not None:
        return said
    if is_comment_heading(line):
        return BlockLabel.COMMENT
    if _CREDIT.search(line):
        return BlockLabel.CAPTION
    if _is_share_bar(lowered):
        return BlockLabel.SHARE
    if _is_dateline(line):
        return BlockLabel.DATELINE
    return BlockLabel.BYLINE if _is_byline(line) else None


def is_closed(line: str) -> bool:
    """Whether the line ends as a sentence does: a full stop, with quotes, brackets or note marks after it."""
    line = _NOTE_MARKS.sub("", line.rstrip())
    return line.rstrip(CLOSING_MARKS + " ")[-1:] in tuple(SENTENCE_ENDS)


def is_comment_heading(line: str) -> bool:
    """Whether readers' comments open here: "Leave a Reply", "3 comments", "2 thoughts on ..."."""
    bare = _bare(line.casefold())
    if bare in _comment_headings():
        return True
    return (
        bool(_NUMBER_OF_COMMENTS.match(bare))
        and len(bare) <= 200
        and (bare.count(" ") <= 2 or " on " in bare or " to " in bare)
        and not is_closed(line)
    )


def is_related_heading(line: str) -> bool:
    """Whether a list of other reports opens here: "Related stories", "Most read"."""
    return _bare(line.casefold()) in _table()["related"]["whole"]


def markup_words() -> Mapping[str, frozenset[str]]:
    """For each label, the words by which elements that hold it are marked in class and id."""
    return _table()["markup"]


def _strong_label(lowered: str) -> BlockLabel | None:
    match = _strong_phrases().search(lowered)
    if match is None:
        return None
    return next(label for label in _ORDER if match.group() in _table()[label]["strong"])


def _opening_label(line: str, lowered: str, words: int) -> BlockLabel | None:
    """The label of a phrase that opens the line: before a colon, or in a short line that is no sentence."""
    is_loose = words <= LONGEST_LOOSE_WORDS and not is_closed(line)
    for phrase, label, needs_separator in _openings().get(_first_word(lowered), ()):
        if lowered.startswith(phrase):
            rest = lowered[len(phrase) :]
            if needs_separator and _is_separated(rest.lstrip()):
                return label
            if not needs_separator and is_loose and not rest[:1].isalpha():
                return label
    return None


def _is_separated(rest: str) -> bool:
    return rest[:1] in tuple(SEPARATORS) and (rest[:1] != "-" or rest[1:2] == " ")


def _first_word(lowered: str) -> str:
    """The letters a line starts with, or its first mark where it starts with none ("©", "(photo")."""
    match = _LETTERS.match(lowered)
    return match.group() if match else lowered[:1]


def _bare(lowered: str) -> str:
    return lowered.strip(CLOSING_MARKS + SEPARATORS + SENTENCE_ENDS + "«‹<([#+ ")


def _is_share_bar(lowered: str) -> bool:
    bar, words, strong = _table()["share_bar"], 0, 0
    for word in _SPLIT.split(lowered):
        word = word.strip(".:!")
        if not word or word[0].isdigit():
            continue
        words += 1
        strong += word in bar["strong"]
        # Most lines are told by their first word to be none.
        if words > LONGEST_SHARE_BAR_WORDS or not (word in bar["strong"] or word in bar["weak"]):
            return False
    return strong > 0


def _is_byline(line: str) -> bool:
    """ "By Rana Haddad, Daily Courier", "(Reporting by A. Khoury; Editing by J. Marsh)", "AFP"."""
    bare = line.strip(" ()[].-–—|")
    if bare.casefold() in _table()["agencies"]["names"]:
        return True
    parts = [part.strip().casefold() for part in re.split(r"[/,&|]| and ", bare)]
    if len(parts) > 1 and all(part in _table()["agencies"]["names"] for part in parts):
        return True
    if not _BYLINE_START.match(line) or (is_closed(line) and not _CREDIT_OF_WORK.match(line)):
        return False
    words = [word.strip("().:'’\"") for word in re.split(r"[\s,;/]+", line)]
    if len(words) > LONGEST_BYLINE_WORDS and not _CREDIT_OF_WORK.match(line):
        return False
    joiners = _table()["byline"]["joiners"]
    return all(not word or not word[0].islower() or word.casefold() in joiners for word in words)


def _is_dateline(line: str) -> bool:
    """A line that is a day and little else: "Updated 28 March 2016, 10:23 GMT", "Damascus, 28 March 2016"."""
    if is_closed(line) and not line.casefold().endswith(".m."):
        return False
    words = [word.strip(":.'’") for word in _SPLIT.split(line)]
    words = [word for word in words if word and word != "-"]
    if not words or len(words) > LONGEST_DATELINE_WORDS:
        return False
    time = _table()["names_of_time"]
    lowered = [word.casefold() for word in words]
    has_month = any(word in time["months"] for word in lowered) and any(map(_DAY_OF_MONTH.fullmatch, lowered))
    if not has_month and not any(map(_NUMERIC_DAY.fullmatch, line.replace(",", " ").split())):
        return False
    known = time["months"] | time["weekdays"] | time["others"]
    left = [
        word
        for word, low in zip(words, lowered, strict=True)
        if low not in known
        and not _TIME.fullmatch(low)
        and not low.replace(".", "").replace("-", "").isdigit()
    ]
    in_lower_case = _table()["dateline"]["place_words"]
    if left and {"on", "of", "the"} & set(lowered):
        return False  # "Airstrikes on Homs, 27 March 2016" is a heading
    return len(left) <= 4 and all(word[0].isupper() or word in in_lower_case for word in left)


@cache
def _table() -> Mapping[str, Mapping[str, frozenset[str]]]:
    raw = tomllib.loads(resources.files(__package__).joinpath("furniture.toml").read_text("utf-8"))
    return {name: {key: frozenset(values) for key, values in table.items()} for name, table in raw.items()}


@cache
def _whole_lines() -> Mapping[str, BlockLabel]:
    return {phrase: label for label in reversed(_ORDER) for phrase in _table()[label]["whole"]}


@cache
def _strong_phrases() -> re.Pattern[str]:
    phrases = sorted(phrase for label in _ORDER for phrase in _table()[label]["strong"])
    return re.compile("|".join(map(re.escape, phrases)))


@cache
def _openings() -> Mapping[str, Sequence[tuple[str, BlockLabel, bool]]]:
    """By first word: the phrases a line may open with, their labels, and whether a separator must follow."""
    openings: dict[str, list[tuple[str, BlockLabel, bool]]] = {}
    for label in _ORDER:
        for key, needs_separator in (("opening", True), ("loose", False)):
            for phrase in sorted(_table()[label][key]):
                openings.setdefault(_first_word(phrase), []).append((phrase, label, needs_separator))
    return openings


@cache
def _comment_headings() -> frozenset[str]:
    return _table()["comment"]["whole"] - {"reply", "comment", "cancel reply"}
