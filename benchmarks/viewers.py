"""Viewers at once: real sessions over WebSocket, how long a click takes, what a session costs.

    python -m benchmarks.viewers --sessions 20,50,100 --think 5 --seconds 60 [--data DIR] [--load]

Each viewer opens the dashboard, then clicks: another page, another use case. One JSON line per
number of sessions, after every page was opened once on every use case. Without --data the sample
organisation is built. --load meanwhile runs what cron runs, `signpost ingest` on the folder of
exports with one newly delivered, --every seconds apart; it comes after the same without a load.
--soak N clicks N times without thinking and reports the memory after each tenth; --sessions '' asks
for nothing else. --record keeps the figures for docs/trust.md.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from benchmarks import written
from signpost.metrics.model.schema import parse
from signpost.metrics.register.versions import programme_in_force
from signpost.pipelines.ingest import ingest
from signpost.sample_data import build
from signpost.warehouse.store import Warehouse

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 180.0


@dataclass
class Seen:
    """Messages of one run of the script."""

    seconds: float = 0.0
    blob: bytes = b""
    faults: int = 0
    texts: list[str] = field(default_factory=list)
    """Headings and paragraphs, in their order."""


@dataclass
class Viewer:
    """One browser tab without the browser."""

    port: int
    cookie: str = ""
    """Value of a signed `_streamlit_user` cookie; '' for nobody."""
    pages: dict[str, str] = field(default_factory=dict)
    """url path -> what the server calls the page."""

    async def connect(self, origin: str = "") -> None:
        """Open the session, as a page of ours would."""
        token = generate_xsrf_token_string()
        cookies = f"_streamlit_xsrf={token}"
        if self.cookie:
            cookies += f"; _streamlit_user={self.cookie}"
        self.socket = await websockets.connect(
            f"ws://localhost:{self.port}/_stcore/stream",
            subprotocols=["streamlit", token],  # type: ignore[list-item]
            origin=origin or f"http://localhost:{self.port}",  # type: ignore[arg-type]
            additional_headers={"Cookie": cookies},
            max_size=None,
            compression=None,
            ping_interval=None,
        )

    async def click(self, page: str = "", query: str = "") -> Seen:
        """Run the script for a page and a query string; wait until it has finished."""
        ask = BackMsg()
        ask.rerun_script.query_string = query
        ask.rerun_script.page_script_hash = self.pages.get(page, "")
        seen, parts, began = Seen(), [], time.perf_counter()
        await self.socket.send(ask.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self.socket.recv(), PATIENCE_SECONDS)
            assert isinstance(raw, bytes)
            parts.append(raw)
            message = ForwardMsg()
            message.ParseFromString(raw)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self.pages = {
                    app_page.url_pathname: app_page.page_script_hash
                    for app_page in message.navigation.app_pages
                }
            elif kind == "delta":
                element = message.delta.new_element
                what = element.WhichOneof("type")
                seen.faults += what == "exception"
                if what in ("heading", "markdown"):
                    seen.texts.append(getattr(element, what).body)
            elif kind == "script_finished":
                break
        seen.seconds, seen.blob = time.perf_counter() - began, b"".join(parts)
        seen.faults += b"Something went wrong on this page" in seen.blob
        return seen

    async def close(self) -> None:
        """Leave."""
        await self.socket.close()


@contextlib.contextmanager
def server(
    data: Path, script: str = "app.py", **environment: str
) -> Iterator[tuple[int, psutil.Process]]:
    """`streamlit run` a script, ours unless told, on this data until the block ends."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        f"--server.port={port}",
        "--server.address=localhost",
        "--server.headless=true",
    ]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "SIGNPOST_DATA": str(data), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            until = time.monotonic() + PATIENCE_SECONDS
            while not healthy(port):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError("the server did not start")
                time.sleep(0.1)
            yield port, psutil.Process(process.pid)
        finally:
            process.terminate()


def healthy(port: int) -> bool:
    """Return whether the server answers."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def own_memory(process: psutil.Process) -> float:
    """Return the MB that only this process uses."""
    return float(process.memory_full_info().uss) / 2**20


async def peak_of_children(process: psutil.Process) -> float:
    """Return the most MB of the server's children, watched until cancelled."""
    most = 0.0
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            with contextlib.suppress(psutil.Error):  # just ended
                most = max(most, sum(map(own_memory, process.children())))
            await asyncio.sleep(1)
    return most


@contextlib.asynccontextmanager
async def sessions(port: int, number: int) -> AsyncIterator[list[Viewer]]:
    """So many open sessions, each of which has seen the first page."""
    viewers = [Viewer(port) for _ in range(number)]
    for viewer in viewers:
        await viewer.connect()
        await viewer.click()
    try:
        yield viewers
    finally:
        for viewer in viewers:
            await viewer.close()


async def clicking(
    viewer: Viewer, queries: Sequence[str], think: float, until: float, rng: random.Random
) -> list[Seen]:
    """Return the clicks of one viewer until the time is over, with thinking between them."""
    clicks: list[Seen] = []
    await asyncio.sleep(rng.random() * think)
    while time.perf_counter() < until:
        page = rng.choice(sorted(set(viewer.pages) - {"add_data"}))
        clicks.append(await viewer.click(page, rng.choice(queries)))
        await asyncio.sleep(rng.expovariate(1 / think) if think else 0)
    return clicks


