"""How many, who, and what became of them, from the words of a toll in its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.model import Article, Block, BlockLabel, Category, Claim, Kind, Outcome, Span, Toll
from zenobia.resolving import headcounts, numbers, outcomes, toll_words
from zenobia.resolving.tolls import TollReading, read_toll, resolve_tolls

Linear = Callable[[Callable[[str], object], str], None]


def marked(sentence: str, **given: object) -> TollReading:
    """The reading of the words in square brackets."""
    before, words, after = re.split(r"[\[\]]", sentence)
    return read_toll(words, before + words + after, at=len(before), **given)  # type: ignore[arg-type]


def figures(sentence: str) -> tuple[int | None, int | None]:
    reading = marked(sentence)
    return reading.low, reading.high


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("[At least 31 marsh fighters] were killed.", (31, None)),
        ("The toll [exceeded 100].", (100, None)),
        ("The blast killed [up to a hundred villagers].", (None, 100)),
        ("Doctors counted [35 bodies].", (35, 35)),
        ("The shelling killed four and wounded [twelve more].", (12, 12)),
        ("[Dozens] died.", (None, None)),
        ("[Scores of shepherds] were wounded.", (None, None)),
        ("[several dozen militiamen] were captured.", (None, None)),
        ("[12 to 15 thousand people] fled.", (12_000, 15_000)),
        ("[nearly half of the town's 20,000 people] fled.", (None, None)),
        ("[Fifteen of the dead] were women.", (15, 15)),
        ("[Nearly 70 percent of the victims] were women.", (None, None)),
        ("[one in five children] died.", (None, None)),
        ("The raid left [a family of five] dead.", (5, 5)),
        ("The number killed [rose to 17].", (17, 17)),
    ],
)
def test_figures_and_bounds(sentence: str, wanted: tuple[int | None, int | None]) -> None:
    assert figures(sentence) == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("[A pilot] was killed.", 1),
        ("[The driver, likely an accomplice,] also died.", 1),
        ("[Colonel Tarek Haddad] was shot dead.", 1),
        ("Gunmen killed [the mayor's wife].", 1),
        ("[A 12-year-old boy] was wounded.", 1),
        ("[He] died in hospital.", 1),
        ("The mine killed [a shepherd and his son].", 2),
        ("[A woman and her three children] were killed.", 4),
        ("[two soldiers and three policemen] died.", 5),
        ("[the Minister of Defence and Security] was hurt.", 1),
        ("[Villagers] were killed.", None),
        ("[The police] were attacked and killed.", None),
        ("[Alawites] were killed.", None),
        ("[a group of bandits] was arrested.", None),
        ("[those wounded in the raid] were treated.", None),
    ],
)
def test_people_told_without_a_figure(sentence: str, wanted: int | None) -> None:
    assert figures(sentence) == (wanted, wanted)


@pytest.mark.parametrize(
    "words", ["no casualties", "No deaths", "without any casualties", "All 28 crew were reported safe"]
)
def test_nobody_hurt_is_zero(words: str) -> None:
    assert figures(f"The strike caused [{words}].") == (0, 0)


@pytest.mark.parametrize(
    "words",
    [
        "men of the 104th Brigade",
        "soldiers of Brigade 104",
        "crews of 82mm mortars",
        "fighters 12 km from the town",
        "guards of T-72 tanks",
        "troops in eight military vehicles",
        "civilians in 2016",
        "people on 4 May",
        "people on May 4",
        "people in 30 strikes",
        "residents at 14:30",
        "rebels in 40 villages",
        "villagers [3",
    ],
)
def test_what_counts_no_people_is_no_toll(words: str) -> None:
    assert read_toll(words, f"Killed were {words}]").low is None


def test_drivers_of_trucks_are_people_and_trucks_are_not() -> None:
    assert figures("[21 truck drivers] were killed.") == (21, 21)
    assert figures("[9 trucks] were hit.") == (None, None)


def test_a_figure_or_a_bound_just_outside_the_words_belongs_to_them() -> None:
    assert figures("Six Spanish [Jesuits] were killed.") == (6, 6)
    assert figures("At least [25 villagers] were killed.") == (25, None)
    assert figures("Killed in 2016, [villagers] lay in the road.") == (None, None)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("[15 injured] were taken to Nasib.", Outcome.WOUNDED),
        ("Shells fell on the market, killing [two women] and wounding nine.", Outcome.KILLED),
        ("Shells fell on the market, killing two women and wounding [nine].", Outcome.WOUNDED),
        ("[12 villagers], among them four children, were killed and 30 hurt.", Outcome.KILLED),
        ("Eight people were killed, including [a nurse], and 20 others were injured.", Outcome.KILLED),
        ("Eight people were killed, including a nurse, and [20 others] were injured.", Outcome.WOUNDED),
        ("The blast claimed the lives of [80 people].", Outcome.KILLED),
        ("[Nine farmers] are still missing.", Outcome.MISSING),
        ("Police detained [four men].", Outcome.DETAINED),
        ("Gunmen abducted [a priest] near the river.", Outcome.ABDUCTED),
        ("The battle forced [thousands] to flee.", Outcome.DISPLACED),
    ],
)
def test_the_outcome_is_that_of_the_verb_that_governs_the_words(sentence: str, wanted: Outcome) -> None:
    assert marked(sentence).outcome is wanted


def test_plain_words_overrule_the_reader_and_the_act_does_not() -> None:
    assert marked("[15 injured] were flown out.", outcome=Outcome.KILLED).outcome is Outcome.WOUNDED
    assert (
        marked("They killed and robbed. [Ten men] came.", outcome=Outcome.DETAINED).outcome
        is Outcome.DETAINED
    )
    arrest = marked("They killed [50 guards] they had held.", outcome=Outcome.DETAINED, kind=Kind.ARREST)
    assert arrest.outcome is Outcome.DETAINED
    assert marked("[Ten men] came.", kind=Kind.ARREST).outcome is Outcome.DETAINED


@pytest.mark.parametrize("guess", [Outcome.KILLED, Outcome.WOUNDED])
def test_a_count_told_for_two_outcomes_is_kept_and_not_split(guess: Outcome) -> None:
    for sentence in (
        "[At least 27 gunners] were killed or wounded.",
        "The raid killed and injured [60 people].",
    ):
        reading = marked(sentence, outcome=guess)
        assert (reading.outcome, reading.low, reading.high) == (guess, None, None)
        assert "joint count" in {reason.rule for reason in reading.reasons}


def test_one_man_captured_and_killed_is_one() -> None:
    assert figures("[The gunner] was captured and killed.") == (1, 1)


@pytest.mark.parametrize(
    ("sentence", "who", "category"),
    [
        ("[At least 31 marsh fighters] were killed.", "marsh fighters", Category.COMBATANT),
        ("[Two women were killed] at home.", "women", Category.CIVILIAN),
        ("[40 people] were killed.", "people", Category.UNKNOWN),
        ("It killed 60 villagers and wounded [200 others].", "others", Category.CIVILIAN),
        ("[9 soldiers and villagers] died.", "soldiers and villagers", Category.MIXED),
        ("[5,000 people] fled.", "people", Category.CIVILIAN),
    ],
)
def test_who_they_are(sentence: str, who: str, category: Category) -> None:
    reading = marked(sentence)
    assert (reading.who, reading.category) == (who, category)


def test_scopes() -> None:
    assert marked("[300,000 people] have been killed since 2011.").scope == "running"
    assert marked("Nine were killed, including [two guards].").scope == "part"
    assert marked("[Nine people] were killed.").scope == "incident"


def test_claims_keep_order_words_and_spans_and_every_value_has_its_reason() -> None:
    text = "Shelling of Zarqan killed four. Two soldiers were among the 12 wounded, said a medic."
    article = Article(text=text, blocks=(Block(BlockLabel.BODY, Span(0, len(text))),))
    toll = tuple(
        Toll(text=words, span=Span(at := text.index(words), at + len(words)), outcome=Outcome.KILLED)
        for words in ("four", "12 wounded")
    )
    claims = [
        Claim(
            article_id=article.id, kind=Kind.SHELLING, evidence=(Span(0, 31), Span(32, len(text))), toll=toll
        ),
        Claim(article_id=article.id, kind=Kind.TALKS, evidence=()),
    ]
    resolved = resolve_tolls(claims, article)
    assert [claim.id for claim in resolved] == [claim.id for claim in claims]
    four, twelve = resolved[0].toll
    assert (four.low, four.high, four.outcome) == (4, 4, Outcome.KILLED)
    assert (twelve.low, twelve.high, twelve.outcome) == (12, 12, Outcome.WOUNDED)
    assert all(len(toll.reasons) >= 2 for toll in resolved[0].toll)


@given(st.text(max_size=200), st.text(max_size=80), st.text(max_size=200))
def test_unknown_text_never_raises(before: str, words: str, after: str) -> None:
    reading = read_toll(words, before + words + after, at=len(before))
    assert reading.low is None or reading.high is None or 0 <= reading.low <= reading.high


LISTED = st.sampled_from(
    [
        "at",
        "least",
        "12",
        "and",
        "killed",
        "or",
        "wounded",
        "a",
        "man",
        "including",
        "of",
        "the",
        "dozen",
        "-",
        "soldiers",
        "T-72",
        ".",
        "between",
        "May",
        "half",
        "no",
        "000",
        "death",
        "people",
        "Ali",
        "million",
        "in",
        "2016",
        "were",
    ]
)


@given(st.lists(LISTED, max_size=10), st.lists(LISTED, max_size=6), st.lists(LISTED, max_size=10))
def test_words_of_tolls_in_any_order_never_raise(
    before: list[str], words: list[str], after: list[str]
) -> None:
    parts = [" ".join(part) for part in (before, words, after)]
    reading = read_toll(parts[1], " ".join(parts), at=len(parts[0]) + 1)
    assert reading.low is None or reading.high is None or 0 <= reading.low <= reading.high


PATTERNS = [
    pattern
    for module in (headcounts, numbers, outcomes, toll_words)
    for pattern in vars(module).values()
    if isinstance(pattern, re.Pattern)
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:20])
@pytest.mark.parametrize("seed", ["1", "1,", "a'", "ians", "is", "a", "-", "1.a", " ", "ers" * 5])
def test_patterns_are_linear(pattern: re.Pattern[str], seed: str, assert_linear: Linear) -> None:
    assert_linear(lambda text: sum(1 for _ in pattern.finditer(text)), seed)
