"""Several findings looked at together, beside statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from benchmarks.truth.worlds import Recipe, make, seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.multiplicity import adjust_estimates, adjust_groups
from signpost.metrics.causal.verdict import allowed_group_effects
from signpost.metrics.model.types import Evidence


def evidence(recipe: Recipe, replication: int = 0) -> Evidence:
    return analyse(make(seeded("many", replication), recipe).panel)


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


def test_groups_of_all_use_cases_are_looked_at_together() -> None:
    both = [evidence(Recipe(groups=30, some=True), 1), evidence(Recipe(groups=20), 2)]
    allowed = [one for each in both for one in allowed_group_effects(each)]
    chances = [one.p_value for one in allowed if one.p_value is not None]
    found = adjust_groups(both)
    # a verdict of "cannot tell" lets nothing be claimed of its groups
    assert 0 < found.asked == len(chances) < sum(len(one.group_effects) for one in both)
    judged = iter(multipletests(chances, 0.05, method="fdr_bh")[0].tolist())
    assert found.stands == tuple(one.p_value is not None and next(judged) for one in allowed)
    assert 0 < sum(found.stands) < found.asked


def test_a_refused_question_brings_no_groups() -> None:
    assert adjust_groups([evidence(Recipe(groups=5, starts=(39, 39)))]).asked == 0
