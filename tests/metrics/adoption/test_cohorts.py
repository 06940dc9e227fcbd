from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.adoption.cohorts import cohort_table, first_use_table
from tests.metrics.small import Small, monday, programme, week

FIRST, SECOND, LATER = range(100, 110), range(110, 116), range(116, 122)
WEST = range(200, 203)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Ten people begin in week 0, six in week 1; one of the first loses the licence, one leaves."""
    one = Small(tmp_path_factory.mktemp("cohorts"))
    everybody = [*FIRST, *SECOND, *LATER]
    one.roster({"east": everybody, "west": WEST}, monday(0))
    one.roster({"east": everybody[:9] + everybody[10:], "west": WEST}, monday(2))

    def times(at: int) -> dict[int, float | None]:
        used: dict[int, float | None] = dict.fromkeys([*everybody, *WEST], 0.0)
        if at == 0:
            used |= dict.fromkeys(FIRST, 1.0)
        if at >= 1:
            used |= dict.fromkeys([*FIRST[:4], *SECOND], 1.0)
        if at == 2:
            used |= dict.fromkeys(SECOND[:2], 0.0)
            used |= {100: None}
        # The later ones are licensed from week 2 on and use it in week 3 or 4, or never.
        if at < 2:
            used |= dict.fromkeys(LATER, None)
        if at >= 3:
            used |= dict.fromkeys(LATER[:2], 1.0)
        if at >= 4:
            used |= {LATER[2]: 1.0}
        return used

    one.usage({week(w): times(w) for w in range(8)})
    return one


def shown(small: Small, function: Any, **more: Any) -> pd.DataFrame:
    plan = programme(minimum_group_size=5)
    found = function(small.warehouse, plan, platform="teams", window="week", **more)
    assert isinstance(found, pd.DataFrame)
    return found


def test_cohorts_are_frozen_and_who_left_is_not_counted_as_lapsed(small: Small) -> None:
    found = shown(small, cohort_table).set_index(["cohort", "since"])
    first, second = monday(0).isoformat(), monday(1).isoformat()
    rows = [found.loc[(first, k)] for k in range(3)]
    assert [(r["numerator"], r["denominator"], r["lost"]) for r in rows] == [
        (10, 10, 0),
        (4, 10, 0),
        # One without licence, one gone: eight are left, three of the four users among them.
        (3, 8, 2),
    ]
    assert [found.loc[(second, k), "value"] for k in range(3)] == [1.0, 4 / 6, 1.0]
    assert found.loc[(first, 0), "earlier"]
    assert not found.loc[(second, 0), "earlier"]


def test_small_cohorts_are_withheld(small: Small) -> None:
    found = shown(small, cohort_table)
    third = found[found["cohort"] == monday(3).isoformat()]
    assert third["withheld"].all()
    assert third[["numerator", "denominator", "value", "lost"]].isna().all(axis=None)


def test_time_to_first_use_counts_those_who_could(small: Small) -> None:
    found = shown(small, first_use_table).iloc[0]
    # Only the six later ones have a known licence week; three used it, after 7, 7 and 14 days.
    assert (found["numerator"], found["denominator"], found["never"]) == (3, 6, 3)
    assert np.isnan(found["median_days"])
    soon = shown(small, first_use_table, within=7).iloc[0]
    assert (soon["numerator"], soon["denominator"]) == (2, 6)


def test_nobody_is_both_too_new_and_late(small: Small) -> None:
    # The data ends 41 days after the later ones were licensed.
    assert shown(small, first_use_table, within=41).iloc[0]["denominator"] == 6
    assert shown(small, first_use_table, within=42).empty


def test_a_licence_day_is_used_where_there_is_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    small = Small(tmp_path_factory.mktemp("licence"))
    small.roster({"east": range(100, 112)}, monday(0))
    small.usage({week(w): {p: float(w >= 3) for p in range(100, 112)} for w in range(8)})
    rows = [{"person_id": p, "platform": "teams", "from_day": monday(0)} for p in range(100, 112)]
    small.load("licence", rows, {"licence:teams": [(monday(0), monday(0))]})
    found = shown(small, first_use_table).iloc[0]
    assert (found["numerator"], found["denominator"], found["median_days"]) == (12, 12, 21)
