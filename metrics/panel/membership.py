"""Membership of groups over time: headcount, and the share of members who changed group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from signpost.metrics.model.calendar import DAY, Period
from signpost.metrics.model.sql_files import day_rows, statements
from signpost.warehouse import Reader

Grouping = Literal["as-was", "as-is"]
_Flags = NDArray[np.bool_]
SQL = statements("panel/panel.sql")


@dataclass(frozen=True)
class Membership:
    """Both frames: one row per group that ever had members, one column per period (its number)."""

    headcount: pd.DataFrame
    """Members on the last day; NaN before the roster begins."""
    moved: pd.DataFrame
    """Share 0-1 of those who were members at either end and came from or left to another group."""
    from_roster: bool = True
    """False: people are those an export per group counts; who changed group is not known."""


def roster_begins(reader: Reader) -> date | None:
    """Return the first day of the roster; None where there is no roster."""
    first: date | None = reader.one(SQL["roster_known"])[0]
    return first


def membership(
    reader: Reader, periods: Sequence[Period], grouping: Grouping = "as-was"
) -> Membership:
    """Return members by the roster of the time; as-is: under the last group each was in."""
    days = day_rows([(i, p.first - DAY, p.last) for i, p in enumerate(periods)])
    flows = reader.frame(SQL["flows"].format(days=days))
    begins = roster_begins(reader)
    is_covered = np.array([begins is not None and begins <= p.last for p in periods])
    moved = moved_share(flows, len(periods))
    if grouping == "as-is":
        flows = reader.frame(SQL["flows_as_is"].format(days=days))
    headcount = period_matrix(flows.rename(columns={"now": "group"}), "people", len(periods))
    moved = moved.reindex(headcount.index, fill_value=0.0)
    return Membership(
        members_in_periods(headcount, is_covered), members_in_periods(moved, is_covered)
    )


def counted_members(counts: pd.DataFrame, periods: Sequence[Period]) -> Membership:
    """Return the people of adoption counts as members, for lack of a roster."""
    number = {period: i for i, period in enumerate(periods)}
    inside = counts[counts["period"].isin(list(number))]
    people = period_matrix(
        inside.assign(period=inside["period"].map(number)), "people", len(periods)
    )
    headcount = people.where(people > 0)
    return Membership(headcount, headcount * np.nan, from_roster=False)


def moved_share(flows: pd.DataFrame, periods: int) -> pd.DataFrame:
    """Return the share of those in a group at either end who were elsewhere at the other end."""
    before = flows.rename(columns={"was": "group", "now": "other"})
    after = flows.rename(columns={"now": "group", "was": "other"})
    both = pd.concat([before, after]).dropna(subset=["group"])
    changed = both[both["other"].notna() & (both["other"] != both["group"])]
    either = pd.concat([both[both["other"] != both["group"]], _stayed(flows)])
    every = period_matrix(either, "people", periods)
    return (period_matrix(changed, "people", periods) / every).reindex(every.index).fillna(0.0)


def members_in_periods(frame: pd.DataFrame, is_covered: _Flags) -> pd.DataFrame:
    """Return the frame with NaN in every column (period) that is not covered; (T,)."""
    return frame.where(np.broadcast_to(is_covered, frame.shape))


def _stayed(flows: pd.DataFrame) -> pd.DataFrame:
    return flows[flows["was"] == flows["now"]].rename(columns={"was": "group"})


def period_matrix(long: pd.DataFrame, column: str, periods: int) -> pd.DataFrame:
    """Return a long frame (group, period 0.., column) summed into groups x periods; absent is 0."""
    long = long.dropna(subset=["group", "period"])
    row, groups = pd.factorize(long["group"], sort=True)
    number = long["period"].to_numpy(int)
    inside = (number >= 0) & (number < periods)
    worth = np.nan_to_num(long[column].to_numpy(float)[inside])
    cell = row[inside] * periods + number[inside]
    total = np.bincount(cell, worth, len(groups) * periods).reshape(len(groups), periods)
    return pd.DataFrame(total, pd.Index(groups, name="group"), range(periods))
