"""What a reader sees while answers are worked out: what is done, what is left, a grey outline."""

from __future__ import annotations

import math
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from signpost.dashboard.page import View
from signpost.dashboard.progress_bar import time_left
from signpost.presentation.formats import count
from signpost.workspace.background import BackgroundRun
from signpost.workspace.results import Waiting
from signpost.workspace.version_switch import is_answered, job_progress_of, seconds_until_ready

AT_ONCE = 0.4
"""Seconds in which nothing is shown: a page that flickers is worse than one that waits."""
_PACE = 0.25


class PageWaiting(Waiting):
    """Shows on the page what is being worked out; a background thread has no page."""

    def announce(self, saying: str) -> AbstractContextManager[object]:
        """Show a spinner while something is worked out."""
        on_a_page = get_script_run_ctx(suppress_warning=True) is not None
        return st.spinner(saying) if saying and on_a_page else nullcontext()

    def follow(self, run: BackgroundRun) -> None:
        """Show how far the answers are until they are there; then leave the page as it was."""
        if run.finished(AT_ONCE):
            return
        place = st.empty()
        with place.container():
            st.title("Working out the answers from this data", anchor=False)
            st.markdown(
                "This happens once for each state of the data; then every page opens at once."
            )
            with st.container(border=True):
                bar = st.progress(0.0, answers_status(run))
            st.skeleton(height=90)
            st.skeleton(height=320)
            while not run.finished(_PACE):
                bar.progress(run.done / run.total if run.total else 0.0, answers_status(run))
        place.empty()


def answers_status(work: BackgroundRun) -> str:
    """Return how many use cases are done and about how long the others take."""
    if not work.total:
        return "Reading the data …"
    text = f"{work.done} of {count(work.total, 'use case')} worked out"
    left = work.seconds_left
    return text if left is None else f"{text} · about {max(1, math.ceil(left))} s left"


def render_newer(view: View) -> None:
    """Show that a newer version is being worked out, and how far that is."""
    if view.behind:
        st.caption(f":material/hourglass_top: {newer_words(view)}")


def newer_words(view: View) -> str:
    """Return what is being worked out, how far it is, and what is shown until then."""
    done, total = job_progress_of(Path(view.results.root), view.newest)
    left = seconds_until_ready(view.results.root)
    what = "table" if is_answered(Path(view.results.root), view.newest) else "use case"
    far = f"{done} of {count(total, what)} so far" if total else "just begun"
    rest = f", about {time_left(left)} more" if left is not None else ""
    return (
        f"Newer data is being worked out: {far}{rest}. Until then every page shows the data as it "
        "was before."
    )
