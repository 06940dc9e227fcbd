"""``python -m benchmarks.rollups [--rows 1e6 1e7]``: from facts to weeks and months per group.

Beside them, in the same run: the obvious SQL (COUNT(DISTINCT) over the joined facts), which must
give the same numbers, and the same monthly question as a pandas script would answer it.
"""

import argparse
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from benchmarks import record, written
from benchmarks.facts import Scale, fill, scale, usage_week
from benchmarks.measure import Cost, Line, compare, isolated, print_lines
from signpost.warehouse import Warehouse

_MAX_REFERENCE_FACTS = 20_000_000  # facts; beyond, pandas does not fit
_OBVIOUS = """
select f.platform, r.group_id, c.week_first as first_day, count(distinct f.person_id) as active
from usage_total_now as f
join calendar as c on c.day = f.first_day
join roster_span as r
  on r.person_id = f.person_id and r.from_day <= c.week_last and c.week_last < r.until_day
where f.used > 0 and f.first_day = f.last_day
group by f.platform, r.group_id, c.week_first"""
_ROLLUP = """
select platform, group_id, first_day, active from group_window
where active > 0 and last_day - first_day = 6"""


def prepare(folder: Path, size: Scale) -> None:
    """Fill a data folder with facts."""
    with Warehouse(folder).write("benchmark") as writer:
        fill(writer, size)


def rebuild(folder: Path) -> None:
    """Compute every window from the stored facts, and publish."""
    with Warehouse(folder).write("benchmark") as writer:
        writer.rewrote = True


def one_week(folder: Path, size: Scale) -> None:
    """Load one week of one platform again, and publish."""
    with Warehouse(folder).write("benchmark") as writer:
        usage_week(writer, size, size.platforms[0], size.weeks // 2)


def nothing(folder: Path) -> None:
    """Publish a version in which no fact changed: copy, checkpoint, read back."""
    with Warehouse(folder).write("benchmark"):
        pass


def obvious(folder: Path) -> None:
    """Count weekly active people per group from the facts, each time anew."""
    counted = Warehouse(folder).read().rows(_OBVIOUS)
    if sorted(counted) != sorted(Warehouse(folder).read().rows(_ROLLUP)):
        raise RuntimeError("the rollup and the obvious SQL differ")


def ask(folder: Path) -> None:
    """Read the stored rollup."""
    Warehouse(folder).read().rows(_ROLLUP)


def in_pandas(folder: Path) -> None:
    """Return the monthly counts as a script makes them: read, merge, group, count."""
    reader = Warehouse(folder).read()
    facts = reader.frame(
        "select platform, person_id, first_day, used as times from usage_total_now"
    )
    spans = reader.frame("select person_id, group_id, from_day, until_day from roster_span")
    facts = facts[facts["times"] > 0]
    month = facts["first_day"].dt.to_period("M")
    facts = facts.assign(month=month, closing=month.dt.end_time.dt.normalize())
    used = facts[["platform", "person_id", "month", "closing"]].drop_duplicates()
    spans["until_day"] = pd.to_datetime(spans["until_day"], errors="coerce").fillna(
        pd.Timestamp.max
    )
    both = used.merge(spans, on="person_id")
    both = both[(both["from_day"] <= both["closing"]) & (both["closing"] < both["until_day"])]
    both.groupby(["platform", "group_id", "month"])["person_id"].nunique()


def run(rows: int, folder: Path, *, references: bool = True) -> list[Line]:
    """Return the lines of one size."""
    size = scale(rows)
    if not (folder / "v00000001.duckdb").exists():
        isolated(prepare, folder, size)
    full, week, idle = (
        isolated(rebuild, folder),
        isolated(one_week, folder, size),
        isolated(nothing, folder),
    )
    million = f"{size.rows / 1e6:.0f} million facts"
    path = Warehouse(folder).path()
    stored = path.stat().st_size / size.rows if path else 0.0
    lines = [
        Line(
            f"full rollup of {million}, per million",
            round((full.cpu - idle.cpu) / size.rows * 1e6, 3),
            "CPU s",
            goal=1.2,
        ),
        compare(
            f"{million}: roll up one week again",
            _beyond(week, idle),
            "all",
            _beyond(full, idle),
            0.08,
        ),
        compare(f"{million}: publish one week again", week, "publish all again", full),
        Line(f"{million}: peak memory of the full rollup", round(full.peak_mb), "MB", goal=2400),
        Line(f"{million}: stored, with rollups", round(stored, 1), "bytes per fact", goal=4),
        Line(f"{million}: publish without a changed fact", round(idle.wall, 2), "s"),
    ]
    if references:
        lines += _references(folder, million, full, idle)
    return lines


def _references(folder: Path, million: str, full: Cost, idle: Cost) -> list[Line]:
    anew, question = isolated(obvious, folder), isolated(ask, folder)
    net = _beyond(full, idle)
    return [
        compare(f"{million}: all rollups", net, "one question in the obvious SQL", anew),
        compare(f"{million}: ask for weekly actives", question, "the obvious SQL", anew),
        compare(f"{million}: all rollups", net, "one month question in pandas", _pandas(folder)),
    ]


def _beyond(cost: Cost, idle: Cost) -> Cost:
    """Return a cost less that of a publish in which no fact changed."""
    return Cost(cost.wall - idle.wall, max(cost.cpu - idle.cpu, 0.01), cost.peak_mb)


def _pandas(folder: Path) -> Cost:
    return isolated(in_pandas, folder)


def growth(small: list[Line], large: list[Line]) -> Line:
    """Return the cost per fact of two sizes as a line; 1: linear."""
    return Line(
        "growth of the full rollup, cost per fact",
        large[0].figure,
        "CPU s per million",
        "the smaller size",
        small[0].figure,
        1.2,
    )


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rollups", description=__doc__)
    parser.add_argument("--rows", type=float, nargs="+", default=[1e6, 1e7])
    parser.add_argument("--folder", type=Path, help="keeps the generated facts for the next run")
    parser.add_argument("--record", action="store_true", help="for docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as scratch:
        for rows in map(int, options.rows):
            data = (options.folder or Path(scratch)) / f"facts-{rows}"
            measured = run(rows, data, references=rows <= _MAX_REFERENCE_FACTS)
            smaller = record.recorded(f"rollups-{rows // 10}")
            if smaller:
                measured.append(growth(record.lines(smaller), measured))
            print_lines(measured)
            if options.record:
                written.write(f"rollups-{rows}", [asdict(line) for line in measured])
    return 0


if __name__ == "__main__":
    sys.exit(main())
