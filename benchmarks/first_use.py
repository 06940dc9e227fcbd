"""``python -m benchmarks.first_use``: from `signpost demo` to the first answer on the screen.

Best of some turns, each with a data folder, a server and a browser of its own.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from benchmarks import written
from benchmarks.measure import Line, print_lines
from tests.browser_fixtures import FLAGS, chromium
from tests.trust.conftest import free_port

PATIENCE = 300.0
GOALS = {"answer": 25.0, "import": 0.5, "help": 0.4}
_ANSWERED = "h1:not(:has-text('Working out the answers'))"


def seconds_to_answer(page: Page, data: Path) -> float:
    """Start the demo on an empty folder and return the seconds until its first page has a title."""
    port = free_port()
    command = [sys.executable, "-m", "signpost", "demo", "--no-browser"]
    began = time.perf_counter()
    with subprocess.Popen(
        [*command, f"--port={port}", f"--data={data}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as demo:
        try:
            while not _opened(page, port) and time.perf_counter() - began < PATIENCE:
                time.sleep(0.1)
            page.wait_for_selector(_ANSWERED, timeout=PATIENCE * 1000)
            return time.perf_counter() - began
        finally:
            demo.terminate()


def _opened(page: Page, port: int) -> bool:
    try:
        page.goto(f"http://127.0.0.1:{port}", timeout=PATIENCE * 1000)
    except Error:  # nobody listens yet
        return False
    return True


def seconds_of(*arguments: str, turns: int = 5) -> float:
    """Return the least wall clock of a Python command."""
    taken = []
    for _ in range(turns):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - began)
    return min(taken)


def run(folder: Path, turns: int) -> list[Line]:
    """Return the lines: the demo, the import, the help."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        seconds = [seconds_to_answer(browser.new_page(), folder / f"{n}") for n in range(turns)]
        browser.close()
    imported, helped = seconds_of("-c", "import signpost"), seconds_of("-m", "signpost", "--help")
    return [
        Line(
            "`signpost demo` on an empty folder to the first answer on the screen",
            round(min(seconds), 1),
            "s",
            goal=GOALS["answer"],
        ),
        Line(
            "`import signpost`, Python's own start included",
            round(imported, 2),
            "s",
            goal=GOALS["import"],
        ),
        Line("`signpost --help`", round(helped, 2), "s", goal=GOALS["help"]),
    ]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_use", description=__doc__)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--record", action="store_true", help="for docs/performance.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as scratch:
        lines = run(Path(scratch), options.turns)
    print_lines(lines)
    if options.record:
        written.write("first_use-1", [asdict(line) for line in lines])
    return 0


if __name__ == "__main__":
    sys.exit(main())
