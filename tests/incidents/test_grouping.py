"""Which claims are one happening: whatever their order, and whatever a score says against a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from few_words import MARCH_27, claim_of, in_report, killed, party, person, place_of, source
from hypothesis import given, settings
from hypothesis import strategies as st

import zenobia.incidents
from zenobia.dates import DatePrecision, DateRange
from zenobia.incidents.account import give_account
from zenobia.incidents.depositions import Deposition, tell
from zenobia.incidents.grouping import group_claims
from zenobia.model import ActorMention, Claim, Judgement, Kind, PlacePrecision, Realis, Verdict
from zenobia.resolving.registry import open_registry


def grouped(depositions: Sequence[Deposition], judgements: Sequence[Judgement] = ()) -> set[frozenset[str]]:
    return {frozenset(group.claim_ids) for group in group_claims(depositions, judgements).groups()}


def are_one(*claims: Claim, judgements: Sequence[Judgement] = ()) -> bool:
    return grouped([in_report(claim) for claim in claims], judgements) == {frozenset(c.id for c in claims)}


def judged(one: Claim, other: Claim, verdict: Verdict, day: int = 1) -> Judgement:
    return Judgement(one.id, other.id, verdict, "reviewer", datetime(2016, 4, day, tzinfo=UTC))


def test_one_strike_in_two_papers_is_one() -> None:
    assert are_one(claim_of("a", actors="russia"), claim_of("b", actors="russia.air_force"))


def test_a_toll_that_rises_is_the_same_incident() -> None:
    """ "12 dead" at noon, "at least 31 killed" the next morning."""
    assert are_one(
        claim_of("a", toll=(killed(12, 12),)),
        claim_of("b", toll=(killed(31),)),
        claim_of("c", toll=(killed(28, 28),)),
    )


def test_strikes_of_two_parties_on_one_town_on_one_day_are_two() -> None:
    assert not are_one(claim_of("a", actors="russia"), claim_of("b", actors="united-states"))


def test_the_rebels_of_a_country_are_not_its_army() -> None:
    """ "Rebels shelled Manbij on Sunday"; "Syrian troops shelled Manbij on Sunday"."""
    rebels = claim_of("a", Kind.SHELLING, actors="syria.rebels")
    assert not are_one(rebels, claim_of("b", Kind.SHELLING, actors="syria.army"))
    assert are_one(rebels, claim_of("c", Kind.SHELLING, actors="syria.rebels"))


def test_an_army_and_its_government_are_one_party() -> None:
    """ "Syrian troops shelled Manbij"; "the government shelled Manbij"."""
    troops = claim_of("a", Kind.SHELLING, actors="syria.army")
    assert are_one(troops, claim_of("b", Kind.SHELLING, actors="syria.government"))


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("peoples-protection-units", "syrian-democratic-forces"),
        ("jabhat-fateh-al-sham", "al-nusra-front"),
        ("al-qassam-brigades", "hamas"),
    ],
)
def test_a_group_and_its_part_or_later_name_are_one_party(part: str, whole: str) -> None:
    """ "The YPG attacked the base"; "the SDF attacked the base"."""
    attack = claim_of("a", Kind.ATTACK, actors=part)
    assert are_one(attack, claim_of("b", Kind.ATTACK, actors=whole))
    assert not are_one(attack, claim_of("b", Kind.ATTACK, actors="ahrar-al-sham"))


def test_parts_are_parts_in_the_registry_too() -> None:
    registry = open_registry()
    table = Path(zenobia.incidents.__file__).with_name("wholes.csv").read_text("utf-8").splitlines()[1:]
    assert table
    for part, whole in (row.split(",") for row in table):
        actor = registry.get(part)
        assert actor is not None, part
        assert whole in {above.id for above in registry.lineage(actor)[1:]}, part


def test_a_province_within_reach_of_its_town_weighs_nothing() -> None:
    """One report: "a Russian air strike in Aleppo province", "a Russian air strike on Manbij"."""
    wide = replace(
        place_of("Manbij", PlacePrecision.PROVINCE), place_id="province", lat=36.2, lon=37.3, name="Aleppo"
    )
    province = replace(claim_of("a", actors="russia", at=1), place=wide)
    assert are_one(province, claim_of("a", actors="russia"))
    assert not are_one(province, claim_of("a", actors="united-states"))


@pytest.mark.parametrize(
    "other",
    [
        claim_of("b", place="Aleppo"),
        claim_of("b", days=date(2016, 4, 9)),
        claim_of("b", kind=Kind.ARREST),
        claim_of("b", kind=Kind.TAKEOVER),
    ],
    ids=["another town", "another week", "an arrest", "a taking"],
)
def test_another_town_time_or_act_is_another_incident(other: Claim) -> None:
    assert not are_one(claim_of("a"), other)


def test_an_attack_in_one_paper_is_a_bombing_in_the_next() -> None:
    assert are_one(claim_of("a", Kind.BOMBING), claim_of("b", Kind.ATTACK), claim_of("c", Kind.CASUALTIES))


def test_fights_may_be_told_from_either_side() -> None:
    assert are_one(
        claim_of("a", Kind.CLASH, actors="islamic-state", targets="syria.army"),
        claim_of("b", Kind.CLASH, actors="syria.army", targets="islamic-state"),
    )


def test_what_is_not_said_weighs_nothing() -> None:
    """Without a place, a day or a party, two strikes have nothing but their kind in common."""
    assert not are_one(claim_of("a", place=None, days=None), claim_of("b", place=None, days=None))


def test_a_denial_and_a_plan_join_the_act_they_speak_of() -> None:
    assert are_one(
        claim_of("a", actors="russia"),
        claim_of("b", actors="russia", realis=Realis.DENIED, sources=(source("russia"),)),
        claim_of("c", actors="russia", realis=Realis.PLANNED),
    )


def test_a_claim_without_a_place_has_that_of_its_neighbour() -> None:
    """ "Jets hit Manbij on Sunday. Eleven people were killed." """
    strike = claim_of("a", at=0)
    toll = claim_of("a", Kind.CASUALTIES, None, None, toll=(killed(11, 11),), at=1)
    elsewhere = claim_of("b", toll=(killed(11, 11),))
    told = [*tell([strike, toll], [(), ()], date(2016, 3, 28)), in_report(elsewhere)]
    assert grouped(told) == {frozenset({strike.id, toll.id, elsewhere.id})}


def test_names_in_common_join_what_has_no_place() -> None:
    """No place, no party: but both name Rahaf Zein, 9, and Deeb Alloush."""
    words = ("Rahaf Zein, 9, and Deeb Alloush were hit.",)
    told = [in_report(claim_of(paper, place=None, at=i), sentences=words) for i, paper in enumerate("ab")]
    assert len(grouped([*told, in_report(claim_of("c", place=None))])) in (2, 3)
    placed = [
        in_report(claim_of(paper, place="Manbij", days=date(2016, 3, 26 + i)), sentences=words)
        for i, paper in enumerate("ab")
    ]
    assert len(grouped(placed)) == 1


def at_site(words: str, article: str = "a", day: int = 0, at: int = 0) -> Claim:
    claim = claim_of(article, Kind.ATTACK, "Manbij", MARCH_27 + timedelta(day), at=at)
    assert claim.place is not None
    return replace(claim, place=replace(claim.place, text=words, precision=PlacePrecision.SITE))


def test_two_streets_of_one_town_are_two_incidents() -> None:
    """ "A man was shot in the 400 block of Cedar Avenue on Sunday"; "… on Tallis Street on Sunday"."""
    cedar = at_site("the 400 block of Cedar Avenue")
    assert not are_one(cedar, at_site("Tallis Street in Manbij", "b"))
    assert are_one(cedar, at_site("a tavern on Cedar Avenue", "b"))
    assert are_one(cedar, at_site("a tavern in Manbij", "b")), "what is not said weighs nothing"
    assert are_one(cedar, at_site("the Blue Heron Tavern", "b")), "a tavern may stand in the avenue"


def test_one_street_in_two_reports_outweighs_what_else_differs() -> None:
    """ "Three hurt at Seventh and Tallis on Sunday"; "a shooting at 7th and Tallis streets on Wednesday"."""
    corner = at_site("Seventh Street and Tallis Avenue")
    assert are_one(corner, at_site("the corner of 7th and Tallis streets", "b", day=2))
    assert not are_one(corner, at_site("the corner of 9th and Cedar streets", "b", day=2))


def test_a_street_that_another_claim_of_the_report_tells_counts_too() -> None:
    """ "A girl was shot outside a home on Sunday … Her home in the 400 block of Cedar Avenue was raided." """
    raid = replace(at_site("her home in the 400 block of Cedar Avenue", at=1), kind=Kind.ARREST)
    report = tell([at_site("a home in Manbij"), raid], [("A girl was shot.",), ("It was raided.",)])
    other = in_report(at_site("a house on Cedar Avenue", "b", day=2))
    shots = {report[0].claim.id, other.claim.id}
    assert any(shots <= group for group in grouped([*report, other]))
    (alone,) = tell([at_site("a home in Manbij")], [("A girl was shot.",)])
    assert not any(shots <= group for group in grouped([alone, other]))


def test_streets_of_one_name_in_two_towns_are_two() -> None:
    far = at_site("Cedar Avenue", "b")
    sukhna = replace(place_of("Sukhna", PlacePrecision.SITE), text="Cedar Avenue")
    assert are_one(at_site("Cedar Avenue"), far)
    assert not are_one(at_site("Cedar Avenue"), replace(far, place=sukhna))


def shot(article: str, *targets: ActorMention, place: str = "Manbij", day: int = 0) -> Claim:
    when = MARCH_27 + timedelta(day)
    return replace(claim_of(article, Kind.ATTACK, place, when), targets=targets)


def test_nobody_is_killed_twice() -> None:
    """ "Amina Yusuf was shot at a market in Manbij"; "Amina H. Yusuf, 34, was shot in Sukhna"."""
    assert are_one(shot("a", person("Amina Yusuf")), shot("b", person("Amina H. Yusuf, 34"), place="Sukhna"))
    assert not are_one(shot("a", person("Amina Yusuf")), shot("b", person("Amina Saleh"), place="Sukhna"))


def test_who_was_killed_may_be_named_days_later() -> None:
    named_later = replace(shot("b", person("Amina Yusuf"), place="Sukhna", day=9), place=None)
    assert are_one(shot("a", person("Amina Yusuf")), named_later)


def test_one_name_far_apart_in_place_and_time_is_two_persons() -> None:
    assert not are_one(
        shot("a", person("Amina Yusuf")), shot("b", person("Amina Yusuf"), place="Aleppo", day=9)
    )


def test_who_is_in_a_registry_is_in_many_happenings() -> None:
    president = replace(party("bashar-al-assad"), text="Bashar Assad")
    assert not are_one(shot("a", president), shot("b", president, place="Sukhna"))


def test_a_body_is_no_person() -> None:
    """ "The attack on Manbij Hospital", "on Military Council posts"."""
    for body in ("Manbij Hospital", "Military Council", "Ahrar Brigade", "Monday Market"):
        assert not are_one(shot("a", person(body)), shot("b", person(body), place="Sukhna"))


def test_the_arrest_of_who_is_named_brings_two_reports_on_his_deed_together() -> None:
    """ "A man was shot in Manbij. Sami Haddad was held." · "A man was shot by the river. Sami Haddad was held." """
    told = [
        deposition
        for article, place in (("a", "Manbij"), ("b", None))
        for deposition in tell(
            [
                replace(claim_of(article, Kind.ATTACK, place), targets=(person("A man"),)),
                replace(claim_of(article, Kind.ARREST, place, at=1), targets=(person("Sami Haddad"),)),
            ],
            [("A man was shot.",), ("Sami Haddad was held.",)],
        )
    ]
    assert sorted(map(len, grouped(told))) == [2, 2]


def test_who_only_speaks_in_two_reports_does_not_join_them() -> None:
    """ "Sami Haddad, a spokesman, condemned the strike on …"."""
    told = [
        deposition
        for article, place in (("a", "Manbij"), ("b", "Sukhna"))
        for deposition in tell(
            [
                claim_of(article, Kind.ATTACK, place),
                replace(claim_of(article, Kind.STATEMENT, None, at=1), actors=(person("Sami Haddad"),)),
            ],
            [("A man was shot.",), ("Sami Haddad condemned it.",)],
        )
    ]
    attacks = {d.claim.id for d in told if d.claim.kind is Kind.ATTACK}
    assert not any(attacks <= group for group in grouped(told))


def test_a_fight_is_part_of_its_battle_and_the_battle_stays_one() -> None:
    weeks = DateRange(date(2016, 3, 7), date(2016, 3, 27), DatePrecision.MONTH)
    sides = {"actors": "syria.army", "targets": "islamic-state"}
    battle = [claim_of(paper, Kind.CLASH, "Palmyra", weeks, **sides) for paper in "ab"]
    fight = [claim_of(paper, Kind.CLASH, "Palmyra", date(2016, 3, 14), **sides) for paper in "cd"]
    groups = list(group_claims([in_report(claim) for claim in (*battle, *fight)]).groups())
    assert {frozenset(group.claim_ids) for group in groups} == {
        frozenset(claim.id for claim in battle),
        frozenset(claim.id for claim in fight),
    }
    (part,) = (group for group in groups if fight[0].id in group.claim_ids)
    assert part.whole is not None
    assert battle[0].id in groups[part.whole].claim_ids


def test_the_toll_of_a_fight_is_not_added_to_that_of_its_battle() -> None:
    """ "A hundred died in three weeks"; "20 died on 14 March"."""
    weeks = DateRange(date(2016, 3, 7), date(2016, 3, 27), DatePrecision.MONTH)
    sides = {"actors": "syria.army", "targets": "islamic-state"}
    battle = claim_of("a", Kind.CLASH, "Palmyra", weeks, toll=(killed(100, 100),), **sides)
    fight = claim_of("b", Kind.CLASH, "Palmyra", date(2016, 3, 14), toll=(killed(20, 20),), **sides)
    told = {claim.id: in_report(claim) for claim in (battle, fight)}
    groups = list(group_claims(list(told.values())).groups())
    accounts = {group.claim_ids: give_account([told[id] for id in group.claim_ids]) for group in groups}
    assert {ids: account.toll[0].best for ids, account in accounts.items()} == {
        (battle.id,): 100,
        (fight.id,): 20,
    }


def test_a_chain_of_days_is_not_one_incident() -> None:
    """Shelling every day of a month is not one shelling of a month."""
    days = [claim_of("abcdefghijklm"[i], Kind.SHELLING, days=MARCH_27 + timedelta(i)) for i in range(12)]
    assert max(map(len, grouped([in_report(claim) for claim in days]))) <= 3


def test_every_member_has_the_reasons_that_bind_it() -> None:
    claims = [claim_of("a", actors="russia"), claim_of("b", actors="russia")]
    (group,) = group_claims([in_report(claim) for claim in claims]).groups()
    for id, reasons in zip(group.claim_ids, group.reasons, strict=True):
        points = {reason.rule: reason.points for reason in reasons}
        assert points == {"same place": 2.5, "same kind": 1.5, "same days": 2.0, "same actors": 1.0}
        assert {reason.detail for reason in reasons} == {c.id for c in claims} - {id}


def test_copies_are_members_with_reasons_too() -> None:
    copies = [claim_of(paper, toll=(killed(3, 3),)) for paper in "abcd"]
    (group,) = group_claims([in_report(claim) for claim in copies]).groups()
    assert all(group.reasons)


def test_hundreds_of_papers_on_one_strike_are_one_incident() -> None:
    """Each names another victim, so that no two are copies; one dates it vaguely, and belongs with some."""
    strike = [claim_of(f"p{n}", actors="russia", toll=(killed(n % 7 + 20),)) for n in range(300)]
    vague = claim_of("q", days=DateRange(MARCH_27, MARCH_27 + timedelta(9), DatePrecision.MONTH))
    told = [
        in_report(c, sentences=(f"{chr(65 + n % 26)}arid{chr(97 + n // 26)} was there.",))
        for n, c in enumerate(strike)
    ]
    groups = grouped([*told, in_report(vague)])
    assert max(map(len, groups)) >= 300
    parted = grouped([*told, in_report(vague)], [judged(strike[3], strike[200], Verdict.NOT_SAME)])
    assert not any({strike[3].id, strike[200].id} <= group for group in parted)
    assert len(parted) <= 3, "and the others do not fall apart for it"


# ---- judgements


def test_a_person_can_part_what_looks_the_same() -> None:
    one, other = claim_of("a"), claim_of("b")
    assert not are_one(one, other, judgements=[judged(one, other, Verdict.NOT_SAME)])


def test_a_person_can_join_what_looks_different() -> None:
    one, other = claim_of("a"), claim_of("b", Kind.ARREST, "Aleppo", date(2011, 1, 1))
    assert are_one(one, other, judgements=[judged(other, one, Verdict.SAME)])


def test_of_two_judgements_on_a_pair_the_later_holds() -> None:
    one, other = claim_of("a"), claim_of("b")
    first, second = judged(one, other, Verdict.NOT_SAME, 1), judged(other, one, Verdict.SAME, 2)
    assert are_one(one, other, judgements=[second, first])


# ---- properties

_SITES = st.sampled_from(
    ["", "", "Cedar Avenue", "the 400 block of Cedar Avenue", "Tallis Street", "the Blue Heron Tavern"]
)
_DAYS = [None, *(MARCH_27 + timedelta(i) for i in (0, 0, 1, 3, 9))]
_WEEKS = DateRange(date(2016, 3, 20), date(2016, 4, 9), DatePrecision.MONTH)


def _claims() -> st.SearchStrategy[list[Claim]]:
    one = st.builds(
        claim_of,
        st.sampled_from("abcdefgh"),
        st.sampled_from([Kind.AIRSTRIKE, Kind.ATTACK, Kind.CASUALTIES, Kind.CLASH, Kind.TAKEOVER]),
        st.sampled_from([None, "Manbij", "Manbij", "Palmyra"]),
        st.sampled_from([*_DAYS, _WEEKS]),
        actors=st.sampled_from(["", "russia", "syria.army", "islamic-state"]),
        targets=st.sampled_from(["", "islamic-state"]),
        toll=st.sampled_from([(), (killed(12, 12),), (killed(30),)]),
        realis=st.sampled_from([Realis.ASSERTED, Realis.DENIED]),
        at=st.integers(0, 40),
    )
    one = st.builds(_sited, one, _SITES)
    return st.lists(one, max_size=24, unique_by=lambda claim: claim.id)


def _sited(claim: Claim, words: str) -> Claim:
    if claim.place is None or not words:
        return claim
    return replace(claim, place=replace(claim.place, text=words, precision=PlacePrecision.SITE))


def _depositions(claims: Sequence[Claim]) -> list[Deposition]:
    """The claims in their articles, each article whole."""
    told: list[Deposition] = []
    for article in sorted({claim.article_id for claim in claims}):
        inside = [claim for claim in claims if claim.article_id == article]
        told += tell(inside, [()] * len(inside), date(2016, 3, 28), article)
    return told


@settings(max_examples=150, deadline=None)
@given(_claims(), st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(claims: list[Claim], random: Random) -> None:
    told = _depositions(claims)
    first = group_claims(told)
    random.shuffle(told)
    second = group_claims(told)
    as_sets = [[(g.claim_ids, g.reasons, g.whole) for g in grouping.groups()] for grouping in (first, second)]
    assert as_sets[0] == as_sets[1]


@settings(max_examples=150, deadline=None)
@given(_claims(), st.data())
def test_grouping_what_is_touched_is_grouping_everything(claims: list[Claim], data: st.DataObject) -> None:
    """Old components that no new claim has an edge into stay as they are: the rest is grouped again."""
    told = _depositions(claims)
    whole = group_claims(told)
    components = dict(zip(whole.traits.ids, whole.component, strict=True))
    some = data.draw(st.sets(st.sampled_from(sorted(set(components.values()))) if claims else st.nothing()))
    inside = [deposition for deposition in told if components[deposition.claim.id] in some]
    outside = [deposition for deposition in told if components[deposition.claim.id] not in some]
    assert grouped(inside) | grouped(outside) == grouped(told)


@settings(max_examples=150, deadline=None)
@given(_claims(), st.data())
def test_a_judgement_is_never_overruled(claims: list[Claim], data: st.DataObject) -> None:
    if len(claims) < 2:
        return
    pairs = st.lists(st.sampled_from(claims), min_size=2, max_size=2, unique_by=lambda claim: claim.id)
    one, other = data.draw(pairs)
    verdict = data.draw(st.sampled_from(list(Verdict)))
    groups = grouped(_depositions(claims), [judged(one, other, verdict)])
    together = any({one.id, other.id} <= group for group in groups)
    assert together == (verdict is Verdict.SAME)
    assert sum(map(len, groups)) == len(claims), "every claim is in one group"
