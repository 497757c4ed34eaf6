"""Fit the network to coded reports: batches by length, a warm-up, a falling rate, late weights averaged."""

from __future__ import annotations

import copy
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer

from training.batches import batch_of, labels_of, shuffled_batches
from training.examples import Example, examples_of
from training.losses import losses
from training.network import Network
from training.reports import Report

# [MASK] in the vocabulary; below it stand padding and the frames.
MASK = 103


@dataclass(frozen=True, slots=True)
class Recipe:
    epochs: int = 12
    pieces: int = 3000  # in a batch, padding counted
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warm_up: float = 0.1
    average_from: float = 0.7  # of the steps; the weights kept are averaged from here on
    seed: int = 1
    hidden: float = 0.08  # of the pieces
    titles: bool = True
    shapes: bool = True


def groups_of(network: Network, recipe: Recipe) -> list[dict]:
    """Parameters by rate: lower layers move less, the word vectors not at all."""
    groups: dict[float, list[torch.nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if name.startswith("encoder.pieces") or (name.startswith("encoder.shapes") and not recipe.shapes):
            parameter.requires_grad_(False)
            continue
        if name.startswith("encoder.shapes"):
            rate = recipe.head_rate
        elif name.startswith("encoder.layers."):
            above = len(network.encoder.layers) - 1 - int(name.split(".")[2])
            rate = recipe.encoder_rate * recipe.layer_decay**above
        elif name.startswith("encoder."):
            rate = recipe.encoder_rate * recipe.layer_decay ** len(network.encoder.layers)
        else:
            rate = recipe.head_rate
        groups.setdefault(rate, []).append(parameter)
    return [{"params": members, "lr": rate, "rate": rate} for rate, members in groups.items()]


def fit(
    network: Network,
    reports: Sequence[Report],
    tokenizer: Tokenizer,
    recipe: Recipe,
    log: Callable[[str], None],
    after_epoch: Callable[[int, Network], None] | None = None,
) -> Network:
    """The network with its late weights averaged; the one given is changed too."""
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)  # noqa: S311
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network.to(device).train()
    optimizer = torch.optim.AdamW(groups_of(network, recipe), weight_decay=recipe.weight_decay)
    total = recipe.epochs * _steps(reports, tokenizer, recipe)
    average, averaged, step = None, 0, 0
    for epoch in range(recipe.epochs):
        begun, sums = time.monotonic(), {}
        examples = [
            one
            for report in reports
            for one in examples_of(report, tokenizer, chance=chance, titles=recipe.titles)
        ]
        for batch in shuffled_batches(examples, recipe.pieces, chance):
            set_rate(optimizer, step / total, recipe.warm_up)
            for name, value in train_step(network, batch, optimizer, recipe.hidden).items():
                sums[name] = sums.get(name, 0.0) + value
            step += 1
            if step >= recipe.average_from * total and step % 5 == 0:
                averaged += 1
                average = _mix(average, network, 1 / averaged)
        log(f"epoch {epoch} {_told(sums)} {time.monotonic() - begun:.0f} s")
        if after_epoch:
            after_epoch(epoch, average or network)
            network.train()
    return average or network


def train_step(
    network: Network, examples: Sequence[Example], optimizer: torch.optim.Optimizer, hidden: float = 0.0
) -> dict[str, float]:
    batch = batch_of([one.window for one in examples])
    batch.pieces = hide_some(batch.pieces, hidden)
    labels = labels_of(examples, batch.firsts.shape[1], batch.lies_in.shape[1])
    parts = losses(network, batch, labels, torch.bfloat16)
    optimizer.zero_grad()
    sum(parts.values()).backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return {name: float(part.detach()) for name, part in parts.items()}


def hide_some(pieces: torch.Tensor, share: float) -> torch.Tensor:
    """The pieces with a share of them masked, so that no name is learnt by heart; frames and padding stay."""
    hidden = (torch.rand(pieces.shape) < share) & (pieces > MASK)
    return torch.where(hidden, torch.tensor(MASK), pieces)


def set_rate(optimizer: torch.optim.Optimizer, done: float, warm_up: float) -> None:
    """Up in a straight line, then down along half a cosine to a fiftieth."""
    share = (
        done / warm_up
        if done < warm_up
        else 0.51 + 0.49 * math.cos(math.pi * min(1.0, (done - warm_up) / (1 - warm_up)))
    )
    for group in optimizer.param_groups:
        group["lr"] = group["rate"] * max(0.01, share)


def _steps(reports: Sequence[Report], tokenizer: Tokenizer, recipe: Recipe) -> int:
    chance = random.Random(recipe.seed)  # noqa: S311
    examples = [one for report in reports for one in examples_of(report, tokenizer, chance=chance)]
    return sum(1 for _ in shuffled_batches(examples, recipe.pieces, chance))


def _mix(average: Network | None, network: Network, share: float) -> Network:
    if average is None:
        return copy.deepcopy(network).eval()
    with torch.no_grad():
        for old, new in zip(average.parameters(), network.parameters(), strict=True):
            if new.requires_grad:
                old.lerp_(new, share)
    return average


def _told(sums: dict[str, float]) -> str:
    return " ".join(f"{name} {value:.1f}" for name, value in sums.items())
