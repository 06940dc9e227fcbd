"""A field finds its own key, and the state is what it was."""

from __future__ import annotations

import pytest
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from signpost.dashboard.server.state_lookup import KnownState, look_up_by_key
from tests.patience import PATIENCE

FIELDS = 20


def script() -> None:
    import streamlit as st

    st.session_state.setdefault("plain", {"one": 1})
    for number in range(20):
        st.session_state.setdefault(f"key_{number}", None if number % 2 else f"text {number}")
        st.text_input("Field", key=f"key_{number}")
    st.selectbox("Choice", ["a", "b"], key="choice")
    st.text_input("Without a key")
    st.markdown(", ".join(sorted(map(str, st.session_state))))


@pytest.fixture
def written_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the keys of a whole state were gathered."""
    asked: list[int] = []
    keys = SessionState._keys

    def counted(state: SessionState) -> set[str]:
        asked.append(1)
        return keys(state)

    monkeypatch.setattr(SessionState, "_keys", counted)
    monkeypatch.setattr(SessionState, "filtered_state", SessionState.filtered_state)
    look_up_by_key()
    return asked


def test_fields_do_not_write_out_the_state_of_all(written_out: list[int]) -> None:
    seen = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not seen.exception
    written_out.clear()
    seen.text_input(key="key_2").input("typed").run()
    assert not seen.exception
    assert len(written_out) < FIELDS / 2
    assert [one.value for one in seen.text_input][:4] == ["text 0", None, "typed", None]
    assert seen.selectbox[0].value == "a"


def test_the_state_by_key_is_the_state_written_out(written_out: list[int]) -> None:
    del written_out
    seen = AppTest.from_function(script, default_timeout=PATIENCE).run()
    state = seen.session_state._state._state
    whole = {"plain", "choice", *(f"key_{number}" for number in range(FIELDS))}
    assert set(seen.markdown[0].value.split(", ")) == whole
    known = KnownState(state)
    assert dict(known) == {key: state[key] for key in whole}
    assert "key_1" in known
    assert "unknown" not in known
    assert len(known) == len(whole)
