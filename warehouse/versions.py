"""Versions: the files of a data folder, how one is copied, published, collected."""

import contextlib
import itertools
import os
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from signpost.warehouse.durable import fsync_file, fsync_folder
from signpost.warehouse.errors import engine_errors_explained, full_disk
from signpost.warehouse.maintenance.publications import newest_published_version

_NAME = re.compile(r"v(\d{8})\.duckdb")
_USED = re.compile(r"v(\d{8})\..*")
_NUMBER = re.compile(r"(?<!\d)\d{8}(?!\d)")
_FREE_BYTES = 32 * 2**20  # bytes that must stay free beside the copy
_DAY_SECONDS = 86_400.0
_serial = itertools.count()


class DataVersion(NamedTuple):
    """One published version."""

    number: int
    path: Path


def data_versions(root: Path) -> list[DataVersion]:
    """Return every version on disk, oldest first."""
    if not root.is_dir():
        return []
    names = ((_NAME.fullmatch(path.name), path) for path in root.iterdir())
    return sorted(DataVersion(int(name[1]), path) for name, path in names if name)


def next_file(root: Path) -> tuple[int, Path]:
    """Return a number that no file ever had, and a private name to work under.

    Nor a version whose figures were published: those of a backup are kept in an empty folder, too.
    """
    used = (_USED.fullmatch(path.name) for path in root.iterdir())
    last = max((int(name[1]) for name in used if name), default=0)
    number = max(last, newest_published_version(root)) + 1
    return number, root / f"v{number:08d}.{os.getpid()}-{next(_serial)}.tmp"


def copy_version(source: Path, target: Path) -> None:
    """Copy a version; WarehouseError if the disk would be full afterwards."""
    with engine_errors_explained(target.parent):
        if shutil.disk_usage(target.parent).free < source.stat().st_size + _FREE_BYTES:
            raise full_disk(target.parent)
        shutil.copyfile(source, target)


def publish_version(tmp: Path, number: int) -> None:
    """Rename a finished file to its number, for good."""
    with engine_errors_explained(tmp.parent):
        fsync_file(tmp)
        tmp.rename(tmp.parent / f"v{number:08d}.duckdb")
        fsync_folder(tmp.parent)


def remove_old_versions(root: Path, keep: int, keep_days: float) -> None:
    """Delete all but the newest ``keep``, of these the old ones, but never the newest two."""
    on_disk = data_versions(root)
    remove_files(version.path for version in on_disk[:-keep])
    oldest = time.time() - keep_days * _DAY_SECONDS
    for version in on_disk[-keep:-2]:
        with contextlib.suppress(OSError):
            if version.path.stat().st_mtime < oldest:
                version.path.unlink()


def remove_files(paths: Iterable[Path]) -> None:
    """Delete files and folders; what is still open elsewhere stays for the next writer."""
    for path in paths:
        with contextlib.suppress(OSError):  # Windows: open files
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def remove_up_to(root: Path, number: int) -> bool:
    """Delete every version up to a number and all that was made of it; whether all are gone."""
    old = [
        path
        for path in sorted(root.iterdir())
        if path.suffix != ".lock" and any(int(no) <= number for no in _NUMBER.findall(path.name))
    ]
    remove_files(old)
    with contextlib.suppress(OSError):
        fsync_folder(root)
        return not any(path.exists() for path in old)
    return False
