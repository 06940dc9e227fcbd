"""What the wheel brings: one name in site-packages, and all that runs from it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from signpost.registry import PACKAGES
from tests.packaging.conftest import ROOT

READ_AT_RUN_TIME = {".sql", ".toml", ".css", ".yaml", ".md", ".typed"}
STRANGERS = ("discover", "app", "cli", "commands", "dashboard", "metrics", "pipelines", "warehouse")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder full of modules that would break us if we imported them."""
    folder = tmp_path_factory.mktemp("elsewhere")
    for name in STRANGERS:
        (folder / f"{name}.py").write_text(f"raise RuntimeError('{name} is not ours')\n")
    return folder


def run(installed: Path, elsewhere: Path, *arguments: str, most: int = 0) -> str:
    """Run the installed copy in another folder, with strangers of familiar names on the path.

    `most` is the highest exit status that is expected: 1 where a question may be refused.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (installed, elsewhere)))}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=elsewhere, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode <= most, done.stderr
    return done.stdout.strip()


def test_only_one_name_is_installed(installed: Path) -> None:
    about = f"signpost_analytics-{VERSION}.dist-info"
    assert {one.name for one in installed.iterdir()} <= {"signpost", about, "bin"}
    assert [one.name for one in (installed / "bin").iterdir()] == ["signpost"]


def test_every_module_and_data_file_of_the_tree_is_installed_and_no_other(installed: Path) -> None:
    wanted = set()
    for package in ("signpost", *PACKAGES):
        home = Path() if package == "signpost" else Path(package)
        for file in (ROOT / package).rglob("*"):
            name = home / file.relative_to(ROOT / package)
            examples = name.parts[:2] == ("sample_data", "examples")
            if file.suffix in {".py", *READ_AT_RUN_TIME} and not examples:
                wanted.add(name.as_posix())
    files = (one for one in (installed / "signpost").rglob("*") if one.is_file())
    assert {one.relative_to(installed / "signpost").as_posix() for one in files} == wanted


def test_no_golden_file_is_installed(installed: Path) -> None:
    names = [one.as_posix() for one in installed.rglob("*")]
    assert [one for one in names if "golden" in one or one.endswith(".csv")] == []


def test_the_installed_copy_is_the_one_that_runs(installed: Path, elsewhere: Path) -> None:
    names = ", ".join(f"signpost.{name}" for name in PACKAGES)
    code = f"import {names}; print(signpost.__file__, signpost.metrics.__file__)"
    home = installed / "signpost"
    found = run(installed, elsewhere, "-c", code)
    assert found.split() == [str(home / "__init__.py"), str(home / "metrics" / "__init__.py")]


@pytest.mark.server
def test_the_server_runs_the_copy_that_started_it(installed: Path, tmp_path: Path) -> None:
    """Started in a checkout, whose `signpost/` a process of the server would find first."""
    (tmp_path / "signpost").mkdir()
    (tmp_path / "signpost" / "__init__.py").write_text("raise RuntimeError('not this one')\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-P", "-m", "signpost", "serve", "--no-browser", f"--port={port}"]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment) as server:
        try:
            assert ready(server, port) == {"status": "ok", "version": 0}
        finally:
            server.terminate()


def ready(server: subprocess.Popen[bytes], port: int) -> Any:
    """What the server says when it is there; the test's time limit ends the wait."""
    while server.poll() is None:
        with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/readyz") as said:
            return json.load(said)
        time.sleep(0.2)
    return None


def test_the_command_line_of_the_installed_copy_answers(installed: Path, elsewhere: Path) -> None:
    told = run(installed, elsewhere, "-m", "signpost", "--version")
    assert told == f"signpost, version {VERSION}"
    run(installed, elsewhere, "-m", "signpost.sample_data", "exports", "--tiny")
    loaded = json.loads(run(installed, elsewhere, "-m", "signpost", "ingest", "exports", "--json"))
    assert {one["status"] for one in loaded["files"]} == {"loaded"}
    asked = ("-m", "signpost", "evidence", "--use-case", "escalations", "--json")
    (answer,) = json.loads(run(installed, elsewhere, *asked, most=1))
    assert answer["use_case"] == "escalations"
    assert answer["verdict"]["grade"] == "cannot_tell"  # eight weeks of four groups are too few
