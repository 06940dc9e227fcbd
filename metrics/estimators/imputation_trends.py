"""Imputation with a straight line of its own for each group: survives slow drift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.design import Reach
from metrics.estimator import Estimator
from metrics.evidence import Estimate, Panel, Refusal
from metrics.grain import quarter
from metrics.rollout import as_estimate, rollout_effect

ASSUMES = (
    "Without the start, each group would have kept to its own straight line, "
    "give or take what moved all groups alike."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Effect over a short stretch after the lag, against each group's line carried forward.

    Short, because a line carried far says little; groups by the square root of their weight,
    because precision and not size is wanted. Both keep power: with an effect of six standard
    errors 97 % instead of 45 % (docs/truth.md, slow drift).
    """
    reach = Reach(panel.question.lag, horizon=quarter(len(panel.periods)))
    even = replace(panel, weight=np.sqrt(panel.weight))
    found = rollout_effect(even, panel.outcome, reach, degree=1)
    return as_estimate(found, panel, "imputation_trends", ASSUMES)


ESTIMATOR = Estimator(
    id="imputation_trends",
    label="Against each group's own line",
    assumes=ASSUMES,
    estimate=estimate,
    rows=("staggered", "few_groups"),
    repairs="pre_trend",
)
