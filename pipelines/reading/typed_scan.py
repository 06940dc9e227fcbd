"""A clean file is read by the engine's own types: nothing to trim, nothing to explain."""

from __future__ import annotations

from pathlib import Path

import duckdb

from signpost.pipelines.files.table_body import Body
from signpost.pipelines.model.cells import Cell, Kind
from signpost.pipelines.reading.locale_formats import Parsed
from signpost.pipelines.reading.row_problems import broken_rules
from signpost.pipelines.reading.skip_rules import absent, skip
from signpost.pipelines.recognition.grown_exports import NEW_COUNTER
from signpost.pipelines.recognition.identify import Match
from signpost.warehouse.connection import sql_text

_TYPES: dict[Kind, str] = {
    "day": "DATE", "moment": "TIMESTAMP", "number": "DOUBLE", "duration": "DOUBLE",
    "flag": "BOOLEAN",
}  # fmt: skip
"""What the reader makes of a cell, as our casts would. Not of counts: it would round 12.5."""
_WORDS = ("text", "person", "group")


def typed_scan(
    con: duckdb.DuckDBPyConnection, body: Body, match: Match, plan: Parsed, work: Path
) -> bool:
    """Fill the view `p` as `parse` would; False if a single row needs a closer look."""
    if body.json or _read_twice(match, plan):
        return False
    if any(cell.constant or cell.kind == "period" for cell in plan.cells.values()):
        return False
    file = work / "clean.parquet"
    place = sql_text(str(file))
    try:  # as Parquet: it takes half of what a table does to write
        con.execute(f"copy ({_select(body, match, plan)}) to {place} (format parquet)")
    except (duckdb.ConversionException, duckdb.InvalidInputException):
        file.unlink(missing_ok=True)
        return False
    con.execute(
        "create or replace view p as select file_row_number as row, * exclude (file_row_number), "
        f"cast(NULL as varchar[]) as problems from read_parquet({place}, file_row_number=true)"
    )
    return True


def forget_rejects(con: duckdb.DuckDBPyConnection) -> None:
    """Forget which records of an earlier file could not be turned into rows."""
    con.execute("drop table if exists reject_errors")
    con.execute("drop table if exists reject_scans")


def _read_twice(match: Match, plan: Parsed) -> bool:
    """Return whether two fields read one column as different things."""
    kinds = {(i, _TYPES.get(plan.cells[n].kind, "VARCHAR")) for n, i in match.columns.items()}
    return len(kinds) > len(set(match.columns.values()))


def _select(body: Body, match: Match, plan: Parsed) -> str:
    """Return SQL for all rows, which ends in an error at the first that breaks a rule."""
    cells = plan.cells
    types = {i: _TYPES[k] for n, i in match.columns.items() if (k := cells[n].kind) in _TYPES}
    whole = {n for n, i in match.columns.items() if _is_whole(cells[n], body, match, i)}
    signs = {n for n, i in match.columns.items() if _is_sign(n, body, match, i)}
    types |= {match.columns[name]: "BIGINT" for name in whole | signs}
    # the text of a whole number needs no tidying
    words = {
        n for n, i in match.columns.items() if cells[n].kind in _WORDS and not body.is_whole(i)
    }
    raws = [f"{body.cell(i) if n in words else f'c{i}'} as r_{n}" for n, i in match.columns.items()]
    seen = [f"present_text(r_{n}) as x_{n}" if n in words else f"r_{n} as x_{n}" for n in cells]
    values = [
        f'{_sign(f"x_{n}")} as "{n}"'
        if n in signs
        else f'{_whole(f"x_{n}") if n in whole else _value(cell, f"x_{n}")} as "{n}"'
        for n, cell in cells.items()
    ]
    values += [absent(cell, n) for n, cell in plan.source.fields.items() if n not in cells]
    staged = ", ".join(f"{kind}_{name}" for name in cells for kind in ("r", "x"))
    return (
        f"select * exclude ({staged}), case when why is not null then why "
        f"when {broken_rules(plan)} then error('') end as skip from ("
        f"select *, {skip(plan, typed=bool(types))} as why from ("
        f"select *, {', '.join(values)} from ("
        f"select *, {', '.join(seen)} from (select {', '.join(raws)} from {body.typed(types)}))))"
    )


def _is_whole(cell: Cell, body: Body, match: Match, index: int) -> bool:
    """Return whether a count needs no text; another field may read the same column as one."""
    once = list(match.columns.values()).count(index) == 1
    return cell.kind == "count" and once and body.is_whole(index)


def _is_sign(name: str, body: Body, match: Match, index: int) -> bool:
    """Return whether it is a newer counter, of which no more is asked than if it is above zero."""
    once = list(match.columns.values()).count(index) == 1
    return name.startswith(NEW_COUNTER) and once and body.is_whole(index)


def _sign(x: str) -> str:
    return f"case when {x} > 0 then '1' end"


def _whole(x: str) -> str:
    return f"case when {x} >= 0 then {x}::double end"


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
            return f"lasting({x})"
        case "moment":
            return f"case when lasting(cast({x} as date)) is not null then {x} end"
        case "flag":
            return x
        case _:
            return cell.sql(x)
