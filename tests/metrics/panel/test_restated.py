from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.disclosure import protect
from metrics.restated import restated

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
    after = restated(before, shown([(4, 19), (6, 30), (7, 40)]), minimum=MINIMUM)
    assert numbers(after) == numbers(before)
    assert list(after["held"]) == [True, False, False, True]


def test_a_late_file_about_many_is_told_but_not_what_is_left_over() -> None:
    before = shown([(5, 20), (6, 30), (7, 40)])
    # Twelve more were active in the first group, one in the second.
    after = restated(before, shown([(17, 20), (7, 30), (7, 40)]), minimum=MINIMUM)
    # The total would show the one, so the twelve wait with it.
    assert numbers(after)["g1"] == (6, 30)
    assert numbers(after)["all"] == (31, 90)
    assert numbers(after)["g0"] == (5, 20)


def test_many_small_corrections_show_in_the_total_only() -> None:
    before = shown([(5, 20), (6, 30), (7, 40)])
    after = restated(before, shown([(9, 20), (10, 30), (11, 40)]), minimum=MINIMUM)
    assert numbers(after)["all"] == (30, 90)
    assert [numbers(after)[g] for g in ("g0", "g1", "g2")] == [(5, 20), (6, 30), (7, 40)]


def test_new_periods_and_nothing_new_are_shown_as_they_are() -> None:
    before = shown([(5, 20), (6, 30)])
    after = pd.concat([before, shown([(8, 21), (9, 33)]).assign(period="2026-02")])
    found = restated(before, after, minimum=MINIMUM)
    pd.testing.assert_frame_equal(
        found.drop(columns="held").reset_index(drop=True), after.reset_index(drop=True)
    )
    assert not found["held"].any()


COUNTS = st.lists(st.tuples(st.integers(0, 15), st.integers(16, 60)), min_size=2, max_size=6)
SHIFTS = st.lists(st.tuples(st.integers(-3, 14), st.integers(-6, 14)), min_size=6, max_size=6)


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
    first, second = numbers(before), numbers(restated(before, shown(later), minimum=MINIMUM))
    change = {g: np.nan_to_num(np.abs(np.subtract(second[g], first[g])).max()) for g in first}
    told = [i for i in range(len(counts)) if change[f"g{i}"] > 0]
    # What a group's own rows tell, and what is left of the total's change without them.
    assert all(about[i] >= MINIMUM for i in told)
    left = sum(n for i, n in enumerate(about) if i not in told)
    assert change["all"] == 0 or left == 0 or left >= MINIMUM, (counts, later)
