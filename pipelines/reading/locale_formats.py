"""What a file's own cells say about its number and date formats, asked of whole columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pandas as pd

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.model.cells import Cell
from signpost.pipelines.model.source import Source
from signpost.pipelines.text.dates import Order, decide_order, order_evidence, read_days
from signpost.pipelines.text.periods import period_spans

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?")
_FLOAT = re.compile(r"[-+]?\d+(\.\d+)?")
_MOST = 200_000
"""Distinct days one column may have."""
DATED = ("day", "moment")


@dataclass(frozen=True)
class Formats:
    """How this file writes numbers and days."""

    point: str = "."
    order: Order | None = None
    dated: frozenset[str] = frozenset()
    """Fields with a table `day_<field>(text, day)` or `span_<field>(text, first_day, last_day)`."""
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Parsed:
    """What `parsed` in the engine means: its cells, the columns they came from, the formats."""

    source: Source
    cells: Mapping[str, Cell]
    names: Mapping[str, str]
    """Field -> header as written in the file."""
    formats: Formats
    json: bool = False
    spread: bool = False
    """Columns have become rows."""


def looks_plain(cells: Mapping[str, Cell], samples: Mapping[str, Sequence[str]]) -> bool:
    """Every day of the sample is ISO and every number has at most a decimal point."""
    for name, cell in cells.items():
        texts = [text.strip() for text in samples.get(name, ()) if text.strip()]
        if cell.kind == "period":
            return False
        if cell.kind in DATED and not all(_ISO.fullmatch(text) for text in texts):
            return False
        if cell.kind == "number" and not all(_FLOAT.fullmatch(text) for text in texts):
            return False
    return True


def learn_formats(
    con: duckdb.DuckDBPyConnection,
    cells: Mapping[str, Cell],
    names: Mapping[str, str],
    *,
    delimiter: str,
    asked: Order | None,
    documented: Order | None,
) -> Formats:
    """Look at the whole table `raw` (columns `r_<field>`); make tables of its days and spans."""
    numbers = [name for name, cell in cells.items() if cell.kind == "number"]
    point, warnings = _point(con, numbers, delimiter)
    texts = {n: _days(con, n, names[n]) for n, c in cells.items() if c.kind in (*DATED, "period")}
    proofs = {names[name]: order_evidence(found) for name, found in texts.items()}
    order = decide_order(proofs, asked, documented)
    made = set()
    for name, found in texts.items():
        if cells[name].kind == "period":
            _save_spans(con, name, order, f"{names[name]} {cells[name].width}")
            made.add(name)
        elif found:
            _save_days(con, name, found, order)
            made.add(name)
    return Formats(point, order, frozenset(made), warnings)


def _days(con: duckdb.DuckDBPyConnection, name: str, header: str) -> dict[str, int]:
    """Distinct texts of a column that are no ISO day, each with how often it occurs."""
    found = con.execute(
        f"select day_text(x) as t, count(*) from (select present(r_{name}) as x from raw) "
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


def _save_spans(con: duckdb.DuckDBPyConnection, name: str, order: Order, header: str) -> None:
    iso = con.execute(f"select distinct r_{name} from raw where r_{name} is not null").fetchall()
    found = period_spans([text for (text,) in iso], order, header)
    rows = {
        "text": list(found),
        "first_day": [first.isoformat() for first, _ in found.values()],
        "last_day": [last.isoformat() for _, last in found.values()],
    }
    days = "cast(first_day as date) as first_day, cast(last_day as date) as last_day"
    _save(con, f"span_{name}", rows, f"text, {days}")


def _save(
    con: duckdb.DuckDBPyConnection, table: str, rows: Mapping[str, list[str]], select: str
) -> None:
    con.register("incoming", pd.DataFrame(rows, dtype="object"))
    con.execute(f"create or replace table {table} as select {select} from incoming")
    con.unregister("incoming")


def _point(
    con: duckdb.DuckDBPyConnection, numbers: Sequence[str], delimiter: str
) -> tuple[str, tuple[str, ...]]:
    """Return the decimal mark, by what all number cells of the file can only mean."""
    if not numbers:
        return ".", ()
    every = " union all ".join(f"select bare(present(r_{n})) as y from raw" for n in numbers)
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
    point = "," if delimiter == ";" else "."
    value = example.replace("." if point == "," else ",", "").replace(",", ".")
    return point, (f"{example!r} was read as {value}: nothing in the file says what the mark is.",)
