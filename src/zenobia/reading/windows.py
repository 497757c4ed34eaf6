"""Cut an article into windows that the encoder takes whole: word pieces, letter case, words and sentences.

A window is the headline, then sentences of the body in order. Windows overlap, so that every sentence is read
with what stands before it and a little of what follows; each sentence is *owned* by exactly one window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zenobia.model import Article, BlockLabel, Span
from zenobia.reading.sentences import Sentence, readable_sentences

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# The encoder knows 512 positions; 400 hold nine of ten articles of the gold set whole.
MAX_PIECES = 400
# A headline or a sentence that goes on longer is cut: a list, a table or no prose at all.
MAX_TITLE_PIECES, MAX_SENTENCE_PIECES = 60, 160
# Sentences of context before and after those that a window owns.
BEFORE, AFTER = 3, 1

# How a word is written, for an encoder that sees lower case only. 0 is for the marks that frame a window.
SHAPES = ("frame", "lower", "title", "upper", "mixed", "number", "mark")


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder reads at once. `sentences` are indexes into the article's sentences.

    `words[i]` stands in the article at that Span, begins at piece `firsts[i]`, and lies in
    `sentences[sentence_of[i]]`; `owned[j]` says whether claims of `sentences[j]` are told by this window.
    """

    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    words: tuple[Span, ...]
    firsts: tuple[int, ...]
    sentence_of: tuple[int, ...]
    sentences: tuple[int, ...]
    owned: tuple[bool, ...]
    titles: int


@dataclass(frozen=True, slots=True)
class _Encoded:
    pieces: list[int]
    shapes: list[int]
    words: list[Span]
    firsts: list[int]


def shape_of(word: str) -> int:
    if word.islower() and word.isalpha():  # most words, at once
        return 1
    if word.isdigit():
        return 5
    if not any(letter.isalpha() for letter in word):
        return 6
    if word.islower():
        return 1
    if len(word) > 1 and word.isupper():
        return 3
    return 2 if word[0].isupper() and (len(word) == 1 or word[1:].islower()) else 4


def cut_windows(
    article: Article, tokenizer: Tokenizer, max_pieces: int = MAX_PIECES
) -> tuple[tuple[Sentence, ...], list[Window]]:
    """The readable sentences of the article, and the windows over them; no sentence, no window."""
    sentences = readable_sentences(article)
    encoded = _encode(article.text, sentences, tokenizer)
    titles = [i for i, one in enumerate(sentences) if one.label is BlockLabel.HEADLINE]
    body = [i for i, one in enumerate(sentences) if one.label is not BlockLabel.HEADLINE]
    title = _fitting(titles, encoded, MAX_TITLE_PIECES)
    room = max_pieces - 3 - sum(len(encoded[i].pieces) for i in title)
    plans = _plan(body, [len(one.pieces) for one in encoded], room) or ([([], [])] if title else [])
    return sentences, [
        _window(encoded, title, shown, owned, tokenizer, n == 0) for n, (shown, owned) in enumerate(plans)
    ]


def _encode(text: str, sentences: Sequence[Sentence], tokenizer: Tokenizer) -> list[_Encoded]:
    out = []
    # A lone surrogate becomes one question mark, so that places in the text stay what they are.
    whole = [one.span.of(text).encode("utf-8", "replace").decode("utf-8") for one in sentences]
    batch = tokenizer.encode_batch(whole, add_special_tokens=False)
    for sentence, encoding in zip(sentences, batch, strict=True):
        one = _Encoded(encoding.ids[:MAX_SENTENCE_PIECES], [], [], [])
        last = None
        for at, (word, (left, right)) in enumerate(
            zip(encoding.word_ids[:MAX_SENTENCE_PIECES], encoding.offsets, strict=False)
        ):
            start, end = sentence.span.start + left, sentence.span.start + right
            if word != last:
                one.words.append(Span(start, end))
                one.firsts.append(at)
                last = word
            else:
                one.words[-1] = Span(one.words[-1].start, end)
        shapes = [shape_of(word.of(text)) for word in one.words]
        ends = [*one.firsts[1:], len(one.pieces)] if one.firsts else []
        for shape, first, end in zip(shapes, one.firsts, ends, strict=True):
            one.shapes.extend([shape] * (end - first))
        out.append(one)
    return out


def _fitting(indexes: Sequence[int], encoded: Sequence[_Encoded], room: int) -> list[int]:
    kept: list[int] = []
    for i in indexes:
        room -= len(encoded[i].pieces)
        if room < 0 and kept:
            break
        kept.append(i)
    return kept


def _plan(body: Sequence[int], sizes: Sequence[int], room: int) -> list[tuple[list[int], list[int]]]:
    """For each window the sentences it shows and those it owns; all of the body is owned once, in order."""
    plans = []
    at = 0
    while at < len(body):
        start = max(0, at - BEFORE)
        while start < at and sum(sizes[i] for i in body[start : at + 1]) > room:
            start += 1
        end, used = at, sum(sizes[i] for i in body[start:at])
        while end < len(body) and (end == at or used + sizes[body[end]] <= room):
            used += sizes[body[end]]
            end += 1
        own_end = end if end == len(body) else max(at + 1, end - AFTER)
        plans.append((list(body[start:end]), list(body[at:own_end])))
        at = own_end
    return plans


def _window(
    encoded: Sequence[_Encoded],
    title: Sequence[int],
    shown: Sequence[int],
    owned: Sequence[int],
    tokenizer: Tokenizer,
    owns_title: bool,
) -> Window:
    begin, end = (tokenizer.token_to_id(name) or 0 for name in ("[CLS]", "[SEP]"))
    pieces, shapes = [begin], [0]
    words: list[Span] = []
    firsts: list[int] = []
    sentence_of: list[int] = []
    sentences = [*title, *shown]
    for j, i in enumerate(sentences):
        if j == len(title) and title:
            pieces.append(end)
            shapes.append(0)
        firsts.extend(len(pieces) + first for first in encoded[i].firsts)
        pieces.extend(encoded[i].pieces)
        shapes.extend(encoded[i].shapes)
        words.extend(encoded[i].words)
        sentence_of.extend([j] * len(encoded[i].words))
    pieces.append(end)
    shapes.append(0)
    mine = set(owned) | (set(title) if owns_title else set())
    return Window(
        tuple(pieces),
        tuple(shapes),
        tuple(words),
        tuple(firsts),
        tuple(sentence_of),
        tuple(sentences),
        tuple(i in mine for i in sentences),
        len(title),
    )
