from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from signpost.metrics.causal.inference.mean_differences import (
    change_at,
    one_sample,
    two_sample,
    window_mean,
)
from signpost.metrics.interventions.white_glove import (
    first_periods,
    white_glove_persistence,
    white_glove_premium,
)
from signpost.metrics.model.schema import Intervention
from signpost.metrics.model.types import Refusal

FIRST = date(2026, 1, 5)
NAMES = tuple(f"g{i:02d}" for i in range(24))


def day(week: int) -> date:
    return FIRST + timedelta(weeks=int(week))


def done(kind, rows, week, until=None, hours=0.0, name=None):
    return Intervention(
        id=name or f"{kind}-{week}",
        kind=kind,
        groups=tuple(NAMES[r] for r in rows),
        platform="teams",
        from_day=day(week) + timedelta(days=2),
        until_day=day(until) - timedelta(days=3) if until is not None else None,
        hours=hours,
    )


@pytest.fixture
def world(make_panel):
    """Groups 0-5 white-glove (+20 points, +0.9 on the KPI), 6-11 plain, the rest never."""

    def build(noise=0.02, after_end=0.0, premium_points=0.2):
        rng = np.random.default_rng(1)
        starts = np.array([10, 12, 14, 16, 18, 20, 10, 12, 14, 16, 18, 20, *(-1,) * 12])
        panel = make_panel(groups=NAMES, starts=tuple(starts), periods=60)
        time = np.arange(60)[None, :] - starts[:, None]
        exposed = (starts[:, None] >= 0) & (time >= 0)
        ramp = np.where(exposed, 0.4 * (1 - np.exp(-np.clip(time, 0, None))), 0.0)
        glove = exposed & (np.arange(24) < 6)[:, None]
        ended = glove & (time >= 22)
        share = 0.05 + ramp + premium_points * glove + after_end * ended
        share = share + rng.normal(0, noise, share.shape)
        season = np.sin(np.arange(60) / 8)[None, :] * 3
        outcome = 10 + season + rng.normal(0, 0.3, share.shape) - 0.5 * exposed - 0.9 * glove
        interventions = [done("roll-out", [r], starts[r], name=f"ro{r}") for r in range(12)] + [
            done("white-glove", [r], starts[r], starts[r] + 20, hours=30, name=f"wg{r}")
            for r in range(6)
        ]
        return (
            replace(
                panel,
                adoption_numerator=share * 50,
                adoption_denominator=np.full((24, 60), 50.0),
                outcome_numerator=outcome * 500,
            ),
            interventions,
        )

    return build


def test_the_planted_premium_is_found_per_hour(world):
    panel, interventions = world()
    found = white_glove_premium(panel, interventions)
    assert found.adoption.low < 0.2 < found.adoption.high
    assert found.adoption.point == pytest.approx(0.2, abs=0.02)
    assert (found.adoption.n, found.adoption.n_other) == (6, 6)
    assert found.outcome.low < -0.9 < found.outcome.high
    assert found.outcome.high < 0
    assert found.hours == 180
    assert found.extra_people[1] == pytest.approx(0.2 * 6 * 50, rel=0.1)
    assert found.people_per_hour[1] == pytest.approx(found.extra_people[1] / 180)


def test_a_later_treatment_is_held_against_groups_of_the_same_age(world):
    panel, interventions = world()
    time = np.arange(60)[None, :] - panel.start[:, None]
    started = (panel.start[:, None] >= 0) & (time >= 0)
    # use grows for a year after any roll-out; white-glove comes 15 weeks later and adds 10 points
    share = np.where(started, 0.01 * time, 0.0)
    share[:6] += 0.10 * (time[:6] >= 15)
    share += np.random.default_rng(3).normal(0, 0.005, share.shape)
    late = [
        done("white-glove", [r], int(panel.start[r]) + 15, hours=30, name=f"late{r}")
        for r in range(6)
    ]
    rolled = [one for one in interventions if one.kind == "roll-out"]
    found = white_glove_premium(replace(panel, adoption_numerator=share * 50), [*rolled, *late])
    assert found.adoption.point == pytest.approx(0.10, abs=0.01)


def test_no_premium_is_not_found(world):
    panel, interventions = world(premium_points=0.0)
    found = white_glove_premium(panel, interventions)
    assert found.adoption.low < 0 < found.adoption.high


def test_without_hours_or_plain_groups_it_says_so(world):
    panel, interventions = world()
    free = [one.model_copy(update={"hours": 0.0}) for one in interventions]
    assert white_glove_premium(panel, free).people_per_hour is None
    only = replace(panel, start=np.where(np.arange(24) < 6, panel.start, -1))
    refused = white_glove_premium(only, interventions)
    assert isinstance(refused, Refusal)
    assert refused.reason.endswith("there are 6 and 0.")
    blind = replace(panel, adoption_numerator=None)
    assert isinstance(white_glove_premium(blind, interventions), Refusal)
    assert isinstance(white_glove_persistence(blind, interventions), Refusal)


def test_persistence_tells_lasting_from_lost(world):
    panel, interventions = world()
    lasting = white_glove_persistence(panel, interventions)
    assert lasting.lasted is True
    assert lasting.kept == pytest.approx(1.0, abs=0.1)
    panel, interventions = world(after_end=-0.18)
    lost = white_glove_persistence(panel, interventions)
    assert lost.lasted is False
    assert lost.change.low < -0.18 < lost.change.high
    assert lost.kept < 0.8
    going = [one.model_copy(update={"until_day": None}) for one in interventions]
    assert isinstance(white_glove_persistence(panel, going), Refusal)
    panel, interventions = world(after_end=-0.1, noise=0.4)
    assert white_glove_persistence(panel, interventions).lasted is None
    panel, interventions = world()
    never = replace(panel, adoption_numerator=np.full((24, 60), 20.0))
    assert white_glove_persistence(never, interventions).kept is None


def test_first_periods_take_the_earliest_of_the_kinds(world):
    panel, _ = world()
    several = [done("a", [0], 9), done("b", [0, 1], 7), done("c", [2], 3)]
    assert first_periods(panel, several, ["a", "b"])[:3].tolist() == [7, 7, -1]


def test_windows_need_two_known_periods():
    table = np.array([[1.0, np.nan, 3.0, 5.0, np.nan, np.nan]])
    assert window_mean(table, 0, 0, 3) == 2.0
    assert np.isnan(window_mean(table, 0, 3, 3))
    assert np.isnan(window_mean(table, 0, -4, 3))
    assert change_at(np.arange(8.0)[None, :], 0, 4, 2, lag=1) == 3.0


def test_intervals_keep_their_level():
    rng = np.random.default_rng(9)
    inside = both = 0
    for _ in range(600):
        one, other = rng.normal(1, 2, 6), rng.normal(0, 1, 9)
        found = two_sample(one, other)
        both += found.low < 1 < found.high
        alone = one_sample(one)
        inside += alone.low < 1 < alone.high
    assert both / 600 == pytest.approx(0.95, abs=0.025)
    assert inside / 600 == pytest.approx(0.95, abs=0.025)
    assert one_sample([1.0]) is None
    assert two_sample(np.array([1.0, np.nan]), rng.normal(0, 1, 5)) is None
