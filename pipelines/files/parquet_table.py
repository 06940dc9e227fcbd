"""A Parquet file, or a folder of them that is one table: columns, rows as texts or types."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

import duckdb

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.dialect import Layout
from signpost.pipelines.files.encoding import EncodingSurvey
from signpost.pipelines.model import limits
from signpost.pipelines.model.limits import COLUMNS
from signpost.warehouse.connection import ident, sql_text

MAGIC, ENCRYPTED_MAGIC = b"PAR1", b"PARE"
_ENDINGS = (".parquet", ".parq", ".pq")
_MARKS = {"_SUCCESS", "_metadata", "_common_metadata"}
"""What Spark and others write beside the parts of one table."""
_PARTITION = re.compile(r"[^=/\\.][^=/\\]*=[^/\\]*")
_EMPTY_PARTITION = "__HIVE_DEFAULT_PARTITION__"
_FILE_NAMED = re.compile(r' file "[^"]*"')
"""The engine names the file by a place that nobody knows."""
_SAMPLE = 200
_MOST_CELLS = 200_000
"""A table that people make by hand is no larger."""
_PLACE = "signpost file"
_SHAPED = {"list", "map", "array", "union", "variant", "geometry"}
"""Types that have no place in a table of facts."""
_FLOATS, _DAYS = {"float", "double"}, {"date", "timestamp"}
_INSTANT = "timestamp with time zone"
INTEGERS = {
    "tinyint", "smallint", "integer", "bigint", "hugeint",
    "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint",
}  # fmt: skip
_NUMBERS = {*INTEGERS, *_FLOATS, "decimal"}
_UTC = "Times carry a time zone; they are read, and days are counted, in UTC: {}."
_LEFT_OUT = "Columns that hold lists or bytes were not read: {}."


@dataclass(frozen=True)
class ParquetColumn:
    """One column, or one field of a nested one."""

    steps: tuple[str, ...]
    kind: str
    """Its type, without precision: double, date, varchar."""
    partition: bool = False
    """It stands in the names of the folders."""

    @property
    def name(self) -> str:
        """Header as the steps of reading know it."""
        return ".".join(self.steps)


@dataclass(frozen=True)
class ParquetTable:
    """The files of one table and what can be read of it."""

    root: Path
    files: tuple[Path, ...]
    columns: tuple[ParquetColumn, ...]
    left_out: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes of the receipt: time zones, columns without a place."""
        zoned = [column.name for column in self.columns if column.kind == _INSTANT]
        notes = [_UTC.format(", ".join(zoned))] if zoned else []
        return (*notes, *([_LEFT_OUT.format(", ".join(self.left_out))] if self.left_out else []))

    @cached_property
    def layout(self) -> Layout:
        """Columns and first rows as the steps of reading know them from other files."""
        headers = tuple(column.name for column in self.columns)
        sample = tuple(self.rows(_SAMPLE))
        return Layout("", headers, 0, 0, 0, sample=sample, below=sample)

    def relation(self, types: Mapping[int, str]) -> str:
        """Return SQL for the rows as columns c0, c1, ...: texts unless a type is asked for."""
        cells = (
            f"{_cell(column, self.root, types.get(at, 'VARCHAR'))} as c{at}"
            for at, column in enumerate(self.columns)
        )
        return f"(select {', '.join(cells)} from {_scan(self.files)})"

    def rows(self, most: int) -> list[tuple[str, ...]]:
        """Return the first rows as texts."""
        cells = ", ".join(f"coalesce(c{at}, '')" for at in range(len(self.columns)))
        with _engine(self.root) as con, _explained(self.root.name):
            return con.execute(f"select {cells} from {self.relation({})} limit {most}").fetchall()

    def csv_text(self) -> str:
        """Return all of a small table as CSV; empty for a large one."""
        with _engine(self.root) as con:
            count = con.execute(f"select count(*) from {_scan(self.files)}").fetchall()[0][0]
        if count * len(self.columns) > _MOST_CELLS:
            return ""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([self.layout.headers, *self.rows(count)])
        return out.getvalue()


def is_table_folder(folder: Path) -> bool:
    """Return whether the files below a folder are one table: partitions, or a writer's parts."""
    if (folder / "_delta_log").is_dir() or any(folder.glob("metadata/*.metadata.json")):
        return True
    names = {child.name for child in folder.iterdir()}
    parts = any(PurePosixPath(name).suffix.lower() in _ENDINGS for name in names)
    if parts and (names & _MARKS or folder.suffix.lower() in _ENDINGS or _key(folder.name)):
        return True
    return any(
        _key(child.name) and child.is_dir() and any(_parts(child)) for child in folder.iterdir()
    )


def files_of(path: Path) -> list[Path]:
    """Return the files behind one path of a call: itself, or the parts of a table."""
    return sorted(_parts(path)) if path.is_dir() else [path]


