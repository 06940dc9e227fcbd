"""One process works at a time in a data folder; the others hear how far it is."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

ProgressCallback = Callable[[int, int], None]
_PACE = 0.25


@contextlib.contextmanager
def exclusive_job(place: Path, told: ProgressCallback | None = None) -> Iterator[None]:
    """Hold the lock on `place`; while another holds it, report how far that one is.

    The lock dies with its process. Where it cannot be made, whoever asks may work.
    """
    lock = FileLock(place)
    while True:
        try:
            lock.acquire(timeout=_PACE)
        except Timeout:
            _pass_on(place, told)
        except OSError:  # a folder that may only be read
            break
        else:
            break
    try:
        yield
    finally:
        if lock.is_locked:
            _note(place).unlink(missing_ok=True)
            lock.release()


def shared_progress(place: Path, told: ProgressCallback | None) -> ProgressCallback:
    """Make a `told` that also leaves word for other processes."""

    def tell(done: int, total: int) -> None:
        with contextlib.suppress(OSError):
            _note(place).write_text(json.dumps([done, total]), "utf-8")
        if told is not None:
            told(done, total)

    return tell


def job_progress(place: Path) -> tuple[int, int]:
    """Return (done, total) of the job that is running; (0, 0) if that is unknown."""
    try:
        done, total = json.loads(_note(place).read_text("utf-8"))
    except (OSError, ValueError, TypeError):
        return 0, 0
    return int(done), int(total)


def _pass_on(place: Path, told: ProgressCallback | None) -> None:
    if told is not None:
        told(*job_progress(place))


def _note(place: Path) -> Path:
    return place.with_suffix(".progress")
