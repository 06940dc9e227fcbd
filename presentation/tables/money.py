"""Money as tables and rows: bands, factors, the ledger."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from signpost.metrics.model.types import MoneyEstimate, Refusal
from signpost.metrics.value.ledger import PromiseEntry
from signpost.metrics.value.portfolio import AreaSummary, Portfolio
from signpost.presentation.escaping import md
from signpost.presentation.figures.forest import Axis, ForestRow
from signpost.presentation.formats import count, day, money, money_range
from signpost.presentation.memo import memoised_by_content
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.theme import GRADES
from signpost.presentation.words.money import (
    PROMISE_STATUS_WORDS,
    factor_value,
    factor_words,
    source_words,
)


def bands_table(portfolio: Portfolio) -> pd.DataFrame:
    """Return benefit, cost and net of all use cases with their ranges."""
    bands = {"Benefit": portfolio.benefit, "Cost": portfolio.cost}
    if not isinstance(portfolio.net, Refusal):
        bands["Net value"] = portfolio.net
    return pd.DataFrame(
        [
            (name, *(money(value, portfolio.currency) for value in (point, low, high)))
            for name, (low, point, high) in bands.items()
        ],
        columns=["", "Most likely", "From", "To"],
    )


def money_rows(cases: Sequence[CaseBrief]) -> tuple[ForestRow, ...]:
    """Return one row per use case with a money figure, the most valuable first."""
    rows = [
        ForestRow(
            case.label,
            estimate.point,
            estimate.low,
            estimate.high,
            GRADES[case.grade],
            key=case.id,
            value_text=money(estimate.point, estimate.currency),
        )
        for case in cases
        if isinstance(estimate := case.answer.money, MoneyEstimate)
    ]
    return tuple(sorted(rows, key=lambda row: -row.point))


def money_axis(currency: str) -> Axis:
    """Return the axis of the picture of net values."""
    return Axis("Net value; the line is nine times in ten", "higher", currency=currency)


def money_rows_title(rows: Sequence[ForestRow]) -> str:
    """Return how many use cases bring more than they cost, as a title."""
    if not rows:
        return "Net value per use case: no figure yet"
    gain, loss = sum(row.low > 0 for row in rows), sum(row.high < 0 for row in rows)
    parts = [
        f"{gain} of {count(len(rows), 'use case')} {'bring' if gain != 1 else 'brings'} more "
        "than the cost"
    ]
    parts += [f"{loss} {'cost' if loss != 1 else 'costs'} more"] if loss else []
    return ", ".join(parts)


def money_rows_table(rows: Sequence[ForestRow], currency: str) -> pd.DataFrame:
    """Return one line per use case: net value and its range."""
    return pd.DataFrame(
        [
            (
                row.label,
                money(row.point, currency),
                money(row.low, currency),
                money(row.high, currency),
                f"{row.mark.glyph} {row.mark.word}",
            )
            for row in rows
        ],
        columns=["Use case", "Net value", "From", "To", "Verdict"],
    )


def money_alt(rows: Sequence[ForestRow], currency: str) -> str:
    """Return the net values in words."""
    return "Net value per use case: " + "; ".join(
        f"{row.label} {money(row.point, currency)}" for row in rows
    )


def tornado_table(value: MoneyEstimate) -> pd.DataFrame:
    """Return one line per assumption: net value at its two ends."""
    return pd.DataFrame(
        [
            (factor_words(name), money(low, value.currency), money(high, value.currency))
            for name, low, high in value.tornado
        ],
        columns=["Assumption", "Net value at its low end", "Net value at its high end"],
    )


@memoised_by_content
def factors_table(value: MoneyEstimate) -> pd.DataFrame:
    """Return one line per factor: value, range, source, owner."""
    return pd.DataFrame(
        [
            (
                factor_words(factor.name),
                factor_value(factor, value.currency),
                source_words(factor),
                ", ".join(
                    part
                    for part in (factor.owner, day(factor.as_of) if factor.as_of else "")
                    if part
                ),
            )
            for factor in value.factors
        ],
        columns=["What", "Value and range", "Where it comes from", "Owner, as of"],
    )


def ledger_table(entries: Sequence[PromiseEntry], report: BoardReport) -> pd.DataFrame:
    """Return one line per use case: promised, realised, signed."""
    return pd.DataFrame(
        [
            (
                report.label(entry.use_case),
                _net(entry.forecast),
                _realised(entry.realised),
                PROMISE_STATUS_WORDS[entry.status],
                _signed(entry),
            )
            for entry in entries
        ],
        columns=["Use case", "Promised", "Realised", "Evidence status", "Signed"],
    )


def _net(value: MoneyEstimate | Refusal) -> str:
    return "no figure" if isinstance(value, Refusal) else money(value.point, value.currency)


def _realised(value: MoneyEstimate | Refusal) -> str:
    if isinstance(value, Refusal):
        return "no figure"
    span = money_range(value.low, value.high, value.currency)
    return f"{money(value.point, value.currency)} ({span})"


def _signed(entry: PromiseEntry) -> str:
    if entry.signature is None:
        return "not signed" if isinstance(entry.realised, MoneyEstimate) else ""
    text = f"{entry.signature.who}, {day(entry.signature.at)}"
    return f"{text}; the figure has moved since" if entry.stale else text


def area_money_words(area: AreaSummary, currency: str) -> str:
    """Return the net value of an area as markdown."""
    if area.net is None:
        return "No money figure."
    low, point, high = area.net
    return (
        f"Net value **{md(money(point, currency))}** "
        f":small[({md(money_range(low, high, currency))})]"
    )
