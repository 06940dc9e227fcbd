"""``python -m benchmarks.small_files``: many small files in one load, beside DuckDB's bare reads.

A month of ten usage exports of 2,000 to 50,000 rows, and the sample organisation's exports.
"""

import argparse
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import duckdb

from benchmarks import written
from benchmarks.exports import teams
from benchmarks.measure import Line, compare, isolated, middle, print_lines
from signpost.cli._sample import load_sample_exports, write_sample
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse

SIZES = (2_000, 3_000, 4_000, 5_000, 8_000, 10_000, 15_000, 20_000, 30_000, 50_000)
GOAL_MONTH, GOAL_SAMPLE = 1.5, 15.0
"""CPU seconds."""


def bare(files: Path) -> None:
    """Read every CSV into a table of its own, types guessed."""
    with duckdb.connect() as connection:
        for number, file in enumerate(sorted(files.glob("*.csv"))):
            connection.execute(f"create table t{number} as from read_csv('{file}')")


def load(files: Path, data: Path) -> None:
    """Load the folder into an empty data folder."""
    report = ingest(Warehouse(data), [files], who="benchmark")
    if {one.status for one in report.files} != {"loaded"}:
        raise RuntimeError(f"not loaded: {report}")


def load_sample(files: Path, data: Path) -> None:
    """Load the sample organisation as the demo does."""
    load_sample_exports(Warehouse(data), files, "nordwind", who="benchmark")


def run(folder: Path, turns: int) -> list[Line]:
    """Return the costs of both folders of files."""
    month = folder / "month"
    month.mkdir()
    for number, rows in enumerate(SIZES):
        teams(month / f"teams-{number}.csv", rows, seed=number)
    sample = write_sample(folder / "sample", "nordwind")
    lines = []
    for files, work, goal in ((month, load, GOAL_MONTH), (sample, load_sample, GOAL_SAMPLE)):
        costs = [isolated(work, files, folder / f"{files.name}-{n}") for n in range(turns)]
        beside = middle([isolated(bare, files) for _ in range(turns)])
        what = f"load of {sum(1 for _ in files.iterdir())} files of a {files.name}"
        lines.append(compare(what, middle(costs), "DuckDB, their CSVs to tables", beside))
        lines.append(Line(f"{what}, all", round(middle(costs).cpu, 2), "CPU s", goal=goal))
    return lines


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.small_files", description=__doc__)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--record", action="store_true", help="for docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as scratch:
        lines = run(Path(scratch), options.turns)
    print_lines(lines)
    if options.record:
        written.write("small_files-1", [asdict(line) for line in lines])
    return 0


if __name__ == "__main__":
    sys.exit(main())
