"""Restatements: the figures of a KPI in two versions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from signpost.metrics.model.types import Floats, Panel


def restated_outcome(before: Panel, after: Panel) -> pd.DataFrame:
    """Return the KPI of all groups together, period by period, in two versions.

    Columns period, before, value, cells (groups whose figure is another one). Groups and periods
    known in both versions only, so that what was added is not taken for a correction.
    """
    rows = [g for g in before.groups if g in after.groups]
    columns = [t for t in before.periods if t in after.periods]
    old, new = (_cells(panel, rows, columns) for panel in (before, after))
    both = np.isfinite(old).all(axis=0) & np.isfinite(new).all(axis=0)
    moved = both & ~np.isclose(old, new, rtol=1e-9, atol=0.0).all(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        then, now = (
            np.where(both, parts, 0.0).sum(axis=1)[0] / np.where(both, parts, 0.0).sum(axis=1)[1]
            for parts in (old, new)
        )
    columns_by_name = {"period": columns, "before": then, "value": now, "cells": moved.sum(axis=0)}
    return pd.DataFrame(columns_by_name)


def _cells(panel: Panel, groups: Sequence[str], periods: Sequence[str]) -> Floats:
    """(2, groups, periods): numerator and denominator of the outcome."""
    at = np.ix_([panel.groups.index(g) for g in groups], [panel.periods.index(t) for t in periods])
    return np.stack([panel.outcome_numerator[at], panel.outcome_denominator[at]])
