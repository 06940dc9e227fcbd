"""The server trusts nothing it did not set: foreign pages, proxies, long requests, settings."""

from __future__ import annotations

import http.client
import http.server
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config

from signpost.answers import pinned_settings
from signpost.answers.pinned_settings import LARGEST, PINNED, weakened, weakened_outside
from tests.markers import marks
from tests.patience import PATIENCE
from tests.trust.conftest import ROOT, free_port, served

pytestmark = pytest.mark.xdist_group("trust_server")
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Protocol": "streamlit",
}


@pytest.fixture(scope="module")
def outside() -> Iterator[tuple[int, list[str]]]:
    """Whoever answers on the network: its port, and what it was asked."""
    asked: list[str] = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.requestline)
            self.send_response(200)
            self.send_header("content-length", "13")
            self.end_headers()
            self.wfile.write(b"203.0.113.66\n")

        def log_message(self, *_: object) -> None: ...

    proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    yield proxy.server_port, asked
    proxy.shutdown()


@pytest.fixture(scope="module")
@marks("server")
def site(tmp_path_factory: pytest.TempPathFactory, outside: tuple[int, list[str]]) -> Iterator[int]:
    folder, way_out = tmp_path_factory.mktemp("trust"), f"http://127.0.0.1:{outside[0]}"
    with served(
        ROOT / "app.py",
        log=folder / "log",
        SIGNPOST_DATA=str(folder / "data"),
        SIGNPOST_LOG="json",
        http_proxy=way_out,
        https_proxy=way_out,
        no_proxy="127.0.0.1,localhost",
    ) as (url, _):
        yield int(url.rsplit(":", 1)[1])


def asked(port: int, path: str, **headers: str) -> int:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    client.request("GET", path, headers=named)
    return client.getresponse().status


def handshake(port: int, **headers: str) -> int:
    return asked(port, "/_stcore/stream", **UPGRADE, **headers)


def waited(port: int) -> float:
    began = time.monotonic()
    assert asked(port, "/_stcore/health") == 200
    return time.monotonic() - began


def test_only_our_own_page_opens_a_session_and_nobody_is_asked(
    site: int, outside: tuple[int, list[str]]
) -> None:
    assert handshake(site, Origin=f"http://127.0.0.1:{site}") == 101
    foreign = ("http://evil.example", "http://203.0.113.66", "http://127.0.0.1:3000", "null")
    for origin in (*foreign, f"http://localhost:{site}", f"http://0.0.0.0:{site}"):
        assert handshake(site, Origin=origin) == 403, origin
        assert asked(site, "/", Origin=origin) == 403, origin
    assert outside[1] == []


@pytest.mark.parametrize("mark", ["Via", "Forwarded", "X_Real_IP", "X_Forwarded_Host"])
def test_without_sign_in_a_proxy_is_refused(site: int, mark: str) -> None:
    assert handshake(site, **{mark: "192.0.2.6"}) == 403
    assert asked(site, "/", **{mark: "192.0.2.6"}) == 403


def test_a_long_address_stops_nobody(site: int) -> None:
    one = threading.Thread(target=asked, args=(site, "/" + "a" * 60_000))
    one.start()
    assert waited(site) < 2
    one.join(PATIENCE)
    assert asked(site, "/" + "a" * 9_000) == 431


def test_slow_and_foreign_handshakes_stop_no_reader(site: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", site), 10) for _ in range(30)]
    for one in slow:
        one.sendall(b"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://evil.exa")
    foreign = [
        threading.Thread(target=handshake, args=(site,), kwargs={"Origin": "http://evil.example"})
        for _ in range(10)
    ]
    for thread in foreign:
        thread.start()
    assert waited(site) < 2
    assert handshake(site, Origin=f"http://127.0.0.1:{site}") == 101
    for thread in foreign:
        thread.join(PATIENCE)
    for one in slow:
        one.close()


def command(how: str, port: int) -> list[str]:
    if how == "serve":
        return [*["-m", "signpost", "serve", "--no-browser", "--port"], str(port)]
    return ["-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]


@pytest.mark.server
@pytest.mark.parametrize("how", ["serve", "run"])
@pytest.mark.parametrize("place", ["folder", "variable"])
def test_a_setting_that_weakens_a_check_stops_the_start(
    how: str, place: str, tmp_path: Path
) -> None:
    given = {**os.environ, "PYTHONPATH": str(ROOT), "SIGNPOST_DATA": str(tmp_path / "data")}
    if place == "folder":
        (tmp_path / ".streamlit").mkdir()
        settings = "[server]\nenableXsrfProtection = false\n"
        (tmp_path / ".streamlit/config.toml").write_text(settings)
    else:
        given["STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION"] = "false"
    done = subprocess.run(
        [sys.executable, *command(how, free_port())],
        cwd=tmp_path,
        env=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode != 0
    assert "server.enableXsrfProtection is false" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", [*PINNED, *LARGEST])
def test_every_pinned_setting_is_one_and_is_seen(name: str, tmp_path: Path) -> None:
    option = config.get_config_options()[name]
    assert pinned_settings._variable(name) == option.env_var
    value = PINNED.get(name)
    other = "false" if value is True else "true" if value is False else "9999"
    wrong = weakened(lambda asked: other if asked == name else option_of(asked))
    assert [one.split()[0] for one in wrong] == [name]
    found = weakened_outside(tmp_path, tmp_path, {option.env_var: other})
    assert [one.split()[0] for one in found] == [name]


def option_of(name: str) -> object:
    return PINNED.get(name, LARGEST.get(name))


def test_what_we_ship_weakens_nothing(tmp_path: Path) -> None:
    assert weakened_outside(ROOT, tmp_path, {}) == []
    assert weakened(option_of) == []
    assert weakened_outside(tmp_path, tmp_path, {"STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "50"}) == []
