"""python -m signpost.sample_data OUT [--seed N] [--tiny] [--truth FILE]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from signpost.sample_data import build, write_truth
from signpost.sample_data.world import Size


def main() -> None:
    """Write the sample organisation and print its folder."""
    parser = argparse.ArgumentParser(prog="python -m signpost.sample_data", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the exports; made if missing")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--tiny", action="store_true", help="four groups and eight weeks")
    parser.add_argument("--truth", type=Path, help="also write the planted numbers as JSON here")
    options = parser.parse_args()
    size: Size = "tiny" if options.tiny else "full"
    out = build(options.out, seed=options.seed, size=size)
    if options.truth:
        write_truth(options.truth, seed=options.seed, size=size)
    sys.stderr.write(f"{len(list(out.iterdir()))} files in {out}\n")


if __name__ == "__main__":
    main()
