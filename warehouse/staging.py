"""Folders for raw files on their way in: gone with the process, and after a kill at the next start.

Raw exports name people. Each folder carries its process in its name and is locked while it lives.
"""

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from signpost.warehouse.connection import is_alive, sweep_spill

_PREFIX = "signpost-stage-"
_LOCK = ".lock"
_YOUNG_SECONDS = 60.0  # seconds; a folder may be made and not locked yet


class StagingFolder(tempfile.TemporaryDirectory[str]):
    """Temporary folder for raw files; the next one made removes what killed processes left."""

    def __init__(self, purpose: str) -> None:
        sweep_staging()
        super().__init__(prefix=f"{_PREFIX}{os.getpid()}-{purpose}-", ignore_cleanup_errors=True)
        self._lock = FileLock(Path(self.name) / _LOCK, thread_local=False)
        self._lock.acquire()

    def cleanup(self) -> None:
        """Remove the folder with all that is in it."""
        self._lock.release()
        super().cleanup()


def sweep_staging() -> int:
    """Remove the folders of processes that are no more; how many. And what the engine left."""
    sweep_spill()
    swept = 0
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # somebody else's, or just removed
            is_own = not hasattr(os, "getuid") or left.stat().st_uid == os.getuid()
            if is_own and _is_left(left):
                shutil.rmtree(left, ignore_errors=True)
                swept += 1
    return swept


def _is_left(folder: Path) -> bool:
    """Return whether the process is gone; its number may be another's by now, its lock cannot."""
    pid = folder.name.removeprefix(_PREFIX).split("-")[0]
    if not is_alive(pid):
        return True
    if folder.stat().st_mtime > time.time() - _YOUNG_SECONDS or int(pid) == os.getpid():
        return False
    try:
        with FileLock(folder / _LOCK, timeout=0):
            return True
    except Timeout:
        return False
