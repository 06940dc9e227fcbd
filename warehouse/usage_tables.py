"""Usage as it is kept: a table per platform, a row per person and window, a column per action.

An action gets its column with the first export that knows it; rows of before are NULL there. In a
row 0 is idle, and NULL in every action unlicensed. Two views are made over all platforms, and anew
with each column: `usage` has a row per action, as a lakehouse keeps it, `usage_total` a row per
person and window with what the rollups add up.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import duckdb

from signpost.warehouse.connection import Reader, Writer, ident, insert_rows, sql_text

TABLE_PREFIX = "usage of "
_KEYS = ("person_id", "first_day", "last_day", "upload_no")
_COLUMNS = (
    "person_id integer not null, first_day date not null, last_day date not null, "
    "upload_no integer not null, check (first_day <= last_day)"
)
_NOBODY = (
    "select '' as platform, 0 as person_id, date '2000-01-01' as first_day, "
    "date '2000-01-01' as last_day, {}, 0 as upload_no where false"
)
_LISTED = (
    f"select table_name from duckdb_tables() where starts_with(table_name, '{TABLE_PREFIX}') "
    "and database_name = current_database() order by table_name"
)
Ask = Callable[[str], list[tuple[Any, ...]]]


def table_of(platform: str) -> str:
    """Return the table of one platform, quoted."""
    return ident(TABLE_PREFIX + platform)


def column_of(action: str) -> str:
    """Return the column of one action, quoted; an action may be called as a key is."""
    return ident(f"{action}_" if action in _KEYS else action)


def actions_by_platform(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Return platform -> its actions, in the order of their columns."""
    return reader.once(_LISTED, lambda: _actions(reader.rows))


def usage_tables(reader: Reader) -> dict[str, str]:
    """Return platform -> its table, quoted."""
    return {platform: table_of(platform) for platform in actions_by_platform(reader)}


def usage_by_columns(reader: Reader, platform: str) -> tuple[str, dict[str, str]]:
    """Return a platform's usage, to select from, and the column of each of its actions.

    Both quoted. Days of use are no action. A platform without usage has no row and no action.
    """
    kept = actions_by_platform(reader).get(platform, ())
    columns = {action: column_of(action) for action in kept if action != "active_days"}
    return table_of(platform) if kept else "usage", columns


def insert_usage(
    writer: Writer, platform: str, actions: Mapping[str, str], rows: str, number: int
) -> int:
    """Insert usage of one platform and upload, in the order it comes in; how many rows.

    `rows` is SQL with person_id, first_day and last_day; `actions` has SQL over it per action.
    Raises duckdb.InvalidInputException on a count that is negative or not finite.
    """
    add_actions(writer, platform, actions)
    given = ", ".join(f"{_checked(sql)} as {column_of(action)}" for action, sql in actions.items())
    return writer.execute(
        f"insert into {table_of(platform)} by name select person_id, first_day, last_day, "
        f"{given}, {number} as upload_no from {rows}"
    )


def are_all_active(writer: Writer, platform: str, number: int) -> bool:
    """Return whether upload `number`, just inserted, has usage of a platform and nobody idle."""
    actions = (writer.usage_actions or {}).get(platform, ())
    rows = f"select 1 from {table_of(platform)} where upload_no = {number}"
    idle = f"{rows} and coalesce({_sum(actions)}, 0) = 0"
    return writer.rows(f"select exists({rows}), exists({idle})") == [(True, False)]


def _checked(sql: str) -> str:
    """Return SQL that refuses a count below 0 or without end: an added column has no CHECK."""
    wrong = f"{sql} < 0 or not isfinite(cast({sql} as double))"
    refused = "error('a count below 0 or without end')"
    return f"cast(case when {wrong} then {refused} else {sql} end as double)"


def add_actions(writer: Writer, platform: str, actions: Iterable[str]) -> None:
    """Add the table of a platform and a column for each action that has none."""
    if writer.usage_actions is None:
        writer.usage_actions = actions_by_platform(writer)
    known = writer.usage_actions.get(platform, ())
    new = [action for action in dict.fromkeys(actions) if action not in known]
    if new:
        writer.usage_actions[platform] = (*known, *new)
        _add(writer.connection, platform, new)


def _add(connection: duckdb.DuckDBPyConnection, platform: str, actions: Iterable[str]) -> None:
    """Add columns that are not there, and the table, and make the views anew."""
    table = table_of(platform)
    connection.execute(f"create table if not exists {table} ({_COLUMNS})")
    for action in actions:
        connection.execute(
            f"alter table {table} add column if not exists {column_of(action)} double"
        )
    create_usage_views(connection)


def carry_over_usage(writer: Writer, old: int, number: int) -> int:
    """Copy usage of upload `old` to `number`, but who stands there already; how many rows."""
    return sum(
        writer.execute(
            f"insert into {table} by name select f.* replace ({number} as upload_no) "
            f"from {table} as f where f.upload_no = {old} and not exists (select 1 from {table} "
            f"as n where n.upload_no = {number} and n.person_id = f.person_id "
            "and n.first_day = f.first_day and n.last_day = f.last_day)"
        )
        for table in usage_tables(writer).values()
    )


