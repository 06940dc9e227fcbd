"""METR's lottery of tasks (arXiv 2507.09089): 246 tasks, with AI or without, drawn task by task.

Their data state no licence, so they are not here: name the file in SIGNPOST_METR to run this
(data_complete.csv of github.com/METR/Measuring-Early-2025-AI-on-Exp-OSS-Devs).
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from signpost.metrics.causal.inference.distributions import t_quantile
from signpost.metrics.causal.people.effects import arm_contrasts, intention_to_treat
from signpost.metrics.causal.people.sample import PeopleSample

FILE = Path(os.environ.get("SIGNPOST_METR", "not/named.csv"))
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="METR's data are not here")


@pytest.fixture(scope="module")
def tasks() -> PeopleSample:
    rows = pd.read_csv(FILE)
    rows = rows[rows["initial_implementation_time"].notna()]
    review = rows["post_review_implementation_time"]
    review = review.fillna(rows["ai_treatment"].map(review.groupby(rows["ai_treatment"]).mean()))
    total = np.log(rows["initial_implementation_time"] + review).to_numpy()
    forecast = np.log(rows["predicted_time_no_ai"]).to_numpy()
    one_block = np.zeros(len(rows), dtype=np.int64)
    arm = rows["ai_treatment"].to_numpy(dtype=float)
    return PeopleSample(forecast, total, np.zeros(len(rows)), None, arm, one_block)


def test_the_published_effect_and_its_range(tasks: PeopleSample) -> None:
    """Published: 0.188, robust range 0.013 to 0.394 (HC3; ours is HC2)."""
    found = arm_contrasts(tasks.after[None], tasks.arm, tasks.before, tasks.block)
    error = float(np.sqrt(found.covariance[0, 0]))
    reach = t_quantile(0.975, found.df) * error
    point = float(found.point[0])
    assert len(tasks.arm) == 246
    assert np.expm1(point) == pytest.approx(0.188, abs=5e-4)
    assert np.expm1(point - reach) == pytest.approx(0.013, abs=1e-3)
    assert np.expm1(point + reach) == pytest.approx(0.394, abs=1.5e-3)


def test_drawing_again_says_the_same(tasks: PeopleSample) -> None:
    found = intention_to_treat(tasks, 0.95)
    assert found.p_value is not None
    assert 0.02 < found.p_value < 0.06
    assert np.expm1(found.point) == pytest.approx(0.188, abs=5e-4)
    assert np.expm1(found.high) == pytest.approx(0.395, abs=0.02)
