"""The gate before every request: whose address, whose cookie, what the role may fetch or send."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from signpost.answers.access import (
    ANYONE,
    LOCAL,
    Access,
    AccessError,
    Act,
    Denied,
    require,
    role_of,
)
from signpost.answers.access_file import access_path, read_table
from signpost.answers.sign_in_settings import (
    Arrival,
    SignIn,
    has_proxy_mark,
    is_insecure,
    refused_settings,
    sign_in_settings,
)
from signpost.answers.sign_outs import is_signed_out, note_sign_out, sign_outs_path
from signpost.dashboard.server.assistant_route import ASSISTANT_PATH
from signpost.dashboard.server.export_route import EXPORT_PATH
from signpost.dashboard.server.request_limits import (
    RequestLimits,
    cut_messages,
    oversized,
    with_our_host,
)
from signpost.dashboard.server.token_readers import READER, token_reader
from signpost.workspace.open_versions import data_folder

_NEEDS: dict[str, Act] = {"/media/": "read", "/_stcore/upload_file": "load", EXPORT_PATH: "export"}
"""What a path that has this in it takes; assistants need `read`."""
_SIGN_OUT = "/auth/logout"


def _is_for_assistants(scope: Scope) -> bool:
    return str(scope["path"]).rstrip("/").endswith(ASSISTANT_PATH)


class Gate:
    """ASGI middleware: refuse what `refused_settings` refuses, and files without the role."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.settings = sign_in_settings(os.environ)
        self.explicit = is_insecure(os.environ)
        self.limits = RequestLimits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or websocket, or say why not."""
        if scope["type"] in {"http", "websocket"}:
            status, why = self.verdict(scope)
            if status == 200 and scope["path"].endswith(_SIGN_OUT):
                status, why = await to_thread.run_sync(self.sign_out, scope)  # it writes
            if status != 200:
                await _refuse(status, why, scope, receive, send)
                return
            scope = with_our_host(scope)
            if EXPORT_PATH in scope["path"] or _is_for_assistants(scope):
                scope = {**scope, READER: self.access(scope)}
            if scope["type"] == "websocket":
                receive = cut_messages(receive)
        await self.app(scope, receive, send)

    def verdict(self, scope: Scope) -> tuple[int, str]:
        """HTTP status and reason for one request; 200: pass it on."""
        if why := oversized(scope):
            return 431, why
        if not scope["path"].isprintable():  # a route's pattern ends before a line's end, too
            return 400, "The address has a sign that none of ours has."
        headers = HTTPConnection(scope).headers
        if any(len(headers.getlist(name)) > 1 for name in ("host", "origin")):
            return 400, "A request has one Host and at most one Origin."
        arrival = Arrival(
            path=scope["path"],
            host=headers.get("host", ""),
            origin=headers.get("origin"),
            arrived_at=str((scope.get("server") or ("",))[0]),
            forwarded=has_proxy_mark(headers.keys()),
            is_socket=scope["type"] == "websocket",
        )
        if why := refused_settings(arrival, self.settings, self.explicit):
            return 403, why
        if not self.limits.admits(scope):
            return 429, "Too many requests at once. Wait a minute and try again."
        if _is_for_assistants(scope):
            return _may_pass("read", lambda: self.access(scope))
        for part, act in _NEEDS.items():
            if part in scope["path"]:
                return _may_pass(act, lambda: self.access(scope))
        return 200, ""

    def sign_out(self, scope: Scope) -> tuple[int, str]:
        """End the sign-in behind a request everywhere; a link on a page of others ends none."""
        asked = HTTPConnection(scope)
        if asked.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            return 403, "This page belongs to another address."
        try:
            if self.settings is not None:
                claims = signed_claims(asked.cookies, self.settings.cookie_secret)
                note_sign_out(sign_outs_path(data_folder()), claims)
        except AccessError as fault:
            return 503, fault.message
        return 200, ""

    def access(self, scope: Scope) -> Access:
        """Return the reader of a request: by the signed cookie, of an export by its token, too.

        An assistant brings a token and nothing else: a page elsewhere could send a cookie along.
        """
        if _is_for_assistants(scope):
            return token_reader(scope, "assistant") or NOBODY
        if EXPORT_PATH in scope["path"] and (reader := token_reader(scope, "export")):
            return reader
        if self.settings is None:
            return ANYONE if self.explicit else LOCAL
        claims = signed_claims(HTTPConnection(scope).cookies, self.settings.cookie_secret)
        return access_of(claims, self.settings) if claims.get("is_logged_in") else NOBODY


def signed_claims(cookies: Mapping[str, str], secret: str) -> dict[str, object]:
    """Return who a browser's signed cookie says it is; nothing where it is none of ours.

    Streamlit signs this cookie and lets only the script read it; its files and uploads do not ask.
    """

    def signed(name: str) -> bytes | None:
        return decode_signed_value(secret, name, cookies.get(name, ""))

    raw = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    return dict(json.loads(raw)) if raw else {}


NOBODY = Access("", None, why="Please sign in.")


def access_of(claims: Mapping[str, object], settings: SignIn) -> Access:
    """Return what a signed-in person may do, by the access file as it is now.

    A sign-in that was ended, in whichever browser, is nobody's.
    """
    if is_signed_out(sign_outs_path(data_folder()), claims):
        return NOBODY
    return role_of(claims, read_table(access_path(data_folder())), hours=settings.hours)


def _may_pass(act: Act, who: Callable[[], Access]) -> tuple[int, str]:
    try:
        require(who(), act)
    except Denied as denied:
        return 403, denied.message
    except AccessError as fault:
        return 503, fault.message
    return 200, ""


async def _refuse(status: int, why: str, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": why[:120]})
        return
    await JSONResponse({"error": why}, status_code=status)(scope, receive, send)
