from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from signpost.metrics.model.schema import FactorInput as Card
from signpost.metrics.planning.benchmark_gap import benchmark_gap, merged_gaps, shrink_gaps
from signpost.metrics.planning.opportunities import (
    READY,
    ROLL_OUT_FIRST,
    STARTED,
    STOPPED,
    TriedAlready,
    find_opportunities,
    opportunity_worth,
)
from signpost.presentation.words.catalogue import say

FIRST = date(2025, 9, 1)
WEEKS = 30
GROUPS = tuple(f"team {i:02d}" for i in range(12))


@pytest.fixture
def world(load):
    """Twelve teams of one area; team 00 has twice the escalations of the others."""

    def put(people=12, using=("team 00",), survey=()):
        rng = np.random.default_rng(7)
        roster = [
            {"person_id": g * 100 + p, "from_day": FIRST, "group_id": name}
            for g, name in enumerate(GROUPS)
            for p in range(people)
        ]
        parts = [("roster", roster, {"roster": [FIRST, FIRST]})]
        outcome, days = [], []
        for week in range(WEEKS):
            first = FIRST + timedelta(weeks=week)
            last = first + timedelta(days=6)
            days += [first, last]
            outcome += [
                {
                    "kpi": "escalations",
                    "group_id": name,
                    "first_day": first,
                    "last_day": last,
                    "numerator": float(rng.poisson(20 if g == 0 else 10)),
                    "denominator": 500.0,
                }
                for g, name in enumerate(GROUPS)
            ]
        subjects = {f"outcome:escalations:{name}": days for name in GROUPS}
        parts.append(("outcome", outcome, subjects))
        usage = [
            {
                "platform": "teams",
                "group_id": name,
                "first_day": FIRST,
                "last_day": FIRST + timedelta(days=6),
                "measure": "active",
                "numerator": people * (0.5 if name in using else 0.1),
                "denominator": float(people),
            }
            for name in GROUPS
        ]
        parts.append(("group_usage", usage, {"group_usage:teams": days[:2]}))
        if survey:
            rows = [
                {
                    "group_id": name,
                    "day": FIRST,
                    "barrier": "time",
                    "score_sum": 4.0 * people,
                    "answers": people,
                }
                for name in survey
            ]
            parts.append(("barrier", rows, {"barrier": [FIRST, FIRST]}))
        load(*parts)

    return put


def test_the_group_far_from_its_kind_is_found_and_priced(warehouse, programme, world):
    world()
    found = find_opportunities(warehouse, programme, platform="teams")
    first = found.rooms[0]
    assert first.group == "team 00"
    assert first.level == pytest.approx(40, rel=0.1)
    assert first.best == pytest.approx(19.5, rel=0.1)
    assert first.room == pytest.approx(20, rel=0.15)
    # 26,089 calls a year, in thousands, at 200 a piece
    assert first.worth[1] == pytest.approx(first.room * 26.089 * 200, rel=1e-3)
    assert first.worth[0] < first.worth[1] < first.worth[2]
    others = [room.room for room in found.rooms if room.group != "team 00"]
    assert max(others) < 0.25 * first.room  # the rest differ by luck only
    assert len(found.gaps) == 1
    assert say(found.gaps[0]).startswith("NPS: No figures of NPS are loaded.")


def test_a_placebo_is_not_explored(warehouse, programme):
    case = programme.use_cases[0].model_copy(update={"placebo": "nps"})
    told = programme.model_copy(update={"use_cases": (case,)})
    assert [say(gap).split(":")[0] for gap in find_opportunities(warehouse, told).gaps] == [
        "Escalations"
    ]


def test_a_pilot_says_whether_it_could_prove_anything(warehouse, programme, world):
    world()
    (pilot,) = find_opportunities(warehouse, programme, platform="teams").pilots
    assert pilot.focus == ("team 00",)
    assert pilot.provable
    assert pilot.detectable < pilot.room
    assert pilot.worth[1] > 0


def test_nothing_is_proposed_that_is_begun_asked_or_stopped(warehouse, programme, world):
    world()
    begun = TriedAlready(started=frozenset({"team 00"}), stopped=frozenset({"team 01"}))
    found = find_opportunities(warehouse, programme, platform="teams", tried=begun)
    ready = {room.group: room.readiness for room in found.rooms}
    assert (ready["team 00"], ready["team 01"]) == (STARTED, STOPPED)
    proposed = {group for pilot in found.pilots for group in pilot.focus}
    assert proposed
    assert proposed.isdisjoint({"team 00", "team 01"})
    asked = TriedAlready(asked={"escalations": "Fewer escalations"})
    found = find_opportunities(warehouse, programme, platform="teams", tried=asked)
    assert found.pilots == ()
    assert found.rooms  # the room is there all the same
    assert say(found.gaps[0]) == (
        "Escalations: the use case Fewer escalations asks this already, see its verdict."
    )


def test_readiness_comes_from_adoption_and_barriers(warehouse, programme, world):
    world(survey=("team 03",))
    found = find_opportunities(warehouse, programme, platform="teams")
    ready = {room.group: room.readiness for room in found.rooms}
    assert ready["team 00"] == READY
    assert ready["team 01"] == ROLL_OUT_FIRST
    assert ready["team 03"] == "barrier first: time"


def test_small_groups_are_not_explored(warehouse, programme, world):
    world(people=8)
    found = find_opportunities(warehouse, programme, platform="teams")
    assert found.rooms == ()
    assert found.pilots == ()
    assert "minimum size" in say(found.gaps[0])


def test_an_empty_warehouse_is_all_gaps(warehouse, programme):
    found = find_opportunities(warehouse, programme)
    assert (found.rooms, len(found.gaps)) == ((), 2)


def test_noise_alone_leaves_little_room():
    rng = np.random.default_rng(3)
    bottom = np.full((20, 40), 500.0)
    same = benchmark_gap(rng.poisson(10.0, (20, 40)) * 1.0, bottom, ["none"] * 20, "lower")
    raw = same.level - np.quantile(same.level, 0.25)
    assert same.room.max() < 0.5 * raw.max()
    higher = benchmark_gap(rng.poisson(10.0, (20, 40)) * 1.0, bottom, ["none"] * 20, "higher")
    assert (higher.room >= 0).all()


def test_levels_are_shrunk_to_the_right_degree():
    rng = np.random.default_rng(4)
    truth = rng.normal(5, 1, 4000)
    error = rng.choice([0.3, 2.0], 4000)
    level = truth + rng.normal(0, error)
    shrunk, spread = shrink_gaps(level, error)
    assert np.mean((shrunk - truth) ** 2) < 0.6 * np.mean((level - truth) ** 2)
    inside = np.abs(shrunk - truth) < 1.645 * spread
    assert inside.mean() == pytest.approx(0.9, abs=0.02)


def test_small_kinds_are_compared_with_everybody():
    assert merged_gaps(["a"] * 4 + ["b"] * 4) == ["a"] * 4 + ["b"] * 4
    assert merged_gaps(["a"] * 4 + ["b"] * 3) == ["all"] * 7


def test_worth_needs_a_price(programme):
    kpi = programme.kpi("escalations")
    assert opportunity_worth(programme.kpi("nps"), 1.0, 0.1, 100) is None
    assert opportunity_worth(kpi, 0.0, 1.0, 100) == (0.0, 0.0, 0.0)
    sure = kpi.model_copy(update={"money_per_unit": Card(value=10)})
    assert opportunity_worth(sure, 2.0, 0.0, 100) == (2000, 2000, 2000)
