"""Running it: health, readiness, a graceful stop, the files under deploy/."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
import yaml

from signpost.answers.access_file import parse_access_table
from signpost.dashboard.server.asgi import HEADERS
from signpost.registry import PACKAGES
from signpost.warehouse import Warehouse
from tests.markers import marks
from tests.patience import PATIENCE
from tests.trust.conftest import ROOT, answers, free_port, served
from tests.trust.small import Organisation, write

pytestmark = pytest.mark.xdist_group("trust_operations")  # what one test does, another reads
DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
@marks("server")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    folder = tmp_path_factory.mktemp("operations")
    with served(
        ROOT / "app.py", log=folder / "log", SIGNPOST_DATA=str(folder / "data"), SIGNPOST_LOG="json"
    ) as (url, _):
        yield int(url.rsplit(":", 1)[1]), folder


def asked(port: int, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    client.request("GET", path, headers=headers)
    answer = client.getresponse()
    return answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()}


def test_health_and_readiness_answer_without_saying_much(site: tuple[int, Path]) -> None:
    port = site[0]
    assert asked(port, "/_stcore/health")[0] == 200
    status, body, _ = asked(port, "/readyz")
    assert (status, json.loads(body)) == (200, {"status": "ok", "version": 0})


def test_readiness_says_no_when_the_data_does_not_open(site: tuple[int, Path]) -> None:
    port, folder = site
    with Warehouse(folder / "data").write("x") as writer:
        writer.execute("insert into setting values ('probe', '1')")
    for file in (folder / "data").glob("v*.duckdb"):
        file.chmod(0o600)
        file.write_bytes(b"not a data file" * 1000)
    status, body, _ = asked(port, "/readyz")
    assert (status, json.loads(body)) == (503, {"status": "unusable"})
    assert asked(port, "/_stcore/health")[0] == 200
    shutil.rmtree(folder / "data")


def test_every_answer_carries_the_protective_headers(site: tuple[int, Path]) -> None:
    for path in ("/", "/readyz", "/_stcore/health", "/nonsense"):
        headers = asked(site[0], path)[2]
        for name, value in HEADERS.items():
            assert headers[name] == value, path
    assert "img-src 'self' data: blob:" in HEADERS["content-security-policy"]


def test_figures_of_the_server_itself_are_not_for_strangers(site: tuple[int, Path]) -> None:
    assert asked(site[0], "/_stcore/metrics")[0] == 404
    assert not st.get_option("server.enableAgentApi")


def test_without_sign_in_proxied_and_renamed_requests_are_refused(site: tuple[int, Path]) -> None:
    port = site[0]
    assert asked(port, "/")[0] == 200
    assert asked(port, "/", Host="evil.example")[0] == 403
    assert asked(port, "/", **{"X-Forwarded-For": "10.0.0.9"})[0] == 403
    assert asked(port, "/_stcore/health", Host="probe.internal")[0] == 200


def test_the_log_is_one_json_object_a_line(site: tuple[int, Path]) -> None:
    lines = [x for x in (site[1] / "log").read_text().splitlines() if "not ready" in x]
    found = json.loads(lines[0])
    assert found["level"] == "error"
    assert found["fault"]["kind"]
    assert str(site[1]) not in lines[0]


@pytest.mark.server
def test_a_stop_is_graceful(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with served(
        ROOT / "app.py", log=log, SIGNPOST_DATA=str(tmp_path / "data"), SIGNPOST_LOG="json"
    ) as (_, process):
        process.terminate()
        assert process.wait(PATIENCE) in {0, -signal.SIGTERM}
    assert "Application shutdown complete" in log.read_text()
    assert "Traceback" not in log.read_text()


@pytest.mark.server
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_of_the_command_stops_its_server(tmp_path: Path, how: signal.Signals) -> None:
    port, serve = free_port(), [sys.executable, "-m", "signpost", "serve", "--no-browser"]
    command = [*serve, "--port", str(port), "--data", str(tmp_path / "data")]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True) as one:
        while not answers(f"http://127.0.0.1:{port}/_stcore/health"):
            assert one.poll() is None
            time.sleep(0.2)
        if how == signal.SIGINT:
            os.killpg(one.pid, how)  # as a terminal does
        else:
            one.send_signal(how)
        assert one.wait(PATIENCE) == 0
        assert one.stderr is not None
        assert b"Traceback" not in one.stderr.read()
    with socket.socket() as door:
        assert door.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.server
def test_a_killed_server_leaves_the_data_as_it_was(tmp_path: Path) -> None:
    from signpost.metrics.model.schema import parse
    from signpost.pipelines.ingest import ingest

    files = write(tmp_path / "files", Organisation(("a", "b")))
    ingest(Warehouse(tmp_path / "data"), files, who="x", validate_programme=parse)
    before = Warehouse(tmp_path / "data").version()
    with served(ROOT / "app.py", log=tmp_path / "log", SIGNPOST_DATA=str(tmp_path / "data")) as (
        _,
        process,
    ):
        process.kill()
        process.wait(PATIENCE)
    warehouse = Warehouse(tmp_path / "data")
    assert warehouse.version() == before
    assert warehouse.read().one("select count(*) from upload")[0] == len(files)


def test_the_unit_is_valid_and_shut_in() -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    unit = str(DEPLOY / "signpost.service")
    told = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    ).stderr
    complaints = [x for x in told.splitlines() if "signpost" in x and "not executable" not in x]
    assert complaints == []
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", unit],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    exposure = float(re.findall(r"exposure level .*: ([\d.]+)", rated)[0])
    assert exposure < 2.0


def test_the_image_runs_as_nobody_in_particular_with_pinned_packages() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    final = text.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER (?!root|0)", final, re.MULTILINE)
    assert "--require-hashes -r requirements-build.lock -r requirements.lock" in text
    assert re.search(r"^HEALTHCHECK .*\n.*/readyz", final, re.MULTILINE)
    assert not re.search(r"(SECRET|PASSWORD|KEY)=", text)
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        assert all((ROOT / one).exists() for one in copied.split())


def test_the_image_takes_in_code_and_no_data() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert lines[0] == "*"
    taken = {line[1:] for line in lines if line.startswith("!")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["tool"]["setuptools"]["package-dir"].values()) | {"app.py"} <= taken
    assert not [one for one in taken if "data" in one and one != "sample_data"]
    assert all((ROOT / one).exists() for one in taken)


def test_the_proxy_passes_websockets_and_hides_the_figures() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for needed in (
        "proxy_set_header Upgrade $http_upgrade",
        "proxy_http_version 1.1",
        "proxy_buffering off",
        "proxy_set_header Host $host",
        "/_stcore/metrics",
        "Strict-Transport-Security",
    ):
        assert needed in text
    assert text.count("{") == text.count("}")


def test_the_example_access_file_is_one() -> None:
    text = (DEPLOY / "access.example.yaml").read_text(encoding="utf-8")
    assert {one.role for one in parse_access_table(text)} == {"sponsor", "analyst", "administrator"}
    assert yaml.safe_load(text)


def settings_in(*places: Path, read: bool = False) -> set[str]:
    """Settings named in these files; `read`: only those the program looks up."""
    text = "\n".join(one.read_text(encoding="utf-8") for one in places)
    pattern = r'"(SIGNPOST_[A-Z_]*[A-Z])"' if read else r"\b(SIGNPOST_[A-Z_]*[A-Z])\b"
    return set(re.findall(pattern, text)) - {"SIGNPOST_OIDC"}


def code() -> list[Path]:
    return [one for name in ("signpost", *PACKAGES) for one in sorted((ROOT / name).rglob("*.py"))]


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    known = settings_in(*code(), read=True)
    told = settings_in(ROOT / "docs" / "operations.md", ROOT / "docs" / "security.md")
    assert known - told == set()
    files = {one for one in told if one.endswith("_FILE")}
    assert {one.removesuffix("_FILE") for one in files} <= known
    assert told - known - files == set()
    used = settings_in(*(one for one in DEPLOY.iterdir() if one.is_file()))
    assert {one.removesuffix("_FILE") for one in used} <= known


def test_the_nightly_line_names_a_command_there_is() -> None:
    from signpost.cli._main import signpost

    lines = (DEPLOY / "nightly.cron").read_text(encoding="utf-8").splitlines()
    (job,) = [one for one in lines if re.match(r"[\d*]", one)]
    (minute, hour, *_) = job.split()
    assert minute.isdigit()
    assert hour.isdigit()
    called = job.split("signpost ", 2)[2].split()
    assert called[0] in signpost.commands
    options = {opt for p in signpost.commands[called[0]].params for opt in p.opts}
    assert {one for one in called if one.startswith("--")} <= options
    assert Path(job.split()[6]).is_absolute()


@pytest.mark.slow
def test_our_routes_are_there_under_a_sub_path_too() -> None:
    told = "from signpost.dashboard.server.asgi import options; "
    told += "print([one.path for one in options()['routes']])"
    done = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, "STREAMLIT_SERVER_BASE_URL_PATH": "signpost"},
    )
    ours = ["/readyz", "/metrics", "/answer", "/export/{name}"]
    below = [*ours, *(f"/signpost{path}" for path in ours), "/mcp", "/signpost/mcp"]
    assert done.stdout.strip() == str(below)
