from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.metrics.disclosure.suppression import protect, suppression_blocks
from tests.metrics.disclosure.attack import in_span

TABLES = ("group", "parent", "area", "all")


def units(sizes: list[int], parents: list[int], areas: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": "2026-01",
            "group": [f"g{i}" for i in range(len(sizes))],
            "parent": [f"p{i}" for i in parents],
            "area": [f"a{i}" for i in areas],
            "all": "all",
            "people": sizes,
            "active": [size // 2 for size in sizes],
        }
    )


def derivable(frame: pd.DataFrame, shown: dict[str, pd.DataFrame], minimum: int) -> list[set[str]]:
    """Sets of groups under the minimum whose sum follows from any combination of shown figures."""
    groups = list(frame["group"])
    rows = [
        [float(label == name) for label in frame[table]]
        for table, found in shown.items()
        for name in found.loc[~found["withheld"], table]
    ]
    people = frame["people"].to_numpy()
    sets = np.array(list(product([0.0, 1.0], repeat=len(groups))))
    small = (sets @ people > 0) & (sets @ people < minimum)
    # Nobody is in an empty group: it neither helps nor hinders.
    known = np.array(rows).reshape(-1, len(groups)) * (people > 0)
    follows = in_span(sets * (people > 0), known)
    return [
        {group for group, inside in zip(groups, row, strict=True) if inside}
        for row in sets[small & follows]
    ]


ORGANISATIONS = st.integers(1, 7).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 30), min_size=n, max_size=n),
        st.lists(st.integers(0, 2), min_size=n, max_size=n),
        st.lists(st.integers(0, 2), min_size=n, max_size=n),
    )
)


@settings(max_examples=60, deadline=None)
@given(ORGANISATIONS, st.integers(5, 15))
def test_no_combination_of_shown_totals_gives_a_small_group_away(
    organisation: tuple[list[int], list[int], list[int]], minimum: int
) -> None:
    frame = units(*organisation)
    shown = protect(frame, TABLES, ["active"], minimum=minimum)
    assert derivable(frame, shown, minimum) == []


def test_the_attack_would_succeed_without_complementary_suppression() -> None:
    frame = units([3, 12, 40], [0, 0, 0], [0, 0, 0])
    naive = {
        table: frame.groupby(["period", table], as_index=False)[["people"]].sum()
        for table in ("group", "all")
    }
    naive = {t: f.assign(withheld=f["people"] < 10) for t, f in naive.items()}
    assert derivable(frame, naive, 10) == [{"g0"}]


def test_the_partner_of_a_small_group_is_withheld_too_and_totals_are_whole() -> None:
    shown = protect(
        units([3, 12, 40, 50], [0, 0, 1, 1], [0, 0, 0, 0]), TABLES, ["active"], minimum=10
    )
    groups = shown["group"].set_index("group")
    assert list(groups.index[groups["withheld"]]) == ["g0", "g1"]
    assert groups.loc["g0", ["people", "active"]].isna().all()
    assert groups.loc["g2", "active"] == 20
    # Totals count everybody, hidden or not.
    assert list(shown["parent"]["people"]) == [15, 90]
    assert list(shown["all"]["active"]) == [1 + 6 + 20 + 25]


def test_two_small_siblings_hide_each_other_and_nobody_else() -> None:
    shown = protect(units([6, 7, 12], [0, 0, 0], [0, 0, 0]), TABLES, ["active"], minimum=10)
    assert list(shown["group"]["withheld"]) == [True, True, False]


def test_a_total_that_cuts_a_block_is_withheld() -> None:
    # g0 is alone in its area, so the area total would be g0.
    shown = protect(units([4, 20, 30], [0, 0, 0], [0, 1, 1]), TABLES, ["active"], minimum=10)
    assert list(shown["area"]["withheld"]) == [True, True]
    assert list(shown["all"]["withheld"]) == [False]


def test_an_organisation_under_the_minimum_shows_nothing() -> None:
    shown = protect(units([4, 3], [0, 1], [0, 0]), TABLES, ["active"], minimum=10)
    assert all(frame["withheld"].all() for frame in shown.values())


def test_groups_without_people_are_shown_as_such() -> None:
    shown = protect(units([0, 12], [0, 0], [0, 0]), TABLES, ["active"], minimum=10)
    assert list(shown["group"]["people"]) == [0, 12]


