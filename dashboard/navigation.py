"""The way from page to page, and what every page is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import streamlit as st

from signpost import clock
from signpost.answers.access import Access, AccessError, Act, may, require
from signpost.dashboard.actions import own_version
from signpost.dashboard.context import address_asked, render_context, version_asked
from signpost.dashboard.layout import link, page_title, render_trouble
from signpost.dashboard.page import Page, View, all_pages
from signpost.dashboard.server.prometheus import PAGE_SECONDS
from signpost.dashboard.session import ask_to_sign_in, current_reader, show_account
from signpost.dashboard.tour import render_tour
from signpost.dashboard.waiting import PageWaiting, render_newer
from signpost.dashboard.welcome import welcome
from signpost.metrics.model.schema import ProgrammeError
from signpost.pipelines.errors import UnreadableFile
from signpost.presentation.theme import DARK, LIGHT
from signpost.warehouse import WarehouseError
from signpost.warehouse.pinned import GoneError
from signpost.workspace import open_versions
from signpost.workspace.results import Results

START = "answer"
# A named icon would make each reader's browser fetch it from its maker.
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' "
    "fill='%230072B2'%3E%3Cpath d='M11 2h2v20h-2zM5 4h12l4 3-4 3H5zM19 12H7l-4 3 4 3h12z'/%3E"
    "%3C/svg%3E"
)

_STYLE = f"<style>{Path(__file__).with_name('style.css').read_text('utf-8')}</style>"


def open_app(start: str = START) -> None:
    """Render the page the address names; `start` is the page of the bare address."""
    st.set_page_config(
        page_title="Signpost", page_icon=ICON, layout="wide", initial_sidebar_state="collapsed"
    )
    try:
        access = current_reader()
    except AccessError as fault:
        render_trouble(fault)
        return
    if not may(access, "read"):
        ask_to_sign_in(access)
        return
    st.html(_STYLE)
    allowed = [page for page in all_pages() if may(access, page.needs)]
    asked = address_asked()
    here = next((page for page in allowed if page.id == asked), None)
    entries, sections = _entries(allowed, access, start), dict[str, list[st.Page]]()
    for page in allowed:
        sections.setdefault(_heading(page, here), []).append(entries[page.id])
    st.session_state["explained"] = 0  # counted anew on every page
    chosen = st.navigation(sections, position="top")
    show_account(access)
    if here is None and asked:
        no_such_page(asked)
    else:
        chosen.run()


def no_such_page(asked: str) -> None:
    """Show that the address names no page this reader has, and the way to those there are."""
    page_title(
        "There is no page at this address",
        f"No page is called “{asked}”, or your role does not have it. The menu has every page.",
    )
    link(START, "Go to the answer", ":material/arrow_forward:")


def _heading(page: Page, here: Page | None) -> str:
    """Return the menu a page stands in; the menu of the page one is on names it."""
    if page.section == "Answer":
        return ""
    is_here = here is not None and here.section == page.section
    return f"{page.section} · {here.title}" if here is not None and is_here else page.section


def _entries(allowed: Sequence[Page], access: Access, start: str) -> dict[str, st.Page]:
    """Return the pages as Streamlit knows them; made anew when the reader's role changed."""
    if st.session_state.get("pages_of") != (access, start):
        st.session_state["pages_of"] = (access, start)
        st.session_state["pages"] = {page.id: _entry(page, access, start) for page in allowed}
    return cast("dict[str, st.Page]", st.session_state["pages"])


def _entry(page: Page, access: Access, start: str) -> st.Page:
    return st.Page(
        _shower(page, access), title=page.title, url_path=page.id, default=page.id == start
    )


def _shower(page: Page, access: Access) -> Callable[[], None]:
    """Wrap the page as the function Streamlit calls."""

    def run() -> None:
        try:
            require(access, page.needs)
            view = current_view(access, page.needs)
            render_context(view, page.title)
            if not view.results.version and not page.works_empty:
                welcome(view)
                return
            st.session_state["view"] = view
            render_newer(view)
            render_tour(view, page.id)
            with PAGE_SECONDS.labels(page.id).time():
                page.render(view)
        except GoneError:
            st.rerun()
        except (WarehouseError, ProgrammeError, AccessError, UnreadableFile) as fault:
            render_trouble(fault)

    return run


def current_view(access: Access, needs: Act = "read") -> View:
    """Return the version this run shows, in the reader's colours; decided here and only here.

    Pages about the data itself show the newest; the others the newest that is worked out.
    """
    root = open_versions.data_folder()
    newest = Results.open(root, access, waiting=PageWaiting())
    results = newest.worked_out(own_version()) if needs == "read" else newest
    versions = results.older_versions() if results.version else {}
    shown = version_asked(results, versions) if needs == "read" else results
    dark = getattr(st.context.theme, "type", "light") == "dark"
    return View(
        shown,
        DARK if dark else LIGHT,
        newest.version,
        as_of=shown is not results,
        versions={**versions, results.version: clock.now()},
    )
