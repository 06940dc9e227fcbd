"""What a command waits for before it begins."""

from __future__ import annotations

import subprocess
import sys


def test_the_command_line_starts_without_what_it_seldom_needs() -> None:
    code = "import signpost.cli._main, sys; "
    code += "print(*({'scipy.stats', 'pptx', 'diff_diff'} & {*sys.modules}))"
    started = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (started.stdout.strip(), started.stderr) == ("", "")