def member_table(name: str) -> str | None:
    """Return the folder of an archive whose Parquet files are one table with this one."""
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).suffix.lower() not in _ENDINGS or ".." in parts:
        return None
    at = next((at for at, part in enumerate(parts[:-1]) if _key(part)), None)
    return None if at is None else "/".join(parts[:at])


def survey_parquet(
    path: Path, name: str, progress: Callable[[int], None] | None = None
) -> EncodingSurvey:
    """Hash a file, or the files of a table; refuse what is cut short or encrypted."""
    if path.is_dir():
        _refuse_lakehouse(path, name)
    files = files_of(path)
    found = [_hashed(one, name, progress) for one in files]
    size, digest = sum(size for _, size in found), found[0][0]
    if path.is_dir():  # the names of a writer's parts say nothing, those of its folders do
        places = (one.relative_to(path).parent.as_posix() for one in files)
        lines = sorted(f"{place}:{own}" for place, (own, _) in zip(places, found, strict=True))
        above = f"{path.name}/" if _key(path.name) else ""
        digest = hashlib.sha256((above + "\n".join(lines)).encode()).hexdigest()
    return EncodingSurvey(digest, size, "utf-8", "", nuls=False, quotes=False, blank_lines=False)


def parquet_table(path: Path, name: str) -> ParquetTable:
    """Read the columns of a Parquet file or folder; nested ones are taken apart."""
    files = tuple(files_of(path))
    root = path.parent if path.is_file() or _key(path.name) else path
    with _engine(root) as con, _explained(name):
        scanned = con.sql(f"select * from {_scan(files)}")
        _refuse_encrypted(con, files, name)
        _refuse_inflated(con, files, len(scanned.columns), name)
        found = [
            column
            for header, kind in zip(scanned.columns, scanned.types, strict=True)
            if header != _PLACE
            for column in _columns(kind, (header,))
        ]
        found = [_as_words(con, one, files) if one.kind == "blob" else one for one in found]
    usable = [one for one in found if one.kind not in _SHAPED and one.kind != "blob"]
    keys = _keys(files, root) if path.is_dir() else []
    usable += [
        ParquetColumn((key,), "varchar", partition=True)
        for key in keys
        if (key,) not in {column.steps for column in usable}
    ]
    if len(usable) > COLUMNS:
        raise UnreadableFile(
            "too_large",
            f"{name} has {len(usable):,} columns; a table may have {COLUMNS:,}.",
            "Export fewer columns.",
        )
    left_out = tuple(one.name for one in found if one not in usable)
    return ParquetTable(root, files, tuple(usable), left_out)


def damaged_parquet(name: str, reason: str) -> UnreadableFile:
    """Return the refusal of a file whose inside cannot be read."""
    reason = _FILE_NAMED.sub("", reason)
    return UnreadableFile(
        "damaged",
        f"{name} is damaged: its Parquet data cannot be read ({reason}).",
        "Copy or export it again.",
    )


def _encrypted(name: str) -> UnreadableFile:
    return UnreadableFile(
        "encrypted", f"{name} is encrypted Parquet.", "Write it without encryption and load that."
    )


def _refuse_encrypted(con: duckdb.DuckDBPyConnection, files: Iterable[Path], name: str) -> None:
    """Refuse files that list their columns in clear and encrypt what stands in them."""
    listed = ", ".join(sql_text(str(file.resolve())) for file in files)
    ciphers = f"select 1 from parquet_file_metadata([{listed}]) where encryption_algorithm <> ''"
    try:
        encrypted = bool(con.execute(ciphers).fetchall())
    except duckdb.InvalidInputException as error:
        encrypted = "unicode" in str(error)  # a cipher's name holds random bytes
    if encrypted:
        raise _encrypted(name)


def _refuse_inflated(
    con: duckdb.DuckDBPyConnection, files: Sequence[Path], columns: int, name: str
) -> None:
    """Refuse a few bytes that say of a cell that it stands there a billion times."""
    listed = ", ".join(sql_text(str(file.resolve())) for file in files)
    counted = con.execute(f"select sum(num_rows) from parquet_file_metadata([{listed}])").fetchone()
    rows = int(counted[0] or 0) if counted else 0
    cells, size = rows * columns, sum(file.stat().st_size for file in files)
    is_bomb = cells > limits.PARQUET_FROM and cells > limits.PARQUET_RATIO * size
    if is_bomb or cells > limits.PARQUET_CELLS:
        raise UnreadableFile(
            "too_large",
            f"{name} has {rows:,} rows in {size:,} bytes; a Parquet file may have "
            f"{limits.PARQUET_RATIO} cells per byte and {limits.PARQUET_CELLS:,} in all.",
            "If it is genuine, write it as CSV and load that.",
        )


def _refuse_lakehouse(folder: Path, name: str) -> None:
    """Refuse a table format: its log says which files count, and all together hold rows twice."""
    delta = (folder / "_delta_log").is_dir()
    if delta or any(folder.glob("metadata/*.metadata.json")):
        raise UnreadableFile(
            "lakehouse_table",
            f"{name} is {'a Delta' if delta else 'an Iceberg'} table: which of its files count is "
            "said in its log.",
            "Name it in fetch.toml and run `signpost fetch`, or export it as Parquet.",
        )


