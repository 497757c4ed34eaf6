"""What a line is by its own words, and that report is not taken for furniture."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.articles.furniture import is_closed, label_of
from zenobia.model import BlockLabel

LINK, RELATED, SHARE = BlockLabel.LINK, BlockLabel.RELATED, BlockLabel.SHARE
COMMENT, CAPTION = BlockLabel.COMMENT, BlockLabel.CAPTION
BYLINE, DATELINE = BlockLabel.BYLINE, BlockLabel.DATELINE


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Read here : Army enters the eastern suburb", LINK),
        ("ALSO READ: Rebels leave the old city. Who will follow?", LINK),
        ("Read also | Drone hits fuel depot", LINK),
        ("Also read Why the ceasefire failed", LINK),
        ("Related stories", RELATED),
        ("Most Read »", RELATED),
        ("Tags: army, Homs, shelling", RELATED),
        ("Share this:", SHARE),
        ("Share on Facebook Tweet Print 214 shares", SHARE),
        ("Facebook Twitter WhatsApp Telegram", SHARE),
        ("ADVERTISEMENT", SHARE),
        ("© 2016 The Daily Courier. All rights reserved.", SHARE),
        ("Leave a Reply", COMMENT),
        ("Your email address will not be published. Required fields are marked *", COMMENT),
        ("3 Comments", COMMENT),
        ("2 thoughts on “Army retakes the town”", COMMENT),
        ("Photo: Rana Haddad", CAPTION),
        ("FILE - A tank stands by the road to the airport", CAPTION),
        ("Smoke rises over the port on Friday. (AP Photo/Rana Haddad)", CAPTION),
        ("By Rana Haddad", BYLINE),
        ("By Rana Haddad and Omar Said, Daily Courier", BYLINE),
        ("(Reporting by Rana Haddad in Beirut; Editing by John Marsh)", BYLINE),
        ("Reuters", BYLINE),
        ("AFP/AP", BYLINE),
        ("28 March 2016", DATELINE),
        ("Published: Monday, March 28, 2016 10:23 GMT", DATELINE),
        ("Last updated on 2016-03-28 at 09:00", DATELINE),
        ("Damascus, 28 March 2016", DATELINE),
        ("Homs province, 27 March 2016", DATELINE),
        ("Eastern Ghouta, Rural Damascus, 27 March 2016", DATELINE),
    ],
)
def test_furniture_is_known_by_its_words(line: str, label: BlockLabel) -> None:
    assert label_of(line) is label


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Read here first what the general said about the fall of the town.",
        "Related clashes killed four soldiers near the border.",
        "Share of the blame lies with the ministry, the monitor said.",
        "Comments by the minister drew an angry reply from the rebels.",
        "By Sunday evening, troops had taken the citadel.",
        "By nightfall the town was in rebel hands",
        "Reporting by the monitoring group showed 14 dead in the strike.",
        "Photographs showed troops inside the airport.",
        "Watch towers along the road were shelled.",
        "On 28 March 2016 the army entered Palmyra.",
        "Three replies were sent to the envoy by the rebels.",
        "Army retakes the town from rebels",
        "Print works in the city were bombed.",
        "Following the raid, 12 people were arrested.",
        "Tag Eldin and his men surrendered.",
        "The agency AFP said that 12 were killed.",
        "12 killed in Homs",
        "Airstrikes on Homs, 27 March 2016",
        "May 2015: Islamic State takes the town",
    ],
)
def test_report_is_not_furniture(line: str) -> None:
    assert label_of(line) is None


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("The town fell.", True),
        ("“The town fell.”", True),
        ("It fell, he said (see below.)", True),
        ("The raid killed 12.[4][5]", True),
        ("Army retakes town", False),
        ("The aims were:", False),
        ("", False),
    ],
)
def test_a_sentence_ends_with_its_stop(line: str, closed: bool) -> None:
    assert is_closed(line) is closed


@settings(deadline=None)
@given(st.text(max_size=400))
def test_no_text_is_too_odd_to_judge(line: str) -> None:
    assert label_of(line) in {None, *BlockLabel}
