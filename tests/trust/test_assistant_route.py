"""Assistants by address: a token, the person it speaks for, that person's role and scope."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime.secrets import secrets_singleton

from signpost.answers.access import Access
from signpost.dashboard.server import assistant_route
from signpost.dashboard.server.asgi import options
from signpost.dashboard.server.assistant_route import (
    ASSISTANT_PATH,
    AssistantDoor,
    assistant_fault,
    assistants,
)
from signpost.dashboard.server.gate import Gate
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from signpost.workspace.assistant import tools as assistant_tools
from signpost.workspace.results import Results
from tests.patience import PATIENCE
from tests.threads import in_thread
from tests.trust.small import Organisation, write
from tests.trust.test_export_route import ACCESS, bearer, signed_in
from tests.trust.test_gate import ENVIRONMENT, SETTINGS, SPONSOR

mcp = pytest.importorskip("mcp")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant_route")]
GROUPS = ("Zqalfa", "Zqbravo", "Zqcharlie", "Zqdelta")
TOKEN = "m" * 32
ADDRESS = "https://dash.example.org"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    files = write(folder / "files", Organisation(GROUPS, few=("Zqtiny",)))
    ingest(Warehouse(folder / "data"), files, who="x", validate_programme=parse)
    return folder / "data"


@pytest.fixture
def app(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starlette]:
    access = tmp_path / "access.yaml"
    access.write_text(ACCESS)
    given = {
        "SIGNPOST_MCP_TOKEN": TOKEN,
        "SIGNPOST_MCP_READER": "BI@example.org",
        "SIGNPOST_EXPORT_TOKEN": "e" * 32,
        "SIGNPOST_EXPORT_READER": "sponsor@example.org",
        "SIGNPOST_ACCESS": str(access),
        "SIGNPOST_DATA": str(data),
    }
    for name, value in {**ENVIRONMENT, **given}.items():
        monkeypatch.setenv(name, value)
    assert SETTINGS is not None
    secrets_singleton.merge_programmatic_secrets(SETTINGS.secrets())
    door = Route(ASSISTANT_PATH, AssistantDoor(), methods=["POST"])
    yield Starlette(routes=[door], middleware=[Middleware(Gate)])
    secrets_singleton._reset()


def with_client(app: Starlette, token: str, work: Callable[[Any], Awaitable[Any]]) -> Any:
    """Ask with the library's own client, through gate and door."""
    import httpx2
    from mcp.client.streamable_http import streamable_http_client

    async def run() -> Any:
        through = httpx2.ASGITransport(app=app)
        async with (
            assistants(),
            httpx2.AsyncClient(transport=through, base_url=ADDRESS, headers=bearer(token)) as http,
            mcp.Client(streamable_http_client(ADDRESS + "/mcp", http_client=http)) as client,
        ):
            return await work(client)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()


def asked(app: Starlette, tool: str, **given: object) -> Any:
    answer = with_client(app, TOKEN, lambda client: client.call_tool(tool, given))
    return answer if answer.is_error else answer.structured_content["data"]


def test_a_token_asks_as_one_person_and_within_that_persons_scope(
    app: Starlette, data: Path
) -> None:
    mine = Results.open(data, Access("bi@example.org", "sponsor", frozenset({"zqalfa"})))
    assert asked(app, "list_use_cases") == assistant_tools.use_case_list(mine)
    rows = asked(app, "adoption", last=60)["rows"]
    assert {row["group"] for row in rows} == {"Zqalfa"}
    everything = [
        asked(app, tool, **given)
        for tool, given in (
            ("answer", {"use_case": "uc"}), ("evidence", {"use_case": "uc"}), ("value", {}),
            ("explain", {"use_case": "uc"}), ("explain", {"use_case": "uc", "figure": "net"}),
            ("plan", {"use_case": "uc"}),
        )
    ]  # fmt: skip
    said = json.dumps(everything).lower()
    assert everything[0]["grade"]
    assert not any(name.lower() in said for name in (*GROUPS[1:], "zqtiny"))


