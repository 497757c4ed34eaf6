"""Teach the encoder the language of the news again: guess words that are hidden, in texts nobody coded.

MiniLM as published was trained to compare whole sentences and has forgotten how to guess a word (loss 7.3 at
first, 2.3 after one epoch over 4.5 million word pieces). What it relearns is what tagging words needs.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from training.batches import pad
from training.fit import MASK, set_rate
from training.network import VOCABULARY, WIDTH, Encoder
from training.reports import Report, article_of
from zenobia.reading.windows import Window, cut_windows

# Shares of the pieces: those to guess, and of these the ones masked and the ones left as they are.
GUESSED, MASKED, KEPT = 0.15, 0.8, 0.1
PIECES, BATCH = 320, 3200
# A text is read so far, and of the corpora on other subjects so many texts are taken.
LONGEST, OTHERS = 12_000, 700
RATE, HEAD_RATE, WARM_UP = 3e-4, 1e-3, 0.06
# The first piece of the vocabulary that is a word of English: a wrong guess is drawn from there on.
FIRST_WORD = 1000


class Guess(nn.Module):
    """Which piece was hidden: BERT's head, begun as nothing, over the encoder's own pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.bias = nn.Parameter(torch.zeros(VOCABULARY))
        with torch.no_grad():
            self.turn.weight.copy_(torch.eye(WIDTH))
            self.turn.bias.zero_()

    def forward(self, x: Tensor, pieces: Tensor) -> Tensor:
        return self.norm(F.gelu(self.turn(x))) @ pieces.T + self.bias.to(x.dtype)


def read_texts(corpora: Path, reports: Sequence[Report], chance: random.Random) -> list[str]:
    """The texts of the coded reports and of whatever corpora the folder holds."""
    others = list(_gva(corpora / "gva" / "articles.jsonl.gz"))
    return [
        *(report.article.text for report in reports),
        *_fa_kes(corpora / "fa_kes" / "articles.csv"),
        *(path.read_text("utf-8") for path in sorted((corpora / "polnear" / "train" / "text").glob("*.txt"))),
        *(path.read_text("utf-8") for path in sorted((corpora / "wiki_current_events").glob("*.md"))),
        *_lines(corpora / "muc4" / "gtt" / "train.json", lambda row: row["doctext"]),
        *_lines(corpora / "wikievents" / "train.jsonl", lambda row: " ".join(row["tokens"])),
        *chance.sample(others, min(OTHERS, len(others))),
    ]


def adapt(
    encoder: Encoder,
    texts: Sequence[str],
    tokenizer: Tokenizer,
    chance: random.Random,
    log: Callable[[str], None],
) -> None:
    """One epoch of guessing hidden words; the vectors of pieces stay as they are."""
    windows = [
        window
        for text in texts
        for window in cut_windows(article_of(None, text[:LONGEST], None), tokenizer, PIECES)[1]
    ]
    batches = _batches(windows, chance)
    head = Guess().to(encoder.pieces.weight.device)
    encoder.pieces.requires_grad_(False)
    mine = [one for one in encoder.parameters() if one.requires_grad]
    groups = [
        {"params": mine, "rate": RATE, "lr": RATE},
        {"params": [*head.parameters()], "rate": HEAD_RATE, "lr": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    encoder.train()
    losses: list[float] = []
    for step, batch in enumerate(batches):
        set_rate(optimizer, step / len(batches), WARM_UP)
        loss = _loss(encoder, head, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(mine, 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        if len(losses) % 100 == 0:
            log(f"hidden words: {step + 1} of {len(batches)} steps, loss {sum(losses[-100:]) / 100:.2f}")


def _loss(encoder: Encoder, head: Guess, windows: Sequence[Window]) -> Tensor:
    device = encoder.pieces.weight.device
    pieces = pad([one.pieces for one in windows]).to(device)
    shapes = pad([one.shapes for one in windows]).to(device)
    hidden = (torch.rand(pieces.shape, device=device) < GUESSED) & (pieces > MASK)
    draw = torch.rand(pieces.shape, device=device)
    seen = torch.where(hidden & (draw < MASKED), MASK, pieces)
    wrong = torch.randint(FIRST_WORD, VOCABULARY, pieces.shape, device=device)
    seen = torch.where(hidden & (draw >= MASKED + KEPT), wrong, seen)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        x = encoder(seen, shapes, (pieces == 0).float()[:, None, None] * -1e4)
        guesses = head(x[hidden], encoder.pieces.weight)
    return F.cross_entropy(guesses.float(), pieces[hidden])


def _batches(windows: Sequence[Window], chance: random.Random) -> list[list[Window]]:
    batches: list[list[Window]] = [[]]
    for window in sorted(windows, key=lambda one: len(one.pieces) + chance.random() * 30):
        if batches[-1] and len(window.pieces) * (len(batches[-1]) + 1) > BATCH:
            batches.append([])
        batches[-1].append(window)
    chance.shuffle(batches)
    return batches


def _fa_kes(path: Path) -> Iterator[str]:
    if path.exists():
        with path.open(encoding="latin-1", newline="") as table:
            yield from (row["article_content"] for row in csv.DictReader(table))


def _gva(path: Path) -> Iterator[str]:
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["content"][:3000] for line in lines)


def _lines(path: Path, text_of: Callable[[dict], str]) -> Iterator[str]:
    if path.exists():
        yield from (text_of(json.loads(line)) for line in path.read_text("utf-8").splitlines())
