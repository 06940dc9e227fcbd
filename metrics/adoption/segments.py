"""Segments of people over time: rungs of a ladder, moves between rungs, steps since last period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from signpost.metrics.adoption.publishable import publishable_table, weight_columns
from signpost.metrics.adoption.table import resolve_platform
from signpost.metrics.model.findings import as_plain
from signpost.metrics.model.ladder import DEFAULT, RUNGS, TOO_NEW, Ladder, ladder_placing
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import By, Refusal, Window
from signpost.metrics.panel.adoption_counts import UsagePeriods, person_sql, usage_periods
from signpost.metrics.panel.membership import Grouping
from signpost.warehouse import Reader, Warehouse, WarehouseError

_SQL = statements("adoption/adoption.sql")
ADOPTION_STEPS = ("retained", "first use", "reactivated", "lapsed", "idle", "newly licensed")
"""What became of a licensed member since the period before; each is one of these."""
WEEKS_BETWEEN_MOVES = 12
"""Weeks between the two weeks that rung moves compare, unless asked otherwise."""


@dataclass(frozen=True)
class _SegmentRequest:
    """One platform at one window, counted by one grouping, on its delivered periods."""

    reader: Reader
    platform: str
    line: UsagePeriods
    grouping: Grouping

    def count(self, statement: str) -> pd.DataFrame:
        """Run a statement after `member`; group_id becomes the column group."""
        sql = person_sql(self.line, weight_columns(self.grouping)) + statement
        counts = self.reader.frame(sql, {"platform": self.platform})
        return counts.rename(columns={"group_id": "group"})

    def over_time(self, statement: str, history: int) -> pd.DataFrame:
        """Count in the periods that have so many delivered before them; period is a label."""
        counts = self.count(statement)
        counts = counts[counts["period"].isin(self.line.numbers(history))]
        label = counts["period"].map({i: p.label for i, p in enumerate(self.line.every)})
        return counts.assign(period=label)


def segment_request(
    warehouse: Warehouse, platform: str, window: Window, grouping: Grouping
) -> _SegmentRequest:
    """Return the request; WarehouseError carries what is unknown and the remedy."""
    reader = warehouse.read()
    chosen = resolve_platform(reader, platform)
    line = usage_periods(reader, chosen, window)
    if isinstance(line, Refusal):
        raise WarehouseError(as_plain(line.reason), as_plain(line.remedy))
    return _SegmentRequest(reader, chosen, line, grouping)


def ladder_table(
    warehouse: Warehouse,
    programme: Programme,
    *,
    on: Ladder = DEFAULT,
    platform: str = "",
    by: By = "all",
    grouping: Grouping = "as-was",
) -> pd.DataFrame:
    """Return the people on each rung per week, disclosure rules applied.

    Columns group, period, rung, numerator, denominator, value, withheld, group_id. The denominator
    is who is on a rung; who is too new for one is in neither. Only weeks whose window is delivered.
    """
    request = segment_request(warehouse, platform, "week", grouping)
    counts = request.over_time(ladder_placing(on) + _SQL["rungs"], on.window - 1)
    placed = counts[counts["rung"] != TOO_NEW]
    return _parts(request.reader, programme, placed, RUNGS, by)


def step_table(
    warehouse: Warehouse,
    programme: Programme,
    *,
    platform: str = "",
    window: Window = "week",
    by: By = "all",
    grouping: Grouping = "as-was",
) -> pd.DataFrame:
    """Return what became of licensed members since the period before (STEPS), as `ladder_table`.

    The column is `step`. Who lost the licence or left is not among them.
    """
    request = segment_request(warehouse, platform, window, grouping)
    counts = request.over_time(_SQL["steps"], 1)
    return _parts(request.reader, programme, counts, ADOPTION_STEPS, by)


def move_table(
    warehouse: Warehouse,
    programme: Programme,
    *,
    on: Ladder = DEFAULT,
    platform: str = "",
    by: By = "all",
    first: str = "",
    second: str = "",
) -> pd.DataFrame:
    """Return how many people moved from which rung to which between two weeks (labels).

    Columns group, before, after, numerator, denominator, value, withheld, group_id, counted under
    the group of the second week. Default: the last week and the one twelve weeks before it. Too new
    is a rung here. Who is licensed in one of the two weeks only is not among them.
    """
    request = segment_request(warehouse, platform, "week", "as-was")
    earlier, later = _two_weeks(request.line, on, first, second)
    statement = _SQL["rung_moves"].format(earlier=earlier, later=later)
    counts = request.over_time(ladder_placing(on) + statement, on.window - 1)
    every = [(a, b) for a in (*RUNGS, TOO_NEW) for b in (*RUNGS, TOO_NEW)]
    names = [f"{a}>{b}" for a, b in every]
    counts = counts.assign(move=counts["before"] + ">" + counts["after"])
    table = _parts(request.reader, programme, counts, names, by, column="move")
    ends = table["move"].str.split(">", expand=True)
    table = table.assign(before=ends[0], after=ends[1])
    columns = ["group", "before", "after", "numerator", "denominator", "value", "withheld"]
    return table[[*columns, "group_id"]]


def _two_weeks(line: UsagePeriods, on: Ladder, first: str, second: str) -> tuple[int, int]:
    whole = {line.every[i].label: i for i in line.numbers(on.window - 1)}
    if not whole:
        raise WarehouseError(
            f"The {on.label} needs {on.window} weeks in a row.", "Load more weeks of usage."
        )
    later = second or list(whole)[-1]
    earlier = first or line.every[max(whole.get(later, 0) - WEEKS_BETWEEN_MOVES, 0)].label
    missing = [week for week in (earlier, later) if week not in whole]
    if missing or whole[earlier] >= whole[later]:
        raise WarehouseError(
            f"{' and '.join(missing or [earlier, later])} cannot be compared on the {on.label}.",
            f"Choose two weeks, the first before the second, among: {_span(list(whole))}.",
        )
    return whole[earlier], whole[later]


def _span(weeks: Sequence[str]) -> str:
    return weeks[0] if len(weeks) == 1 else f"{weeks[0]} to {weeks[-1]}"


def _parts(
    reader: Reader,
    programme: Programme,
    counted: pd.DataFrame,
    names: Sequence[str],
    by: By,
    column: str = "",
) -> pd.DataFrame:
    """Long table of the shares of each part (rung, step, move) in the people of a group."""
    column = column or next(c for c in ("rung", "step") if c in counted.columns)
    wide = counted.pivot_table(
        index=["group", "period"], columns=column, values="number", aggfunc="sum", fill_value=0
    )
    wide = wide.reindex(columns=list(names), fill_value=0).astype(float)
    counts = wide.assign(people=wide.sum(axis=1)).reset_index()
    table = publishable_table(reader, programme, counts, names, by)
    long = table.melt(
        ["group", "period", "people", "withheld", "group_id"],
        var_name=column,
        value_name="numerator",
    ).rename(columns={"people": "denominator"})
    order = {name: i for i, name in enumerate(names)}
    long["value"] = long["numerator"] / long["denominator"]
    long = long.sort_values(
        ["group", "period", column], key=lambda c: c.map(order) if c.name == column else c
    )
    columns = ["group", "period", column, "numerator", "denominator", "value", "withheld"]
    return long[[*columns, "group_id"]].reset_index(drop=True)
