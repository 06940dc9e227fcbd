"""Which version readers see: the newest that is worked out, so that a new one makes nobody wait.

A keeper (`keeper.py`) works every new version out behind the readers and moves `ready` on. Where
none is at work, as in a test or a script, readers see the newest version and wait for its answers.
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
    """How far this process is with one data folder."""

    tended: bool = False
    """A keeper is at work."""
    ready: int = 0
    """The newest version whose pages open at once."""
    begun: int = 0
    """The newest version the keeper has begun with."""
    past: int = 0
    """The newest version it is done with, for better or worse."""
    outside: int = 0
    """The version that another process is working out for this one."""
    asked: int = 0
    """The newest version that somebody waits for, as one does for what oneself changed."""
    since: float = 0.0
    took: float = 0.0
    """Seconds the version before took; 0: there was none."""


_folders: dict[str, ServingState] = {}


def serving_state(root: str) -> ServingState:
    """Return how far this process is with a data folder; nowhere, where there is no keeper."""
    return _folders.get(root) or ServingState()


def precomputer_state(root: str) -> ServingState:
    """Return what a keeper of this folder writes down."""
    return _folders.setdefault(root, ServingState())


def version_to_show(root: str, newest: int, own: int = 0) -> int:
    """Return the version to show to a reader who has made version `own`, or none.

    What was taken out of the folder is not shown any more: whoever erases a person deletes the
    versions before.
    """
    now = serving_state(root)
    behind = now.tended and 0 < now.ready < newest and now.past < newest
    if not behind or own > now.ready or now.ready not in dict(data_versions(Path(root))):
        return newest
    return now.ready


def wait_for_precomputer(warehouse: Warehouse, told: ProgressCallback) -> None:
    """Leave the work to the keeper while it has it done elsewhere; tell how far that is."""
    now, version = serving_state(str(warehouse.root)), warehouse.version()
    now.asked = max(now.asked, version)
    while now.tended and (now.begun < version or now.outside == version):
        if answer_store.answers_are_stored(warehouse):
            return
        told(*job_progress_of(warehouse.root, version))
        time.sleep(_PACE)


def job_progress_of(root: Path, version: int) -> tuple[int, int]:
    """Say how many of how many steps are done, whichever process does them."""
    return job_progress(answer_store.lock_file(root, version))


def is_answered(root: Path, version: int) -> bool:
    """Say whether the use cases of a version are answered, and the rest is being worked out."""
    return answer_store.answers_file(root, version).exists()


def seconds_left(root: str) -> float | None:
    """Guess how long the version at work still takes, by the one before; None: no guess."""
    now = serving_state(root)
    left = now.took - (time.monotonic() - now.since)
    return left if now.took and left > 0 else None
