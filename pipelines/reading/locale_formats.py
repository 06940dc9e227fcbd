"""What a file's own cells say about its number and date formats, asked of whole columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import pyarrow as pa

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.model.cells import Cell
from signpost.pipelines.model.source import Source
from signpost.pipelines.reading.number_column import read_numbers
from signpost.pipelines.reading.period_column import read_periods
from signpost.pipelines.reading.plan import ColumnReading, PeriodReading, Replies
from signpost.pipelines.text.dates import Order, decide_order, order_evidence, read_days
from signpost.pipelines.text.patterns import CUT

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?")
_FLOAT = re.compile(r"[-+]?\d+(\.\d+)?")
_SENTENCE = 14
"""So long is a text that is no period but tells of the file."""
_MOST = 200_000
"""Distinct days one column may have."""
DATED = ("day", "moment")


@dataclass(frozen=True)
class Formats:
    """Formats of this file's numbers and days."""

    point: str = "."
    order: Order | None = None
    dated: frozenset[str] = frozenset()
    """Fields with a table `day_<field>(text, day)` or `span_<field>(text, first_day, last_day)`."""
    warnings: tuple[str, ...] = field(default=())
    numbered: frozenset[str] = frozenset()
    """Fields with a table `number_<field>(measure, text, number)` of cells that are read there."""
    typed: bool = False
    """Numbers were typed by a workbook: only texts have another decimal mark."""
    columns: tuple[ColumnReading, ...] = field(default=())


@dataclass(frozen=True)
class Parsed:
    """Meaning of `parsed` in the engine: its cells, the columns they came from, the formats."""

    source: Source
    cells: Mapping[str, Cell]
    names: Mapping[str, str]
    """Field -> header as written in the file."""
    formats: Formats
    json: bool = False
    spread: bool = False
    """Columns have become rows."""
    clean: bool = False
    """It was read by the engine's own types: every record is a row."""
    good_rows: int | None = None
    """Number of its rows where every one of them is known to be good."""


def looks_plain(
    cells: Mapping[str, Cell], columns: Mapping[str, int], sample: Sequence[Sequence[str]]
) -> bool:
    """Return whether a sample has only ISO days, and numbers with at most a decimal point.

    `columns`: field -> its place among the columns of the sample.
    """
    plain = dict.fromkeys(DATED, _ISO) | {"number": _FLOAT}
    for name, cell in cells.items():
        if cell.kind == "period":
            return False
        if cell.kind not in plain or name not in columns:
            continue
        at, form = columns[name], plain[cell.kind]
        texts = set(sample[at]) if at < len(sample) else set()
        if not all(form.fullmatch(text.strip()) for text in texts if text.strip()):
            return False
    return True


@dataclass(frozen=True)
class Clues:
    """Knowledge about the formats of a file beside its cells."""

    delimiter: str = ","
    asked: Order | None = None
    documented: Order | None = None
    answers: Replies = field(default_factory=dict)
    typed: bool = False


def learn_formats(
    con: duckdb.DuckDBPyConnection,
    cells: Mapping[str, Cell],
    names: Mapping[str, str],
    clues: Clues,
) -> Formats:
    """Learn the formats of the table `raw` (columns `r_<field>`); make tables of days and spans."""
    numbers = [name for name, cell in cells.items() if cell.kind == "number"]
    point, warnings = _point(con, numbers, clues)
    read = _read_measures(con, cells, point, clues)
    texts = {n: _days(con, n, names[n]) for n, c in cells.items() if c.kind in (*DATED, "period")}
    order, told = _order(texts, cells, names, clues)
    made, columns = set(), []
    for name, found in texts.items():
        if cells[name].kind == "period":
            said = _save_spans(con, name, order, f"{names[name]} {cells[name].width}", clues)
            columns.append(ColumnReading(names[name], "period", said.reading, said.certainty))
            warnings = (*warnings, *said.notes)
            made.add(name)
        elif found:
            _save_days(con, name, found, order)
            columns.append(ColumnReading(names[name], name, _ORDERS[order]))
            made.add(name)
    return Formats(
        point,
        order,
        frozenset(made),
        (*warnings, *told, *read.notes),
        read.fields,
        clues.typed,
        (*columns, *read.columns),
    )


_ORDERS: Mapping[Order, str] = {"dmy": "day before month", "mdy": "month before day"}


