from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from signpost.metrics.adoption.targets import judge_pace, periods_left, recent_pace, target_statuses
from signpost.metrics.model.calendar import from_label
from signpost.metrics.model.schema import Target

FIRST = date(2026, 1, 5)


@pytest.fixture
def usage(load):
    def put(shares: dict[str, list[float]], people: int = 40) -> None:
        rows, days = [], []
        for week in range(len(next(iter(shares.values())))):
            first = FIRST + timedelta(weeks=week)
            days += [first, first + timedelta(days=6)]
            rows += [
                {
                    "platform": "teams",
                    "group_id": group,
                    "first_day": first,
                    "last_day": first + timedelta(days=6),
                    "measure": "active",
                    "numerator": values[week] * people,
                    "denominator": float(people),
                }
                for group, values in shares.items()
            ]
        load(("group_usage", rows, {"group_usage:teams": days}))

    return put


def target(group, value, by=date(2026, 6, 28), metric="active", platform="teams"):
    return Target(group=group, platform=platform, metric=metric, value=value, by=by, owner="Ann")


def test_each_target_says_where_its_group_stands(warehouse, programme, usage):
    rising = [0.2 + 0.02 * week for week in range(12)]
    usage({"north": rising, "south": [0.3] * 12})
    aims = (
        target(" North", 0.40),
        target("north", 0.60),
        target("north", 0.95),
        target("south", 0.60, by=date(2026, 3, 1)),
        target("nowhere", 0.5),
        target("north", 0.5, metric="telepathy"),
    )
    found = target_statuses(warehouse, programme.model_copy(update={"targets": aims}))
    assert [s.status for s in found] == [
        "reached",
        "on pace",
        "behind",
        "missed",
        "cannot tell",
        "cannot tell",
    ]
    second = found[1]
    assert second.value == pytest.approx(0.42)
    assert second.pace == pytest.approx(0.02)
    assert second.needed == pytest.approx(0.18 / 13)
    assert second.period == "2026-03-23"
    assert "telepathy" in found[5].why


def test_a_small_group_is_not_shown(warehouse, programme, usage):
    usage({"north": [0.5] * 4, "south": [0.4] * 4}, people=8)
    (one,) = target_statuses(
        warehouse, programme.model_copy(update={"targets": (target("north", 0.6),)})
    )
    assert (one.status, one.value) == ("cannot tell", None)
    assert one.why == "Its figures are not shown: a small group would follow from them."


def test_pace_is_the_slope_of_what_is_known():
    assert recent_pace(np.array([0.1, np.nan, 0.3, 0.4])) == pytest.approx(0.1)
    assert recent_pace(np.array([0.1, np.nan, 0.3])) is None


def test_only_whole_periods_are_left():
    week = from_label("2026-03-23")
    assert periods_left(week, target("north", 0.5, by=date(2026, 4, 5))) == 1
    assert periods_left(week, target("north", 0.5, by=date(2026, 4, 4))) == 0


def test_without_a_pace_nothing_is_said():
    assert judge_pace(0.2, 5, None, 0.04)[0] == "cannot tell"
