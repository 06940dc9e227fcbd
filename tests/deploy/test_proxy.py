"""The proxy, run: nginx with deploy/nginx.conf in front of the server."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.markers import marks
from tests.patience import PATIENCE
from tests.trust.conftest import ROOT, free_port, served

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
    pytest.mark.xdist_group("deploy_proxy"),
]
NAME = "signpost.example.org"


def configuration(folder: Path, upstream: str, port: int, plain: int) -> Path:
    """Return our site in a whole configuration, with ports and files of this test."""
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for ours, here in (
        ("127.0.0.1:8501", upstream),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("    http2 on;\n", ""),  # of nginx 1.25 and newer
        ("/etc/ssl/signpost.pem", str(folder / "signpost.pem")),
        ("/etc/ssl/signpost.key", str(folder / "signpost.key")),
    ):
        assert ours in site
        site = site.replace(ours, here)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "whole.conf"
    whole.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{site}\n}}\n",
        encoding="utf-8",
    )
    return whole


@pytest.fixture(scope="module")
@marks("server")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    folder, port, plain = tmp_path_factory.mktemp("proxy"), free_port(), free_port()
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={NAME}"),
            *("-keyout", folder / "signpost.key", "-out", folder / "signpost.pem"),
        ],
        check=True,
        capture_output=True,
    )
    settings = {
        "SIGNPOST_DATA": str(folder / "data"),
        "SIGNPOST_URL": f"https://{NAME}",
        "SIGNPOST_OIDC_CLIENT_ID": "signpost",
        "SIGNPOST_OIDC_CLIENT_SECRET": "x" * 32,
        "SIGNPOST_OIDC_METADATA_URL": "https://login.example.org/.well-known/openid-configuration",
        "SIGNPOST_COOKIE_SECRET": "y" * 64,
        "SIGNPOST_METRICS_TOKEN": "z" * 32,
    }
    with served(ROOT / "app.py", log=folder / "log", **settings) as (url, _):
        upstream = url.removeprefix("http://")
        whole = configuration(folder, upstream, port, plain)
        assert NGINX is not None
        with subprocess.Popen([NGINX, "-e", folder / "error", "-c", whole]) as nginx:
            try:
                wait_for_port(port, nginx)
                yield port, plain
            finally:
                nginx.terminate()


def wait_for_port(port: int, nginx: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
        assert nginx.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)


def asked(port: int, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage]:
    trust = ssl._create_unverified_context()
    client = http.client.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE, context=trust)
    client.request("GET", path, headers={"Host": NAME, **headers})
    answer = client.getresponse()
    answer.read()
    return answer.status, answer.headers


def test_pages_are_passed_on_with_our_headers(proxy: tuple[int, int]) -> None:
    status, headers = asked(proxy[0], "/")
    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["x-frame-options"] == "DENY"


def test_another_host_is_refused(proxy: tuple[int, int]) -> None:
    assert asked(proxy[0], "/", Host="evil.example")[0] == 403


def test_a_websocket_is_upgraded(proxy: tuple[int, int]) -> None:
    status, _ = asked(
        proxy[0],
        "/_stcore/stream",
        Origin=f"https://{NAME}",
        Connection="Upgrade",
        Upgrade="websocket",
        **{"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="},
    )
    assert status == 101


def test_figures_ask_for_the_token_through_the_proxy_too(proxy: tuple[int, int]) -> None:
    assert asked(proxy[0], "/_stcore/metrics")[0] == 404
    assert asked(proxy[0], "/metrics")[0] == 401
    assert asked(proxy[0], "/metrics", Authorization=f"Bearer {'z' * 32}")[0] == 200


def test_plain_requests_are_sent_to_https(proxy: tuple[int, int]) -> None:
    client = http.client.HTTPConnection("127.0.0.1", proxy[1], timeout=PATIENCE)
    client.request("GET", "/evidence", headers={"Host": NAME})
    answer = client.getresponse()
    assert answer.status == 301
    assert answer.headers["location"] == f"https://{NAME}/evidence"
