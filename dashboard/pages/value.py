"""Value: how use becomes money, what the figure rests on, promised against realised."""

from __future__ import annotations

import streamlit as st

from signpost.answers.what_if import adjustable_factors, with_changed_factors
from signpost.dashboard.layout import exhibit, is_open, lazy_expander, page_title, paragraphs, tiles
from signpost.dashboard.page import Page, View
from signpost.dashboard.programme_parts import render_reported
from signpost.dashboard.url_state import pick_case
from signpost.metrics.model.types import MoneyEstimate, Refusal
from signpost.presentation.escaping import md
from signpost.presentation.exhibits import value as exhibits
from signpost.presentation.formats import count, money_range
from signpost.presentation.provenance import Origin
from signpost.presentation.reports.board import COUNTED, BoardReport, not_counted_words
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.rounded_account import RoundedAccount
from signpost.presentation.tables.tool_costs import price_words
from signpost.presentation.words.money import (
    break_even_words,
    factor_words,
    pays,
    value_title,
    working_time_words,
)


def render(view: View) -> None:
    """Render the sum of all, then one use case's assumptions, then the ledger."""
    report = view.results.board()
    if not report.cases:
        page_title(value_title(report.total), "No use case is written down yet.")
        return
    *amounts, odds = report.money_numbers()
    below = f"{COUNTED} {odds.label}: {odds.value}." if amounts else COUNTED
    page_title(value_title(report.total), below)
    origins = view.results.number_origins(report.cases[0].id)
    tiles(amounts or [odds], origins)
    left, right = st.columns([1, 1.3], gap="large")
    with left:
        exhibit(exhibits.total_exhibit(report), view.palette, origins["net"])
    with right:
        exhibit(exhibits.net_values_exhibit(report), view.palette, origins["net"])
    account_lines(report, view, origins["net"])
    exhibit(exhibits.next_steps_exhibit(report), view.palette, view.results.origin("next"))
    one_case(report, view)
    ledger = exhibits.ledger_exhibit(view.results.ledger(), report)
    exhibit(ledger, view.palette, view.results.origin("ledger"))
    render_reported(view)


def account_lines(report: BoardReport, view: View, origin: Origin) -> None:
    """Show the account line by line, and whose benefit is not counted."""
    exhibit(exhibits.account_exhibit(report), view.palette, origin)
    st.markdown(md(working_time_words(view.results.working_time(), report.account)))
    left_out = report.portfolio.not_counted
    if not left_out:
        return
    words = f"{count(len(left_out), 'use case')} without a counted benefit, and why"
    with lazy_expander(words, key="not_counted") as part:
        cases = {case.id: case for case in report.cases}
        for one in left_out if is_open(part) else ():
            case = cases[one.use_case]
            why = not_counted_words(one, case, report.account)
            st.markdown(f"- **{md(case.label)}**: {md(why)}")


def one_case(report: BoardReport, view: View) -> None:
    """Show what one use case's figure rests on."""
    priced = [c for c in report.cases if isinstance(c.answer.at_stake, MoneyEstimate)]
    if not priced:
        return
    case = pick_case(priced)
    value = case.answer.at_stake
    assert isinstance(value, MoneyEstimate)  # noqa: S101 - chosen by it
    if isinstance(case.answer.money, Refusal):
        st.warning(md(case.say(case.answer.money.reason)), icon=":material/info:")
    left, right = st.columns(2, gap="large")
    with left:
        origin = view.results.case_origin("tornado", case.id)
        exhibit(exhibits.tornado_exhibit(value), view.palette, origin)
        price = view.results.break_even_prices().get(case.id)
        words = price_words(price, view.results.programme.currency)
        paragraphs(md(line) for line in (*break_even_words(case), words) if line)
    with right:
        origin = view.results.number_origins(case.id)["money"]
        exhibit(exhibits.factors_exhibit(case, value, report), view.palette, origin)
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


PAGE = Page(
    id="value",
    title="Value",
    question="How does use become money?",
    section="Answer",
    order=5,
    audience="sponsor",
    render=render,
)
