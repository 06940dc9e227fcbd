"""python -m signpost.sample_data OUT [--seed N] [--tiny] [--truth FILE] [--sample assistant]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from signpost.sample_data import build, build_assistant, write_truth
from signpost.sample_data.assistant.build_assistant import ASSISTANT_SEED
from signpost.sample_data.world import Size


def main() -> None:
    """Write the sample organisation and print its folder."""
    parser = argparse.ArgumentParser(prog="python -m signpost.sample_data", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the exports; made if missing")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--sample", choices=("nordwind", "assistant"), default="nordwind")
    parser.add_argument("--tiny", action="store_true", help="four groups and eight weeks")
    parser.add_argument("--truth", type=Path, help="also write the planted numbers as JSON here")
    options = parser.parse_args()
    if options.sample == "assistant":
        if options.tiny or options.truth:
            parser.error(
                "--tiny and --truth are of nordwind; assistant/README.md has what is planted"
            )
        out = build_assistant(options.out, seed=_seed(options.seed, ASSISTANT_SEED))
    else:
        out = _nordwind(options)
    sys.stderr.write(f"{len(list(out.iterdir()))} files in {out}\n")


def _nordwind(options: argparse.Namespace) -> Path:
    size: Size = "tiny" if options.tiny else "full"
    seed = _seed(options.seed, 7)
    if options.truth:
        write_truth(options.truth, seed=seed, size=size)
    return build(options.out, seed=seed, size=size)


def _seed(given: int | None, usual: int) -> int:
    return usual if given is None else given


if __name__ == "__main__":
    main()
