"""Sources: who says so, of which kind, through whom, and as whose voice they count."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import article_of, claim_of, registry, source_in

from zenobia.model import SourceKind, SourceMention, Span
from zenobia.resolving.sources import resolve_sources


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("the Syrian Observatory for Human Rights", SourceKind.MONITOR),
        ("Human Rights Watch", SourceKind.MONITOR),
        ("a rights group", SourceKind.MONITOR),
        ("SANA", SourceKind.STATE_MEDIA),
        ("state television", SourceKind.STATE_MEDIA),
        ("Reuters", SourceKind.MEDIA),
        ("a local newspaper", SourceKind.MEDIA),
        ("the Russian defence ministry", SourceKind.MILITARY),
        ("a military source", SourceKind.MILITARY),
        ("the Kenyan police", SourceKind.GOVERNMENT),
        ("the foreign minister", SourceKind.GOVERNMENT),
        ("Mali's government", SourceKind.GOVERNMENT),
        ("a security official", SourceKind.UNNAMED_OFFICIAL),
        ("officials", SourceKind.UNNAMED_OFFICIAL),
        ("a source at the interior ministry", SourceKind.UNNAMED_OFFICIAL),
        ("hospital officials", SourceKind.MEDICAL),
        ("doctors", SourceKind.MEDICAL),
        ("residents", SourceKind.WITNESS),
        ("a Reuters witness", SourceKind.WITNESS),
        ("UNICEF", SourceKind.UN),
        ("the World Food Programme", SourceKind.UN),
        ("the Red Cross", SourceKind.AID),
        ("civil defence workers", SourceKind.AID),
        ("the Taliban", SourceKind.ARMED_GROUP),
        ("a rebel commander", SourceKind.ARMED_GROUP),
        ("a source in the YPG", SourceKind.ARMED_GROUP),
        ("analysts", SourceKind.EXPERT),
        ("activists", SourceKind.OTHER),
        ("local sources", SourceKind.OTHER),
    ],
)
def test_the_words_say_the_kind(words: str, kind: SourceKind) -> None:
    assert source_in(f"Twelve died, {words} said.", words).kind is kind


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Air force spokesman Omar Nasr spoke. Nasr gave no toll.", "Nasr", SourceKind.MILITARY),
        ("Omar Nasr, a surgeon at the clinic, counted ten. Nasr wept.", "Nasr", SourceKind.MEDICAL),
        ("Governor Omar Nasr spoke. Omar Nasr gave no toll.", "Omar Nasr", SourceKind.GOVERNMENT),
        ("Omar Nasr, a spokesman for Hamas, spoke. Nasr gave no toll.", "Nasr", SourceKind.ARMED_GROUP),
    ],
)
def test_a_person_speaks_as_what_the_article_calls_them(text: str, words: str, kind: SourceKind) -> None:
    source = source_in(text, words)
    assert source.kind is kind
    assert source.name == "Omar Nasr"


def test_a_guess_of_the_reader_is_kept_only_where_nothing_says_better() -> None:
    assert (
        source_in("Twelve died, Omar Nasr said.", "Omar Nasr", kind=SourceKind.EXPERT).kind
        is SourceKind.EXPERT
    )
    assert (
        source_in("Twelve died, doctors said.", "doctors", kind=SourceKind.EXPERT).kind is SourceKind.MEDICAL
    )
    assert source_in("Twelve died, Omar Nasr said.", "Omar Nasr").kind is None


@pytest.mark.parametrize(
    ("text", "words", "via", "origin"),
    [
        (
            "Syrian state TV quoted the army as saying it held the ridge.",
            "the army",
            "Syrian state television",
            "Syrian Army",
        ),
        (
            "The ridge was held, Rami Abdel Rahman told AFP.",
            "Rami Abdel Rahman",
            "Agence France-Presse",
            "Syrian Observatory for Human Rights",
        ),
        (
            "The ridge in Syria was held, a military source told SANA.",
            "a military source",
            "Syrian Arab News Agency",
            "Syrian Arab News Agency",
        ),
        ("The ridge in Syria was held, a resident said.", "a resident", None, None),
        (
            "The Observatory of the Valley said so.",
            "The Observatory of the Valley",
            None,
            "Observatory of the Valley",
        ),
    ],
)
def test_who_passed_it_on_and_whose_voice_it_is(
    text: str, words: str, via: str | None, origin: str | None
) -> None:
    source = source_in(text, words)
    assert (source.via, source.origin) == (via, origin)


def test_an_outlet_that_quotes_the_observatory_is_no_second_voice() -> None:
    text = "AFP quoted the Syrian Observatory for Human Rights as saying twelve died."
    article = article_of(text)
    claims = [claim_of(article, source=words) for words in ("AFP", "the Syrian Observatory for Human Rights")]
    both = claims[0].sources + claims[1].sources
    (claim,) = resolve_sources([replace(claims[0], sources=both)], article, registry())
    assert {source.origin for source in claim.sources} == {"Syrian Observatory for Human Rights"}


@pytest.mark.parametrize(
    ("text", "actor", "source", "relation"),
    [
        (
            "Russian jets hit Idlib, the Russian defence ministry said.",
            "Russian jets",
            "the Russian defence ministry",
            "party",
        ),
        ("Syrian troops took the ridge, SANA said.", "Syrian troops", "SANA", "party"),
        ("Syrian troops took the ridge, Hezbollah said.", "Syrian troops", "Hezbollah", "ally"),
        (
            "Syrian troops took the ridge, the Observatory of the Valley, a monitor, said.",
            "Syrian troops",
            "a monitor",
            "monitor",
        ),
        ("Syrian troops took the ridge, residents said.", "Syrian troops", "residents", "witness"),
        ("Syrian troops took the ridge, Reuters said.", "Syrian troops", "Reuters", "press"),
        ("Syrian troops took the ridge, Sweden said.", "Syrian troops", "Sweden", "other"),
    ],
)
def test_how_the_speaker_stands_to_what_is_told(text: str, actor: str, source: str, relation: str) -> None:
    assert source_in(text, source, actor=actor).relation == relation


def sources_of_one_claim(text: str, *names: str) -> tuple[SourceMention, ...]:
    """The sources of a claim that credits each of these words of the text."""
    article = article_of(text)
    claims = [claim_of(article, source=name) for name in names]
    credited = tuple(source for claim in claims for source in claim.sources)
    (claim,) = resolve_sources([replace(claims[0], sources=credited)], article, registry())
    return claim.sources


def test_a_speaker_called_by_two_names_is_one_source() -> None:
    text = "Interior Minister Sami Haddad spoke on Friday. Minister Haddad put the dead at ten."
    found = sources_of_one_claim(text, "Sami Haddad", "Minister Haddad")
    assert [source.text for source in found] == ["Sami Haddad"]


def test_two_unnamed_officials_of_one_body_are_two_sources() -> None:
    text = "A Pentagon official put the dead at ten, another Pentagon official at twelve."
    assert len(sources_of_one_claim(text, "A Pentagon official", "another Pentagon official")) == 2


def test_he_also_said_carries_the_speaker_over() -> None:
    source = source_in("The ridge fell, General Salim Haddad said. He also said ten died.", "He")
    assert (source.name, source.kind) == ("Salim Haddad", SourceKind.MILITARY)


def test_a_speaker_in_the_depths_of_a_very_long_report_is_kept() -> None:
    """A list of a year's killings: what lies beyond the reach of the resolvers keeps its words."""
    article = article_of("One died in the village. " * 4000 + "Medics said so.")
    told = claim_of(article, source="Medics")
    (claim,) = resolve_sources([replace(told, evidence=(Span(0, 24),))], article, registry())
    assert claim.sources[0].text == "Medics"


@given(st.text(min_size=1, max_size=200), st.data())
def test_any_text_is_resolved_without_an_error(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    source = source_in(text, words)
    assert source.text == words
