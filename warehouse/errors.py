"""Errors of a data folder, worded for the person who has to repair it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

_UNREADABLE = (duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOTDIR, errno.EEXIST}
_FULL = {errno.ENOSPC, errno.EDQUOT}


class WarehouseError(Exception):
    """The data folder cannot be used as asked: ``message`` says why, ``remedy`` what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class UnreadableError(WarehouseError):
    """A version whose bytes are damaged."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} in {path.parent} is damaged and cannot be read.",
            "Run `signpost doctor`: it sets the file aside and goes back to the last good version.",
        )


def full_disk(folder: Path) -> WarehouseError:
    """Return the error for a disk with no room left for the next version."""
    return WarehouseError(
        f"The disk that holds {folder} is full.",
        "Nothing was changed. Free some space there and load again.",
    )


def read_only(folder: Path) -> WarehouseError:
    """Return the error for a folder we may not write to."""
    return WarehouseError(
        f"The data folder {folder} cannot be written to.",
        "Nothing was changed. Give this user the right to write there, or choose another --data.",
    )


def explain_engine_error(error: Exception, path: Path) -> WarehouseError | None:
    """Return the WarehouseError behind an engine's ``error``; None if it is something else."""
    folder = path if path.is_dir() else path.parent
    code = error.errno if isinstance(error, OSError) else None
    text = str(error)
    if code in _FULL or "No space left" in text or "max_temp_directory_size" in text:
        return full_disk(folder)
    if code in _READ_ONLY or "Permission denied" in text or "Read-only file system" in text:
        return read_only(folder)
    if code in _NO_FOLDER:
        return WarehouseError(f"{path} is not a folder.", "Choose another --data.")
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseError(
            "The work needs more memory than Signpost may use.",
            "Nothing was changed. Raise SIGNPOST_MEMORY, or load fewer files at once.",
        )
    if isinstance(error, _UNREADABLE) or _damaged(error, text):
        return UnreadableError(path)
    return None


def _damaged(error: Exception, text: str) -> bool:
    signs = ("checksum", "not a valid DuckDB", "Corrupt", "Could not read enough bytes", "ENTRY")
    return isinstance(error, duckdb.IOException) and any(sign in text for sign in signs)


@contextmanager
def engine_errors_explained(path: Path) -> Iterator[None]:
    """Raise the engine's and the system's errors about ``path`` as a WarehouseError."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        trouble = explain_engine_error(error, path)
        if trouble is None:
            raise
        raise trouble from error
