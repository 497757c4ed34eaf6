"""Read texts in GTT's form, and list the pieces an encoder sees and the strings that may fill a role."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from training.muc4.scoring import ROLES, TYPE, normalised

if TYPE_CHECKING:
    from tokenizers import Tokenizer

KINDS = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
LONGEST = 9  # words in a filler; 99 % of the fillers of the training part are no longer
MOST_CHARACTERS = 20_000  # the longest text of MUC-4 has 9,000

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.;:!?]\s|\s{2}|[()\[\]]")
# A filler neither begins nor ends with one of these.
_SMALL = frozenset(Path(__file__).with_name("small_words.txt").read_text("utf-8").split())


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its key, where it has one; `records` are templates in GTT's form."""

    id: str
    words: str
    records: tuple[dict, ...]


def read_texts(path: Path) -> list[Text]:
    """The texts of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [_text_of(json.loads(line)) for line in lines if line.strip()]


def _text_of(record: dict) -> Text:
    return Text(
        str(record.get("docid", "")), record["doctext"][:MOST_CHARACTERS], tuple(record.get("templates", ()))
    )


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pieces of a text, and spans of them; a span's first and last piece both lie inside it.

    `names[string]` is how the metric reads a span, and `surfaces[string]` how it was first written.
    """

    pieces: np.ndarray
    firsts: np.ndarray
    lasts: np.ndarray
    lengths: np.ndarray
    strings: np.ndarray
    names: tuple[str, ...]
    surfaces: tuple[str, ...]


def candidates_of(words: str, tokenizer: Tokenizer) -> Candidates:
    """Every run of up to nine words inside a clause that begins and ends with a word of weight."""
    words = words.lower()
    encoded = tokenizer.encode(words, add_special_tokens=False)
    piece_at = _piece_at(encoded.offsets, len(words))
    rows: list[tuple[int, int, int, int]] = []
    strings: dict[str, int] = {}
    surfaces: list[str] = []
    for begin, end, length in _runs(words):
        name = normalised(words[begin:end])
        if not name or piece_at[begin] < 0 or piece_at[end - 1] < 0:
            continue
        if name not in strings:
            strings[name] = len(strings)
            surfaces.append(words[begin:end])
        rows.append((piece_at[begin], piece_at[end - 1], length, strings[name]))
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Candidates(np.array(encoded.ids, dtype=np.int64), *table.T, tuple(strings), tuple(surfaces))


def _piece_at(offsets: Iterable[tuple[int, int]], length: int) -> list[int]:
    piece_at = [-1] * length
    for n, (begin, end) in enumerate(offsets):
        piece_at[begin:end] = [n] * (end - begin)
    return piece_at


def _runs(words: str) -> Iterator[tuple[int, int, int]]:
    """Begin, end and number of words of every run within the bounds; "u.s. embassy" is one."""
    found = list(_WORD.finditer(words))
    joined = [not _BREAK.search(words, left.end(), right.start() + 1) for left, right in pairwise(found)]
    joined = [ok or _abbreviated(words, left) for ok, left in zip(joined, found, strict=False)]
    for n, first in enumerate(found):
        if first.group() in _SMALL:
            continue
        for last in range(n, min(n + LONGEST, len(found))):
            if last > n and not joined[last - 1]:
                break
            if found[last].group() not in _SMALL:
                yield first.start(), found[last].end(), last - n + 1


def _abbreviated(words: str, word: re.Match[str]) -> bool:
    """A letter and a stop, as in "u.s. embassy" and "john f. kennedy", does not end a sentence."""
    return word.end() - word.start() == 1 and words[word.end() : word.end() + 1] == "."


@dataclass(frozen=True, slots=True)
class Labels:
    """What the key says of a text: kinds told, kinds told more than once, and what each named string fills.

    `strings` are the candidates that fill anything; the rows of `roles`, `kinds` and `templates` are theirs.
    """

    told: np.ndarray
    several: np.ndarray
    strings: np.ndarray
    roles: np.ndarray
    kinds: np.ndarray
    templates: np.ndarray


def labels_of(records: Sequence[dict], candidates: Candidates) -> Labels:
    number = {name: n for n, name in enumerate(candidates.names)}
    told = np.zeros((len(records), len(KINDS)), dtype=np.float32)
    filled: dict[int, set[tuple[int, int]]] = {}
    for n, record in enumerate(records):
        told[n] = [kind in record[TYPE] for kind in KINDS]
        for m, role in enumerate(ROLES):
            names = {normalised(mention[0]) for entity in record.get(role, ()) for mention in entity}
            for name in names & number.keys():
                filled.setdefault(number[name], set()).add((n, m))
    strings = sorted(filled)
    roles = np.zeros((len(strings), len(ROLES)), dtype=np.float32)
    templates = np.zeros((len(strings), len(records)), dtype=np.float32)
    for row, string in enumerate(strings):
        for n, m in filled[string]:
            roles[row, m] = templates[row, n] = 1
    return Labels(
        told.any(0).astype(np.float32),
        (told.sum(0) > 1).astype(np.float32),
        np.array(strings, dtype=np.int64),
        roles,
        np.minimum(templates @ told, 1),
        templates,
    )
