"""Files of an export: one Parquet and one CSV per table, and the schema of all."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from signpost.presentation.escaping import csv_bytes
from signpost.presentation.json_values import json_text
from signpost.warehouse.connection import write_parquet_file
from signpost.workspace.changes import note_export
from signpost.workspace.export.answer_tables import ANSWER_TABLES
from signpost.workspace.export.table import ColumnType, ExportTable
from signpost.workspace.export.usage_tables import USAGE_TABLES
from signpost.workspace.results import Results

ExportKind = Literal["parquet", "csv"]
EXPORT_TABLES: Final[Mapping[str, ExportTable]] = {
    table.name: table for table in (*ANSWER_TABLES, *USAGE_TABLES)
}
SCHEMA_FILE: Final = "schema.json"
_SQL: Final[Mapping[ColumnType, str]] = {
    "text": "varchar",
    "number": "double",
    "integer": "bigint",
    "boolean": "boolean",
}


def write_export(results: Results, folder: Path) -> dict[str, object]:
    """Write every table and the schema into a folder and return the schema.

    Raises Denied, WarehouseError, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    frames = {name: table.frame(results) for name, table in EXPORT_TABLES.items()}
    for name, frame in frames.items():
        table = EXPORT_TABLES[name]
        _write_parquet(table, frame, folder / f"{name}.parquet")
        (folder / f"{name}.csv").write_bytes(csv_bytes(frame))
    schema = _schema(results, frames)
    (folder / SCHEMA_FILE).write_text(json_text(schema) + "\n", encoding="utf-8")
    return schema


def table_bytes(table: ExportTable, results: Results, kind: ExportKind) -> bytes:
    """Return one table as a file. Raises Denied, WarehouseError."""
    frame = table.frame(results)
    if kind == "csv":
        return csv_bytes(frame)
    with tempfile.TemporaryDirectory(prefix="signpost-export-") as folder:
        path = Path(folder) / f"{table.name}.parquet"
        _write_parquet(table, frame, path)
        return path.read_bytes()


def download_table(table: ExportTable, results: Results, kind: ExportKind) -> bytes:
    """Return one table as a file and note who took it. Raises Denied, WarehouseError."""
    content = table_bytes(table, results, kind)
    note_export(results, f"table {table.name} as {kind}", len(content))
    return content


def export_schema(results: Results) -> dict[str, object]:
    """Return what every table holds, for this reader. Raises Denied, WarehouseError."""
    return _schema(results, {name: one.frame(results) for name, one in EXPORT_TABLES.items()})


def _schema(results: Results, frames: Mapping[str, pd.DataFrame]) -> dict[str, object]:
    return {
        "stamp": results.stamp(),
        "about": (
            "The figures the pages show, of the same cells. Withheld cells are empty, coded counts "
            "have their range. In CSV a text that a spreadsheet would run has an apostrophe in "
            "front; Parquet has it as it is."
        ),
        "tables": [EXPORT_TABLES[name].schema(frame) for name, frame in frames.items()],
    }


def _write_parquet(table: ExportTable, frame: pd.DataFrame, path: Path) -> None:
    write_parquet_file(frame, {one.name: _SQL[one.type] for one in table.columns}, path)