def test_who_sees_all_is_told_of_all(
    app: Starlette, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_MCP_READER", "sponsor@example.org")
    rows = asked(app, "adoption")["rows"]
    assert set(GROUPS) <= {row["group"] for row in rows}
    assert asked(app, "value") == assistant_tools.value_account(Results.open(data))


def test_answers_stay_small(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_MCP_READER", "sponsor@example.org")
    for tool, given in (("adoption", {"last": 60}), ("evidence", {"use_case": "uc"})):
        assert len(json.dumps(asked(app, tool, **given))) < 60_000


QUESTION = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


@pytest.mark.parametrize(
    "headers",
    [
        {}, bearer(""), bearer("no"), bearer("n" * 32), bearer("e" * 32),
        {"authorization": f"Basic {TOKEN}"}, signed_in(SPONSOR), signed_in({**SPONSOR, "iat": 1}),
    ],
)  # fmt: skip
def test_who_brings_no_token_is_told_nothing(app: Starlette, headers: dict[str, str]) -> None:
    with TestClient(app, base_url=ADDRESS) as client:
        for path in (ASSISTANT_PATH, f"{ASSISTANT_PATH}/"):
            found = client.post(path, headers=headers, json=QUESTION, follow_redirects=False)
            assert (found.status_code, [*found.json()]) == (403, ["error"])


def test_the_token_opens_no_other_door(app: Starlette) -> None:
    gate = Gate(app)
    for path in ("/export/adoption.csv", "/media/x.csv", "/_stcore/upload_file/s/f"):
        headers = [(b"host", b"dash.example.org"), (b"authorization", f"Bearer {TOKEN}".encode())]
        given = {"type": "http", "path": path, "server": ("10.0.0.7", 1), "headers": headers}
        assert gate.verdict({**given, "method": "GET", "query_string": b""})[0] == 403


def test_a_long_question_is_refused_before_it_is_read(
    app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant_tools, "adoption_rows", lambda *_: pytest.fail("it was asked"))
    with TestClient(app, base_url=ADDRESS) as client, running(client):
        asked = {**QUESTION, "method": "tools/call", "params": {"name": "adoption"}}
        asked["params"]["arguments"] = {"group": "x" * 70_000}  # type: ignore[index]
        found = client.post(ASSISTANT_PATH, headers=bearer(TOKEN), json=asked)
        assert found.status_code == 413
        deep = "[" * 60_000
        found = client.post(ASSISTANT_PATH, headers=bearer(TOKEN), content=deep)
        assert found.status_code == 400


def running(client: TestClient) -> AbstractContextManager[object]:
    """The session manager beside the client's own requests."""
    assert client.portal is not None
    return client.portal.wrap_async_context_manager(assistants())


def test_a_question_that_takes_long_stops_no_other_reader(
    app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def slow(_: Results) -> dict[str, str]:
        begun.set()
        assert go_on.wait(PATIENCE)
        return {"slow": "answer"}

    monkeypatch.setattr(assistant_tools, "value_account", slow)
    app.router.routes.append(Route("/other", lambda _: Response("at once")))

    async def work(client: Any) -> tuple[bool, str]:
        question = asyncio.create_task(client.call_tool("value", {}))
        await asyncio.to_thread(begun.wait, PATIENCE)
        through = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=through, base_url=ADDRESS) as other:
            text = (await asyncio.wait_for(other.get("/other"), PATIENCE)).text
        is_waiting = not question.done()
        go_on.set()
        await question
        return is_waiting, text

    assert with_client(app, TOKEN, work) == (True, "at once")


@pytest.mark.parametrize(
    ("name", "value"),
    [("SIGNPOST_MCP_TOKEN", ""), ("SIGNPOST_MCP_TOKEN", "short"),
     ("SIGNPOST_MCP_READER", ""), ("SIGNPOST_MCP_READER", "gone@example.org")],
)  # fmt: skip
def test_half_a_setting_opens_nothing(
    app: Starlette, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    brought = value if name.endswith("TOKEN") else TOKEN
    with TestClient(app, base_url=ADDRESS) as client:
        found = client.post(ASSISTANT_PATH, headers=bearer(brought), json=QUESTION)
        assert found.status_code == 403


def test_it_is_off_unless_a_token_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> int:
        async with assistants():
            return len(assistant_route._RUNNING)

    assert in_thread(work()) == 0
    assert assistant_fault() == ""
    monkeypatch.setenv("SIGNPOST_MCP_TOKEN", TOKEN)
    assert in_thread(work()) == 1
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "signpost-analytics[mcp]" in assistant_fault()


def test_the_server_has_the_door_and_only_for_questions() -> None:
    (door,) = [one for one in options()["routes"] if one.path == ASSISTANT_PATH]
    assert door.methods == {"POST"}
