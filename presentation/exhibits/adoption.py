"""Exhibits of adoption: a metric over time, the ladder, who comes and goes, cohorts, targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from signpost.metrics.adoption.targets import TargetStatus
from signpost.metrics.model.adoption_metrics import AdoptionMetric
from signpost.metrics.model.ladder import ladder_card
from signpost.metrics.model.types import Refusal, Window
from signpost.presentation.chart_data import Series
from signpost.presentation.exhibits.exhibit import Exhibit, refused_exhibit
from signpost.presentation.exhibits.time_marks import TimeEvent, marks_between
from signpost.presentation.figures.heatmap import heatmap_figure
from signpost.presentation.figures.stack import stack_figure
from signpost.presentation.figures.trend import trend_figure
from signpost.presentation.formats import points, whole_number
from signpost.presentation.memo import memoised_by_identity
from signpost.presentation.tables import adoption as tables
from signpost.presentation.tables.evidence import trend_table
from signpost.presentation.words import adoption as words

CODED_NOTE = (
    "A few are not told from nobody: up to two people are drawn as none, all but up to two as all."
)


@memoised_by_identity
def metric_exhibit(
    table: pd.DataFrame, card: AdoptionMetric, title: str, events: Sequence[TimeEvent] = ()
) -> Exhibit:
    """Return a metric over time, one line for everybody, each area or each group chosen."""
    marked = marks_between(events, table["period"].tolist())
    return Exhibit(
        "",
        "metric",
        figure=lambda palette: trend_figure(
            tables.adoption_lines(table),
            palette,
            unit="" if card.share else card.unit,
            percent=card.share,
            marks=marked.marks,
        ),
        events=marked.words,
        table=partial(tables.metric_values_table, table, card),
        alt=title,
        note=_coded_note(table),
    )


@memoised_by_identity
def latest_exhibit(table: pd.DataFrame, card: AdoptionMetric, title: str) -> Exhibit:
    """Return a metric's newest value in each group."""
    return Exhibit(
        "Newest period, the highest first",
        table=partial(tables.latest_table, table, card),
        alt=title,
        layout="grid",
    )


@memoised_by_identity
def ladder_exhibit(
    table: pd.DataFrame | Refusal, ladder: str, events: Sequence[TimeEvent] = ()
) -> Exhibit:
    """Return how many people stand on each rung, over time."""
    if isinstance(table, Refusal):
        return refused_exhibit("How many have made it a habit", table)
    return _parts_exhibit(
        words.ladder_title(table),
        "ladder",
        table,
        ("rung", words.RUNG_WORDS),
        events,
        words.ladder_words(ladder_card(ladder)),
    )


@memoised_by_identity
def steps_exhibit(
    table: pd.DataFrame | Refusal, window: Window, events: Sequence[TimeEvent] = ()
) -> Exhibit:
    """Return who stayed, came and stopped, period by period."""
    if isinstance(table, Refusal):
        return refused_exhibit("Who comes and who stops", table)
    return _parts_exhibit(
        words.step_title(table, window), "steps", table, ("step", words.STEPS), events
    )


def _parts_exhibit(
    title: str,
    key: str,
    table: pd.DataFrame,
    parts: tuple[str, dict[str, str]],
    events: Sequence[TimeEvent],
    note: str = "",
) -> Exhibit:
    """Return the parts of a whole over time; `parts` is their column and their words."""
    series, marked = tables.part_series(table, *parts), marks_between(events, [*table["period"]])
    return Exhibit(
        title,
        key,
        figure=partial(stack_figure, series, marks=marked.marks),
        events=marked.words,
        table=partial(tables.part_table, table, *parts),
        note=note,
    )


@memoised_by_identity
def moves_exhibit(moves: pd.DataFrame | Refusal, ladder: str) -> Exhibit:
    """Return who moved between the rungs of a ladder."""
    if isinstance(moves, Refusal):
        return refused_exhibit("Who climbed and who fell", moves)
    grid = tables.move_grid(moves)
    return Exhibit(
        words.move_title(moves, ladder_card(ladder).window),
        "moves",
        figure=partial(heatmap_figure, grid, cell_text=whole_number, x="Now", y="Before"),
        table=partial(tables.grid_table, grid),
        alt="People by the rung they were on and the rung they are on",
        note="People, by where they stood before and where they stand now. Numbers of a few are "
        "left out, with a second one in their row and column.",
    )


@memoised_by_identity
def cohorts_exhibit(cohorts: pd.DataFrame | Refusal, window: Window) -> Exhibit:
    """Return how many of those who began together are still active, by time since then."""
    if isinstance(cohorts, Refusal):
        return refused_exhibit("Who began when, and who still uses it", cohorts)
    grid = tables.cohort_grid(cohorts)
    return Exhibit(
        words.cohort_title(cohorts, window),
        "cohorts",
        figure=partial(
            heatmap_figure, grid, scale=(0, 1), cell_text=points, x=f"{window}s since first use"
        ),
        table=partial(tables.cohort_rows, cohorts),
        note=f"One row per {window} in which thirty people or more began, the first ones; how many "
        f"in a hundred of them were active so many {window}s later, to the nearest ten, of sixty "
        "people or more to five.",
    )


@memoised_by_identity
def first_use_exhibit(table: pd.DataFrame | Refusal) -> Exhibit:
    """Return how soon a licence is used."""
    if isinstance(table, Refusal):
        return refused_exhibit("How soon a licence is used", table)
    return Exhibit(words.first_use_title(table), table=partial(tables.first_use_rows, table))


@memoised_by_identity
def targets_exhibit(targets: tuple[TargetStatus, ...]) -> Exhibit:
    """Return the adoption targets and how near each is."""
    return Exhibit(words.target_title(targets), table=partial(tables.target_table, targets))


@memoised_by_identity
def group_trend_exhibit(
    title: str,
    groups: Mapping[str, pd.DataFrame],
    every: pd.DataFrame,
    events: Sequence[TimeEvent] = (),
) -> Exhibit:
    """Return adoption over time of one group, or of two side by side, beside everybody's."""
    both = {**groups, "Everybody": every}
    marked = marks_between(events, every["period"].tolist())
    lines = [
        Series(label, one["period"].tolist(), one["value"].tolist()) for label, one in both.items()
    ]
    return Exhibit(
        title,
        "adoption",
        figure=lambda palette: trend_figure(
            lines, palette, unit="", percent=True, marks=marked.marks
        ),
        table=partial(trend_table, both),
        note=_coded_note(*groups.values()),
        events=marked.words,
    )


def _coded_note(*tables: pd.DataFrame) -> str:
    """Return what a line at nobody or everybody stands for, where there is one."""
    ends = [(table["coded"] != "") & table["value"].isin((0, 1)) for table in tables]
    return CODED_NOTE if any(one.any() for one in ends) else ""
