"""Report as a workbook: a summary to read, a sheet of facts to calculate with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from signpost.metrics.model.types import MoneyEstimate
from signpost.presentation.escaping import plain_text
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.ledger import facts_frame
from signpost.presentation.tables.tool_costs import months_frame
from signpost.presentation.words import methods

SETTINGS = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
_WIDTHS = {"key": 34, "about": 40, "name": 30, "words": 40, "definition": 60, "method": 22}


def write_xlsx(report: BoardReport, path: Path) -> Path:
    """Write the workbook. Text is written as text: no cell of it runs as a formula."""
    with xlsxwriter.Workbook(str(path), SETTINGS) as book:
        book.set_properties({"title": plain_text(report.title), "author": "Signpost"})
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        _summary(book.add_worksheet("Summary"), report, bold, wrap)
        _sheet(book.add_worksheet("Facts"), facts_frame(report), bold)
        _sheet(book.add_worksheet("Groups"), groups_frame(report), bold)
        _sheet(book.add_worksheet("Checks"), checks_frame(report), bold)
        _sheet(book.add_worksheet("Assumptions"), factors_frame(report), bold)
        if report.costs:
            _sheet(book.add_worksheet("What it costs"), months_frame(report.costs), bold)
        if report.seat_prices:
            _sheet(book.add_worksheet("What a seat may cost"), report.price_table, bold)
    return path


def _summary(sheet: Worksheet, report: BoardReport, bold: Format, wrap: Format) -> None:
    sheet.set_column(0, 0, 34, wrap)
    sheet.set_column(1, 1, 100, wrap)
    lines = [
        (report.title, ""),
        (report.below, ""),
        ("How sure", report.sure),
        *((figure.label, f"{figure.value} ({figure.under})") for figure in report.numbers()),
        ("", ""),
        *(
            (case.label, f"{case.short}. {case.claim} {case.next.what}: {case.next.why}")
            for case in report.cases
        ),
        ("", ""),
        *(("Not covered", text) for text in report.caveats),
        ("Data", report.stamp.line),
    ]
    for row, (left, right) in enumerate(lines):
        sheet.write_string(row, 0, plain_text(left, 2_000), bold if row == 0 else wrap)
        sheet.write_string(row, 1, plain_text(right, 2_000), wrap)


def _sheet(sheet: Worksheet, frame: pd.DataFrame, bold: Format) -> None:
    """Write one table: a fixed header, a filter, numbers, text."""
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, str(name), bold)
        sheet.set_column(column, column, _WIDTHS.get(str(name), 14))
        for row, value in enumerate(frame[name], start=1):
            if isinstance(value, bool) or not isinstance(value, int | float):
                text = "" if value is None else plain_text(value, 2_000)
                sheet.write_string(row, column, text)
            elif value == value:
                sheet.write_number(row, column, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(frame), 1), max(len(frame.columns) - 1, 0))


def groups_frame(report: BoardReport) -> pd.DataFrame:
    """Return one row per use case and group."""
    return pd.DataFrame(
        [
            (
                case.id,
                case.label,
                row.label,
                row.note,
                row.point,
                row.low,
                row.high,
                case.unit,
                row.mark.word,
            )
            for case in report.cases
            for row in case.rows
        ],
        columns=[
            "use_case",
            "about",
            "group",
            "active",
            "change",
            "low",
            "high",
            "unit",
            "verdict",
        ],
    )


def checks_frame(report: BoardReport) -> pd.DataFrame:
    """Return one row per use case and check."""
    return pd.DataFrame(
        [
            (case.id, result.check, mark.word, question, case.say(result.finding))
            for case in report.cases
            for result in case.answer.evidence.checks
            for mark, question in [methods.check_line(result)]
        ],
        columns=["use_case", "check", "outcome", "name", "definition"],
    )


def factors_frame(report: BoardReport) -> pd.DataFrame:
    """Return one row per use case and factor of its money figure."""
    return pd.DataFrame(
        [
            (
                case.id,
                factor.name,
                factor.value,
                factor.low,
                factor.high,
                factor.source,
                factor.owner,
                factor.as_of.isoformat() if factor.as_of else "",
            )
            for case in report.cases
            if isinstance(case.answer.money, MoneyEstimate)
            for factor in case.answer.money.factors
        ],
        columns=["use_case", "name", "value", "low", "high", "source", "owner", "as_of"],
    )
