"""Callaway–Sant'Anna: the second opinion, wave by wave from the last period before the start."""

from __future__ import annotations

import warnings

import numpy as np
from diff_diff import CallawaySantAnna, SurveyDesign

from metrics.blocks import Blocks, in_blocks, long_frame
from metrics.design import MANY_GROUPS
from metrics.estimator import Estimator
from metrics.evidence import Estimate, Panel, Refusal
from metrics.inference import level_for, t_interval
from metrics.rollout import NOTHING_TO_COMPARE, as_estimate

ASSUMES = (
    "From the last period before its start on, each wave would have moved like the groups "
    "that had not started."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Mean effect over waves and periods (Callaway and Sant'Anna 2021), by diff-diff.

    Compared with never-started groups where there are enough of them, else with those not yet
    started. Weeks are averaged into blocks, because one noisy week would be the base of all.
    """
    blocks = in_blocks(panel)
    never = int((blocks.first == 0).sum())
    if not np.any(blocks.first > 0) or np.all(blocks.first == blocks.first[0]):
        return NOTHING_TO_COMPARE
    control = "never_treated" if never >= MANY_GROUPS else "not_yet_treated"
    try:
        found = _fit(blocks, control)
    except ValueError as trouble:
        return Refusal(f"It cannot be computed here: {trouble}", NOTHING_TO_COMPARE.remedy)
    if not (np.isfinite(found[0]) and np.isfinite(found[1])):
        return NOTHING_TO_COMPARE
    df = max(min(int((blocks.first > 0).sum()), len(blocks.first)) - 1, 1)
    interval = t_interval(*found, df, level_for(panel.question))
    return as_estimate(interval, panel, "callaway_santanna", ASSUMES)


def _fit(blocks: Blocks, control: str) -> tuple[float, float]:
    """Point and standard error; the library's warnings about thin cells are ours to judge."""
    model = CallawaySantAnna(control_group=control, anticipation=blocks.lag)
    even = bool(np.all(blocks.weight == blocks.weight[0]))
    design = None if even else SurveyDesign(weights="weight")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        found = model.fit(
            long_frame(blocks),
            outcome="outcome",
            unit="group",
            time="period",
            first_treat="first",
            survey_design=design,
        )
    return float(found.overall_att), float(found.overall_se)


ESTIMATOR = Estimator(
    id="callaway_santanna",
    label="Wave by wave",
    assumes=ASSUMES,
    estimate=estimate,
    rows=("staggered", "few_groups", "none"),
)
