"""The rows of a table: as SQL for the engine, or typed by Arrow, which is half the work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv, dataset, ipc

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
        names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(self.layout.headers)))
        return (
            f"read_csv({sql_text(str(self.path))}, {_SHARED}, skip={self.skip}, "
            f"delim={sql_text(self.layout.delimiter)}, "
            f"quote='\"', escape='\"', new_line={self.newline}, columns={{{names}}}, "
            "store_rejects=true, rejects_limit=0)"
        )

    def is_whole(self, index: int) -> bool:
        """Return whether a column holds integers by its type."""
        return self.parquet is not None and self.parquet.columns[index].kind in INTEGERS

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


_ARROW_TYPES: Mapping[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "DOUBLE": pa.float64(),
    "INTEGER": pa.int32(),
    "BOOLEAN": pa.bool_(),
}
_YES = ("true", "t", "yes", "y", "1")
_NO = ("false", "f", "no", "n", "0")
_BLOCK = 1 << 20
"""Bytes that are parsed at once; a longer row is no row for this reader."""


class ArrowRows(dataset.Dataset):
    """Rows in a file, which every statement of the engine reads anew from its beginning.

    The engine asks a dataset for the columns of a statement, but Arrow's own scanner reads up to
    1 GB ahead of it, in threads of its own: here it is given the stream of the file.
    """

    def __init__(self, file: Path, count: int) -> None:
        """Read the names of the columns from `file`, which has `count` rows."""
        self._file, self.count = file, count
        self._schema = self._stream().schema

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns, as the engine asks for them."""
        return self._schema

    def scanner(self, columns: list[str] | None = None, filter: object = None) -> _Scanner:  # noqa: A002
        """Return what reads some columns; named as the engine calls it."""
        names = self._schema.names if columns is None else columns
        places = [self._schema.get_field_index(name) for name in names]
        stream = self._stream(places)
        if filter is None and places == sorted(places):
            # no Python between here and the engine: a Ctrl-C would be taken for an odd row
            return _Scanner(stream)
        scanned = dataset.Scanner.from_batches(stream, columns=names, filter=filter)
        return _Scanner(scanned.to_reader())

    def _stream(self, places: list[int] | None = None) -> pa.RecordBatchReader:
        options = ipc.IpcReadOptions(included_fields=places)
        return ipc.open_stream(pa.OSFile(str(self._file)), options=options)


@dataclass(frozen=True)
class _Scanner:
    """One reading of the rows."""

    reader: pa.RecordBatchReader

    def to_reader(self) -> pa.RecordBatchReader:
        """Return the rows, as Arrow's scanners do."""
        return self.reader


def arrow_rows(body: Body, types: Mapping[int, str], file: Path) -> ArrowRows:
    """Write some columns to a file, typed: c0, c1, ... and the number of the row as `row`.

    `types`: column -> VARCHAR, DATE (ISO), DOUBLE, INTEGER or BOOLEAN. An empty cell is NULL.
    Raises pa.ArrowInvalid at the first cell or row that does not fit.
    """
    with _reader(body, types) as rows:
        schema = pa.schema([("row", pa.int64()), *rows.schema])
        count = 0
        with pa.OSFile(str(file), "wb") as sink, ipc.new_stream(sink, schema) as out:
            for batch in rows:
                numbers = pa.array(np.arange(count, count + batch.num_rows))
                columns = [numbers, *batch.columns]
                out.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
                count += batch.num_rows
    return ArrowRows(file, count)


def _reader(body: Body, types: Mapping[int, str]) -> csv.CSVStreamingReader:
    names = [f"c{at}" for at in range(len(body.layout.headers))]
    if len(names) < 2 or len(body.layout.delimiter.encode()) > 1:
        raise pa.ArrowInvalid("a table of one column, or a mark of several bytes")
    read = csv.ReadOptions(block_size=_BLOCK, skip_rows=body.skip, column_names=names)
    parse = csv.ParseOptions(delimiter=body.layout.delimiter, newlines_in_values=True)
    convert = csv.ConvertOptions(
        column_types={f"c{at}": _ARROW_TYPES[kind] for at, kind in types.items()},
        include_columns=[f"c{at}" for at in types],
        null_values=[""],
        strings_can_be_null=True,
        true_values=_spellings(_YES),
        false_values=_spellings(_NO),
    )
    return csv.open_csv(body.path, read, parse, convert)


def _spellings(words: Iterable[str]) -> list[str]:
    return sorted({form for word in words for form in (word, word.capitalize(), word.upper())})
