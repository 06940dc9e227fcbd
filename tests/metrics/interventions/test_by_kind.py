from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from signpost.metrics.interventions.by_kind import effects_by_kind, kind_moments
from signpost.metrics.model.schema import Intervention

GROUPS, PERIODS = 24, 60
NAMES = tuple(f"g{i:02d}" for i in range(GROUPS))


def done(kind: str, rows: range | list[int], week: int) -> Intervention:
    first = date(2026, 1, 5) + timedelta(weeks=week, days=2)
    return Intervention(
        id=f"{kind}-{week}", kind=kind, groups=tuple(NAMES[row] for row in rows), from_day=first
    )


@pytest.fixture
def judged(make_panel):
    """by_kind of a panel in which each intervention brought so many points, and noise."""

    def judge(deeds, points, *, seed=2, noise=0.02, start=(5,) * GROUPS):
        rng = np.random.default_rng(seed)
        share = np.full((GROUPS, PERIODS), 0.3) + rng.normal(0, noise, (GROUPS, PERIODS))
        for one in deeds:
            week = (one.from_day - date(2026, 1, 5)).days // 7
            for group in one.groups:
                share[NAMES.index(group), week:] += points[one.kind]
        panel = replace(
            make_panel(groups=NAMES, starts=start, periods=PERIODS),
            adoption_numerator=share * 50,
            adoption_denominator=np.full(share.shape, 50.0),
        )
        return {one.kind: one for one in effects_by_kind(panel, deeds)}

    return judge


def test_the_kind_that_moved_adoption_most_comes_first(judged):
    deeds = [done("champion", range(5), 30), done("training", range(5, 9), 40)]
    found = judged(deeds, {"champion": 0.15, "training": 0.0})
    assert list(found) == ["champion", "training"]
    assert found["champion"].change.low < 0.15 < found["champion"].change.high
    assert found["champion"].change.low > 0.05
    assert found["training"].change.low < 0 < found["training"].change.high
    assert found["champion"].change.level == pytest.approx(1 - 0.05 / 2)
    assert found["champion"].change.n == 5


def test_kinds_that_began_close_together_are_told_apart_by_groups_that_had_one_of_them(judged):
    deeds = [
        done("champion", range(6), 20),
        done("training", range(3), 23),
        done("training", range(6, 9), 30),
    ]
    found = judged(deeds, {"champion": 0.20, "training": 0.08})
    assert found["champion"].change.point == pytest.approx(0.20, abs=0.02)
    assert found["training"].change.point == pytest.approx(0.08, abs=0.02)
    assert (found["champion"].crowded, found["training"].crowded) == (3, 3)


def test_kinds_that_always_came_together_or_to_one_group_are_not(judged):
    deeds = [
        done("poster", [20, 21], 30),
        done("launch tour", [20, 21], 30),
        done("badge", [2], 30),
    ]
    found = judged(deeds, {"poster": 0.1, "launch tour": 0.0, "badge": 0.3})
    assert [one.change for one in found.values()] == [None, None, None]
    assert (found["poster"].groups, found["poster"].crowded) == (2, 2)
    assert found["badge"].crowded == 0


def test_without_adoption_or_deeds_there_is_nothing(judged):
    assert judged([], {}) == {}
    later = [done("champion", range(5), PERIODS + 3)]
    assert judged(later, {"champion": 0.1}) == {}


def test_a_common_rise_is_nobodys(judged):
    """Groups left alone at the time take the season out."""
    flat = np.linspace(0, 0.5, PERIODS)[None, :].repeat(GROUPS, axis=0)
    first = np.full((1, GROUPS), -1)
    first[0, :4] = 30
    seen = kind_moments(flat, first, np.full(GROUPS, -1), 12)
    assert seen.gained == pytest.approx(np.zeros(4))
    assert seen.exposed.tolist() == [[1.0]] * 4
    assert seen.group.tolist() == [0, 1, 2, 3]


@pytest.mark.slow
def test_nothing_is_seldom_called_something(judged):
    """Three kinds that move nothing: at least one is claimed in about one world in twenty."""
    deeds = [
        done("champion", range(5), 20),
        done("training", range(3, 9), 24),
        done("channel", range(9, 13), 35),
    ]
    nothing = dict.fromkeys(("champion", "training", "channel"), 0.0)
    claims = sum(
        any(
            one.change is not None and not one.change.low <= 0 <= one.change.high
            for one in judged(deeds, nothing, seed=seed).values()
        )
        for seed in range(200)
    )
    assert claims <= 20
