"""An Iceberg table, at its newest snapshot or a named one, to one Parquet file.

Read from its metadata alone, without a catalogue: `table` is the folder of the table or one file of
its `metadata/`. The table's id and the snapshot stand in the name of the file, and so in the
receipt. Log-in of a store by the environment. Source: py.iceberg.apache.org.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signpost.connectors.lake_table import asked_columns, plain_reason, table_address
from signpost.connectors.model import Connector, FetchError, FetchItem, FetchJob
from signpost.connectors.parquet_writer import write_parquet

_STORE = {
    "s3.endpoint": "AWS_ENDPOINT_URL",
    "s3.region": "AWS_REGION",
    "s3.access-key-id": "AWS_ACCESS_KEY_ID",
    "s3.secret-access-key": "AWS_SECRET_ACCESS_KEY",
    "s3.session-token": "AWS_SESSION_TOKEN",
}
"""The library's properties, by the variables that object stores know."""


@dataclass
class _Session:
    job: FetchJob
    table: Any
    snapshot: Any

    def check(self) -> Iterator[str]:
        """Return nothing: a table that opens can be read."""
        yield from ()

    def items(self) -> Iterator[FetchItem]:
        """Return the snapshot that is open."""
        own = str(self.table.metadata.table_uuid)[:8]
        number, at = self.snapshot.snapshot_id, self.snapshot.timestamp_ms
        yield FetchItem(f"{at:015d} {own} {number}", f"{self.job.name}_{own}_s{number}.parquet")

    def write(self, item: FetchItem, part: Path) -> None:
        """Stream the rows of this snapshot."""
        import duckdb

        del item
        names = asked_columns(self.job, [field.name for field in self.table.schema().fields])
        try:
            rows = self.table.scan(
                selected_fields=tuple(names), snapshot_id=self.snapshot.snapshot_id
            ).to_arrow_batch_reader()
            write_parquet(rows, names, part)
        except (duckdb.Error, OSError, ValueError) as error:
            raise FetchError(
                f"The table could not be read ({plain_reason(error)}).", "Run it again."
            ) from error


def _newest_metadata(io: Any, place: str) -> str:
    """Return the newest file of a table's metadata, by the number in front of its name."""
    from pyarrow import fs

    if "://" in place:
        store, path = io.fs_by_scheme(place.partition("://")[0], None), place.partition("://")[2]
    else:
        store, path = fs.LocalFileSystem(), place
    found = store.get_file_info(fs.FileSelector(f"{path}/metadata", allow_not_found=True))
    names = [one.base_name for one in found if one.base_name.endswith(".metadata.json")]
    if not names:
        raise FileNotFoundError(place)
    return f"{place}/metadata/{max(names, key=_number)}"


def _number(name: str) -> tuple[int, str]:
    """Return 3 of `v3.metadata.json` and of `00003-ab….metadata.json`."""
    digits = name.removeprefix("v").partition("-")[0].partition(".")[0]
    return (int(digits) if digits.isdigit() else -1, name)


def _table(job: FetchJob) -> Any:
    from pyiceberg.io.pyarrow import PyArrowFileIO
    from pyiceberg.table import StaticTable

    address = job.settings["table"].rstrip("/")
    place = table_address(job, address)
    given = {name: os.environ[key] for name, key in _STORE.items() if os.environ.get(key)}
    if not place.endswith(".metadata.json"):
        place = _newest_metadata(PyArrowFileIO(given), place)
    return StaticTable.from_metadata(place, properties=given)


@contextlib.contextmanager
def _connect(job: FetchJob) -> Iterator[_Session]:
    address, number = job.settings["table"], job.settings.get("snapshot", "")
    if number and not number.isdigit():
        raise FetchError(f"snapshot = {number!r} is no number.", "Correct it.", "settings")
    try:
        table = _table(job)
    except FileNotFoundError as error:
        raise FetchError(f"There is no Iceberg table at {address}.", "Check `table`.") from error
    except (OSError, ValueError) as error:
        raise FetchError(
            f"{address} could not be opened ({plain_reason(error)}).",
            "Check `table`, and the log-in of the store in the environment.",
        ) from error
    snapshot = table.snapshot_by_id(int(number)) if number else table.current_snapshot()
    if snapshot is None:
        known = ", ".join(str(one.snapshot_id) for one in table.snapshots()[-5:]) or "none"
        raise FetchError(f"{address} has no such snapshot.", f"The newest are: {known}.")
    yield _Session(job, table, snapshot)


CONNECTOR = Connector(
    id="iceberg",
    label="Iceberg table",
    connect=_connect,
    required=("table",),
    optional=("snapshot", "columns"),
    extra="iceberg",
    documented_at="https://py.iceberg.apache.org/",
)
