"""``python -m benchmarks.parquet [--rows 2e6]``: a load of Parquet beside the same rows as CSV.

Both in turns, each in a process of its own with a data folder of its own; the middle of
``--repeats`` runs by processor time, user and system.
"""

import argparse
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb

from benchmarks.exports import teams
from benchmarks.ingest import load
from benchmarks.measure import Cost, Line, compare, isolated, middle, print_lines

_GOAL = 0.75


def typed_copy(file: Path) -> Path:
    """Write the rows of a CSV as Parquet, types guessed from all of them."""
    copy = file.with_suffix(".parquet")
    if not copy.exists():
        with duckdb.connect() as con:
            rows = f"read_csv('{file}', sample_size=-1)"
            con.execute(f"copy (from {rows}) to '{copy}' (format parquet, compression zstd)")
    return copy


def costs(files: Iterable[Path], repeats: int, folder: Path) -> list[list[Cost]]:
    """Return the cost of each first load of each file, in turns."""
    listed = list(files)
    found: list[list[Cost]] = [[] for _ in listed]
    for _ in range(repeats):
        for file, own in zip(listed, found, strict=True):
            shutil.rmtree(folder / "load", ignore_errors=True)
            (folder / "load").mkdir()
            own.append(isolated(load, file, folder / "load"))
    return found


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parquet", description=__doc__)
    parser.add_argument("--rows", type=float, default=2e6)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="signpost-parquet-"))
    try:
        text = teams(folder / f"teams-{int(given.rows)}.csv", int(given.rows))
        csv, parquet = costs((text, typed_copy(text)), given.repeats, folder)
        goal = _GOAL
        line = compare("a load of Parquet", middle(parquet), "of CSV", middle(csv), goal)
        peak = round(middle(parquet).peak_mb)
        print_lines([line, Line("its peak memory", peak, "MB")])
        runs = [[round(one.cpu, 2) for one in own] for own in (csv, parquet)]
        print({"csv": runs[0], "parquet": runs[1]})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
