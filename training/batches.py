"""Put windows of like length into padded batches, with every label beside them as tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.examples import IGNORED, OUTCOMES, Example
from training.network import Batch
from zenobia.reading.labels import HEADLINE, ROLES, places_of
from zenobia.reading.windows import Window


@dataclass(slots=True)
class Labels:
    """Labels of a batch. A question is a (window, sentence, kind) told there."""

    kinds: Tensor  # windows × sentences × kinds
    weights: Tensor  # windows
    asked: Tensor  # questions × (window, sentence, kind)
    where: Tensor  # questions × words
    tags: Tensor  # questions × words × roles
    realis: Tensor
    outcomes: Tensor  # tolls × (question, word), then their labels
    outcome_labels: Tensor
    categories: Tensor
    sources: Tensor  # sources × (question, word), then their kinds
    source_kinds: Tensor
    pairs: Tensor  # pairs × (earlier, later question)
    joined: Tensor


def where_of(window: Window, sentence: int) -> np.ndarray:
    """For each word, where it stands seen from the sentence."""
    of = np.asarray(window.sentence_of, dtype=np.int64)
    out = places_of(of - sentence)
    out[(of < window.titles) & (of != sentence)] = HEADLINE
    return out


def pad(rows: Sequence[Sequence[int]], fill: int = 0) -> Tensor:
    out = np.full((len(rows), max(map(len, rows))), fill, dtype=np.int64)
    for n, row in enumerate(rows):
        out[n, : len(row)] = row
    return torch.from_numpy(out)


def batch_of(windows: Sequence[Window]) -> Batch:
    pieces = pad([one.pieces for one in windows])
    blocked = (pieces == 0).float()[:, None, None] * -1e4
    firsts = pad([one.firsts for one in windows])
    lies_in = torch.zeros(len(windows), max(len(one.sentences) for one in windows), firsts.shape[1])
    real = torch.zeros(firsts.shape)
    for b, window in enumerate(windows):
        lies_in[b, list(window.sentence_of), range(len(window.words))] = 1
        real[b, : len(window.words)] = 1
    return Batch(pieces, pad([one.shapes for one in windows]), blocked, firsts, lies_in, real)


def labels_of(examples: Sequence[Example], words: int, sentences: int) -> Labels:
    kinds = torch.full((len(examples), sentences, examples[0].kinds.shape[1]), IGNORED)
    asked, where, tags, realis, pairs, joined = [], [], [], [], [], []
    at_toll, outcomes, categories, at_source, source_kinds = [], [], [], [], []
    for b, example in enumerate(examples):
        kinds[b, : len(example.kinds)] = torch.from_numpy(example.kinds)
        base = len(asked)
        for q, one in enumerate(example.candidates):
            asked.append((b, one.sentence, one.kind))
            where.append(where_of(example.window, one.sentence))
            padded = np.full((words, len(ROLES)), IGNORED)
            padded[: len(one.tags)] = one.tags
            tags.append(padded)
            realis.append(one.realis)
            for word, told, category in one.tolls:
                at_toll.append((base + q, word))
                outcomes.append([float(n in told) for n in range(len(OUTCOMES))])
                categories.append(category)
            for word, kind in one.sources:
                at_source.append((base + q, word))
                source_kinds.append(kind)
            for p in range(q):
                other = example.candidates[p]
                if other.kind == one.kind:
                    pairs.append((base + p, base + q))
                    joined.append(float(bool(other.claims & one.claims)))
    return Labels(
        kinds,
        torch.tensor([one.weight for one in examples]),
        torch.tensor(asked, dtype=torch.long).reshape(-1, 3),
        pad([*where, [0] * words])[:-1],
        torch.from_numpy(np.array(tags, dtype=np.int64).reshape(-1, words, len(ROLES))),
        torch.tensor(realis, dtype=torch.long),
        torch.tensor(at_toll, dtype=torch.long).reshape(-1, 2),
        torch.tensor(outcomes).reshape(-1, len(OUTCOMES)),
        torch.tensor(categories, dtype=torch.long),
        torch.tensor(at_source, dtype=torch.long).reshape(-1, 2),
        torch.tensor(source_kinds, dtype=torch.long),
        torch.tensor(pairs, dtype=torch.long).reshape(-1, 2),
        torch.tensor(joined),
    )


def shuffled_batches(
    examples: Sequence[Example], size: int, chance: random.Random
) -> Iterator[list[Example]]:
    """Batches of about `size` pieces, alike in length within and in random order."""
    order = sorted(examples, key=lambda one: len(one.window.pieces) + chance.random() * 40)
    batches: list[list[Example]] = [[]]
    for example in order:
        longest = max(len(one.window.pieces) for one in [*batches[-1], example])
        if batches[-1] and longest * (len(batches[-1]) + 1) > size:
            batches.append([])
        batches[-1].append(example)
    chance.shuffle(batches)
    yield from batches
