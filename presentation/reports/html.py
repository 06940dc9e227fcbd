"""The board brief as one HTML file: no script, nothing fetched, prints on A4."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd

from signpost.metrics.model.keys import platform_name
from signpost.presentation.chart_data import ForestRow
from signpost.presentation.escaping import plain_text
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.case import CaseBrief, net_step
from signpost.presentation.reports.number import Number
from signpost.presentation.reports.svg import event_svg, forest_svg, waterfall_svg
from signpost.presentation.tables import evidence as tables
from signpost.presentation.tables.money import money_alt, money_axis, money_rows, money_rows_title
from signpost.presentation.tables.tool_costs import NOT_ADDED, costs_title, platform_frame
from signpost.presentation.theme import GRADES, LIGHT
from signpost.presentation.words import methods, verdicts

STYLE = (Path(__file__).parent / "brief.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write_html(report: BoardReport, path: Path) -> Path:
    """Write the brief and its pack: the first page is the brief, one page per use case follows."""
    path.write_text(html(report), encoding="utf-8")
    return path


def html(report: BoardReport) -> str:
    """Return the whole file."""
    cases = (case_page(case) for case in report.cases)
    body = [first_page(report), *cases, costs_section(report), last_page(report)]
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{e(report.stamp.organisation)}: {e(report.title)}</title>"
        f"<style>{STYLE}</style></head><body>{''.join(body)}</body></html>"
    )


def e(text: object) -> str:
    """Return data text escaped for HTML."""
    return escape(plain_text(text, 2_000))


def first_page(report: BoardReport) -> str:
    """Return verdict, numbers, where it works, value per use case, next steps."""
    top = report.first_case
    numbers = "".join(_number(figure) for figure in report.numbers())
    where = _forest(top) if top and top.rows else "<p>No figure per group yet.</p>"
    heading = top.groups_title if top else "Where"
    steps = "".join(_card(case) for case in report.by_money())
    return (
        f"<main><h1>{e(report.title)}</h1><p class='below'>{e(report.below)}</p>"
        f"<p><b>How sure:</b> {e(report.sure)}.</p><div class='numbers'>{numbers}</div>"
        f"<div class='grid'><section><h2>{e(heading)}</h2>{where}"
        f"{value_section(report)}</section><section><h2>What to do next</h2>{steps}</section>"
        f"</div>{_footer(report)}"
    )


def value_section(report: BoardReport) -> str:
    """Return the chart of net values; nothing where no use case has a figure."""
    rows = money_rows(report)
    if not rows:
        return ""
    return (
        f"<h2>{e(money_rows_title(rows))}</h2><p>{_legend(rows)}</p>"
        f"{forest_svg(rows, money_axis(report.account.currency), money_alt(rows))}"
    )


def _number(figure: Number) -> str:
    """Return one of the numbers on top."""
    return f"<div class='number'>{e(figure.label)}<b>{e(figure.value)}</b>{e(figure.under)}</div>"


def _card(case: CaseBrief) -> str:
    """Return one use case's next step."""
    mark, step = GRADES[case.grade], case.next
    more = " · ".join(
        part for part in (case.short, step.expected, step.owner, step.recheck) if part
    )
    return (
        f"<div class='card'><b>{e(step.what)}</b> · {e(case.label)}<br>{e(step.why)}<br>"
        f"<span class='soft'><span style='color:{mark.colour(LIGHT)}'>{mark.glyph}</span> "
        f"{e(more)}</span></div>"
    )


def _forest(case: CaseBrief) -> str:
    """Return one use case group by group, with its legend."""
    description = tables.forest_alt(case.rows, case.unit)
    return f"<p>{_legend(case.rows)}</p>{forest_svg(case.rows, case.axis, description)}"


def _legend(rows: Sequence[ForestRow]) -> str:
    """Return each mark with its word and number of rows."""
    return " &emsp; ".join(
        f"<span style='color:{mark.colour(LIGHT)}'>{mark.glyph}</span> {e(mark.word)} ({many})"
        for mark, many in tables.count_by_state(rows).items()
    )


