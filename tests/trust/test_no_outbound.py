"""The program talks to nobody: traced while it loads files and while it serves pages."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.patience import PATIENCE
from tests.threads import in_thread
from tests.trust import hostile, small
from tests.trust.conftest import ROOT, answers, free_port

STRACE = shutil.which("strace")
pytestmark = pytest.mark.skipif(STRACE is None, reason="strace is not installed")
TRACE = ["-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none"]
ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
LOOPBACK = re.compile(r"127\.|::1$|::ffff:127\.")


def strangers(trace: str) -> set[str]:
    found = {one or two for one, two in ADDRESS.findall(trace)}
    return {address for address in found if not LOOPBACK.match(address)}


def traced(out: Path, *command: str) -> list[str]:
    return [str(STRACE), *TRACE, "-o", str(out), *command]


def test_a_connection_would_be_seen(tmp_path: Path) -> None:
    out = tmp_path / "trace"
    code = (
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    )
    done = subprocess.run(traced(out, sys.executable, "-c", code), check=False, capture_output=True)
    if not out.exists() or b"ptrace" in done.stderr:
        pytest.skip("this machine lets nobody trace")
    assert strangers(out.read_text()) == {"192.0.2.1"}


@pytest.mark.slow
def test_loading_files_connects_to_nobody(tmp_path: Path) -> None:
    small.write(tmp_path / "files", hostile.FIRM)
    out = tmp_path / "trace"
    command = [
        sys.executable,
        "-m",
        "signpost",
        "ingest",
        str(tmp_path / "files"),
        "--data",
        str(tmp_path / "data"),
        "--answer",
        "several_groups=one_name",
    ]
    done = subprocess.run(traced(out, *command), cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert strangers(out.read_text()) == set()


async def one_session(port: int) -> None:
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=["streamlit"],
        max_size=None,
        origin=f"http://127.0.0.1:{port}",
    ) as socket:  # type: ignore[arg-type]
        ask = BackMsg()
        ask.rerun_script.query_string = ""
        await socket.send(ask.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "script_finished":
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(socket.recv(), PATIENCE))


@pytest.mark.server
def test_serving_pages_connects_to_nobody(tmp_path: Path) -> None:
    out, port = tmp_path / "trace", free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    process = subprocess.Popen(
        traced(out, *command), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + PATIENCE
        while not answers(f"http://127.0.0.1:{port}/_stcore/health"):
            assert time.monotonic() < until
            time.sleep(0.2)
        in_thread(one_session(port))
    finally:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.terminate()
        process.wait(PATIENCE)
    assert out.read_text()
    assert strangers(out.read_text()) == set()
