from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.metrics.adoption.publishable import hidden_groups, published_contacts
from signpost.metrics.collaboration.network import (
    OTHERS,
    Network,
    network,
    network_change,
    network_roles,
    pooled_small,
)
from signpost.metrics.model.calendar import DaySpan
from signpost.metrics.model.types import Refusal
from signpost.metrics.panel.contact_matrix import contact_shares, reporting_shares
from tests.metrics.small import Small, monday, programme, week

SIZES = {"east": 20, "west": 30, "north": 25, "board": 4}


def people(group: str) -> range:
    first = 100 * (1 + list(SIZES).index(group))
    return range(first, first + SIZES[group])


def talk(at: int, one: str, other: str, times: float, kind: str = "message") -> dict[str, Any]:
    first, last = week(at)
    return {
        "platform": "teams",
        "first_day": first,
        "last_day": last,
        "from_group": one,
        "to_group": other,
        "kind": kind,
        "times": times,
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    one = Small(tmp_path_factory.mktemp("network"))
    one.roster({group: people(group) for group in SIZES}, monday(-20))
    early = [
        talk(-18, "east", "east", 60),
        talk(-18, "east", "west", 20),
        talk(-18, "west", "west", 80),
        talk(-18, "north", "north", 10),
    ]
    late = [
        talk(0, "east", "east", 40),
        talk(0, "east", "west", 30),
        talk(0, "west", "east", 10),
        talk(0, "west", "west", 60),
        talk(0, "north", "north", 96),
        talk(0, "north", "west", 4),
        talk(0, "board", "west", 8),
        talk(0, "board", "board", 2),
        talk(0, "east", "west", 500, "minutes"),
    ]
    one.load("interaction", early + late, {"interaction:teams": [week(-18), week(0)]})
    return one


def found(small: Small, **more: Any) -> Network:
    one = network(small.warehouse, programme(), **more)
    assert isinstance(one, Network), one
    return one


def test_the_newest_network_by_hand(small: Small) -> None:
    now = found(small)
    # Board has four people: the smallest other group hides with it.
    assert now.groups == ("north", "west", OTHERS)
    # East and board together: 40 + 2 inside, 30 + 10 + 8 with west, all kinds added to the times.
    np.testing.assert_array_equal(now.times, [[96, 4, 0], [0, 60, 10], [0, 538, 42]])
    west = 4 + 2 * 60 + 48
    np.testing.assert_allclose(now.share[1], [4 / west, 120 / west, 48 / west])
    np.testing.assert_allclose(now.within, [192 / 196, 120 / west, 84 / 132])


def test_isolated_groups_and_bridges(small: Small) -> None:
    found_roles = {one.group: one for one in network_roles(found(small))}
    assert found_roles["north"].role == "isolated"
    # North and the others meet only through west.
    assert (found_roles["west"].role, found_roles["west"].through) == ("bridge", 1.0)
    assert found_roles[OTHERS].role == "connected"
    assert found_roles[OTHERS].partners == 1


def star(ways: int) -> Network:
    share = np.zeros((ways + 1, ways + 1))
    share[0, 1:], share[1:, 0] = 1 / ways, 1.0
    names = tuple(f"g{i}" for i in range(ways + 1))
    span = DaySpan(date(2026, 1, 1), date(2026, 1, 31))
    return Network(span, names, names, share, share)


def test_the_middle_of_a_star_is_on_every_way() -> None:
    first, *rest = network_roles(star(5))
    assert (first.group, first.through, first.partners) == ("g0", 1.0, 5)
    assert {one.through for one in rest} == {0.0}


def test_a_chain_counts_each_way_once() -> None:
    share = np.zeros((4, 4))
    for i in range(3):
        share[i, i + 1] = share[i + 1, i] = 0.5
    names = ("a", "b", "c", "d")
    chain = Network(DaySpan(date(2026, 1, 1), date(2026, 1, 2)), names, names, share, share)
    # b lies between a and c, a and d: two of the three pairs without b.
    assert {one.group: one.through for one in network_roles(chain)} == pytest.approx(
        {"a": 0, "b": 2 / 3, "c": 2 / 3, "d": 0}
    )


def test_change_is_over_the_same_groups(small: Small) -> None:
    change = network_change(small.warehouse, programme(), monday(-1))
    assert not isinstance(change, Refusal)
    assert change.before.groups == change.after.groups == ("north", "west", OTHERS)
    np.testing.assert_allclose(change.before.within, [1.0, 160 / 180, 120 / 140])
    west = 4 + 2 * 60 + 48
    np.testing.assert_allclose(change.outside[1], 160 / 180 - 120 / west)


def test_every_picture_of_the_network_hides_the_same_groups(tmp_path: Path) -> None:
    # Ant has 12 people at first and 16 later: the smallest beside the secretariat is another one.
    one = Small(tmp_path)
    sizes = {"ant": 12, "bee": 12, "cat": 30, "secretariat": 4}
    members = {g: list(range(100 * i, 100 * i + n)) for i, (g, n) in enumerate(sizes.items())}
    one.roster(members, monday(-20))
    one.roster(members | {"ant": range(16)}, monday(-2))
    times = [talk(at, a, b, 9.0) for at in (-18, 0) for a in sizes for b in sizes]
    one.load("interaction", times, {"interaction:teams": [week(-18), week(0)]})
    now = network(one.warehouse, programme())
    then = network(one.warehouse, programme(), span=DaySpan(*week(-18)))
    change = network_change(one.warehouse, programme(), monday(-1))
    assert not isinstance(now, Refusal)
    assert not isinstance(then, Refusal)
    assert not isinstance(change, Refusal)
    pictures = {now.groups, then.groups, change.before.groups, change.after.groups}
    assert pictures == {("bee", "cat", OTHERS)}


def test_contacts_before_a_day_are_of_windows_that_ended_before_it(small: Small) -> None:
    reader, groups = small.warehouse.read(), ("north", "west")
    ends = week(0)[1]
    on_the_day = contact_shares(reader, groups, ends)
    after = contact_shares(reader, groups, ends + timedelta(1))
    assert on_the_day is not None
    assert after is not None
    assert (on_the_day[0, 1], after[0, 1]) == (0, 4 / 216)
    assert contact_shares(reader, groups, monday(-19)) is None


def test_refusals(small: Small, tmp_path_factory: pytest.TempPathFactory) -> None:
    early = network_change(small.warehouse, programme(), monday(-19))
    assert isinstance(early, Refusal)
    assert "before" in early.reason
    late = network_change(small.warehouse, programme(), monday(9))
    assert isinstance(late, Refusal)
    assert "since" in late.reason
    nothing = network(Small(tmp_path_factory.mktemp("none")).warehouse, programme())
    assert isinstance(nothing, Refusal)
    tiny = network(small.warehouse, programme(minimum_group_size=500))
    assert isinstance(tiny, Refusal)
    assert "too small" in tiny.reason


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.text("abcdef", min_size=1), st.integers(0, 40), min_size=1),
    st.integers(5, 20),
)
def test_what_is_pooled_is_never_under_the_minimum(sizes: dict[str, int], minimum: int) -> None:
    pooled = pooled_small(sizes, minimum)
    shown = {g for g, to in pooled.items() if to == g}
    assert all(sizes[g] >= minimum for g in shown)
    hidden = sum(max(sizes[g], 1) for g in pooled if g not in shown)
    assert hidden == 0 or hidden >= minimum or not shown


