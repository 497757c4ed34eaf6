"""Rival tolls as low, best and high, each with who says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from few_words import claim_of, in_report, killed, party, source
from hypothesis import given
from hypothesis import strategies as st

from zenobia.incidents.account import give_account
from zenobia.incidents.depositions import Deposition
from zenobia.model import Category, Claim, Figure, Kind, Realis, Span, Toll


def total(*depositions: Deposition) -> tuple[int, int, int | None]:
    figure = next(f for f in give_account(depositions).toll if f.is_total)
    return figure.low, figure.best, figure.high


def told(
    article: str, *toll: Toll, by: str | None = None, day: int = 28, relation: str = "monitor"
) -> Deposition:
    sources = (source(by, relation=relation),) if by else ()
    return in_report(claim_of(article, toll=toll, sources=sources), date(2016, 3, day))


def test_rival_figures_span_from_low_to_high_and_the_best_has_most_origins() -> None:
    """ "12 dead" (state media), 20 (the Observatory), 20 (medics)."""
    account = (
        told("a", killed(12, 12), by="state media", day=27),
        told("b", killed(20, 20), by="Observatory"),
        told("c", killed(20, 20), by="medics"),
    )
    assert total(*account) == (12, 20, 20)


def test_a_later_figure_of_one_origin_replaces_its_earlier() -> None:
    """ "12 dead" at noon, "31" by night: nobody holds on to 12."""
    noon, night = (
        told("a", killed(12, 12), by="medics", day=27),
        told("b", killed(31, 31), by="medics", day=28),
    )
    assert total(noon, night) == total(night, noon) == (31, 31, 31)


def one_report(*sentences: tuple[Toll, ...]) -> Deposition:
    """A claim told in these sentences, each with its tolls."""
    evidence = tuple(Span(100 * at, 100 * at + 90) for at in range(len(sentences)))
    tolls = [
        replace(
            toll, span=Span(100 * at + 5 * number, 100 * at + 5 * number + 4), text=f"{toll.low} {number}"
        )
        for at, told_there in enumerate(sentences)
        for number, toll in enumerate(told_there)
    ]
    return in_report(replace(claim_of("a", toll=tuple(tolls)), evidence=evidence))


def test_a_count_that_is_told_again_is_not_added() -> None:
    """ "Bombs kill 22 in Homs. At least 22 people died when two bombs went off on Tuesday." """
    assert total(one_report((killed(22, 22),), (killed(22),))) == (22, 22, 22)


def test_up_to_seven_hundred_is_nobodys_best_figure() -> None:
    """ "At least 400 were killed, the monitor said"; two days later: "Up to 700, a relative told me"."""
    told = (
        in_report(claim_of("a", toll=(killed(400),)), date(2016, 3, 27)),
        in_report(claim_of("b", toll=(killed(None, 700),)), date(2016, 3, 29)),
    )
    assert total(*told) == (400, 400, 700)


def test_a_headline_that_runs_into_its_report_is_not_added() -> None:
    """ "7 Civilians Killed in Tal Abyad Seven civilians were killed in Tal Abyad on Wednesday" """
    headline, report = killed(7, 7, who="Civilians"), killed(7, 7, who="civilians")
    assert total(one_report((headline, report))) == (7, 7, 7)


def told_twice(one: Claim, other: Claim) -> tuple[Deposition, Deposition]:
    """Two claims of one report by one source, whose tolls are the same words."""
    first, second = (
        replace(
            claim,
            toll=tuple(replace(toll, span=Span(200, 223)) for toll in claim.toll),
            sources=(source("General Command", relation="party"),),
        )
        for claim in (one, other)
    )
    return in_report(first), in_report(second)


def sided(side: str) -> Claim:
    """ "More than 450 militants were killed in the battle", read as the toll of one that names their side."""
    toll = (killed(450, None, Category.COMBATANT, "militants"),)
    return claim_of("a", Kind.CLASH, targets=side, toll=toll)


def test_the_same_words_in_two_claims_count_the_same_people_once() -> None:
    """ "More than 450 militants were killed in the battle": told of the battle and of the city's capture."""
    once, again = sided("islamic-state"), replace(sided(""), kind=Kind.CASUALTIES)
    toll = give_account(told_twice(once, again)).toll
    assert [(f.side, f.low, f.is_total) for f in toll] == [(None, 450, True), ("islamic-state", 450, False)]


def test_of_words_that_two_claims_give_to_two_sides_nobody_can_say_whose_they_were() -> None:
    toll = give_account(
        told_twice(sided("islamic-state"), replace(sided("nusra-front"), kind=Kind.ATTACK))
    ).toll
    assert {(f.side, f.low) for f in toll} == {(None, 450)}


def test_words_within_words_are_the_same_words() -> None:
    """ "450 militants" in one claim, "more than 450 militants" in the other."""
    first, second = told_twice(sided("islamic-state"), replace(sided(""), kind=Kind.CASUALTIES))
    shorter = replace(first.claim.toll[0], span=Span(210, 223), high=450)
    assert total(in_report(replace(first.claim, toll=(shorter,))), second)[1] == 450


