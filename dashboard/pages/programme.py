"""Set-up: use cases, KPI cards, interventions, costs, targets, organisation; kept in versions."""

from __future__ import annotations

from functools import partial

import streamlit as st

from signpost import clock
from signpost.dashboard.actions import (
    discard_drafts,
    draft_of,
    drafts,
    edit_programme,
    export,
    keep_draft,
)
from signpost.dashboard.form import forget_form, render_form
from signpost.dashboard.layout import (
    frame,
    is_open,
    lazy_expander,
    page_title,
    prose,
    render_refusal,
    section,
)
from signpost.dashboard.page import Page, View
from signpost.dashboard.programme_parts import render_pattern_lines
from signpost.dashboard.url_state import pick_id
from signpost.metrics.model.schema import Programme, UseCase, dump
from signpost.metrics.model.types import Refusal
from signpost.presentation.escaping import md
from signpost.presentation.formats import count, day
from signpost.presentation.forms import cards, changes
from signpost.presentation.forms.drafts import (
    NEW,
    EntryDraft,
    apply_drafts,
    begun_draft,
    entries,
    own_values,
    to_draft,
)
from signpost.presentation.tables import programme_entries as tables


def render(view: View) -> None:
    """Render one entry's form, what saving would change, and the versions so far."""
    programme = view.results.programme
    page_title(
        changes.programme_title(programme),
        "Every saved version is kept, so it stays visible what was promised before the result "
        "was known. Changing a promise after its lock makes the use case exploratory.",
    )
    pending(view)
    part = pick_id(
        "Part", "part", cards.FORM_PARTS, default="use_cases", segmented=True, hide_label=True
    )
    entry = _choose(programme, part)
    one_entry(view, part, entry)
    problems(view)
    versions(view)
    _download(view)


def pending(view: View) -> None:
    """Show what the drafts would change, and save or discard them."""
    waiting = drafts(view)
    if not waiting:
        return
    after, faults = apply_drafts(view.results.programme, waiting)
    found = changes.programme_changes(view.results.programme, after)
    with st.container(border=True, key="pending"):
        st.markdown(f"**{count(len(found), 'change').capitalize()} to save**")
        for line in changes.fault_lines(faults):
            st.markdown(f":material/edit: {md(line, 600)}")
        broken = changes.broken_locks(found)
        if broken:
            st.warning(md(broken, 600), icon=":material/lock_open:")
        if found:
            prose(changes.changes_frame(found), alt="What saving would change")
        _save_or_discard(view, after, ready=bool(found) and not faults)


def _save_or_discard(view: View, after: Programme, *, ready: bool) -> None:
    with st.container(horizontal=True):
        if st.button("Save as a new version", type="primary", disabled=not ready):
            number = edit_programme(view, after)
            discard_drafts(view)
            forget_form(_PREFIX)
            st.toast(f"Saved as version {number}.")
            st.rerun()
        if st.button("Discard the drafts"):
            discard_drafts(view)
            forget_form(_PREFIX)
            st.rerun()


_PREFIX = "form_"


def form_prefix(view: View, part: str, entry: str) -> str:
    """Return what the keys of an entry's widgets begin with."""
    return f"{_PREFIX}{view.results.version}_{part}_{entry}_"


def _choose(programme: Programme, part: str) -> str:
    """Return the entry the reader chose to edit; a new one where there is none."""
    found = entries(programme, part)
    if part == "organisation":
        return cards.SETTINGS_ENTRY
    word = cards.ENTRY_WORDS[part]
    names = {
        NEW: f"New {word} …",
        **{key: getattr(card, "label", key) for key, card in found.items()},
    }
    return pick_id(f"Which {word}", f"entry_{part}", names, default=NEW)


