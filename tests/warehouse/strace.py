"""Acts on a data folder under strace, each in a fork of a process that imported all they need."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pandas as pd
import pytest

from signpost.pipelines.facts import pseudonyms
from signpost.warehouse import Warehouse, exports
from signpost.warehouse.maintenance import backup, erasure, publications, retention
from tests.warehouse.facts import day, load, undo, usage

STRACE = shutil.which("strace")
ACTS: dict[str, Callable[[Warehouse, Path], object]] = {
    "load": lambda w, _: load(w, usage((day("2026-01-19"), day("2026-01-25")), {1: 2, 2: 2})),
    "undo": lambda w, _: undo(w, 1),
    "backup": lambda w, root: backup.backup(w, root.parent / "copy.duckdb"),
    "restore": lambda w, root: backup.restore(w, root.parent / "first.duckdb", "x"),
    "erase": lambda w, _: erasure.erase(w, "a" * 64, "x"),
    "publish": lambda w, _: w.restore(2),
    "purge": lambda w, _: retention.purge(w, -1, "x"),
    "erase by name": lambda w, _: erasure.erase(w, "a" * 64, "x", forms=["quaxolina@example.org"]),
    "export": lambda _, root: exports.record_export(root, "x", "brief", version=3, size=1),
    "key": lambda _, root: pseudonyms.load_key(root.parent / "other", holds_data=False),
    "figures": lambda _, root: publications.update_publication(
        root, "x", 3, lambda _: pd.DataFrame({"a": [1]})
    ),
}
_FORK = multiprocessing.get_context("forkserver")
_FORK.set_forkserver_preload([__name__])
_SET_PTRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)


class Done(NamedTuple):
    """What an act printed (``done`` at its end), and the calls it made."""

    stdout: str
    stderr: str
    trace: str


def traced(act: str, root: Path, scratch: Path, *options: str) -> Done:
    """Do it under strace; what nobody cleans up stays in ``scratch``."""
    gate, other = _FORK.Pipe()
    child = _FORK.Process(target=_act, args=(act, root, scratch, other))
    with pytest.MonkeyPatch.context() as patch:
        # a page that was tested before left its script as the main module: the fork would run it
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        child.start()
    other.close()  # else a fork that dies would be waited for
    assert gate.recv() == "ready"
    command = [str(STRACE), "-f", "-o", str(scratch / "trace"), *options, "-p", str(child.pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        attached = strace.stderr.readline()
        gate.send("go" if "attached" in attached else "stop")
        strace.stderr.read()
    child.join()
    if "attached" not in attached:
        pytest.skip("this machine lets nobody trace")
    return Done(*((scratch / name).read_text() for name in ("stdout", "stderr", "trace")))


def _act(act: str, root: Path, scratch: Path, gate: Connection) -> None:
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        with (scratch / name).open("w") as file:
            os.dup2(file.fileno(), descriptor)
    os.chdir(scratch)
    os.environ["TMPDIR"], tempfile.tempdir = str(scratch), None
    if sys.platform == "linux":  # else only a parent may trace
        ctypes.CDLL(None).prctl(_SET_PTRACER, _ANYBODY, 0, 0, 0)
    gate.send("ready")
    if gate.recv() == "go":
        ACTS[act](Warehouse(root, memory_limit="200MB", keep=5), root)
        os.write(1, b"done\n")
