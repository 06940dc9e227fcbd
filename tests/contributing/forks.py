"""Commands of a tree in forks of one process that imported what others made, and nothing of ours.

Of a short `python -m pytest` most is importing numpy, pandas, Streamlit and the like.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

LIBRARIES = (
    *("pytest", "_pytest.assertion.rewrite", "hypothesis", "numpy", "pandas", "pyarrow"),
    *("duckdb", "scipy.stats", "scipy.optimize", "diff_diff", "statsmodels.api", "pydantic"),
    *("yaml", "click", "plotly.graph_objects", "streamlit"),
)


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    returncode: int
    output: str


class Forks:
    """Runs `python -m …` in a tree; close it at the end."""

    def __init__(self, home: Path) -> None:
        self.log = home / "forks.log"
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            cwd=home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTEST_ADDOPTS": "-p no:cacheprovider"},
            text=True,
        )

    def run(self, tree: Path, *words: str) -> Done:
        """Run a module with its arguments, the tree first on the path."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([str(tree), str(self.log), *words]) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        return Done(code, self.log.read_text("utf-8", errors="replace"))

    def close(self) -> None:
        """End the process that forks."""
        self.process.communicate()


def serve() -> None:
    """Fork for every line that is read, and print how the fork ended."""
    for name in LIBRARIES:
        importlib.import_module(name)
    assert "signpost" not in sys.modules
    gc.collect()
    gc.freeze()  # else a fork would copy the memory of all that is there
    for line in sys.stdin:
        tree, log, *words = json.loads(line)
        pid = os.fork()
        if not pid:
            begin(tree, log)
            sys.argv = words
            end(run(words[0]))
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def run(module: str) -> int:
    """Run a module as `python -m` does; its exit status."""
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(bool(left.code))
    return 0


def end(code: int) -> None:
    """End as Python does, without taking all that was imported apart."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def begin(tree: str, log: str) -> None:
    """Stand where `python -m` would: in the tree, with it on the path."""
    with Path(log).open("wb") as file, Path(os.devnull).open("rb") as nothing:
        for descriptor, end in ((0, nothing), (1, file), (2, file)):
            os.dup2(end.fileno(), descriptor)
    os.chdir(tree)
    os.environ["PYTHONPATH"] = sys.path[0] = tree


if __name__ == "__main__":
    serve()
