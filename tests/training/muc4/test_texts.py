"""Candidates hold every filler worth naming, where it stands in the pieces, and labels find them by name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from training.muc4.texts import LONGEST, candidates_of, labels_of

NEWS = "the river front (rf) blew up the u.s. embassy in ortakale. a car bomb was used, police said."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Words of letters, each its own piece, as BERT splits them before it looks them up."""
    tokenizer = Tokenizer(models.WordLevel({"?": 0}, unk_token="?"))  # noqa: S106 - a token of text
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def test_candidates_stay_in_their_clause_and_shed_small_words(tokenizer: Tokenizer) -> None:
    names = set(candidates_of(NEWS, tokenizer).names)
    assert {"river front", "rf", "us embassy", "car bomb", "bomb", "ortakale"} <= names
    assert not names & {"river front rf", "ortakale police", ""}
    assert not any(name.startswith(("in ", "was ")) or name.endswith((" in", " up the")) for name in names)
    assert "ortakale car bomb" not in names


def test_a_string_said_twice_is_one_candidate_with_two_spans(tokenizer: Tokenizer) -> None:
    candidates = candidates_of("A bomb exploded. The bomb, police said, was large.", tokenizer)
    bomb = candidates.names.index("bomb")
    places = candidates.firsts[candidates.strings == bomb].tolist()
    assert places == [1, 5]


def test_labels_go_to_every_string_of_an_entity(tokenizer: Tokenizer) -> None:
    candidates = candidates_of(NEWS, tokenizer)
    records = [
        {
            "incident_type": "bombing",
            "PerpOrg": [[["river front", 4], ["rf", 17]]],
            "Weapon": [[["car bomb", 61]]],
        },
        {"incident_type": "attack", "PerpOrg": [[["rf", 17]]]},
    ]
    labels = labels_of(records, candidates)
    named = {candidates.names[string]: n for n, string in enumerate(labels.strings)}
    assert set(named) == {"river front", "rf", "car bomb"}
    assert labels.told.tolist() == [1, 1, 0, 0, 0, 0]
    assert labels.several.sum() == 0
    assert labels.roles[named["car bomb"]].tolist() == [0, 0, 0, 0, 1]
    assert labels.kinds[named["rf"]].tolist() == [1, 1, 0, 0, 0, 0]
    assert labels.templates[named["river front"]].tolist() == [1, 0]


@given(st.text(max_size=200))
def test_any_text_gives_spans_within_its_pieces(words: str) -> None:
    tokenizer = Tokenizer(models.WordLevel({"?": 0}, unk_token="?"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    candidates = candidates_of(words, tokenizer)
    assert len(candidates.names) == len(candidates.surfaces) == len(set(candidates.strings.tolist()))
    assert np.all(candidates.firsts <= candidates.lasts)
    assert np.all(candidates.lasts < max(1, len(candidates.pieces)))
    assert np.all((candidates.lengths >= 1) & (candidates.lengths <= LONGEST))
