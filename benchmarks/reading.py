"""``python -m benchmarks.reading [--rows 1e7]``: every page on a large data folder and on the demo.

The large folder is the sample organisation with each person many times over, so that it has the
same groups, windows and outcomes, and the pages have the same to say. What pages open with is
worked out first, as a server does behind its readers; then a viewer opens every page of a fresh
server over WebSocket, then all again.
"""

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks import written
from benchmarks.measure import Line, print_lines
from benchmarks.viewers import Viewer, server
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.sample_data import build
from signpost.warehouse import Warehouse
from signpost.warehouse.usage_tables import usage_tables

_SHIFT = 1_000_000  # more than the persons of the demo
_TABLES = ("roster", "licence")


def demo(folder: Path) -> Path:
    """Load the whole sample organisation."""
    ingest(Warehouse(folder / "demo"), [build(folder / "exports")], validate_programme=parse)
    return folder / "demo"


def multiplied(data: Path, copy: Path, rows: int = 0) -> int:
    """Copy a data folder with each person so many times that it has ``rows`` usage facts.

    At least once, as a version after the one that was there; the number of facts.
    """
    shutil.copytree(data, copy)
    warehouse = Warehouse(copy)
    with warehouse.write("benchmark") as writer:
        facts = int(writer.one("select count(*) from usage")[0])
        for table in (*usage_tables(writer).values(), *_TABLES, "person"):
            writer.execute(
                f"insert into {table} select * exclude (n)"
                f" replace (person_id + {_SHIFT} * n as person_id)"
                f" from {table}, range(1, {rows // facts}) as r(n)"
            )
        writer.rewrote = True
    return int(warehouse.read().one("select count(*) from usage")[0])


async def every_page(port: int) -> dict[str, list[float]]:
    """Open every page twice; page -> seconds of the first and the second time."""
    viewer = Viewer(port)
    await viewer.connect()
    await viewer.click()
    pages = sorted(set(viewer.pages) - {"add_data"})
    took: dict[str, list[float]] = {page: [] for page in pages}
    for _ in range(2):
        for page in pages:
            seen = await viewer.click(page)
            if seen.faults:
                raise RuntimeError(f"the page {page} has a fault")
            took[page].append(seen.seconds)
    await viewer.close()
    return took


def worked_out(data: Path) -> float:
    """Work out a folder's answers and tables as a server's worker does; seconds it took."""
    began = time.monotonic()
    version = str(Warehouse(data).version())
    command = [sys.executable, "-m", "signpost.workspace.precompute_worker", str(data), version]
    subprocess.run(command, check=True)
    return time.monotonic() - began


def seen(data: Path) -> dict[str, list[float]]:
    """Serve a data folder and open every page."""
    with server(data) as (port, _):
        return asyncio.run(every_page(port))


def run(rows: int, data: Path, folder: Path) -> list[Line]:
    """Return the costs of the large folder against the demo."""
    small, large = folder / "small", folder / "large"
    worked_out(data)  # what the older version of both said
    multiplied(data, small)
    facts = multiplied(data, large, rows)
    small_work, large_work = worked_out(small), worked_out(large)
    small_folder, large_folder = seen(small), seen(large)
    what = f"{facts / 1e6:.0f} million facts"
    behind = f"{what}: worked out behind the readers"
    lines = [Line(behind, round(large_work, 1), "s", "the demo", round(small_work, 1))]
    for turn, when in enumerate(("the first time", "again")):
        large_seconds, beside = (
            sum(took[turn] for took in seconds.values()) for seconds in (large_folder, small_folder)
        )
        lines.append(
            Line(
                f"{what}: {len(large_folder)} pages, {when}",
                round(large_seconds, 2),
                "s",
                "the demo",
                round(beside, 2),
                1.5,
            )
        )
    slowest = max(large_folder, key=lambda page: large_folder[page][0])
    lines.append(
        Line(
            f"{what}: the slowest page ({slowest}), the first time",
            round(large_folder[slowest][0], 2),
            "s",
            "the demo",
            round(small_folder[slowest][0], 2),
        )
    )
    return lines


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--rows", type=float, default=1e7)
    parser.add_argument("--data", type=Path, help="a data folder that holds the whole demo")
    parser.add_argument("--record", action="store_true", help="for docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as scratch:
        folder = Path(scratch)
        lines = run(int(options.rows), options.data or demo(folder), folder)
    print_lines(lines)
    if options.record:
        written.write(f"reading-{int(options.rows)}", [asdict(line) for line in lines])
    return 0


if __name__ == "__main__":
    sys.exit(main())
