"""Migrations of older data folders to the current layout."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb

from signpost.warehouse.errors import WarehouseError
from signpost.warehouse.usage_tables import create_usage_views, widen_usage

SCHEMA_VERSION = 4
_HERE = Path(__file__).parent
PLATFORM_KEY_MACRO = (_HERE / "platform_key.sql").read_text("utf-8")
"""SQL that defines `platform_key(name)` for a connection; NULL stays NULL."""
_BY_PLATFORM = ("usage", "group_usage", "interaction", "licence", "intervention")


def _rekey_platforms(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace each platform's name by its key: schema 1 wrote one name in several ways.

    Only rows whose key differs are touched: of most folders none. Facts that a lakehouse holds
    are not here, and stay as they are.
    """
    connection.execute(PLATFORM_KEY_MACRO)
    known = {name for (name,) in connection.execute(_TABLES).fetchall()}
    for table in known.intersection(_BY_PLATFORM):
        _rename(connection, table, "platform", "")
        if "truth" in known:
            _rename(connection, "truth", "subject", f"{table}:")


def _rename(connection: duckdb.DuckDBPyConnection, table: str, column: str, before: str) -> None:
    """Replace the platform behind the text `before` by its key."""
    name = f"substr({column}, {len(before) + 1})"
    connection.execute(
        f"update {table} set {column} = '{before}' || platform_key({name}) where {column} in ("
        f"select distinct {column} from {table} where starts_with({column}, '{before}') "
        f"and platform_key({name}) not in ('', {name}))"
    )


def _widen(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring usage into a table per platform: schema 2 kept a row per action in one table."""
    if ("usage",) in connection.execute(_TABLES).fetchall():
        widen_usage(connection)


def _without_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the two tables of persons anew without the index that schema 3 declared."""
    known = {name for (name,) in connection.execute(_TABLES).fetchall()}
    for table in known.intersection(("person", "alias")):
        connection.execute(f"create temp table kept as from {table}")
        connection.execute(f"drop table {table}")
        connection.execute(_declared(table))
        connection.execute(f"insert into {table} by name from kept")
        connection.execute("drop table kept")


def _declared(table: str) -> str:
    """Return the statement of schema.sql that makes a table."""
    schema = (_HERE / "schema.sql").read_text("utf-8")
    start = schema.index(f"create table if not exists {table} (")
    return schema[start : schema.index(";", start)]


# MIGRATIONS[n] changes a folder of schema n into one of schema n + 1, in SQL, inside the publish
MIGRATIONS: dict[int, Callable[[duckdb.DuckDBPyConnection], None]] = {
    1: _rekey_platforms,
    2: _widen,
    3: _without_keys,
}
_TABLES = "select table_name from duckdb_tables() where not internal"


@cache
def layout() -> str:
    """Return what a file must declare to be read as it is: schema and digest of the SQL."""
    names = ("schema.sql", "rollups.sql", "touched.sql", "platform_key.sql", "usage_tables.py")
    digest = hashlib.sha256(b"".join((_HERE / name).read_bytes() for name in names)).hexdigest()
    return f"{SCHEMA_VERSION}:{digest[:16]}"


def stored_layout(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the layout a file declares; empty for a file without tables."""
    try:
        found = connection.execute("select value from setting where name = 'layout'")
    except duckdb.CatalogException:  # no such table
        return ""
    row = found.fetchone()
    return str(row[0]) if row else ""


def refuse_newer(stored: str) -> None:
    """Raise if a later Signpost wrote the folder."""
    if stored and int(stored.split(":")[0]) > SCHEMA_VERSION:
        raise WarehouseError(
            "This data folder was written by a newer Signpost.",
            "Install that version or a later one; nothing was changed.",
        )


def bring_up_to_date(connection: duckdb.DuckDBPyConnection) -> bool:
    """Create or upgrade the tables of an open file; True if anything was done."""
    stored = stored_layout(connection)
    if stored == layout():
        return False
    refuse_newer(stored)
    for version in range(int(stored.split(":")[0]) if stored else SCHEMA_VERSION, SCHEMA_VERSION):
        MIGRATIONS[version](connection)
    connection.execute((_HERE / "schema.sql").read_text("utf-8"))
    create_usage_views(connection)
    for name, value in (("layout", layout()), ("schema_version", str(SCHEMA_VERSION))):
        connection.execute("insert or replace into setting values (?, ?)", [name, value])
    return True
