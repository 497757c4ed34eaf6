"""Which names are one side."""

from __future__ import annotations

from hand_made import ARMY, GOVERNMENT, IS, KNOWN, claim, fought, party, spokesman, took

from zenobia.holdings.sides import Sides
from zenobia.model import Claim, Kind, Side
from zenobia.resolving.registry import open_registry

GOVERNMENT_ITSELF = ("Government of Syria", "syria.government")
MILITIA = ("National Defence Forces", "national-defence-forces")
IRAQI_ARMY, PESHMERGA = ("Iraqi Army", "iraq.army"), ("Peshmerga", "peshmerga")


def sides(*claims: Claim) -> Sides:
    return Sides(claims, KNOWN.lineage)


def test_troops_and_their_government_are_one_side() -> None:
    known = sides(
        took(ARMY, "2016-03-27"), took(GOVERNMENT_ITSELF, "2016-03-27"), took(MILITIA, "2016-03-27")
    )
    assert known.of([party(ARMY), party(GOVERNMENT_ITSELF), party(MILITIA)]) == (GOVERNMENT,)


def test_a_militia_alone_keeps_its_name() -> None:
    assert sides(took(MILITIA, "2016-03-27")).of([party(MILITIA)])[0].name == "National Defence Forces"


def test_an_alliance_and_its_main_part_are_one_side() -> None:
    """ "The YPG entered the town"; "the SDF hold it": no change of hands."""
    registry = open_registry()
    lineages = {
        "peoples-protection-units": "Syrian Democratic Forces",
        "jabhat-fateh-al-sham": "al-Nusra Front",
    }
    for actor_id, whole in lineages.items():
        part = registry.get(actor_id)
        assert part is not None
        line = [Side(actor.name, actor.id) for actor in registry.lineage(part)]
        one, all_ = (line[0].name, line[0].actor_id), (line[1].name, line[1].actor_id)
        known = Sides(
            [took(one, "2017-10-17"), took(all_, "2017-10-17")],
            lambda id_, line=line: line[[side.actor_id for side in line].index(id_) :],  # type: ignore[misc]
        )
        assert [side.name for side in known.of([party(one), party(all_)])] == [whole]


def test_parts_of_a_state_are_two_sides_where_they_fight() -> None:
    """ "Iraqi forces took Kirkuk from the Peshmerga"."""
    apart = sides(took(IRAQI_ARMY, "2017-10-16", whom=PESHMERGA))
    assert len(apart.of([party(IRAQI_ARMY), party(PESHMERGA)])) == 2
    together = sides(fought([IRAQI_ARMY, PESHMERGA], "2016-10-17", whom=IS))
    assert len(together.of([party(IRAQI_ARMY), party(PESHMERGA)])) == 1


def test_a_name_without_an_id_is_the_party_known_by_that_name() -> None:
    known = sides(took(IS, "2015-05-20"), took(("islamic  state", None), "2015-05-20"))
    assert known.of([party(("islamic  state", None))]) == (Side("Islamic State", "islamic-state"),)


def test_who_has_no_name_goes_by_their_words() -> None:
    militants = sides(claim(Kind.TAKEOVER, "militants", "2015-05-20")).of([party("militants")])
    assert militants == (Side("militants", None, is_named=False),)


def test_a_state_agency_speaks_for_its_government() -> None:
    known = sides(took(ARMY, "2016-03-27", whom=IS))
    assert known.speaks_for(spokesman("sana"), [GOVERNMENT])
    assert not known.speaks_for(spokesman("amaq"), [GOVERNMENT])
