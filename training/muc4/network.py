"""The network: an encoder over a text, the kinds of incident it tells, and what its strings fill.

    pieces ─ windows ─ encoder ─┬─ for each kind, attention over the text ─ how likely told, how likely twice
                                └─ spans: ends, length, the text as a whole ─ strings ─ roles, kinds, company

A string is as likely to fill a role as its likeliest spans say (log-sum-exp over them): the key names
strings, and does not say which of their places in the text is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name that everybody gives it
from training.muc4.scoring import ROLES
from training.muc4.texts import KINDS, LONGEST, Candidates
from training.network import WIDTH, Encoder

from zenobia.reading.windows import SHAPES

BEGIN, END = 101, 102  # [CLS] and [SEP] of the vocabulary
WINDOW, OVERLAP = 256, 64  # pieces
# The texts of MUC-4 have no letter case.
LOWER = SHAPES.index("lower")
SPAN_WIDTH, TOGETHER_WIDTH = 256, 64


@dataclass(slots=True)
class Batch:
    """Texts side by side: windows of their pieces, and spans of all their pieces in one line."""

    windows: Tensor
    blocked: Tensor
    kept: Tensor  # for each piece of the texts in one line, where it lies in the windows in one line
    text_of_piece: Tensor
    firsts: Tensor
    lasts: Tensor
    lengths: Tensor
    strings: Tensor
    text_of_string: Tensor
    texts: int

    def to(self, device: str) -> Batch:
        moved = (
            value.to(device) if isinstance(value, Tensor) else value
            for value in map(self.__getattribute__, self.__slots__)
        )
        return Batch(*moved)


def batch_of(texts: Sequence[Candidates]) -> Batch:
    """A piece in two windows is read from the one that shows more on both sides of it."""
    windows: list[list[int]] = []
    kept: list[int] = []
    size = min(WINDOW, max((len(one.pieces) for one in texts), default=0)) + 2
    for one in texts:
        for begin, first, last in cuts(len(one.pieces)):
            row = len(windows) * size + 1 - begin
            kept += range(row + first, row + last)
            windows.append([BEGIN, *one.pieces[begin : begin + WINDOW].tolist(), END])
    filled = torch.zeros(len(windows), size, dtype=torch.long)
    blocked = torch.full((len(windows), 1, 1, size), -1e4)
    for n, window in enumerate(windows):
        filled[n, : len(window)] = torch.tensor(window)
        blocked[n, ..., : len(window)] = 0
    pieces, names = [len(one.pieces) for one in texts], [len(one.names) for one in texts]
    before, strings_before = _before(pieces), _before(names)

    def joined(field: str, offsets: Sequence[int]) -> Tensor:
        return torch.cat(
            [torch.from_numpy(getattr(one, field)) + n for one, n in zip(texts, offsets, strict=True)]
        )

    return Batch(
        filled,
        blocked,
        torch.tensor(kept, dtype=torch.long),
        torch.repeat_interleave(torch.arange(len(texts)), torch.tensor(pieces)),
        joined("firsts", before),
        joined("lasts", before),
        joined("lengths", [0] * len(texts)),
        joined("strings", strings_before),
        torch.repeat_interleave(torch.arange(len(texts)), torch.tensor(names)),
        len(texts),
    )


def cuts(length: int) -> list[tuple[int, int, int]]:
    """Windows over a text: where each begins, and the first and the last (excluded) piece read from it."""
    begins = [0]
    while begins[-1] + WINDOW < length:
        begins.append(min(begins[-1] + WINDOW - OVERLAP, length - WINDOW))
    edges = [
        0,
        *((left + WINDOW + right) // 2 for left, right in pairwise(begins)),
        length,
    ]
    return list(zip(begins, edges, edges[1:], strict=False))


def _before(lengths: Sequence[int]) -> list[int]:
    return [sum(lengths[:n]) for n in range(len(lengths))]


@dataclass(slots=True)
class Answers:
    """Logits: texts × kinds, strings × roles and × kinds; strings near in `together` share a template."""

    told: Tensor
    several: Tensor
    roles: Tensor
    kinds: Tensor
    together: Tensor


class Network(nn.Module):
    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.dropout = nn.Dropout(dropout)
        self.look = nn.Sequential(nn.Linear(WIDTH, 128), nn.Tanh(), nn.Linear(128, len(KINDS)))
        self.whole = nn.Linear(WIDTH, SPAN_WIDTH)
        self.told = nn.Parameter(torch.randn(2, len(KINDS), SPAN_WIDTH) * 0.05)
        self.told_bias = nn.Parameter(torch.tensor([[-1.0] * len(KINDS), [-3.0] * len(KINDS)]))
        self.first = nn.Linear(WIDTH, SPAN_WIDTH)
        self.last = nn.Linear(WIDTH, SPAN_WIDTH)
        self.around = nn.Linear(SPAN_WIDTH * len(KINDS), SPAN_WIDTH)
        self.length = nn.Embedding(LONGEST + 1, SPAN_WIDTH)
        self.mix = nn.Sequential(
            nn.LayerNorm(SPAN_WIDTH), nn.GELU(), nn.Linear(SPAN_WIDTH, SPAN_WIDTH), nn.GELU()
        )
        self.role = nn.Linear(SPAN_WIDTH, len(ROLES))
        self.kind = nn.Linear(SPAN_WIDTH, len(KINDS))
        self.together = nn.Linear(SPAN_WIDTH, TOGETHER_WIDTH)
        nn.init.constant_(self.role.bias, -6.0)
        nn.init.normal_(self.length.weight, std=0.1)

    def forward(self, batch: Batch) -> Answers:
        lower = torch.full_like(batch.windows, LOWER)
        seen = self.encoder(batch.windows, lower, batch.blocked).flatten(0, 1)[batch.kept]
        wholes = self._wholes(seen, batch)  # texts × kinds × width
        told, several = ((self.dropout(wholes)[:, None] * self.told).sum(-1) + self.told_bias).unbind(1)
        around = self.around(wholes.flatten(1))[batch.text_of_string]
        spans = self.first(seen)[batch.firsts] + self.last(seen)[batch.lasts] + self.length(batch.lengths)
        spans = self.dropout(self.mix((spans + around[batch.strings]).float()))
        count = len(batch.text_of_string)
        roles = gathered(self.role(spans).float(), batch.strings, count)
        kinds = gathered(self.kind(spans).float(), batch.strings, count)
        together = spans.new_zeros(count, TOGETHER_WIDTH).index_add(
            0, batch.strings, self.together(spans).to(spans.dtype)
        )
        return Answers(told.float(), several.float(), roles, kinds, together.float())

    def _wholes(self, seen: Tensor, batch: Batch) -> Tensor:
        looks = self.look(seen).float()
        weights = looks.new_zeros(batch.texts, *looks.shape)
        weights = torch.stack(
            [
                torch.where((batch.text_of_piece == n)[:, None], looks, -1e4).softmax(0)
                for n in range(batch.texts)
            ]
        )
        return F.gelu(torch.einsum("tpk,pw->tkw", weights, self.whole(seen).float()))


def gathered(scores: Tensor, strings: Tensor, count: int) -> Tensor:
    """For each string the log-sum-exp of the scores of its spans."""
    index = strings[:, None].expand_as(scores)
    top = scores.new_full((count, scores.shape[1]), -1e4).scatter_reduce(0, index, scores.detach(), "amax")
    rest = (scores - top.gather(0, index)).exp()
    return top + scores.new_zeros(top.shape).scatter_add(0, index, rest).clamp_min(1e-6).log()
