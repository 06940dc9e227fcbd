"""Retention: deletion of facts that were undone or replaced long ago, from every kept version."""

from datetime import datetime, timedelta

from signpost import clock
from signpost.warehouse.connection import Reader
from signpost.warehouse.errors import UnreadableError
from signpost.warehouse.maintenance.journal import Job
from signpost.warehouse.maintenance.purged_rows import PURGEABLE_TABLES
from signpost.warehouse.store import Warehouse


def purge(
    warehouse: Warehouse, days: int, who: str, *, now: datetime | None = None
) -> dict[str, int]:
    """Delete facts out of force whose upload is older than ``days``; rows deleted per table.

    The texts of rejected rows of such uploads go too. What is in force stays, but undoing a newer
    upload no longer brings the deleted back; nor does an older version: where anything was deleted,
    all of them are gone. A purge that is broken off is finished at the next start. ``now`` is UTC
    without zone; None: this moment. Raises WarehouseError.
    """
    moment = now or clock.timestamp()
    is_left = _is_left(warehouse, moment - timedelta(days=days))
    given = {"days": days, "now": moment.isoformat(), "is_left": is_left}
    return warehouse.run_job(Job("purge", who, given))


def _is_left(warehouse: Warehouse, before: datetime) -> bool:
    """Return whether an older version has old facts that the newest has no more."""
    on_disk = warehouse.versions()
    if not on_disk:
        return False
    newest = _facts(warehouse.read(), before)
    for version in on_disk[:-1]:
        try:
            older = _facts(warehouse.at(version), before)
        except (UnreadableError, FileNotFoundError):
            continue
        if any(count > newest.get(key, 0) for key, count in older.items()):
            return True
    return False


def _facts(reader: Reader, before: datetime) -> dict[tuple[str, int], int]:
    """Return the number of facts per table and upload that is older than a moment."""
    counts = " union all ".join(
        f"select '{table}', upload_no, count(*) from {table} where upload_no in"
        " (select upload_no from old_upload) group by upload_no"
        for table in PURGEABLE_TABLES
    )
    old = "with old_upload as (select upload_no from upload where loaded_at < ?)"
    return {(name, no): count for name, no, count in reader.rows(f"{old} {counts}", [before])}
