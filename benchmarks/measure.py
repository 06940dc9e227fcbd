"""What something costs, and on which machine. Compare figures of one run only, and as ratios."""

import json
import os
import platform
import resource
import statistics
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
import pandas as pd
import psutil

MB = 1e6


@dataclass
class Cost:
    """Seconds of wall clock and of processor (this process and its children), peak memory in MB."""

    wall: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0

    def told(self) -> dict[str, float]:
        """Round to what the measurement is good for."""
        return {
            "wall_s": round(self.wall, 2),
            "cpu_s": round(self.cpu, 2),
            "mb": round(self.peak_mb),
        }


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@contextmanager
def measured() -> Iterator[Cost]:
    """Measure the block; the Cost is filled in when it ends."""
    cost, process, done = Cost(), psutil.Process(), threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            cost.peak_mb = max(cost.peak_mb, process.memory_info().rss / MB)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    wall, cpu = perf_counter(), _cpu()
    try:
        yield cost
    finally:
        cost.wall, cost.cpu = perf_counter() - wall, _cpu() - cpu
        done.set()
        watcher.join()
        cost.peak_mb = max(cost.peak_mb, process.memory_info().rss / MB)


def median(work: Callable[[], object], repeats: int) -> Cost:
    """Do the work several times; the run with the median processor time."""
    costs = []
    for _ in range(repeats):
        with measured() as cost:
            work()
        costs.append(cost)
    middle = statistics.median_low(cost.cpu for cost in costs)
    return next(cost for cost in costs if cost.cpu == middle)


def machine() -> dict[str, Any]:
    """Say where the figures come from."""
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


def say(name: str, result: dict[str, Any]) -> None:
    """Print one result as a line of JSON."""
    print(json.dumps({"benchmark": name, **result}), flush=True)
