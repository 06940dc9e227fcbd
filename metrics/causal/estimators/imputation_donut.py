"""Imputation with the periods around the start left out: right where a bad spell led to it."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.block_length import block_length
from signpost.metrics.causal.checks import anticipation
from signpost.metrics.causal.design import Reach, event_time
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval
from signpost.metrics.causal.methods.staggered import staggered_effect
from signpost.metrics.model.types import Floats, Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Imputation without one block of periods (four weeks) on each side of the start."""
    return staggered_effect(panel, panel.outcome, _reach(panel), permute=True)


def _outcome(panel: Panel) -> Floats:
    """Return the (G, T) outcome without the periods around the start."""
    since, reach = event_time(panel), _reach(panel)
    return np.where(reach.before(since) | reach.after(since), panel.outcome, np.nan)


def _reach(panel: Panel) -> Reach:
    return Reach(panel.question.lag, donut=block_length(len(panel.periods)))


ESTIMATOR = Estimator(
    id="imputation_donut",
    interval=interval,
    rows=("staggered", "few_groups"),
    outcome=_outcome,
    repairs=anticipation.CHECK.id,
    repair_order=3,
)