def one_entry(view: View, part: str, entry: str) -> None:
    """Show the form of one entry; what is typed is kept as a draft at once."""
    programme = view.results.programme
    found = entries(programme, part).get(entry)
    stored = to_draft(part, found) if found is not None else {}
    draft = draft_of(view, part, entry)
    if draft is None:
        st.markdown("This entry is to be removed when the changes are saved.")
        return
    begun = begun_draft(programme, part, {**stored, **draft}, is_new=found is None)
    prefix = form_prefix(view, part, entry)
    entered = render_form(
        cards.FORMS[part],
        begun,
        view.results.form_options(),
        prefix,
        partial(_aside, view, (part, entry)),
    )
    own = own_values(entered, stored)
    if own != draft:
        keep_draft(view, part, entry, own)
        st.rerun()
    word = cards.ENTRY_WORDS[part]
    may_go = found is not None and part != "organisation"
    if may_go and st.button(f"Remove this {word}", icon=":material/delete:"):
        keep_draft(view, part, entry, None)
        st.rerun()


def _aside(view: View, at: tuple[str, str], what: str, draft: EntryDraft) -> None:
    """Show beside a step what its entries mean: what could be detected, what it will say."""
    part, entry = at
    if what == "patterns":
        render_pattern_lines(view)
        return
    programme, _ = apply_drafts(view.results.programme, {part: {entry: draft}})
    case = next((one for one in programme.use_cases if one.label == draft.get("label")), None)
    if case is None:
        st.markdown("Fill in what is needed above first; then this says what follows from it.")
    elif what == "design":
        _design(view, programme, case)
    else:
        today = clock.today()
        started = view.results.first_start(case)
        for line in changes.promise_words(programme, case, today, started):
            st.markdown(f"- {md(line, 600)}")
        if case.locked_at is None:
            lock = f"{form_prefix(view, part, entry)}locked_at"
            st.button(
                "Lock it today",
                icon=":material/lock:",
                on_click=st.session_state.__setitem__,
                args=(lock, today),
            )


def _design(view: View, programme: Programme, case: UseCase) -> None:
    """Show what the design could detect, once it is asked for."""
    with lazy_expander("What could this design detect?", key="design") as part:
        if not is_open(part):
            return
        plan = view.results.design(programme, case)
        if isinstance(plan, Refusal):
            render_refusal(plan)
            return
        for line in changes.design_words(plan):
            st.markdown(f"- {md(line)}")


def problems(view: View) -> None:
    """Show what does not fit together, to whoever may put it right."""
    found = view.results.programme_problems()
    if not found:
        return
    section(f"{count(len(found), 'thing')} to put right")
    st.markdown("\n".join(f"- {md(text, 1_000)}" for text in found))


def versions(view: View) -> None:
    """Show every promise that changed, and let the reader return to an earlier version."""
    history, changed = view.results.programme_versions(), view.results.promise_edits()
    section(f"{count(len(history), 'version')}, {count(len(changed), 'changed promise')}")
    if changed:
        prose(tables.edits_table(changed), alt="Promises that changed, oldest first")
    earlier = {str(one.number): one for one in reversed(history[:-1])}
    if not earlier:
        return
    with lazy_expander("Go back to an earlier version", key="versions_back") as part:
        if is_open(part):
            names = {
                key: f"Version {key}, {day(one.at)}, {one.who}" for key, one in earlier.items()
            }
            chosen = earlier[pick_id("Version", "back_to", names)]
            found = changes.programme_changes(view.results.programme, chosen.programme)
            frame(changes.changes_frame(found), alt="What going back would change",
                  none="It says the same as the version in force.")  # fmt: skip
            if found and st.button("Make this the newest version", icon=":material/undo:"):
                number = edit_programme(view, chosen.programme)
                st.toast(f"Saved as version {number}.")
                st.rerun()


def _download(view: View) -> None:
    """Offer the programme as the file that the command line and a load read."""
    st.download_button(
        "Download programme.yaml",
        partial(export, view, "programme.yaml", partial(dump, view.results.programme)),
        file_name="programme.yaml",
        mime="text/yaml",
        icon=":material/download:",
        on_click="ignore",
    )


PAGE = Page(
    id="programme",
    title="Set-up",
    question="What do we promise, and what did we do?",
    section="Programme",
    order=8,
    audience="analyst",
    render=render,
    works_empty=True,
)
