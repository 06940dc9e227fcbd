"""Doors and rules: each way in or out of the server and the command line, and what holds there.

A route, a command, a tool of assistants or an exported table that stands in none of these tables
makes a test fail: whoever adds one says which rules it keeps.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import Message, Scope
from streamlit.runtime import Runtime
from streamlit.runtime.secrets import secrets_singleton

from signpost.cli._main import signpost
from signpost.dashboard.server import gate as gate_module
from signpost.dashboard.server.asgi import options, script
from signpost.dashboard.server.gate import Gate
from signpost.dashboard.server.request_limits import RequestLimits
from signpost.workspace.assistant import server as assistant_server
from tests.patience import PATIENCE
from tests.threads import in_thread
from tests.trust import twins
from tests.trust.conftest import ROOT
from tests.trust.test_gate import ACCESS, ANALYST, ENVIRONMENT, SETTINGS, SPONSOR, cookie, nothing

Asks = Literal["nothing", "read", "export", "load", "assistant", "monitor"]
TOKENS = {
    "SIGNPOST_MCP_TOKEN": "m" * 32,
    "SIGNPOST_MCP_READER": SPONSOR["email"],
    "SIGNPOST_EXPORT_TOKEN": "e" * 32,
    "SIGNPOST_EXPORT_READER": SPONSOR["email"],
}


@dataclass(frozen=True)
class Door:
    """What a request there must bring, and how often one address may come within a minute."""

    asks: Asks
    a_minute: int = 0
    """0: it costs nothing."""
    body: bool = False
    """It takes more than an address and headers."""
    foreign: bool = False
    """Whoever asks under whatever name: it says nothing."""


DOORS: Mapping[str, Door] = {
    "": Door("nothing"),  # the page's own files; who reads them sees no data
    "/answer": Door("nothing"),
    "/auth/login": Door("nothing", 120),
    "/auth/logout": Door("nothing", 120),
    "/component/{path:path}": Door("nothing"),
    "/export/{name}": Door("export", 120),
    "/mcp": Door("assistant", 120, body=True),
    "/media/{file_id:path}": Door("read"),
    "/metrics": Door("monitor", 120),
    "/oauth2callback": Door("nothing", 120),
    "/readyz": Door("nothing", 600, foreign=True),
    "/_stcore/agent/interact": Door("nothing", body=True),  # pinned off
    "/_stcore/agent/mcp": Door("assistant", 120, body=True),  # pinned off
    "/_stcore/agent/openapi.json": Door("nothing", body=True),  # pinned off
    "/_stcore/bidi-components/{path:path}": Door("nothing"),
    "/_stcore/health": Door("nothing", foreign=True),
    "/_stcore/host-config": Door("nothing"),
    "/_stcore/metrics": Door("nothing", 120),  # closed: `Headers` answers 404
    "/_stcore/stream": Door("nothing", 1_200),  # the script asks who it is, at every run
    "/_stcore/upload_file/{session_id}/{file_id}": Door("load", 600, body=True),
}


@pytest.fixture
def app() -> Iterator[Starlette]:
    """The server's application; whoever asks later finds no runtime of it."""
    assert Runtime._instance is None
    try:
        yield st.App(script(str(ROOT / "app.py")), **options())._build_starlette_app()
    finally:
        Runtime._instance = None


def routes(app: Starlette) -> Iterator[tuple[str, set[str]]]:
    """Every path the server answers, with its methods."""
    for one in app.routes:
        assert isinstance(one, Route | WebSocketRoute | Mount), one
        yield one.path, set(getattr(one, "methods", None) or ())


def test_every_route_of_the_server_stands_in_the_table(app: Starlette) -> None:
    found = list(routes(app))
    assert {path for path, _ in found} == set(DOORS)
    taking = {path for path, methods in found if methods & {"POST", "PUT", "PATCH"}}
    assert taking == {path for path, door in DOORS.items() if door.body}


def path_of(door: str) -> str:
    return door.replace("{path:path}", "x").replace("{file_id:path}", "x.csv") or "/"


