"""What ships in eight bits is unpacked into what was trained, to within half a step."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is needed for training alone")
pytest.importorskip("onnx", reason="onnx is needed for training alone")

from training.export import export  # noqa: E402
from training.muc4.encoder import READER, unpacked  # noqa: E402
from training.network import Encoder, Network  # noqa: E402


def test_a_written_encoder_comes_back(tmp_path: Path) -> None:
    torch.manual_seed(1)
    network = Network()
    for weight in network.parameters():  # norms that are all alike would be kept once
        weight.data += 0.05 * torch.randn_like(weight)
    export(network, READER / "tokenizer.json", tmp_path, {})
    came_back = unpacked(tmp_path / "read.onnx")
    for name, weight in network.encoder.state_dict().items():
        assert torch.allclose(came_back[name], weight, atol=float(weight.abs().max()) / 100), name


def test_the_shipped_encoder_fits_the_network() -> None:
    assert Encoder(0.1).load_state_dict(unpacked(READER / "read.onnx"))
