"""``python -m benchmarks``: everything that is measured here, as docs/performance.md.

``--rows`` is the size of the largest case. The crash rounds run first: they must find nothing.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import ingest, reload, rollups
from benchmarks.measure import Line, machine, say

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_INTRODUCTION = """# Performance

Made by `python -m benchmarks`; do not edit. Each figure stands beside a reference that was measured
in the same run on the same machine. Processor time (user and system, all threads) is compared,
because other work on the machine disturbs it least; only gaps above two are findings. The goals are
ours.
"""


def page(found: dict[str, list[Line]], crash: dict[str, Any], facts: dict[str, Any]) -> str:
    """Write the results as Markdown."""
    where = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in facts.items())
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    parts = [_INTRODUCTION, f"Machine: {where}. Measured on {today}.\n"]
    for title, lines in found.items():
        parts += [f"## {title}\n", table(lines)]
    parts += [
        "## Killed loads\n",
        f"{crash['kills']} writers were killed at random moments of loading, undoing and restoring "
        f"({crash['published']} versions were published in between) while two readers looked "
        f"{crash['reads']} times: {len(crash['violations'])} violations. "
        "`python -m benchmarks.crash --lines` kills at every line.\n",
    ]
    return "\n".join(parts)


def table(lines: list[Line]) -> str:
    """Write lines as a Markdown table."""
    rows = ["| what | figure | reference | ratio | goal |", "|---|---|---|---|---|"]
    for line in lines:
        beside = f"{line.reference}: {line.beside:g} {line.unit}" if line.reference else "-"
        ratio = f"{line.ratio:.2f}" if line.reference else "-"
        goal = f"at most {line.goal:g}" if line.goal else "-"
        rows.append(f"| {line.what} | {line.figure:g} {line.unit} | {beside} | {ratio} | {goal} |")
    return "\n".join(rows) + "\n"


def crashes(rounds: int) -> dict[str, Any]:
    """Run the crash rounds in a process that may fork."""
    command = [sys.executable, "-m", "benchmarks.crash", "--rounds", str(rounds), "--longest", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return dict(json.loads(done.stdout))


def main() -> int:
    """Run the command; 1 if a killed load lost something."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=float, default=1e7)
    parser.add_argument("--load-rows", type=float, help="of the file to load; as --rows if absent")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--folder", type=Path, help="keeps the generated files for the next run")
    told = parser.parse_args()
    facts, rows = machine(), int(told.rows)
    sizes = [rows // 10, rows]
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as scratch:
        folder = told.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        crash = crashes(told.rounds)
        found = {
            "Loading one file": ingest.run(int(told.load_rows or rows), told.repeats, folder),
            "Rollups": rollups.sizes(sizes, folder),
            "One more month": [
                line for size in sizes for line in reload.run(size, folder / f"history-{size}")
            ],
        }
    for lines in found.values():
        say(lines)
    PAGE.write_text(page(found, crash, facts), "utf-8")
    return 1 if crash["violations"] else 0


if __name__ == "__main__":
    sys.exit(main())
