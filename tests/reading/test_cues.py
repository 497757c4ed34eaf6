"""What the reader of cue words makes of news; each test brings its own."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.model import Article, Block, BlockLabel, Claim, Kind, Mention, Outcome, Realis, Span
from zenobia.reading import Reader
from zenobia.reading.cues import CueReader


def article(*paragraphs: str | tuple[BlockLabel, str]) -> Article:
    text, blocks = "", []
    for paragraph in paragraphs:
        label, words = paragraph if isinstance(paragraph, tuple) else (BlockLabel.BODY, paragraph)
        blocks.append(Block(label, Span(len(text), len(text) + len(words))))
        text += words + "\n"
    return Article(text=text, blocks=tuple(blocks))


def read(*paragraphs: str | tuple[BlockLabel, str]) -> list[Claim]:
    reader: Reader = CueReader()
    return reader.read_claims([article(*paragraphs)])[0]


def only(news: str) -> Claim:
    (claim,) = read(news)
    return claim


def texts(mentions: tuple[Mention, ...]) -> list[str]:
    return [mention.text for mention in mentions]


def kinds(news: str) -> set[str]:
    return {str(claim.kind) for claim in read(news)}


@pytest.mark.parametrize(
    ("news", "expected"),
    [
        ("Rebels clashed with the army near Darra.", {"clash"}),
        ("Government troops recaptured Darra.", {"takeover"}),
        ("Warplanes struck the port.", {"airstrike"}),
        ("Mortars hit the old town.", {"shelling"}),
        ("A roadside bomb went off beside the bus.", {"bombing"}),
        ("Police arrested the mayor.", {"arrest"}),
        ("Thousands of families fled the valley.", {"displacement"}),
        ("The minister condemned the silence of the council.", {"statement"}),
        ("The bakery sells bread until noon.", set()),
        # A named means over an attack, and a longer cue over the shorter one inside it.
        ("A suicide attack shook the barracks.", {"bombing"}),
        ("The rocket attack burned a mill.", {"shelling"}),
        # A place taken over the fight for it, and an act over a statement.
        ("After an offensive, troops advanced and captured Darra.", {"takeover"}),
        ("The president praised troops who captured Darra and urged calm.", {"takeover"}),
        # A toll is told of its act, and stands alone only where there is none.
        ("Shelling killed nine people.", {"shelling"}),
        ("Nine people were killed.", {"casualties"}),
        # A bare adjective is no act.
        ("The rebel-held town has no bridge.", set()),
    ],
)
def test_kind(news: str, expected: set[str]) -> None:
    assert kinds(news) == expected


def test_who_did_it_stands_before_the_cue_and_to_whom_after_it() -> None:
    claim = only("Government forces ambushed Red Valley militants outside the mill.")
    assert texts(claim.actors) == ["Government forces"]
    assert texts(claim.targets) == ["Red Valley militants"]


def test_by_turns_it_round() -> None:
    claim = only("Two journalists were kidnapped by masked gunmen in Port Hale.")
    assert texts(claim.actors) == ["gunmen"]


def test_those_counted_are_the_targets() -> None:
    claim = only("Artillery killed at least four farm workers.")
    assert texts(claim.targets) == ["farm workers"]


@pytest.mark.parametrize(
    ("news", "place"),
    [
        ("Rebels clashed with troops in Darra on Monday.", "Darra"),
        ("Rebels clashed with troops near the town of Tel Asmar.", "the town of Tel Asmar"),
        ("Troops captured Darra from rebels.", "Darra"),
        ("In Darra a bomb exploded.", "Darra"),
        ("A bomb exploded on Monday.", None),
        ("A bomb exploded, according to Hale Observatory.", None),
        ("Shells fell on northern Hale province.", "northern Hale province"),
    ],
)
def test_place(news: str, place: str | None) -> None:
    claim = read(news)[0]
    assert (claim.place.text if claim.place else None) == place


@pytest.mark.parametrize(
    ("news", "when"),
    [
        ("A bomb exploded in Darra on Monday evening.", "Monday evening"),
        ("A bomb exploded in Darra yesterday.", "yesterday"),
        ("On 3 May 2019 a bomb exploded in Darra.", "3 May 2019"),
        ("On March 12 a bomb exploded in Darra.", "March 12"),
        ("The siege of Darra has gone on since 2015.", "since 2015"),
        ("Mark Mayor saw a bomb explode in Marib.", None),
    ],
)
def test_when(news: str, when: str | None) -> None:
    claim = read(news)[0]
    assert (claim.when.text if claim.when else None) == when


def test_toll() -> None:
    claim = only("A bomb left at least 12 police officers dead and wounded 1,030 others.")
    assert [(toll.text, toll.outcome, toll.who) for toll in claim.toll] == [
        ("at least 12 police officers", Outcome.KILLED, "police officers"),
        ("1,030 others", Outcome.WOUNDED, "others"),
    ]


def test_a_number_that_counts_no_people_is_no_toll() -> None:
    assert only("A bomb killed horses on 3 May and wrecked 14 lorries; many had died in 2011.").toll == ()


def test_a_toll_told_next_is_the_toll_of_the_act() -> None:
    claim = only("A bomb exploded at a market in Darra. Nine people were killed.")
    assert claim.kind is Kind.BOMBING
    assert [toll.text for toll in claim.toll] == ["Nine people"]
    assert len(claim.evidence) == 2


@pytest.mark.parametrize(
    ("news", "sources"),
    [
        ("A bomb exploded in Darra, the interior ministry said.", ["interior ministry"]),
        ("A bomb exploded in Darra the North Hale Observatory for Peace said.", None),
        ("According to the Hale Monitoring Group, a bomb exploded in Darra.", ["Hale Monitoring Group"]),
        ('"A bomb exploded at our gate in Darra," said Colonel Sami Aziz.', ["Colonel Sami Aziz"]),
        ("Witnesses told the paper that a bomb exploded in Darra.", ["Witnesses"]),
        ("A bomb exploded in Darra.", []),
    ],
)
def test_sources(news: str, sources: list[str] | None) -> None:
    assert texts(read(news)[0].sources) == (
        ["North Hale Observatory for Peace"] if sources is None else sources
    )


def test_he_is_whoever_spoke_last() -> None:
    claims = read("Governor Lena Ode said the bridge was open.", "He said a bomb had exploded in Darra.")
    assert texts(claims[-1].sources) == ["Governor Lena Ode"]


def test_quote() -> None:
    claim = only("“The bomb exploded at our gate,” the governor said.")
    assert claim.quote is not None
    assert claim.quote.text == "The bomb exploded at our gate,"


@pytest.mark.parametrize(
    ("news", "realis"),
    [
        ("Troops captured Darra.", Realis.ASSERTED),
        ("Troops will capture Darra.", Realis.PLANNED),
        ("Troops set out to capture Darra.", Realis.PLANNED),
        ("Troops may have captured Darra.", Realis.POSSIBLE),
        ("Troops reportedly captured Darra.", Realis.POSSIBLE),
        ("The army denied that troops captured Darra.", Realis.DENIED),
    ],
)
def test_realis(news: str, realis: Realis) -> None:
    assert read(news)[0].realis is realis


def test_one_act_told_twice_is_one_claim() -> None:
    headline = (BlockLabel.HEADLINE, "Rebels capture Darra")
    (claim,) = read(headline, "Rebels captured Darra on Monday, the army said.")
    assert len(claim.evidence) == 2
    assert claim.when is not None
    assert texts(claim.sources) == ["army"]


def test_two_places_are_two_claims() -> None:
    claims = read("Rebels captured Darra.", "Rebels captured Port Hale.")
    assert [claim.place.text for claim in claims if claim.place] == ["Darra", "Port Hale"]


def test_joining_keeps_both_tolls() -> None:
    claim = only("A bomb killed nine people in Darra. The bomb in Darra killed 12 people, a doctor said.")
    assert [toll.text for toll in claim.toll] == ["nine people", "12 people"]


def test_furniture_tells_nothing() -> None:
    assert (
        read((BlockLabel.CAPTION, "Rebels captured Darra."), (BlockLabel.LINK, "Shells hit Port Hale.")) == []
    )


def test_lost_commas() -> None:
    """The report went through a system that drops commas and apostrophes."""
    claim = only(
        "Air strikes on the town of Darra killed 12 people including six children the Hale Monitor said."
    )
    assert claim.kind is Kind.AIRSTRIKE
    assert claim.place is not None
    assert claim.place.text == "the town of Darra"
    assert [toll.text for toll in claim.toll] == ["12 people", "six children"]
    assert texts(claim.sources) == ["Hale Monitor"]


# "ſ" is an "s", and "K" (a Kelvin sign) a "k", where case is ignored.
WORDS = 'miſsing|Killed|army|captured|bomb|12|people|in|Darra|Monday|said|the|"a|,|.|according|to|by|\n'
NEWSY = st.lists(st.sampled_from(WORDS.split("|")), max_size=40).map(" ".join)


@given(NEWSY | st.text(st.characters() | st.sampled_from("ſKİß"), max_size=200))
def test_every_mention_is_the_words_it_stands_on(text: str) -> None:
    news = article(text)
    reader = CueReader()
    (claims,) = reader.read_claims([news])
    for claim in claims:
        assert all(mention.span.of(news.text) == mention.text for mention in claim.mentions())
        assert list(claim.evidence) == sorted(claim.evidence)
        assert claim.article_id == news.id
        assert claim.reader == reader.name


@given(st.lists(NEWSY, min_size=1, max_size=4))
def test_company_changes_nothing(texts: list[str]) -> None:
    articles = [article(text) for text in texts]
    alone = [CueReader().read_claims([one])[0] for one in articles]
    assert CueReader().read_claims(articles) == alone


@pytest.mark.parametrize(
    "unit",
    [
        "Rebels captured Darra. ",
        "Shells fell. ",
        "Nine people died. ",
        "bomb ",
        "in the town of ",
        "A Bb-",
        "The Army and the State of ",
        "12 people ",
        "1,000,",
        "killed ",
        '"',
        "said ",
        "Xxxxxxxxx ",
        "\n",
        "according to ",
        "of the ",
    ],
)
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = time.process_time()
        read(text)
        return time.process_time() - started

    short, long = min(seconds(20_000) for _ in range(2)), seconds(200_000)
    assert long < 40 * short + 0.5
