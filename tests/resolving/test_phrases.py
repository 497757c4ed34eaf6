"""What may stand around a name, and the name itself."""

from __future__ import annotations

import pytest

from zenobia.resolving.phrases import forms, person_in, proper_name, stand_in

NATIONALITIES = frozenset({"syrian", "us", "british"})


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Gen. Salim Haddad", "Salim Haddad"),
        ("US Secretary of Defense Salim Haddad", "Salim Haddad"),
        ("Syrian culture minister Salim Haddad", "Salim Haddad"),
        ("Col. Salim “Tex” Haddad", "Salim Haddad"),
        ("journalist Salim bin Haddad", "Salim bin Haddad"),
        ("Mr Haddad", "Haddad"),
        ("Salim Haddad", None),
        ("activist in Deir Ezzor", None),
        ("residents of East Aleppo", None),
        ("the Governor of Homs", None),
        ("Syrian Army", None),
    ],
)
def test_a_person_is_named_after_a_title(words: str, name: str | None) -> None:
    assert person_in(words, NATIONALITIES) == name


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("12 suspected Boko Haram gunmen", "Boko Haram"),
        ("Peshmerga mountain brigades", "Peshmerga"),
        ("FSA members and commanders", "FSA"),
        ("Kurdish-led SDF", "SDF"),
    ],
)
def test_a_name_is_among_the_forms(words: str, form: str) -> None:
    assert form in [found for found, _ in forms(words)]


@pytest.mark.parametrize("words", ["fighting the Taliban", "fear of the Taliban", "anti-Taliban fighters"])
def test_what_a_verb_or_link_joins_is_not_taken_apart(words: str) -> None:
    assert "Taliban" not in [found for found, _ in forms(words)]


def test_a_clause_has_no_forms() -> None:
    assert not list(forms("word " * 17))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Blue Valley Brigade", "Blue Valley Brigade"),
        ("Front for the Valley", "Front for the Valley"),
        ("444th Brigade", "444th Brigade"),
        ("Local Sources", None),
        ("Three Soldiers", None),
        ("valley brigade", None),
        ("70 Villagers", None),
    ],
)
def test_a_proper_name_is_written_as_one(words: str, name: str | None) -> None:
    assert proper_name(words) == name


def test_stand_ins_are_told_by_kind() -> None:
    assert stand_in("war monitor") == "monitor"
    assert stand_in("other coalition forces") == "coalition"
    assert stand_in("Hezbollah") is None
