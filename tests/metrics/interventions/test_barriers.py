from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from signpost.metrics.interventions.barriers import (
    LABELS,
    BarrierScore,
    barrier_change,
    barrier_movements,
    barrier_scores,
    latest_scores,
    unaddressed_barriers,
)
from signpost.metrics.model.schema import Intervention

SPRING, AUTUMN = date(2026, 3, 1), date(2026, 9, 1)


def training(groups, barrier="search", kind="training"):
    return Intervention(
        id=kind, kind=kind, groups=tuple(groups), from_day=date(2026, 5, 1), barrier=barrier
    )


def survey(group, day, mean, barrier="search"):
    return BarrierScore(group, barrier, day, mean, 20)


def test_too_few_answers_are_withheld(warehouse, load):
    rows = [
        {"group_id": g, "day": SPRING, "barrier": "search", "score_sum": 4.0 * n, "answers": n}
        for g, n in (("north", 9), ("south", 10))
    ]
    load(("barrier", rows, {"barrier": [SPRING, SPRING]}))
    assert barrier_scores(warehouse.read(), 10) == (
        BarrierScore("north", "search", SPRING, None, None),
        BarrierScore("south", "search", SPRING, 4.0, 10),
    )
    with pytest.raises(ValueError, match="minimum group size"):
        barrier_scores(warehouse.read(), 3)


def answers(group, question, given, *, low=None, high=None, day=SPRING):
    return [
        {
            "survey": "qualtrics",
            "answer_id": f"{group}{i}",
            "group_id": group,
            "person_id": None,
            "day": day,
            "question": question,
            "score": float(score),
            "scale_low": low,
            "scale_high": high,
        }
        for i, score in enumerate(given)
    ]


def test_a_survey_export_is_read_as_barriers(warehouse, load):
    rows = [
        *answers("north", "search", [5] * 6 + [2] * 4),
        *answers("north", "Not-invented-here: we like our own ideas", [1] * 10),
        *answers("south", LABELS["trust"] + ".", [0] * 5 + [10] * 5, low=0.0, high=10.0),
        *answers("south", "time", [3] * 9),
        *answers("south", "Searching questions in general", [5] * 20),
        *answers("west", "tool", [7] * 20),
    ]
    load(("response", rows, {"qualtrics": [SPRING, SPRING]}))
    assert barrier_scores(warehouse.read(), 10) == (
        BarrierScore("north", "not_invented_here", SPRING, 1.0, 10),
        BarrierScore("north", "search", SPRING, pytest.approx(3.8), 10),
        BarrierScore("south", "time", SPRING, None, None),
        BarrierScore("south", "trust", SPRING, pytest.approx(3.0), 10),
    )


def test_who_answered_twice_in_a_month_counts_once(warehouse, load):
    rows = answers("north", "search", [4] * 9)
    twice = [dict(one, day=date(2026, 3, 9)) for one in rows]
    load(("response", rows + twice, {"qualtrics": [SPRING, date(2026, 3, 9)]}))
    assert barrier_scores(warehouse.read(), 10) == (
        BarrierScore("north", "search", date(2026, 3, 9), None, None),
    )


def test_the_latest_result_of_each_barrier_comes_strongest_first():
    found = latest_scores(
        [
            survey("north", SPRING, 4.8),
            survey("north", AUTUMN, 2.0),
            survey("south", SPRING, 3.9),
            BarrierScore("west", "search", SPRING, None, None),
        ]
    )
    assert [(s.group, s.mean) for s in found] == [("south", 3.9), ("north", 2.0), ("west", None)]


def test_strong_barriers_nobody_tackles_are_named(programme):
    found = [survey("North", SPRING, 4.0), survey("south", SPRING, 4.0), survey("east", SPRING, 3)]
    one = programme.model_copy(update={"interventions": (training(["south"]),)})
    assert [s.group for s in unaddressed_barriers(found, one)] == ["North"]


def test_the_movement_of_a_barrier_is_held_against_groups_without_the_intervention():
    rng = np.random.default_rng(1)
    found = []
    for row in range(24):
        level, drop = rng.normal(4, 0.3), -0.9 if row < 8 else 0.0
        found.append(survey(f"g{row}", SPRING, level))
        # everybody says a little less the second time
        found.append(survey(f"g{row}", AUTUMN, level - 0.3 + drop + rng.normal(0, 0.2)))
    done = [
        training([f"G{row}" for row in range(8)]),
        training(["g9"], kind="poster"),
        training(["g1"], barrier="trust", kind="talk"),
    ]
    first, *rest = barrier_movements(found, done)
    assert (first.barrier, first.kind, first.groups) == ("search", "training", 8)
    assert first.change.low < -0.9 < first.change.high
    assert first.change.high < 0
    assert first.change.n_other == 15  # the group with the poster is no comparison
    assert first.change.level == pytest.approx(1 - 0.05 / 3)
    assert {m.kind: m.change for m in rest} == {"poster": None, "talk": None}


def test_a_change_needs_a_survey_on_both_sides():
    series = [(AUTUMN, 3.0), (SPRING, 4.0)]
    assert barrier_change(series, date(2026, 5, 1)) == -1.0
    assert np.isnan(barrier_change(series, date(2026, 1, 1)))
    assert np.isnan(barrier_change(series, AUTUMN))


def test_hansens_four_are_among_the_barriers():
    assert {"not_invented_here", "hoarding", "search", "transfer"} <= set(LABELS)
