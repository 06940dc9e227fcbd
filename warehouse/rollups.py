"""Keep the derived views and tables in step with the facts."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import duckdb

_PART = re.compile(r"^-- (view|table): (\w+)\n", re.MULTILINE)

# truth as it was when the tables were last computed
_SAME = """
select count(*) from (
    (select * from truth_now except select * from rolled)
    union all (select * from rolled except select * from truth_now))"""

_CALENDAR = """
create table if not exists calendar as
select day, week_first, cast(week_first + 6 as date) as week_last, month_first,
       last_day(day) as month_last, cast(day_of_month as integer) as month_days
from (select cast(range as date) as day, cast(date_trunc('week', range) as date) as week_first,
             cast(date_trunc('month', range) as date) as month_first,
             day(last_day(range)) as day_of_month
      from range(date '2000-01-01', date '2100-01-01', interval 1 day))"""


class Part(NamedTuple):
    """One named SELECT of rollups.sql; ``kind`` is 'view' or 'table'."""

    kind: str
    name: str
    select: str


@cache
def parts() -> tuple[Part, ...]:
    """Split rollups.sql into its parts, in the order they build on each other."""
    pieces = _PART.split((Path(__file__).parent / "rollups.sql").read_text("utf-8"))[1:]
    triples = zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    return tuple(Part(kind, name, select.strip()) for kind, name, select in triples)


def refresh(connection: duckdb.DuckDBPyConnection, *, rebuild: bool = True) -> bool:
    """Recompute what the facts in force imply; False if nothing they depend on changed.

    ``rebuild`` also creates the views again and does not ask whether anything changed.
    """
    if rebuild:
        _create(connection)
    else:
        changed = connection.execute(_SAME).fetchone()
        if changed is not None and changed[0] == 0:
            return False
    for part in parts():
        if part.kind == "table":
            connection.execute(f"delete from {part.name}")
            connection.execute(f"insert into {part.name} {part.select}")
    connection.execute("delete from rolled")
    connection.execute("insert into rolled select * from truth_now")
    return True


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(_CALENDAR)
    for part in parts():
        if part.kind == "view":
            connection.execute(f"create or replace view {part.name} as {part.select}")
        else:
            connection.execute(f"create or replace table {part.name} as {part.select} limit 0")
    connection.execute("create or replace table rolled as select * from truth_now limit 0")
