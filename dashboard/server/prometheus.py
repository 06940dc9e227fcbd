"""Figures of the server for a monitor, in Prometheus' text format: nothing about people."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from signpost.answers.sign_in_settings import secret_of
from signpost.warehouse import WarehouseError
from signpost.workspace.open_versions import data_folder, folder_counts
from signpost.workspace.version_switch import serving_state

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
REGISTRY = CollectorRegistry()
PAGE_SECONDS = Histogram(
    "signpost_page_seconds",
    "Seconds from a reader's request to the finished page.",
    ["page"],
    registry=REGISTRY,
    buckets=(0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0),
)
"""How long pages take; a page that waits for answers counts the wait."""


class FolderCollector(Collector):
    """Loads, versions and the worker of the data folder, read when they are asked for."""

    def collect(self) -> Iterator[Metric]:
        """Yield the figures; those of the data are missing while it does not open."""
        root = str(data_folder())
        state = serving_state(root)
        yield gauge("worker_running", "1 while versions are worked out here.", state.running)
        yield gauge("worker_busy", "1 while a worker is at a version.", state.in_worker > 0)
        yield counter("worker_deaths", "Workers that ended by themselves.", state.worker_deaths)
        yield counter("versions_worked_out", "Versions worked out.", state.worked_out)
        yield gauge("version_ready", "Newest version that opens at once.", state.ready)
        yield gauge("answer_seconds", "Seconds the newest version took.", state.seconds_taken)
        try:
            counts = folder_counts(Path(root))
        except WarehouseError:
            yield gauge("data_opens", "1 while the data opens.", 0)
            return
        yield gauge("data_opens", "1 while the data opens.", 1)
        yield gauge("version_newest", "Newest version of the data.", counts.version)
        yield gauge("versions_kept", "Versions on disk.", counts.versions)
        yield gauge("uploads_in_force", "Uploads in force.", counts.in_force)
        yield gauge("uploads_undone", "Uploads undone.", counts.undone)
        yield gauge("last_load_timestamp_seconds", "Time of the last load.", counts.last_load)


def gauge(name: str, text: str, value: float) -> Metric:
    """Return one figure that goes up and down."""
    return GaugeMetricFamily(f"signpost_{name}", text, value=float(value))


def counter(name: str, text: str, value: float) -> Metric:
    """Return one figure that only grows; 0 at the start."""
    return CounterMetricFamily(f"signpost_{name}", text, value=float(value))


REGISTRY.register(FolderCollector())
ProcessCollector(namespace="signpost", registry=REGISTRY)


def metrics(request: Request) -> Response:
    """Return the figures to who brings the token; 404 where none is set, 401 without it."""
    token = secret_of(os.environ, "SIGNPOST_METRICS_TOKEN")
    if not token:
        return JSONResponse({"error": "not found"}, status_code=404)
    brought = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(brought.encode(), token.encode()):
        return JSONResponse({"error": "a token is needed"}, status_code=401)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE)
