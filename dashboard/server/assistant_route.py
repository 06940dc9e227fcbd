"""Answers for assistants by address: the tools of `signpost mcp`, behind the gate."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import AsyncIterator
from contextvars import ContextVar
from functools import cache
from typing import Any, Final

from anyio import CapacityLimiter
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from signpost.answers.access import Access
from signpost.dashboard.server.token_readers import READER, door_token
from signpost.registry import install_hint
from signpost.workspace.assistant.server import answer_server
from signpost.workspace.open_versions import data_folder
from signpost.workspace.results import Results

ASSISTANT_PATH: Final = "/mcp"
_LONGEST_QUESTION: Final = 65_536
"""Bytes."""
_READER: ContextVar[Access] = ContextVar("reader of this question")
_RUNNING: list[Any] = []
"""The one session manager, while the server runs."""


def assistant_fault() -> str:
    """Return why assistants cannot be served though a token is set; empty: nothing is wrong."""
    if not door_token("assistant") or importlib.util.find_spec("mcp") is not None:
        return ""
    return f"SIGNPOST_MCP_TOKEN is set and the library mcp is not installed. {install_hint('mcp')}"


@contextlib.asynccontextmanager
async def assistants() -> AsyncIterator[None]:
    """Serve assistants while the block runs, where a token is set."""
    if not door_token("assistant"):
        yield
        return
    from mcp.server.transport_security import TransportSecuritySettings

    server = answer_server(_results)
    server.streamable_http_app(
        json_response=True,
        stateless_http=True,  # nothing of one question is there for the next
        max_request_body_size=_LONGEST_QUESTION,
        # the gate has looked at host and origin
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    async with server.session_manager.run():
        _RUNNING.append(server.session_manager)
        try:
            yield
        finally:
            _RUNNING.clear()


def _results() -> Results:
    """Return the version readers see, as the person may see it for whom the token speaks."""
    return Results.open(data_folder(), _READER.get()).worked_out()


class AssistantDoor:
    """ASGI application of one address; at most two questions at once."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one question."""
        if not _RUNNING:
            await JSONResponse({"error": "not found"}, status_code=404)(scope, receive, send)
            return
        token = _READER.set(scope[READER])
        try:
            async with _limiter():
                await _RUNNING[0].handle_request(scope, receive, send)
        finally:
            _READER.reset(token)


@cache
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(2)