def test_other_words_of_the_report_count_other_sides_still() -> None:
    """ "400 militants were killed", and further down "188 soldiers were killed"."""
    militants, _ = told_twice(sided("islamic-state"), sided(""))
    soldiers = replace(
        claim_of("a", Kind.CLASH, targets="syria.army", toll=(killed(188, 188, Category.COMBATANT),), at=5),
        sources=militants.claim.sources,
    )
    assert total(militants, in_report(soldiers))[1] == 638


def test_counts_of_one_sentence_are_added() -> None:
    """ "Six died in Aleppo and four in Deir ez-Zor"; the headline has ten."""
    assert total(one_report((killed(10, 10),), (killed(6, 6), killed(4, 4)))) == (10, 10, 10)


def test_of_two_counts_in_one_report_the_larger_holds() -> None:
    """ "At least 45 were killed, activists said. The count could be over 50." """
    assert total(one_report((killed(45),), (killed(50),))) == (50, 50, None)


def test_ten_papers_with_one_origin_are_one_voice() -> None:
    papers = [told(f"p{n}", killed(40, 40), by="ministry", relation="party") for n in range(10)]
    assert total(*papers, told("q", killed(8, 8), by="Observatory"))[1] == 8


def test_a_party_to_the_fighting_yields_to_others() -> None:
    ministry = told("a", killed(100, 100), by="ministry", day=29, relation="party")
    assert total(ministry, told("b", killed(12, 12), by="Observatory")) == (12, 12, 100)


def test_over_twenty_has_no_high_unless_somebody_gives_one() -> None:
    assert total(told("a", killed(20), by="medics")) == (20, 20, None)
    assert total(told("a", killed(20), by="medics"), told("b", killed(25, 25), by="army")) == (20, 25, 25)
    assert total(told("a", killed(None, 700), by="activists")) == (0, 700, 700)


def test_sides_add_up_and_parts_and_running_totals_do_not() -> None:
    """ "400 fighters and 188 soldiers were killed, 30 of them on Saturday, and 5,000 since 2011." """
    part = replace(killed(30, 30), scope="part")
    since = replace(killed(5000, 5000), scope="running")
    claim = claim_of(
        "a",
        Kind.CLASH,
        toll=(
            killed(400, 400, Category.COMBATANT, "islamists"),
            killed(188, 188, Category.COMBATANT, "soldiers"),
            part,
            since,
        ),
    )
    claim = replace(
        claim,
        actors=(replace(party("islamic-state"), text="Islamists", name="Islamic State"),),
        targets=(replace(party("syria.army"), text="Syrian soldiers", name="Syrian Army"),),
    )
    toll = give_account([in_report(claim)]).toll
    assert [(f.side, f.low, f.is_total) for f in toll] == [
        (None, 588, True),
        ("Islamic State", 400, False),
        ("Syrian Army", 188, False),
    ]


def test_fighters_of_two_sides_are_not_all_the_targets() -> None:
    """ "400 fighters and 188 soldiers were killed": with one side named, neither figure is given to it."""
    toll = (
        killed(400, 400, Category.COMBATANT, "fighters"),
        killed(188, 188, Category.COMBATANT, "soldiers"),
    )
    claim = claim_of("a", Kind.CLASH, targets="islamic-state", toll=toll)
    assert {figure.side for figure in give_account([in_report(claim)]).toll} == {None}


def test_a_total_covers_the_sides_that_are_told_beside_it() -> None:
    """ "25 people were killed. Twelve civilians died, the medics said": 25 in all, not 37."""
    first = told("a", killed(25, 25), by="medics")
    second = told("b", killed(12, 12, Category.CIVILIAN), by="medics")
    assert total(first, second) == (25, 25, 25)


def test_figures_of_denials_and_plans_are_not_counted() -> None:
    """ "The army denied that 30 were killed." """
    denied = in_report(claim_of("a", toll=(killed(30, 30),), realis=Realis.DENIED))
    assert give_account([denied]).toll == ()


def test_every_figure_opens_into_claims_and_origins() -> None:
    depositions = [
        told("a", killed(12, 12), by="state media", day=27),
        told("b", killed(20), by="Observatory"),
    ]
    (figure,) = give_account(depositions).toll
    ids = {deposition.claim.id for deposition in depositions}
    assert {id for version in figure.versions for id in version.claim_ids} == ids
    assert [(v.value, v.origins, v.told_on) for v in figure.versions] == [
        ("12", ("state media",), date(2016, 3, 27)),
        ("20+", ("Observatory",), date(2016, 3, 28)),
    ]


_FIGURES = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted)
_TOLD = st.lists(
    st.tuples(st.sampled_from("abcde"), _FIGURES, st.integers(1, 28), st.booleans()), min_size=1, max_size=8
)


@given(_TOLD, st.randoms(use_true_random=False))
def test_low_best_and_high_are_in_order_and_were_told(figures: list, random: object) -> None:
    depositions = [
        told(f"{n}{origin}", killed(low, None if open_ else high), by=origin, day=day)
        for n, (origin, (low, high), day, open_) in enumerate(figures)
    ]
    figure: Figure = next(f for f in give_account(depositions).toll if f.is_total)
    assert figure.low <= figure.best <= (figure.best if figure.high is None else figure.high)
    assert figure.best in {low for _, (low, _), _, _ in figures}
    random.shuffle(depositions)  # type: ignore[attr-defined]
    assert give_account(depositions).toll[0] == figure
