"""Panel of one platform's adoption in every group with its starts, to estimate interventions on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import Floats, Panel, Question, Refusal, Window
from signpost.metrics.panel.adoption_counts import adoption_counts
from signpost.metrics.panel.group_selection import every_group_small, small_group
from signpost.metrics.panel.start_dates import start_days, start_index
from signpost.warehouse import Warehouse

WORTHWHILE = 0.05
"""Five points of adoption."""


def platform_panel(
    warehouse: Warehouse,
    programme: Programme,
    platform: str,
    *,
    metric: str = "active",
    window: Window = "week",
) -> Panel | Refusal:
    """Return the panel of one platform's adoption; outcome and adoption are the same share, 0 to 1.

    Every group of the minimum size is in it, whatever use case it belongs to. A start is the first
    roll-out or white-glove treatment on this platform.
    """
    reader = warehouse.read()
    counts = adoption_counts(reader, metric, platform, window)
    if isinstance(counts, Refusal):
        return counts
    periods = tuple(sorted(set(counts["period"])))
    size = counts.groupby("group")["people"].median()
    groups = tuple(str(g) for g in size.index[size >= programme.minimum_group_size])
    if not groups:
        return every_group_small(programme.minimum_group_size)
    top, bottom = (_grid(counts, name, groups, periods) for name in ("numerator", "denominator"))
    is_small = (bottom > 0) & (bottom < programme.minimum_group_size)
    top, bottom = (np.where(is_small, np.nan, values) for values in (top, bottom))
    starts = start_days(reader, programme, _any_use(platform))
    return Panel(
        question=Question(
            f"adoption of {platform}", "higher", WORTHWHILE, platform, metric, window, unit="share"
        ),
        groups=groups,
        periods=tuple(period.label for period in periods),
        outcome_numerator=top,
        outcome_denominator=np.where(bottom > 0, bottom, np.nan),
        adoption_numerator=top,
        adoption_denominator=bottom,
        weight=np.asarray(size[list(groups)], dtype=float),
        start=start_index(groups, periods, starts),
        left_out=tuple(
            small_group(str(g), programme.minimum_group_size)
            for g in size.index[size < programme.minimum_group_size]
        ),
    )


def _grid(
    counts: pd.DataFrame, column: str, groups: tuple[str, ...], periods: tuple[object, ...]
) -> Floats:
    wide = counts.pivot_table(index="group", columns="period", values=column, aggfunc="sum")
    return wide.reindex(index=list(groups), columns=list(periods)).to_numpy(float)


def _any_use(platform: str) -> UseCase:
    """Return a use case of the platform that needs nothing but its starts."""
    return UseCase(
        id=platform,
        label=platform,
        area="operational",
        problem="",
        mechanism="",
        platform=platform,
        kpi="",
    )
