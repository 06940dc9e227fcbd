"""The container file: no engine runs here, so its steps are executed one by one."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from signpost.cli._main import signpost
from signpost.warehouse import Warehouse
from tests.connectors.loopback import serve
from tests.connectors.test_services import anthropic
from tests.patience import PATIENCE
from tests.trust.conftest import ROOT, free_port

DEPLOY = ROOT / "deploy"
built_once = pytest.mark.xdist_group("image")


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and argument of each instruction; a line that ends in \\ goes on."""
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if line and not line.startswith("#"):
            name, _, argument = line.partition(" ")
            yield name, argument


def context(target: Path) -> Path:
    """Return a copy of what the build is given: what .dockerignore lets through."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for name in (line[1:] for line in lines if line.startswith("!")):
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / name, target / name, ignore=ignored)
        else:
            target.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


def shell(command: str, folder: Path, **environment: str) -> None:
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment that the build stage makes; packages of the lock come from ours."""
    folder = tmp_path_factory.mktemp("image")
    given, source, venv = context(folder / "context"), folder / "src", folder / "venv"
    source.mkdir()
    build, _ = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").rsplit("\nFROM ", 1)
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": ""}
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    ours = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
    (venv / ours / "ours.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    for name, argument in instructions(build):
        if name == "COPY":
            *names, _ = argument.split()
            for one in names:
                copy_into(given / one, source)
        if name == "RUN":
            steps = argument.replace("python -m venv /venv && ", "").replace("/venv", str(venv))
            shell(steps, source, **environment)
    return venv


def copy_into(what: Path, folder: Path) -> None:
    if what.is_dir():
        shutil.copytree(what, folder, dirs_exist_ok=True)
    else:
        shutil.copy(what, folder)


@pytest.mark.slow
@built_once
def test_the_steps_leave_one_program_that_runs(image: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [image / "bin" / "signpost", "--version"],
        cwd=tmp_path,
        env={"PATH": str(image / "bin")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "signpost" in done.stdout.lower()
    where = subprocess.run(
        [image / "bin" / "python", "-c", "import signpost; print(signpost.__file__)"],
        cwd=tmp_path,
        env={"PATH": str(image / "bin")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert Path(where.strip()).is_relative_to(image)


@pytest.mark.server
@built_once
def test_what_the_image_runs_is_healthy_by_its_own_check(image: Path, tmp_path: Path) -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    final = dict(instructions(text.rsplit("\nFROM ", 1)[1]))
    port = str(free_port())
    command = [*yaml.safe_load(final["ENTRYPOINT"]), *yaml.safe_load(final["CMD"])]
    assert command[:4] == ["signpost", "serve", "--address", "0.0.0.0"]
    settings = {"PATH": str(image / "bin"), "SIGNPOST_DATA": str(tmp_path / "data")}
    program = str(image / "bin" / "signpost")
    refused = subprocess.run(
        [program, *command[1:]], cwd=tmp_path, env=settings, capture_output=True, check=False
    )
    assert refused.returncode == 1  # nobody signs in
    check = yaml.safe_load(final["HEALTHCHECK"].split("CMD ", 1)[1].replace("8501", port))
    served = ["serve", "--address", "127.0.0.1", "--port", port, "--no-browser"]
    with subprocess.Popen([program, *served], cwd=tmp_path, env=settings) as server:
        try:
            until = time.monotonic() + PATIENCE
            while healthy(check, settings) != 0:
                assert server.poll() is None
                assert time.monotonic() < until
                time.sleep(0.5)
        finally:
            server.terminate()
        assert server.wait(PATIENCE) == 0
    assert healthy(check, settings) != 0


def healthy(check: list[str], settings: dict[str, str]) -> int:
    program = shutil.which(check[0], path=settings["PATH"])
    assert program is not None
    return subprocess.run(
        [program, *check[1:]], env=settings, capture_output=True, check=False
    ).returncode


def test_the_compose_file_opens_the_proxy_alone() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    signpost, proxy = composed["services"]["signpost"], composed["services"]["proxy"]
    assert shlex.join(signpost["command"]).startswith("serve --address 127.0.0.1 --port 8501")
    assert signpost["ports"] == ["80:80", "443:443"]
    assert proxy["network_mode"] == "service:signpost"
    assert "ports" not in proxy
    assert signpost["read_only"] is True
    assert signpost["cap_drop"] == ["ALL"]
    assert (ROOT / signpost["build"]["dockerfile"]).is_file()
    mounted = [one.split(":")[:2] for one in proxy["volumes"]]
    conf = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert (DEPLOY / mounted[0][0]).is_file()
    for _, inside in mounted[1:]:
        assert f" {inside};" in conf


def composed() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"])


def test_only_the_proxy_has_a_port_and_everything_is_hardened() -> None:
    services = composed()
    assert {name for name, one in services.items() if "ports" in one} == {"signpost"}
    for name in ("signpost", "fetch", "load"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["security_opt"] == ["no-new-privileges:true"]


def test_what_fetches_sees_no_data_and_what_loads_has_no_network() -> None:
    fetch, load = composed()["fetch"], composed()["load"]
    assert [one["profiles"] for one in (fetch, load)] == [["fetch"], ["fetch"]]
    assert not any("data:" in one for one in fetch["volumes"])
    assert fetch["env_file"] != composed()["signpost"]["env_file"]
    assert "secrets" not in fetch
    assert load["network_mode"] == "none"
    assert "env_file" not in load


def test_the_services_of_the_compose_file_fetch_and_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = composed()

    def here(text: str) -> str:
        return text.replace("/fetch", f"{tmp_path}/fetch").replace("/data", f"{tmp_path}/data")

    def run(name: str, **environment: str) -> Result:
        words = [here(word) for word in services[name]["command"]]
        return CliRunner().invoke(signpost, words, env=environment)

    (tmp_path / "fetch").mkdir()
    (tmp_path / "data").mkdir()
    with serve(anthropic) as service:
        monkeypatch.setattr("signpost.connectors.web.FIRST_WAIT", 0.01)
        monkeypatch.setattr("signpost.connectors.sources.claude_code._BACK", 8)
        text = f'[code]\nconnector = "claude_code"\naddress = "{service.address}"\n'
        (tmp_path / "fetch" / "warehouse.fetch.toml").write_text(text)
        given = {name: here(value) for name, value in services["fetch"]["environment"].items()}
        done = run("fetch", **given, SIGNPOST_FETCH_CODE_ADMIN_KEY="right")
    assert done.exit_code == 0, done.output
    files = sorted((tmp_path / "fetch" / "inbox").iterdir())
    assert len(files) >= 7
    for file in files:
        os.utime(file, (1, 1))  # an inbox leaves alone what was written just now
    image = (DEPLOY / "Dockerfile").read_text("utf-8")
    (where,) = re.findall(r"SIGNPOST_DATA=(\S+)", image)
    loaded = run("load", SIGNPOST_DATA=here(where))
    assert loaded.exit_code == 0, loaded.output
    assert len(list((tmp_path / "fetch" / "inbox" / "done").glob("*.json"))) == len(files)
    found = Warehouse(Path(here(where))).read().one("select count(*) from upload")
    assert found == (len(files),)
