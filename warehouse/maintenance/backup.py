"""Backup to one file, and restore. The key of the pseudonyms is not in it."""

import shutil
from pathlib import Path

import duckdb

from signpost.warehouse import migrations
from signpost.warehouse.connection import connect, spill_folder
from signpost.warehouse.durable import fsync_file, fsync_folder, replace_durably
from signpost.warehouse.errors import WarehouseError, engine_errors_explained, explain_engine_error
from signpost.warehouse.exports import exports_file, record_backup
from signpost.warehouse.maintenance.publications import copy_publications, publications_folder
from signpost.warehouse.pages import read_through
from signpost.warehouse.store import Warehouse

_SIGNS = "select name, value from setting where name in ('folder', 'key_sign')"
NAME_IT = "Name the file that `backup` wrote."


def backup(warehouse: Warehouse, target: Path, who: str = "") -> Path:
    """Copy the newest version to ``target``, a file or a folder, and read the copy back.

    The record of downloads and the published figures are copied beside it. Readers and writers go
    on meanwhile. A job that was broken off is finished first. Gives the file written. Raises
    WarehouseError.
    """
    warehouse.finish_job()  # what was to be gone must not live on in a backup
    version = warehouse.read().version
    source = dict(warehouse.versions()).get(version)
    if source is None:
        raise WarehouseError(f"There is no data in {warehouse.root}.", "Load something first.")
    file = target / f"signpost-{version:08d}.duckdb" if target.is_dir() else target
    if file.exists():
        raise WarehouseError(f"{file} already exists.", "Choose another name.")
    part = file.with_name(file.name + ".part")
    with engine_errors_explained(file.parent):
        try:
            shutil.copyfile(source, part)
            _check(part, warehouse.memory_limit)
            fsync_file(part)
            part.rename(file)
            fsync_folder(file.parent)
        finally:
            part.unlink(missing_ok=True)
    _copy_exports(warehouse.root, file)
    with engine_errors_explained(file.parent):
        copy_publications(publications_folder(warehouse.root), published_copy(file))
    record_backup(warehouse.root, who, file.resolve(), version=version)
    return file


def exports_copy(file: Path) -> Path:
    """Return where the record of downloads lies beside a backup."""
    return file.with_name(f"{file.name}.exports.jsonl")


def published_copy(file: Path) -> Path:
    """Return where the published figures lie beside a backup."""
    return file.with_name(f"{file.name}.published")


def _copy_exports(root: Path, file: Path) -> None:
    with engine_errors_explained(file.parent):
        if exports_file(root).is_file():
            replace_durably(exports_copy(file), exports_file(root).read_bytes())


def restore(warehouse: Warehouse, file: Path, who: str) -> int:
    """Publish a backup as the newest version; what was there before stays as an older version.

    Gives the new version's number. Raises WarehouseError.
    """
    if not file.is_file():
        raise WarehouseError(f"There is no file {file}.", NAME_IT)
    with file.open("rb") as stream:  # DuckDB would open a CSV or a Parquet file as a view of it
        if stream.read(12)[8:] != b"DUCK":
            raise WarehouseError(f"{file.name} is not a backup.", NAME_IT)
    _check(file, warehouse.memory_limit)
    _refuse_other(warehouse, file)
    with engine_errors_explained(warehouse.root):  # before: nobody publishes the same otherwise
        copy_publications(published_copy(file), publications_folder(warehouse.root))
    version = warehouse.adopt(file, who)
    with engine_errors_explained(warehouse.root):
        if exports_copy(file).is_file() and not exports_file(warehouse.root).exists():
            replace_durably(exports_file(warehouse.root), exports_copy(file).read_bytes())
    return version


def _refuse_other(warehouse: Warehouse, file: Path) -> None:
    """Raise WarehouseError for a backup of another folder: its persons have another key."""
    spill, limit = spill_folder() / f"sign-{file.name}", warehouse.memory_limit
    with connect(file, memory_limit=limit, spill=spill, read_only=True) as connection:
        there = dict(connection.execute(_SIGNS).fetchall())
    here = dict(warehouse.read().rows(_SIGNS))
    for name in ("folder", "key_sign"):
        if name in here and name in there and here[name] != there[name]:
            raise WarehouseError(
                f"{file.name} is a backup of another data folder.",
                "Nothing was changed. Restore it into an empty folder, with its own key beside it.",
            )


def _check(file: Path, memory_limit: str) -> dict[str, int]:
    """Read a version's file through and count the rows per table. Raises WarehouseError."""
    spill = spill_folder() / f"check-{file.name}"
    try:
        with connect(file, memory_limit=memory_limit, spill=spill, read_only=True) as connection:
            stored = migrations.stored_layout(connection)
            if not stored:
                raise WarehouseError(f"{file.name} is not Signpost's.", NAME_IT)
            migrations.refuse_newer(stored)
            return read_through(connection)
    except duckdb.Error as error:
        raise explain_engine_error(error, file) or error from error
