"""Doctor: faults of a data folder, and their repair without loss."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from signpost.warehouse import migrations
from signpost.warehouse.connection import Reader
from signpost.warehouse.errors import WarehouseError, explain_engine_error
from signpost.warehouse.lock import writer_lock
from signpost.warehouse.maintenance.journal import NAMES, journal_file
from signpost.warehouse.pages import read_through
from signpost.warehouse.staging import sweep_staging
from signpost.warehouse.store import Warehouse
from signpost.warehouse.versions import DataVersion

_MAX_CLOCK_SKEW_SECONDS = (
    3600.0  # seconds a clock may differ between machines that share the folder
)

# what the tables promise each other; each counts the rows that break it
_PROMISES = {
    "usage facts of no upload": "select count(*) from usage_total where upload_no not in"
    " (select upload_no from upload)",
    "truth of no upload": "select count(*) from truth where upload_no not in"
    " (select upload_no from upload)",
    "identifiers of no person": "select count(*) from alias where person_id not in"
    " (select person_id from person)",
    "persons twice": "select count(*) - count(distinct person_id) from person",
    "identifiers twice": "select count(*) - count(distinct alias_hash) from alias",
    "persons twice in one window": "select count(*) from (select platform from person_window"
    " group by platform, person_id, first_day, last_day having count(*) > 1)",
    "overlapping memberships": "select count(*) from (select from_day, lag(until_day) over"
    " (partition by person_id order by from_day) as before from roster_span) as s"
    " where before > from_day",
    "rollups behind the facts": "select count(*) from ((select * from truth_rolled except"
    " select * from rolled) union all (select * from rolled except select * from truth_rolled))",
}


@dataclass(frozen=True)
class FolderFinding:
    """One fault. ``repairable``: ``repair`` corrects it."""

    id: str
    message: str
    remedy: str
    repairable: bool = False


def diagnose(root: Path | str) -> tuple[FolderFinding, ...]:
    """Return the faults of a data folder without changing it; empty: all is well."""
    return (*folder_findings(root), *version_findings(root))


def folder_findings(root: Path | str) -> tuple[FolderFinding, ...]:
    """Return faults of the folder and its disk, without reading a version; takes no time."""
    warehouse = Warehouse(root)
    return tuple(_folder(warehouse)) if warehouse.root.is_dir() else ()


def version_findings(root: Path | str) -> tuple[FolderFinding, ...]:
    """Return faults of every version, read to its last byte and checked; takes a while."""
    warehouse = Warehouse(root)
    return tuple(_versions(warehouse)) if warehouse.root.is_dir() else ()


def repair(root: Path | str, who: str) -> tuple[str, ...]:
    """Repair what can be repaired without loss; a sentence for each repair.

    A damaged file is renamed, never deleted. Raises WarehouseError if a load is going on.
    """
    warehouse, done = Warehouse(root, wait=5.0), []
    if not warehouse.root.is_dir():
        return ()
    left = sum(1 for _ in warehouse.root.glob("*.tmp*"))
    if sweep_staging():
        done.append("Raw files that a broken-off load left were removed.")
    if job := warehouse.finish_job():
        done.append(f"The {NAMES[job.what]} that was broken off is finished.")
    with writer_lock(warehouse.root, who, warehouse.wait):  # removes what a killed load left
        for version in _damaged(warehouse):
            aside = version.path.with_suffix(".damaged")
            version.path.rename(aside)
            done.append(f"{version.path.name} is damaged and was renamed to {aside.name}.")
    if left:
        done.append("What a broken-off load left was removed.")
    if warehouse.versions() and _layout(warehouse) not in ("", migrations.layout()):
        warehouse.read()  # publishes the newest version in this Signpost's layout
        done.append("The data folder was brought up to this Signpost.")
    return tuple(done)


def _folder(warehouse: Warehouse) -> Iterator[FolderFinding]:
    root = warehouse.root
    if not os.access(root, os.W_OK):
        yield FolderFinding(
            "read_only", f"{root} cannot be written to.", "Grant the right to write."
        )
    newest = warehouse.path()
    needed = 2 * newest.stat().st_size if newest else 0
    if shutil.disk_usage(root).free < needed + 64 * 2**20:
        yield FolderFinding("disk", f"The disk of {root} is almost full.", "Free some space.")
    if not (root / "writer.txt").exists() and any(root.glob("*.tmp*")):
        yield FolderFinding(
            "broken_off",
            "A load was broken off and left temporary files; nothing of it was published.",
            "They go with the next load, or with `signpost doctor --repair`.",
            repairable=True,
        )
    if journal_file(root).exists():
        yield FolderFinding(
            "unfinished",
            "An erasure or a purge was begun and broken off: what was to be gone is still there.",
            "The next load finishes it, or `signpost doctor --repair`.",
            repairable=True,
        )
    for aside in sorted(root.glob("*.damaged")):
        yield FolderFinding(
            "set_aside",
            f"{aside.name} is a damaged version that was renamed.",
            "Load again what was loaded after the version before it, then delete the file.",
        )
    if newest and newest.stat().st_mtime > time.time() + _MAX_CLOCK_SKEW_SECONDS:
        yield FolderFinding(
            "clock",
            f"{newest.name} was written in the future: this machine's clock is behind.",
            "Set the clock. The data is not affected, only the times shown beside it.",
        )


def _versions(warehouse: Warehouse) -> Iterator[FolderFinding]:
    damaged = _damaged(warehouse)
    good = [version for version in warehouse.versions() if version not in damaged]
    for version in damaged:
        back = f"goes back to version {good[-1].number}" if good else "leaves no version"
        yield FolderFinding(
            "damaged",
            f"{version.path.name} is damaged and cannot be read.",
            f"`signpost doctor --repair` sets it aside and {back}; then load again what was "
            f"loaded since {_written(good[-1]) if good else 'the last backup'}.",
            repairable=bool(good),
        )
    if good:
        yield from _newest(warehouse, good[-1])


def _newest(warehouse: Warehouse, version: DataVersion) -> Iterator[FolderFinding]:
    reader = warehouse.at(version)
    stored = _layout_of(reader)
    try:
        migrations.refuse_newer(stored)
    except WarehouseError as error:
        yield FolderFinding("newer", error.message, error.remedy)
        return
    if stored != migrations.layout():
        yield FolderFinding(
            "older",
            "An older Signpost wrote this data folder.",
            "It is brought up to date by the next load, or by `signpost doctor --repair`.",
            repairable=True,
        )
        return
    for name, sql in _PROMISES.items():
        if broken := reader.one(sql)[0]:
            yield FolderFinding("contract", f"{broken} {name}.", "Please report this with the log.")


def _damaged(warehouse: Warehouse) -> tuple[DataVersion, ...]:
    return tuple(version for version in warehouse.versions() if not _reads(warehouse, version))


def _reads(warehouse: Warehouse, version: DataVersion) -> bool:
    try:
        with warehouse.at(version).cursor() as cursor:
            read_through(cursor)
    except (WarehouseError, duckdb.Error) as error:
        if isinstance(error, WarehouseError) or explain_engine_error(error, version.path):
            return False
        raise
    return True


def _layout(warehouse: Warehouse) -> str:
    return _layout_of(warehouse.at(warehouse.versions()[-1]))


def _layout_of(reader: Reader) -> str:
    with reader.cursor() as cursor:
        return migrations.stored_layout(cursor)


def _written(version: DataVersion) -> str:
    when = datetime.fromtimestamp(version.path.stat().st_mtime, UTC)
    return f"{when:%Y-%m-%d %H:%M} UTC"
