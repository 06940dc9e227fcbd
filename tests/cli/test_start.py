"""What a command waits for before it begins."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import signpost.cli
from signpost.cli._main import signpost as command

FILES = sorted(Path(signpost.cli.__file__).parent.glob("[!_]*.py"))


def imported(arguments: str) -> set[str]:
    code = "import sys; from signpost.cli._main import signpost; "
    code += f"signpost({arguments}, standalone_mode=False); print('\\n', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr == ""
    return set(done.stdout.splitlines()[-1].split())


def test_the_list_of_commands_waits_for_no_command() -> None:
    heavy = {"pandas", "numpy", "duckdb", "scipy", "signpost.cli.load", "signpost.api"}
    assert imported("['--help']") & heavy == set()


@pytest.mark.slow
def test_a_command_starts_without_what_it_seldom_needs() -> None:
    loaded = imported("['sources', '--json']")
    assert loaded & {"scipy.stats", "pptx", "diff_diff", "signpost.cli.evidence"} == set()
    assert "signpost.cli.load" in loaded


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_what_is_listed_is_what_a_file_declares(file: Path) -> None:
    for one in importlib.import_module(f"signpost.cli.{file.stem}").COMMANDS:
        listed = command.commands.listed(one.name)
        assert command.commands[one.name] is one
        assert listed.get_short_help_str(300) == one.get_short_help_str(300)


def test_no_command_is_listed_that_no_file_declares() -> None:
    modules = [importlib.import_module(f"signpost.cli.{file.stem}") for file in FILES]
    assert sorted(command.commands) == sorted(c.name for m in modules for c in m.COMMANDS)
    assert [command.commands[name].name for name in command.commands] == list(command.commands)
