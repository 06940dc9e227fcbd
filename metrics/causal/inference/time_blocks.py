"""A panel averaged into blocks of periods, for methods that need one firm number before a start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from signpost.metrics.causal.block_length import block_length
from signpost.metrics.causal.design import Reach, cells, event_time
from signpost.metrics.causal.methods.counterfactual import (
    Bools,
    counterfactual,
    fit_baseline,
    fitted_lines,
)
from signpost.metrics.model.types import Floats, Ints, Panel


@dataclass(frozen=True)
class Blocks:
    """G groups x B blocks; blocks are numbered from 1."""

    outcome: Floats
    """(G, B) mean over the block's known periods; NaN if there are none."""
    first: Ints
    """(G,) first block whose effect is due; 0: never."""
    weight: Floats
    """(G,)"""
    lag: int
    """Blocks before `first` that are no longer untouched."""


def to_time_blocks(panel: Panel) -> Blocks:
    """Average into blocks; a block in which a group starts holds its exposed periods only."""
    length = block_length(len(panel.periods))
    number = np.arange(len(panel.periods)) // length
    reach, since = Reach(panel.question.lag), event_time(panel)
    due = np.where(panel.start >= 0, (panel.start + panel.question.lag) // length + 1, 0)
    begun = np.where(panel.start >= 0, panel.start // length + 1, 0)
    late = number[None, :] + 1 >= np.where(begun > 0, begun, np.inf)[:, None]
    use = np.isfinite(panel.outcome) & np.where(late, reach.after(since), reach.before(since))
    outcome = panel.outcome - _common(panel)
    first = np.where(due <= number[-1] + 1, due, 0).astype(np.int64)
    gap = int((due - begun).max())
    return Blocks(_means(outcome, use, number), first, panel.weight, gap)


def _common(panel: Panel) -> Floats:
    """(T,) what moved all groups alike, from the cells not yet touched.

    A block in which a group starts holds some of its periods only; what moved all groups alike in
    those must not count as an effect. Between whole blocks it cancels.
    """
    baseline = fit_baseline(cells(panel).baseline, fitted_lines(len(panel.periods), 0))
    fitted = counterfactual(baseline, panel.outcome)
    told = np.flatnonzero(baseline.identified.any(axis=1))
    return fitted[told[0]] if told.size else np.zeros(len(panel.periods))


def _means(values: Floats, use: Bools, number: Ints) -> Floats:
    """(G, B) mean of used values per block."""
    belongs = (number[:, None] == np.arange(number[-1] + 1)).astype(np.float64)
    count = use @ belongs
    total = np.where(use, values, 0.0) @ belongs
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def long_frame(blocks: Blocks) -> pd.DataFrame:
    """One row per known group and block: group, period, outcome, first, weight."""
    groups, count = blocks.outcome.shape
    frame = pd.DataFrame(
        {
            "group": np.repeat(np.arange(groups), count),
            "period": np.tile(np.arange(1, count + 1), groups),
            "outcome": blocks.outcome.ravel(),
            "first": np.repeat(blocks.first, count),
            "weight": np.repeat(blocks.weight, count),
        }
    )
    return cast("pd.DataFrame", frame[np.isfinite(frame["outcome"])])
