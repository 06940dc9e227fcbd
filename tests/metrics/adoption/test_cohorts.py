from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.adoption.cohorts import _share, cohort_table, first_use_table
from tests.metrics.small import Small, monday, programme, week

FIRST, SECOND, LATER = range(100, 136), range(136, 154), range(154, 186)
WEST = range(200, 203)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """36 begin in week 0, eighteen in week 1; two of the first lose the licence, one leaves."""
    one = Small(tmp_path_factory.mktemp("cohorts"))
    everybody = [*FIRST, *SECOND, *LATER]
    one.roster({"east": everybody, "west": WEST}, monday(0))
    one.roster({"east": everybody[:29] + everybody[30:], "west": WEST}, monday(2))

    def times(at: int) -> dict[int, float | None]:
        used: dict[int, float | None] = dict.fromkeys([*everybody, *WEST], 0.0)
        if at == 0:
            used |= dict.fromkeys(FIRST, 1.0)
        if at >= 1:
            used |= dict.fromkeys([*FIRST[:12], *SECOND], 1.0)
        if at == 2:
            used |= {100: None, 101: None}
        # The later ones are licensed from week 2 on and use it in week 3 or 4, or never.
        if at < 2:
            used |= dict.fromkeys(LATER, None)
        if at >= 3:
            used |= dict.fromkeys(LATER[:8], 1.0)
        if at >= 4:
            used |= dict.fromkeys(LATER[8:12], 1.0)
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
    first = monday(0).isoformat()
    # all; 12 of 36; then two without licence and one gone: 10 of 33; to ten points
    assert [found.loc[(first, k), "value"] for k in range(3)] == [1.0, 0.3, 0.3]
    assert found.loc[(first, 0), "earlier"]
    assert not found.loc[(monday(1).isoformat(), 0), "earlier"]
    assert not {"numerator", "denominator", "lost", "size"} & set(found.columns)


def test_cohorts_of_fewer_than_thirty_are_withheld(small: Small) -> None:
    found = shown(small, cohort_table)
    later = found[found["cohort"] != monday(0).isoformat()]
    assert len(later) > 10
    assert later["withheld"].all()
    assert later["value"].isna().all()


def test_time_to_first_use_counts_those_who_could(small: Small) -> None:
    found = shown(small, first_use_table).iloc[0]
    # Only the 32 later ones have a known licence week; eight used it after 7 days, four after 14.
    assert (found["value"], found["never"]) == (0.4, 0.6)
    assert np.isnan(found["median_days"])
    soon = shown(small, first_use_table, within=7).iloc[0]
    assert (soon["value"], soon["never"]) == (0.3, 0.6)


def test_nobody_is_both_too_new_and_late(small: Small) -> None:
    # The data ends 41 days after the later ones were licensed.
    assert shown(small, first_use_table, within=41).iloc[0]["value"] == 0.4
    assert shown(small, first_use_table, within=42).empty


def test_a_licence_day_is_used_where_there_is_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    small, people = Small(tmp_path_factory.mktemp("licence")), range(100, 140)
    small.roster({"east": people}, monday(0))
    small.usage({week(w): {p: float(w >= 3) for p in people} for w in range(8)})
    rows = [{"person_id": p, "platform": "teams", "from_day": monday(0)} for p in people]
    small.load("licence", rows, {"licence:teams": [(monday(0), monday(0))]})
    found = shown(small, first_use_table).iloc[0]
    assert (found["value"], found["never"], found["median_days"]) == (0.9, 0.1, 21)


@pytest.mark.slow
def test_a_correction_about_one_person_is_in_no_share(tmp_path: Path) -> None:
    def table(last: float) -> pd.DataFrame:
        small.usage({week(1): dict.fromkeys(range(21), 1.0) | {21: last} | idle})
        return shown(small, cohort_table)

    small, idle = Small(tmp_path), dict.fromkeys(range(22, 40), 0.0)
    small.roster({"east": range(40)}, monday(0))
    small.usage({week(0): dict.fromkeys(range(40), 1.0)})
    first = table(1.0)
    assert first["value"].tolist() == [1.0, 0.6]
    pd.testing.assert_frame_equal(table(0.0), first)  # 21 of 40 are 50 %


def test_a_share_tells_no_number_of_people_to_less_than_two() -> None:
    """Whoever knows how many began: the numbers that agree with a share are three or more."""
    for people in range(30, 400):
        counts = pd.Series(np.arange(people + 1.0))
        share = _share(counts, pd.Series(np.full(people + 1, float(people))), 10)
        assert np.isfinite(share).all()
        agree = counts.groupby(share).agg(["min", "max"])
        assert (agree["max"] - agree["min"] >= 2).all(), people
        assert np.abs(share - counts / people).max() <= 0.05 + 0.10 * (people <= 80)
    assert np.isnan(_share(pd.Series([9.0]), pd.Series([29.0]), 10)).all()
    assert np.isnan(_share(pd.Series([30.0]), pd.Series([60.0]), 61)).all()
