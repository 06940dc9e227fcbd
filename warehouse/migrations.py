"""How an older data folder becomes a current one."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb

from signpost.warehouse.errors import WarehouseError

SCHEMA_VERSION = 1
_HERE = Path(__file__).parent

# STEPS[n] changes a folder of schema n into one of schema n + 1, in SQL, inside the publish
STEPS: dict[int, Callable[[duckdb.DuckDBPyConnection], None]] = {}


@cache
def layout() -> str:
    """Name what a file must say of itself to be read as it is: schema and digest of the SQL."""
    files = (_HERE / name for name in ("schema.sql", "rollups.sql", "touched.sql"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    return f"{SCHEMA_VERSION}:{digest[:16]}"


def stored_layout(connection: duckdb.DuckDBPyConnection) -> str:
    """Read what the file says of itself; empty for a file without tables."""
    known = connection.execute(
        "select count(*) from information_schema.tables where table_name = 'setting'"
    ).fetchone()
    if not known or not known[0]:
        return ""
    row = connection.execute("select value from setting where name = 'layout'").fetchone()
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
        STEPS[version](connection)
    connection.execute((_HERE / "schema.sql").read_text("utf-8"))
    for name, value in (("layout", layout()), ("schema_version", str(SCHEMA_VERSION))):
        connection.execute("insert or replace into setting values (?, ?)", [name, value])
    return True
