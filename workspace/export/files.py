"""Files of an export: one Parquet and one CSV per table, and the schema of all."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from signpost.answers.access import require
from signpost.presentation.escaping import csv_bytes
from signpost.presentation.json_values import json_text
from signpost.warehouse.connection import write_parquet_file
from signpost.workspace.changes import note_export
from signpost.workspace.export.answer_tables import ANSWER_TABLES
from signpost.workspace.export.evidence_tables import EVIDENCE_TABLES
from signpost.workspace.export.programme_tables import PROGRAMME_TABLES
from signpost.workspace.export.purpose_tables import PURPOSE_TABLES
from signpost.workspace.export.segment_tables import SEGMENT_TABLES
from signpost.workspace.export.table import ColumnType, ExportTable
from signpost.workspace.export.usage_tables import USAGE_TABLES
from signpost.workspace.memo import version_memo
from signpost.workspace.results import Results

ExportKind = Literal["parquet", "csv"]
EXPORT_TABLES: Final[Mapping[str, ExportTable]] = {
    table.name: table
    for table in (
        *ANSWER_TABLES,
        *EVIDENCE_TABLES,
        *USAGE_TABLES,
        *SEGMENT_TABLES,
        *PROGRAMME_TABLES,
        *PURPOSE_TABLES,
    )
}
EXPORT_KINDS: Final[tuple[ExportKind, ...]] = ("parquet", "csv")
SCHEMA_FILE: Final = "schema.json"
_FILES = version_memo(48)
_SQL: Final[Mapping[ColumnType, str]] = {
    "text": "varchar",
    "number": "double",
    "integer": "bigint",
    "boolean": "boolean",
}


def write_export(results: Results, folder: Path) -> dict[str, object]:
    """Write every table and the schema into a folder, note who took them; return the schema.

    Each file is whole or not there. Raises Denied, WarehouseError, OSError.
    """
    require(results.access, "export")
    frames = {name: table.frame(results) for name, table in EXPORT_TABLES.items()}
    folder.mkdir(parents=True, exist_ok=True)
    schema = export_schema(results)
    content = {SCHEMA_FILE: f"{json_text(schema)}\n".encode()}
    for name, frame in frames.items():
        for kind in EXPORT_KINDS:
            content[f"{name}.{kind}"] = _packed(EXPORT_TABLES[name], frame, kind)
    note_export(results, "every published table", sum(map(len, content.values())))
    for name, body in content.items():
        part = folder / f"{name}.part"
        part.write_bytes(body)
        part.replace(folder / name)
    return schema


def download_table(name: str, results: Results, kind: ExportKind) -> bytes:
    """Return one table as a file and note who took it. Raises Denied, WarehouseError."""
    content = table_bytes(name, results, kind)
    note_export(results, f"table {name} as {kind}", len(content))
    return content


def table_bytes(name: str, results: Results, kind: ExportKind) -> bytes:
    """Return one table as a file, made once for all who see the same. Raises WarehouseError.

    Raises Denied before it looks.
    """
    require(results.access, "export")
    table, key = EXPORT_TABLES[name], (results.root, results.version, results.scope, name, kind)
    return _FILES.get_or_make(key, lambda: _packed(table, table.frame(results), kind))


def export_schema(results: Results) -> dict[str, object]:
    """Return what every table holds. Raises Denied, WarehouseError."""
    require(results.access, "export")
    return {
        "stamp": results.stamp(),
        "about": (
            "The figures the pages show, of the same cells. Withheld cells are empty, coded counts "
            "have their range. In CSV a text that a spreadsheet would run has an apostrophe in "
            "front; Parquet has it as it is."
        ),
        "tables": [table.schema() for table in EXPORT_TABLES.values()],
    }


def _packed(table: ExportTable, frame: pd.DataFrame, kind: ExportKind) -> bytes:
    if kind == "csv":
        return csv_bytes(frame)
    with tempfile.TemporaryDirectory(prefix="signpost-export-") as folder:
        path = Path(folder) / f"{table.name}.parquet"
        write_parquet_file(frame, {one.name: _SQL[one.type] for one in table.columns}, path)
        return path.read_bytes()
