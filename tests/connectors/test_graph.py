"""Web interfaces on loopback with the manners of the real ones: throttled, signed, cut, paged."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from signpost.cli._main import signpost
from signpost.connectors.web import past_days
from signpost.pipelines.ingest import ingest
from signpost.warehouse.store import Warehouse
from tests.connectors.conftest import Fetch, files_in

pytestmark = pytest.mark.xdist_group("graph")
HEAD = (
    "\ufeffReport Refresh Date,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,"
    "Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,"
    "Meeting Count,Has Other Action,Report Period\r\n"
)
DAYS = past_days(28, 3)


class Service(ThreadingHTTPServer):
    """One service and, by another name of this machine, the store it signs links to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: dict[str, int] = {}
        self.throttle = self.cut = True
        self.concealed: object = False
        self.keys_at_the_store: list[str] = []
        self.right = True

    def count(self, what: str) -> int:
        self.seen[what] = self.seen.get(what, 0) + 1
        return self.seen[what]


class Handler(BaseHTTPRequestHandler):
    server: Service

    def log_message(self, *args: object) -> None:
        pass

    def answer(
        self, status: int, body: bytes = b"", length: int | None = None, **more: str
    ) -> None:
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "client_secret=right" in form:
            self.answer(200, json.dumps({"access_token": "tok"}).encode())
        else:
            why = "AADSTS7000215: Invalid client secret provided."
            said = {"error": "invalid_client", "error_description": why}
            self.answer(401, json.dumps(said).encode())

    def do_GET(self) -> None:
        at = self.server
        port = at.server_address[1]
        if self.path.startswith("/store/"):
            self.store()
        elif self.headers.get("Authorization") != "Bearer tok":
            self.answer(401, b'{"error": {"message": "Access token is missing"}}')
        elif self.path.endswith("reportSettings"):
            shown = json.dumps({"displayConcealedNames": at.concealed}).encode()
            self.answer(200 if at.concealed is not None else 403, shown)
        elif not at.right:
            self.answer(403, b'{"error": {"message": "Insufficient privileges"}}')
        elif at.throttle and at.count("asked") % 5 == 1:
            self.answer(429, Retry_After="0.01")
        elif "/users-1-day" in self.path:
            day = self.path.rpartition("=")[2]
            links = [f"http://localhost:{port}/store/{day}/{n}?sig=abc" for n in (1, 2)]
            self.answer(
                200, json.dumps({"download_links": links if day != DAYS[0] else []}).encode()
            )
        elif "latest" in self.path:
            self.answer(200, b"{}")
        else:
            day = self.path.partition("date=")[2].rstrip(")")
            self.answer(302, Location=f"http://localhost:{port}/store/{day}?sig=abc")

    def store(self) -> None:
        at = self.server
        if "Authorization" in self.headers:
            at.keys_at_the_store.append(self.path)
            self.answer(401)
            return
        day = self.path.removeprefix("/store/").partition("?")[0]
        text = f'{{"day": "{day}"}}' if "/" in day else HEAD + "".join(
            f"{day},user{n}@contoso.com,{day},False,,E5,{n},1,0,2,No,1\r\n" for n in range(50)
        )  # fmt: skip
        body = text.encode()
        if at.cut and at.count("loaded") % 7 == 3:  # fewer bytes than announced
            self.answer(200, body[: len(body) // 2], length=len(body))
            self.close_connection = True
            return
        self.answer(200, body)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr("signpost.connectors.web.FIRST_WAIT", 0.01)
    with Service() as one:
        thread = threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield one
        one.shutdown()


@pytest.fixture
def graph(
    service: Service, settings: Callable[[str], None], fetched: Fetch,
    monkeypatch: pytest.MonkeyPatch,
) -> Fetch:  # fmt: skip
    def run(secret: str = "right", *, check: bool = False, **more: str) -> Any:
        here = f"http://127.0.0.1:{service.server_address[1]}"
        table = {"connector": "graph", "report": "getTeamsUserActivityUserDetail",
                 "tenant": "contoso", "client_id": "app", "login": here, "graph": here,
                 **more}  # fmt: skip
        settings("[teams]\n" + "".join(f'{key} = "{value}"\n' for key, value in table.items()))
        monkeypatch.setenv("SIGNPOST_FETCH_TEAMS_CLIENT_SECRET", secret)
        return fetched(check=check)

    return run


@pytest.mark.slow
def test_every_day_comes_once_and_whole(graph: Fetch, service: Service, data: Path) -> None:
    report = graph()
    assert (report.error, len(report.files), report.notes) == (None, 26, ())
    assert report.files[0] == f"getTeamsUserActivityUserDetail_{DAYS[0]}.csv"
    inbox = data.parent / "inbox"
    lines = {len(path.read_text("utf-8").splitlines()) for path in inbox.iterdir()}
    assert lines == {51}
    assert service.keys_at_the_store == []
    assert service.seen["loaded"] > 26  # some were cut and asked for again
    before = dict(service.seen)
    assert graph().files == ()
    assert service.seen == before
    loaded = ingest(Warehouse(data), sorted(inbox.iterdir())[:2])
    assert [one.status for one in loaded.files] == ["loaded", "loaded"]


def test_concealed_names_are_said_and_left_as_they_are(graph: Fetch, service: Service) -> None:
    service.concealed = True
    assert "conceals names" in graph(check=True).notes[0]
    service.concealed = None
    assert "could not be read" in graph(check=True).notes[0]


def test_concealed_names_are_said_before_anything_is_fetched(
    graph: Fetch, service: Service, data: Path
) -> None:
    service.concealed = True
    graph(check=True)
    done = CliRunner().invoke(signpost, ["fetch", "teams", "--data", str(data), "--json"])
    assert done.exit_code == 0
    said = [line for line in done.stderr.splitlines() if line]
    assert "conceals names" in said[0]
    assert said[1] == f"1 of 26: getTeamsUserActivityUserDetail_{DAYS[0]}.csv"
    assert len(said) == 1 + 26
    (report,) = json.loads(done.stdout)
    assert report["notes"] == [said[0].removeprefix("teams: ")]


def test_a_wrong_secret_and_a_missing_right(graph: Fetch, service: Service, data: Path) -> None:
    wrong = graph("wr0ng").error
    assert wrong is not None
    assert wrong.message == (
        "127.0.0.1 refused (401): AADSTS7000215: Invalid client secret provided."
    )
    assert "wr0ng" not in str(wrong.to_dict())
    service.right = False
    missing = graph().error
    assert missing is not None
    assert "Insufficient privileges" in missing.message
    assert files_in(data.parent / "inbox") == []


@pytest.mark.parametrize("report", ["getTeamsUserActivityCounts", "x(period='D30')", "../me"])
def test_only_days_of_people_can_be_asked_for(graph: Fetch, report: str) -> None:
    error = graph(report=report).error
    assert error is not None
    assert "is no report of people" in error.message


def test_a_window_cannot_be_configured(graph: Fetch, data: Path) -> None:
    with pytest.raises(Exception, match="period is no setting of graph"):
        graph(period="D30")
    assert files_in(data.parent / "inbox") == []


def test_a_service_that_stays_busy_is_given_up(
    graph: Fetch, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signpost.connectors.web.PATIENCE", 0.2)
    service.count = lambda _: 1  # type: ignore[method-assign]
    error = graph().error
    assert error is not None
    assert "answered 429" in error.message
    assert "goes on where it was" in error.remedy


@pytest.mark.slow
def test_links_of_github_are_joined_and_empty_days_are_empty(
    service: Service, settings: Callable[[str], None], fetched: Fetch, data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    here = f"http://127.0.0.1:{service.server_address[1]}"
    settings(f'[hub]\nconnector = "github_copilot"\norganisation = "contoso"\ngithub = "{here}"\n')
    monkeypatch.setenv("SIGNPOST_FETCH_HUB_TOKEN", "tok")
    monkeypatch.setattr("signpost.connectors.sources.github_copilot._BACK", 28)
    report = fetched()
    assert report.error is None
    assert report.files[0] == f"hub_users-1-day_{DAYS[1]}.ndjson"
    text = (data.parent / "inbox" / report.files[0]).read_text()
    assert [json.loads(line)["day"] for line in text.splitlines()] == [
        f"{DAYS[1]}/1", f"{DAYS[1]}/2",
    ]  # fmt: skip
    assert service.keys_at_the_store == []
    assert fetched().files == ()


def test_nothing_is_asked_without_encryption(
    settings: Callable[[str], None], fetched: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(
        '[hub]\nconnector = "github_copilot"\norganisation = "c"\ngithub = "http://example.org"\n'
    )
    monkeypatch.setenv("SIGNPOST_FETCH_HUB_TOKEN", "tok")
    error = fetched(check=True).error
    assert error is not None
    assert "without encryption" in error.message
