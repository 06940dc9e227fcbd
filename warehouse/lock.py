"""One writer at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from signpost.warehouse.errors import WarehouseError, engine_errors_explained
from signpost.warehouse.versions import remove_files


@contextmanager
def writer_lock(root: Path, who: str, wait: float) -> Iterator[None]:
    """Lock the folder, made if absent, for its only writer; the lock dies with its process.

    What a killed writer left is removed. Raises WarehouseError if another writer does not end
    within ``wait`` seconds.
    """
    note = root / "writer.txt"
    with engine_errors_explained(root):
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / "writer.lock")
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            other = note.read_text("utf-8") if note.exists() else "another process"
            raise WarehouseError(
                f"Somebody else is changing this data folder: {other}.",
                "Nothing was changed. Wait until they are done and try again.",
            ) from error
    try:
        with engine_errors_explained(root):
            note.write_text(f"{who or 'somebody'}, process {os.getpid()}", "utf-8")
            remove_files(root.glob("*.tmp*"))
        yield
    finally:
        remove_files([note])
        lock.release()
