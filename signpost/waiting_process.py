"""A module of ours that has imported what it needs and waits to be run.

`python -m signpost.waiting_process MODULE IMPORT ...`: imports, then waits for one line, the
arguments as JSON, and runs MODULE with them as `python -m` would. Without a line it ends.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class WaitingProcess:
    """A started process; whoever waits for it may start something else meanwhile."""

    process: subprocess.Popen[str]

    def run(self, arguments: Sequence[str]) -> subprocess.Popen[str]:
        """Run its module with these arguments; return the process."""
        assert self.process.stdin is not None  # noqa: S101 - `start` asked for it
        with contextlib.suppress(BrokenPipeError), self.process.stdin as pipe:
            print(json.dumps(list(arguments)), file=pipe)
        return self.process

    def end(self) -> None:
        """End it, whether it runs or waits."""
        self.process.terminate()


def start(
    module: str, imports: Sequence[str], environment: Mapping[str, str], *, quiet: bool = False
) -> WaitingProcess:
    """Start a process that will run `module`; `quiet`: what it prints is for nobody."""
    # -P: from a checkout's root, its signpost/ would otherwise come before the installed one
    command = [sys.executable, "-P", "-m", "signpost.waiting_process", module, *imports]
    process = subprocess.Popen(  # noqa: S603 - our own code
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL if quiet else None,
        text=True,
    )
    return WaitingProcess(process)


def main(module: str, *imports: str) -> None:
    """Import, wait and run."""
    try:
        for name in imports:
            importlib.import_module(name)
        line = sys.stdin.readline()
    except KeyboardInterrupt:  # Ctrl-C reaches every process of a terminal
        line = ""
    if line:
        sys.argv = [module, *json.loads(line)]
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
