"""What changed since: this report beside an earlier one, verdict by verdict, factor by factor."""

from __future__ import annotations

import streamlit as st

from signpost.answers.access import may
from signpost.dashboard.layout import frame, link, prose, render_refusal, section
from signpost.dashboard.page import Page, View
from signpost.dashboard.url_state import pick_id
from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.formats import day, listed
from signpost.presentation.reports.diff import (
    case_changes,
    changes_table,
    diff_title,
    nothing_restated,
    outcomes_table,
    outcomes_title,
    restated_table,
)
from signpost.presentation.tables import uploads
from signpost.presentation.tables.adoption import restated_use
from signpost.presentation.words.adoption import restated_title
from signpost.warehouse import WarehouseError


def render(view: View) -> None:
    """Render what changed since the version the reader chooses."""
    older = view.results.older_versions()
    if not older:
        st.title("Nothing to compare with yet: this is the first version", anchor=False)
        st.markdown(
            "Each load, undo or saved programme makes a version; the last ones are kept. From the "
            "second one on, this page says which verdicts changed, which factor moved the money, "
            "which figures were restated and which files did it."
        )
        if may(view.results.access, "load"):
            link("add_data", "Add data", ":material/upload_file:")
        return
    head = st.container()
    names = {str(number): f"Version {number}, {day(at)}" for number, at in reversed(older.items())}
    since = int(pick_id("Compare with", "since", names))
    before, after = view.results.board_at(since), view.results.board()
    head.title(md(diff_title(before, after)), anchor=False)
    found = case_changes(before, after)
    section("Use cases then and now", view.results.origin("changes"))
    prose(changes_table(found), alt="Use cases then and now")
    section("What moved the money", view.results.origin("changes"))
    prose(
        restated_table(found, after.portfolio.currency),
        alt="Factors that moved the money",
        none=nothing_restated(before, after),
    )
    use(view, since)
    kpis = outcomes_table(found)
    section(outcomes_title(kpis), view.results.origin("restated_kpi"))
    frame(
        kpis,
        alt="KPI figures then and now",
        none="Every KPI figure both versions have is the same.",
    )
    section("What was loaded or reverted since")
    frame(
        uploads.uploads_table(view.results.uploads_since(older[since])),
        alt="Files loaded or reverted since",
        none="No file: the programme or the way of calculating changed.",
    )


def use(view: View, since: int) -> None:
    """Show which figures of adoption were restated since, platform by platform."""
    asked = dict.fromkeys((one.platform, one.window) for one in view.results.programme.use_cases)
    new: list[str] = []
    for platform, window in asked:
        try:
            found = view.results.adoption_since(since, platform, window)
        except WarehouseError as trouble:
            render_refusal(Refusal(trouble.message, trouble.remedy))
            continue
        if found.empty:
            new.append(platform_name(platform))
            continue
        section(
            restated_title(found, platform_name(platform)),
            view.results.origin("restated", platform=platform),
        )
        frame(
            restated_use(found),
            alt=f"Adoption of {platform_name(platform)}, then and now",
            none="Every figure both versions show is the same.",
        )
    if new:
        st.markdown(f"Adoption of {md(listed(new))}: version {since} had no figures yet.")


PAGE = Page(
    id="changed",
    title="What changed",
    question="What is different from last time, and why?",
    section="Answer",
    order=7,
    audience="sponsor",
    render=render,
)
