from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from signpost.metrics.adoption.table import adoption_table, metric_card
from signpost.metrics.model.adoption_metrics import CATALOGUE, AdoptionMetric
from signpost.metrics.model.types import Refusal
from signpost.metrics.panel.adoption_counts import adoption_counts
from tests.metrics.small import Small, monday, programme, week

EAST = range(100, 112)
NOBODY = dict.fromkeys(EAST, 0.0)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Twelve people, four weeks of posts and reads; 102 has no licence in the third week."""
    one = Small(tmp_path_factory.mktemp("small"))
    one.roster({"east": EAST, "west": range(200, 205)}, monday(0))
    rows = [
        (week(0), "post", NOBODY | {100: 1.0, 101: 2.0, 102: 3.0}),
        (week(0), "read", NOBODY | {100: 5.0, 104: 4.0}),
        (week(1), "post", NOBODY | {100: 4.0}),
        (week(1), "read", NOBODY | {103: 6.0}),
        (week(2), "post", NOBODY | {101: 1.0, 102: None}),
        (week(2), "read", NOBODY | {102: None}),
        (week(3), "post", NOBODY | {104: 2.0}),
        (week(3), "read", NOBODY),
    ]
    facts = [
        {
            "platform": "engage",
            "person_id": person,
            "first_day": first,
            "last_day": last,
            "action": action,
            "times": times,
        }
        for (first, last), action, people in rows
        for person, times in people.items()
    ]
    one.load("usage", facts, {"usage:engage": [week(w) for w in range(4)]})
    return one


def counted(small: Small, metric: str, window: Any = "week", platform: str = "engage") -> Any:
    found = adoption_counts(small.warehouse.read(), metric, platform, window)
    if isinstance(found, Refusal):
        return found
    east = found[found["group"] == "east"].sort_values("period")
    return {
        period.label: (numerator, denominator)
        for period, numerator, denominator in zip(
            east["period"], east["numerator"], east["denominator"], strict=True
        )
    }


WEEKS = [monday(w).isoformat() for w in range(4)]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        # active: 100 101 102 104 | 100 103 | 101 | 104
        ("active", [(4, 12), (2, 12), (1, 11), (1, 12)]),
        ("active_28_days", [None, None, None, (5, 12)]),
        ("licensed", [(12, 12), (12, 12), (11, 12), (12, 12)]),
        ("ever", [(4, 12), (5, 12), (4, 11), (5, 12)]),
        ("returning", [None, (1, 2), (0, 1), (0, 1)]),
        ("retention", [None, (1, 4), (0, 2), (0, 1)]),
        ("depth", [(15, 4), (10, 2), (1, 1), (2, 1)]),
        ("breadth", [(5, 4), (2, 2), (1, 1), (1, 1)]),
        ("contributors", [(3, 4), (1, 2), (1, 1), (1, 1)]),
        ("readers", [(1, 4), (1, 2), (0, 1), (0, 1)]),
    ],
)
def test_metrics_by_hand(
    small: Small, metric: str, expected: list[tuple[float, float] | None]
) -> None:
    wanted = {w: pair for w, pair in zip(WEEKS, expected, strict=True) if pair}
    assert counted(small, metric) == wanted


def test_a_group_nobody_of_which_is_licensed_has_a_zero_denominator(small: Small) -> None:
    found = adoption_counts(small.warehouse.read(), "active", "engage", "week")
    assert isinstance(found, pd.DataFrame)
    west = found[found["group"] == "west"]
    assert west[["numerator", "denominator"]].sum().to_list() == [0, 0]
    table = adoption_table(small.warehouse, programme(), platform="engage")
    assert table.loc[table["group"] == "west", "value"].isna().all()


def test_four_weeks_in_five_are_no_month(small: Small) -> None:
    # 5 January to 1 February: the week that ends on 4 January is missing.
    assert isinstance(counted(small, "active", "month"), Refusal)


def test_too_little_history_is_refused(small: Small) -> None:
    found = counted(small, "habitual")
    assert isinstance(found, Refusal)
    assert "12 weeks" in found.reason
    assert isinstance(counted(small, "habitual", "month"), Refusal)


def test_a_gap_in_the_history_is_no_zero(tmp_path_factory: pytest.TempPathFactory) -> None:
    small = Small(tmp_path_factory.mktemp("gap"))
    small.roster({"east": EAST}, monday(0))
    small.usage({week(w): dict.fromkeys(EAST, 1.0) for w in (0, 1, 3, 4)})
    found = counted(small, "retention", platform="teams")
    assert list(found) == [WEEKS[1], monday(4).isoformat()]


def test_days_of_use_make_stickiness(tmp_path_factory: pytest.TempPathFactory) -> None:
    small = Small(tmp_path_factory.mktemp("days"))
    small.roster({"east": EAST}, monday(0))
    daily = {
        (monday(0) + timedelta(i), monday(0) + timedelta(i)): NOBODY | {100: 1.0, 101: float(i < 3)}
        for i in range(7)
    }
    small.usage(daily)
    assert counted(small, "stickiness", platform="teams") == {WEEKS[0]: (7 + 3, 2 * 7)}
    assert counted(small, "active", platform="teams") == {WEEKS[0]: (2, 12)}
    assert counted(small, "breadth", platform="teams") == {WEEKS[0]: (2, 2)}


def test_an_action_counts_once_in_a_week_of_days_also_one_called_as_a_key_is(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    small = Small(tmp_path_factory.mktemp("kinds"))
    small.roster({"east": EAST}, monday(0))
    did = {100: ["message", "message", "person_id"], 101: ["view", "view"], 102: ["active_days"]}
    facts = [
        {
            "platform": "teams",
            "person_id": person,
            "first_day": monday(0) + timedelta(day),
            "last_day": monday(0) + timedelta(day),
            "action": action,
            "times": 1.0,
        }
        for person, actions in did.items()
        for day, action in enumerate(actions)
    ]
    days = [(monday(0) + timedelta(day),) * 2 for day in range(7)]
    small.load("usage", facts, {"usage:teams": days})
    assert counted(small, "breadth", platform="teams") == {WEEKS[0]: (3, 2)}
    assert counted(small, "contributors", platform="teams") == {WEEKS[0]: (1, 2)}
    assert counted(small, "readers", platform="teams") == {WEEKS[0]: (1, 2)}


def test_without_days_stickiness_is_refused(small: Small) -> None:
    assert isinstance(counted(small, "stickiness"), Refusal)


def test_nobody_in_the_roster_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    small = Small(tmp_path_factory.mktemp("strangers"))
    small.roster({"east": EAST}, monday(0))
    small.usage({week(0): {999: 1.0}})
    # The group is there, with nobody licensed; the other metrics have nobody to count.
    assert counted(small, "active", platform="teams") == {WEEKS[0]: (0, 0)}
    refusal = counted(small, "depth", platform="teams")
    assert "in the roster" in refusal.reason


@pytest.fixture(scope="module")
def daily(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Twelve people, fourteen weeks of days: enough for every metric, whatever it looks at."""
    one = Small(tmp_path_factory.mktemp("daily"))
    one.roster({"east": EAST}, monday(0))
    days = [monday(0) + timedelta(i) for i in range(14 * 7)]
    one.usage({(day, day): {p: float((i * p) % 3) for p in EAST} for i, day in enumerate(days)})
    return one


@pytest.mark.parametrize("card", CATALOGUE)
def test_every_metric_keeps_its_bounds_and_adds_up(daily: Small, card: AdoptionMetric) -> None:
    counts = adoption_counts(daily.warehouse.read(), card.id, "teams", "week")
    assert isinstance(counts, pd.DataFrame)
    assert len(counts) > 0
    assert (counts["numerator"] >= 0).all()
    if card.share:
        assert (counts["numerator"] <= counts["denominator"]).all()
    everybody = adoption_table(
        daily.warehouse, programme(minimum_group_size=5), metric=card.id, platform="teams", by="all"
    )
    total = everybody[~everybody["withheld"]].set_index("period")["numerator"]
    by_group = counts.groupby(counts["period"].map(lambda p: p.label))["numerator"].sum()
    assert total.equals(by_group.reindex(total.index).astype(float))
    assert metric_card(card.id) is card
