"""Adoption as tables, series and grids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from signpost.metrics.adoption.targets import TargetStatus
from signpost.metrics.model.adoption_metrics import AdoptionMetric
from signpost.presentation.figures.heatmap import HeatmapGrid
from signpost.presentation.figures.time_axis import short_label
from signpost.presentation.figures.trend import Series
from signpost.presentation.formats import SPACE, count, day, number, percent, period, platform_name
from signpost.presentation.memo import memoised_by_content
from signpost.presentation.words.adoption import RUNGS, STATUS, moved_sentence, value_words

EVERYBODY = {"all": "Everybody"}


@memoised_by_content
def adoption_lines(table: pd.DataFrame, most: int = 4) -> tuple[Series, ...]:
    """One series per group of a table; those with the most people first."""
    sizes = table.groupby("group")["denominator"].max().sort_values(ascending=False)
    return tuple(
        Series(EVERYBODY.get(str(name), str(name)), part["period"].tolist(), part["value"].tolist())
        for name in sizes.index[:most]
        for part in [table[table["group"] == name]]
    )


@memoised_by_content
def metric_values_table(table: pd.DataFrame, card: AdoptionMetric) -> pd.DataFrame:
    """One line per period and group: the two numbers and their ratio."""
    return pd.DataFrame(
        {
            "Period": table["period"].map(period),
            "Who": table["group"].replace(EVERYBODY),
            card.numerator.capitalize(): table["numerator"],
            card.denominator.capitalize(): table["denominator"],
            card.label: [
                "withheld: small group" if hidden else value_words(value, card)
                for value, hidden in zip(table["value"], table["withheld"], strict=True)
            ],
        }
    )


@memoised_by_content
def part_series(table: pd.DataFrame, column: str, names: Mapping[str, str]) -> tuple[Series, ...]:
    """One series of shares per part (rung, step), in the order of the names."""
    return tuple(
        Series(words, part["period"].tolist(), part["value"].tolist())
        for key, words in names.items()
        for part in [table[table[column] == key]]
        if len(part)
    )


@memoised_by_content
def part_table(table: pd.DataFrame, column: str, names: Mapping[str, str]) -> pd.DataFrame:
    """One line per period, one column per part."""
    wide = table.pivot_table(index="period", columns=column, values="value", sort=False)
    wide = wide.reindex(columns=[key for key in names if key in wide.columns])
    shown = wide.map(percent).rename(columns=dict(names)).reset_index()
    shown["period"] = shown["period"].map(period)
    return shown.rename(columns={"period": "Period"})


@memoised_by_content
def move_grid(table: pd.DataFrame) -> HeatmapGrid:
    """People by the rung they were on and the rung they are on."""
    order = [key for key in RUNGS if key in set(table["before"])]
    wide = table.pivot_table(index="before", columns="after", values="numerator", aggfunc="sum")
    wide = wide.reindex(index=order, columns=order)
    names = [RUNGS[key] for key in order]
    values = [[None if cell != cell else float(cell) for cell in row] for row in wide.to_numpy()]
    return HeatmapGrid(names, names, values)


def grid_table(grid: HeatmapGrid) -> pd.DataFrame:
    """Write a grid as a table."""
    table = pd.DataFrame(
        [["" if v is None else number(v, 0) for v in row] for row in grid.cells],
        columns=list(grid.columns),
    )
    table.insert(0, "", list(grid.rows))
    return table


def latest_table(table: pd.DataFrame, card: AdoptionMetric) -> pd.DataFrame:
    """One line per group: newest value, the highest first; small groups withheld."""
    last = table[table["period"] == table["period"].max()]
    last = last.sort_values("value", ascending=False, na_position="last")
    return metric_values_table(last, card)


@memoised_by_content
def target_table(found: Sequence[TargetStatus]) -> pd.DataFrame:
    """One line per target: goal, where it stands, its pace."""
    return pd.DataFrame(
        [
            (
                one.target.group,
                f"{percent(one.target.value)} on {platform_name(one.target.platform)} "
                f"by {day(one.target.by)}",
                "" if one.value is None else percent(one.value),
                _pace(one),
                STATUS[one.status] + ("" if one.status == "reached" else f". {one.why}"),
                one.target.owner,
            )
            for one in found
        ],
        columns=["Group", "Goal", "Now", "Lately", "Where it stands", "Owner"],
    )


def _pace(one: TargetStatus) -> str:
    if one.pace is None:
        return ""
    text = f"{number(100 * one.pace, 1, signed=True)}{SPACE}points a {one.window}"
    needed = one.status in ("behind", "on pace") and one.needed is not None
    return f"{text}; {number(100 * (one.needed or 0), 1, signed=True)} needed" if needed else text


def shares_of(series: Sequence[Series]) -> pd.DataFrame:
    """One line per period, one column per series of shares."""
    columns = {one.label: pd.Series(list(one.y), index=list(one.x)) for one in series}
    table = pd.DataFrame(columns).map(lambda v: percent(v) if v == v else "")
    table.insert(0, "Period", [period(str(one)) for one in table.index])
    return table


@memoised_by_content
def cohort_grid(table: pd.DataFrame, most: int = 12) -> HeatmapGrid:
    """Retention of the largest cohorts, oldest first, over their first periods; None: withheld."""
    sizes = table[table["since"] == 0].set_index("cohort")["denominator"]
    chosen = sorted(sizes.sort_values(ascending=False).index[:most])
    last = int(min(most, table["since"].max()))
    cells = {
        (row["cohort"], int(row["since"])): float(row["value"])
        for row in table[table["value"].notna()].to_dict("records")
    }
    values = [[cells.get((cohort, since)) for since in range(last + 1)] for cohort in chosen]
    return HeatmapGrid(
        [short_label(str(one)) for one in chosen], [str(n) for n in range(last + 1)], values
    )


def restated_use(table: pd.DataFrame) -> pd.DataFrame:
    """One line per figure of adoption that is another one now, the newest first."""
    changed = table[moved_sentence(table)].sort_values(["period", "group"], ascending=[False, True])
    return pd.DataFrame(
        [
            (
                EVERYBODY.get(str(row["group"]), str(row["group"])),
                period(str(row["period"])),
                percent(row["before"]),
                percent(row["value"]),
            )
            for row in changed.to_dict("records")
        ],
        columns=["Who", "Period", "Then", "Now"],
    )


@memoised_by_content
def first_use_rows(table: pd.DataFrame) -> pd.DataFrame:
    """One line per group: new licences, how many were used within a month, how many never."""
    return pd.DataFrame(
        [
            (
                EVERYBODY.get(str(row["group"]), str(row["group"])),
                number(row["denominator"], 0),
                f"{number(row['numerator'], 0)} ({percent(row['value'])})",
                number(row["never"], 0),
                _days(row["median_days"]),
            )
            for row in table[table["value"].notna()].to_dict("records")
        ],
        columns=[
            "Who",
            "New licences",
            "Used within a month",
            "Not used yet",
            "Half had used theirs within",
        ],
    )


def _days(value: float) -> str:
    return count(int(value), "day") if value == value else "not yet"


@memoised_by_content
def cohort_rows(table: pd.DataFrame) -> pd.DataFrame:
    """One line per cohort and periods since: who is still active, who left."""
    return pd.DataFrame(
        [
            (
                period(str(row["cohort"])),
                int(row["since"]),
                number(row["numerator"], 0),
                number(row["denominator"], 0),
                percent(row["value"]),
                number(row["lost"], 0),
            )
            for row in table[table["value"].notna()].to_dict("records")
        ],
        columns=["Began", "Periods since", "Active", "Of", "Share", "No longer licensed"],
    )
