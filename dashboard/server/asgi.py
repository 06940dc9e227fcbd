"""The server around the script: response headers, readiness, a warm start, faults as sentences."""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import os
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from signpost.answers.access import AccessError
from signpost.answers.pinned_settings import REMEDY, weakened
from signpost.answers.sign_in_settings import sign_in_settings
from signpost.dashboard.server.assistant_route import (
    ASSISTANT_PATH,
    AssistantDoor,
    assistant_fault,
    assistants,
)
from signpost.dashboard.server.export_route import EXPORT_PATH, serve_export
from signpost.dashboard.server.gate import Gate
from signpost.dashboard.server.loop_wakeups import wake_seldom
from signpost.dashboard.server.prometheus import metrics
from signpost.dashboard.server.sending import send_at_once
from signpost.dashboard.server.state_lookup import look_up_by_key
from signpost.warehouse import WarehouseError
from signpost.workspace.json_logs import configure
from signpost.workspace.open_versions import data_folder, finish_unfinished, readable_version
from signpost.workspace.precompute import Precomputer

log = logging.getLogger("signpost")
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' "
        "blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: "
        "blob:; font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; "
        "base-uri 'self'; form-action 'self'; object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}
_WARM = (
    "signpost.dashboard.pages.answer",
    "signpost.dashboard.navigation",
    "signpost.answers.answer",
    "signpost.pipelines.ingest",
)


class Headers:
    """ASGI middleware: our headers on every response; no metrics for strangers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                have = {name.lower() for name, _ in message["headers"]}
                ours = [(k.encode(), v.encode()) for k, v in HEADERS.items()]
                message["headers"] = [
                    *message["headers"],
                    *(pair for pair in ours if pair[0] not in have),
                ]
            await send(message)

        if scope["path"].endswith("/_stcore/metrics"):
            answer = JSONResponse({"error": "not found"}, status_code=404)
            await answer(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)


def ready(request: Request) -> JSONResponse:
    """200 when the data opens, 503 when not; strangers may ask, so the reason is in the log."""
    del request
    try:
        return JSONResponse({"status": "ok", "version": readable_version()})
    except WarehouseError:
        log.exception("not ready")
        return JSONResponse({"status": "unusable"}, status_code=503)


def start_page(request: Request) -> RedirectResponse:
    """Send who asks for the start page by its name to the bare address, ids and all."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}")


@contextlib.asynccontextmanager
async def warm(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Import what the first reader would wait for, out of the collector's way; tend the answers."""
    del app
    configure(os.environ)
    send_at_once()
    wake_seldom()
    look_up_by_key()
    _finish_what_was_begun()
    for name in _WARM:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    precomputer = Precomputer(str(data_folder()))
    precomputer.start()
    async with assistants():
        yield {}
    precomputer.stop()


def _finish_what_was_begun() -> None:
    """Finish an erasure or a purge that was killed, before anybody reads."""
    try:
        if what := finish_unfinished():
            log.warning("finished what was broken off: %s", what)
    except WarehouseError:
        log.exception("what was broken off is not finished")


def tell_fault(fault: Exception) -> bool:
    """Show a sentence and a reference; the log has the trace under the same reference."""
    reference = uuid.uuid4().hex[:8]
    log.error("fault %s", reference, exc_info=fault)
    st.error(
        f"Nothing was changed. Reload the page; if it happens again, give reference "
        f"**{reference}** to whoever runs Signpost: the log has the details under it.",
        title="Something went wrong on this page",
        icon=":material/error:",
    )
    return True


_ROUTES = (
    ("/readyz", ready),
    ("/metrics", metrics),
    ("/answer", start_page),
    (f"{EXPORT_PATH}{{name}}", serve_export),
)
_ASSISTANT = AssistantDoor()


def options() -> dict[str, Any]:
    """Return what `st.App` is given beside the script.

    A half-configured sign-in ends it here, and so does a setting of Streamlit that weakens a check.
    """
    try:
        settings = sign_in_settings(os.environ)
    except AccessError as fault:
        sys.exit(str(fault))
    if missing := assistant_fault():
        sys.exit(missing)
    if wrong := weakened(st.get_option):
        sys.exit(f"Not started: {'; '.join(wrong)}. {REMEDY}")
    return {
        # an empty one, so that no secrets.toml of a working folder configures a sign-in
        "secrets": settings.secrets() if settings else {"auth": {}},
        "lifespan": warm,
        "middleware": [Middleware(Headers), Middleware(Gate)],
        "routes": [
            Route(f"{base}{path}", serve)
            for base in sorted({"", sub_path()})
            for path, serve in _ROUTES
        ]
        + [
            Route(f"{base}{ASSISTANT_PATH}", _ASSISTANT, methods=["POST"])
            for base in sorted({"", sub_path()})
        ],
        "on_script_error": tell_fault,
    }


def sub_path() -> str:
    """Return what stands before every path where a proxy serves us under one: '/signpost' or ''."""
    told = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH") or st.get_option("server.baseUrlPath")
    base = str(told or "").strip("/")
    return f"/{base}" if base else ""


def script(path: str) -> str:
    """Absolute path of the script, however it was started."""
    return str(Path(path).resolve())
