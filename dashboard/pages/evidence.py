"""Evidence: for one use case the claim, the picture, the checks and what would change our mind."""

from __future__ import annotations

import streamlit as st

from signpost.dashboard.layout import (
    exhibit,
    frame,
    is_open,
    lazy_expander,
    paragraphs,
    render_refusal,
    section,
    tiles,
)
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_case
from signpost.metrics.model.types import CheckResult, Panel
from signpost.presentation.escaping import md
from signpost.presentation.exhibits.evidence import event_exhibit, groups_exhibit, methods_exhibit
from signpost.presentation.formats import count
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.tables import evidence as tables
from signpost.presentation.theme import GRADES
from signpost.presentation.words import methods
from signpost.presentation.words.catalogue import Names
from signpost.presentation.words.verdicts import chain_tiles, sentence


def render(view: View) -> None:
    """Render the evidence of the chosen use case."""
    report = view.results.board()
    if not report.cases:
        st.title("There is no evidence yet: no use case is written down", anchor=False)
        return
    top = st.container()
    case = pick_case(report.cases)
    with top:
        _head(case)
    evidence = case.answer.evidence
    if evidence.refusal is not None:
        render_refusal(evidence.refusal, case.labels)
    else:
        tiles(chain_tiles(evidence, case.kpi, case.unit), view.results.number_origins(case.id))
        _pictures(case, view)
    left, right = st.columns(2, gap="large")
    with left:
        _checks(case)
        would_change(case)
    with right:
        naive(case, view)
        assumptions(case)
    left_out(case.answer.panel, case.labels)


def _head(case: CaseBrief) -> None:
    """Show the claim and the promise it is held against."""
    st.title(md(case.claim), anchor=False)
    use, mark = case.answer.use_case, GRADES[case.grade]
    st.markdown(
        f"**{md(case.label)}** · {mark.glyph} {md(case.short)} · "
        f"{methods.REGISTERED[case.registered]}  \n"
        f"{md(sentence(use.problem))} {md(sentence(use.mechanism))}"
    )


def _pictures(case: CaseBrief, view: View) -> None:
    """Show the effect over time and per group."""
    if case.answer.evidence.event_study is None and not case.rows:
        return
    left, right = st.columns(2, gap="large")
    with left:
        origin = view.results.case_origin("study", case.id)
        exhibit(event_exhibit(case), view.palette, origin)
    with right:
        origin = view.results.case_origin("groups", case.id)
        exhibit(groups_exhibit(case, "groups", case.where), view.palette, origin)


def _checks(case: CaseBrief) -> None:
    """Show what could have proved the claim wrong; what passed is folded away."""
    results = case.answer.evidence.checks
    section(methods.checks_title(results))
    passed = [result for result in results if result.passed]
    others = sorted((r for r in results if not r.passed), key=lambda r: r.passed is None)
    paragraphs(_check_words(case, result) for result in others)
    if passed:
        words = f"{count(len(passed), 'check')} passed: what each found"
        with lazy_expander(words, key="passed") as part:
            paragraphs(_check_words(case, result) for result in passed if is_open(part))


def _check_words(case: CaseBrief, result: CheckResult) -> str:
    """Return how a check came out and what was found."""
    mark, name = methods.check_line(result)
    return f"{mark.glyph} **{md(name)}** · {mark.word}  \n{md(case.say(result.finding))}"


def would_change(case: CaseBrief) -> None:
    """Show the reasons for the verdict and what would settle or overturn it."""
    section("Why this verdict")
    st.markdown("\n".join(f"- {md(sentence(reason))}" for reason in case.because))
    if case.would_change:
        section("What would change our mind")
        st.markdown("\n".join(f"- {md(sentence(one))}" for one in case.would_change))


def naive(case: CaseBrief, view: View) -> None:
    """Show what simpler readings would have said."""
    evidence = case.answer.evidence
    if not evidence.naive and not evidence.estimates:
        return
    exhibit(methods_exhibit(case), view.palette, view.results.case_origin("methods", case.id))


def assumptions(case: CaseBrief) -> None:
    """Show in words how the headline was estimated and what it assumes."""
    section("How it was estimated")
    paragraphs(map(md, methods.method_explained(case.answer.evidence)))


def left_out(panel: Panel | None, names: Names) -> None:
    """List the groups and periods that could not be used."""
    if panel is None or not panel.left_out:
        return
    words = (
        f"{count(len(panel.left_out), 'group or period', 'groups or periods')} left out, and why"
    )
    with lazy_expander(words, key="left_out") as part:
        if is_open(part):
            frame(tables.left_out_table(panel.left_out, names), alt="What was left out, and why")


PAGE = Page(
    id="evidence",
    title="Evidence",
    question="Can I trust it?",
    section="Answer",
    order=6,
    audience="sponsor",
    render=render,
)