def case_page(case: CaseBrief) -> str:
    """Return one use case: claim, pictures, checks, reasons, what would change it."""
    evidence, use = case.answer.evidence, case.answer.use_case
    return (
        f"<section class='case'><h1>{e(case.label)}</h1><p class='below'>{e(case.claim)}</p>"
        f"<p>{GRADES[case.grade].glyph} <b>{e(case.short)}</b> · "
        f"{e(methods.REGISTERED[case.registered])}. {e(verdicts.sentence(use.problem))} "
        f"{e(verdicts.sentence(use.mechanism))}</p>"
        f"<div class='grid'><div>{_pictures(case)}</div><div>"
        f"<h2>{e(methods.checks_title(evidence.checks))}</h2>{_checks(case)}"
        f"<h2>Why this verdict</h2>{bullets(case.because)}"
        f"<h2>What would change our mind</h2>{bullets(case.would_change)}"
        "</div></div></section>"
    )


def _pictures(case: CaseBrief) -> str:
    """Return the effect over time, per group, and the money."""
    evidence, money = case.answer.evidence, case.money
    study, period = evidence.event_study, verdicts.period_word(evidence.question)
    parts = []
    if study is not None:
        description = tables.event_alt(study, period, case.unit)
        parts.append(
            f"<h2>{e(verdicts.event_title(evidence))}</h2>"
            f"{event_svg(study, case.unit, period, description)}"
        )
    if case.rows:
        parts.append(f"<h2>{e(case.where)}</h2>{_forest(case)}")
    parts.append(f"<h2>{e(verdicts.money_title(money))}</h2><p>{e(case.money_words)}</p>")
    if money is not None:
        parts.append(waterfall_svg(case.steps, net_step(money), case.money_words))
    return "".join(parts)


def _checks(case: CaseBrief) -> str:
    """Return each check, its result and its finding."""
    rows = []
    for result in case.answer.evidence.checks:
        mark, name = methods.check_line(result)
        rows.append(
            f"<tr><td>{mark.glyph} {e(mark.word)}</td><td><b>{e(name)}</b><br>"
            f"{e(case.say(result.finding))}</td></tr>"
        )
    return f"<table>{''.join(rows)}</table>"


def bullets(texts: tuple[str, ...]) -> str:
    """Return sentences as a list."""
    return f"<ul>{''.join(f'<li>{e(verdicts.sentence(text))}</li>' for text in texts)}</ul>"


_MONTHS = 6
"""Months of what a platform costs that the pack shows; the page and the workbook have all."""


def costs_section(report: BoardReport) -> str:
    """Return what each platform cost in the newest months; nothing where it is not known."""
    tables = [
        f"<h2>{e(platform_name(cost.platform))}</h2>{_table(frame.head(_MONTHS))}"
        for cost in report.costs
        if len(frame := platform_frame(cost))
    ]
    if not tables:
        return ""
    return (
        f"<section class='case'><h1>{e(costs_title(report.costs))}</h1>"
        f"<p>{e(NOT_ADDED)}</p>{''.join(tables)}{_prices(report)}</section>"
    )


def _prices(report: BoardReport) -> str:
    if not report.seat_prices:
        return ""
    return f"<h2>What a seat may cost</h2>{_table(report.price_table)}"


def _table(frame: pd.DataFrame) -> str:
    head = "".join(f"<th>{e(name)}</th>" for name in frame.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{e(cell)}</td>" for cell in row) + "</tr>"
        for row in frame.itertuples(index=False)
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def last_page(report: BoardReport) -> str:
    """Return what the numbers mean and what the answer does not cover."""
    meanings = "".join(
        f"<tr><td><b>{e(figure.label)}</b></td><td>{e(figure.explained)}</td></tr>"
        for figure in report.numbers()
    )
    return (
        f"<section class='case'><h1>What the numbers mean</h1><table>{meanings}</table>"
        f"<h2>What this answer does not cover</h2>{bullets(report.caveats)}"
        f"<h2>What the sureness rests on</h2>{bullets(report.because)}</section>"
        f"{_footer(report)}</main>"
    )


def _footer(report: BoardReport) -> str:
    """Return the stamp."""
    return f"<footer>{e(report.stamp.organisation)} · {e(report.stamp.line)}</footer>"
