"""Golden pairs: an export, and beside it what it should become.

Written by a command, read by a person:

python -m tests.pipelines.golden_pairs           compares every pair
python -m tests.pipelines.golden_pairs --write   writes what is missing (--force: everything)
"""

from __future__ import annotations

import sys
from pathlib import Path

from signpost.testing import expectation, facts_of, golden_exports, write_expectations

GOLDEN = Path(__file__).parent / "golden"


def exports() -> list[Path]:
    """Every golden export; its folder is the id of its source."""
    folders = sorted(path for path in GOLDEN.iterdir() if path.is_dir())
    return [export for folder in folders for export in golden_exports(folder)]


def main(arguments: list[str]) -> int:
    if "--write" in arguments:
        for folder in sorted({export.parent for export in exports()}):
            for path in write_expectations(folder, force="--force" in arguments):
                sys.stdout.write(f"wrote {path.relative_to(GOLDEN)}\n")
    wrong = 0
    for export in exports():
        target = expectation(export)
        if not target.exists() or target.read_text(encoding="utf-8") != facts_of(export):
            sys.stdout.write(f"differs: {target.relative_to(GOLDEN)}\n")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
