"""A Delta table, at its newest version or a named one, to one Parquet file.

The table's id and version stand in the name of the file, and so in the receipt. Object stores are
named by their address (s3://, abfss://, gs://); log-in by the environment, as those stores know it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signpost.connectors.lake_table import asked_columns, plain_reason, table_address
from signpost.connectors.model import Connector, FetchError, FetchItem, FetchJob
from signpost.connectors.parquet_writer import write_parquet


@dataclass
class _Session:
    job: FetchJob
    table: Any

    def check(self) -> Iterator[str]:
        """Return nothing: a table that opens can be read."""
        yield from ()

    def items(self) -> Iterator[FetchItem]:
        """Return the version that is open."""
        version = int(self.table.version())
        own = str(self.table.metadata().id)[:8]
        yield FetchItem(f"{own}_v{version:08d}", f"{self.job.name}_{own}_v{version}.parquet")

    def write(self, item: FetchItem, part: Path) -> None:
        """Stream the rows that count in this version."""
        import duckdb
        from deltalake import QueryBuilder
        from deltalake.exceptions import DeltaError

        del item
        names = asked_columns(self.job, [field.name for field in self.table.schema().fields])
        chosen = ", ".join('"' + n.replace('"', '""') + '"' for n in names)
        try:
            rows = QueryBuilder().register("t", self.table).execute(f"select {chosen} from t")
            write_parquet(rows, names, part)
        except (DeltaError, duckdb.Error, OSError) as error:
            raise FetchError(
                f"The table could not be read ({plain_reason(error)}).", "Run it again."
            ) from error


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[_Session]:
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError, TableNotFoundError

    address, version = job.settings["table"], job.settings.get("version")
    place = table_address(job, address)
    try:
        table = DeltaTable(place, version=int(version) if version else None)
    except TableNotFoundError as error:
        raise FetchError(f"There is no Delta table at {address}.", "Check `table`.") from error
    except (DeltaError, OSError, ValueError) as error:
        raise FetchError(
            f"{address} could not be opened ({plain_reason(error)}).",
            "Check `table` and `version`, and the log-in of the store in the environment.",
        ) from error
    yield _Session(job, table)


CONNECTOR = Connector(
    id="delta",
    label="Delta table",
    connect=_connect,
    required=("table",),
    optional=("version", "columns"),
    extra="delta",
    documented_at="https://delta-io.github.io/delta-rs/",
)
