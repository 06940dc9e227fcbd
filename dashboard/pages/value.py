"""Value: how use becomes money, what the figure rests on, promised against realised."""

from __future__ import annotations

import streamlit as st

from signpost.answers.what_if import adjustable_factors, with_changed_factors
from signpost.dashboard.layout import (
    chart,
    is_open,
    lazy_expander,
    legend,
    prose,
    render_refusal,
    section,
    tiles,
)
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_id
from signpost.metrics.model.types import MoneyEstimate, Refusal
from signpost.presentation.escaping import md
from signpost.presentation.figures.forest import forest_figure
from signpost.presentation.figures.tornado import Swing, tornado_figure
from signpost.presentation.figures.waterfall import waterfall_figure
from signpost.presentation.formats import count, money_range
from signpost.presentation.provenance import Origin
from signpost.presentation.reports.board import COUNTED, FORECAST, BoardReport, not_counted_words
from signpost.presentation.reports.case import CaseBrief, money_steps, net_step
from signpost.presentation.rounded_account import RoundedAccount
from signpost.presentation.tables import money as tables
from signpost.presentation.tables.evidence import count_by_state
from signpost.presentation.theme import GRADES
from signpost.presentation.words.money import (
    break_even_words,
    factor_words,
    ledger_title,
    pays,
    tornado_title,
    value_title,
    working_time_words,
)


def render(view: View) -> None:
    """Render the sum of all, then one use case's assumptions, then the ledger."""
    report = view.results.board()
    st.title(md(value_title(report.total)), anchor=False)
    if not report.cases:
        st.markdown("No use case is written down yet.")
        return
    *amounts, odds = report.money_numbers()
    st.markdown(md(f"{COUNTED} {odds.label}: {odds.value}." if amounts else COUNTED))
    origins = view.results.number_origins(report.cases[0].id)
    tiles(amounts or [odds], origins)
    overall(report, view, origins["net"])
    account_lines(report, view, origins["net"])
    next_steps(report, view)
    one_case(report, view)
    _ledger(view)


def overall(report: BoardReport, view: View, origin: Origin) -> None:
    """Show benefit, cost and net of all, and the net value per use case."""
    portfolio, shown = report.portfolio, report.total
    left, right = st.columns([1, 1.3], gap="large")
    with left:
        section("Benefit less harm and cost, all use cases together", origin)
        if isinstance(portfolio.net, Refusal):
            render_refusal(portfolio.net)
        elif shown is not None:
            chart(
                waterfall_figure(money_steps(shown), view.palette, total=net_step(shown)),
                lambda: tables.bands_table(shown),
                key="all",
                alt=report.title,
            )
    with right:
        rows = tables.money_rows(report)
        section(tables.money_rows_title(rows), origin)
        if rows:
            legend(count_by_state(rows), view.palette)
            axis = tables.money_axis(report.account.currency)
            chart(
                forest_figure(rows, axis, view.palette),
                lambda: tables.money_rows_table(rows, report.account),
                key="cases",
                alt=tables.money_alt(rows),
            )


def account_lines(report: BoardReport, view: View, origin: Origin) -> None:
    """Show the account line by line, and whose benefit is not counted."""
    portfolio = report.portfolio
    section("The account, line by line", origin)
    prose(
        tables.account_table(report), alt="The account", none="Nothing was spent or measured yet."
    )
    st.markdown(md(working_time_words(view.results.working_time(), report.account)))
    if portfolio.not_counted:
        words = (
            f"{count(len(portfolio.not_counted), 'use case')} without a counted benefit, and why"
        )
        with lazy_expander(words, key="not_counted") as part:
            cases = {case.id: case for case in report.cases}
            for one in portfolio.not_counted if is_open(part) else ():
                case = cases[one.use_case]
                why = not_counted_words(one, case, report.account)
                st.markdown(f"- **{md(case.label)}**: {md(why)}")


def next_steps(report: BoardReport, view: View) -> None:
    """Show what a year of each next step should bring, by kind of line."""
    table = tables.forecast_table(report)
    if not table.empty:
        section("A year of each next step, forecast", view.results.origin("next"))
        st.markdown(md(FORECAST))
        prose(table, alt="A year of each next step")


def one_case(report: BoardReport, view: View) -> None:
    """Show what one use case's figure rests on."""
    priced = {c.id: c for c in report.cases if isinstance(c.answer.at_stake, MoneyEstimate)}
    if not priced:
        return
    names = {i: f"{GRADES[c.grade].glyph} {c.label} · {c.short}" for i, c in priced.items()}
    case = priced[pick_id("Use case", "use_case", names)]
    value = case.answer.at_stake
    assert isinstance(value, MoneyEstimate)  # noqa: S101 - chosen by it
    if isinstance(case.answer.money, Refusal):
        st.warning(md(case.say(case.answer.money.reason)), icon=":material/info:")
    left, right = st.columns(2, gap="large")
    with left:
        section(tornado_title(value), view.results.case_origin("tornado", case.id))
        swings = [Swing(factor_words(name), low, high) for name, low, high in value.tornado]
        if swings:
            st.markdown(":small[Hatched: the assumption at its low end. Solid: at its high end.]")
            chart(
                tornado_figure(swings, value.point, view.palette, currency=value.currency),
                lambda: tables.tornado_table(value),
                key="tornado",
                alt=tornado_title(value),
            )
        for line in break_even_words(case):
            st.markdown(md(line))
    with right:
        section("What the figure rests on", view.results.number_origins(case.id)["money"])
        table = tables.factors_table(case.id, value, report.account)
        prose(table, alt="Assumptions with source, owner and date")
        what_if(case, value, report.account)


def what_if(case: CaseBrief, value: MoneyEstimate, account: RoundedAccount) -> None:
    """Show assumptions to change and the sum they give; nothing is saved."""
    words = "What if an assumption were different? (nothing is saved)"
    with lazy_expander(words, key="what_if") as part:
        if is_open(part):
            changed_sum(case, value, account)


def changed_sum(case: CaseBrief, value: MoneyEstimate, account: RoundedAccount) -> None:
    """Show a slider for each assumption, and what the sum would be."""
    times: dict[str, float] = {}
    for one in adjustable_factors(value):
        key = f"if_{case.id}_{one.name}"
        words = md(f"{factor_words(one.name)}, % of what is assumed")
        times[one.name] = st.slider(words, 0, 200, 100, 5, key=key) / 100
    better = case.answer.evidence.question.better
    changed = with_changed_factors(value, better, times)
    span = money_range(changed.low, changed.high, changed.currency)
    words = account.words(changed.point)
    if changed is value and case.money is not None:
        words = case.money.words("net")
    st.markdown(f"Net value to date would be **{md(words)}** ({md(span)}); {md(pays(changed))}")


def _ledger(view: View) -> None:
    """Show promised against realised, and how far each figure is believed."""
    entries = view.results.ledger()
    section(ledger_title(entries), view.results.origin("ledger"))
    st.markdown(
        "Promised: what was written down before the result was known. Realised: what may "
        "be claimed, after cost, nine times in ten within its range."
    )
    prose(tables.ledger_table(entries, view.results.board()), alt="The value ledger")


PAGE = Page(
    id="value",
    title="Value",
    question="How does use become money?",
    section="Answer",
    order=5,
    audience="sponsor",
    render=render,
)
