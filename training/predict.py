"""Read reports with the network as it stands in training, by the same decoding as the shipped reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from tokenizers import Tokenizer

from training.batches import batch_of, where_of
from training.network import Network
from zenobia.model import Article, Claim
from zenobia.reading.decode import Floats, Lines, Told, decode_claims
from zenobia.reading.labels import ROLES
from zenobia.reading.sentences import Sentence
from zenobia.reading.windows import Window, cut_windows

Read = tuple[Article, tuple[Sentence, ...], list[Told]]


@torch.no_grad()
def tell(network: Network, article: Article, tokenizer: Tokenizer, least: float) -> Read:
    """All that the network says of an article with a chance of `least` or more."""
    sentences, windows = cut_windows(article, tokenizer)
    return article, sentences, [one for window in windows for one in told_of(network, window, least)]


@torch.no_grad()
def told_of(network: Network, window: Window, least: float) -> list[Told]:
    batch = batch_of([window])
    words, first = network.encode(batch)
    logits, questions = network.kinds(words, first, batch.lies_in)
    chances = logits[0].sigmoid() * torch.tensor(window.owned)[:, None]
    asked = (chances >= least).nonzero()
    if not len(asked):
        return []
    where = torch.from_numpy(np.stack([where_of(window, int(j)) for j in asked[:, 0]]))
    vectors = questions[0, asked[:, 0], asked[:, 1]]
    projected = network.slots.project(words).expand(len(asked), -1, -1)
    answers = network.slots(projected, vectors, where, batch.real_words.expand(len(asked), -1))
    tags = answers["tags"].unflatten(-1, (len(ROLES), 3)).softmax(-1).numpy()
    outcomes, categories = answers["outcomes"].sigmoid().numpy(), answers["categories"].softmax(-1).numpy()
    kinds, realis = answers["source_kinds"].softmax(-1).numpy(), answers["realis"].softmax(-1).numpy()
    join = answers["join"].numpy()
    return [
        Told(
            window.sentences[j],
            k,
            float(chances[j, k]),
            window.words,
            tags[n],
            outcomes[n],
            categories[n],
            kinds[n],
            realis[n],
            join[n],
        )
        for n, (j, k) in enumerate(asked.tolist())
    ]


def joins_of(network: Network) -> Callable[[Sequence[Told], Told], Floats]:
    @torch.no_grad()
    def joins(earlier: Sequence[Told], later: Told) -> Floats:
        old = torch.from_numpy(np.stack([one.join for one in earlier]))
        new = torch.from_numpy(later.join).expand(len(old), -1)
        return network.joins(old, new).sigmoid().numpy()

    return joins


def claims_of(read: Read, network: Network, least: Sequence[float], lines: Lines) -> list[Claim]:
    article, sentences, told = read
    kept = [one for one in told if one.confidence >= least[one.kind]]
    return decode_claims(article, sentences, kept, joins_of(network), lines, "training")
