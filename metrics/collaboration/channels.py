"""Channels: questions put to a group, share answered, hours to the first reply.

A question is a record with a reply measure (`replies` or `first_reply_minutes`): a ticket, a post
in a question channel. The channel is the group that is asked. No export holds the number of people
who answer, so there is no figure of it.
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
from signpost.metrics.model.types import Finding, Refusal, Window
from signpost.metrics.panel.membership import membership
from signpost.metrics.panel.record_kpis import covered_periods
from signpost.warehouse import Reader, Warehouse

_SQL = statements("collaboration/capacity.sql")
Pace = Literal["keeps up", "slow", "unanswered", "too few to tell"]
_MIN_QUESTIONS = 20
"""Questions below which nothing is said about a channel."""
ANSWERED_SHARE = 0.60
"""A channel that answers less than this share was opened without the capacity for it."""
PROMPT_HOURS = 24.0
FADED_RATIO = 0.60
"""Asking fell to less than this share of what it was: people gave up."""
EDGE_PERIODS = 3
"""Periods at either end that are compared."""


@dataclass(frozen=True)
class Channel:
    """Replies of one group to its questions, over all complete periods."""

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
    finding: Finding


def channel_table(
    warehouse: Warehouse, programme: Programme, *, window: Window = "month"
) -> pd.DataFrame | Refusal:
    """Return questions and replies per group and period, disclosure rules applied.

    Columns group, period, asked, answered, value (share answered), median_hours (to first reply),
    withheld, group_id. Periods within the first and last question; groups under the minimum size
    are withheld.
    """
    reader = warehouse.read()
    questions = _questions(reader)
    if isinstance(questions, Refusal):
        return questions
    spans = [
        span for kind in questions["kind"].unique() for span in covered_periods(reader, _kind(kind))
    ]
    periods = complete_periods(spans, window)
    if not periods:
        return Refusal(
            f"The questions do not fill one {window}.", f"Load the questions of more {window}s."
        )
    counts = _by_period(reader, questions, periods)
    table = publishable_table(reader, programme, counts, ["asked", "answered"], "group")
    median = counts.set_index(["group", "period"])["median_hours"]
    keys = pd.MultiIndex.from_frame(table[["group_id", "period"]])
    table["median_hours"] = np.where(table["withheld"], np.nan, median.reindex(keys))
    table["value"] = table["answered"] / table["asked"].where(table["asked"] > 0)
    columns = ["group", "period", "asked", "answered", "value", "median_hours", "withheld"]
    return table[[*columns, "group_id"]]


def channel_summaries(table: pd.DataFrame) -> tuple[Channel, ...]:
    """Return the channels of a published table, the slowest and least answered first."""
    whole = table[~table["withheld"]].sort_values("period")
    results = [_channel(own) for _, own in whole.groupby("group_id")]
    order: Sequence[Pace] = ("unanswered", "slow", "keeps up", "too few to tell")
    return tuple(
        sorted(
            results, key=lambda channel: (order.index(channel.pace), -channel.asked, channel.label)
        )
    )


def _questions(reader: Reader) -> pd.DataFrame | Refusal:
    questions = reader.frame(_SQL["questions"])
    if questions.empty:
        return Refusal(
            "No record says whether and when it was answered.",
            "Load tickets or questions with their first reply time or number of replies.",
        )
    return questions.assign(day=questions["day"].dt.date)


def _by_period(
    reader: Reader, questions: pd.DataFrame, periods: tuple[Period, ...]
) -> pd.DataFrame:
    window, number = periods[0].window, {period: i for i, period in enumerate(periods)}
    placed = questions.assign(
        period=[number.get(period_of(d, window), -1) for d in questions["day"]]
    )
    counts = (
        placed[placed["period"] >= 0]
        .groupby(["group_id", "period"])
        .agg(
            asked=("answered", "size"),
            answered=("answered", "sum"),
            median_hours=("hours", "median"),
        )
    )
    groups = counts.index.unique("group_id")
    every = pd.MultiIndex.from_product([groups, range(len(periods))], names=["group", "period"])
    counts = counts.reindex(every).fillna({"asked": 0.0, "answered": 0.0})
    heads = membership(reader, periods).headcount.reindex(index=groups, columns=range(len(periods)))
    people = heads.fillna(0.0).to_numpy().ravel()
    counts = counts.assign(people=people).reset_index()
    return counts.assign(period=counts["period"].map({i: p.label for i, p in enumerate(periods)}))


def _kind(kind: str) -> Records:
    return Records(kind=kind, numerator="count", denominator="count")


def _channel(own: pd.DataFrame) -> Channel:
    begun = own[own["asked"].cumsum() > 0]
    questions, answered = float(begun["asked"].sum()), float(begun["answered"].sum())
    share = answered / questions if questions else np.nan
    hours = _weighted_median(begun)
    first, last = (
        float(begun["asked"].head(EDGE_PERIODS).mean()),
        float(begun["asked"].tail(EDGE_PERIODS).mean()),
    )
    pace = _pace(questions, share, hours)
    group = str(own["group_id"].iloc[0])
    return Channel(
        group,
        str(own["group"].iloc[0]),
        questions,
        share,
        hours,
        first,
        last,
        pace,
        _finding(group, pace, share, hours, last < FADED_RATIO * first),
    )


def _weighted_median(rows: pd.DataFrame) -> float:
    """Return the median of the periods' medians, weighted by answers: an approximation."""
    measured = rows.dropna(subset=["median_hours"]).sort_values("median_hours")
    if measured.empty:
        return float("nan")
    half = measured["answered"].cumsum() >= measured["answered"].sum() / 2
    return float(measured.loc[half, "median_hours"].iloc[0])


def _pace(questions: float, share: float, hours: float) -> Pace:
    if questions < _MIN_QUESTIONS:
        return "too few to tell"
    if share < ANSWERED_SHARE:
        return "unanswered"
    return "slow" if hours > PROMPT_HOURS else "keeps up"


def _finding(group: str, pace: Pace, share: float, hours: float, faded: bool) -> Finding:
    values = {"answered": share, "hours": hours if np.isfinite(hours) else None, "faded": faded}
    units = {"answered": "share", "hours": "hours"}
    about = {"groups": (group,), "group_values": tuple(values)}
    if pace == "too few to tell":
        return Finding("channel.few_questions", groups=(group,))
    if pace == "unanswered":
        return Finding("channel.unanswered", values, units, **about)
    if pace == "slow":
        return Finding("channel.slow", values, units, **about)
    return Finding("channel.keeps_up", values, units, **about)
