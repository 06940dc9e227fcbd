"""A Delta table, at its newest version or a named one, to one Parquet file.

The table's id and version stand in the name of the file, and so in the receipt. Object stores are
named by their address (s3://, abfss://, gs://); log-in by the environment, as those stores know it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signpost.connectors.model import Connector, FetchError, FetchItem, FetchJob
from signpost.connectors.parquet_writer import write_parquet

_MARKS = re.compile(r"\x1b\[[0-9;]*m|[│╭╰─→↳├└▶]")


def plain_reason(error: Exception) -> str:
    """Return a library's words in one line, without arrows and colours."""
    return " ".join(_MARKS.sub(" ", str(error)).split())[:200]


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
        columns = self.job.settings.get("columns", "").split(",")
        names = [name.strip() for name in columns if name.strip()]
        known = [field.name for field in self.table.schema().fields]
        if strange := sorted(set(names) - set(known)):
            raise FetchError(
                f"There is no column {', '.join(strange)}.", f"There are: {', '.join(known)}."
            )
        chosen = ", ".join('"' + n.replace('"', '""') + '"' for n in names or known)
        try:
            rows = QueryBuilder().register("t", self.table).execute(f"select {chosen} from t")
            write_parquet(rows, names or known, part)
        except (DeltaError, duckdb.Error, OSError) as error:
            raise FetchError(
                f"The table could not be read ({plain_reason(error)}).", "Run it again."
            ) from error


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[_Session]:
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError, TableNotFoundError

    address, version = job.settings["table"], job.settings.get("version")
    place = address if "://" in address else str((job.folder / address).resolve())
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
