"""The encoder of the reader as it ships, unpacked from its graph of eight bits into weights to train on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor
from training.network import LAYERS

READER = Path(__file__).resolve().parents[2] / "src" / "zenobia" / "reading" / "model"
"""Where the reader's graphs and its tokenizer lie."""

_PREFIX = "network.encoder."
# The products of a layer, in the order in which the graph takes them.
_PRODUCTS = ("qkv", "out", "up", "down")
_TABLES = ("pieces", "positions", "shapes")


def unpacked(graph: Path) -> dict[str, Tensor]:
    """Weights of `training.network.Encoder`, each to within half a step of eight bits of what was trained.

    Norms and biases are kept whole in the graph under their own names; tables and products are kept as steps,
    with a scale for each table, and for each column of a product.
    """
    kept = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(graph)).graph.initializer}
    weights = {name.removeprefix(_PREFIX): array for name, array in kept.items() if _is_whole(name)}
    for table in _TABLES:
        weights[f"{table}.weight"] = _widened(kept, f"{_PREFIX}{table}.weight")
    products = [name.removesuffix("_quantized") for name in kept if name.startswith("onnx::MatMul")]
    products = [name for name in dict.fromkeys(products) if f"{name}_quantized" in kept]
    products.sort(key=lambda name: int(name.rpartition("_")[2]))
    slots = [f"layers.{layer}.{product}" for layer in range(LAYERS) for product in _PRODUCTS]
    for slot, name in zip(slots, products, strict=False):
        weights[f"{slot}.weight"] = _widened(kept, name).T
    return {name: torch.from_numpy(np.array(array, dtype=np.float32)) for name, array in weights.items()}


def _is_whole(name: str) -> bool:
    return name.startswith(_PREFIX) and name.endswith(
        (".bias", "norm.weight", "norm_out.weight", "norm_down.weight")
    )


def _widened(kept: dict[str, np.ndarray], name: str) -> np.ndarray:
    steps = kept[f"{name}_quantized"].astype(np.float32) - kept[f"{name}_zero_point"].astype(np.float32)
    return steps * kept[f"{name}_scale"]
