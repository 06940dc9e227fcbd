"""Exhibits of one use case: effect over time, group by group, by method, and its money."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from signpost.metrics.model.types import Refusal
from signpost.presentation.chart_data import Axis, ForestRow
from signpost.presentation.exhibits.exhibit import Exhibit, refused_exhibit
from signpost.presentation.figures.event_study import event_study_figure
from signpost.presentation.figures.forest import forest_figure
from signpost.presentation.figures.quadrant import QuadrantPoint, quadrant_figure
from signpost.presentation.figures.waterfall import waterfall_figure
from signpost.presentation.memo import memoised_by_identity
from signpost.presentation.reports.case import CaseBrief, net_step
from signpost.presentation.tables import evidence as tables
from signpost.presentation.tables.money import bands_table
from signpost.presentation.words.methods import estimates_table, method_rows
from signpost.presentation.words.verdicts import event_title, money_title, naive_title, period_word


@memoised_by_identity
def event_exhibit(case: CaseBrief) -> Exhibit:
    """Return the effect by periods since the start."""
    evidence = case.answer.evidence
    title, study, period = (
        event_title(evidence),
        evidence.event_study,
        period_word(evidence.question),
    )
    if study is None:
        why = Refusal(
            "There is no picture by time since the start.",
            "It needs groups with a start date and groups without.",
        )
        return refused_exhibit(title, why)
    return Exhibit(
        title,
        "event",
        figure=partial(event_study_figure, study, unit=case.unit, period=period),
        table=partial(tables.event_table, study, period),
        alt=tables.event_alt(study, period, case.unit),
    )


@memoised_by_identity
def groups_exhibit(case: CaseBrief, key: str, title: str = "") -> Exhibit:
    """Return what came of the use case in each group, the best first."""
    if not case.rows:
        none = Refusal("There is no figure per group.", "")
        return refused_exhibit(title, case.answer.evidence.refusal or none, case.labels)
    drawn = first_and_last(case.rows)
    half, many = MOST_FOREST_ROWS // 2, len(case.rows)
    left = len(drawn) < many
    return Exhibit(
        title,
        key,
        figure=partial(forest_figure, drawn, case.axis),
        table=partial(tables.forest_table, case.rows, case.unit),
        alt=tables.forest_alt(case.rows, case.unit),
        note=f"The {half} best and the {half} last of {many} groups; the table has all." * left,
        marks=tables.count_by_state(case.rows),
        band=case.too_small,
    )


MOST_FOREST_ROWS = 24
"""A forest with more rows than this is not read: the best and the worst of them are drawn."""


def first_and_last(rows: Sequence[ForestRow]) -> tuple[ForestRow, ...]:
    """Return all rows of a forest, or its first and last where there are too many to read."""
    half = MOST_FOREST_ROWS // 2
    return tuple(rows) if len(rows) <= MOST_FOREST_ROWS + 2 else (*rows[:half], *rows[-half:])


@memoised_by_identity
def quadrant_exhibit(case: CaseBrief, key: str, title: str = "") -> Exhibit:
    """Return each group's adoption against what came of it."""
    points = [QuadrantPoint(row.adoption, row) for row in case.rows if row.adoption is not None]
    if not points:
        return refused_exhibit(
            title, Refusal("No usage is loaded for these groups.", "Load a usage export.")
        )
    return Exhibit(
        title,
        key,
        figure=partial(quadrant_figure, points, unit=case.unit, better=case.axis.better),
        table=partial(tables.forest_table, case.rows, case.unit),
        alt=tables.forest_alt(case.rows, case.unit),
        marks=tables.count_by_state(case.rows),
        band=case.too_small,
    )


@memoised_by_identity
def methods_exhibit(case: CaseBrief) -> Exhibit:
    """Return the headline beside other methods and simpler readings."""
    evidence = case.answer.evidence
    rows = method_rows(evidence)
    axis = Axis(case.axis.title, case.axis.better, case.axis.worthwhile)
    return Exhibit(
        naive_title(evidence),
        "methods",
        figure=partial(forest_figure, rows, axis),
        table=partial(estimates_table, evidence),
        alt=tables.forest_alt(rows, case.unit, by="method"),
        marks=tables.count_by_state(rows),
    )


@memoised_by_identity
def money_exhibit(case: CaseBrief) -> Exhibit:
    """Return how the use case's net value comes about."""
    title, shown = money_title(case.money), case.money
    if isinstance(case.answer.money, Refusal):
        return refused_exhibit(title, case.answer.money, case.labels)
    if shown is None:
        return Exhibit(title)
    return Exhibit(
        title,
        "money",
        figure=lambda palette: waterfall_figure(case.steps, palette, total=net_step(shown)),
        table=partial(bands_table, shown),
        alt=case.money_words,
    )
