"""A trained filler of templates: the network and the aliases of its training texts, kept in one file."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from tokenizers import Tokenizer
from training.muc4.encoder import unpacked
from training.muc4.fill import THRESHOLDS, Aliases, Chances, Thresholds, aliases_of, fill
from training.muc4.fit import Example, Recipe, fit
from training.muc4.network import Network, batch_of
from training.muc4.texts import Candidates, Text, candidates_of, labels_of
from training.muc4.tune import Held, choose_thresholds, f1_of

HOLD_OUT = 0.1  # the last of the texts, in one piece: news of one day stands together in the file


def tokenizer_in(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@dataclass(frozen=True, slots=True)
class Filler:
    network: Network
    tokenizer: Tokenizer
    aliases: Aliases
    thresholds: Thresholds = THRESHOLDS

    def templates(self, words: str) -> list[dict]:
        """The templates of one text, in GTT's form; none for a text without words."""
        candidates = candidates_of(words, self.tokenizer)
        if not candidates.names:
            return []
        return fill(candidates, self.chances(candidates), self.aliases, self.thresholds)

    def chances(self, candidates: Candidates) -> Chances:
        """Worked out text by text, so that they do not depend on the company a text is in."""
        device = next(self.network.parameters()).device
        with torch.no_grad():
            answers = self.network(batch_of([candidates]).to(str(device)))
        return Chances(
            *(one.sigmoid().cpu().numpy() for one in (answers.told[0], answers.roles, answers.kinds))
        )

    def tuned(self, held: Sequence[Text], log: Callable[[str], None]) -> Filler:
        """The same with thresholds chosen on texts that it was not trained on."""
        answered: list[Held] = []
        for text in held:
            candidates = candidates_of(text.words, self.tokenizer)
            if candidates.names:
                answered.append((candidates, self.chances(candidates), text.records))
        before = f1_of(answered, self.aliases, self.thresholds)
        thresholds = choose_thresholds(answered, self.aliases, self.thresholds)
        after = f1_of(answered, self.aliases, thresholds)
        log(f"{len(held)} texts held out: F1 {before:.3f} as begun, {after:.3f} with {thresholds}")
        return replace(self, thresholds=thresholds)

    def save(self, path: Path) -> None:
        """Whole or not at all: a training cut short leaves nothing that looks like weights."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        beside_weights = {
            "aliases": json.dumps(sorted(sorted(pair) for pair in self.aliases)),
            "thresholds": json.dumps([self.thresholds.kind, *self.thresholds.roles]),
        }
        save_file(self.network.state_dict(), beside, beside_weights)
        beside.replace(path)


def load_filler(path: Path, tokenizer: Tokenizer) -> Filler:
    with safe_open(path, "pt") as kept:
        network = Network()
        network.load_state_dict({name: kept.get_tensor(name) for name in kept.keys()})  # noqa: SIM118
        aliases = frozenset(map(frozenset, json.loads(kept.metadata()["aliases"])))
        kind, *roles = json.loads(kept.metadata()["thresholds"])
    return Filler(network.eval(), tokenizer, aliases, Thresholds(kind, tuple(roles)))


def train_filler(texts: Sequence[Text], reader: Path, recipe: Recipe, log: Callable[[str], None]) -> Filler:
    """Train the encoder of a reader on all texts but the last tenth, and choose thresholds on those held out."""
    kept = round(len(texts) * (1 - HOLD_OUT))
    learnt, held = texts[:kept], texts[kept:]
    tokenizer = tokenizer_in(reader)
    torch.manual_seed(recipe.seed)
    network = Network(recipe.dropout)
    network.encoder.load_state_dict(unpacked(reader / "read.onnx"))
    examples = [_example_of(text, tokenizer) for text in learnt]
    network = fit([one for one in examples if len(one.candidates.names)], network, recipe, log)
    filler = Filler(network, tokenizer, aliases_of(record for text in learnt for record in text.records))
    return filler.tuned(held, log)


def _example_of(text: Text, tokenizer: Tokenizer) -> Example:
    candidates = candidates_of(text.words, tokenizer)
    return Example(candidates, labels_of(text.records, candidates))
