"""Rollups: derived views and tables in step with the facts in force.

A publish computes only the windows it touched; a rebuild computes all. Both run the same SELECTs of
rollups.sql and give the same rows.
"""

import importlib
import os
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import duckdb

from signpost.warehouse.connection import insert_rows
from signpost.warehouse.errors import WarehouseError

_HERE = Path(__file__).parent
_PART = re.compile(r"^-- (view|table|more|part|lakehouse): (\w+)\n", re.MULTILINE)
_WINDOWED = {"person_window": "due", "group_window": "due_group"}  # table -> windows it computes
_SOURCES = {"due_source": "due", **_WINDOWED}  # without a row there, no row comes in
_DUE = ("due", "due_group", "due_source")

_CALENDAR = """
create or replace table calendar as  -- one day, with its week and month
select day, cast(date_trunc('week', day) as date) as week_first,
       cast(date_trunc('week', day) + interval 6 day as date) as week_last,
       cast(date_trunc('month', day) as date) as month_first, last_day(day) as month_last,
       cast(day(last_day(day)) as integer) as month_days,
       cast(1 << (day(day) - 1) as integer) as day_bit
from (select cast(range as date) as day
      from range(date '2000-01-01', date '2100-01-01', interval 1 day))"""

_TRUTH_ROLLED = """
create or replace view truth_rolled as  -- the part of truth that stored tables depend on
select * from truth_now
where subject = 'roster' or substr(subject, 1, 6) = 'usage:'
   or substr(subject, 1, 8) = 'licence:'"""


class _Part(NamedTuple):
    """One named SELECT; ``kind`` is 'view', 'table', 'more', 'lakehouse' or 'part'."""

    kind: str
    name: str
    select: str


@cache
def rollup_parts(file: str = "rollups.sql") -> tuple[_Part, ...]:
    """Return a file's parts, in the order they build on each other."""
    pieces = _PART.split((_HERE / file).read_text("utf-8"))[1:]
    triples = zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    return tuple(_Part(kind, name, select.strip()) for kind, name, select in triples)


def refresh(connection: duckdb.DuckDBPyConnection, *, rebuild: bool = True) -> bool:
    """Recompute what the facts in force imply; False if nothing they depend on changed.

    ``rebuild`` computes everything, and creates the views again; otherwise only what the truth of
    an upload, an undo or a list touched since the last refresh.
    """
    if rebuild:
        _create(connection, keep=_elsewhere(connection))
    touched = {part.name: part.select for part in rollup_parts("touched.sql")}
    _temporary(connection, "changed", touched["changed"])
    if _elsewhere(connection):
        return _landed(connection)
    if not rebuild and not _any(connection, "changed"):
        return False
    if os.environ.get("SIGNPOST_ENGINE") == "spark" and _any(connection, "truth_rolled"):
        # by name, so that the engine may open a data folder, which imports this module
        importlib.import_module("signpost.warehouse.engine_spark").publish_here(connection)
    else:
        _compute(connection, touched, rebuild=rebuild)
    connection.execute("delete from rolled")
    insert_rows(connection, "insert into rolled select * from truth_rolled")
    return True


def _compute(
    connection: duckdb.DuckDBPyConnection, touched: dict[str, str], *, rebuild: bool
) -> None:
    _temporary(connection, "list_changed", touched["list_changed"])
    _temporary(connection, "before", "select platform, first_day, last_day from coverage")
    for part in rollup_parts():
        if part.kind not in ("table", "more"):
            continue
        if part.name == "roster_span" and not rebuild and not _any(connection, "list_changed"):
            continue
        if part.kind == "table" and part.name not in _DUE:
            _empty(connection, part.name)
        sources = [_SOURCES.get(part.name), "licence" if part.kind == "more" else None]
        if all(_any(connection, source) for source in sources if source):
            select = part.select if rebuild else touched.get(part.name, part.select)
            insert_rows(connection, f"insert into {part.name} {select}")
    for name in _DUE:
        connection.execute(f"delete from {name}")


def _elsewhere(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether the facts of the stored tables are in a lakehouse."""
    return _any(connection, "setting where name = 'facts'")


def _landed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Keep tables that were computed elsewhere; facts of that kind must not come here."""
    if _any(connection, "changed"):
        raise WarehouseError(
            "Usage, rosters and licences of this data folder are kept in a lakehouse.",
            "Add them there and run `python -m signpost.warehouse.engine_spark`: docs/data.md.",
        )
    return False


def _empty(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Delete what will be computed again: of a windowed table, the due and the vanished windows."""
    if table not in _WINDOWED:
        connection.execute(f"delete from {table}")
        return
    connection.execute(
        f"delete from {table} as t using ("
        f" select platform, first_day, last_day from {_WINDOWED[table]}"
        " union (select * from before except select platform, first_day, last_day from coverage)"
        ") as s where t.platform = s.platform and t.first_day = s.first_day"
        " and t.last_day = s.last_day"
    )


def _any(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return bool(connection.execute(f"select 1 from {table} limit 1").fetchall())


def _temporary(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    connection.execute(f"create or replace temp table {name} as {select}")


def _make_room(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop views that are tables now, and tables that are views now, of an older Signpost."""
    wanted = {part.name: part.kind for part in rollup_parts() if part.kind in ("view", "table")}
    existing = connection.execute(
        "select view_name, 'view' from duckdb_views() where not internal"
        " union all select table_name, 'table' from duckdb_tables() where not internal"
    ).fetchall()
    for name, kind in existing:
        if wanted.get(name, kind) != kind:
            connection.execute(f"drop {kind} {name}")


def _create(connection: duckdb.DuckDBPyConnection, *, keep: bool) -> None:
    """Create views, calendar and empty tables; ``keep``: tables that exist stay as they are."""
    table = "create table if not exists" if keep else "create or replace table"
    _make_room(connection)
    connection.execute(_CALENDAR)
    for part in rollup_parts():
        if part.kind == "view":
            connection.execute(f"create or replace view {part.name} as {part.select}")
        elif part.kind == "table":
            connection.execute(f"{table} {part.name} as {part.select} limit 0")
    connection.execute(_TRUTH_ROLLED)
    connection.execute(f"{table} rolled as select * from truth_rolled limit 0")
