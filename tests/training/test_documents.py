"""The documents of public corpora are the texts that were coded, to the letter."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.coded import documents


@pytest.mark.parametrize(
    ("tokens", "printed"),
    [
        ("The army ' s guns hit Ortakale .", "The army's guns hit Ortakale."),
        ('It was " all over , " he said .', 'It was "all over," he said.'),
        ('He left . " They shot . Twice . " She wept .', 'He left.\n"They shot.\nTwice."\nShe wept.'),
        (
            "At 10 : 30 p . m . on May 4 , 1995 , some 2 , 500 fled .",
            "At 10:30 p.m. on May 4, 1995, some 2,500 fled.",
        ),
        ("Lt . Gen . Kaya spoke . He is 41 .", "Lt. Gen. Kaya spoke.\nHe is 41."),
        ("The F . B . I . and a 12 - year - old ( unhurt ) .", "The F.B.I. and a 12-year-old (unhurt)."),
    ],
)
def test_tokens_are_printed_as_a_newspaper_would(tokens: str, printed: str) -> None:
    assert documents.print_tokens(tokens.split()) == printed


@given(st.lists(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=6), max_size=30))
def test_printing_loses_and_adds_nothing_but_space(tokens: list[str]) -> None:
    assert "".join(documents.print_tokens(tokens).split()) == "".join(tokens)


def test_passages_of_rams_are_printed_with_their_clitics_on(tmp_path: Path) -> None:
    row = {
        "doc_key": "nw_1",
        "source_url": "http://example.org/a",
        "sentences": [["The", "army", "'s", "guns", "did", "n't", "fire", "."], ["It", "’s", "over", "."]],
    }
    (tmp_path / "dev.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert documents.read_rams(tmp_path) == {
        "nw_1": {
            "text": "The army's guns didn't fire.\nIt’s over.",
            "title": "",
            "publisher": "RAMS",
            "url": "http://example.org/a",
        }
    }


DAY = """---
title: 2025 May 04
---

#### Armed conflicts and attacks

* [Valley war](https://example.org/wiki/Valley_war_%28north%29 "Valley war (north)")
  * The [army](https://e.org/Army_(land) "Army (land)") shells *Ortakale*. [(*Post*)](e.org/1) [(AP)](e.org)
* [Hill war](https://example.org/wiki/Hill_war "Hill war")
  * [Siege of Beyaz](https://example.org/wiki/Siege "Siege")
    * Rebels leave Beyaz. [(The Hill)](https://example.org/3)

#### Sports

* Ortakale wins the cup. [(The Hill)](https://example.org/4)
"""


def test_bulletins_lose_their_links_headings_and_outlets(tmp_path: Path) -> None:
    (tmp_path / "2025-05-04.md").write_text(DAY)
    bulletins = documents.read_current_events(tmp_path)
    assert {key: document["text"] for key, document in bulletins.items()} == {
        "2025-05-04/1": "The army shells Ortakale.",
        "2025-05-04/2": "Rebels leave Beyaz.",
    }
    assert bulletins["2025-05-04/2"]["title"] == "Armed conflicts and attacks, 2025-05-04"


def test_a_day_without_conflict_has_no_bulletins() -> None:
    assert (
        documents.read_bulletins(
            "#### Sports\n\n* Ortakale wins the cup. [(The Hill)](https://example.org/4)\n"
        )
        == []
    )


def test_articles_of_fa_kes_are_kept_letter_for_letter(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text(
        "unit_id,article_title,article_content,source,date,location,labels\n"
        '17,Ortakale shelled ,"Tue 4 May ""All fled"" she said.  Twice.",post,5/4/2013,hills,1\n'
    )
    assert documents.read_fa_kes(tmp_path) == {
        "17": {
            "text": 'Tue 4 May "All fled" she said.  Twice.',
            "title": "Ortakale shelled",
            "publisher": "post",
            "url": None,
        }
    }


def test_of_a_long_article_only_the_opening_was_coded(tmp_path: Path) -> None:
    texts = tmp_path / "train" / "text"
    texts.mkdir(parents=True)
    paragraph = "The mayor said that the army had shelled Ortakale. Nobody was hurt, he said."
    (texts / "post_2016-05-04_shells.txt").write_text("\n\n".join([paragraph] * 40))
    document = documents.read_polnear(tmp_path)["post_2016-05-04_shells"]
    assert document["publisher"] == "post"
    assert documents.MAX_OPENING - 100 < len(document["text"]) <= documents.MAX_OPENING
    assert document["text"].endswith("Nobody was hurt, he said.")


def test_an_opening_without_a_paragraph_ends_with_a_sentence() -> None:
    text = documents.opening("The army shelled Ortakale again. " * 200)
    assert len(text) <= documents.MAX_OPENING
    assert text.endswith("again.")
