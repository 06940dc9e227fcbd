"""``python -m benchmarks.pages``: what a rerun of every page costs beside an empty Streamlit page.

A real server and a real WebSocket session each: the dashboard on the sample organisation, and a
script that only writes a title, with the same settings. Every page is opened until its caches are
warm, then run again and again, as a click does, in rounds that alternate with the empty page: other
work on the machine disturbs both. Processor time of the servers is compared, the median round of
each; the wall time is of one session on an otherwise idle server. The browser's own time is not in
it.
"""

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

import psutil

from benchmarks import written
from benchmarks.measure import Line, cpu_of, print_lines
from benchmarks.reading import demo
from benchmarks.viewers import Seen, Viewer, server

EMPTY = 'import streamlit as st\n\nst.set_page_config(layout="wide")\nst.title("Nothing")\n'
GOAL = 5.0
"""Times an empty page that a page full of pictures and tables may cost."""
WARM = 8
ROUNDS = 7
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
        before, now = now, cpu_of(process.pid)


@dataclass
class Rerun:
    """One page of one server in a session of its own, and what each round of reruns cost."""

    viewer: Viewer
    pid: int
    page: str = ""
    cpu_ms: list[float] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    @classmethod
    async def warmed(cls, port: int, pid: int, page: str = "") -> Self:
        """Open a page until its caches are warm."""
        viewer = Viewer(port)
        await viewer.connect()
        await viewer.click()
        for _ in range(WARM):
            await viewer.click(page)
        return cls(viewer, pid, page)

    async def turn(self, times: int) -> None:
        """Run the page so often, as one round."""
        before = cpu_of(self.pid)
        seen = [await self.viewer.click(self.page) for _ in range(times)]
        self.cpu_ms.append(1000 * (cpu_of(self.pid) - before) / times)
        if any(click.faults for click in seen):
            raise RuntimeError(f"the page {self.page} has a fault")
        self.seen += seen

    @property
    def cost(self) -> float:
        """Processor ms of a run in the median round."""
        return round(statistics.median(self.cpu_ms), 2)

    @property
    def wall(self) -> float:
        """Wall ms of the median run."""
        return 1000 * statistics.median(click.seconds for click in self.seen)


async def compared(
    port: int, process: psutil.Process, page: str, empty: tuple[int, psutil.Process], turns: int
) -> tuple[Rerun, Rerun]:
    """Run a page and the empty one in alternating rounds."""
    ours = await Rerun.warmed(port, process.pid, page)
    nothing = await Rerun.warmed(empty[0], empty[1].pid)
    for _ in range(ROUNDS):
        await nothing.turn(turns)
        await ours.turn(turns)
    await ours.viewer.close()
    await nothing.viewer.close()
    return ours, nothing


async def names(port: int) -> list[str]:
    """Return the pages in their order; the start page first."""
    viewer = Viewer(port)
    await viewer.connect()
    await viewer.click()
    await viewer.close()
    return list(viewer.pages)


def run(data: Path, folder: Path, turns: int) -> list[Line]:
    """Return the cost of every page of the dashboard, each beside the empty page."""
    lines, walls = [], []
    with empty_page(folder) as empty, server(data) as (port, process):
        until_at_rest(process)
        for page in asyncio.run(names(port)):
            ours, nothing = asyncio.run(compared(port, process, page, empty, turns))
            walls.append(nothing.wall)
            sent = statistics.median(len(click.blob) for click in ours.seen) / 1024
            title = f"{page or 'answer'}: {round(ours.wall)} ms wall, {round(sent)} KB sent"
            lines.append(Line(title, ours.cost, "CPU ms", "an empty page", nothing.cost, GOAL))
    return [Line("an empty page, wall", round(statistics.median(walls), 1), "ms"), *lines]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--data", type=Path, help="a data folder; built if absent")
    parser.add_argument("--turns", type=int, default=15, help="reruns in a round")
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
