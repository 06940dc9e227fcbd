from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost.metrics.disclosure.restatements import (
    chained_restatements,
    restated_cells,
    restated_outcome,
)
from signpost.metrics.disclosure.suppression import protect
from signpost.metrics.model.types import Panel, Question

MINIMUM = 10


def shown(counts: list[tuple[int, int]]) -> pd.DataFrame:
    """The published table of groups with (numerator, denominator), and of all."""
    units = pd.DataFrame(counts, columns=["numerator", "denominator"]).assign(
        period="2026-01", group=[f"g{i}" for i in range(len(counts))], all="all"
    )
    units["people"] = units["denominator"]
    figures = ["numerator", "denominator"]
    tables = protect(units, ("group", "all"), figures, minimum=MINIMUM)
    named = [tables[t].rename(columns={t: "group_id"}) for t in ("group", "all")]
    return pd.concat(named, ignore_index=True)


def numbers(table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    return dict(
        zip(
            table["group_id"],
            zip(table["numerator"], table["denominator"], strict=True),
            strict=True,
        )
    )


def test_one_corrected_person_moves_nothing() -> None:
    before = shown([(5, 20), (6, 30), (7, 40)])
    after = restated_cells(before, shown([(4, 19), (6, 30), (7, 40)]), minimum=MINIMUM)
    assert numbers(after) == numbers(before)
    assert list(after["held"]) == [True, False, False, True]


def test_a_late_file_about_many_is_told_but_not_what_is_left_over() -> None:
    before = shown([(5, 20), (6, 30), (7, 40)])
    # Twelve more were active in the first group, one in the second.
    after = restated_cells(before, shown([(17, 20), (7, 30), (7, 40)]), minimum=MINIMUM)
    # The total would show the one, so the twelve wait with it.
    assert numbers(after)["g1"] == (6, 30)
    assert numbers(after)["all"] == (31, 90)
    assert numbers(after)["g0"] == (5, 20)


def test_many_small_corrections_show_in_the_total_only() -> None:
    before = shown([(5, 20), (6, 30), (7, 40)])
    after = restated_cells(before, shown([(9, 20), (10, 30), (11, 40)]), minimum=MINIMUM)
    assert numbers(after)["all"] == (30, 90)
    assert [numbers(after)[g] for g in ("g0", "g1", "g2")] == [(5, 20), (6, 30), (7, 40)]


def test_new_periods_and_nothing_new_are_shown_as_they_are() -> None:
    before = shown([(5, 20), (6, 30)])
    after = pd.concat([before, shown([(8, 21), (9, 33)]).assign(period="2026-02")])
    found = restated_cells(before, after, minimum=MINIMUM)
    pd.testing.assert_frame_equal(
        found.drop(columns="held").reset_index(drop=True), after.reset_index(drop=True)
    )
    assert not found["held"].any()


COUNTS = st.lists(st.tuples(st.integers(0, 15), st.integers(16, 60)), min_size=2, max_size=6)
SHIFTS = st.lists(st.tuples(st.integers(-3, 14), st.integers(-6, 14)), min_size=6, max_size=6)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(COUNTS, SHIFTS)
def test_two_exports_never_differ_by_few_people(
    counts: list[tuple[int, int]], shifts: list[tuple[int, int]]
) -> None:
    later = [
        (max(n + dn, 0), max(d + dd, 1)) for (n, d), (dn, dd) in zip(counts, shifts, strict=False)
    ]
    about = [max(abs(n - m), abs(d - e)) for (n, d), (m, e) in zip(counts, later, strict=True)]
    before = shown(counts)
    first, second = numbers(before), numbers(restated_cells(before, shown(later), minimum=MINIMUM))
    change = {g: np.nan_to_num(np.abs(np.subtract(second[g], first[g])).max()) for g in first}
    told = [i for i in range(len(counts)) if change[f"g{i}"] > 0]
    # What a group's own rows tell, and what is left of the total's change without them.
    assert all(about[i] >= MINIMUM for i in told)
    left = sum(n for i, n in enumerate(about) if i not in told)
    assert change["all"] == 0 or left == 0 or left >= MINIMUM, (counts, later)


def test_two_comparisons_taken_from_each_other_give_nothing_away() -> None:
    first, second = shown([(5, 20), (6, 30), (7, 40)]), shown([(5, 20), (7, 30), (7, 40)])
    third = shown([(5, 20), (25, 30), (7, 40)])
    # Set beside the third one by one, both show the second group: 6 and 7 then, so one person.
    alone = [restated_cells(one, third, minimum=MINIMUM) for one in (first, second)]
    assert [numbers(one)["g1"][0] for one in alone] == [25, 25]
    assert numbers(first)["g1"] != numbers(second)["g1"]
    published = chained_restatements([first, second, third], minimum=MINIMUM)
    assert numbers(published[0])["g1"] == numbers(published[1])["g1"] == (6, 30)
    assert numbers(published[2])["g1"] == (25, 30)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(COUNTS, SHIFTS, SHIFTS)
def test_no_two_kept_versions_differ_by_few_people(
    counts: list[tuple[int, int]], one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    versions = [counts]
    for shifts in (one, two):
        versions.append(
            [
                (max(n + dn, 0), max(d + dd, 1))
                for (n, d), (dn, dd) in zip(versions[-1], shifts, strict=False)
            ]
        )
    published = chained_restatements([shown(one) for one in versions], minimum=MINIMUM)
    for before, after in itertools.pairwise(published):
        old, new = numbers(before), numbers(after)
        for group in old:
            change = np.abs(np.subtract(new[group], old[group])).max()
            assert np.isnan(change) or change == 0 or group == "all" or change >= MINIMUM


def kpi_panel(numerator: np.ndarray) -> Panel:
    """Three groups; calls are the denominator."""
    groups, many = ("a", "b", "c"), numerator.shape[1]
    return Panel(
        question=Question(kpi="calls", better="lower", worthwhile=1.0, platform="teams"),
        groups=groups,
        periods=tuple(f"2026-0{i + 1}" for i in range(many)),
        outcome_numerator=numerator,
        outcome_denominator=np.full((3, many), 100.0),
        adoption_numerator=None,
        adoption_denominator=None,
        weight=np.ones(3),
        start=np.full(3, -1),
    )


def test_a_corrected_kpi_is_told_for_all_groups_together() -> None:
    numerator = np.arange(12.0).reshape(3, 4)
    corrected = numerator.copy()
    corrected[1, 2] += 50.0
    found = restated_outcome(kpi_panel(numerator), kpi_panel(corrected))
    assert found["cells"].tolist() == [0, 0, 1, 0]
    assert found["before"].iloc[2] == pytest.approx((2 + 6 + 10) / 300)
    assert found["value"].iloc[2] == pytest.approx((2 + 56 + 10) / 300)


def test_a_new_period_or_group_figure_is_no_correction() -> None:
    numerator = np.arange(12.0).reshape(3, 4)
    known_later = numerator.copy()
    known_later[0, 0] = np.nan
    found = restated_outcome(kpi_panel(known_later[:, :3]), kpi_panel(numerator))
    assert found["period"].tolist() == ["2026-01", "2026-02", "2026-03"]
    assert found["cells"].sum() == 0
    assert found["before"].tolist() == found["value"].tolist()
