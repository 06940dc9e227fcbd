"""Adoption as a dose: how much of its movement is measured, and what that does to the range."""

from __future__ import annotations

import pytest

from benchmarks.truth.doses import Wandering, wander
from benchmarks.truth.worlds import seeded
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.inference.regression import Regression
from signpost.metrics.causal.methods.dose_response import (
    dose_interval,
    dose_regression,
    reliability,
)
from signpost.metrics.model.types import Panel


def panel_of(error: float, replication: int = 0, groups: int = 60) -> Panel:
    recipe = Wandering(groups=groups, slope=-1.0, error=error)
    return wander(seeded("reliability", replication), recipe).panel


def regression(panel: Panel) -> Regression:
    found = dose_regression(panel)
    assert isinstance(found, Regression)
    return found


# Adoption wanders by 0.12 around its level with a memory of 0.9; 0.0105 in squares is left within.
@pytest.mark.parametrize("error", [0.0, 0.05, 0.08])
def test_reliability_is_the_share_that_was_measured(error: float) -> None:
    share = reliability(regression(panel_of(error)))
    assert share == pytest.approx(0.0105 / (0.0105 + error**2), abs=0.05)


def test_what_does_not_last_at_all_is_taken_for_half_error() -> None:
    assert reliability(regression(panel_of(0.6))) == 0.5


@pytest.mark.parametrize(("error", "least"), [(0.0, 17), (0.05, 17)])
def test_the_range_holds_the_truth_though_adoption_is_measured_with_error(
    error: float, least: int
) -> None:
    held = 0
    for replication in range(20):
        panel = panel_of(error, replication)
        found = dose_interval(dose_regression(panel), panel)
        assert isinstance(found, Interval)
        held += found.low <= -0.1 <= found.high
    assert held >= least
