"""What changed since: this report beside an earlier one, verdict by verdict, factor by factor."""

from __future__ import annotations

import streamlit as st

from dashboard import cached, cached_then, receipts
from dashboard.formats import day
from dashboard.layout import frame, section
from dashboard.page import Page, View
from dashboard.reports.diff import changes, changes_table, restated_table, title
from dashboard.safety import md
from dashboard.selection import pick


def show(view: View) -> None:
    """Lay out what changed since the version the reader chooses."""
    older = cached_then.older_versions(view)
    if not older:
        st.title("Nothing to compare with yet: this is the first version", anchor=False)
        st.markdown("Each load, undo or saved programme makes a version; the last ones are kept.")
        return
    head = st.container()
    names = {str(number): f"Version {number}, {day(at)}" for number, at in reversed(older.items())}
    since = int(pick("Compare with", "since", names))
    before, after = cached_then.board_at(view, since), cached.board(view)
    head.title(md(title(before, after)), anchor=False)
    found = changes(before, after)
    section("Use cases then and now")
    frame(changes_table(found), alt="Use cases then and now")
    section("What moved the money")
    frame(restated_table(found, after.portfolio.currency), alt="Factors that moved the money")
    section("What was loaded or taken back since")
    frame(receipts.uploads_table(cached_then.loaded_since(view, older[since])),
          alt="Files loaded or taken back since")  # fmt: skip


PAGE = Page(
    id="changed", title="What changed", question="What is different from last time, and why?",
    section="Answer", order=7, audience="sponsor", show=show,
)  # fmt: skip