def request(door: str, who: Mapping[str, str] | None = None, token: str = "", **more: str) -> Scope:
    given = {"host": "dash.example.org", **more}
    if who:
        given["cookie"] = f"_streamlit_user={cookie(**who)}"
    if token:
        given["authorization"] = f"Bearer {token}"
    headers = [(name.replace("_", "-").encode(), text.encode()) for name, text in given.items()]
    kind = "websocket" if door == "/_stcore/stream" else "http"
    return {"type": kind, "path": path_of(door), "server": ("10.0.0.7", 1), "headers": headers,
            "method": "GET", "query_string": b"", "client": ("10.0.0.9", 1)}  # fmt: skip


@pytest.fixture
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    access = tmp_path_factory.mktemp("doors") / "a.yaml"
    access.write_text(ACCESS)
    assert SETTINGS is not None
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**ENVIRONMENT, **TOKENS, "SIGNPOST_ACCESS": str(access)}.items():
            patch.setenv(name, value)
        secrets_singleton.merge_programmatic_secrets(SETTINGS.secrets())
        yield Gate(nothing)
    secrets_singleton._reset()


PASS: Mapping[Asks, set[str]] = {
    "nothing": {"nobody", "sponsor", "analyst", "assistant", "program"},
    "monitor": {"nobody", "sponsor", "analyst", "assistant", "program"},  # test_metrics_address
    "read": {"sponsor", "analyst"},
    "export": {"sponsor", "analyst", "program"},
    "load": {"analyst"},
    "assistant": {"assistant"},
}


@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_for_who_brings_what_it_asks(gate: Gate, door: str) -> None:
    brought = {
        "nobody": request(door), "sponsor": request(door, SPONSOR),
        "analyst": request(door, ANALYST), "assistant": request(door, token="m" * 32),
        "program": request(door, token="e" * 32),
    }  # fmt: skip
    let_in = {who for who, one in brought.items() if gate.verdict(one)[0] == 200}
    assert let_in == PASS[DOORS[door].asks]
    assert gate.verdict(request(door, {"email": "stranger@example.org"}))[0] == (
        200 if "nobody" in PASS[DOORS[door].asks] else 403
    )


@pytest.mark.parametrize("door", DOORS)
def test_every_door_judges_origin_host_proxies_and_size(gate: Gate, door: str) -> None:
    foreign = {
        "origin": request(door, SPONSOR, origin="http://evil.example"),
        "host": request(door, SPONSOR, host="evil.example"),
    }
    for name, one in foreign.items():
        assert gate.verdict(one)[0] == (200 if DOORS[door].foreign else 403), name
    for more in ({"x_y": "y" * 50_000}, {f"x_{number}": "y" for number in range(101)}):
        assert gate.verdict(request(door, SPONSOR, **more))[0] == 431
    assert gate.verdict({**request(door, SPONSOR), "query_string": b"a" * 8_001})[0] == 431
    gate.settings = None  # without sign-in
    for mark in ("via", "x_forwarded_for"):
        passed_on = request(door, host="127.0.0.1", **{mark: "192.0.2.6"})
        passed_on["server"] = ("127.0.0.1", 1)
        assert gate.verdict(passed_on)[0] == (200 if DOORS[door].foreign else 403), mark


@pytest.mark.parametrize("sign", ["\n", "\r", "\0", "\t", "\x7f", "\u2028", "\x85"])
@pytest.mark.parametrize("door", DOORS)
def test_a_path_with_a_sign_that_steers_is_no_door(gate: Gate, door: str, sign: str) -> None:
    """A route's pattern matches before the end of a line; what looks at the path's end does not."""
    for path in (path_of(door) + sign, sign + path_of(door)):
        assert gate.verdict({**request(door, ANALYST), "path": path})[0] == 400