def _parts(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "_")) for part in inside if not _key(part))
        if path.suffix.lower() in _ENDINGS and not hidden and path.is_file():
            yield path


def _key(part: str) -> str:
    return part.partition("=")[0] if _PARTITION.fullmatch(part) else ""


def _keys(files: Iterable[Path], root: Path) -> list[str]:
    parts = (part for file in files for part in file.relative_to(root).parts[:-1])
    return list(dict.fromkeys(key for part in parts if (key := _key(part))))


def _hashed(path: Path, name: str, progress: Callable[[int], None] | None) -> tuple[str, int]:
    digest, size, end = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        while chunk := file.read(8 << 20):
            digest.update(chunk)
            size += len(chunk)
            end = (end + chunk[-4:])[-4:]
            if progress:
                progress(len(chunk))
    if end == ENCRYPTED_MAGIC:
        raise _encrypted(name)
    if end != MAGIC or size < 12:
        raise UnreadableFile(
            "damaged",
            f"{name} is cut short: a Parquet file ends with its list of columns, this one does "
            "not.",
            "Copy or export it again.",
        )
    return digest.hexdigest(), size


@contextlib.contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn the engine's failure on a file into a refusal."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise damaged_parquet(name, str(error).splitlines()[0]) from error


def _engine(root: Path) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    con = duckdb.connect(config=config)
    con.execute(f"set allowed_directories = [{sql_text(str(root.resolve()))}]")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con


def _scan(files: Iterable[Path]) -> str:
    """Return SQL for all rows; folders above the table never name a column."""
    listed = ", ".join(sql_text(str(file.resolve())) for file in files)
    return (
        f"read_parquet([{listed}], hive_partitioning=false, union_by_name=true, "
        f"filename={sql_text(_PLACE)})"
    )


def _columns(kind: object, steps: tuple[str, ...]) -> Iterator[ParquetColumn]:
    if getattr(kind, "id", "") == "struct":
        for name, inner in kind.children:  # type: ignore[attr-defined]
            yield from _columns(inner, (*steps, name))
    else:
        plain = str(kind).lower()
        plain = "list" if plain.endswith("]") else re.sub(r"\(.*|_(s|ms|ns)$", "", plain)
        yield ParquetColumn(steps, plain)


def _as_words(
    con: duckdb.DuckDBPyConnection, column: ParquetColumn, files: Iterable[Path]
) -> ParquetColumn:
    """Return bytes as texts where they are: older tools write texts without saying so."""
    cell = ".".join(ident(step) for step in column.steps)
    some = f"select {cell} as b from {_scan(files)} where {cell} is not null limit {_SAMPLE}"
    words, cells = con.execute(f"select count(try(decode(b))), count(*) from ({some})").fetchall()[
        0
    ]
    return replace(column, kind="bytes") if cells and words == cells else column


def _cell(column: ParquetColumn, root: Path, wanted: str) -> str:
    if column.partition:
        below = f"substr({ident(_PLACE)}, {len(str(root.resolve())) + 1})"
        pattern = sql_text(f"/{re.escape(column.steps[0])}=([^/]*)/")
        text = f"url_decode(regexp_extract({below}, {pattern}, 1))"
        return _as_type(f"nullif({text}, {sql_text(_EMPTY_PARTITION)})", "varchar", wanted)
    value = ".".join(ident(step) for step in column.steps)
    if column.kind == _INSTANT:
        return _as_type(f"timezone('UTC', {value})", "timestamp", wanted)
    if column.kind == "bytes":
        value = f"decode({value})"
    elif column.kind in _FLOATS:
        value = f"case when not isnan({value}) then {value} end"
    return _as_type(value, column.kind, wanted)


def _as_type(value: str, kind: str, wanted: str) -> str:
    """Return the value as a type; what a text of it would not allow is an error, as in a CSV."""
    own = {
        "DATE": _DAYS,
        "TIMESTAMP": _DAYS,
        "DOUBLE": _NUMBERS,
        "BIGINT": INTEGERS,
        "BOOLEAN": {"boolean"},
    }
    if kind in own.get(wanted, ()):
        return f"cast({value} as {wanted})"
    text = f"cast({value} as varchar)"
    if kind in _FLOATS:  # 12.0 of a tool that knows no missing integers is 12
        whole = f"{value} = trunc({value}) and abs({value}) < 1e15"
        text = f"case when {whole} then cast(cast({value} as bigint) as varchar) else {text} end"
    if kind in _FLOATS or kind == "decimal":  # with a fourth digit it cannot mean thousands
        text = f"regexp_replace({text}, '^([-+]?\\d{{1,3}}\\.\\d{{3}})$', '\\10')"
    return text if wanted == "VARCHAR" else f"cast({text} as {wanted})"