def test_periods_are_judged_one_by_one() -> None:
    frame = pd.concat(
        [units([9, 30], [0, 0], [0, 0]), units([10, 30], [0, 0], [0, 0]).assign(period="2026-02")]
    )
    shown = protect(frame, TABLES, ["active"], minimum=10)["group"]
    assert dict(zip(shown["period"], shown["withheld"], strict=True)) == {
        "2026-01": True,
        "2026-02": False,
    }


def test_exactly_the_minimum_is_enough() -> None:
    # Six and seven hide each other; ten may be shown, alone and beside them.
    shown = protect(units([6, 7, 10, 40], [0] * 4, [0] * 4), TABLES, ["active"], minimum=10)
    assert list(shown["group"]["withheld"]) == [True, True, False, False]
    alone = protect(units([10, 30], [0, 0], [0, 0]), TABLES, ["active"], minimum=10)
    assert not alone["group"]["withheld"].any()


def test_a_small_group_hides_with_one_of_its_own_area() -> None:
    # The nearest is larger than one elsewhere, but so both area totals stay whole.
    shown = protect(units([4, 50, 12], [0, 0, 1], [0, 0, 1]), TABLES, ["active"], minimum=10)
    assert list(shown["group"]["withheld"]) == [True, True, False]
    assert not shown["area"]["withheld"].any()


def test_the_floor_holds() -> None:
    with pytest.raises(ValueError, match="must be >= 5"):
        protect(units([3], [0], [0]), TABLES, ["active"], minimum=4)


def test_a_unit_that_belongs_nowhere_is_not_counted_silently() -> None:
    frame = units([12, 30], [0, 1], [0, 0])
    frame.loc[0, "area"] = None
    with pytest.raises(ValueError, match="no period or no area"):
        protect(frame, TABLES, ["active"], minimum=10)


def test_no_units_give_empty_tables() -> None:
    shown = protect(units([], [], []), TABLES, ["active"], minimum=10)
    assert [len(frame) for frame in shown.values()] == [0, 0, 0, 0]
    assert list(shown["all"].columns) == ["period", "all", "people", "active", "withheld"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=40), st.integers(5, 25))
def test_every_block_reaches_the_minimum_where_there_are_enough(
    sizes: list[int], minimum: int
) -> None:
    people = np.array(sizes, dtype=float)
    block = suppression_blocks(people, np.zeros((1, len(sizes)), dtype=np.int64), minimum)
    full = [people[block == b].sum() for b in np.unique(block[people > 0])]
    assert sum(full) == people.sum()
    assert all(size >= minimum for size in full) or len(full) == 1


def test_the_same_group_hides_with_a_small_one_in_every_period() -> None:
    # g1 and g2 are of about the same size; which is smaller changes.
    frame = pd.concat(
        [
            units([4, 17, 29, 90], [0] * 4, [0] * 4),
            units([4, 25, 16, 90], [0] * 4, [0] * 4).assign(period="2026-02"),
        ]
    )
    shown = protect(frame, TABLES, ["active"], minimum=10)["group"]
    assert set(shown.loc[shown["withheld"], "group"]) == {"g0", "g1"}


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(ORGANISATIONS, ORGANISATIONS)
def test_what_is_withheld_in_a_period_depends_on_that_period_alone(
    first: tuple[list[int], list[int], list[int]], second: tuple[list[int], list[int], list[int]]
) -> None:
    # So later uploads and shorter ranges show a past period as it was shown before.
    one, other = units(*first), units(*second).assign(period="2026-02")
    alone = protect(one, TABLES, ["active"], minimum=10)
    both = protect(pd.concat([other, one]), TABLES, ["active"], minimum=10)
    for table in TABLES:
        same = both[table][both[table]["period"] == "2026-01"].reset_index(drop=True)
        pd.testing.assert_frame_equal(same, alone[table], check_dtype=False)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(ORGANISATIONS, st.data())
def test_moving_groups_to_other_areas_gives_no_small_group_away(
    organisation: tuple[list[int], list[int], list[int]], data: st.DataObject
) -> None:
    before = units(*organisation).assign(near=lambda frame: frame["area"])
    n = len(before)
    areas = data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    after = before.assign(area=[f"a{i}" for i in areas])
    shown = [
        protect(frame, TABLES, ["active"], minimum=10, near=("group", "near"))
        for frame in (before, after)
    ]
    # An attacker has both exports.
    both = before.assign(later=after["area"])
    known = shown[0] | {"later": shown[1]["area"].rename(columns={"area": "later"})}
    assert derivable(both, known, 10) == []