@pytest.mark.parametrize("door", ["/mcp", "/metrics", "/_stcore/metrics", "/_stcore/agent/mcp"])
@pytest.mark.usefixtures("gate")
def test_no_other_spelling_of_a_path_opens_a_door(app: Starlette, door: str) -> None:
    """Whoever brings nothing gets the page's own files, or nothing, however the path is spelt."""
    spellings = (
        f"{door}\n", f"/{door}", f"/.{door}", f"/x/..{door}", door.upper(), f"{door};x", f"{door} ",
        f"{door}/", door.replace("/", "//"), f"{door}\0", f"/readyz/..{door}",
    )  # fmt: skip

    async def asked(path: str) -> tuple[int, bytes]:
        sent: list[Message] = []
        came = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> Message:
            if (first := next(came, None)) is None:
                await asyncio.sleep(PATIENCE)
            return first or {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        one = {**request(door), "path": path, "raw_path": quote(path).encode(), "root_path": ""}
        await app({**one, "http_version": "1.1", "scheme": "https"}, receive, send)
        return sent[0]["status"], b"".join(one.get("body", b"") for one in sent)

    for path in spellings:
        status, body = in_thread(asked(path))
        assert status in {301, 307, 308, 400, 401, 403, 404, 405} or PAGE in body, path
        assert b"session_events" not in body
        assert b"process_" not in body


@pytest.mark.parametrize("door", DOORS)
def test_a_door_that_costs_admits_so_many_a_minute(door: str) -> None:
    limits, most = RequestLimits(lambda: 0.0), DOORS[door].a_minute or 2_000
    one = request(door)
    assert all(limits.admits(one) for _ in range(most))
    assert limits.admits(one) is (DOORS[door].a_minute == 0)
    assert limits.admits({**one, "client": ("10.0.0.8", 1)})


def test_what_asks_for_a_role_or_takes_a_body_has_a_limit() -> None:
    """Files of a page are in memory already, and agents are pinned off."""
    unlimited = {path for path, door in DOORS.items() if not door.a_minute}
    costs = {path for path, door in DOORS.items() if door.asks != "nothing" or door.body}
    assert costs & unlimited == {
        "/media/{file_id:path}", "/_stcore/agent/interact", "/_stcore/agent/openapi.json",
    }  # fmt: skip


def test_the_gate_waits_for_nothing() -> None:
    """What it does stands between two readers: no pause, no connection, no data folder opened."""
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(ast.parse(inspect.getsource(gate_module)))
        if isinstance(node, ast.Attribute | ast.Name)
    }
    assert not names & {"sleep", "urlopen", "connect", "Warehouse", "Results", "run"}


PAGE = b'<div id="root">'
CONNECTORS = "signpost.connectors"
Shows = Literal["figures", "files", "changes", "maintenance", "outside", "serves", "people", "own"]
COMMANDS: Mapping[str, Shows] = {
    **dict.fromkeys(
        ("adoption", "evidence", "explore", "export", "groups", "kpis", "panel", "plan",
         "programme", "report", "uploads"),
        "figures",
    ),  # compared letter by letter between twins
    **dict.fromkeys(("check", "match", "sources", "patterns"), "files"),  # what is in a file
    **dict.fromkeys(("ingest", "undo", "decide", "draft"), "changes"),
    **dict.fromkeys(("backup", "doctor", "erase", "purge", "restore"), "maintenance"),
    **dict.fromkeys(("digest", "fetch"), "outside"),  # the only ones that connect
    **dict.fromkeys(("demo", "serve", "mcp"), "serves"),
    "lottery": "people",  # draws among people by name, for who runs it
    **dict.fromkeys(("judge", "judge-people"), "own"),  # a file of whoever asks, no data folder
}  # fmt: skip


def test_every_command_stands_in_the_table() -> None:
    assert set(signpost.commands) == set(COMMANDS)


def test_every_command_that_shows_figures_is_compared_between_twins() -> None:
    compared = {words[0] for words in twins.compared_commands()}
    assert compared == {name for name, shows in COMMANDS.items() if shows == "figures"}


def test_only_two_commands_connect() -> None:
    reaching = {}
    for name, command in signpost.commands.items():
        module = inspect.getmodule(inspect.unwrap(command.callback))  # type: ignore[arg-type]
        assert module is not None
        imported = {
            node.module
            for node in ast.walk(ast.parse(inspect.getsource(module)))
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith(CONNECTORS)
        } - {f"{CONNECTORS}.retention"}  # it deletes what was fetched
        reaching |= {name: imported} if imported else {}
    assert set(reaching) == {name for name, shows in COMMANDS.items() if shows == "outside"}


def test_every_tool_of_assistants_is_compared_between_twins() -> None:
    asked = {
        node.attr
        for node in ast.walk(ast.parse(inspect.getsource(assistant_server)))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "assistant_tools"
    }
    compared = {
        node.attr
        for node in ast.walk(ast.parse(inspect.getsource(twins.assistant)))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "tools"
    }
    assert len(asked) == 7
    assert asked == compared
