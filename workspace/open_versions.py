"""The data folder, and its versions as this process holds them open."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from signpost.presentation.memo import forget_all
from signpost.warehouse import Warehouse
from signpost.warehouse.pinned import PinnedWarehouse
from signpost.warehouse.staging import StagingFolder, sweep_staging
from signpost.workspace.memo import forget_version

_MOST = 4
"""Versions held open: the one readers see, a newer one being worked out, one to compare with."""
_open: OrderedDict[tuple[str, int], PinnedWarehouse] = OrderedDict()
_lock = threading.RLock()


def data_folder() -> Path:
    """SIGNPOST_DATA, else ./signpost-data."""
    return Path(os.environ.get("SIGNPOST_DATA") or "signpost-data").resolve()


def readable_version() -> int:
    """Return the newest version, read anew. Raises WarehouseError where it cannot be read."""
    folder = Warehouse(data_folder())
    folder.read().one("select count(*) from upload")
    return folder.version()


@dataclass(frozen=True)
class FolderCounts:
    """Numbers of a data folder."""

    version: int
    versions: int
    in_force: int
    undone: int
    last_load: float
    """Seconds since 1970; 0: nothing was loaded."""


def folder_counts(root: Path) -> FolderCounts:
    """Return the numbers of the newest version. Raises WarehouseError where it cannot be read."""
    folder = Warehouse(root)
    in_force, undone, last = folder.read().one(
        "select count(*) filter (undone_at is null), count(undone_at), "
        "coalesce(epoch(max(loaded_at)), 0) from upload"
    )
    versions = len(folder.versions())
    return FolderCounts(folder.version(), versions, int(in_force), int(undone), float(last))


def upload_folder() -> StagingFolder:
    """Return a folder for raw files until they are published; gone after a kill, too."""
    return StagingFolder("intake")


def finish_unfinished() -> str:
    """Remove what killed processes left and finish the job they began; its kind, or ''.

    Raises WarehouseError.
    """
    sweep_staging()
    job = Warehouse(data_folder()).finish_job()
    return job.what if job else ""


@lru_cache(4)
def warehouse(root: str) -> Warehouse:
    """Return the one Warehouse of a data folder, for what is done to it; it reads the newest."""
    return Warehouse(Path(root))


def open_version(root: str, version: int) -> Warehouse:
    """Return the data folder as of one version, so that no page mixes two. Raises GoneError."""
    with _lock:
        close_missing_versions()
        if (root, version) not in _open:
            _open[root, version] = PinnedWarehouse(warehouse(root), version)
        _open.move_to_end((root, version))
        while len(_open) > _MOST:
            forget_version(*_open.popitem(last=False)[0])
        return _open[root, version]


def close_missing_versions() -> None:
    """Close the versions that are gone from their folder: an erased one must not live on here."""
    with _lock:
        gone = [key for key, pinned in _open.items() if not pinned.is_on_disk]
        for key in gone:
            del _open[key]
            forget_version(*key)
        if not all(map(_is_followed, gone)):
            forget_all()  # what is drawn does not say of which version it is


def _is_followed(key: tuple[str, int]) -> bool:
    """Return whether two newer versions are still open, as after a publish: it leaves two at least.

    An erasure leaves none of those that were open before it. What is drawn of a version that was
    only followed by newer ones stays: those draw most of it again, for every reader at once.
    """
    root, number = key
    return sum(one == root and other > number for one, other in _open) >= 2
