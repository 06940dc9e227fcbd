"""A clean file is read by types: nothing to trim, nothing to explain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from signpost.pipelines.files.table_body import Body, arrow_rows
from signpost.pipelines.model.cells import Cell, Kind
from signpost.pipelines.reading.locale_formats import Parsed
from signpost.pipelines.reading.row_problems import broken_rules
from signpost.pipelines.reading.skip_rules import absent, skip, skip_rules
from signpost.pipelines.recognition.grown_exports import NEW_COUNTER, with_signs
from signpost.pipelines.recognition.identify import Match
from signpost.pipelines.scratch_engine import SMALL_BYTES
from signpost.warehouse.connection import sql_text

_TYPES: Mapping[Kind, str] = {
    "day": "DATE", "moment": "TIMESTAMP", "number": "DOUBLE", "duration": "DOUBLE",
    "flag": "BOOLEAN",
}  # fmt: skip
"""What the reader makes of a cell, as our casts would."""
_WORDS = ("text", "person", "group")
_INTEGERS = ("BIGINT", "INTEGER")
_NUMBERS = (*_INTEGERS, "DOUBLE")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGITS = re.compile(r"\d{1,9}")
_LAYERED = re.compile(r"\b[rx]_(\w+)")
"""A field as it stands in the file, or without words for nothing."""


def typed_scan(
    con: duckdb.DuckDBPyConnection, body: Body, match: Match, plan: Parsed, work: Path
) -> Parsed | None:
    """Fill the view `p` as `parse` would; None if a single row needs a closer look."""
    types = {name: _type(name, plan.cells[name].kind, body, match) for name in match.columns}
    scan = _Scan(body, match, plan, types)
    if body.json or scan.reads_twice:
        return None
    if any(cell.constant or cell.kind == "period" for cell in plan.cells.values()):
        return None
    source = with_signs(plan.source) if scan.has_signs else plan.source
    try:
        good = _fill(con, scan, work)
    except (pa.ArrowInvalid, duckdb.ConversionException, duckdb.InvalidInputException):
        return None
    return replace(plan, clean=True, source=source, good_rows=good)


def forget_rejects(con: duckdb.DuckDBPyConnection) -> None:
    """Forget which records of an earlier file could not be turned into rows."""
    con.execute("drop table if exists reject_errors")
    con.execute("drop table if exists reject_scans")


def _type(name: str, kind: Kind, body: Body, match: Match) -> str:
    """Return the type by which the column of a field is read."""
    at = match.columns[name]
    once = list(match.columns.values()).count(at) == 1
    is_new = name.startswith(NEW_COUNTER)  # no more is asked of it than if it is above zero
    if body.parquet:
        whole = once and (kind == "count" or is_new) and body.is_whole(at)
        return "BIGINT" if whole else _TYPES.get(kind, "VARCHAR")
    if once and (kind == "count" or (is_new and _all(_DIGITS, body, at))):
        return "INTEGER"
    if kind == "moment" or (kind == "day" and not _all(_ISO_DAY, body, at)):
        return "VARCHAR"
    return _TYPES.get(kind, "VARCHAR")


def _all(form: re.Pattern[str], body: Body, at: int) -> bool:
    """Return whether all cells of a column have a form, as far as they are filled and known."""
    columns = body.layout.columns
    texts = map(str.strip, set(columns[at])) if at < len(columns) else ()
    return all(form.fullmatch(text) for text in texts if text)


@dataclass(frozen=True)
class _Scan:
    """A clean file, the types of its columns, and SQL for its rows."""

    body: Body
    match: Match
    plan: Parsed
    types: Mapping[str, str]

    @property
    def reads_twice(self) -> bool:
        """Two fields read one column as different things."""
        kinds = {(self.match.columns[name], kind) for name, kind in self.types.items()}
        return len(kinds) > len(set(self.match.columns.values()))

    @property
    def is_large(self) -> bool:
        """It is a text so long that it pays to look at each value once."""
        return self.body.path.stat().st_size > SMALL_BYTES

    @property
    def has_signs(self) -> bool:
        """Newer columns are read as yes or no: whether they are above zero."""
        return all(t in _INTEGERS for n, t in self.types.items() if n.startswith(NEW_COUNTER))

    def column(self, name: str) -> str:
        """Return the cell of a field as it is read."""
        return f"c{self.match.columns[name]}"

    def is_word(self, name: str) -> bool:
        """Return whether its text may need tidying; that of a whole number needs none."""
        at = self.match.columns[name]
        return self.plan.cells[name].kind in _WORDS and not self.body.is_whole(at)

    def layers(self, relation: str, names: Iterable[str]) -> str:
        """Return SQL for fields: texts as r_*, without words for nothing as x_*, and values."""
        every = list(names)
        words = [name for name in every if self.is_word(name)]
        raws = [f"{self.body.cell(self.match.columns[n])} as r_{n}" for n in words]
        seen = [f"present_text(r_{n}) as x_{n}" for n in words]
        values = [f'{self._value(n, self.plain(f"x_{n}"))} as "{n}"' for n in every]
        cells = relation
        for layer in (raws, seen, [*values, *self._absent()]):
            cells = f"(select *, {', '.join(layer)} from {cells})" if layer else cells
        return cells

    def plain(self, sql: str) -> str:
        """Return SQL in which a cell that needs no tidying is asked for as it is read."""
        return _LAYERED.sub(lambda found: self._cell(found[1]) or found[0], sql)

    def _cell(self, name: str) -> str:
        return self.column(name) if name in self.types and not self.is_word(name) else ""

    def checked(self, relation: str) -> str:
        """Return SQL for all rows, which ends in an error at the first that breaks a rule."""
        names = ", ".join(f'"{name}"' for name in self.plan.cells)
        broken = self.plain(" or ".join(broken_rules(self.plan)) or "false")
        why = self.plain(skip(self.plan, typed=self._is_typed))
        return (
            f"select {', '.join([names, *self._absent()])}, case when why is not null then why "
            f"when {broken} then error('') end as skip from "
            f"(select *, {why} as why from {self.layers(relation, self.plan.cells)})"
        )

    def unchanged(self, relation: str) -> str:
        """Return SQL for all rows of a file in which no text needs tidying and no row is odd."""
        values = (f'{self._value(n, self.column(n))} as "{n}"' for n in self.plan.cells)
        return (
            f"select row, {', '.join([*values, *self._absent()])}, cast(NULL as varchar) as skip, "
            f"cast(NULL as varchar[]) as problems from {relation}"
        )

    def odd(self) -> list[str]:
        """Return SQL conditions of which a row that is not as it should be meets one."""
        rules = skip_rules(self.plan, typed=self._is_typed)
        if any(not cell.blank for cell in self.plan.cells.values()):
            del rules["blank"]  # an empty row breaks a rule
        untidy = (
            f"x_{n} is distinct from {self.column(n)}" for n in self.plan.cells if self.is_word(n)
        )
        return [*broken_rules(self.plan, self._flags), *rules.values(), *untidy]

    @property
    def _flags(self) -> frozenset[str]:
        """Fields that were read as yes or no: a filled cell has its value."""
        return frozenset(name for name, kind in self.types.items() if kind == "BOOLEAN")

    @property
    def _is_typed(self) -> bool:
        return any(kind != "VARCHAR" for kind in self.types.values())

    def _absent(self) -> list[str]:
        known = self.plan.cells
        return [absent(cell, n) for n, cell in self.plan.source.fields.items() if n not in known]

    def _value(self, name: str, x: str) -> str:
        """Return SQL for the value of a field whose text or typed cell is `x`."""
        if self.types[name] not in _INTEGERS:
            return _value(self.plan.cells[name], x)
        if self.plan.cells[name].kind == "count":
            return f"case when {x} >= 0 then {x}::double end"
        return f"{x} > 0" if self.has_signs else f"case when {x} > 0 then '1' end"


def _fill(con: duckdb.DuckDBPyConnection, scan: _Scan, work: Path) -> int | None:
    """Fill the view `p`; the number of its rows where all are known to be good.

    Rows are columns c0, c1, ...; a text is read now.
    """
    types = {scan.match.columns[name]: kind for name, kind in scan.types.items()}
    clean = work / "clean.parquet"
    if scan.body.parquet:
        _copy(con, scan.checked(scan.body.parquet.relation(types)), clean)
        return None
    rows = arrow_rows(scan.body, types, work / "typed.arrow")
    con.register("typed_rows", rows)
    # statements then ask for columns in the order of the file, as its own stream has them
    relation = f"(select {', '.join(rows.schema.names)} from typed_rows)"
    if not scan.is_large or _is_any_odd(con, scan, relation):
        _copy(con, scan.checked(relation), clean)
        return None
    con.execute(f"create or replace view p as {scan.unchanged(relation)}")
    return rows.count


def _copy(con: duckdb.DuckDBPyConnection, rows: str, file: Path) -> None:
    """Make `p` of a copy: as Parquet it takes half of what a table does to write."""
    place = sql_text(str(file))
    try:
        con.execute(f"copy ({rows}) to {place} (format parquet)")
    except duckdb.Error:
        file.unlink(missing_ok=True)
        raise
    con.execute(
        "create or replace view p as select file_row_number as row, * exclude (file_row_number), "
        f"cast(NULL as varchar[]) as problems from read_parquet({place}, file_row_number=true)"
    )


def _is_any_odd(con: duckdb.DuckDBPyConnection, scan: _Scan, relation: str) -> bool:
    """Return whether any row is odd, by looking at each value, or set of values, once.

    A rule asks for few columns, and all but the numbers hold the same over and over.
    """
    for names, conditions in _by_columns(scan).items():
        columns = ", ".join(map(scan.column, names))
        numbers = all(scan.types[name] in _NUMBERS for name in names)
        rows = relation if numbers else f"(select distinct {columns} from {relation})"
        met = scan.plain(" or ".join(f"({condition})" for condition in conditions))
        if con.execute(f"select 1 from {scan.layers(rows, names)} where {met} limit 1").fetchall():
            return True
    return False


def _by_columns(scan: _Scan) -> dict[tuple[str, ...], list[str]]:
    """Return the conditions by the fields they ask for; a few come with one that asks for more."""
    asked = [(_fields(condition, scan), condition) for condition in scan.odd()]
    numbers = frozenset(n for n, kind in scan.types.items() if kind in _NUMBERS)
    several = sorted({numbers, *(fields for fields, _ in asked)}, key=len, reverse=True)
    found: dict[tuple[str, ...], list[str]] = {}
    for fields, condition in asked:
        widest = next(one for one in several if fields <= one)
        found.setdefault(tuple(sorted(widest)), []).append(condition)
    return found


def _fields(condition: str, scan: _Scan) -> frozenset[str]:
    """Return the fields that a condition may ask for; a word in a text counts, which costs only."""
    words = set(re.findall(r"\w+", condition))
    return frozenset(n for n in scan.plan.cells if words & {n, f"r_{n}", f"x_{n}"})


def _value(cell: Cell, x: str) -> str:
    match cell.kind:
        case "count":
            number = f"try_cast({x} as bigint)"
            return f"case when {number} >= 0 and not contains({x}, '.') then {number}::double end"
        case "number":
            floor = "" if cell.at_least is None else f" and {x} >= {cell.at_least}"
            return f"case when isfinite({x}){floor} then {x} end"
        case "duration":
            return f"case when isfinite({x}) and {x} >= 0 then {x} end"
        case "day":
            return f"lasting(cast({x} as date))"
        case "moment":
            moment = f"cast({x} as timestamp)"
            return f"case when lasting(cast({moment} as date)) is not null then {moment} end"
        case "flag":
            return x
        case _:
            return cell.sql(x)
