"""Ids that outlive a regrouping."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from zenobia.incidents.identity import name_groups


def named(*groups: Sequence[str]) -> dict[str, str]:
    ids = name_groups(groups, {}).ids
    return {claim: id for group, id in zip(groups, ids, strict=True) for claim in group}


def test_an_incident_that_grows_keeps_its_id() -> None:
    before = named(["b", "c"])
    after = name_groups([["a", "b", "c", "d"]], before)
    assert after.ids == (before["b"],)
    assert not after.leads_to


def test_the_larger_part_keeps_the_id_and_the_rest_gets_a_new_one() -> None:
    before = named(["a", "b", "c"])
    after = name_groups([["a"], ["b", "c"]], before)
    assert after.ids[1] == before["a"]
    assert after.ids[0] != before["a"]


def test_an_incident_that_is_swallowed_leads_to_the_one_that_did() -> None:
    before = named(["a", "b", "c"], ["d"])
    after = name_groups([["a", "b", "c", "d"]], before)
    assert after.ids == (before["a"],)
    assert after.leads_to == {before["d"]: before["a"]}


_GROUPS = st.lists(st.lists(st.integers(0, 60).map(str), min_size=1, unique=True), max_size=8).map(
    lambda groups: [
        [claim for claim in group if all(claim not in other for other in groups[:at])]
        for at, group in enumerate(groups)
    ]
)


@given(_GROUPS, _GROUPS)
def test_ids_are_given_once_and_old_ones_lead_to_ids_in_use(before: list, after: list) -> None:
    before, after = [g for g in before if g], [g for g in after if g]
    earlier = named(*before)
    identities = name_groups(after, earlier)
    assert len(set(identities.ids)) == len(after)
    gone = {earlier[c] for g in after for c in g if c in earlier} - set(identities.ids)
    assert set(identities.leads_to) == gone
    assert set(identities.leads_to.values()) <= set(identities.ids)


@given(_GROUPS)
def test_the_same_groups_keep_their_ids(groups: list) -> None:
    groups = [group for group in groups if group]
    earlier = named(*groups)
    assert name_groups(groups[::-1], earlier).ids == tuple(earlier[group[0]] for group in groups[::-1])
