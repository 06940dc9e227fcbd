"""Bytes of one version: reading all of them, writing them afresh."""

from pathlib import Path

import duckdb

from signpost.warehouse.connection import connect, ident, sql_text


def read_through(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Read every column of every table; the rows per table. Raises duckdb.Error on damage."""
    tables = (
        "select table_name, estimated_size from duckdb_tables() where not internal"
        " order by table_name"
    )
    stored = dict(connection.execute(tables).fetchall())
    reads = " union all ".join(
        f"select {sql_text(table)}, count(*), bit_xor(hash(every)) from {ident(table)} as every"
        for table, rows in stored.items()
        if rows
    )
    found = connection.execute(reads).fetchall() if reads else []
    return dict.fromkeys(stored, 0) | {table: rows for table, rows, _ in found}


def rewrite_file(source: Path, target: Path, *, memory_limit: str) -> None:
    """Write the tables and views of ``source`` into a new file, without what was deleted there."""
    spill = target.with_name(target.name + ".spill")
    connection = connect(target, memory_limit=memory_limit, spill=spill, reads=[source])
    try:
        connection.execute(f"attach {sql_text(str(source))} as old (read_only)")
        name = connection.execute("select current_database()").fetchall()[0][0]
        connection.execute(f"copy from database old to {ident(name)}")
        connection.execute("detach old")
        connection.execute("checkpoint")
    finally:
        connection.close()
