"""Channels: what was asked of a group, what was answered, how fast. A channel raises expectations.

A question is a record that says whether it was replied to (measures `replies` or
`first_reply_minutes`): a ticket, a post in a question channel. The channel is the group it is
asked of. By how many people it is answered no export tells, so nothing is said about that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from signpost.metrics.adoption.publishable import publishable_table
from signpost.metrics.model.calendar import Period, complete_periods, period_of
from signpost.metrics.model.schema import Programme, Records
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Refusal, Window
from signpost.metrics.panel.membership import membership
from signpost.metrics.panel.record_kpis import covered_periods
from signpost.warehouse import Reader, Warehouse

_SQL = statements("collaboration/capacity.sql")
Pace = Literal["keeps up", "slow", "unanswered", "too few to tell"]
_FEWEST = 20
"""Questions below which nothing is said about a channel."""
ANSWERED = 0.60
"""A channel that answers less than this share was opened without the capacity for it."""
PROMPT_HOURS = 24.0
FADED = 0.60
"""Asking fell to less than this share of what it was: people gave up."""
EDGE = 3
"""Periods at either end that are compared."""


@dataclass(frozen=True)
class Channel:
    """How one group answers what it is asked, over all complete periods."""

    group: str
    label: str
    asked: float
    answered: float
    """Share 0-1."""
    median_hours: float
    """To the first reply, of what was answered."""
    first_asked: float
    """Questions per period in the first periods, and in the last."""
    last_asked: float
    pace: Pace
    finding: str


def channel_table(
    warehouse: Warehouse, programme: Programme, *, window: Window = "month"
) -> pd.DataFrame | Refusal:
    """Return what was asked and answered per group and period, as it may be shown.

    Columns group, period, asked, answered, value (share answered), median_hours (to first reply),
    withheld, group_id. Periods within the first and last question; groups under the minimum size
    are withheld.
    """
    reader = warehouse.read()
    found = _questions(reader)
    if isinstance(found, Refusal):
        return found
    spans = [
        span for kind in found["kind"].unique() for span in covered_periods(reader, _kind(kind))
    ]
    periods = complete_periods(spans, window)
    if not periods:
        return Refusal(
            f"The questions do not fill one {window}.", f"Load the questions of more {window}s."
        )
    asked = _by_period(reader, found, periods)
    table = publishable_table(reader, programme, asked, ["asked", "answered"], "group")
    median = asked.set_index(["group", "period"])["median_hours"]
    keys = pd.MultiIndex.from_frame(table[["group_id", "period"]])
    table["median_hours"] = np.where(table["withheld"], np.nan, median.reindex(keys))
    table["value"] = table["answered"] / table["asked"].where(table["asked"] > 0)
    columns = ["group", "period", "asked", "answered", "value", "median_hours", "withheld"]
    return table[[*columns, "group_id"]]


def channels(table: pd.DataFrame) -> tuple[Channel, ...]:
    """Return what the shown table says of each channel, the one in most trouble first."""
    whole = table[~table["withheld"]].sort_values("period")
    found = [_channel(own) for _, own in whole.groupby("group_id")]
    order: Sequence[Pace] = ("unanswered", "slow", "keeps up", "too few to tell")
    return tuple(sorted(found, key=lambda one: (order.index(one.pace), -one.asked, one.label)))


def _questions(reader: Reader) -> pd.DataFrame | Refusal:
    found = reader.frame(_SQL["questions"])
    if found.empty:
        return Refusal(
            "No record says whether and when it was answered.",
            "Load tickets or questions with their first reply time or number of replies.",
        )
    return found.assign(day=found["day"].dt.date)


def _by_period(reader: Reader, found: pd.DataFrame, periods: tuple[Period, ...]) -> pd.DataFrame:
    window, number = periods[0].window, {period: i for i, period in enumerate(periods)}
    placed = found.assign(period=[number.get(period_of(d, window), -1) for d in found["day"]])
    asked = (
        placed[placed["period"] >= 0]
        .groupby(["group_id", "period"])
        .agg(
            asked=("answered", "size"),
            answered=("answered", "sum"),
            median_hours=("hours", "median"),
        )
    )
    groups = asked.index.unique("group_id")
    every = pd.MultiIndex.from_product([groups, range(len(periods))], names=["group", "period"])
    asked = asked.reindex(every).fillna({"asked": 0.0, "answered": 0.0})
    heads = membership(reader, periods).headcount.reindex(index=groups, columns=range(len(periods)))
    people = heads.fillna(0.0).to_numpy().ravel()
    asked = asked.assign(people=people).reset_index()
    return asked.assign(period=asked["period"].map({i: p.label for i, p in enumerate(periods)}))


def _kind(kind: str) -> Records:
    return Records(kind=kind, numerator="count", denominator="count")


def _channel(own: pd.DataFrame) -> Channel:
    begun = own[own["asked"].cumsum() > 0]
    asked, answered = float(begun["asked"].sum()), float(begun["answered"].sum())
    share = answered / asked if asked else np.nan
    hours = _weighted_median(begun)
    first, last = float(begun["asked"].head(EDGE).mean()), float(begun["asked"].tail(EDGE).mean())
    pace = _pace(asked, share, hours)
    label = str(own["group"].iloc[0])
    return Channel(
        str(own["group_id"].iloc[0]),
        label,
        asked,
        share,
        hours,
        first,
        last,
        pace,
        _finding(label, pace, share, hours, last < FADED * first),
    )


def _weighted_median(rows: pd.DataFrame) -> float:
    """Median of the periods' medians, weighted by what was answered: near enough to tell pace."""
    known = rows.dropna(subset=["median_hours"]).sort_values("median_hours")
    if known.empty:
        return float("nan")
    half = known["answered"].cumsum() >= known["answered"].sum() / 2
    return float(known.loc[half, "median_hours"].iloc[0])


def _pace(asked: float, share: float, hours: float) -> Pace:
    if asked < _FEWEST:
        return "too few to tell"
    if share < ANSWERED:
        return "unanswered"
    return "slow" if hours > PROMPT_HOURS else "keeps up"


def _finding(label: str, pace: Pace, share: float, hours: float, faded: bool) -> str:
    if pace == "too few to tell":
        return f"{label} was asked too little to say how it answers."
    speed = f", half of them within {hours:.0f} hours" if np.isfinite(hours) else ""
    gave_up = " People ask less and less." if faded else ""
    what = f"{label} answers {share:.0%} of what it is asked{speed}."
    if pace == "unanswered":
        return f"{what} The channel was opened without the capacity to answer.{gave_up}"
    return f"{what} That is too slow to rely on.{gave_up}" if pace == "slow" else f"{what}{gave_up}"
