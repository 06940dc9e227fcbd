"""Adoption as tables, series and grids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from signpost.metrics.adoption.table import coded_ends
from signpost.metrics.adoption.targets import TargetStatus
from signpost.metrics.model.adoption_metrics import AdoptionMetric
from signpost.metrics.model.keys import platform_name
from signpost.presentation.chart_data import HeatmapGrid, Series
from signpost.presentation.formats import (
    SPACE,
    count,
    day,
    group_share,
    number,
    percent,
    period,
    short_label,
)
from signpost.presentation.memo import memoised_by_content
from signpost.presentation.words.adoption import (
    RUNG_WORDS,
    TARGET_STATUS_WORDS,
    moved_sentence,
    value_words,
)

EVERYBODY = {"all": "Everybody"}


@memoised_by_content
def adoption_lines(table: pd.DataFrame, most: int = 4) -> tuple[Series, ...]:
    """Return one series per group of a table; those with the most people first."""
    sizes = table.groupby("group")["denominator"].max().sort_values(ascending=False)
    return tuple(
        Series(EVERYBODY.get(str(name), str(name)), part["period"].tolist(), part["value"].tolist())
        for name in sizes.index[:most]
        for part in [table[table["group"] == name]]
    )


@memoised_by_content
def chosen_rows(
    table: pd.DataFrame,
    span: tuple[str, str],
    groups: Sequence[str] = (),
    beside: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the rows of some groups (none: all) in a span, both ends inside; others beside."""
    if groups:
        table = table[table["group"].isin(groups)]
    if beside is not None:
        table = pd.concat([table, beside], ignore_index=True)
    return table[(table["period"] >= span[0]) & (table["period"] <= span[1])]


@memoised_by_content
def metric_values_table(table: pd.DataFrame, card: AdoptionMetric) -> pd.DataFrame:
    """Return one line per period and group: the two numbers and their ratio."""
    return pd.DataFrame(
        {
            "Period": table["period"].map(period),
            "Who": table["group"].replace(EVERYBODY),
            card.numerator.capitalize(): _counts(table, "numerator", "coded"),
            card.denominator.capitalize(): _counts(table, "denominator", "denominator_coded"),
            card.label: [
                "withheld: small group"
                if hidden
                else value_words(value, card) + _range_words(coded)
                for value, hidden, coded in zip(
                    table["value"], table["withheld"], table["coded"], strict=True
                )
            ],
        }
    )


def _counts(table: pd.DataFrame, name: str, coded: str) -> list[str]:
    """Return a column of counts, the range where a count is coded."""
    pairs = zip(table[name], table[coded], strict=True)
    return [known.replace("-", " to ") or _count(value) for value, known in pairs]


def _count(value: float) -> str:
    return "" if value != value else number(value, 0)


def _range_words(coded: str) -> str:
    """Return the range of a coded count in brackets; '' where the count is exact."""
    ends = coded_ends(coded)
    return f" ({ends[0]:.0f} to {ends[1]:.0f} of them)" if ends else ""


@memoised_by_content
def part_series(table: pd.DataFrame, column: str, names: Mapping[str, str]) -> tuple[Series, ...]:
    """Return one series of shares per part (rung, step), in the order of the names."""
    return tuple(
        Series(words, part["period"].tolist(), part["value"].tolist())
        for key, words in names.items()
        for part in [table[table[column] == key]]
        if len(part)
    )


