"""Windows show every sentence with what stands around it, and own each of them once."""

import itertools

import pytest
from tokenizers import Tokenizer

from zenobia.model import Article, Block, BlockLabel, Span
from zenobia.reading.reader import model_folder
from zenobia.reading.windows import AFTER, BEFORE, MAX_PIECES, cut_windows, shape_of


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def article(body: str, title: str = "") -> Article:
    text = f"{title}\n\n{body}" if title else body
    blocks = [Block(BlockLabel.HEADLINE, Span(0, len(title)))] if title else []
    return Article(text, (*blocks, Block(BlockLabel.BODY, Span(len(text) - len(body), len(text)))))


LONG = " ".join(f"The army shelled the town of Sarmin for the {n}th time on Monday." for n in range(60))


def test_words_slice_to_the_text(tokenizer: Tokenizer) -> None:
    one = article("Rebels in Ma'arrat al-Nu'man fled.", "Rebels flee")
    _, (window,) = cut_windows(one, tokenizer)
    assert [span.of(one.text) for span in window.words][:6] == ["Rebels", "flee", "Rebels", "in", "Ma", "'"]
    assert len(window.pieces) == len(window.shapes)
    assert window.titles == 1


def test_each_sentence_is_owned_once(tokenizer: Tokenizer) -> None:
    sentences, windows = cut_windows(article(LONG, "Sarmin shelled"), tokenizer)
    owned = [i for w in windows for i, mine in zip(w.sentences, w.owned, strict=True) if mine]
    assert sorted(owned) == list(range(len(sentences)))
    assert len(windows) > 1


def test_windows_overlap_and_fit(tokenizer: Tokenizer) -> None:
    _, windows = cut_windows(article(LONG, "Sarmin shelled"), tokenizer)
    assert all(len(w.pieces) <= MAX_PIECES for w in windows)
    for earlier, later in itertools.pairwise(windows):
        assert len(set(earlier.sentences[1:]) & set(later.sentences[1:])) == BEFORE + AFTER


def test_a_sentence_without_end_is_cut(tokenizer: Tokenizer) -> None:
    _, windows = cut_windows(article("rebels and " * 3000), tokenizer)
    assert all(len(w.pieces) <= MAX_PIECES for w in windows)


def test_nothing_gives_no_window(tokenizer: Tokenizer) -> None:
    assert cut_windows(article(""), tokenizer) == ((), [])


@pytest.mark.parametrize(
    ("word", "shape"),
    [("army", 1), ("Army", 2), ("A", 2), ("SDF", 3), ("McCain", 4), ("12", 5), ("--", 6), ("F-16", 3)],
)
def test_shapes(word: str, shape: int) -> None:
    assert shape_of(word) == shape
