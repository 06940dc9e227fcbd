"""Months beside their weeks: a month says no more of a coded week than the week does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from signpost.metrics.adoption.population_cells import NO_CELL, by_period
from signpost.metrics.disclosure.blocks import joined_labels
from signpost.metrics.disclosure.cells import FEW_PEOPLE, OUT, Booleans, Coded
from signpost.metrics.model.calendar import Period


def consistent_months(
    months: pd.DataFrame, weeks: Mapping[Period, list[pd.DataFrame]]
) -> pd.DataFrame:
    """Return months without those that say more of a coded week than the week does.

    Who is active in a week is so in its month, and who is in the month is in a week. Where one of
    the two would narrow a coded count, the month is shown as far as it follows from its weeks.
    """
    parts = []
    for month, own in by_period(months):
        inside = [week.set_index("group").reindex(own["group"]) for week in weeks.get(month, [])]
        parts.append(_consistent_month(own, inside) if inside else own)
    return pd.concat(parts)


def _consistent_month(month: pd.DataFrame, weeks: Sequence[pd.DataFrame]) -> pd.DataFrame:
    low, value, high = (
        np.nan_to_num(np.stack([week[f"numerator{end}"].to_numpy(float) for week in weeks]))
        for end in ("_low", "", "_high")
    )
    own = [month[f"numerator{end}"].to_numpy(float) for end in ("_low", "_high")]
    others = high.sum(axis=0) - high
    is_coded = (low < high) & ~month["pooled"].to_numpy()
    narrowed = is_coded & ((own[1] < high) | (own[0] - others > low))
    is_month_coded = (own[0] < own[1]) & ~month["pooled"].to_numpy()
    narrows = narrowed.any(axis=0)
    narrows |= is_month_coded & ((low.max(axis=0) > own[0]) | (high.sum(axis=0) < own[1]))
    most = np.maximum(
        np.minimum(month["denominator"], high.sum(axis=0)), low.max(axis=0) + FEW_PEOPLE
    )
    return month.assign(
        numerator=np.where(narrows, value.max(axis=0), month["numerator"]),
        numerator_low=np.where(narrows, low.max(axis=0), own[0]),
        numerator_high=np.where(narrows, most, own[1]),
    )


def sums_of_weeks(
    rows: pd.DataFrame, weeks: Mapping[Period, list[pd.DataFrame]], sums: Coded
) -> Coded:
    """Return months as the sums of the cells their weeks are shown by; others as they are."""
    ends = {end: getattr(sums, end).copy() for end in ("value", "low", "high")}
    names = {"value": "numerator", "low": "numerator_low", "high": "numerator_high"}
    for month, own in by_period(rows):
        if month not in weeks:
            continue
        cell = own.set_index("group")["cell"]
        every: pd.DataFrame = pd.concat(weeks[month])
        inside = every.assign(month=every["group"].map(cell)).dropna(subset=["month"])
        inside = inside[inside["cell"] != OUT].drop_duplicates("cell")
        total = inside.groupby("month")[list(names.values())].sum()
        for end, name in names.items():
            ends[end][own.index] = total[name].reindex(own["cell"], fill_value=0.0)
    return Coded(ends["value"], ends["low"], ends["high"])


def units_over_weeks(
    rows: pd.DataFrame, weeks: Mapping[Period, list[pd.DataFrame]]
) -> tuple[list[str], Booleans]:
    """Return the name of each row's unit: its cell of the population, joined over a month's weeks.

    A month's sum cuts no cell of its weeks; where a week has none, neither has the month. Besides
    whether the unit has groups that have no row here.
    """
    own = rows["population"].astype(str).where(rows["population"] != OUT, NO_CELL)
    if not weeks:
        return own.tolist(), np.zeros(len(rows), dtype=bool)
    label, joined = own.to_numpy(object).copy(), np.zeros(len(rows), dtype=bool)
    for month, part in by_period(rows):
        inside = weeks.get(month, [])
        names = dict(zip(part["group"], own[part.index], strict=True))
        is_out = any((week["cell"] == OUT).any() for week in inside)
        for week in inside:
            names = joined_labels(names, dict(zip(week["group"], week["cell"], strict=True)))
        sizes = Counter(names.values())
        if inside:
            joined[part.index] = [sizes[names[group]] > 1 for group in part["group"]]
            units = [NO_CELL if is_out else names[group] for group in part["group"]]
            label[part.index] = np.array(units, dtype=object)
    return label.tolist(), joined