def test_reporting_lines_stand_in_where_nobody_recorded_contacts(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    small = Small(tmp_path_factory.mktemp("lines"))
    rows = [
        {"person_id": p, "from_day": monday(0), "group_id": g, "manager_id": m}
        for p, g, m in [(1, "east", 9), (2, "east", 9), (3, "east", 1), (9, "west", 9)]
    ]
    small.load("roster", rows, {"roster": [(monday(0), monday(0))]})
    reader = small.warehouse.read()
    shares = reporting_shares(reader, ("east", "west"), monday(1))
    # East: two report into west, one inside; west: its own head, and the two from east.
    np.testing.assert_allclose(shares, [[2 / 4, 2 / 4], [2 / 4, 2 / 4]])
    assert reporting_shares(reader, ("east", "west"), monday(-1)) is None


def test_who_was_hidden_in_an_older_version_stays_hidden(tmp_path: Path) -> None:
    made = Small(tmp_path)
    sizes = {"board": 4, "legal": 12, "audit": 14, "care": 40}

    def roster() -> None:
        rows, at = {}, 0
        for name, many in sizes.items():
            rows[name], at = range(at, at + many), at + many
        made.roster(rows, monday(0))

    roster()
    names = list(sizes)
    pairs = [talk(n, a, b, 5.0) for n in range(4) for a in names for b in names]
    made.load("interaction", pairs, {"interaction:teams": [week(n) for n in range(4)]})
    first = network(made.warehouse, programme())
    sizes["audit"] = 60
    roster()
    second = network(made.warehouse, programme())
    assert isinstance(first, Network)
    assert isinstance(second, Network)
    assert first.groups == ("care", "legal", OTHERS)
    # Alone, the second would hide board with legal, and show audit: less the first, board is left.
    assert second.groups == ("care", OTHERS)


def test_contacts_of_groups_hidden_together_count_as_those_of_all(tmp_path: Path) -> None:
    groups, found, raw = ("east", "north", "west"), [], []
    for name, (east, board) in {"one": (20.0, 5.0), "other": (5.0, 20.0)}.items():
        made = Small(tmp_path / name)
        made.roster({group: people(group) for group in SIZES}, monday(-20))
        made.usage({week(0): dict.fromkeys(people("west"), 1.0)})
        talks = [talk(0, "east", "west", east), talk(0, "board", "west", board)]
        made.load(
            "interaction", [*talks, talk(0, "north", "west", 75)], {"interaction:teams": [week(0)]}
        )
        reader = made.warehouse.read()
        assert hidden_groups(reader, programme()) == {"board", "east"}
        found.append(published_contacts(reader, programme(), groups, monday(9)))
        raw.append(contact_shares(reader, groups, monday(9)))
    np.testing.assert_array_equal(*found)
    np.testing.assert_allclose(found[0], [[0, 0, 1], [0, 0, 1], [0.25, 0.75, 0]])
    assert not np.allclose(*raw, equal_nan=True)


def contact(one: int, other: int, times: float, at: int = 0) -> dict[str, Any]:
    groups = dict.fromkeys(("from_group", "to_group"))
    return {**talk(at, "", "", times), **groups, "from_person": one, "to_person": other}


def test_a_correction_about_one_person_is_in_no_picture(tmp_path: Path) -> None:
    """Their contacts are gone, in the network and in what a check says of contacts: not seen."""
    pairs = [
        contact(one, other, 1.0 + (one + other) % 4)
        for here in ("east", "west", "north")
        for there in ("east", "west", "north")
        for one in people(here)
        for other in list(people(there))[one % 5 :: 5]
        if one != other
    ]
    firm = Small(tmp_path / "data")
    firm.roster({group: people(group) for group in SIZES}, monday(-20))
    firm.load("interaction", pairs, {"interaction:teams": [week(0)]})
    before = found(firm)
    groups, ends = list(before.groups), monday(2)
    shares = contact_shares(firm.warehouse.read(), groups, ends)
    gone = people("east")[3]
    rest = [row for row in pairs if gone not in (row["from_person"], row["to_person"])]
    firm.load("interaction", rest, {"interaction:teams": [week(0)]})
    after = found(firm)
    np.testing.assert_array_equal(after.times, before.times)
    np.testing.assert_array_equal(after.share, before.share)
    np.testing.assert_array_equal(contact_shares(firm.warehouse.read(), groups, ends), shares)
    stored = firm.warehouse.read().one("select sum(times) from interaction_now")[0]
    assert stored == sum(row["times"] for row in rest) < sum(row["times"] for row in pairs)
    many = [row | {"times": 2 * row["times"]} for row in pairs]
    firm.load("interaction", many, {"interaction:teams": [week(0)]})
    np.testing.assert_array_equal(found(firm).times, 2 * before.times)
