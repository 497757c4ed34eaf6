"""The network: a small encoder over a window, kinds of its sentences, and slots asked for each kind told.

    pieces, case ─ encoder ─ words ─┬─ for each sentence and kind, attention over its words ─ how likely told
                                    └─ for each told kind: words × roles, realis, tolls, sources, joins

A told (sentence, kind) is a *question*, a vector made from what the kind's attention saw; every word of the
window answers it by multiplication, as arguments answer a predicate, so that a further question costs little.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name that everybody gives it

from zenobia.model import Category, Kind, Outcome, Realis, SourceKind
from zenobia.reading.labels import PLACES, ROLES
from zenobia.reading.windows import SHAPES

WIDTH, LAYERS, HEADS, INNER, POSITIONS, VOCABULARY = 384, 6, 12, 1536, 512, 30_522
HEAD_WIDTH, GLANCE = 256, 128
KINDS = len(Kind)
# What GELU gives of a frame is up to 22, of nearly all else (0.9999) below 4.3. In eight bits one scale serves
# them all: cut at 8, chances of kinds are 0.023 off on average, not 0.028 (62 windows of gold's training reports).
CEILING = 8.0
ANSWERS = {
    "tags": len(ROLES) * 3,
    "outcomes": len(Outcome),
    "categories": len(Category),
    "source_kinds": len(SourceKind),
}


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_out = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm_down = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, blocked: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).reshape(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + blocked
        seen = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm_out(x + self.dropout(self.out(seen)))
        return self.norm_down(x + self.dropout(self.down(F.gelu(self.up(x)).clamp(max=CEILING))))


class Encoder(nn.Module):
    """MiniLM, told besides how each word was written; `blocked` is 0 for a piece and very low for padding."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, pieces: Tensor, shapes: Tensor, blocked: Tensor) -> Tensor:
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(positions) + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        # Under autocast the residual stream is kept narrow too; else every layer casts to and fro.
        x = x.to(self.layers[0].qkv(x[:, :1]).dtype)
        blocked = blocked.to(x.dtype)
        for layer in self.layers:
            x = layer(x, blocked)
        return x

    def load_minilm(self, path: Path) -> None:
        """Fill in the published weights; letter case begins as nothing."""
        from safetensors.torch import load_file

        old = load_file(str(path))
        new = {
            "pieces.weight": old["embeddings.word_embeddings.weight"],
            "positions.weight": old["embeddings.position_embeddings.weight"]
            + old["embeddings.token_type_embeddings.weight"][0],
            "shapes.weight": torch.zeros(len(SHAPES), WIDTH),
            "norm.weight": old["embeddings.LayerNorm.weight"],
            "norm.bias": old["embeddings.LayerNorm.bias"],
        }
        for n in range(LAYERS):
            at = f"encoder.layer.{n}."
            for part in ("weight", "bias"):
                self_attention = [
                    old[f"{at}attention.self.{name}.{part}"] for name in ("query", "key", "value")
                ]
                new[f"layers.{n}.qkv.{part}"] = torch.cat(self_attention)
                for mine, theirs in (
                    ("out", "attention.output.dense"),
                    ("norm_out", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm_down", "output.LayerNorm"),
                ):
                    new[f"layers.{n}.{mine}.{part}"] = old[f"{at}{theirs}.{part}"]
        self.load_state_dict(new)


class KindHead(nn.Module):
    """What each sentence tells: kind-wise attention over its words, and a look at its neighbours' kinds."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.glance = nn.Linear(WIDTH, GLANCE)
        self.look = nn.Linear(GLANCE, KINDS)
        self.value = nn.Linear(WIDTH, HEAD_WIDTH)
        self.whole = nn.Linear(WIDTH, HEAD_WIDTH)
        self.kind = nn.Parameter(torch.randn(KINDS, HEAD_WIDTH) * 0.1)
        self.told = nn.Parameter(torch.randn(KINDS, HEAD_WIDTH) * 0.05)
        self.bias = nn.Parameter(torch.full((KINDS,), -3.0))
        self.around = nn.Sequential(nn.Linear(3 * KINDS, 64), nn.GELU(), nn.Linear(64, KINDS))
        self.dropout = nn.Dropout(dropout)
        nn.init.zeros_(self.around[2].weight)
        nn.init.zeros_(self.around[2].bias)

    def forward(self, words: Tensor, first: Tensor, lies_in: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (batch × sentences × kinds) and questions (… × width); `lies_in` is sentences × words."""
        scores = self.look(torch.tanh(self.glance(words))).transpose(1, 2)  # batch × kinds × words
        scores = scores[:, None] + ((1 - lies_in[:, :, None]) * -1e4).to(scores.dtype)
        seen = scores.softmax(-1) @ self.value(words)[:, None]  # batch × sentences × kinds × width
        questions = F.gelu(seen.float() + self.kind + self.whole(first).float()[:, None, None])
        logits = (self.dropout(questions) * self.told).sum(-1) + self.bias
        padded = F.pad(logits, (0, 0, 1, 1))
        around = torch.cat([padded[:, :-2], logits, padded[:, 2:]], -1)
        return logits + self.around(torch.tanh(around / 4)).float(), questions


class SlotHead(nn.Module):
    """What each word of the window is to each question."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.add = nn.Linear(WIDTH, HEAD_WIDTH)
        self.multiply = nn.Linear(WIDTH, HEAD_WIDTH)
        self.ask_add = nn.Linear(HEAD_WIDTH, HEAD_WIDTH)
        self.ask_multiply = nn.Linear(HEAD_WIDTH, HEAD_WIDTH)
        self.where = nn.Embedding(PLACES, HEAD_WIDTH)
        self.norm = nn.LayerNorm(HEAD_WIDTH)
        self.near = nn.Conv1d(HEAD_WIDTH, HEAD_WIDTH, 5, padding=2, groups=HEAD_WIDTH)
        self.mix = nn.Linear(HEAD_WIDTH, HEAD_WIDTH)
        self.answers = nn.ModuleDict({name: nn.Linear(HEAD_WIDTH, size) for name, size in ANSWERS.items()})
        with torch.no_grad():  # most words fill no slot
            self.answers["tags"].bias[::3] += 4.0
        self.realis = nn.Sequential(nn.Linear(HEAD_WIDTH, 64), nn.GELU(), nn.Linear(64, len(Realis)))
        self.join = nn.Linear(HEAD_WIDTH, 64)
        self.dropout = nn.Dropout(dropout)

    def project(self, words: Tensor) -> Tensor:
        """What a window's words bring to whatever is asked of them; once a window."""
        return torch.cat([self.add(words), self.multiply(words)], -1)

    def forward(self, words: Tensor, questions: Tensor, where: Tensor, real: Tensor) -> dict[str, Tensor]:
        """`words` as projected (questions × words × 2 widths); `real` is 0 for padding."""
        add, multiply = words.chunk(2, -1)
        x = add + multiply * torch.tanh(self.ask_multiply(questions))[:, None]
        x = x + self.ask_add(questions)[:, None] + self.where(where).to(x.dtype)
        x = self.norm(F.gelu(x)) * real[..., None].to(x.dtype)
        x = x + self.near(x.transpose(1, 2)).transpose(1, 2)
        x = x + F.gelu(self.mix(self.dropout(x)))
        x = self.dropout(x)
        out = {name: layer(x) for name, layer in self.answers.items()}
        out["realis"] = self.realis(self.dropout(questions))
        out["join"] = self.join(questions)
        return out


class JoinHead(nn.Module):
    """Whether two questions of one kind tell the same act."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(3 * 64, 64)
        self.score = nn.Linear(64, 1)

    def forward(self, earlier: Tensor, later: Tensor) -> Tensor:
        pair = torch.cat([earlier, later, earlier * later], -1)
        return self.score(F.gelu(self.hidden(pair)))[..., 0]


@dataclass(slots=True)
class Batch:
    """Windows padded to one length; `lies_in` is windows × sentences × words."""

    pieces: Tensor
    shapes: Tensor
    blocked: Tensor
    firsts: Tensor
    lies_in: Tensor
    real_words: Tensor


class Network(nn.Module):
    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.kinds = KindHead(dropout)
        self.slots = SlotHead(dropout)
        self.joins = JoinHead()

    def encode(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The words' vectors and that of the whole window."""
        x = self.encoder(batch.pieces, batch.shapes, batch.blocked)
        index = batch.firsts[..., None].expand(-1, -1, WIDTH)
        return x.gather(1, index), x[:, 0]
