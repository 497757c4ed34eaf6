"""Label the paragraphs of one text by what they say and by what stands around them.

A list under "Related stories" is related; everything under "Leave a Reply" is comment, once a report
came before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from zenobia.articles.furniture import is_closed, is_comment_heading, is_related_heading, label_of
from zenobia.model import BlockLabel

# "12 comments" also stands above reports, beside the byline: only after this much report does it end one.
WORDS_BEFORE_COMMENTS = 40
# Headlines in a list of related reports: the longest in 181 scraped pages has 19 words.
LONGEST_HEADLINE_WORDS = 25
LONGEST_CAPTION_WORDS = 30
# Shorter ones are as often crossheads ("Heavy losses"), which belong to the report.
SHORTEST_CAPTION_WORDS = 6
# A text "closes its sentences" when this share of its longer paragraphs ends in a full stop.
CLOSED_SHARE = 0.8
LONG_PARAGRAPH_WORDS = 12


def label_paragraphs(paragraphs: Sequence[str]) -> list[BlockLabel]:
    """One label for each paragraph, in order; what nothing speaks against is body."""
    labels = [label_of(paragraph) for paragraph in paragraphs]
    _label_related_lists(paragraphs, labels)
    _label_comment_section(paragraphs, labels)
    return [label or BlockLabel.BODY for label in labels]


def label_captions(
    groups: Sequence[Sequence[str]], labels: Sequence[Sequence[BlockLabel]]
) -> list[list[BlockLabel]]:
    """`labels` again, with captions found where plain text has lost the mark of them.

    `groups` are runs of lines with no blank line between. A caption is a group of its own between paragraphs,
    of one or two short lines that do not end as sentences do, in a text whose sentences do end so:
    "A destroyed bridge over the river, seen on Friday". A list of such lines is a list, not captions.
    """
    relabelled = [list(group) for group in labels]
    if not _closes_its_sentences(groups, labels):
        return relabelled
    for index in range(1, len(groups) - 1):
        group = groups[index]
        if any(label is not BlockLabel.BODY for label in labels[index]) or not _is_caption_like(group):
            continue
        if _ends_in_report(groups[index - 1], labels[index - 1]) and _ends_in_report(
            groups[index + 1], labels[index + 1]
        ):
            relabelled[index] = [BlockLabel.CAPTION] * len(group)
    return relabelled


def _label_related_lists(paragraphs: Sequence[str], labels: list[BlockLabel | None]) -> None:
    in_list = False
    for index, paragraph in enumerate(paragraphs):
        if is_related_heading(paragraph):
            in_list = True
        elif in_list and labels[index] is None:
            in_list = not is_closed(paragraph) and _words(paragraph) <= LONGEST_HEADLINE_WORDS
            if in_list:
                labels[index] = BlockLabel.RELATED


def _label_comment_section(paragraphs: Sequence[str], labels: list[BlockLabel | None]) -> None:
    report_words = 0
    for index, paragraph in enumerate(paragraphs):
        if is_comment_heading(paragraph) and report_words >= WORDS_BEFORE_COMMENTS:
            labels[index:] = [BlockLabel.COMMENT] * (len(labels) - index)
            return
        if labels[index] is None:
            report_words += _words(paragraph)


def _is_caption_like(group: Sequence[str]) -> bool:
    if len(group) > 2 or any(is_closed(line) or line[-1:] in ":;," for line in group):
        return False
    if any(not line[:1].isalnum() for line in group):
        return False
    words = _words(" ".join(group))
    if words > LONGEST_CAPTION_WORDS:
        return False
    return words >= SHORTEST_CAPTION_WORDS or group[0][:1].islower()


def _ends_in_report(group: Sequence[str], labels: Sequence[BlockLabel]) -> bool:
    """Whether a neighbour is a paragraph of the report; furniture does not count against a caption."""
    return any(
        label is not BlockLabel.BODY or is_closed(line) for line, label in zip(group, labels, strict=True)
    )


def _closes_its_sentences(groups: Sequence[Sequence[str]], labels: Sequence[Sequence[BlockLabel]]) -> bool:
    long = [
        line
        for group, group_labels in zip(groups, labels, strict=True)
        for line, label in zip(group, group_labels, strict=True)
        if label is BlockLabel.BODY and _words(line) >= LONG_PARAGRAPH_WORDS
    ]
    return len(long) >= 2 and sum(map(is_closed, long)) >= CLOSED_SHARE * len(long)


def _words(paragraph: str) -> int:
    return len(paragraph.split())
