"""Fit the network to texts and their keys: batches by length, a falling rate, an average of late weights."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812
from training.fit import hide_some
from training.muc4.network import Answers, Batch, Network, batch_of
from training.muc4.texts import Candidates, Labels


@dataclass(frozen=True, slots=True)
class Recipe:
    """Rates are near those of the reader; epochs are what half an hour on two cores allows. None is tuned.

    `hidden` is the share of pieces kept from the network while it learns: 1,200 texts are soon known by heart.
    """

    epochs: int = 12
    pieces: int = 1600  # in a batch at most, unless one text has more
    encoder_rate: float = 2e-4
    head_rate: float = 1.5e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warm_up: float = 0.1
    average_from: float = 0.7  # of the steps; the weights kept are averaged from here on
    hidden: float = 0.1
    dropout: float = 0.15
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Example:
    candidates: Candidates
    labels: Labels


def fit(examples: Sequence[Example], network: Network, recipe: Recipe, log: Callable[[str], None]) -> Network:
    """The network with its late weights averaged; the one given is changed too."""
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)  # noqa: S311
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network.to(device).train()
    optimizer = torch.optim.AdamW(_groups(network, recipe), weight_decay=recipe.weight_decay)
    batches = _batches(examples, recipe.pieces)
    total = recipe.epochs * len(batches)
    average, averaged, step = copy.deepcopy(network), 0, 0
    for epoch in range(recipe.epochs):
        begun, sums = time.monotonic(), torch.zeros(len(LOSSES))
        for chosen in chance.sample(batches, len(batches)):
            _set_rate(optimizer, step / total, recipe.warm_up)
            sums += _step(network, chosen, optimizer, device, recipe.hidden)
            step += 1
            if step >= recipe.average_from * total:
                averaged += 1
                _mix(average, network, 1 / averaged)
        means = zip(LOSSES, (sums / len(batches)).tolist(), strict=True)
        told = " ".join(f"{name} {value:.3f}" for name, value in means)
        log(f"epoch {epoch + 1} of {recipe.epochs}: {told}, {time.monotonic() - begun:.0f} s")
    return average.eval()


def _step(
    network: Network, chosen: Sequence[Example], optimizer: torch.optim.Optimizer, device: str, hidden: float
) -> Tensor:
    batch = batch_of([one.candidates for one in chosen])
    batch.windows = hide_some(batch.windows, hidden)
    batch = batch.to(device)
    with torch.autocast(device, torch.bfloat16):
        answers = network(batch)
    parts = losses(answers, batch, [one.labels for one in chosen])
    optimizer.zero_grad()
    parts.sum().backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return parts.detach().cpu()


LOSSES = ("told", "several", "roles", "kinds", "together")


def losses(answers: Answers, batch: Batch, labels: Sequence[Labels]) -> Tensor:
    """Each a sum over a text, divided so that no one drowns another, and then a mean over texts."""
    device = answers.told.device
    begins = torch.searchsorted(batch.text_of_string, torch.arange(len(labels), device=device)).tolist()
    rows = torch.cat([torch.from_numpy(one.strings) + n for one, n in zip(labels, begins, strict=True)]).to(
        device
    )

    def joined(field: str) -> Tensor:
        return torch.cat([torch.from_numpy(getattr(one, field)) for one in labels]).to(device)

    def loss(logits: Tensor, truth: Tensor) -> Tensor:
        return F.binary_cross_entropy_with_logits(logits, truth, reduction="sum")

    told, several = joined("told").view(len(labels), -1), joined("several").view(len(labels), -1)
    roles = torch.zeros_like(answers.roles)
    roles[rows] = joined("roles")
    together = [
        _together(answers.together[begin + torch.from_numpy(one.strings).to(device)], one)
        for begin, one in zip(begins, labels, strict=True)
    ]
    parts = (
        loss(answers.told, told),
        0.3 * loss(answers.several, several),
        0.15 * loss(answers.roles, roles),
        0.1 * loss(answers.kinds[rows], joined("kinds")),
        0.2 * torch.stack(together).sum(),
    )
    return torch.stack(parts) / len(labels)


def _together(vectors: Tensor, labels: Labels) -> Tensor:
    """How well the vectors tell which fillers of one text share a template; nothing where all of them do."""
    templates = torch.from_numpy(labels.templates).to(vectors.device)
    if templates.shape[1] < 2 or len(vectors) < 2:
        return vectors.sum() * 0
    truth = ((templates @ templates.T) > 0).float()
    logits = togetherness(vectors)
    return F.binary_cross_entropy_with_logits(logits, truth, reduction="mean")


def togetherness(vectors: Tensor) -> Tensor:
    return 1 - torch.cdist(vectors, vectors) ** 2 / 8


def _batches(examples: Sequence[Example], pieces: int) -> list[list[Example]]:
    """Texts of much the same length together, so that little is padding and memory stays even."""
    batches: list[list[Example]] = [[]]
    for example in sorted(examples, key=lambda one: len(one.candidates.pieces)):
        if batches[-1] and sum(len(one.candidates.pieces) for one in (*batches[-1], example)) > pieces:
            batches.append([])
        batches[-1].append(example)
    return batches


def _groups(network: Network, recipe: Recipe) -> list[dict]:
    """Parameters by rate: lower layers move less, what lies below them not at all."""
    groups: dict[float, list[torch.nn.Parameter]] = {}
    depth = len(network.encoder.layers)
    for name, parameter in network.named_parameters():
        if name.startswith("encoder.") and not name.startswith("encoder.layers."):
            parameter.requires_grad_(False)
            continue
        rate = recipe.head_rate
        if name.startswith("encoder."):
            rate = recipe.encoder_rate * recipe.layer_decay ** (depth - 1 - int(name.split(".")[2]))
        groups.setdefault(rate, []).append(parameter)
    return [{"params": members, "lr": rate, "rate": rate} for rate, members in groups.items()]


def _set_rate(optimizer: torch.optim.Optimizer, done: float, warm_up: float) -> None:
    """Up in a straight line, then down in a straight line to a fiftieth."""
    share = done / warm_up if done < warm_up else max(0.02, (1 - done) / (1 - warm_up))
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * max(0.01, share)


def _mix(average: Network, network: Network, share: float) -> None:
    with torch.no_grad():
        for old, new in zip(average.parameters(), network.parameters(), strict=True):
            if new.requires_grad:
                old.lerp_(new, share)