async def warmed(port: int, queries: Sequence[str]) -> None:
    """Open every page on every use case once."""
    async with sessions(port, 1) as (viewer,):
        for page in sorted(set(viewer.pages) - {"add_data"}):
            for query in queries:
                await viewer.click(page, query)


async def measure(
    port: int,
    process: psutil.Process,
    number: int,
    think: float,
    seconds: float,
    queries: Sequence[str],
) -> dict[str, float]:
    """Return the figures of so many viewers clicking for a while."""
    rng, empty = random.Random(number), own_memory(process)
    async with sessions(port, number) as viewers:
        idle, cpu = own_memory(process), sum(process.cpu_times()[:2])
        began = time.perf_counter()
        children = asyncio.create_task(peak_of_children(process))
        runs = await asyncio.gather(
            *(clicking(v, queries, think, began + seconds, rng) for v in viewers)
        )
        spent, took = sum(process.cpu_times()[:2]) - cpu, time.perf_counter() - began
        children.cancel()
        seen = [click for run in runs for click in run]
        return {
            "sessions": number,
            "clicks": len(seen),
            "per_second": round(len(seen) / took, 1),
            **quantiles([click.seconds for click in seen]),
            "faults": sum(click.faults for click in seen),
            "cpu_cores": round(spent / took, 2),
            "mb_with_sessions": round(own_memory(process)),
            "mb_beside": round(await children),
            "mb_per_session": round((idle - empty) / number, 2),
            "kb_per_click": round(statistics.fmean(len(click.blob) for click in seen) / 1024, 1),
            "machine_load": round(os.getloadavg()[0], 1),
        }


def quantiles(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and worst, in milliseconds."""
    ordered = sorted(seconds)
    at = {"p50": 0.5, "p95": 0.95, "worst": 1.0}
    return {
        f"{name}_ms": round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))])
        for name, share in at.items()
    }


async def soak(
    port: int, process: psutil.Process, clicks: int, queries: Sequence[str]
) -> dict[str, object]:
    """Click many times in few sessions; memory after each tenth."""
    rng = random.Random(1)
    while process.children():  # a version is still being worked out
        await asyncio.sleep(1)
    async with sessions(port, 4) as viewers:
        tenths = []
        for number in range(1, clicks + 1):
            viewer = viewers[number % len(viewers)]
            page = rng.choice(sorted(set(viewer.pages) - {"add_data"}))
            await viewer.click(page, rng.choice(queries))
            if number % max(clicks // 10, 1) == 0:
                tenths.append(round(own_memory(process)))
        return {"clicks": clicks, "mb": tenths}


@contextlib.contextmanager
def loading(data: Path, every: float) -> Iterator[None]:
    """Load as cron does, again and again: the whole folder, in which one export is new."""
    over = threading.Event()

    def load(exports: Path) -> None:
        newest = max(exports.glob("TeamsUserActivity*.csv"))
        ingest_all = ["ingest", str(exports), "--json", "--data", str(data)]
        while not over.is_set():
            newest.write_bytes(newest.read_bytes() + b"\n")  # other bytes: not loaded before
            subprocess.run(
                [sys.executable, "-m", "signpost", *ingest_all],
                cwd=ROOT,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            over.wait(every)

    with tempfile.TemporaryDirectory() as folder:
        loader = threading.Thread(target=load, args=(build(Path(folder)),))
        loader.start()
        try:
            yield
        finally:
            over.set()
            loader.join()


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sessions", default="20,50,100")
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--load", action="store_true")
    parser.add_argument("--every", type=float, default=60.0)
    parser.add_argument("--soak", type=int, default=0)
    parser.add_argument("--record", action="store_true", help="for docs/trust.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = options.data or Path(folder) / "data"
        if options.data is None:
            ingest(
                Warehouse(data),
                [build(Path(folder) / "exports")],
                who="benchmark",
                validate_programme=parse,
            )
        cases = programme_in_force(Warehouse(data)).use_cases
        queries = [f"use_case={case.id}" for case in cases] or [""]
        measurements: list[dict[str, float]] = []
        with server(data) as (port, process):
            asyncio.run(warmed(port, queries))
            for loads in (False, True)[: 1 + options.load]:
                with loading(data, options.every) if loads else contextlib.nullcontext():
                    for number in map(int, filter(None, options.sessions.split(","))):
                        before = Warehouse(data).version()
                        figures = asyncio.run(
                            measure(port, process, number, options.think, options.seconds, queries)
                        )
                        published = Warehouse(data).version() - before
                        measurements.append({**figures, "load": loads, "published": published})
                        print(json.dumps(measurements[-1]), flush=True)
                        if options.record:
                            written.write("viewers", measurements)  # what came so far
            if options.soak:
                soaked = asyncio.run(soak(port, process, options.soak, queries))
                print(json.dumps(soaked))
                if options.record:
                    written.write("soak", soaked)


if __name__ == "__main__":
    main()
