"""The network reads each piece once, sums over the places of a string, and answers alike in any company."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is needed for training alone")

from training.muc4.network import WINDOW, Network, batch_of, cuts, gathered  # noqa: E402
from training.muc4.texts import Candidates  # noqa: E402


@pytest.mark.parametrize("length", [0, 1, WINDOW, WINDOW + 1, 3 * WINDOW + 7])
def test_windows_read_every_piece_once(length: int) -> None:
    read = [piece for _, first, last in cuts(length) for piece in range(first, last)]
    assert read == list(range(length))
    assert all(begin <= first and last <= begin + WINDOW for begin, first, last in cuts(length))


def test_a_string_is_as_likely_as_its_spans_together() -> None:
    scores = torch.tensor([[0.0], [1.0], [-2.0]])
    got = gathered(scores, torch.tensor([1, 1, 0]), 2)
    assert torch.allclose(got, torch.tensor([[-2.0], [float(np.logaddexp(0, 1))]]))


def text(length: int) -> Candidates:
    places = np.arange(length, dtype=np.int64)
    names = tuple(map(str, places))
    return Candidates(1000 + places, places, places, np.ones_like(places), places, names, names)


def test_the_same_answers_in_any_company() -> None:
    torch.manual_seed(1)
    network = Network().eval()
    with torch.no_grad():
        alone = network(batch_of([text(30)]))
        among = network(batch_of([text(WINDOW + 40), text(30), text(5)]))
    assert torch.allclose(alone.told[0], among.told[1], atol=1e-4)
    assert torch.allclose(alone.roles, among.roles[WINDOW + 40 : WINDOW + 70], atol=1e-4)
