"""Restatements: two versions of a table, without disclosing corrections about few people.

Whoever keeps an older export can take it from a newer one. Where a corrected roster or a late file
moves one person, the difference would be that person. So a figure is restated only together with
enough others: changes are pooled like small groups are, and a figure follows once its change is
made of whole pools. Until then the figure shown before is shown again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from signpost.metrics.disclosure.suppression import suppression_pools
from signpost.metrics.model.types import Floats, Panel

FIGURES = ["numerator", "denominator"]
KEYS = ["group_id", "period"]
ALL_GROUPS = "all"
REST_GROUP = "\x1frest"
"""All groups that are not shown in both versions, taken together."""


def restated_cells(before: pd.DataFrame, after: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """Return `after` with the figures of `before` where a change is about too few people.

    Both are tables as shown, by group and of all (group_id 'all') in one frame: group_id, period,
    numerator, denominator, withheld. The answer has a column `held` besides. How many people a
    change is about is taken to be the larger of its two differences, which it is at least.
    """
    old = before[~before["withheld"].astype(bool)].set_index(KEYS)[FIGURES]
    new = after[~after["withheld"].astype(bool)].set_index(KEYS)[FIGURES]
    change = (new - old).dropna()
    moved = _publishable_changes(_with_rest(change), minimum)
    keys = pd.MultiIndex.from_frame(after[KEYS])
    is_withheld = keys.isin(change.index) & ~keys.isin(moved)
    previous = old.reindex(keys)
    figures = {f: np.where(is_withheld, previous[f], after[f]) for f in FIGURES}
    return after.assign(**figures, held=is_withheld)


def chained_restatements(
    tables: Sequence[pd.DataFrame], *, minimum: int
) -> tuple[pd.DataFrame, ...]:
    """Return each version's table, safe to compare with all the others, oldest first.

    Every version is restated from the one before it, so that two comparisons with the same version
    do not give away, taken from each other, what a third would have held back.
    """
    published = [table.assign(held=False) for table in tables[:1]]
    for table in tables[1:]:
        published.append(restated_cells(published[-1], table, minimum=minimum))
    return tuple(published)


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


def _with_rest(change: pd.DataFrame) -> pd.DataFrame:
    """Add, per period whose total is known, what changed in the groups that are not."""
    group = change.index.get_level_values("group_id")
    total = change[group == ALL_GROUPS].droplevel("group_id")
    by_group = change[group != ALL_GROUPS].groupby(level="period").sum()
    rest = total - by_group.reindex(total.index, fill_value=0.0)
    rest.index = pd.MultiIndex.from_product([[REST_GROUP], rest.index], names=KEYS)
    return pd.concat([change[group != ALL_GROUPS], rest])


def _publishable_changes(change: pd.DataFrame, minimum: int) -> pd.MultiIndex:
    """Return the (group, period) whose change may be published, and the totals that may follow."""
    units = change.abs().max(axis=1).rename("people").reset_index()
    block = suppression_pools(units, ["group_id"], minimum=minimum)
    people = units.groupby(block)["people"].transform("sum")
    alone = units.groupby(block)["people"].transform("size") == 1
    small = (people > 0) & (people < minimum)
    own = units[~small & (alone | (units["people"] == 0))]
    stuck = set(units.loc[small, "period"])
    totals = [(ALL_GROUPS, period) for period in units["period"].unique() if period not in stuck]
    seen = [*own[KEYS].itertuples(index=False, name=None), *totals]
    return pd.MultiIndex.from_tuples(seen or [("", "")], names=KEYS)
