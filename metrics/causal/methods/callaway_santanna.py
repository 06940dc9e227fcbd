"""Callaway and Sant'Anna (2021), by diff-diff, on a panel in blocks."""

from __future__ import annotations

import warnings
from typing import Literal

import numpy as np
from diff_diff import CallawaySantAnna, SurveyDesign
from diff_diff.results_base import EventStudyResults

from signpost.metrics.causal.design import MANY_GROUPS
from signpost.metrics.causal.inference.intervals import Interval, level_for, t_interval
from signpost.metrics.causal.inference.time_blocks import Blocks, long_frame, to_time_blocks
from signpost.metrics.causal.methods.staggered import NOTHING_TO_COMPARE
from signpost.metrics.model.types import Finding, Panel, Refusal

Average = Literal["simple", "event_study"]
LEAST_WAVES = 2
"""Waves, never-started groups being one."""


def callaway_santanna(panel: Panel, average: Average) -> Interval | Refusal:
    """Mean effect over waves and periods ("simple") or over times since the start.

    Compared with never-started groups where there are enough of them, else with those not yet
    started. Weeks are averaged into blocks, because one noisy week would be the base of all.
    """
    blocks = to_time_blocks(panel)
    known = np.isfinite(blocks.outcome).any(axis=1)
    if len(set(blocks.first[known].tolist())) < LEAST_WAVES:
        return NOTHING_TO_COMPARE
    try:
        point, error = _fit(blocks, average)
    except ValueError as trouble:
        return Refusal(
            Finding("method.not_computable", {"trouble": str(trouble)}), NOTHING_TO_COMPARE.remedy
        )
    if not (np.isfinite(point) and np.isfinite(error) and error > 0):
        return NOTHING_TO_COMPARE
    started = int((blocks.first[known] > 0).sum())
    df = max(min(started, max(int(known.sum()) - started, 2)) - 1, 1)
    return t_interval(point, error, df, level_for(panel.question))


def _fit(blocks: Blocks, average: Average) -> tuple[float, float]:
    """Point and standard error; the library's warnings about thin cells are ours to judge."""
    many = int((blocks.first == 0).sum()) >= MANY_GROUPS
    model = CallawaySantAnna(
        control_group="never_treated" if many else "not_yet_treated", anticipation=blocks.lag
    )
    even = bool(np.all(blocks.weight == blocks.weight[0]))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        found = model.fit(
            long_frame(blocks),
            outcome="outcome",
            unit="group",
            time="period",
            first_treat="first",
            survey_design=None if even else SurveyDesign(weights="weight"),
        )
        if average == "event_study":
            return _over_times(found.aggregate("event_study"))
    return float(found.overall_att), float(found.overall_se)


def _over_times(found: EventStudyResults) -> tuple[float, float]:
    """Point and standard error of the plain mean over times since the start."""
    after = found.event_time >= 0
    share = after / after.sum()
    if found.vcov is None:
        return float("nan"), float("nan")
    return float(share @ found.att), float(np.sqrt(share @ found.vcov @ share))
