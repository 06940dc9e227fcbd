"""Answers being worked out in the background, so that a page can say how far it is."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

from signpost.answers.answer import Answer
from signpost.answers.job_lock import ProgressCallback
from signpost.metrics.model.schema import ProgrammeError
from signpost.warehouse import WarehouseError

Work = Callable[[ProgressCallback], tuple[Answer, ...]]


class BackgroundRun:
    """One run of `work` in a thread of its own; ask `result` for what came of it."""

    def __init__(self, work: Work) -> None:
        self.done, self.total = 0, 0
        self._work = work
        self._answers: tuple[Answer, ...] | None = None
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True, name="answers")
        self._thread.start()

    def _run(self) -> None:
        with contextlib.suppress(WarehouseError, ProgrammeError):  # raised for who asks the result
            self._answers = self._work(self._note)

    def _note(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def finished(self, seconds: float = 0.0) -> bool:
        """Wait at most so long; return whether the work is over."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def seconds_left(self) -> float | None:
        """Return the seconds left, estimated from the time taken; None before the first is done."""
        if not self.done:
            return None
        return (time.monotonic() - self._began) / self.done * (self.total - self.done)

    def result(self) -> tuple[Answer, ...]:
        """Return the answers once they are there; failed work is tried again, and may raise."""
        self._thread.join()
        if self._answers is None:
            self._answers = self._work(self._note)
        return self._answers
