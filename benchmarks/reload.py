"""``python -m benchmarks.reload [--rows 1e6 1e7]``: one more month costs the month, no more.

Three years of days are there; four weeks of every platform and a roster come in as one publish.
"""

import argparse
import sys
import tempfile
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

from benchmarks import written
from benchmarks.facts import MONDAY, Scale, roster, scale, usage_week
from benchmarks.measure import Line, compare, isolated, print_lines
from benchmarks.rollups import nothing, prepare, rebuild
from signpost.warehouse import Warehouse

WEEKS = 156


def add_month(folder: Path, size: Scale) -> None:
    """Load the four weeks after the last one, and the roster of that month."""
    with Warehouse(folder).write("benchmark") as writer:
        roster(writer, size, MONDAY + timedelta(weeks=size.weeks), size.weeks)
        for week in range(size.weeks, size.weeks + 4):
            for platform in size.platforms:
                usage_week(writer, size, platform, week)


def run(rows: int, folder: Path) -> list[Line]:
    """Return the lines of one size."""
    size = scale(rows, WEEKS)
    if not (folder / "v00000001.duckdb").exists():
        isolated(prepare, folder, size)
    full, idle = isolated(rebuild, folder), isolated(nothing, folder)
    month = isolated(add_month, folder, size)
    share = f"{100 * 4 / (WEEKS + 4):.1f} % of the facts"
    million = f"{size.rows / 1e6:.0f} million facts in three years"
    net = replace(month, cpu=month.cpu - idle.cpu)
    history = replace(full, cpu=full.cpu - idle.cpu)
    return [
        compare(f"{million}: add one month ({share})", net, "roll all up again", history),
        compare(f"{million}: publish that month", month, "publish without a change", idle),
        Line(f"{million}: publish that month, wall clock", round(month.wall, 2), "s"),
    ]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reload", description=__doc__)
    parser.add_argument("--rows", type=float, nargs="+", default=[1e6, 1e7])
    parser.add_argument("--folder", type=Path, help="keeps the generated facts for the next run")
    parser.add_argument("--record", action="store_true", help="for docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as scratch:
        for rows in map(int, options.rows):
            measured = run(rows, (options.folder or Path(scratch)) / f"history-{rows}")
            print_lines(measured)
            if options.record:
                written.write(f"reload-{rows}", [asdict(line) for line in measured])
    return 0


if __name__ == "__main__":
    sys.exit(main())
