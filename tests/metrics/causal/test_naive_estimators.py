"""The naive figures against scipy.stats, which others would compute them with."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from benchmarks.truth.doses import Wandering, wander
from benchmarks.truth.worlds import seeded
from signpost.metrics.causal.block_length import quarter
from signpost.metrics.causal.estimators import correlation, users_vs_non_users
from signpost.metrics.causal.methods.dose_response import TEN_POINTS
from signpost.metrics.model.types import Estimate

PANEL = wander(seeded("naive", 0), Wandering(groups=15, periods=30, slope=-1.0)).panel


def test_the_slope_through_all_points_is_linregress() -> None:
    assert PANEL.adoption is not None
    line = stats.linregress(PANEL.adoption.ravel(), PANEL.outcome.ravel())
    found = correlation.ESTIMATOR.estimate(PANEL)
    assert isinstance(found, Estimate)
    reach = stats.t.ppf(0.975, PANEL.outcome.size - 2) * line.stderr
    assert found.point == pytest.approx(line.slope * TEN_POINTS)
    assert found.high - found.point == pytest.approx(reach * TEN_POINTS)
    assert found.p_value == pytest.approx(line.pvalue)


def test_users_against_non_users_is_welchs_test() -> None:
    assert PANEL.adoption is not None
    late = slice(-quarter(30), None)
    use, outcome = PANEL.adoption[:, late].mean(axis=1), PANEL.outcome[:, late].mean(axis=1)
    high, low = outcome[use > np.median(use)], outcome[use <= np.median(use)]
    known = stats.ttest_ind(high, low, equal_var=False)
    found = users_vs_non_users.ESTIMATOR.estimate(PANEL)
    assert isinstance(found, Estimate)
    assert found.point == pytest.approx(high.mean() - low.mean())
    assert found.p_value == pytest.approx(known.pvalue)
    ends = known.confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high))
