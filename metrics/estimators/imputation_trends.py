"""Imputation with a straight line of its own for each group: survives slow drift."""

from __future__ import annotations

from metrics.design import Window
from metrics.estimator import Estimator
from metrics.evidence import Estimate, Panel, Refusal
from metrics.grain import quarter
from metrics.rollout import as_estimate, rollout_effect

ASSUMES = (
    "Without the start, each group would have kept to its own straight line, "
    "give or take what moved all groups alike."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Effect in the first quarter after the lag, against each group's line carried forward.

    Only a quarter, because a line carried further says little: with a year of weeks before, this
    keeps 95 % of the power that the whole period would lose (benchmarks/truth, slow drift).
    """
    window = Window(panel.question.lag, horizon=quarter(len(panel.periods)))
    found = rollout_effect(panel, panel.outcome, window, degree=1)
    return as_estimate(found, panel, "imputation_trends", ASSUMES)


ESTIMATOR = Estimator(
    id="imputation_trends",
    label="Against each group's own line",
    assumes=ASSUMES,
    estimate=estimate,
    rows=("staggered", "few_groups"),
    repairs="pre_trend",
)
