"""One form for the spellings of one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.resolving.wording import bare, key_of, needs_its_case, same_case


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the al-Nusra Front", "Al Nusra front"),
        ("Da’esh", "Daesh"),
        ("U.N.", "UN"),
        ("Côte d'Ivoire", "Cote d’Ivoire"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("Binali Yıldırım", "Binali Yildirim"),
        ("People's Protection Units", "Peoples Protection Units"),
        ("Jamaat-ul-Ahrar", "Jamaat ul Ahrar"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("words", "kept"),
    [("“The Front”,", "Front"), ("Assad's", "Assad"), ("the U.S.", "U.S."), ("a resident", "resident")],
)
def test_edges_are_no_part_of_a_name(words: str, kept: str) -> None:
    assert bare(words) == kept


def test_a_short_alias_keeps_its_letter_case() -> None:
    assert needs_its_case("IS")
    assert not needs_its_case("Hezbollah")
    assert same_case("the IS", "IS")
    assert not same_case("is", "IS")
    assert same_case("ISIl", "ISIL")
    assert not same_case("Who", "WHO")


@given(st.text(max_size=200))
def test_the_form_of_a_form_is_itself(words: str) -> None:
    assert key_of(key_of(words)) == key_of(words)
