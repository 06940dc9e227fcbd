"""``python -m tests.warehouse.older_folders``: data folders as earlier code wrote them.

Takes ``warehouse/`` of each commit below out of the history, lets it load the same small
organisation, and keeps the version's file, packed, in ``folders/``. What is kept is never made anew
when the schema changes: it is what a user of that time has on disk.
"""

import io
import lzma
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from signpost.warehouse import Writer
from signpost.warehouse.usage_tables import usage_tables

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).parent / "folders"
COMMITS = {
    "first": "c5535ee",  # the first schema: every window is computed in every publish
    "due_source_view": "11a1699",  # a table of today was a view
    "usage_by_action": "22dda6f",  # one table of usage with a row per action
}
_LOAD = """
import datetime, sys
from {package} import Warehouse
with Warehouse(sys.argv[1], memory_limit="200MB").write("ada") as writer:
    for no in (1, 2, 3):
        writer.execute(
            "insert into upload values (?, ?, 'plain', 'small.csv', '2026-01-12', 'ada',"
            " 3, 3, 0, 0, 3, 0, null, null, '[]', null, null)", [no, f"sha-{no}"])
    writer.execute(
        "insert into roster (person_id, from_day, group_id, upload_no) values"
        " (1, '2026-01-01', 'care', 1), (2, '2026-01-01', 'care', 1),"
        " (3, '2026-01-01', 'sales', 1)")
    writer.execute("insert into truth values ('roster', '2026-01-01', '2026-01-01', 1)")
    for n in range(7):
        day = datetime.date(2026, 1, 5) + datetime.timedelta(days=n)
        writer.execute("insert into truth values ('usage:teams', ?, ?, 2)", [day, day])
        writer.execute(
            "insert into usage values ('teams', 1, ?, ?, 'chat', 2, 2),"
            " ('teams', 3, ?, ?, 'chat', 0, 2)", [day, day, day, day])
    month = [datetime.date(2026, 1, 1), datetime.date(2026, 1, 31)]
    writer.execute("insert into truth values ('outcome:csat:care', ?, ?, 3)", month)
    writer.execute("insert into outcome values ('csat', 'care', ?, ?, 9, 10, null, 3)", month)
"""


def _nested(scratch: Path) -> str:
    """Return what the code of that time calls itself; the later one lies in a package."""
    told = "signpost.warehouse"
    if told not in (scratch / "warehouse" / "__init__.py").read_text("utf-8"):
        return "warehouse"
    (scratch / "signpost").mkdir()
    (scratch / "signpost" / "__init__.py").touch()
    (scratch / "signpost" / "warehouse").symlink_to(scratch / "warehouse")
    return told


def make(name: str, commit: str) -> None:
    """Write one folder with the code of its time."""
    archive = subprocess.run(
        ["git", "archive", commit, "warehouse"], cwd=ROOT, check=True, capture_output=True
    )
    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
            packed.extractall(scratch, filter="data")
        package = _nested(Path(scratch))
        load = [sys.executable, "-c", _LOAD.replace("{package}", package), f"{scratch}/data"]
        subprocess.run(load, cwd=scratch, check=True)
        made = Path(scratch, "data", "v00000001.duckdb").read_bytes()
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"{name}.duckdb.xz").write_bytes(lzma.compress(made, preset=9))


def unpack(name: str, folder: Path) -> None:
    """Put a kept folder back on disk."""
    folder.mkdir(parents=True)
    packed = (KEPT / f"{name}.duckdb.xz").read_bytes()
    (folder / "v00000001.duckdb").write_bytes(lzma.decompress(packed))


def as_by_action(writer: Writer) -> None:
    """Put usage back into one table with a row per action, as schema 2 kept it."""
    tables = usage_tables(writer).values()
    writer.execute("create table by_action as select * from usage")
    for view in ("usage", "usage_total"):
        writer.execute(f"drop view {view}")
    for table in tables:
        writer.execute(f"drop table {table}")
    writer.execute("alter table by_action rename to usage")


if __name__ == "__main__":
    for name, commit in COMMITS.items():
        make(name, commit)
