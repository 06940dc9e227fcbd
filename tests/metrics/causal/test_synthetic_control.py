"""A mix of other groups: its effect is the library's, its error that of groups left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from diff_diff import SyntheticDiD

from benchmarks.truth.worlds import Recipe, make, seeded
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.synthetic_control import (
    DonorPool,
    _among,
    _fitted,
    _frame,
    donor_pool,
    placebo_effects,
    synthetic_did,
)
from signpost.metrics.model.types import Floats

FEW = Recipe(groups=16, starts=(39,))


def pool(replication: int, recipe: Recipe = FEW) -> DonorPool:
    found = donor_pool(make(seeded("synthetic", replication), recipe).panel)
    assert isinstance(found, DonorPool)
    return found


def test_a_placebo_is_worked_out_as_the_library_works_out_the_effect() -> None:
    one = pool(0)
    found = _fitted(one)
    together = replace(one, donors=np.vstack([one.donors, one.started]))
    assert placebo_effects(together, found)[-1] == pytest.approx(found.att, rel=1e-6)


def alone(one: DonorPool) -> Floats:
    """What the library says of each donor, asked as if it were the one that started."""
    every = np.arange(len(one.donors))
    return np.array(
        [
            _fitted(replace(one, started=one.donors[[i]], donors=one.donors[every != i])).att
            for i in every
        ]
    )


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Pre-treatment fit")
def test_with_few_donors_the_librarys_own_placebos_stray_too_little() -> None:
    """Why there are placebos of our own; when this fails, they are no longer needed."""
    ratios = []
    for replication in range(4):
        one = pool(replication, replace(FEW, groups=12))
        truly = np.sqrt((alone(one) ** 2).mean())
        assert np.sqrt((placebo_effects(one, _fitted(one)) ** 2).mean()) == pytest.approx(
            truly, rel=0.1
        )
        ratios.append(_library_error(one) / truly)
    assert np.median(ratios) < 0.8


def _library_error(one: DonorPool) -> float:
    model = SyntheticDiD(variance_method="placebo", n_bootstrap=100, seed=1)
    frame = _frame(one)
    due = sorted(set(frame["period"][frame["period"] >= one.after]))
    found = model.fit(
        frame, outcome="outcome", treatment="started", unit="group", time="period", post_periods=due
    )
    return float(found.se)


@pytest.mark.slow
def test_where_nothing_happens_the_range_seldom_leaves_out_zero() -> None:
    wrong = 0
    for replication in range(60):
        found = synthetic_did(make(seeded("calm", replication), FEW).panel)
        assert isinstance(found, Interval)
        wrong += found.excludes_zero
    assert wrong <= 6


def test_a_range_has_as_many_placebos_in_it_as_it_promises() -> None:
    placebos = np.arange(1.0, 40.0)
    found = _among(50.0, placebos, 0.95)
    assert (found.low, found.high) == (50 - 38, 50 + 38)  # 38 of 40, the 40th is the group itself
    assert found.p_value == pytest.approx(1 / 40)
    few = _among(0.5, placebos[:9], 0.95)
    assert few.high - few.point == 9  # the largest there is
    assert few.p_value == 1


def test_several_starters_are_compared_with_as_many_others() -> None:
    two = pool(0, Recipe(groups=24, starts=(39, 39)))
    one = pool(0, Recipe(groups=24, starts=(39,)))
    spread = [float(np.std(placebo_effects(each, _fitted(each)))) for each in (two, one)]
    assert len(placebo_effects(two, _fitted(two))) == 100
    assert spread[0] < spread[1]
