"""Exhibits of the account: all use cases together, what one figure rests on, promises."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from signpost.metrics.model.types import MoneyEstimate, Refusal
from signpost.metrics.value.ledger import PromiseEntry
from signpost.presentation.exhibits.exhibit import Exhibit, refused_exhibit
from signpost.presentation.figures.forest import forest_figure
from signpost.presentation.figures.tornado import Swing, tornado_figure
from signpost.presentation.figures.waterfall import waterfall_figure
from signpost.presentation.memo import memoised_by_identity
from signpost.presentation.reports.board import FORECAST, BoardReport
from signpost.presentation.reports.case import CaseBrief, money_steps, net_step
from signpost.presentation.tables import money as tables
from signpost.presentation.tables.evidence import count_by_state
from signpost.presentation.words.money import factor_words, ledger_title, tornado_title


@memoised_by_identity
def total_exhibit(report: BoardReport) -> Exhibit:
    """Return how the net value of all use cases comes about."""
    title, total = "Benefit less harm and cost, all use cases together", report.total
    if isinstance(report.portfolio.net, Refusal):
        return refused_exhibit(title, report.portfolio.net)
    if total is None:
        return Exhibit(title)
    return Exhibit(
        title,
        "all",
        figure=lambda palette: waterfall_figure(money_steps(total), palette, total=net_step(total)),
        table=partial(tables.bands_table, total),
        alt=report.title,
    )


@memoised_by_identity
def net_values_exhibit(report: BoardReport) -> Exhibit:
    """Return the net value of each use case, the most valuable first."""
    rows = tables.money_rows(report)
    title = tables.money_rows_title(rows)
    if not rows:
        return Exhibit(title)
    return Exhibit(
        title,
        "cases",
        figure=partial(forest_figure, rows, tables.money_axis(report.account.currency)),
        table=partial(tables.money_rows_table, rows, report.account),
        alt=tables.money_alt(rows),
        marks=count_by_state(rows),
    )


@memoised_by_identity
def account_exhibit(report: BoardReport) -> Exhibit:
    """Return the account line by line."""
    return Exhibit(
        "The account, line by line",
        table=partial(tables.account_table, report),
        alt="The account",
        none="Nothing was spent or measured yet.",
    )


@memoised_by_identity
def next_steps_exhibit(report: BoardReport) -> Exhibit:
    """Return what a year of each next step should bring, by kind of line."""
    return Exhibit(
        "A year of each next step, forecast",
        table=partial(tables.forecast_table, report),
        alt="A year of each next step",
        none="No next step has a forecast.",
        note=FORECAST,
    )


@memoised_by_identity
def tornado_exhibit(value: MoneyEstimate) -> Exhibit:
    """Return which assumption moves the figure of one use case most."""
    title = tornado_title(value)
    swings = [Swing(factor_words(name), low, high) for name, low, high in value.tornado]
    if not swings:
        return Exhibit(title)
    return Exhibit(
        title,
        "tornado",
        figure=lambda palette: tornado_figure(
            swings, value.point, palette, currency=value.currency
        ),
        table=partial(tables.tornado_table, value),
        alt=title,
        note="Hatched: the assumption at its low end. Solid: at its high end.",
    )


@memoised_by_identity
def factors_exhibit(case: CaseBrief, value: MoneyEstimate, report: BoardReport) -> Exhibit:
    """Return the assumptions behind the figure of one use case."""
    return Exhibit(
        "What the figure rests on",
        table=partial(tables.factors_table, case.id, value, report.account),
        alt="Assumptions with source, owner and date",
    )


@memoised_by_identity
def ledger_exhibit(entries: Sequence[PromiseEntry], report: BoardReport) -> Exhibit:
    """Return promised beside realised, use case by use case."""
    return Exhibit(
        ledger_title(entries),
        table=partial(tables.ledger_table, entries, report),
        alt="The value ledger",
        note="Promised: what was written down before the result was known. Realised: what may be "
        "claimed, after cost, nine times in ten within its range.",
    )
