"""The data folder, and its versions as this process holds them open."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from signpost.presentation.memo import forget_all
from signpost.warehouse import Warehouse
from signpost.warehouse.pinned import PinnedWarehouse
from signpost.warehouse.staging import StagingFolder, sweep_staging
from signpost.warehouse.versions import data_versions
from signpost.workspace.memo import forget_version

_MOST = 4
"""Versions of a folder held open: what readers see, a newer one being worked out, older ones."""
_open: OrderedDict[tuple[str, int], PinnedWarehouse] = OrderedDict()
_on_disk: dict[str, frozenset[int]] = {}
"""Data folder -> its versions when they were last looked at."""
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
        "select (select count(*) from upload_in_force), count(undone_at), "
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
        for number in _numbers_open(root)[:-_MOST]:
            _close(root, number)
        return _open[root, version]


def close_folder(root: str) -> None:
    """Close all versions of a data folder that was only made to be read once."""
    with _lock:
        for number in _numbers_open(root):
            _close(root, number)
        _on_disk.pop(root, None)


def _numbers_open(root: str) -> list[int]:
    """Return the open versions of a folder, the one asked for longest ago first."""
    return [number for one, number in _open if one == root]


def _close(root: str, number: int) -> None:
    del _open[root, number]
    forget_version(root, number)


def close_missing_versions() -> None:
    """Close the versions that are gone from their folder: an erased one must not live on here."""
    with _lock:
        for root in {root for root, _ in _open}:
            before, now = _on_disk.get(root, frozenset()), _numbers_on_disk(root)
            gone = [number for number in _numbers_open(root) if number not in now]
            for number in gone:
                _close(root, number)
            if gone and not _are_followed(gone, before & now):
                forget_all()  # what is drawn does not say of which version it is
            _on_disk[root] = now


def _numbers_on_disk(root: str) -> frozenset[int]:
    """Return the versions on disk, and the empty one before the first."""
    return frozenset(one.number for one in data_versions(Path(root))) | {0}


def _are_followed(gone: Sequence[int], stayed: Iterable[int]) -> bool:
    """Return whether a publish removed them: it leaves two newer ones, unless all are old.

    An erasure leaves none that was there. What is drawn of versions that newer ones followed stays:
    those have most of it again, and a hundred readers ask for it at once.
    """
    return sum(number > max(gone) for number in stayed) >= 2
