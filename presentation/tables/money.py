"""Money as tables and rows: bands, factors, the ledger."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from signpost.metrics.model.types import MoneyEstimate, Refusal
from signpost.metrics.value.ledger import PromiseEntry
from signpost.metrics.value.portfolio import AreaSummary
from signpost.presentation.chart_data import Axis, ForestRow
from signpost.presentation.escaping import md
from signpost.presentation.formats import count, day, money, money_range, range_ends
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.rounded_account import (
    ALL,
    AREA,
    RoundedAccount,
    RoundedMoney,
    round_forecast,
)
from signpost.presentation.theme import GRADES
from signpost.presentation.words.money import (
    PROMISE_STATUS_WORDS,
    factor_value,
    factor_words,
    source_words,
)
from signpost.presentation.words.verdicts import AREAS


def bands_table(shown: RoundedMoney) -> pd.DataFrame:
    """Return benefit, harm, cost and net with their ranges."""
    return pd.DataFrame(
        [
            (
                name.capitalize() if name != "net" else "Net value",
                shown.words(name),
                *_ends(shown, name),
            )
            for name in (*shown.parts, "net")
        ],
        columns=["To date", "Expected", "From", "To"],
    )


def _ends(shown: RoundedMoney, name: str) -> tuple[str, str]:
    low, _, high = shown.bands[name]
    return range_ends(low, high, shown.words(name), shown.currency)


def account_table(report: BoardReport) -> pd.DataFrame:
    """Return the account: one line per use case, a sum per area, a sum over all."""
    account, rows = report.account, []
    sums = {one.use_case: one for one in report.portfolio.use_cases}
    for area in report.portfolio.areas:
        inside = [case for case in area.use_cases if case in sums]
        rows += [
            _account_row(report.label(case), account, case, account.money(case, sums[case]))
            for case in inside
        ]
        whole = account.money(f"{AREA}{area.area}", area)
        if whole is not None:
            rows.append(
                _account_row(f"{AREAS[area.area]}, sum", account, f"{AREA}{area.area}", whole)
            )
    if report.total is not None:
        rows.append(_account_row("All use cases", account, ALL, report.total))
    table = pd.DataFrame(rows, columns=["To date", *_COLUMNS, "Net value", "Nine times in ten"])
    return table.drop(columns=[name for name in _COLUMNS if not table[name].any()])


_COLUMNS = {
    "Benefit": "benefit line", "Harm": "harm line", "Guardrails": "guardrails",
    "Own cost": "own cost", "Shared cost": "shared cost", "Working time": "working time",
}  # fmt: skip


def _account_row(
    name: str, account: RoundedAccount, of: str, shown: RoundedMoney | None
) -> tuple[str, ...]:
    amounts = (account.point(of, kind) for kind in _COLUMNS.values())
    cells = (
        money(x, account.currency, signed=True, unit=account.unit) if x else "" for x in amounts
    )
    if shown is None:
        return (name, *cells, "", "")
    return (name, *cells, shown.words("net"), shown.span("net"))


def forecast_table(report: BoardReport) -> pd.DataFrame:
    """Return one line per next step with a figure: a year of it by kind of line, the most first."""
    rows = []
    for case in report.by_money():
        lines = case.answer.forecast
        if not lines or not case.next.expected:
            continue
        shown = round_forecast(lines)
        cells = (
            money(shown[kind], report.account.currency, signed=True, like=shown["net"])
            if shown.get(kind)
            else ""
            for kind in _FORECAST_KINDS
        )
        rows.append((f"{case.next.what}: {case.label}", *cells, *_expected_words(case)))
    columns = ["Next step, a year", *_COLUMNS, "In all", "Nine times in ten"]
    table = pd.DataFrame(rows, columns=columns)
    return table.drop(columns=[name for name in _COLUMNS if not table[name].any()])


_FORECAST_KINDS = ("benefit", "harm", "guardrails", "own cost", "shared cost", "working time")


def _expected_words(case: CaseBrief) -> tuple[str, str]:
    expected, money_of = case.answer.advice[0].expected, case.answer.money
    if expected is None or isinstance(money_of, Refusal):
        return "", ""
    low, point, high = expected
    return money(point, money_of.currency), money_range(low, high, money_of.currency)


def money_rows(report: BoardReport) -> tuple[ForestRow, ...]:
    """Return one row per use case with a line in the account, the most valuable first."""
    cases = {case.id: case for case in report.cases}
    rows = []
    for one in report.portfolio.use_cases:
        shown = report.account.money(one.use_case, one)
        if shown is None:
            continue
        low, point, high = shown.bands["net"]
        mark = GRADES[cases[one.use_case].grade]
        label, words = cases[one.use_case].label, shown.words("net")
        rows.append(ForestRow(label, point, low, high, mark, key=one.use_case, value_text=words))
    return tuple(sorted(rows, key=lambda row: -row.point))


def money_axis(currency: str) -> Axis:
    """Return the axis of the picture of net values."""
    return Axis("Net value to date; the line is nine times in ten", "higher", currency=currency)


def money_rows_title(rows: Sequence[ForestRow]) -> str:
    """Return how many use cases bring more than they cost, as a title."""
    told = [row for row in rows if row.mark != GRADES["cannot_tell"]]
    if not rows:
        return "Net value per use case: no figure yet"
    if not told:
        return f"{count(len(rows), 'use case')} with only cost so far"
    gain, loss = sum(row.low > 0 for row in told), sum(row.high < 0 for row in told)
    whose = f"{gain or 'None'} of {count(len(rows), 'use case')}"
    parts = [f"{whose} {'bring' if gain > 1 else 'brings'} more than the cost"]
    parts += [f"{loss} {'cost' if loss != 1 else 'costs'} more"] if loss else []
    open_ones = len(told) - gain - loss
    parts += [f"{open_ones} {'are' if open_ones != 1 else 'is'} not clear yet"] if open_ones else []
    rest = len(rows) - len(told)
    parts += [f"{rest} {'have' if rest != 1 else 'has'} only cost so far"] if rest else []
    return ", ".join(parts)


def money_rows_table(rows: Sequence[ForestRow], account: RoundedAccount) -> pd.DataFrame:
    """Return one line per use case: net value and its range."""
    return pd.DataFrame(
        [
            (
                row.label,
                row.value_text,
                *range_ends(row.low, row.high, row.value_text, account.currency),
                f"{row.mark.glyph} {row.mark.word}",
            )
            for row in rows
        ],
        columns=["Use case", "Net value to date", "From", "To", "Verdict"],
    )


def money_alt(rows: Sequence[ForestRow]) -> str:
    """Return the net values in words."""
    return "Net value to date per use case: " + "; ".join(
        f"{row.label} {row.value_text}" for row in rows
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


def factors_table(case: str, value: MoneyEstimate, account: RoundedAccount) -> pd.DataFrame:
    """Return one line per factor of a use case: value, range, source, owner."""
    return pd.DataFrame(
        [
            (
                factor_words(factor.name),
                factor_value(factor, value.currency, account.cost_words(case, factor.name)),
                source_words(factor),
                ", ".join(
                    part
                    for part in (factor.owner, day(factor.as_of) if factor.as_of else "")
                    if part
                ),
            )
            for factor in value.factors
        ],
        columns=["What", "Value and 90 % range", "Where it comes from", "Owner, as of"],
    )


def ledger_table(entries: Sequence[PromiseEntry], report: BoardReport) -> pd.DataFrame:
    """Return one line per use case: promised, realised, signed."""
    shown = {case.id: case.money for case in report.cases}
    return pd.DataFrame(
        [
            (
                report.label(entry.use_case),
                _promised(entry.forecast, report.account),
                _realised(shown.get(entry.use_case)),
                PROMISE_STATUS_WORDS[entry.status],
                _signed(entry),
            )
            for entry in entries
        ],
        columns=["Use case", "Promised, to date", "Realised, to date", "Evidence status", "Signed"],
    )


def _promised(value: MoneyEstimate | Refusal, account: RoundedAccount) -> str:
    return "no figure" if isinstance(value, Refusal) else account.words(value.point)


def _realised(shown: RoundedMoney | None) -> str:
    if shown is None:
        return "no figure"
    return f"{shown.words('net')} ({shown.span('net')})"


def _signed(entry: PromiseEntry) -> str:
    if entry.signature is None:
        return "not signed" if isinstance(entry.realised, MoneyEstimate) else ""
    text = f"{entry.signature.who}, {day(entry.signature.at)}"
    return f"{text}; the figure has moved since" if entry.stale else text


def area_money_words(area: AreaSummary, account: RoundedAccount) -> str:
    """Return the net value of an area as markdown."""
    shown = account.money(f"{AREA}{area.area}", area)
    if shown is None:
        return "No money figure."
    return f"Net value to date **{md(shown.words('net'))}** :small[({md(shown.span('net'))})]"
