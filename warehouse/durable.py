"""Files that are there whole or not at all, also after the power went."""

import os
from pathlib import Path


def fsync_file(path: Path) -> None:
    """Force a file's content to the disk."""
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk; Windows does so by itself."""
    if os.name != "nt":
        fsync_file(folder)


def replace_durably(path: Path, content: bytes) -> None:
    """Write a file whole, for its owner only, under its name or not at all. Raises OSError."""
    part = _written(path, content)
    try:
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    fsync_folder(path.parent)


def create_durably(path: Path, content: bytes) -> bool:
    """As `replace_durably`; False, and nothing changed, where the name is taken already."""
    part = _written(path, content)
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if path.exists():
            return False
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    fsync_folder(path.parent)
    return True


def _written(path: Path, content: bytes) -> Path:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)  # of a killed process that had our number
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part
