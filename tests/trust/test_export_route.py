"""Published tables by address: behind the gate, under role and scope, each download noted."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime.secrets import secrets_singleton

from signpost.dashboard.server import export_route
from signpost.dashboard.server.export_route import EXPORT_PATH, serve_export
from signpost.dashboard.server.gate import Gate
from signpost.metrics.model.schema import parse
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from signpost.warehouse.exports import recorded_exports
from signpost.workspace.export.files import EXPORT_KINDS, EXPORT_TABLES, table_bytes
from signpost.workspace.results import Results
from tests.patience import PATIENCE
from tests.threads import in_thread
from tests.trust.small import Organisation, write
from tests.trust.test_gate import ANALYST, ENVIRONMENT, SETTINGS, SPONSOR, cookie

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("export_route")]
GROUPS = ("Zqalfa", "Zqbravo", "Zqcharlie", "Zqdelta")
TOKEN = "t" * 32
ACCESS = """
people:
  - {email: sponsor@example.org, role: sponsor}
  - {email: ana@example.org, role: analyst}
  - {email: bi@example.org, role: sponsor, scope: [zqalfa]}
"""
ADOPTION = f"{EXPORT_PATH}adoption.csv"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("routed")
    files = write(folder / "files", Organisation(GROUPS, few=("Zqtiny",)))
    ingest(Warehouse(folder / "data"), files, who="x", validate_programme=parse)
    return folder / "data"


@pytest.fixture
def client(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    access = tmp_path / "access.yaml"
    access.write_text(ACCESS)
    given = {"SIGNPOST_EXPORT_TOKEN": TOKEN, "SIGNPOST_EXPORT_READER": "BI@example.org"}
    for name, value in {**ENVIRONMENT, **given, "SIGNPOST_ACCESS": str(access)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SIGNPOST_DATA", str(data))
    assert SETTINGS is not None
    secrets_singleton.merge_programmatic_secrets(SETTINGS.secrets())
    app = Starlette(
        routes=[Route(f"{EXPORT_PATH}{{name}}", serve_export)], middleware=[Middleware(Gate)]
    )
    yield TestClient(app, base_url="https://dash.example.org")
    secrets_singleton._reset()


def signed_in(who: dict[str, object]) -> dict[str, str]:
    return {"cookie": f"_streamlit_user={cookie(**who)}"}


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed_in({"email": "stranger@example.org"}),
        signed_in({**SPONSOR, "iat": 1}),
        bearer("no"),
        bearer(""),
        bearer("u" * 32),
        {"authorization": f"Basic {TOKEN}"},
    ],
)
def test_who_has_no_role_gets_nothing(client: TestClient, headers: dict[str, str]) -> None:
    for name in ("schema.json", "adoption.csv", "facts.parquet", "nothing"):
        found = client.get(f"{EXPORT_PATH}{name}", headers=headers)
        assert found.status_code == 403
        assert [*found.json()] == ["error"]


@pytest.mark.parametrize("who", [SPONSOR, ANALYST])
def test_a_signed_in_reader_gets_every_table_as_it_is(
    client: TestClient, data: Path, who: dict[str, object]
) -> None:
    headers, results = signed_in(who), Results.open(data)
    schema = client.get(f"{EXPORT_PATH}schema.json", headers=headers).json()
    assert [one["name"] for one in schema["tables"]] == [*EXPORT_TABLES]
    for name in EXPORT_TABLES:
        for kind in EXPORT_KINDS:
            found = client.get(f"{EXPORT_PATH}{name}.{kind}", headers=headers)
            assert found.status_code == 200
            assert found.content == table_bytes(name, results, kind)
    taken = {(one.who, one.what) for one in recorded_exports(data)}
    assert (who["email"], "table adoption as parquet") in taken


def test_a_token_speaks_for_one_person_and_that_persons_scope(client: TestClient) -> None:
    found = client.get(ADOPTION, headers=bearer(TOKEN))
    assert found.status_code == 200
    table = pd.read_csv(io.BytesIO(found.content), encoding="utf-8-sig", keep_default_na=False)
    assert set(table.loc[table["by"] == "group", "group_id"]) == {"zqalfa"}
    for name in EXPORT_TABLES:
        content = client.get(f"{EXPORT_PATH}{name}.csv", headers=bearer(TOKEN)).content.lower()
        assert not any(one.lower().encode() in content for one in (*GROUPS[1:], "zqtiny"))
    groups = client.get(f"{EXPORT_PATH}groups.csv", headers=bearer(TOKEN)).text
    assert groups.count("zqalfa") == 1


def test_a_token_opens_the_tables_and_no_other_door(client: TestClient) -> None:
    gate = Gate(client.app)
    for path in ("/media/x.csv", "/_stcore/upload_file/s/f"):
        headers = [(b"host", b"dash.example.org"), (b"authorization", f"Bearer {TOKEN}".encode())]
        asked = {"type": "http", "path": path, "server": ("10.0.0.7", 1), "headers": headers}
        assert gate.verdict({**asked, "method": "GET", "query_string": b""})[0] == 403


@pytest.mark.parametrize(
    ("name", "value"),
    [("SIGNPOST_EXPORT_TOKEN", ""), ("SIGNPOST_EXPORT_TOKEN", "short"),
     ("SIGNPOST_EXPORT_READER", ""), ("SIGNPOST_EXPORT_READER", "gone@example.org")],
)  # fmt: skip
def test_half_a_setting_opens_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert client.get(ADOPTION, headers=bearer(TOKEN)).status_code == 200
    monkeypatch.setenv(name, value)
    brought = value if name.endswith("TOKEN") else TOKEN
    assert client.get(ADOPTION, headers=bearer(brought)).status_code == 403


def test_what_is_no_table_is_not_found(client: TestClient) -> None:
    for name in ("adoption", "adoption.xlsx", "roster.csv", ".csv", "..%2Fdata.csv"):
        found = client.get(f"{EXPORT_PATH}{name}", headers=signed_in(SPONSOR))
        assert found.status_code == 404, name
    assert client.get("/export/a/b.csv", headers=signed_in(SPONSOR)).status_code == 404


def test_an_empty_folder_has_no_tables(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNPOST_DATA", str(tmp_path / "empty"))
    for name in ("schema.json", "adoption.csv"):
        found = client.get(f"{EXPORT_PATH}{name}", headers=signed_in(SPONSOR))
        assert found.status_code == 404


def test_exports_that_take_long_stop_no_other_reader(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two are at work, three wait without a thread; whoever else asks is answered meanwhile."""
    go_on, begun = threading.Event(), threading.Semaphore(0)

    def slow(request: Request) -> Response:
        begun.release()
        assert go_on.wait(PATIENCE)
        return Response(request.path_params["name"])

    monkeypatch.setattr(export_route, "_served", slow)
    app = client.app
    app.router.routes.append(Route("/other", lambda _: Response("at once")))  # type: ignore[attr-defined]

    async def ask() -> tuple[str, bool, int, list[str]]:
        through = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=through, base_url=str(client.base_url)) as asking:
            exports = [
                asyncio.create_task(asking.get(f"{EXPORT_PATH}{number}", headers=bearer(TOKEN)))
                for number in range(5)
            ]
            await asyncio.to_thread(begun.acquire)
            await asyncio.to_thread(begun.acquire)
            other = await asyncio.wait_for(asking.get("/other"), PATIENCE)
            third, done = begun.acquire(blocking=False), sum(one.done() for one in exports)
            go_on.set()
            return other.text, third, done, sorted([(await one).text for one in exports])

    export_route._limiter.cache_clear()  # of another event loop
    assert in_thread(ask()) == ("at once", False, 0, ["0", "1", "2", "3", "4"])
    export_route._limiter.cache_clear()
