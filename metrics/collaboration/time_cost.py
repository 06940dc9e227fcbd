"""Time cost of collaboration: hours in meetings, calls and messages, priced at the hourly rate."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from signpost.metrics.adoption.publishable import publishable_table
from signpost.metrics.adoption.published_cells import published_cells
from signpost.metrics.adoption.table import adoption_table, metric_card, resolve_platform
from signpost.metrics.disclosure.publication import WAITS
from signpost.metrics.model.findings import as_plain
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import By, Refusal, Window
from signpost.metrics.panel.adoption_counts import UsagePeriods, usage_periods
from signpost.metrics.panel.membership import membership
from signpost.warehouse import Reader, Warehouse, WarehouseError
from signpost.warehouse.connection import sql_text
from signpost.warehouse.usage_tables import usage_by_columns

HoursBand = tuple[float, float, float]
_SQL = statements("collaboration/capacity.sql")
MINUTES: Mapping[str, HoursBand] = MappingProxyType(
    {
        "meeting": (20.0, 30.0, 60.0),
        "call": (5.0, 10.0, 20.0),
        "huddle": (5.0, 10.0, 20.0),
        "post": (2.0, 5.0, 10.0),
        "file": (1.0, 3.0, 10.0),
        "message": (0.5, 1.0, 3.0),
        "chat": (0.5, 1.0, 3.0),
        "search": (0.2, 0.5, 1.0),
        "read": (0.2, 0.5, 1.0),
        "like": (0.05, 0.1, 0.2),
        "reaction": (0.05, 0.1, 0.2),
    }
)
"""Minutes one action takes (low, point, high), by a word in its name: our assumption, for exports
count actions, not minutes. A KPI of measured hours (`is_time`) is better: see overload.py."""
BAND_COLUMNS = ["low", "hours", "high"]
YEAR_DAYS = 365.25
HOURS_PACE_PERIODS = {"week": 13, "month": 3}
"""Last periods that tell the pace."""


def minutes_of(action: str) -> HoursBand | None:
    """Return the minutes one action is assumed to take; None for an unknown action."""
    words = {word.removesuffix("s") for word in action.split("_")}
    return next((band for name, band in MINUTES.items() if name in words), None)


def hours_table(
    warehouse: Warehouse,
    programme: Programme,
    *,
    platform: str = "",
    window: Window = "month",
    by: By = "group",
    last: int = 0,
) -> pd.DataFrame:
    """Return the estimated hours of use of a platform, disclosure rules applied.

    Of every period, or of so many of the last ones.

    Columns group, period, low, hours, high (assumed minutes times counted actions), people
    (members), per_head, cost_low, cost, cost_high (at the programme's hourly rate; NaN without
    one), withheld, group_id. WarehouseError says what is not known.
    """
    reader = warehouse.read()
    chosen = resolve_platform(reader, platform)
    line = usage_periods(reader, chosen, window)
    if isinstance(line, Refusal):
        raise WarehouseError(as_plain(line.reason), as_plain(line.remedy))
    line = line.last(last) if last else line
    table = publishable_table(
        reader, programme, _hours(reader, chosen, line), [*BAND_COLUMNS, "members"], by
    )
    if by == "group":
        table = _where_depth_shows(warehouse, programme, table, chosen, window)
    low, rate, high = hourly_rates(programme)
    table = table.assign(
        people=table["members"],
        per_head=table["hours"] / table["members"].where(table["members"] > 0),
        cost_low=table["low"] * low,
        cost=table["hours"] * rate,
        cost_high=table["high"] * high,
    )
    costs = ["people", "per_head", "cost_low", "cost", "cost_high"]
    return table[["group", "period", *BAND_COLUMNS, *costs, "withheld", "group_id"]]


def _where_depth_shows(
    warehouse: Warehouse, programme: Programme, table: pd.DataFrame, platform: str, window: Window
) -> pd.DataFrame:
    """Withhold hours where the table of Depth has no exact, settled figure of the same actions.

    Hours are minutes times the actions counted there: beside a sum with a few others, those of the
    few would follow, and beside a correction that waits, what it is about.
    """
    depth = adoption_table(warehouse, programme, metric="depth", platform=platform, window=window)
    is_exact = ~depth["withheld"].astype(bool) & (depth["coded"] == "")
    is_exact &= ~depth["period"].isin(_waiting_periods(warehouse, programme, platform, window))
    keys = ["group_id", "period"]
    exact = pd.MultiIndex.from_frame(depth.loc[is_exact, keys])
    is_shown = pd.MultiIndex.from_frame(table[keys]).isin(exact)
    figures = {name: np.where(is_shown, table[name], np.nan) for name in (*BAND_COLUMNS, "members")}
    return table.assign(**figures, withheld=table["withheld"].astype(bool) | ~is_shown)


def _waiting_periods(
    warehouse: Warehouse, programme: Programme, platform: str, window: Window
) -> set[str]:
    card = metric_card("depth")
    cells = published_cells(warehouse.root, warehouse.read(), programme, card, platform, window)
    if isinstance(cells, Refusal):
        return set()
    return {period.label for period in cells.loc[cells[WAITS].astype(bool), "period"]}


def hours_a_year(warehouse: Warehouse, programme: Programme, platform: str) -> dict[str, HoursBand]:
    """Return group_id -> hours a year (low, point, high) at the pace of the last three months.

    Groups that may be shown only; empty where the platform is not measured.
    """
    reader = warehouse.read()
    lines = [usage_periods(reader, platform, "week"), usage_periods(reader, platform, "month")]
    line = next((periods for periods in lines if isinstance(periods, UsagePeriods)), None)
    if line is None:
        return {}
    window = line.every[0].window
    table = hours_table(
        warehouse, programme, platform=platform, window=window, last=HOURS_PACE_PERIODS[window]
    )
    recent = line.last(HOURS_PACE_PERIODS[window]).parts
    days = sum((period.last - period.first).days + 1 for period in recent)
    whole = table.groupby("group_id").filter(lambda own: not own["withheld"].any())
    year = whole.groupby("group_id")[BAND_COLUMNS].sum() * YEAR_DAYS / days
    low, hours, high = (year[column].to_dict() for column in BAND_COLUMNS)
    return {str(group): (low[group], hours[group], high[group]) for group in low}


def hourly_rates(programme: Programme) -> HoursBand:
    """Return the hourly rate with its ends; NaN where the programme names none."""
    card = programme.hourly_rate
    if card is None:
        return (np.nan, np.nan, np.nan)
    low = card.value if card.low is None else card.low
    return low, card.value, card.value if card.high is None else card.high


def _hours(reader: Reader, platform: str, line: UsagePeriods) -> pd.DataFrame:
    """Return group, period (label), people, members, low, hours, high; no use is no hours.

    People are who the hours are about: those who did anything, and the members where nobody did.
    """
    actions = _actions(reader, platform, line)
    bands = {action: minutes_of(action) for action in actions["action"].unique()}
    priced = actions[actions["action"].isin([action for action, band in bands.items() if band])]
    spent = np.array([bands[action] for action in priced["action"]]).reshape(-1, 3) / 60
    spent *= priced[["times"]].to_numpy()
    hours = priced.assign(low=spent[:, 0], hours=spent[:, 1], high=spent[:, 2])
    total = hours.groupby(["group_id", "period"])[BAND_COLUMNS].sum()
    numbers = line.numbers()
    heads = membership(reader, line.every).headcount[numbers]
    every = pd.MultiIndex.from_product([heads.index, numbers], names=["group", "period"])
    doers = actions.groupby(["group_id", "period"])["doers"].first()
    active = doers.reindex(every.set_names(doers.index.names))
    members = np.nan_to_num(heads).ravel()
    total = total.reindex(every, fill_value=0.0).assign(
        people=np.where(active > 0, active, members), members=members
    )
    labels = {i: line.every[i].label for i in numbers}
    return total.reset_index().assign(period=lambda frame: frame["period"].map(labels))


def _actions(reader: Reader, platform: str, line: UsagePeriods) -> pd.DataFrame:
    """Return group_id, period (its number), action, times, doers (of any action of the group)."""
    usage, columns = usage_by_columns(reader, platform)
    sums = ", ".join(
        f"struct_pack(action := {sql_text(action)}, times := coalesce(sum(u.{column}), 0))"
        for action, column in columns.items()
    )
    is_used = " or ".join(f"u.{column} > 0" for column in columns.values())
    sql = _SQL["actions"].format(
        days=line.days,
        usage=usage,
        sums=sums or "struct_pack(action := 'none', times := 0.0)",
        is_used=is_used or "false",
    )
    return reader.frame(sql, {"platform": platform})
