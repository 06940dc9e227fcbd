"""Backup to one file, and restore. The key of the pseudonyms is not in it."""

import os
import shutil
from pathlib import Path

import duckdb

from signpost.warehouse import migrations
from signpost.warehouse.connection import connect, spill_folder
from signpost.warehouse.errors import WarehouseError, engine_errors_explained, explain_engine_error
from signpost.warehouse.pages import read_through
from signpost.warehouse.store import Warehouse

NAME_IT = "Name the file that `backup` wrote."


def backup(warehouse: Warehouse, target: Path) -> Path:
    """Copy the newest version to ``target``, a file or a folder, and read the copy back.

    Readers and writers go on meanwhile. Gives the file written. Raises WarehouseError.
    """
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
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            part.rename(file)
        finally:
            part.unlink(missing_ok=True)
    return file


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
    return warehouse.adopt(file, who)


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
