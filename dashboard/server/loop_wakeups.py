"""What other threads hand to the event loop wakes it together instead of one by one.

Each message of a page is handed over by itself. Each wakes the loop, and then the script and the
loop take turns at the interpreter: a fifth of what a page costs.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections import deque
from collections.abc import Callable
from typing import Any

GATHER_SECONDS = 0.002
"""How long callbacks gather; short beside the 5 ms Streamlit rests between two sendings."""


class QueuedCallback:
    """One callback on its way to the loop; it can be cancelled until it is called."""

    def __init__(self, callback: Callable[..., object], args: tuple[Any, ...]) -> None:
        self._callback, self._args = callback, args
        self._is_cancelled = False

    def __call__(self) -> None:
        """Call it, unless it was cancelled."""
        if not self._is_cancelled:
            self._callback(*self._args)

    def cancel(self) -> None:
        """Do not call it."""
        self._is_cancelled = True

    def cancelled(self) -> bool:
        """Return whether it was cancelled."""
        return self._is_cancelled


class CallbackQueue:
    """Queue from other threads to one event loop: the first wakes it, others join.

    Without a lock, as a signal's handler may come between any two lines.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._wake = loop, loop.call_soon_threadsafe
        self._waiting: deque[tuple[QueuedCallback, contextvars.Context]] = deque()
        self._is_expected = False

    def call_soon_threadsafe(
        self,
        callback: Callable[..., object],
        *args: Any,
        context: contextvars.Context | None = None,
    ) -> QueuedCallback:
        """Have the loop call it after all before it. Raises RuntimeError if the loop is closed."""
        if self._loop.is_closed():
            raise RuntimeError("Event loop is closed")
        queued = QueuedCallback(callback, args)
        context = contextvars.copy_context() if context is None else context
        self._waiting.append((queued, context))
        if not self._is_expected:
            self._is_expected = True
            self._wake(self._run)
        return queued

    def _run(self) -> None:
        """Call what waits; come again shortly, until nothing came meanwhile."""
        if not self._waiting:
            self._is_expected = False
            if not self._waiting:  # none was added between these two lines
                return
            self._is_expected = True
        self._loop.call_later(GATHER_SECONDS, self._run)
        for _ in range(len(self._waiting)):
            queued, context = self._waiting.popleft()
            self._loop.call_soon(queued, context=context)


def wake_seldom() -> None:
    """Make what is handed to the running loop wake it seldom."""
    loop = asyncio.get_running_loop()
    loop.call_soon_threadsafe = CallbackQueue(loop).call_soon_threadsafe  # type: ignore[assignment,method-assign]
