"""``python -m benchmarks.ingest [--rows 10e6]``: a load against the bare reads of the same file.

A load recognises, types, checks, pseudonymises, replaces, rolls up and publishes. The references
only parse: DuckDB into a table on disk, pandas and polars into memory. Each in a process of its
own; the middle of ``--repeats`` runs.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import duckdb
import pandas as pd
import polars

from benchmarks import written
from benchmarks.exports import NEEDED, teams
from benchmarks.measure import Cost, Line, compare, isolated, machine, middle, print_lines
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse

_MAX_ROWS_IN_MEMORY = 20_000_000  # rows
_ALL = "DuckDB, all columns to a table"
_NEEDED = "DuckDB, the needed columns to a table"
_PEAK_MB = 2400.0  # MB, of an engine that was given 2 GB


def bare(file: Path, folder: Path) -> None:
    """Read the whole file into a table, types guessed."""
    _create(folder, f"select * from read_csv('{file}')")


def bare_needed(file: Path, folder: Path) -> None:
    """Read the columns that Signpost uses into a table, types guessed."""
    names = ", ".join(f'"{name}"' for name in NEEDED)
    _create(folder, f"select {names} from read_csv('{file}')")


def _create(folder: Path, select: str) -> None:
    (folder / "bare.duckdb").unlink(missing_ok=True)
    with duckdb.connect(str(folder / "bare.duckdb"), config={"memory_limit": "2GB"}) as connection:
        connection.execute(f"create table t as {select}")
        connection.execute("checkpoint")


def in_pandas(file: Path, _: Path) -> None:
    """Read the whole file into memory."""
    pd.read_csv(file)


def in_polars(file: Path, _: Path) -> None:
    """Read the whole file into memory."""
    polars.read_csv(file)


def load(file: Path, folder: Path) -> None:
    """Load the file into the data folder, which may hold it already in other bytes."""
    report = ingest(Warehouse(folder / "data"), [file], who="benchmark")
    (result,) = report.files
    if result.status != "loaded":
        raise RuntimeError(f"not loaded: {result}")


def run(rows: int, repeats: int, folder: Path) -> list[Line]:
    """Return the costs of a first load and a re-load of the same days, and of the references."""
    small = rows <= _MAX_ROWS_IN_MEMORY
    file = teams(folder / f"teams-{rows}-0.csv", rows)
    loads = {"first": file}
    references: dict[str, Callable[[Path, Path], None]] = {_NEEDED: bare_needed}
    if small:
        references |= {
            _ALL: bare,
            "pandas, into memory": in_pandas,
            "polars, into memory": in_polars,
        }
        loads["re-load"] = teams(folder / f"teams-{rows}-1.csv", rows, seed=1)
    costs: dict[str, list[Cost]] = {}
    for _ in range(repeats):
        for name, work in references.items():
            costs.setdefault(name, []).append(isolated(work, file, folder))
        shutil.rmtree(folder / "data", ignore_errors=True)
        (folder / "data.key").unlink(missing_ok=True)
        for name, path in loads.items():
            costs.setdefault(name, []).append(isolated(load, path, folder))
    costs_of = {name: middle(several) for name, several in costs.items()}
    return _lines(rows, file, costs_of, _stored(folder / "data"))


def _stored(folder: Path) -> float:
    """Return the bytes that the newest version takes per active person and day."""
    warehouse = Warehouse(folder)
    newest = warehouse.path()
    active = "select count(*) from usage_total where used > 0"
    return newest.stat().st_size / warehouse.read().one(active)[0] if newest else 0.0


def _lines(rows: int, file: Path, cost_of: dict[str, Cost], stored: float) -> list[Line]:
    what = f"load of {rows:,} rows ({file.stat().st_size / 1e6:.0f} MB)"
    goals = {_ALL: 1.3}
    first = cost_of["first"]
    beside = [(name, cost) for name, cost in cost_of.items() if name not in ("first", "re-load")]
    lines = [compare(what, first, name, cost, goals.get(name, 0.0)) for name, cost in beside]
    if again := cost_of.get("re-load"):
        lines.append(compare(f"re-load of {rows:,} rows", again, "first load", first, 1.3))
    return [
        *lines,
        Line(f"{what}, peak memory", round(first.peak_mb), "MB", goal=_PEAK_MB),
        Line(
            f"{what}, wall clock",
            round(first.wall, 1),
            "s",
            _NEEDED,
            round(cost_of[_NEEDED].wall, 1),
            3.0,
        ),
        Line(f"{what}, stored", round(stored, 1), "bytes per active person and day", goal=4),
    ]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    parser.add_argument("--rows", type=float, default=1e7)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keeps the generated files for the next run")
    parser.add_argument("--record", action="store_true", help="for docs/performance.md")
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        lines = run(int(options.rows), options.repeats, folder)
    print_lines(lines)
    if options.record:
        written.write(f"loading-{int(options.rows)}", [asdict(line) for line in lines])
    return 0


if __name__ == "__main__":
    sys.exit(main())
