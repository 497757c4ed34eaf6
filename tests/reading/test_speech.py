"""Speech that goes on over sentences: whose it is, and whose it is not."""

from __future__ import annotations

import pytest

from zenobia.articles.plain import article_from_text
from zenobia.model import Claim, Kind, SourceMention, Span
from zenobia.reading.sentences import readable_sentences
from zenobia.reading.speech import carried_speakers, credit_speakers


def carried(news: str) -> list[str | None]:
    """For each sentence, the speaker that another sentence names."""
    article = article_from_text(news)
    sentences = readable_sentences(article)
    speakers = carried_speakers(article, sentences)
    return [speakers[n].of(article.text) if n in speakers else None for n in range(len(sentences))]


def test_a_statement_after_a_colon_is_the_speakers_to_its_end() -> None:
    news = "Foreign Minister Jane Roe said:\n\nThe shelling of the port must stop.\n\nIt killed twelve."
    assert carried(news) == [None, "Foreign Minister Jane Roe", "Foreign Minister Jane Roe"]


@pytest.mark.parametrize("marks", ["“”", '""'])
def test_a_quotation_is_the_speakers_until_it_closes(marks: str) -> None:
    opening, closing = marks
    news = (
        f"{opening}They shelled the port,{closing} said Omar Haddad. {opening}We took the hill at dawn. "
        f"Nine of us were wounded.{closing} The hill lies near the road."
    )
    assert carried(news)[-2:] == ["Omar Haddad", None]


def test_a_pronoun_speaks_for_the_last_who_was_named() -> None:
    news = "Colonel Ivan Petrenko said the bridge was hit. He also said that two soldiers were killed."
    assert carried(news) == [None, "Colonel Ivan Petrenko"]


def test_a_title_behind_the_name_is_no_other_speaker() -> None:
    news = "Gen. Ann Smith, commander of the Northern Fleet, said:\n\nThe ship was struck by a drone."
    assert carried(news)[-1] == "Gen. Ann Smith"


def test_another_speaker_takes_the_floor() -> None:
    news = "Jane Roe said:\n\nThe truce holds. Mayor Lee Wong said shells fell on the market."
    assert carried(news)[-1] is None


def test_only_a_claim_without_a_source_is_credited_and_no_statement() -> None:
    article = article_from_text("Jane Roe said:\n\nThe army shelled the port on Monday.")
    sentences = readable_sentences(article)
    told = sentences[-1].span
    own = SourceMention(text="The army", span=Span(told.start, told.start + 8))
    claims = [
        Claim(article_id=article.id, kind=Kind.SHELLING, evidence=(told,)),
        Claim(article_id=article.id, kind=Kind.SHELLING, evidence=(told,), sources=(own,)),
        Claim(article_id=article.id, kind=Kind.STATEMENT, evidence=(told,)),
    ]
    credited = credit_speakers(claims, article, sentences)
    assert [[source.text for source in claim.sources] for claim in credited] == [
        ["Jane Roe"],
        ["The army"],
        [],
    ]
    assert credited[0].sources[0].span.of(article.text) == "Jane Roe"
    assert credited[0].sources[0].reasons
