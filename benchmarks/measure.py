"""Cost of a piece of work, and the machine. Compare figures of one run only, and as ratios."""

import gc
import importlib
import json
import os
import pickle
import platform
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import psutil

MB = 1e6
_ALL_THREADS = 2
_SHORT = 0.1  # seconds, of which two digits would be too coarse for a ratio


@dataclass
class Cost:
    """Seconds of wall clock and of processor (this process and its children), peak memory in MB."""

    wall: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def cpu_of(pid: int) -> float:
    """Return the processor seconds another process has used, to the nanosecond (Linux only).

    Threads that have ended count, children do not; the times the system tells have ticks of 10 ms.
    """
    return time.clock_gettime(~pid << 3 | _ALL_THREADS)  # as clock_getcpuclockid makes it


@contextmanager
def measured() -> Iterator[Cost]:
    """Measure the block; the Cost is filled in when it ends."""
    cost, process, done = Cost(), psutil.Process(), threading.Event()
    gc.collect()  # what the imports left is not the block's: 45 ms where it came to the turn there

    def watch() -> None:
        while not done.wait(0.05):
            cost.peak_mb = max(cost.peak_mb, process.memory_info().rss / MB)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    wall, cpu = time.perf_counter(), _cpu()
    try:
        yield cost
    finally:
        cost.wall, cost.cpu = time.perf_counter() - wall, _cpu() - cpu
        done.set()
        watcher.join()
        cost.peak_mb = max(cost.peak_mb, process.memory_info().rss / MB)


def isolated(work: Callable[..., object], *given: object) -> Cost:
    """Return the cost of ``work(*given)`` in a process of its own, with memory of its own.

    Not by multiprocessing: it would run the parent's main script again, whatever that is.
    """
    module = work.__globals__["__spec__"].name  # also where that module is the main script
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.measure"],
        input=pickle.dumps((module, work.__name__, given)),
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{work.__name__} failed ({done.returncode}), see above")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def _measure_here() -> None:
    """Run what ``isolated`` asks on stdin; the cost is the last line of stdout."""
    module, name, given = pickle.load(sys.stdin.buffer)
    work = getattr(importlib.import_module(module), name)
    with measured() as cost:
        work(*given)
    print(json.dumps(asdict(cost)))


def middle(costs: list[Cost]) -> Cost:
    """Return the run with the median processor time."""
    cpu = statistics.median_low(cost.cpu for cost in costs)
    return next(cost for cost in costs if cost.cpu == cpu)


@dataclass(frozen=True)
class Line:
    """One measured thing beside its reference, measured in the same run.

    ``goal`` is the highest ratio we want, or the highest figure where there is no reference; 0:
    no goal.
    """

    what: str
    figure: float
    unit: str
    reference: str = ""
    beside: float = 0.0
    goal: float = 0.0

    @property
    def ratio(self) -> float:
        """Return the figure as a part of its reference; 0 where there is none."""
        return self.figure / self.beside if self.beside else 0.0


def compare(what: str, cost: Cost, reference: str, beside: Cost, goal: float = 0.0) -> Line:
    """Return two costs as a line, by processor time."""
    digits = 2 if cost.cpu >= _SHORT else 3
    return Line(what, round(cost.cpu, digits), "CPU s", reference, round(beside.cpu, 2), goal)


def machine() -> dict[str, Any]:
    """Return the machine of the figures."""
    info = Path("/proc/cpuinfo")
    names = [
        line.split(":", 1)[1].strip()
        for line in (info.read_text("utf-8").splitlines() if info.exists() else [])
        if line.startswith("model name")
    ]
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "pandas": pd.__version__,
        "load_at_start": round(os.getloadavg()[0], 1),
    }


def print_lines(lines: list[Line]) -> None:
    """Print results as lines of JSON, with the ratio."""
    for line in lines:
        print(json.dumps({**asdict(line), "ratio": round(line.ratio, 3)}), flush=True)


if __name__ == "__main__":
    _measure_here()
