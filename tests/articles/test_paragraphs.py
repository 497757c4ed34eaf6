"""An extracted body falls into its paragraphs, and it is known how much of each is link."""

from __future__ import annotations

from lxml import etree

from zenobia.articles.paragraphs import paragraphs_of


def texts(body: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs_of(etree.fromstring(f"<body>{body}</body>"))]


def test_paragraphs_heads_items_and_quotes_stand_apart() -> None:
    body = (
        "<head>Losses</head><p>One  died.</p><list><item>a</item><item>b</item></list>"
        "<quote><p>We won.</p></quote>"
    )
    assert texts(body) == ["Losses", "One died.", "a", "b", "We won."]


def test_inline_marks_do_not_part_words() -> None:
    assert texts("<p>Al-<hi>Qasr</hi>, <ref>a town</ref>.</p>") == ["Al-Qasr, a town."]


def test_a_line_break_ends_a_paragraph_where_a_sentence_ended() -> None:
    assert texts("<p>One died.<lb/>Two fled.</p>") == ["One died.", "Two fled."]
    assert texts("<p>One died in<lb/>the north.</p>") == ["One died in the north."]


def test_the_cells_of_a_row_are_one_line() -> None:
    assert texts(
        "<table><row><cell>Homs</cell><cell><p>12</p></cell></row><row><cell>Hama</cell></row></table>"
    ) == [
        "Homs",
        "12",
        "Hama",
    ]


def test_the_share_that_is_link_counts_letters() -> None:
    [half, whole] = paragraphs_of(
        etree.fromstring("<body><p>abcd <ref>efgh</ref></p><p><ref><hi>abcd</hi></ref>!</p></body>")
    )
    assert (half.linked_share, whole.linked_share) == (0.5, 1.0)


def test_text_between_elements_is_kept() -> None:
    assert texts("Before.<p>In.</p>After.") == ["Before.", "In.", "After."]
