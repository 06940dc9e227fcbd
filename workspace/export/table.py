"""A published table: its columns, its key, and where its rows come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

import pandas as pd

from signpost.presentation.json_values import to_json_value
from signpost.workspace.results import Results

ColumnType = Literal["text", "number", "integer", "boolean"]
_PANDAS: Mapping[ColumnType, str] = {
    "text": "object",
    "number": "float64",
    "integer": "Int64",
    "boolean": "boolean",
}
_RowSource = Callable[[Results], Iterable[Mapping[str, object]]]


@dataclass(frozen=True)
class ExportColumn:
    """A column: name, type, meaning."""

    name: str
    type: ColumnType
    about: str = ""


@dataclass(frozen=True)
class ExportTable:
    """A table that is exported; its key is made of ids, which stay from export to export."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[ExportColumn, ...]
    rows: _RowSource

    def frame(self, results: Results) -> pd.DataFrame:
        """Return the rows as this reader may see them, by key. Raises Denied, WarehouseError."""
        rows = [self._cells(row) for row in self.rows(results)]
        types = {column.name: _PANDAS[column.type] for column in self.columns}
        frame = pd.DataFrame(rows, columns=[*types]).astype(types)
        return frame.sort_values([*self.key], kind="stable", ignore_index=True)

    def schema(self) -> dict[str, object]:
        """Return the table as the schema file describes it."""
        return {
            "name": self.name,
            "about": self.about,
            "key": [*self.key],
            "columns": [
                {"name": one.name, "type": one.type, "about": one.about} for one in self.columns
            ],
        }

    def _cells(self, row: Mapping[str, object]) -> list[object]:
        """Return the cells as the JSON of the command line has them; in a key '' for nothing."""
        cells = [to_json_value(row.get(column.name)) for column in self.columns]
        return [
            "" if cell is None and column.name in self.key else cell
            for cell, column in zip(cells, self.columns, strict=True)
        ]


def cells_of(record: Any) -> dict[str, object]:
    """Return the fields of a result by name, one level deep."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def band_cells(name: str, band: tuple[float, float, float] | None) -> dict[str, object]:
    """Return a figure with its range as three cells, empty where it is not known."""
    low, point, high = band or (None, None, None)
    return {f"{name}_low": low, name: point, f"{name}_high": high}


def cells_of_bands(bands: Mapping[str, tuple[float, float, float] | None]) -> dict[str, object]:
    """Return several figures as `band_cells` does each, by name."""
    return {
        key: cell for name, band in bands.items() for key, cell in band_cells(name, band).items()
    }


def columns(spec: str) -> tuple[ExportColumn, ...]:
    """Return the columns of lines `name type meaning`."""
    parts = (line.split(maxsplit=2) for line in spec.strip().splitlines())
    return tuple(
        ExportColumn(name, kind, about[0] if about else "")  # type: ignore[arg-type]
        for name, kind, *about in parts
    )
