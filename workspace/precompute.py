"""Works every new version out behind the readers, in a process of its own that gives way to them.

Not in a thread of the server: that would halve what is left for the readers, for one process runs
one line of Python at a time. Should the process fail, the work is done here after all.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys
import threading
import time

from signpost.metrics.model.schema import ProgrammeError
from signpost.registry import IMPORT_ROOT
from signpost.warehouse import WarehouseError
from signpost.warehouse.pinned import GoneError
from signpost.workspace import answer_store, open_versions, result_store
from signpost.workspace.precompute_plan import open_all
from signpost.workspace.results import Results
from signpost.workspace.version_switch import precomputer_state

log = logging.getLogger("signpost")
_PACE = 1.0
"""Seconds between two looks for a new version."""
ENOUGH = 3.0
"""Seconds a stop waits."""
TRIES = 2
"""Workers a version gets: one that dies is started again, then the work is done here."""


WORKER = "signpost.workspace.precompute_worker"
WORKER_IMPORTS = (
    "signpost.answers.job_lock",
    "signpost.workspace.precompute_plan",
    "signpost.metrics.causal.methods.callaway_santanna",
)
"""Modules that take long to import and that it will need, the last for half a second of SciPy."""


def start_worker(root: str, version: int) -> subprocess.Popen[bytes]:
    """Start the process that works a version out; two of them wait for each other."""
    command = [sys.executable, "-m", WORKER, root, str(version)]
    return subprocess.Popen(command, cwd=IMPORT_ROOT, stdout=subprocess.DEVNULL)  # noqa: S603


class Precomputer:
    """One thread that keeps a data folder worked out, until `stop`."""

    def __init__(self, root: str) -> None:
        self.root, self.now = root, precomputer_state(root)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="precomputer")

    def start(self) -> None:
        """Begin; readers who come before the first answers wait for them."""
        self.now.running = True
        self._thread.start()

    def stop(self) -> None:
        """End, with the process at work; a stop does not wait for a table that is being counted."""
        self._end.set()
        self._thread.join(ENOUGH)

    def _run(self) -> None:
        try:
            self._show_stored()
            while not self._end.is_set():
                try:
                    self._look()
                except Exception:  # whatever it is, the next version must find this thread alive
                    log.exception("the newest version could not be worked out")
                self._end.wait(_PACE)
        finally:
            self.now.running = False

    def _show_stored(self) -> None:
        """After a start, show what was worked out before until the newest is."""
        for number, _ in reversed(open_versions.warehouse(self.root).versions()):
            with contextlib.suppress(WarehouseError, ProgrammeError):
                if answer_store.answers_are_stored(open_versions.open_version(self.root, number)):
                    Results.open(self.root, version=number).board()
                    self.now.ready = number
                    return

    def _look(self) -> None:
        open_versions.close_missing_versions()
        newest = self._newest()
        if newest <= self.now.finished:
            return
        self.now.begun, self.now.begun_at = newest, time.monotonic()
        try:
            self._work_out(newest)
        except GoneError:
            log.info("version %d was taken away meanwhile", newest)
        except (WarehouseError, ProgrammeError):
            log.exception("no answers yet")
        finally:
            self.now.finished, self.now.in_worker = newest, 0

    def _newest(self) -> int:
        try:
            return open_versions.warehouse(self.root).read().version
        except WarehouseError:  # whoever opens a page is told
            return 0

    def _work_out(self, version: int) -> None:
        self.now.in_worker = version
        done = self._in_worker(version)
        self.now.in_worker = 0
        if done:
            results = Results.open(self.root, version=version)
            open_all(results)  # reads what is stored; works out what is not
            self.now.ready, self.now.seconds_taken = version, time.monotonic() - self.now.begun_at
            self.now.worked_out += 1

    def _in_worker(self, version: int) -> bool:
        """Have it worked out by another process; False if that is no longer wanted."""
        warehouse = open_versions.open_version(self.root, version)
        answered = answer_store.answers_are_stored(warehouse)
        if answered and result_store.results_are_stored(warehouse):
            return True
        for _ in range(TRIES):
            ended = self._run_worker(version)
            if ended is None:
                return False
            if ended == 0:
                break
            self.now.worker_deaths += 1
            log.error("the worker for version %d ended with %d", version, ended)
        return True

    def _run_worker(self, version: int) -> int | None:
        """Return the worker's exit status; None if its work is no longer wanted."""
        with start_worker(self.root, version) as worker:
            while worker.poll() is None:
                if self._end.wait(0.1) or self._newer_is_awaited(version):
                    worker.terminate()
                    return None
        return worker.returncode

    def _newer_is_awaited(self, version: int) -> bool:
        """Return whether a newer version is waited for, while readers have this or an older one."""
        return 0 < self.now.ready <= version < self.now.awaited
