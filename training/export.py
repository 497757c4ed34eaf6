"""Write the network as the package ships it: three small graphs, the encoder's in eight bits, and settings.

read.onnx  a window  → chances of kinds, questions, words as the slots see them
ask.onnx   questions → words × roles, realis, tolls, sources, join vectors
join.onnx  pairs of join vectors → whether they tell one act
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import Tensor, nn

from training.network import HEAD_WIDTH, Network
from zenobia.reading.labels import ROLES

OPSET = 17


class _Read(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, shapes: Tensor, firsts: Tensor, lies_in: Tensor) -> tuple[Tensor, ...]:
        x = self.network.encoder(pieces, shapes, torch.zeros(1, 1, 1, 1))
        words = x[:, firsts]
        logits, questions = self.network.kinds(words, x[:, 0], lies_in[None])
        return logits[0].sigmoid(), questions[0], self.network.slots.project(words)[0]


class _Ask(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.slots = network.slots

    def forward(self, projected: Tensor, questions: Tensor, where: Tensor) -> tuple[Tensor, ...]:
        words = projected[None].expand(questions.shape[0], -1, -1)
        out = self.slots(words, questions, where, torch.ones_like(where, dtype=torch.float32))
        tags = out["tags"].unflatten(-1, (len(ROLES), 3)).softmax(-1)
        kinds = out["source_kinds"].softmax(-1)
        return (
            tags,
            out["outcomes"].sigmoid(),
            out["categories"].softmax(-1),
            kinds,
            out["realis"].softmax(-1),
            out["join"],
        )


class _Join(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.joins = network.joins

    def forward(self, earlier: Tensor, later: Tensor) -> Tensor:
        return self.joins(earlier, later).sigmoid()


def export(network: Network, tokenizer: Path, folder: Path, settings: Mapping[str, object]) -> None:
    """Write the graphs, the tokenizer and `settings` (the lines drawn) into the folder."""
    network = network.cpu().eval()
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        wide = Path(scratch) / "read.onnx"
        pieces = torch.ones(1, 12, dtype=torch.long)
        window = (pieces, pieces, torch.arange(1, 8), torch.ones(2, 7))
        dynamic = {"pieces": {1: "pieces"}, "shapes": {1: "pieces"}, "firsts": {0: "words"}}
        dynamic["lies_in"] = {0: "sentences", 1: "words"}
        dynamic |= {"chances": {0: "sentences"}, "questions": {0: "sentences"}, "projected": {0: "words"}}
        _write(_Read(network), window, wide, ["pieces", "shapes", "firsts", "lies_in"],
               ["chances", "questions", "projected"], dynamic)  # fmt: skip
        _narrow(wide, folder / "read.onnx")
    asked = (torch.zeros(7, 2 * HEAD_WIDTH), torch.zeros(3, HEAD_WIDTH), torch.ones(3, 7, dtype=torch.long))
    answers = ["tags", "outcomes", "categories", "source_kinds", "realis", "join"]
    dynamic = {"words": {0: "words"}, "asked": {0: "asked"}, "where": {0: "asked", 1: "words"}}
    dynamic |= {name: {0: "asked", 1: "words"} for name in answers[:4]}
    dynamic |= {name: {0: "asked"} for name in answers[4:]}
    _write(_Ask(network), asked, folder / "ask.onnx", ["words", "asked", "where"], answers, dynamic)
    pair = (torch.zeros(2, 64), torch.zeros(2, 64))
    dynamic = {name: {0: "pairs"} for name in ("earlier", "later", "same")}
    _write(_Join(network), pair, folder / "join.onnx", ["earlier", "later"], ["same"], dynamic)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    (folder / "settings.json").write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", "utf-8")


def _write(
    module: nn.Module,
    inputs: tuple[Tensor, ...],
    path: Path,
    names: Sequence[str],
    outputs: Sequence[str],
    dynamic: Mapping[str, Mapping[int, str]],
) -> None:
    torch.onnx.export(
        module.eval(),
        inputs,
        str(path),
        input_names=list(names),
        output_names=list(outputs),
        dynamic_axes=dict(dynamic),
        opset_version=OPSET,
        dynamo=False,
    )


def _narrow(wide: Path, path: Path) -> None:
    """Weights in eight bits, each column with its own scale.

    Seven bits of the eight are used, so that processors without VNNI do not overflow and all read alike.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(wide),
        str(path),
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
