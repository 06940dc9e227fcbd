"""Cohorts by first use, and how soon a licence is used. Membership is frozen at the start."""

from __future__ import annotations

import numpy as np
import pandas as pd

from signpost.metrics.adoption.publishable import publishable_table
from signpost.metrics.adoption.segments import segment_request
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import By, Window
from signpost.metrics.panel.group_hierarchy import hierarchy
from signpost.warehouse import Warehouse

_SQL = statements("adoption/adoption.sql")
GRACE_DAYS = 30
"""Nobody is called late before this many days have passed since the licence."""


def cohort_table(
    warehouse: Warehouse,
    programme: Programme,
    *,
    platform: str = "",
    window: Window = "month",
    by: By = "all",
) -> pd.DataFrame:
    """Return retention by cohort, as it may be shown: who first used it when, who still does.

    Columns group, cohort (a period label), since (periods), numerator (active), denominator (still
    licensed members), value, lost (no longer licensed members), earlier, withheld, group_id.
    `earlier` marks the first loaded period, whose cohort may have begun before it. A group is that
    of the first use.
    """
    request = segment_request(warehouse, platform, window, "as-was")
    counted = request.count(_SQL["cohorts"]).rename(columns={"denominator": "people"})
    key = counted["cohort"].astype(str) + "+" + counted["since"].astype(str)
    counts = counted.assign(period=key)
    table = publishable_table(request.reader, programme, counts, ["numerator", "size"], by)
    parts = table["period"].str.split("+", regex=False, expand=True).astype(int)
    every = [period.label for period in request.line.every]
    table = table.assign(
        cohort=[every[i] for i in parts[0]],
        since=parts[1],
        earlier=parts[0] == min(request.line.numbers()),
        denominator=table["people"],
        value=table["numerator"] / table["people"],
        lost=table["size"] - table["people"],
    ).sort_values(["group", "cohort", "since"], ignore_index=True)
    columns = ["group", "cohort", "since", "numerator", "denominator", "value", "lost", "earlier"]
    return table[[*columns, "withheld", "group_id"]]


def first_use_table(
    warehouse: Warehouse,
    programme: Programme,
    *,
    platform: str = "",
    window: Window = "week",
    by: By = "all",
    within: int = GRACE_DAYS,
) -> pd.DataFrame:
    """Return how soon a licence is used, as it may be shown: one row per group.

    Columns group, numerator (first use within so many days), denominator (licensed at least that
    long ago), value, never (of those, not yet), median_days (to first use, of all of those; NaN
    until more than half have used it), withheld, group_id. Who is too new or was licensed before
    the data began, without a licence day, is left out. Days are as exact as the windows.
    """
    request = segment_request(warehouse, platform, window, "as-was")
    waits = _waits(request.count(_SQL["beginners"]), min(request.line.numbers()), within)
    people = waits.assign(
        period="ever",
        people=1.0,
        numerator=(waits["days"] <= within).astype(float),
        never=np.isinf(waits["days"]).astype(float),
    )
    figures = ["numerator", "never"]
    counts = people.groupby(["group", "period"])[["people", *figures]].sum().reset_index()
    table = publishable_table(request.reader, programme, counts, figures, by)
    named = people.merge(hierarchy(request.reader, programme, people["group"]), on="group")
    median = named.groupby(by)["days"].median().replace(np.inf, np.nan)
    days = table["group_id"].map(median).where(~table["withheld"]).astype(float)
    table = table.assign(
        denominator=table["people"], value=table["numerator"] / table["people"], median_days=days
    )
    columns = ["group", "numerator", "denominator", "value", "never", "median_days"]
    return table[[*columns, "withheld", "group_id"]]


def _waits(beginners: pd.DataFrame, first: int, within: int) -> pd.DataFrame:
    """Days from licence to first use (inf: not yet) of those licensed long enough, by group."""
    licensed = beginners["from_day"].fillna(
        beginners["licensed_day"].where(beginners["first_licensed"] > first)
    )
    days = (beginners["used_day"] - licensed).dt.days.clip(lower=0).astype(float)
    late = (beginners["known_until"] - licensed).dt.days >= within
    is_counted = licensed.notna() & late
    return pd.DataFrame({"group": beginners["group"], "days": days.fillna(np.inf)})[is_counted]
