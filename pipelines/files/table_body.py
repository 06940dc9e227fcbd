"""The rows of a table as the engine reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from signpost.pipelines.files.dialect import Layout
from signpost.pipelines.files.parquet_table import INTEGERS, ParquetTable
from signpost.pipelines.files.record_scan import LineBuffer
from signpost.pipelines.model import limits
from signpost.warehouse.connection import sql_text

_SHARED = (
    f"header=false, auto_detect=false, max_line_size={limits.LINE_BYTES}, "
    f"buffer_size={4 * limits.LINE_BYTES}"
)


@dataclass(frozen=True)
class Body:
    """Position of the rows, and how to read them."""

    path: Path
    layout: Layout
    skip: int
    newline: str
    lines: LineBuffer
    json: bool = False
    typed_cells: bool = False
    """Its numbers are typed: it is Parquet, or was written from a workbook."""
    parquet: ParquetTable | None = None

    @property
    def relation(self) -> str:
        """SQL for its rows."""
        if self.parquet:
            return self.parquet.relation({})
        if self.json:
            return (
                "(select if(json_valid(j), j, NULL) as j, not json_valid(j) as broken from "
                "read_csv("
                f"{sql_text(str(self.path))}, {_SHARED}, delim=chr(1), quote='', escape='', "
                "columns={'j': 'VARCHAR'})"
                " where j is not null)"
            )
        return self._csv({}, ", store_rejects=true, rejects_limit=0")

    def typed(self, types: Mapping[int, str]) -> str:
        """Return SQL for the rows, some columns read as a type; an error at the first misfit."""
        if self.parquet:
            return self.parquet.relation(types)
        return self._csv(types, "")

    def is_whole(self, index: int) -> bool:
        """Return whether a column holds integers by its type."""
        return self.parquet is not None and self.parquet.columns[index].kind in INTEGERS

    def _csv(self, types: Mapping[int, str], more: str) -> str:
        width = len(self.layout.headers)
        names = ", ".join(f"'c{i}': '{types.get(i, 'VARCHAR')}'" for i in range(width))
        return (
            f"read_csv({sql_text(str(self.path))}, {_SHARED}, skip={self.skip}, "
            f"delim={sql_text(self.layout.delimiter)}, "
            f"quote='\"', escape='\"', new_line={self.newline}, columns={{{names}}}{more})"
        )

    def cell(self, index: int) -> str:
        """Return SQL for the tidied text of one column."""
        if not self.json:
            return f"tidy_column(c{index})"
        steps = ".".join(f'"{step}"' for step in self.layout.paths[index])
        return f"tidy(json_extract_string(j, {sql_text('$.' + steps)}))"

    @property
    def broken(self) -> str:
        """SQL that is true for a row that could not be taken apart."""
        return "broken" if self.json else "false"
