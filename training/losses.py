"""What the network is taught to get right, and how much each part weighs."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.batches import Labels
from training.examples import IGNORED
from training.network import Batch, Network
from zenobia.reading.labels import ROLES

# By how much each part counts; the kinds decide what is found at all.
WEIGHTS = {
    "kinds": 1.0,
    "tags": 1.0,
    "realis": 0.5,
    "outcomes": 0.3,
    "categories": 0.1,
    "sources": 0.1,
    "joins": 0.3,
}


def losses(network: Network, batch: Batch, labels: Labels, autocast: torch.dtype | None) -> dict[str, Tensor]:
    window, sentence, kind = labels.asked.T
    with torch.autocast(batch.pieces.device.type, dtype=autocast, enabled=autocast is not None):
        words, first = network.encode(batch)
        logits, questions = network.kinds(words, first, batch.lies_in)
        out = {"kinds": _kinds(logits, labels)}
        if not len(labels.asked):
            return out
        asked = questions[window, sentence, kind]
        projected = network.slots.project(words)[window]
        answers = network.slots(projected, asked, labels.where, batch.real_words[window])
    answers = {name: answer.float() for name, answer in answers.items()}
    out["tags"] = _tags(answers["tags"], labels, labels.weights[window])
    out["realis"] = F.cross_entropy(answers["realis"], labels.realis)
    if len(labels.outcomes):
        at = tuple(labels.outcomes.T)
        out["outcomes"] = (
            F.binary_cross_entropy_with_logits(answers["outcomes"][at], labels.outcome_labels)
            * labels.outcome_labels.shape[1]
        )
        out["categories"] = F.cross_entropy(answers["categories"][at], labels.categories)
    if len(labels.sources):
        at = tuple(labels.sources.T)
        out["sources"] = F.cross_entropy(answers["source_kinds"][at], labels.source_kinds)
    if len(labels.pairs):
        earlier, later = labels.pairs.T
        scores = network.joins(answers["join"][earlier], answers["join"][later])
        out["joins"] = F.binary_cross_entropy_with_logits(scores, labels.joined)
    return {name: loss * WEIGHTS[name] for name, loss in out.items()}


def _kinds(logits: Tensor, labels: Labels) -> Tensor:
    known = labels.kinds != IGNORED
    each = F.binary_cross_entropy_with_logits(logits, labels.kinds.clamp(min=0).float(), reduction="none")
    each = each * known * labels.weights[:, None, None]
    return each.sum() / known.any(-1).sum().clamp(min=1)


def _tags(logits: Tensor, labels: Labels, weights: Tensor) -> Tensor:
    logits = logits.unflatten(-1, (len(ROLES), 3)).permute(0, 3, 1, 2)
    each = F.cross_entropy(logits, labels.tags, ignore_index=IGNORED, reduction="none")
    return (each.sum((1, 2)) * weights).sum() / len(logits) / 4
