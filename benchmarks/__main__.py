"""``python -m benchmarks``: everything measured here, as docs/performance.md and docs/trust.md.

Each case is a command of its own (``python -m benchmarks.rollups``) and records what it found in
``found/``; ``--only`` runs some of them. ``--rows`` is the size of the largest case of speed.
"""

import argparse
import subprocess
import sys
from collections.abc import Mapping

CASES: Mapping[str, tuple[str, ...]] = {
    "ingest": ("--rows", "{rows}"),
    "rollups": ("--rows", "{tenth}", "{rows}"),
    "reload": ("--rows", "{tenth}", "{rows}"),
    "script": ("--rows", "{tenth}", "{rows}"),
    "small_files": (),
    "first_use": (),
    "pages": (),
    "verdicts": (),
    "reading": ("--rows", "{rows}"),
    "crash": ("--rounds", "500"),
    "viewers": ("--sessions", "20,50,100", "--load", "--soak", "2000"),
    "mutants": (),
}


def main() -> int:
    """Run the command; 1 if a case failed or found something lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=float, default=1e7)
    parser.add_argument("--only", nargs="+", choices=CASES, default=list(CASES))
    arguments = parser.parse_args()
    sizes = {"rows": str(int(arguments.rows)), "tenth": str(int(arguments.rows) // 10)}
    failed = 0
    for name in arguments.only:
        options = [option.format(**sizes) for option in CASES[name]]
        command = [sys.executable, "-m", f"benchmarks.{name}", *options, "--record"]
        failed |= subprocess.run(command, check=False).returncode
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
