"""One scan from staged texts to typed rows; what cannot be used is rejected with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb

from signpost.pipelines.files.table_body import Body
from signpost.pipelines.model.cells import Cell
from signpost.pipelines.model.source import Source
from signpost.pipelines.reading.locale_formats import (
    DATED,
    Clues,
    Formats,
    Parsed,
    learn_formats,
    looks_plain,
)
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.reading.row_problems import accepted, formats_may_help
from signpost.pipelines.reading.skip_rules import absent, skip
from signpost.pipelines.reading.typed_scan import forget_rejects, typed_scan
from signpost.pipelines.recognition.identify import Match
from signpost.pipelines.text.dates import Order


def parse_table(
    con: duckdb.DuckDBPyConnection,
    body: Body,
    match: Match,
    asked: Order | None,
    work: Path,
    answers: Replies | None = None,
) -> Parsed:
    """Fill the view `p`: row, the fields of the source (NULL where absent), skip, problems.

    A plain file is scanned once, a clean one by the engine's own types. Any other is staged as text
    first, so that formats are decided from whole columns. `work` is a folder for what is made.
    """
    source = match.source
    names = {name: body.layout.headers[i].strip() for name, i in match.columns.items()}
    names |= {name: "mapping" for name, cell in source.fields.items() if cell.constant}
    cells = {name: source.fields[name] for name in names}
    spread = _spread(source, body)
    if spread:
        cells, names = _with_spread(source, cells, names, spread)
    plan = Parsed(source, cells, names, Formats(order=asked), body.json, bool(spread))
    if not spread and looks_plain(cells, match.columns, body.layout.columns):
        if clean := typed_scan(con, body, match, plan, work):
            return clean
        _scan_once(con, body, match, plan)
        if not formats_may_help(con, plan):
            return plan
    _stage(con, body, match, spread)
    clues = Clues(body.layout.delimiter, asked, source.dates, answers or {}, body.typed_cells)
    formats = learn_formats(con, cells, names, clues)
    plan = replace(plan, formats=formats)
    _create(con, plan, "raw", row=True)
    con.execute("create or replace view p as select * from parsed")
    con.execute("drop view raw")
    con.execute("drop table staged")
    return plan


def _spread(source: Source, body: Body) -> Mapping[int, Mapping[str, str]]:
    if source.spread is None:
        return {}
    return source.spread(body.layout.headers, body.layout.below)


def _with_spread(
    source: Source,
    cells: dict[str, Cell],
    names: dict[str, str],
    spread: Mapping[int, Mapping[str, str]],
) -> tuple[dict[str, Cell], dict[str, str]]:
    made = ["value", *next(iter(spread.values()))]
    names = names | {name: name for name in made} | {"value": "value"}
    return cells | {name: source.fields[name] for name in made}, names


def _scan_once(con: duckdb.DuckDBPyConnection, body: Body, match: Match, plan: Parsed) -> None:
    forget_rejects(con)
    relation = (
        f"(select {', '.join(_texts(body, match))}, {body.broken} as broken from {body.relation})"
    )
    _create(con, plan, relation, row=False)
    con.execute("create or replace view p as select rowid as row, * from parsed")


def _stage(
    con: duckdb.DuckDBPyConnection,
    body: Body,
    match: Match,
    spread: Mapping[int, Mapping[str, str]],
) -> None:
    forget_rejects(con)
    texts = _texts(body, match)
    entries = [_entry(body, index, values) for index, values in spread.items()]
    listed = [f"[{', '.join(entries)}] as entries"] if entries else []
    con.execute("drop view if exists raw")
    con.execute(
        f"create or replace table staged as select {', '.join([*texts, *listed])}, "
        f"{body.broken} as broken from {body.relation}"
    )
    fanned = "* exclude (entries), unnest(entries, recursive := true)" if entries else "*"
    con.execute(f"create view raw as select rowid as row, {fanned} from staged")


def _texts(body: Body, match: Match) -> list[str]:
    found = [f"{body.cell(i)} as r_{name}" for name, i in match.columns.items()]
    constants = {n: cell.constant for n, cell in match.source.fields.items() if cell.constant}
    return found + [f"{_text(value)} as r_{name}" for name, value in constants.items()]


def _entry(body: Body, index: int, values: Mapping[str, str]) -> str:
    empty = "cast(NULL as varchar)"
    fixed = ", ".join(f"'r_{n}': {_text(value) if value else empty}" for n, value in values.items())
    header = _text(body.layout.headers[index].strip())
    return f"{{'r_value': {body.cell(index)}, {fixed}, 'value_header': {header}}}"


def _create(con: duckdb.DuckDBPyConnection, plan: Parsed, relation: str, *, row: bool) -> None:
    """Make `parsed`: typed fields, why a row is no fact, and the texts of rows with problems."""
    joins, typed = _typed(plan)
    staged = [f"{kind}_{name}" for name in plan.cells for kind in ("r", "x")] + ["broken"]
    if plan.spread:
        staged.append("value_header")
    read = {"unit"} if _reads_unit(plan) else set()
    known = {*plan.cells, *read}
    missing = [absent(cell, n) for n, cell in plan.source.fields.items() if n not in known]
    typed += [f'number_value.read_unit as "{name}"' for name in read]
    number = ["row"] if row else []
    con.execute(
        f"create or replace table parsed as select * exclude ({', '.join(staged)}), "
        f"{skip(plan)} as skip, {accepted(plan)} as problems from "
        f"(select {', '.join([*number, *staged, *typed, *missing])} from "
        f"(select *, {_present(plan)} from {relation}) as raw {' '.join(joins)})"
    )


def _reads_unit(plan: Parsed) -> bool:
    """Return whether the cells of values say their unit where no column does."""
    numbered = "value" in plan.formats.numbered
    return numbered and "unit" in plan.source.fields and "unit" not in plan.cells


def _present(plan: Parsed) -> str:
    # a layer of its own: the optimiser is slow on long expressions within long expressions
    return ", ".join(f"{cell.present(f'r_{n}')} as x_{n}" for n, cell in plan.cells.items())


def _typed(plan: Parsed) -> tuple[list[str], list[str]]:
    joins, typed = [], []
    for name, cell in plan.cells.items():
        x, day = f"x_{name}", "cast(NULL as date)"
        if name in plan.formats.dated and cell.kind == "period":
            joins.append(f"left join span_{name} on span_{name}.text = r_{name}")
            typed.append(f'span_{name}.first_day as "{name}", span_{name}.last_day as {name}_until')
            continue
        if name in plan.formats.dated and cell.kind in DATED:
            joins.append(f"left join day_{name} on day_{name}.text = day_text({x})")
            day = f"day_{name}.day"
        value = cell.sql(x, point=plan.formats.point, day=day)
        if cell.kind == "number" and plan.formats.typed and plan.formats.point == ",":
            value = (
                f"if(regexp_full_match({x}, '[-+]?\\d{{1,3}}(\\.\\d{{3}})+'), {value}, "
                f"coalesce(finite(try_cast({x} as double)), {value}))"
            )
        if name in plan.formats.numbered:
            unit = "coalesce(x_unit, '')" if "unit" in plan.cells else "''"
            joins.append(
                f"left join number_{name} on number_{name}.measure is not distinct from r_measure "
                f"and number_{name}.text = {x} and number_{name}.unit = {unit}"
            )
            value = f"if(number_{name}.text is not null, number_{name}.number, {value})"
        elif name == "unit" and "value" in plan.formats.numbered:
            value = f"coalesce({value}, number_value.read_unit)"
        typed.append(f'{value} as "{name}"')
    return joins, typed


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
