"""One value of a session's state, found without writing out the whole state.

Each field with a key has Streamlit write out all of them, to find its own: the more fields a form
has, the more each costs. It was a twelfth of what *Set-up* cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state.session_state import SessionState

_written_out = SessionState.__dict__["filtered_state"].fget


class KnownState(Mapping[str, Any]):
    """State of a session by key; it is written out only for who goes through all of it."""

    def __init__(self, state: SessionState) -> None:
        self._state = state

    def __getitem__(self, key: str) -> Any:
        return self._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_written_out(self._state))

    def __len__(self) -> int:
        return len(_written_out(self._state))


def look_up_by_key() -> None:
    """Make fields look up their own key."""
    SessionState.filtered_state = property(KnownState)  # type: ignore[method-assign,assignment]
