"""The same rollups on Apache Spark; what comes out lands in the local snapshot.

``SIGNPOST_ENGINE=spark`` chooses it. ``SIGNPOST_SPARK`` is a Spark Connect address (``sc://...``)
or a master (``spark://...``, ``local[2]``). ``SIGNPOST_SPARK_FACTS`` is where a company keeps the
facts: a folder or URL with one Parquet folder per table, or a schema (``catalog.schema``). Then
``python -m signpost.warehouse.engine_spark --data DIR`` brings the rollups home; without it every
publish hands its own facts to Spark. See docs/data.md.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from signpost.warehouse import rollups
from signpost.warehouse.connection import Writer, insert_rows
from signpost.warehouse.errors import WarehouseError
from signpost.warehouse.store import Warehouse

FACTS = ("upload", "truth", "roster", "licence", "usage")
LANDED = ("roster_span", "coverage", "person_window", "group_window")
_ELSEWHERE = 1_000_000_000
"""Added to the upload numbers of a lakehouse, so that they never meet local ones."""
_CHUNK_ROWS = 2_000_000  # rows fetched at once
_SMALL = ("coverage", "due", "due_group", "due_source")
"""A row per window: fetched and sent again, so that what is built on them is a short plan."""
_VIEWS = (
    *("truth_now", "usage_delivered", "usage_own", "list_part", "list_now", "licence_now"),
    "part_usage",
)


def session(address: str) -> Any:
    """Connect to Spark: an ``sc://`` address, or a master. Raises WarehouseError."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise WarehouseError(
            "SIGNPOST_ENGINE is spark, but pyspark is not installed.",
            "Install signpost-analytics[spark], or unset SIGNPOST_ENGINE.",
        ) from error
    builder = SparkSession.builder.appName("signpost").config("spark.sql.session.timeZone", "UTC")
    remote = address.startswith("sc://")
    try:
        spark = (builder.remote(address) if remote else builder.master(address)).getOrCreate()
        spark.sql("select 1").collect()
    except (PySparkException, OSError, RuntimeError) as error:
        raise WarehouseError(
            f"Spark does not answer at {address}.", "Check SIGNPOST_SPARK and that it runs."
        ) from error
    return spark


def lakehouse(spark: Any, location: str) -> dict[str, Any]:
    """Return the facts a company keeps: table -> DataFrame. Raises WarehouseError."""
    from pyspark.errors import PySparkException

    folder = "/" in location
    tables = {}
    for name in FACTS:
        try:
            frame = (
                spark.read.parquet(f"{location.rstrip('/')}/{name}")
                if folder
                else spark.table(f"{location}.{name}")
            )
            frame.schema  # noqa: B018 - asks, so that a missing table is noticed here
        except PySparkException as error:
            raise WarehouseError(
                f"Spark finds no table {name} in {location}.",
                "Keep upload, truth, roster, licence and usage there, as warehouse/schema.sql "
                "says; an empty table where there is nothing.",
            ) from error
        tables[name] = frame
    return tables


