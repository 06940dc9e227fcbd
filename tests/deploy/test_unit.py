"""The systemd unit, run: every command under the unit's own system call filter."""

from __future__ import annotations

import ctypes
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.trust.conftest import ROOT, answers, free_port
from tests.trust.small import Organisation, write

DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "signpost.service"
FILTER = [sys.executable, str(Path(__file__).with_name("seccomp_filter.py"))]
BAD_SYSTEM_CALL = -31


def has_library() -> bool:
    try:
        ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return False
    return shutil.which("systemd-analyze") is not None


pytestmark = pytest.mark.skipif(not has_library(), reason="needs systemd-analyze and libseccomp")


def filtered(*command: str, unit: Path = UNIT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*FILTER, str(unit), sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.slow
def test_a_call_outside_the_filter_ends_the_process(tmp_path: Path) -> None:
    assert filtered("-c", "import os; os.sync()").returncode == 0
    assert filtered("-c", "import os; os.chroot('/')").returncode == BAD_SYSTEM_CALL
    narrow = tmp_path / "narrow.service"
    text = UNIT.read_text(encoding="utf-8")
    narrow.write_text(text.replace("SystemCallFilter=mbind setpriority\n", ""), encoding="utf-8")
    assert filtered("-c", "import os; os.nice(1)", unit=narrow).returncode == BAD_SYSTEM_CALL
    assert filtered("-c", "import os; os.nice(1)").returncode == 0


@pytest.mark.server
def test_the_unit_loads_serves_and_works_out(tmp_path: Path) -> None:
    write(tmp_path / "files", Organisation(("a", "b")))
    data, port = str(tmp_path / "data"), free_port()
    loaded = filtered("-m", "signpost", "ingest", str(tmp_path / "files"), "--data", data)
    assert loaded.returncode == 0, loaded.stderr
    (line,) = re.findall(r"^ExecStart=\S+/signpost (.*)$", UNIT.read_text("utf-8"), re.MULTILINE)
    flags = line.replace("8501", str(port)).split()
    command = [*FILTER, str(UNIT), sys.executable, "-m", "signpost", *flags, "--data", data]
    log = tmp_path / "log"
    settings = {**os.environ, "SIGNPOST_LOG": "json"}  # as the unit sets it
    with (
        log.open("wb") as out,
        subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, env=settings) as unit,
    ):
        try:
            wait_for(lambda: answers(f"http://127.0.0.1:{port}/_stcore/health"), unit, log)
            assert status(port, "/readyz") == 200
            wait_for(lambda: list(Path(data).glob("answers-*.zip")) != [], unit, log)
            assert status(port, "/") == 200
        finally:
            unit.terminate()
        assert unit.wait(PATIENCE) == 0
    lines = log.read_text("utf-8").splitlines()
    assert len(lines) > 3
    assert all(json.loads(line)["what"] for line in lines)


def wait_for(happens: Callable[[], bool], unit: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not happens():
        assert unit.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < until, log.read_text(errors="replace")
        time.sleep(0.2)


def status(port: int, path: str) -> int:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    client.request("GET", path)
    return client.getresponse().status


def test_the_paths_of_the_nightly_line_are_made() -> None:
    """Each folder it names is the unit's, or the guide says to make it."""
    unit = dict(
        line.split("=", 1)
        for line in UNIT.read_text("utf-8").splitlines()
        if "=" in line and not line.startswith("#")
    )
    made = {f"/var/lib/{unit['StateDirectory']}", f"/var/log/{unit['LogsDirectory']}"}
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    cron = (DEPLOY / "nightly.cron").read_text(encoding="utf-8")
    job = next(line for line in cron.splitlines() if re.match(r"\d", line))
    (data,) = re.findall(r"^SIGNPOST_DATA=(\S+)$", cron, re.MULTILINE)
    for path in (data, *re.findall(r"(?<=\s)/\S+", job)):
        folder = str(Path(path).parent)
        told = path in guide or folder in guide
        assert any(path.startswith(one) for one in made) or told, path
    assert job.split()[5] == unit["User"]
