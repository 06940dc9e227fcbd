"""The reader of this session: who it is, looked up on every run, and the page that asks."""

from __future__ import annotations

import os

import streamlit as st

from signpost.answers.access import ANYONE, LOCAL, Access
from signpost.answers.digest.state import AnswerState
from signpost.answers.sign_in_settings import is_insecure, sign_in_settings
from signpost.answers.sign_outs import note_sign_out, sign_outs_path
from signpost.dashboard.server.gate import NOBODY, access_of
from signpost.presentation.escaping import md
from signpost.presentation.formats import count
from signpost.workspace.last_seen import keep_seen, last_seen
from signpost.workspace.open_versions import data_folder
from signpost.workspace.results import Results


def current_reader() -> Access:
    """Return who reads and what they may do; raises AccessError for an unusable access file.

    On every run, for the cookie outlives a change of role.
    """
    settings = sign_in_settings(os.environ)
    if settings is None:
        return ANYONE if is_insecure(os.environ) else LOCAL
    if not st.user.is_logged_in:
        return NOBODY
    return access_of(st.user.to_dict(), settings)


def last_look(results: Results) -> AnswerState | None:
    """Return what this reader saw in an earlier session, and keep what they see now.

    None for a first look, and where readers are not told apart.
    """
    if results.access == ANYONE:
        return None
    looked = st.session_state.setdefault("last_look", {})
    if results.root not in looked:
        looked[results.root] = (last_seen(results), -1)
    before, kept = looked[results.root]
    if kept != results.version:
        keep_seen(results, results.answer_state())
        looked[results.root] = (before, results.version)
    return before


def sign_out() -> None:
    """End this sign-in in every browser that has its cookie, then forget the cookie here."""
    note_sign_out(sign_outs_path(data_folder()), st.user.to_dict())
    st.logout()


def ask_to_sign_in(access: Access) -> None:
    """Show the only page of a reader without a role."""
    known = access is not NOBODY
    st.title("No access yet" if known else "Signpost", anchor=False)
    if known:
        st.markdown(md(access.why))
        st.button("Sign out", on_click=sign_out, icon=":material/logout:")
    else:
        st.markdown("Adoption linked to business outcomes, and how sure we are.")
    st.button("Sign in", on_click=st.login, type="primary", icon=":material/login:")


def show_account(access: Access) -> None:
    """Show who is signed in and the way out; nothing where nobody signs in."""
    if sign_in_settings(os.environ) is None:
        return
    with st.popover(md(access.who), icon=":material/account_circle:", type="tertiary"):
        st.markdown(
            f"Role: {access.role}" + f", {count(len(access.scope), 'part')}" * bool(access.scope)
        )
        st.button("Sign out", on_click=sign_out, icon=":material/logout:")
