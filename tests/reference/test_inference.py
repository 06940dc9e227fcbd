"""Published results of the pieces: honest intervals, wild bootstrap, robustness, clusters."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf

from signpost.metrics.causal.inference.intervals import robustness_value
from signpost.metrics.causal.inference.regression import Regression, regress, two_way_regression
from signpost.metrics.causal.inference.sensitivity import honest_interval, honest_path
from signpost.metrics.causal.inference.wild_bootstrap import LeverageMatrix, wild_bootstrap_interval

Published = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="module")
def medicaid(published: Published) -> Regression:
    """Event study of the 2014 expansion, years before 2016, states of 2015 left out."""
    frame = published("ehec_medicaid")
    frame = frame[(frame["year"] < 2016) & (frame["yexp2"] != 2015)]
    outcome = frame.pivot(index="stfips", columns="year", values="dins")
    expanded = frame.groupby("stfips")["yexp2"].first().to_numpy() == 2014
    years = [year for year in outcome.columns if year != 2013]
    columns = np.stack([expanded[:, None] * (outcome.columns.to_numpy() == y) for y in years])
    found = two_way_regression(
        outcome.to_numpy(dtype=float), columns.astype(float), np.ones(len(outcome))
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("at", "point", "error"), [(5, 0.046447, 0.009152), (6, 0.069206, 0.01035)]
)
def test_event_study_coefficients(
    medicaid: Regression, at: int, point: float, error: float
) -> None:
    assert medicaid.coefficients[at] == pytest.approx(point, abs=1e-6)
    assert np.sqrt(medicaid.covariance[at, at]) == pytest.approx(error, abs=1e-6)


@pytest.mark.parametrize(
    ("bend", "low", "high"),
    [
        (0.00, 0.0259, 0.0607),
        (0.01, 0.0132, 0.0787),
        (0.02, 0.00286, 0.0907),
        (0.03, -0.00714, 0.101),
        (0.04, -0.0171, 0.111),
        (0.05, -0.0271, 0.121),
    ],
)
def test_honest_intervals(medicaid: Regression, bend: float, low: float, high: float) -> None:
    share = np.array([1.0, 0.0])
    path = honest_path(
        medicaid.coefficients[:5], medicaid.coefficients[5:], medicaid.covariance, share, points=160
    )
    # Within 2e-4, and the published upper ends have three digits.
    assert honest_interval(path, bend) == pytest.approx((low, high), abs=3e-4)


def test_wild_cluster_bootstrap(published: Published) -> None:
    """fwildclusterboot's README: 40 clusters, Rademacher weights."""
    frame = published("voters").dropna().reset_index(drop=True)
    controls = "log_income + C(Q1_immigration) + C(Q2_defense)"
    model = smf.ols(f"proposition_vote ~ {controls}", frame)
    outcome = model.fit().resid.to_numpy()
    regressor = smf.ols(f"treatment ~ {controls}", frame).fit().resid.to_numpy()
    cluster = pd.factorize(frame["group_id1"])[0]
    place = frame.groupby("group_id1").cumcount().to_numpy()

    def spread(values: np.ndarray) -> np.ndarray:
        table = np.zeros((cluster.max() + 1, place.max() + 1))
        table[cluster, place] = values
        return table

    found = regress(
        spread(outcome), spread(regressor)[None], spread(np.ones(len(frame))), model.exog.shape[1]
    )
    hat = model.exog @ np.linalg.pinv(model.exog)
    own = (cluster[:, None] == np.arange(cluster.max() + 1)).astype(float)
    residual = found.residual[cluster, place]
    back = [
        (own * regressor[:, None]).T @ hat @ (own * values[:, None])
        for values in (residual, regressor)
    ]
    interval = wild_bootstrap_interval(
        found, 0.95, LeverageMatrix(*back), draws=9999, points=np.array([-1.0, 1.0])
    )
    assert interval.point == pytest.approx(0.079, abs=1e-3)
    assert interval.point / np.sqrt(found.covariance[0, 0]) == pytest.approx(3.983, abs=1e-3)
    assert interval.p_value == pytest.approx(0.001, abs=6e-4)
    assert (interval.low, interval.high) == pytest.approx((0.039, 0.119), abs=1.5e-3)


def test_robustness_value(published: Published) -> None:
    """sensemakr's README."""
    frame = published("darfur")
    numbers = frame.drop(columns="village").astype(float)
    within = numbers - numbers.groupby(frame["village"]).transform("mean")
    design = within.drop(columns="peacefactor")
    model = sm.OLS(within["peacefactor"], design).fit()
    # Village means were taken out first: their parameters are still to be counted.
    df = float(len(frame) - design.shape[1] - frame["village"].nunique())
    t_value = float(model.tvalues["directlyharmed"] * np.sqrt(df / model.df_resid))
    assert model.params["directlyharmed"] == pytest.approx(0.09732, abs=1e-5)
    assert t_value == pytest.approx(4.18445, abs=1e-5)
    assert robustness_value(t_value, df) == pytest.approx(0.13878, abs=1e-5)
    assert robustness_value(t_value, df, level=0.95) == pytest.approx(0.07626, abs=1e-5)


def test_clustered_error_of_two_way_effects(published: Published) -> None:
    """Castle doctrine: 0.0818 (0.0589), as pyfixest's feols with CRV1 has it."""
    frame = published("castle")
    outcome, adopted = (
        frame.pivot(index="state", columns="year", values=name).to_numpy(dtype=float)
        for name in ("l_homicide", "post")
    )
    found = two_way_regression(outcome, adopted[None], np.ones(len(outcome)))
    assert found is not None
    assert found.coefficients[0] == pytest.approx(0.081812, abs=1e-6)
    assert np.sqrt(found.covariance[0, 0]) == pytest.approx(0.058874, abs=1e-6)
