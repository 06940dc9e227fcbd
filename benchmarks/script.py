"""``python -m benchmarks.script [--rows 1e6]``: a script with the same answer instead.

Two files, a usage export of a hundred days and a roster; the question: how many people of each
group were active in each week. A pandas script and a polars script read and answer it each time;
Signpost loads once (and checks, pseudonymises, keeps) and then answers. All three must agree.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

from benchmarks import written
from benchmarks.exports import ROWS_PER_PERSON, teams
from benchmarks.measure import Cost, Line, compare, isolated, middle, print_lines
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse

_GROUPS = 200
_USED = ("Team Chat Message Count", "Private Chat Message Count", "Call Count", "Meeting Count")
_OTHER = "Has Other Action"
_ASKED = (
    "select group_id, cast(first_day as varchar), active from group_window"
    " where last_day - first_day = 6 and active > 0 order by all"
)
Rows = list[tuple[str, str, int]]


def roster(path: Path, rows: int) -> Path:
    """Write the organisation that belongs to ``exports.teams``."""
    people = max(1, rows // ROWS_PER_PERSON)
    select = (
        "select 'user' || range || '@contoso.example' as \"PersonId\", '1/1/2025' as"
        f" \"EffectiveDate\", '' as \"ManagerId\", 'group ' || (range % {_GROUPS}) as"
        f' "Organization" from range({people})'
    )
    with duckdb.connect() as connection:
        connection.execute(f"copy ({select}) to '{path}' (header true)")
    return path


def in_pandas(folder: Path) -> Rows:
    """Return the answer of a pandas script."""
    names = ["Report Refresh Date", "User Principal Name", *_USED, _OTHER]
    facts = pd.read_csv(folder / "teams.csv", usecols=names, parse_dates=["Report Refresh Date"])
    people = pd.read_csv(folder / "roster.csv")
    week = facts["Report Refresh Date"].dt.to_period("W-SUN").dt.start_time
    used = (facts[list(_USED)] > 0).any(axis=1) | (facts[_OTHER] == "Yes")
    days = facts.assign(week=week).groupby("week")["Report Refresh Date"].nunique()
    facts = facts.assign(week=week)[used & week.isin(days[days == 7].index)]
    active = (
        facts[["User Principal Name", "week"]]
        .drop_duplicates()
        .merge(people, left_on="User Principal Name", right_on="PersonId")
    )
    counted = active.groupby(["Organization", "week"])["PersonId"].nunique()
    return [(group, str(when.date()), n) for (group, when), n in counted.items()]


def in_polars(folder: Path) -> Rows:
    """Return the answer of a polars script."""
    day = pl.col("Report Refresh Date")
    used = pl.any_horizontal(*(pl.col(name) > 0 for name in _USED), pl.col(_OTHER) == "Yes")
    facts = (
        pl.scan_csv(folder / "teams.csv", try_parse_dates=True)
        .select(day, "User Principal Name", used.alias("used"))
        .with_columns(day.dt.truncate("1w").alias("week"))
    )
    whole = facts.group_by("week").agg(day.n_unique().alias("days")).filter(pl.col("days") == 7)
    people = pl.scan_csv(folder / "roster.csv").select("PersonId", "Organization")
    active = (
        facts.filter("used")
        .join(whole, on="week")
        .select(pl.col("User Principal Name").alias("PersonId"), "week")
        .unique()
        .join(people, on="PersonId")
        .group_by("Organization", "week")
        .len()
        .collect()
    )
    return [(group, str(when), n) for group, when, n in active.iter_rows()]


def first(folder: Path) -> Rows:
    """Load both files into an empty data folder and return the answer."""
    files = [folder / "roster.csv", folder / "teams.csv"]
    report = ingest(Warehouse(folder / "data"), files, who="benchmark")
    if {result.status for result in report.files} != {"loaded"}:
        raise RuntimeError(f"not loaded: {report.files}")
    return again(folder)


def again(folder: Path) -> Rows:
    """Return the answer from the loaded data."""
    return Warehouse(folder / "data").read().rows(_ASKED)


def agree(folder: Path) -> None:
    """Raise unless all three give the same rows."""
    expected = sorted(again(folder))
    for script in (in_pandas, in_polars):
        if sorted(script(folder)) != expected:
            raise RuntimeError(f"{script.__name__} and Signpost differ")


def _cost(task: Callable[[Path], Rows], folder: Path) -> Cost:
    """Return the cost of a task, the middle of three runs; a load is made once."""
    return middle([isolated(task, folder) for _ in range(1 if task is first else 3)])


def run(rows: int, folder: Path) -> list[Line]:
    """Return the lines of one size."""
    teams(folder / "teams.csv", rows)
    roster(folder / "roster.csv", rows)
    work: tuple[Callable[[Path], Rows], ...] = (first, again, in_pandas, in_polars)
    load, question, pandas, polars = (_cost(task, folder) for task in work)
    agree(folder)
    what = f"weekly actives per group of {rows:,} rows"
    return [
        compare(f"{what}: load and ask", load, "a pandas script", pandas, 3.0),
        compare(f"{what}: ask again", question, "the pandas script again", pandas, 0.05),
        compare(f"{what}: load and ask", load, "a polars script", polars),
        compare(f"{what}: ask again", question, "the polars script again", polars),
        Line(
            f"{what}: peak memory of the load",
            round(load.peak_mb),
            "MB",
            "the pandas script",
            round(pandas.peak_mb),
        ),
    ]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.script", description=__doc__)
    parser.add_argument("--rows", type=float, nargs="+", default=[1e6])
    parser.add_argument("--record", action="store_true", help="for docs/performance.md")
    options = parser.parse_args()
    for rows in map(int, options.rows):
        with tempfile.TemporaryDirectory(prefix="signpost-bench-") as scratch:
            measured = run(rows, Path(scratch))
        print_lines(measured)
        if options.record:
            written.write(f"script-{rows}", [asdict(line) for line in measured])
    return 0


if __name__ == "__main__":
    sys.exit(main())