def local_facts(spark: Any, connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Send the local facts to Spark: table -> DataFrame."""
    tables = {}
    for name in FACTS:
        select = f"select * from {name}"
        if name == "upload":
            select = "select upload_no, undone_at from upload"
        tables[name] = spark.createDataFrame(connection.sql(select).to_arrow_table())
    return tables


def compute(
    spark: Any, facts: Mapping[str, Any], calendar: duckdb.DuckDBPyConnection
) -> dict[str, Any]:
    """Run the rollups; name -> DataFrame of each stored table. ``calendar`` holds the calendar."""
    for name, frame in facts.items():
        frame.createOrReplaceTempView(name)
    days = calendar.sql("select * from calendar").to_arrow_table()
    spark.createDataFrame(days).createOrReplaceTempView("calendar")
    made: dict[str, Any] = {}
    for part in rollups.rollup_parts():
        if part.kind == "view" and part.name not in _VIEWS:
            continue
        first = f"{part.name}_first"
        # over Connect a name is looked up late: what a table is made of must not bear its name
        select = part.select.replace(part.name, first) if part.kind == "more" else part.select
        frame = spark.sql(select)
        if part.kind == "more":
            frame = made[part.name].unionByName(frame)
        else:
            frame.createOrReplaceTempView(first)
        if part.name in _SMALL:
            frame = spark.createDataFrame(frame.toArrow())
        if part.kind in ("table", "more"):
            made[part.name] = frame = frame.cache()
        frame.createOrReplaceTempView(part.name)
    return {name: made[name] for name in LANDED}


def store_rollups(connection: duckdb.DuckDBPyConnection, made: Mapping[str, Any]) -> None:
    """Replace the stored tables by what Spark computed."""
    for name, frame in made.items():
        connection.execute(f"delete from {name}")
        columns = [row[0] for row in connection.execute(f"describe {name}").fetchall()]
        for piece in _pieces(frame.select(*columns)):
            connection.register("_landing", piece)
            insert_rows(connection, f"insert into {name} select * from _landing order by all")
            connection.unregister("_landing")


def _pieces(frame: Any) -> Iterator[Any]:
    """Fetch a DataFrame as Arrow tables of a bounded size, cut by hash."""
    count = frame.count()
    parts = 1 + count // _CHUNK_ROWS
    key = ", ".join(f"`{name}`" for name in frame.columns)
    for part in range(parts):
        yield frame.where(f"pmod(hash({key}), {parts}) = {part}").toArrow()


def publish_here(connection: duckdb.DuckDBPyConnection) -> None:
    """Compute all rollups of the open version on Spark, from its own facts."""
    spark = session(os.environ.get("SIGNPOST_SPARK", "local[2]"))
    store_rollups(connection, compute(spark, local_facts(spark, connection), connection))


def publish_from_lakehouse(warehouse: Warehouse, address: str, location: str) -> int:
    """Roll up a lakehouse's facts and publish what comes out; the new version's number.

    The lakehouse's uploads and truth come along under numbers above ``ELSEWHERE``, so that every
    question about where a window comes from is answered as for local facts. Raises WarehouseError.
    """
    spark = session(address)
    facts = lakehouse(spark, location)
    with warehouse.write("spark") as writer:
        if writer.rows(f"select 1 from truth_rolled where upload_no <= {_ELSEWHERE} limit 1"):
            raise WarehouseError(
                "This data folder holds usage, rosters or licences of its own.",
                "Undo those uploads first, or bring the lakehouse into an empty data folder.",
            )
        made = compute(spark, facts, writer.connection)
        writer.execute("insert or replace into setting values ('facts', ?)", [f"spark:{location}"])
        _land_history(writer, facts)
        store_rollups(writer.connection, made)
        writer.execute("delete from rolled")
        writer.execute("insert into rolled select * from truth_rolled")
    return warehouse.version()


def _land_history(writer: Writer, facts: Mapping[str, Any]) -> None:
    for name in ("upload", "truth"):
        writer.execute(f"delete from {name} where upload_no > {_ELSEWHERE}")
        columns = ", ".join(
            f"upload_no + {_ELSEWHERE} as upload_no" if column == "upload_no" else column
            for column in facts[name].columns
        )
        writer.connection.register("_landing", facts[name].toArrow())
        writer.execute(f"insert into {name} by name select {columns} from _landing")
        writer.connection.unregister("_landing")


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m signpost.warehouse.engine_spark")
    parser.add_argument("--data", type=Path, default=os.environ.get("SIGNPOST_DATA"))
    parser.add_argument("--spark", default=os.environ.get("SIGNPOST_SPARK", "local[2]"))
    parser.add_argument("--facts", default=os.environ.get("SIGNPOST_SPARK_FACTS", ""))
    options = parser.parse_args()
    if not options.facts:
        parser.error("say where the facts are: --facts or SIGNPOST_SPARK_FACTS")
    try:
        version = publish_from_lakehouse(
            Warehouse(options.data or "signpost-data"), options.spark, options.facts
        )
    except WarehouseError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(f"Published version {version}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