def _order(
    texts: Mapping[str, Mapping[str, int]],
    cells: Mapping[str, Cell],
    names: Mapping[str, str],
    clues: Clues,
) -> tuple[Order, tuple[str, ...]]:
    """Return the order of day and month; a documented one gives way to weeks that fit the other."""
    proofs = {names[name]: order_evidence(found) for name, found in texts.items()}
    order = decide_order(proofs, clues.asked, clues.documented)
    proven = any(found.dmy or found.mdy for found in proofs.values())
    unclear = next((found.example for found in proofs.values() if found.either), "")
    if clues.asked or proven or not unclear:
        return order, ()
    weekly = [name for name, cell in cells.items() if cell.kind == "period" and texts.get(name)]
    other: Order = "dmy" if order == "mdy" else "mdy"
    fits = {way: all(_one_weekday(texts[n], way) for n in weekly) for way in (order, other)}
    chosen = other if weekly and fits[other] and not fits[order] else order
    why = "its weeks then begin on one weekday" if chosen != order else "as the vendor documents it"
    return chosen, (
        f"Days such as {unclear!r} were read with the {_ORDERS[chosen]}: {why}. "
        "--dates dmy or --dates mdy says otherwise.",
    )


def _one_weekday(texts: Mapping[str, int], order: Order) -> bool:
    days = set(read_days(texts, order).values())
    return len(days) > 1 and len({day.weekday() for day in days}) == 1


@dataclass(frozen=True)
class _Measures:
    """Readings of the odd cells of measures."""

    fields: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    columns: tuple[ColumnReading, ...] = ()


def _read_measures(
    con: duckdb.DuckDBPyConnection, cells: Mapping[str, Cell], point: str, clues: Clues
) -> _Measures:
    """Read the cells of each measure as one column, where any of them is no plain number."""
    if "measure" not in cells or "value" not in cells:
        return _Measures()
    faults = con.execute(
        "select r_measure, r_value, count(*) from raw where r_value is not null and "
        "present(r_value) is null and starts_with(r_value, '#') group by all order by all limit 20"
    ).fetchall()
    failed = [f"{m}: {text} ({times})" for m, text, times in faults]
    told = (
        (f"Cells that hold an error instead of a number: {', '.join(failed)}.",) if failed else ()
    )
    unit = "present(r_unit)" if "unit" in cells else "cast(NULL as varchar)"
    rows = con.execute(
        f"with c as (select r_measure as m, present(r_value) as x, {unit} as u from raw), "
        "odd as (select m from c where x is not null group by m having "
        "bool_or(try_cast(x as double) is null) or count(distinct coalesce(u, '')) > 1) "
        "select m, x, u, count(*) from c where x is not null and m in (select m from odd) "
        f"group by all order by all limit {_MOST + 1}"
    ).fetchall()
    if not rows or len(rows) > _MOST:
        return _Measures(notes=told)
    units: dict[str, set[str]] = {}
    for measure, _, unit_text, _ in rows:
        units.setdefault(measure, set()).add(unit_text or "")
    whole: dict[tuple[str, str, str], str] = {}
    texts: dict[str, dict[str, int]] = {}
    for measure, text, unit_text, times in rows:
        several = len(units[measure]) > 1 and unit_text
        spelled = f"{text} {unit_text}" if several else text
        whole[measure, text, unit_text or ""] = spelled
        found = texts.setdefault(measure, {})
        found[spelled] = found.get(spelled, 0) + times
    read = {m: read_numbers(m, found, point, clues.answers) for m, found in texts.items()}
    frame: dict[str, list[Any]] = {
        "measure": [], "text": [], "unit": [], "number": [], "read_unit": [],
    }  # fmt: skip
    for (measure, text, unit_text), spelled in whole.items():
        typed = clues.typed and _FLOAT.fullmatch(text) and not _GROUP.fullmatch(text)
        number = read[measure].numbers[spelled]
        value = float(text) if typed and point == "," and spelled == text else number
        said = read[measure].unit if read[measure].unit != "share" else None
        for name, entry in zip(frame, (measure, text, unit_text, value, said), strict=True):
            frame[name].append(entry)
    read_unit = "nullif(cast(read_unit as varchar), '') as read_unit"
    columns_of = f"measure, text, unit, cast(number as double) as number, {read_unit}"
    _save(con, "number_value", frame, columns_of)
    notes = tuple(note for one in read.values() for note in one.notes)
    columns = tuple(ColumnReading(m, "value", r.reading) for m, r in read.items() if r.reading)
    return _Measures(frozenset(("value",)), (*notes, *told), columns)


_GROUP = re.compile(r"[-+]?\d{1,3}([.,]\d{3})+")