def drop_usage_named(writer: Writer, names: Iterable[str]) -> int:
    """Drop the platforms and actions whose name holds one of the names; how many."""
    dropped = 0
    every = tuple(names)
    for platform, actions in actions_by_platform(writer).items():
        table = table_of(platform)
        told = [action for action in actions if _holds(action, every)]
        if _holds(platform, every) or len(told) == len(actions):
            writer.execute(f"drop table {table}")
            dropped += 1
            continue
        for action in told:
            writer.execute(f"alter table {table} drop column {column_of(action)}")
        dropped += len(told)
    writer.usage_actions = None
    create_usage_views(writer.connection)
    return dropped


def usage_named(reader: Reader, names: Iterable[str]) -> int:
    """Return how many platforms and actions have a name that holds one of the names."""
    every = tuple(names)
    return sum(
        _holds(text, every)
        for platform, actions in actions_by_platform(reader).items()
        for text in (platform, *actions)
    )


def _holds(text: str, names: Iterable[str]) -> bool:
    return any(name and name in text.casefold() for name in names)


def create_usage_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views over the tables there are."""
    kept = _actions(lambda sql: connection.execute(sql).fetchall())
    happened = [
        by_action(
            sql_text(platform),
            {action: column_of(action) for action in actions},
            table_of(platform),
            ", upload_no",
        )
        for platform, actions in kept.items()
    ]
    nothing = _NOBODY.format("'' as action, cast(0 as double) as times")
    every = " union all ".join(happened) or nothing
    connection.execute(f"create or replace view usage as {every}")
    totals = [_total(platform, actions) for platform, actions in kept.items()]
    nothing = _NOBODY.format(
        "cast(0 as double) as used, cast(0 as double) as times, cast(0 as double) as said_days"
    )
    every = " union all ".join(totals) or nothing
    connection.execute(f"create or replace view usage_total as {every}")


def insert_by_action(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Insert rows of one action each, as the view `usage` has them, into the platforms' tables.

    `rows` is SQL that can be read twice. Actions that did not happen become 0.
    """
    told = f"select platform, list(distinct action order by action) from {rows} group by platform"
    for platform, actions in connection.execute(told).fetchall():
        counted = [action for action in actions if action != "none"] or ["none"]
        _add(connection, platform, counted)
        sums = ", ".join(
            f"case when count(times) > 0 then coalesce(sum(times) filter (where action = "
            f"{sql_text(action)}), 0) end as {column_of(action)}"
            for action in counted
        )
        insert_rows(
            connection,
            f"insert into {table_of(platform)} by name select person_id, first_day, last_day, "
            f"upload_no, {sums} from {rows} where platform = {sql_text(platform)} "
            "group by person_id, first_day, last_day, upload_no order by first_day, person_id",
        )


def widen_usage(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring usage of a row per action in one table, as schema 2 had it, into the platforms'."""
    connection.execute("alter table usage rename to usage_by_action")
    insert_by_action(connection, "usage_by_action")
    connection.execute("drop table usage_by_action")


def _actions(ask: Ask) -> dict[str, tuple[str, ...]]:
    """Return platform -> its actions; a table's own columns are described 5 ms faster than all."""
    return {
        table.removeprefix(TABLE_PREFIX): tuple(
            name[:-1] if name[:-1] in _KEYS else name
            for name, *_ in ask(f"describe {ident(table)}")
            if name not in _KEYS
        )
        for (table,) in ask(_LISTED)
    }


def by_action(platform: str, columns: Mapping[str, str], rows: str, more: str = "") -> str:
    """Return SQL for a row per action that happened; 'none': 0 for the idle, NULL unlicensed.

    `platform` is SQL; `columns` has the column of `rows` per action; `more` stands behind them.
    """
    top = ", ".join(columns.values())
    top = f"greatest({top})" if len(columns) > 1 else top
    every = ", ".join(
        f"{{'action': {sql_text(action)}, 'times': {column}}}" for action, column in columns.items()
    )
    return (
        f"select {platform} as platform, person_id, first_day, last_day, "
        f"unnest(if(coalesce({top}, 0) > 0, list_filter([{every}], lambda x: x.times > 0), "
        f"[{{'action': 'none', 'times': {top}}}]), recursive := true){more} from {rows}"
    )


def _total(platform: str, actions: tuple[str, ...]) -> str:
    """Return SQL for a row per person and window: all that was done, without days, the days."""
    days = column_of("active_days") if "active_days" in actions else "null"
    return (
        f"select {sql_text(platform)} as platform, person_id, first_day, last_day, "
        f"{_sum(actions)} as used, {_sum([a for a in actions if a != 'active_days'])} as times, "
        f"case when used = 0 then 0 else cast({days} as double) end as said_days, upload_no "
        f"from {table_of(platform)}"
    )


def _sum(actions: Iterable[str]) -> str:
    """Return SQL for the sum of what is not NULL, NULL if all is."""
    columns = [column_of(action) for action in actions]
    if not columns:
        return "cast(null as double)"
    if len(columns) == 1:
        return columns[0]
    added = " + ".join(f"coalesce({column}, 0)" for column in columns)
    return f"case when coalesce({', '.join(columns)}) is not null then {added} end"
