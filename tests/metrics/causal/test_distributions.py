"""The quantiles against scipy.stats, which is not imported for them."""

from __future__ import annotations

from itertools import product

import pytest
from scipy import stats

from signpost.metrics.causal.inference import distributions as ours

SHARES = (0.005, 0.05, 0.5, 0.975, 0.9999)
DEGREES = (1.0, 2.5, 7.0, 39.0, 1e5)


@pytest.mark.parametrize("share", SHARES)
def test_quantiles_are_those_of_scipy_stats(share: float) -> None:
    pairs = [(ours.normal_quantile(share), stats.norm.ppf(share))]
    for df in DEGREES:
        pairs.append((ours.t_quantile(share, df), stats.t.ppf(share, df)))
        pairs.append((ours.chi2_quantile(share, df), stats.chi2.ppf(share, df)))
    for one, other in product(DEGREES, repeat=2):
        pairs.append((ours.f_quantile(share, one, other), stats.f.ppf(share, one, other)))
        pairs.append((ours.beta_quantile(share, one, other), stats.beta.ppf(share, one, other)))
    for found, known in pairs:
        assert found == pytest.approx(known, rel=1e-9)


@pytest.mark.parametrize("ratio", [0.0, 0.3, 2.1, 40.0])
def test_chances_are_those_of_scipy_stats(ratio: float) -> None:
    for df, other in product(DEGREES, repeat=2):
        assert ours.t_two_sided(ratio, df) == pytest.approx(2 * stats.t.sf(ratio, df), rel=1e-9)
        assert ours.f_beyond(ratio, df, other) == pytest.approx(
            stats.f.sf(ratio, df, other), rel=1e-9
        )
