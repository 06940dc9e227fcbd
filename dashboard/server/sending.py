"""The way of a page out of the server: handed over together, sent at once.

Streamlit hands each message of a page to the event loop by itself. Each wakes the loop, and then
two threads take turns at the interpreter: a seventh of what a page cost.
"""

from __future__ import annotations

import contextlib
import socket
from collections import deque
from collections.abc import Callable
from pathlib import Path

from streamlit.runtime.app_session import AppSession

_Callback = Callable[[], None]
_Schedule = Callable[[_Callback], object]
GATHER_SECONDS = 0.002
"""How long messages gather; short beside the 5 ms Streamlit rests between two sendings."""
_FILES = Path("/dev/fd")
"""Where Linux and macOS list what this process has open."""


class HandOver:
    """Queue of one session to the event loop: the first message wakes it, others join."""

    def __init__(self, soon: _Schedule, later: _Schedule) -> None:
        self._waiting: deque[_Callback] = deque()
        self._is_expected = False
        self._soon, self._later = soon, later

    def add(self, callback: _Callback) -> None:
        """Add what is to be called on the loop after all before it; from any thread."""
        self._waiting.append(callback)
        if not self._is_expected:
            self._is_expected = True
            self._soon(self._run)

    def _run(self) -> None:
        """Call what waits, on the loop; come again shortly, until nothing came meanwhile."""
        if not self._waiting:
            self._is_expected = False
            if not self._waiting:  # none was added between these two lines
                return
        try:
            while self._waiting:
                self._waiting.popleft()()
        finally:  # one that fails stops no other
            self._is_expected = True
            self._later(self._run)


_by_itself = AppSession._call_soon_on_event_loop


def _together(session: AppSession, callback: _Callback) -> None:
    handed: HandOver | None = session.__dict__.get("_handed_over")
    if handed is None:
        loop = session._event_loop
        made = HandOver(
            lambda run: _by_itself(session, run), lambda run: loop.call_later(GATHER_SECONDS, run)
        )
        handed = session.__dict__.setdefault("_handed_over", made)
    handed.add(callback)


def hand_over_together() -> None:
    """Make the messages of a run wake the event loop together instead of one by one."""
    AppSession._call_soon_on_event_loop = _together  # type: ignore[method-assign,assignment]


def send_at_once() -> None:
    """Make connections send a small message without waiting for the one before to arrive.

    asyncio sees to it where a socket says it is TCP; Streamlit's listening one does not say so, and
    a page stood still for 40 ms, until the browser had acknowledged its beginning.
    """
    for file in _FILES.iterdir() if _FILES.is_dir() else ():
        with contextlib.suppress(OSError):  # no socket, or closed by now
            found = socket.socket(fileno=int(file.name))
            try:
                if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            finally:
                found.detach()