@memoised_by_content
def part_table(table: pd.DataFrame, column: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Return one line per period, one column per part."""
    wide = table.pivot_table(index="period", columns=column, values="value", sort=False)
    wide = wide.reindex(columns=[key for key in names if key in wide.columns])
    labelled = wide.map(percent).rename(columns=dict(names)).reset_index()
    labelled["period"] = labelled["period"].map(period)
    return labelled.rename(columns={"period": "Period"})


@memoised_by_content
def move_grid(table: pd.DataFrame) -> HeatmapGrid:
    """Return people by the rung they were on and the rung they are on."""
    order = [key for key in RUNG_WORDS if key in set(table["before"])]
    wide = table.pivot_table(index="before", columns="after", values="numerator", aggfunc="sum")
    wide = wide.reindex(index=order, columns=order)
    names = [RUNG_WORDS[key] for key in order]
    values = [[None if cell != cell else float(cell) for cell in row] for row in wide.to_numpy()]
    return HeatmapGrid(names, names, values)


def grid_table(grid: HeatmapGrid) -> pd.DataFrame:
    """Return a grid as a table."""
    table = pd.DataFrame(
        [["" if v is None else number(v, 0) for v in row] for row in grid.cells],
        columns=list(grid.columns),
    )
    table.insert(0, "", list(grid.rows))
    return table


def latest_table(table: pd.DataFrame, card: AdoptionMetric) -> pd.DataFrame:
    """Return one line per group: newest value, the highest first; small groups withheld."""
    last = table[table["period"] == table["period"].max()]
    last = last.sort_values("value", ascending=False, na_position="last")
    return metric_values_table(last, card)


@memoised_by_content
def target_table(statuses: Sequence[TargetStatus]) -> pd.DataFrame:
    """Return one line per target: goal, status, pace."""
    return pd.DataFrame(
        [
            (
                state.target.group,
                f"{percent(state.target.value)} on {platform_name(state.target.platform)} "
                f"by {day(state.target.by)}",
                "" if state.value is None else group_share(state.value),
                _pace(state),
                TARGET_STATUS_WORDS[state.status]
                + ("" if state.status == "reached" else f". {state.why}"),
                state.target.owner,
            )
            for state in statuses
        ],
        columns=["Group", "Goal", "Now", "Lately", "Where it stands", "Owner"],
    )


def _pace(state: TargetStatus) -> str:
    if state.pace is None:
        return ""
    text = f"{number(100 * state.pace, 1, signed=True)}{SPACE}points a {state.window}"
    needed = state.status in ("behind", "on pace") and state.needed is not None
    return f"{text}; {number(100 * (state.needed or 0), 1, signed=True)} needed" if needed else text


def shares_of(series: Sequence[Series]) -> pd.DataFrame:
    """Return one line per period, one column per series of shares."""
    columns = {line.label: pd.Series(list(line.y), index=list(line.x)) for line in series}
    table = pd.DataFrame(columns).map(lambda v: percent(v) if v == v else "")
    table.insert(0, "Period", [period(str(label)) for label in table.index])
    return table


@memoised_by_content
def cohort_grid(table: pd.DataFrame, most: int = 12) -> HeatmapGrid:
    """Return retention of the first cohorts there is a figure of, by period; None: withheld."""
    chosen = sorted(set(table.loc[table["value"].notna(), "cohort"]))[:most]
    last = int(min(most, table["since"].max()))
    cells = {
        (row["cohort"], int(row["since"])): float(row["value"])
        for row in table[table["value"].notna()].to_dict("records")
    }
    values = [[cells.get((cohort, since)) for since in range(last + 1)] for cohort in chosen]
    return HeatmapGrid(
        [short_label(str(cohort_name)) for cohort_name in chosen],
        [str(n) for n in range(last + 1)],
        values,
    )


def restated_use(table: pd.DataFrame) -> pd.DataFrame:
    """Return one line per figure of adoption that is another one now, the newest first."""
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
    """Return the line of everybody: share of new licences used within a month, and never."""
    return pd.DataFrame(
        [
            (
                EVERYBODY.get(str(row["group"]), str(row["group"])),
                percent(row["value"]),
                percent(row["never"]),
                _days(row["median_days"]),
            )
            for row in table[table["value"].notna()].to_dict("records")
        ],
        columns=["Who", "Used within a month", "Not used yet", "Half had used theirs within"],
    )


def _days(value: float) -> str:
    return count(int(value), "day") if value == value else "not yet"


@memoised_by_content
def cohort_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return one line per cohort and periods since: the share that is still active."""
    return pd.DataFrame(
        [
            (period(str(row["cohort"])), int(row["since"]), percent(row["value"]))
            for row in table[table["value"].notna()].to_dict("records")
        ],
        columns=["Began", "Periods since", "Still active"],
    )
