"""Which version readers see: the newest that is worked out, so that a new one makes nobody wait.

The precomputer works every new version out behind the readers and moves `ready` on. Where none is
at work, as in a test or a script, readers see the newest version and wait for its answers.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from signpost.answers.job_lock import ProgressCallback, job_progress
from signpost.warehouse import Warehouse
from signpost.warehouse.versions import data_versions
from signpost.workspace import answer_store

_PACE = 0.1


@dataclass
class ServingState:
    """Progress of this process with one data folder."""

    running: bool = False
    """A precomputer is at work."""
    ready: int = 0
    """The newest version whose pages open at once."""
    begun: int = 0
    """The newest version the precomputer has begun with."""
    finished: int = 0
    """The newest version it is done with, for better or worse."""
    in_worker: int = 0
    """The version that another process is working out for this one."""
    awaited: int = 0
    """The newest version that somebody waits for, as one does for what oneself changed."""
    begun_at: float = 0.0
    seconds_taken: float = 0.0
    """Seconds the version before took; 0: there was none."""
    worked_out: int = 0
    """Versions worked out since the start."""
    worker_deaths: int = 0
    """Workers that ended by themselves before their work was done, since the start."""


_folders: dict[str, ServingState] = {}


def serving_state(root: str) -> ServingState:
    """Return how far this process is with a data folder; nowhere, where there is no precomputer."""
    return _folders.get(root) or ServingState()


def precomputer_state(root: str) -> ServingState:
    """Return what the precomputer of this folder writes down."""
    return _folders.setdefault(root, ServingState())


def version_to_show(root: str, newest: int, own: int = 0) -> int:
    """Return the version to show to a reader who has made version `own`, or none.

    What was taken out of the folder is not shown any more: whoever erases a person deletes the
    versions before.
    """
    now = serving_state(root)
    behind = now.running and 0 < now.ready < newest and now.finished < newest
    if not behind or own > now.ready or now.ready not in dict(data_versions(Path(root))):
        return newest
    return now.ready


def wait_for_precomputer(warehouse: Warehouse, progress: ProgressCallback) -> None:
    """Wait for the precomputer while a worker is at it; report how far that is."""
    now, version = serving_state(str(warehouse.root)), warehouse.version()
    now.awaited = max(now.awaited, version)
    while now.running and (now.begun < version or now.in_worker == version):
        if answer_store.answers_are_stored(warehouse):
            return
        progress(*job_progress_of(warehouse.root, version))
        time.sleep(_PACE)


def job_progress_of(root: Path, version: int) -> tuple[int, int]:
    """Return how many of how many steps are done, whichever process does them."""
    return job_progress(answer_store.lock_file(root, version))


def is_answered(root: Path, version: int) -> bool:
    """Return whether the use cases of a version are answered, and the rest is being worked out."""
    return answer_store.answers_file(root, version).exists()


def seconds_until_ready(root: str) -> float | None:
    """Return the seconds the version at work still takes, by the one before; None: unknown."""
    now = serving_state(root)
    left = now.seconds_taken - (time.monotonic() - now.begun_at)
    return left if now.seconds_taken and left > 0 else None
