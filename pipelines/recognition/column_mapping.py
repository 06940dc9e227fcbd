"""The analyst's own mapping for a file no source knows; remembered by its header set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from signpost import clock
from signpost.metrics.model.bounded_yaml import load_yaml
from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.model.cells import Cell
from signpost.pipelines.model.source import ColumnSpread, Source
from signpost.pipelines.recognition.identify import all_sources, source_named
from signpost.pipelines.text.headers import header_set, normalise, positions
from signpost.pipelines.text.periods import period_spans
from signpost.warehouse.connection import Reader, Writer

_KEYS = {"read_as", "columns", "constants", "values"}


@dataclass(frozen=True)
class ValueColumn:
    """Meaning of a column of numbers: a KPI, and its period where no column has it."""

    kpi: str
    period: str = ""


@dataclass(frozen=True)
class Mapping:
    """Columns of the fields of the source a file is read as; constants fill the rest."""

    read_as: str
    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, ValueColumn] = field(default_factory=dict)
    """Of a table with one column per KPI: column -> what it holds."""


def mapping_targets() -> tuple[Source, ...]:
    """Return what an unknown file can be read as: the plain tables."""
    return tuple(source for source in all_sources() if source.generic)


def takes_values(target: Source) -> bool:
    """Return whether the KPIs of a table stand in its header."""
    measure = target.fields.get("measure")
    return target.spread is not None and measure is not None and not measure.headers


def read_mapping(path: Path) -> Mapping:
    """Read the mapping file of `--mapping`. Raises UnreadableFile."""
    try:
        return parse_mapping(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(
            "not_found", f"There is no mapping file {path}.", "Check its name and folder."
        ) from error
    except UnicodeDecodeError as error:
        raise _invalid("it is not UTF-8 text") from error


def parse_mapping(text: str) -> Mapping:
    """Read a mapping file; UnreadableFile says what is wrong with it."""
    try:
        raw = load_yaml(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise _invalid(f"it is not valid YAML ({error})") from error
    if not isinstance(raw, dict) or not set(raw) <= _KEYS or "read_as" not in raw:
        raise _invalid(f"it needs read_as and columns, and may have constants ({sorted(_KEYS)})")
    columns, constants, held = (raw.get(k) or {} for k in ("columns", "constants", "values"))
    if not all(isinstance(part, dict) for part in (columns, constants, held)):
        raise _invalid("columns, constants and values are lists of field: name")
    texts = [{str(key): str(value) for key, value in part.items()} for part in (columns, constants)]
    values = {str(column): _held(told) for column, told in held.items()}
    found = Mapping(str(raw["read_as"]), texts[0], texts[1], values)
    mapped_source(found)
    return found


def _held(told: object) -> ValueColumn:
    if not isinstance(told, dict):
        return ValueColumn(str(told))
    if not {"kpi"} <= set(told) <= {"kpi", "period"}:
        raise _invalid("each of values is the name of a KPI, or {kpi: name, period: 2026-07}")
    return ValueColumn(str(told["kpi"]), str(told.get("period", "")))


def dump_mapping(mapping: Mapping) -> str:
    """Write a mapping as the file `--mapping` takes; the same mapping gives the same text."""
    values = {
        column: {"kpi": held.kpi, "period": held.period} if held.period else held.kpi
        for column, held in mapping.values.items()
    }
    data = {
        "read_as": mapping.read_as,
        "columns": mapping.columns,
        "constants": mapping.constants,
        "values": values,
    }
    shown = {key: value for key, value in data.items() if value}
    return yaml.safe_dump(shown, sort_keys=False, allow_unicode=True, width=100)


def mapped_source(mapping: Mapping) -> Source:
    """Make the source that reads the file as the mapping says."""
    target = source_named(mapping.read_as)
    known = set(target.fields)
    strange = sorted({*mapping.columns, *mapping.constants} - known)
    if strange:
        raise _invalid(f"{', '.join(strange)} is no field of {target.id} ({sorted(known)})")
    mapping = _with_twins(target, mapping)
    given = {*mapping.columns, *mapping.constants}
    missing = [name for name in target.needed if name not in given]
    if missing:
        raise _invalid(f"{target.id} also needs {', '.join(missing)}")
    fields = {name: _mapped(name, cell, mapping) for name, cell in target.fields.items()}
    aliases = tuple(name for name in target.aliases if name in given)
    spread = _holding(target, mapping) if takes_values(target) or mapping.values else target.spread
    return replace(
        target, fields=fields, aliases=aliases, beside=(), without=(), generic=False, spread=spread
    )


def _with_twins(target: Source, mapping: Mapping) -> Mapping:
    """Fill a field that reads the same column as another, such as an amount and its currency."""
    told = {target.fields[name].headers: column for name, column in mapping.columns.items()}
    twins = {
        name: told[cell.headers]
        for name, cell in target.fields.items()
        if cell.headers and cell.headers in told and name not in mapping.columns
    }
    return replace(mapping, columns={**mapping.columns, **twins})


@dataclass(frozen=True)
class _Holding:
    """Finds the columns of `values` in a file; equal mappings make equal ones."""

    told: dict[str, dict[str, str]]

    def __call__(
        self, headers: Sequence[str], below: Sequence[Sequence[str]]
    ) -> dict[int, dict[str, str]]:
        del below  # the mapping says it all
        at = positions(headers)
        return {at[name]: told for name, told in self.told.items() if name in at}


def _holding(target: Source, mapping: Mapping) -> ColumnSpread:
    if not mapping.values or not takes_values(target):
        raise _invalid("values belong to a table with one column per KPI (read_as: kpi_columns)")
    return _Holding({normalise(n): _told(n, held, mapping) for n, held in mapping.values.items()})


def _told(column: str, held: ValueColumn, mapping: Mapping) -> dict[str, str]:
    timed = "period" in {*mapping.columns, *mapping.constants}
    if timed == bool(held.period):
        raise _invalid(f"{column} needs one period: a column, a constant, or {{kpi, period}}")
    span = period_spans([held.period], "dmy").get(held.period)
    if held.period and span is None:
        raise _invalid(f"{column}: {held.period!r} is no period such as 2026-07, 2026-Q1 or 2026")
    first, last = (day.isoformat() for day in span) if span else ("", "")
    return {"measure": held.kpi, "first_day": first, "last_day": last}


def _mapped(name: str, cell: Cell, mapping: Mapping) -> Cell:
    if name in mapping.columns:
        return replace(cell, headers=(mapping.columns[name],), optional=False)
    if name in mapping.constants:
        return replace(cell, headers=(), constant=mapping.constants[name], optional=True)
    return replace(cell, headers=(), optional=True, blank=True)


def _invalid(why: str) -> UnreadableFile:
    return UnreadableFile(
        "invalid_mapping",
        f"The mapping cannot be used: {why}.",
        "Correct the mapping, or make it again on the add-data page.",
    )


def remembered_mapping(reader: Reader) -> dict[str, Mapping]:
    """Return the mappings used before, by header set."""
    rows = reader.rows("select header_set, text from mapping")
    return {found: parse_mapping(text) for found, text in rows}


def remember_mapping(writer: Writer, headers: Sequence[str], mapping: Mapping, who: str) -> None:
    """Use the same mapping for the next file with these columns."""
    now = clock.timestamp()
    writer.execute(
        "insert or replace into mapping values (?, ?, ?, ?)",
        [header_set(headers), dump_mapping(mapping), who, now],
    )


def mapping_fits(mapping: Mapping, headers: Sequence[str]) -> bool:
    """Return whether every mapped column is among the headers."""
    names = {normalise(header) for header in headers}
    used = (*mapping.columns.values(), *mapping.values)
    return all(normalise(column) in names for column in used)