def _days(con: duckdb.DuckDBPyConnection, name: str, header: str) -> dict[str, int]:
    """Distinct texts of a column that are no ISO day, each with how often it occurs."""
    found = con.execute(
        f"select day_text(x) as t, count(*) from (select present_day(r_{name}) as x from raw) "
        f"where x is not null and iso_day(x) is null group by t order by t limit {_MOST + 1}"
    ).fetchall()
    if len(found) > _MOST:
        raise UnreadableFile(
            "not_days",
            f"Column {header} holds more than {_MOST} different texts that are no ISO days.",
            "It should hold days; check that the columns are named rightly.",
        )
    return dict(found)


def _save_days(
    con: duckdb.DuckDBPyConnection, name: str, texts: Mapping[str, int], order: Order
) -> None:
    days = read_days(texts, order)
    rows = {"text": list(days), "day": [day.isoformat() for day in days.values()]}
    _save(con, f"day_{name}", rows, "text, cast(day as date) as day")


def _save_spans(
    con: duckdb.DuckDBPyConnection, name: str, order: Order, header: str, clues: Clues
) -> PeriodReading:
    iso = con.execute(f"select distinct r_{name} from raw where r_{name} is not null").fetchall()
    texts = [text for (text,) in iso]
    read = read_periods(texts, header, order, clues.answers)
    found = read.spans
    if cut := next((text for text in texts if len(text) > _SENTENCE and CUT.search(text)), ""):
        note = f"The file says that rows are missing: {cut!r}. Export it in parts."
        read = replace(read, notes=(*read.notes, note))
    rows = {
        "text": list(found),
        "first_day": [first.isoformat() for first, _ in found.values()],
        "last_day": [last.isoformat() for _, last in found.values()],
    }
    days = "cast(first_day as date) as first_day, cast(last_day as date) as last_day"
    _save(con, f"span_{name}", rows, f"text, {days}")
    return read


def _save(
    con: duckdb.DuckDBPyConnection, table: str, rows: Mapping[str, list[Any]], select: str
) -> None:
    columns = {
        name: pa.array(values, pa.float64() if name == "number" else pa.string())
        for name, values in rows.items()
    }
    con.register("incoming", pa.table(columns))
    con.execute(f"create or replace table {table} as select {select} from incoming")
    con.unregister("incoming")


def _point(
    con: duckdb.DuckDBPyConnection, numbers: Sequence[str], clues: Clues
) -> tuple[str, tuple[str, ...]]:
    """Return the decimal mark, by what all number cells of the file can only mean."""
    if not numbers:
        return ".", ()
    # what a workbook typed as a number has a point, whatever its texts have
    texts = (
        "where try_cast(r_{n} as double) is null or "
        "regexp_full_match(r_{n}, '[-+]?\\d{{1,3}}(\\.\\d{{3}})+')"
    )
    only = texts if clues.typed else ""
    every = " union all ".join(
        f"select regexp_replace(bare(present(r_{n})), '[^0-9-]+$', '') as y from raw "
        f"{only.format(n=n)}"
        for n in numbers
    )
    comma, dot, either, example = con.execute(
        f"""with y as (select y from ({every}) where y is not null and regexp_matches(y, '\\d[.,]'))
        select count(*) filter (where regexp_full_match(y, '[^,]*,(\\d{{1,2}}|\\d{{4,}})-?')
                                   or regexp_full_match(y, '.*\\.\\d{{3}},\\d+-?')
                                   or regexp_full_match(y, '[-+]?\\d{{1,3}}(\\.\\d{{3}}){{2,}}')),
               count(*) filter (where regexp_full_match(y, '[^.]*\\.(\\d{{1,2}}|\\d{{4,}})-?')
                                   or regexp_full_match(y, '.*,\\d{{3}}\\.\\d+-?')
                                   or regexp_full_match(y, '[-+]?\\d{{1,3}}(,\\d{{3}}){{2,}}')),
               count(*) filter (where regexp_full_match(y, '[-+]?[1-9]\\d{{0,2}}[.,]\\d{{3}}-?')),
               min(y) filter (where regexp_full_match(y, '[-+]?[1-9]\\d{{0,2}}[.,]\\d{{3}}-?'))
        from y"""
    ).fetchall()[0]
    if comma and dot and min(comma, dot) > 0.01 * (comma + dot):
        raise UnreadableFile(
            "mixed_numbers",
            "Numbers are written with a decimal comma in some cells and a decimal point in others.",
            "Write all numbers of the file one way and load it again.",
        )
    if comma or dot:
        return ("," if comma > dot else "."), ()
    if not either:
        return ".", ()
    point = "," if clues.delimiter == ";" else "."
    value = example.replace("." if point == "," else ",", "").replace(",", ".")
    return point, (f"{example!r} was read as {value}: nothing in the file says what the mark is.",)
