from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from signpost.metrics.adoption.platform_panel import platform_panel
from signpost.metrics.model.types import Refusal
from signpost.presentation.words.catalogue import say

FIRST = date(2026, 1, 5)


def usage(shares, people):
    rows, days = [], []
    for week in range(10):
        first = FIRST + timedelta(weeks=week)
        days += [first, first + timedelta(days=6)]
        rows += [
            {
                "platform": "teams",
                "group_id": group,
                "first_day": first,
                "last_day": first + timedelta(days=6),
                "measure": "active",
                "numerator": share * people[group],
                "denominator": float(people[group]),
            }
            for group, share in shares.items()
        ]
    return ("group_usage", rows, {"group_usage:teams": days})


def test_every_large_group_is_laid_out_with_its_start(warehouse, programme, load):
    load(usage({"north": 0.5, "south": 0.2, "tiny": 0.9}, {"north": 40, "south": 30, "tiny": 5}))
    panel = platform_panel(warehouse, programme, "teams")
    assert panel.groups == ("north", "south")
    assert [left.what for left in panel.left_out] == ["tiny"]
    assert panel.start.tolist() == [4, -1]  # white-glove of 2 February
    assert np.allclose(panel.adoption, [[0.5] * 10, [0.2] * 10])
    assert np.array_equal(panel.outcome, panel.adoption)
    assert panel.weight.tolist() == [40, 30]
    assert panel.periods[0] == "2026-01-05"


def test_a_group_that_falls_to_one_person_has_no_figures_from_then_on(warehouse, programme, load):
    name, rows, days = usage({"north": 0.5, "south": 0.5}, {"north": 40, "south": 30})
    for row in rows:
        if row["group_id"] == "south" and row["first_day"] >= FIRST + timedelta(weeks=6):
            row.update(numerator=1.0, denominator=1.0)
    load((name, rows, days))
    panel = platform_panel(warehouse, programme, "teams")
    assert np.isfinite(panel.adoption).sum(axis=1).tolist() == [10, 6]
    assert np.isfinite(panel.outcome).sum(axis=1).tolist() == [10, 6]


def test_without_usage_or_large_groups_it_is_refused(warehouse, programme, load):
    assert isinstance(platform_panel(warehouse, programme, "teams"), Refusal)
    load(usage({"tiny": 0.9}, {"tiny": 5}))
    refused = platform_panel(warehouse, programme, "teams")
    assert isinstance(refused, Refusal)
    assert "fewer than 10" in say(refused.reason)
