"""A process that has imported what it needs and waits for its arguments."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from signpost.registry import import_path
from signpost.waiting_process import start

ENVIRONMENT = {**os.environ, "PYTHONPATH": import_path()}
COMMAND = [sys.executable, "-P", "-m", "signpost.waiting_process", "signpost"]


def waiting(*imports: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*COMMAND, *imports], env=ENVIRONMENT, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


def test_it_runs_its_module_with_the_arguments(capfd: pytest.CaptureFixture[str]) -> None:
    ran = start("signpost", ("signpost.cli",), ENVIRONMENT).run(["--version"])
    assert ran.wait() == 0
    assert capfd.readouterr().out.lower().startswith("signpost")


def test_a_quiet_one_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert start("signpost", (), ENVIRONMENT, quiet=True).run(["--version"]).wait() == 0
    assert capfd.readouterr().out == ""


def test_its_status_is_that_of_the_module() -> None:
    assert start("signpost", (), ENVIRONMENT, quiet=True).run(["no-such-command"]).wait() == 2


def test_without_a_line_it_ends() -> None:
    with waiting() as process:
        assert process.communicate() == ("", "")
        assert process.returncode == 0


def test_it_can_be_ended_while_it_waits() -> None:
    one = start("signpost", (), ENVIRONMENT)
    one.end()
    assert one.process.wait() == -signal.SIGTERM


def test_ctrl_c_ends_it_without_a_traceback() -> None:
    with waiting("this") as process:
        assert process.stdout is not None
        process.stdout.readline()  # the import is done, or nearly
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
        assert (process.returncode, said) == (0, "")
