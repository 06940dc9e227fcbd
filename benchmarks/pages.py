"""``python -m benchmarks.pages``: what a rerun of every page costs beside an empty Streamlit page.

A real server and a real WebSocket session each: the dashboard on the sample organisation, and a
script that only writes a title, with the same settings. Every page is opened until its caches are
warm, then run again and again, as a click does. Processor time of the server is compared; the wall
time is of one session on an otherwise idle server. The browser's own time is not in it.
"""

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import psutil

from benchmarks import written
from benchmarks.measure import Line, print_lines
from benchmarks.reading import demo
from benchmarks.viewers import Viewer, server

EMPTY = 'import streamlit as st\n\nst.set_page_config(layout="wide")\nst.title("Nothing")\n'
GOAL = 5.0
"""Times an empty page that a page full of pictures and tables may cost."""
WARM = 3
REST = 0.05
"""Seconds of processor time in a second that are none."""


@contextlib.contextmanager
def empty_page(folder: Path) -> Iterator[tuple[int, psutil.Process]]:
    """Serve a script that writes a title, with the settings of the dashboard."""
    script = folder / "empty.py"
    script.write_text(EMPTY, "utf-8")
    with server(folder, str(script)) as running:
        yield running


def until_at_rest(process: psutil.Process) -> None:
    """Wait until a server has done what it does behind its readers: it is no part of a page."""
    before, now = -1.0, 0.0
    while process.children() or now - before >= REST:
        time.sleep(1)
        before, now = now, sum(process.cpu_times()[:2])


async def reruns(
    port: int, process: psutil.Process, page: str, turns: int
) -> tuple[float, float, int]:
    """Return processor ms a run, median wall ms and KB sent a run of one page."""
    viewer = Viewer(port)
    await viewer.connect()
    await viewer.click()
    for _ in range(WARM):
        await viewer.click(page)
    before = sum(process.cpu_times()[:2])
    seen = [await viewer.click(page) for _ in range(turns)]
    spent = sum(process.cpu_times()[:2]) - before
    await viewer.close()
    if any(click.faults for click in seen):
        raise RuntimeError(f"the page {page} has a fault")
    wall = statistics.median(click.seconds for click in seen)
    sent = statistics.median(len(click.blob) for click in seen)
    return 1000 * spent / turns, 1000 * wall, round(sent / 1024)


async def names(port: int) -> list[str]:
    """Return the pages in their order; the start page first."""
    viewer = Viewer(port)
    await viewer.connect()
    await viewer.click()
    await viewer.close()
    return list(viewer.pages)


def run(data: Path, folder: Path, turns: int) -> list[Line]:
    """Return the cost of the empty page, then of every page of the dashboard."""
    with empty_page(folder) as (port, process):
        empty, wall, _ = asyncio.run(reruns(port, process, "", 2 * turns))
    lines = [Line("an empty page, wall", round(wall, 1), "ms")]
    with server(data) as (port, process):
        until_at_rest(process)
        for page in asyncio.run(names(port)):
            cost, wall, sent = asyncio.run(reruns(port, process, page, turns))
            title = f"{page or 'answer'}: {round(wall)} ms wall, {sent} KB sent"
            beside = round(empty, 1)
            lines.append(Line(title, round(cost, 1), "CPU ms", "an empty page", beside, GOAL))
    return lines


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder; built if absent")
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--record", action="store_true", help="for docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as scratch:
        folder = Path(scratch)
        lines = run(options.data or demo(folder), folder, options.turns)
    print_lines(lines)
    if options.record:
        written.write("pages-1", [asdict(line) for line in lines])
    return 0


if __name__ == "__main__":
    sys.exit(main())
