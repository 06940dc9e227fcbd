"""Several findings looked at together, beside statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from signpost.metrics.causal.multiplicity import adjust_estimates


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [1, 7, 60])
def test_what_stands_is_what_statsmodels_keeps(seed: int, count: int) -> None:
    chances = np.random.default_rng(seed).beta(0.3, 2.0, count)
    found = adjust_estimates(chances.tolist(), 0.05)
    kept = multipletests(chances, 0.05, method="fdr_bh")[0]
    assert found.stands == tuple(kept.tolist())
    assert found.found == int((chances <= 0.05).sum())
    assert found.by_chance == pytest.approx(0.05 * count)


def test_what_was_not_asked_does_not_count() -> None:
    assert adjust_estimates([None, 0.03, None]).stands == (False, True, False)
    assert adjust_estimates([None, 0.03, None]).asked == 1
    assert adjust_estimates([0.03, 0.9]).stands == (False, False)
