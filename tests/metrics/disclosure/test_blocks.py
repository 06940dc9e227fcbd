from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.metrics.disclosure.blocks import (
    GroupBlocks,
    build_blocks,
    joined_labels,
    quarter_starts,
)
from signpost.metrics.disclosure.cells import OUT, Coded, coded_counts, coded_sums, combined_cells

GROUPS = ("a", "b", "c")
ALONE = {group: group for group in GROUPS}


def history(*counts: tuple[date, tuple[int, int, int]]) -> GroupBlocks:
    """The blocks of three groups, a and b of one area, with headcounts from some days on."""
    days, heads = [day for day, _ in counts], np.array([many for _, many in counts], float).T
    near = np.array([[0, 1, 2], [0, 0, 1]])
    return build_blocks(GROUPS, days, heads, near, 10)


def test_a_small_group_joins_the_nearest_and_stays_joined_until_a_quarter_has_passed() -> None:
    found = history(
        (date(2026, 1, 1), (12, 20, 30)),
        (date(2026, 2, 9), (3, 20, 30)),
        (date(2026, 2, 16), (12, 20, 30)),
        (date(2026, 4, 1), (12, 20, 30)),
        (date(2026, 7, 1), (12, 20, 30)),
    )
    assert found.on(date(2025, 1, 1)) == found.on(date(2026, 2, 8)) == ALONE
    joined = {"a": "a", "b": "a", "c": "c"}
    # The dip was in the first quarter, so the second still hides it.
    for day in (date(2026, 2, 9), date(2026, 2, 16), date(2026, 4, 1), date(2026, 6, 30)):
        assert found.on(day) == joined
    assert found.on(date(2026, 7, 1)) == ALONE
    assert found.ever() == joined


def test_a_group_that_is_gone_hides_nobody_after_a_quarter() -> None:
    found = history(
        (date(2026, 1, 1), (3, 20, 30)),
        (date(2026, 3, 1), (0, 20, 30)),
        (date(2026, 4, 1), (0, 20, 30)),
        (date(2026, 7, 1), (0, 20, 30)),
    )
    assert found.on(date(2026, 4, 1))["b"] == found.on(date(2026, 4, 1))["a"]
    assert found.on(date(2026, 7, 1)) == ALONE


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 25)] * 3), min_size=1, max_size=12))
def test_no_two_days_of_a_quarter_cut_a_block_of_an_earlier_one(
    counts: list[tuple[int, int, int]],
) -> None:
    first = date(2026, 1, 5)
    days = sorted(
        {first + timedelta(weeks=3 * i) for i in range(len(counts))}
        | set(quarter_starts(first, first + timedelta(weeks=3 * len(counts))))
    )
    heads = [counts[min((day - first).days // 21, len(counts) - 1)] for day in days]
    found = history(*zip(days, heads, strict=True))
    for day, people in zip(days, heads, strict=True):
        blocks = found.on(day)
        sizes = [
            sum(n for g, n in zip(GROUPS, people, strict=True) if blocks[g] == block)
            for block in set(blocks.values())
        ]
        assert all(size == 0 or size >= 10 for size in sizes) or sum(people) < 10
    for earlier, later in pairwise(days):
        if (earlier.month - 1) // 3 == (later.month - 1) // 3:
            both = joined_labels(found.on(earlier), found.on(later))
            assert len(set(both.values())) == len(set(found.on(later).values()))


def test_quarters_begin_on_their_first_day() -> None:
    found = quarter_starts(date(2025, 12, 31), date(2026, 7, 1))
    assert found == [date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)]


def test_the_floor_holds() -> None:
    with pytest.raises(ValueError, match="must be >= 5"):
        build_blocks(GROUPS, [date(2026, 1, 1)], np.ones((3, 1)), np.zeros((1, 3), int), 4)


def test_nobody_and_everybody_are_shown_alike_with_those_near_to_it() -> None:
    counts, of = np.array([0.0, 2.0, 3.0, 17.0, 18.0, 20.0]), np.full(6, 20.0)
    found = coded_counts(counts, of, Coded.exact(of), np.zeros(6, bool))
    assert found.value.tolist() == [0, 0, 3, 17, 20, 20]
    assert found.low.tolist() == [0, 0, 3, 17, 18, 18]
    assert found.high.tolist() == [2, 2, 3, 17, 20, 20]


def test_of_several_groups_together_nobody_is_shown_as_three() -> None:
    counts, of = np.array([0.0, 3.0, 4.0, 16.0, 17.0, 20.0]), np.full(6, 20.0)
    found = coded_counts(counts, of, Coded.exact(of), np.ones(6, bool))
    assert found.value.tolist() == [3, 3, 4, 16, 17, 17]
    assert found.low.tolist() == [0, 0, 4, 16, 17, 17]
    assert found.high.tolist() == [3, 3, 4, 16, 20, 20]


def test_sums_do_not_say_that_each_did_the_least_or_the_most() -> None:
    people, most = Coded.exact(np.full(4, 10.0)), np.full(4, 7.0)
    pooled = np.array([1, 1, 1, 0], bool)
    found = coded_sums(np.array([10.0, 40.0, 69.0, 69.0]), people, most, pooled)
    assert found.value.tolist() == [13, 40, 67, 69]
    assert found.low.tolist() == [10, 40, 67, 69]
    assert found.high.tolist() == [13, 40, 70, 69]


def cells(people: list[int], near: list[int]) -> list[int]:
    sizes = np.array(people, float)
    period = np.zeros(len(people), dtype=np.int64)
    one = sizes[:, np.newaxis]
    return combined_cells(
        period, np.array(near), sizes, one, lambda sums: sums[:, 0] >= 10
    ).tolist()


def test_units_under_the_minimum_are_added_up_within_their_area_first() -> None:
    assert cells([6, 7, 40, 12], [0, 0, 0, 1]) == [0, 0, 2, 3]
    # One alone takes the smallest of its own area with it.
    assert cells([6, 40, 12], [0, 0, 1]) == [0, 0, 2]
    assert cells([6, 40, 7], [0, 0, 1]) == [0, 1, 0]
    assert cells([0, 40, 50], [0, 1, 1]) == [0, 0, 2]
    assert cells([3, 4], [0, 0]) == [OUT, OUT]
