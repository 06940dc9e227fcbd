"""Adoption counts per group and period, before disclosure: for statistics, never for a screen."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.calendar import Span, compose, periods_between
from metrics.evidence import Window
from metrics.membership import Grouping
from metrics.statements import day_rows, statements
from warehouse import Reader

SQL = statements("adoption.sql")
GROUP = {"as-was": "r.group_id", "as-is": "l.group_id"}
COLUMNS = ["group", "period", "numerator", "denominator", "people"]


@dataclass(frozen=True)
class Activity:
    """What is asked: one metric of one platform at group x window."""

    metric: str
    platform: str
    window: Window
    grouping: Grouping = "as-was"
    history: int = 0
    """How many periods before a period the metric looks back."""


def platforms(reader: Reader) -> tuple[str, ...]:
    """Every platform there is usage of."""
    return tuple(name for (name,) in reader.rows(SQL["platforms"]))


def delivered(reader: Reader, platform: str) -> tuple[Span, ...]:
    """Every window that some usage file of the platform covers, whole weeks of days included."""
    return tuple(Span(first, last) for first, last in reader.rows(SQL["windows"], [platform]))


def counts(reader: Reader, ask: Activity) -> pd.DataFrame:
    """Return group, period (a Period), numerator, denominator, people (in the denominator).

    Every group that had members in a covered period has a row: nobody active is 0, a period that
    no file covers is not there. Empty where the platform has no windows of that length.
    """
    plan = compose(delivered(reader, ask.platform), ask.window)
    if not plan:
        return _aggregated(reader, ask)
    every = periods_between(min(plan).first, max(plan).last, ask.window)
    number = {period: i for i, period in enumerate(every)}
    days = day_rows(
        [(number[p], s.first, s.last, parts[-1].last) for p, parts in plan.items() for s in parts]
    )
    simple = all(len(parts) == 1 for parts in plan.values())
    if ask.metric == "active" and ask.grouping == "as-was" and simple:
        found = _stored(reader, ask, days)
    else:
        sql = SQL["member"].format(days=days, group=GROUP[ask.grouping]) + SQL[ask.metric]
        found = reader.frame(sql, [ask.platform])
    found = found.rename(columns={"group_id": "group"})
    known = _looked_back({number[p] for p in plan}, ask.history)
    found = found[found["period"].isin(known)]
    return found.assign(period=[every[i] for i in found["period"]])[COLUMNS]


def _stored(reader: Reader, ask: Activity, days: str) -> pd.DataFrame:
    found = reader.frame(SQL["group_windows"].format(days=days), [ask.platform])
    return found.assign(
        numerator=found["active"], denominator=found["licensed"], people=found["licensed"]
    )


def _looked_back(known: set[int], history: int) -> set[int]:
    return {i for i in known if all(i - back in known for back in range(history + 1))}


def _aggregated(reader: Reader, ask: Activity) -> pd.DataFrame:
    """Count by exports that come per group; their denominator is the number of people."""
    rows = reader.rows(SQL["group_usage_windows"], [ask.platform, ask.metric])
    plan = compose([Span(first, last) for first, last in rows], ask.window)
    plan = {period: parts for period, parts in plan.items() if len(parts) == 1}
    if not plan:
        return pd.DataFrame({name: [] for name in COLUMNS})
    every = tuple(plan)
    days = [(i, plan[p][0].first, plan[p][0].last, p.last) for i, p in enumerate(every)]
    sql = SQL["group_usage"].format(days=day_rows(days))
    found = reader.frame(sql, [ask.platform, ask.metric]).dropna()
    found = found.rename(columns={"group_id": "group"}).assign(people=found["denominator"])
    return found.assign(period=[every[i] for i in found["period"]])[COLUMNS]
