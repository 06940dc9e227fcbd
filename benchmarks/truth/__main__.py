"""python -m benchmarks.truth --reps 200 [--worlds a,b] [--jobs 2] [--render]: write docs/truth.md.

Each world is saved to results.json and on the page as soon as it is done, so that a broken-off run
keeps what it has; --render only writes the page again from what was saved.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
PAGE = HERE.parents[1] / "docs" / "truth.md"
BATCH = 10


def main() -> None:
    """Measure the chosen worlds one after the other, then write the page."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from benchmarks.truth.scenarios import SCENARIOS

    options = _arguments([world.id for world in SCENARIOS])
    if not options.render:
        with ProcessPoolExecutor(options.jobs) as pool:
            for scenario in SCENARIOS:
                if scenario.id in options.worlds:
                    _run(pool, scenario.id, options.reps)
    _write(_saved())


def _arguments(ids: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth", description=__doc__)
    parser.add_argument("--reps", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--render", action="store_true")
    parser.add_argument("--worlds", type=lambda text: text.split(","), default=ids)
    options = parser.parse_args()
    unknown = set(options.worlds) - set(ids)
    if unknown:
        parser.error(f"no world {', '.join(sorted(unknown))}; there are {', '.join(ids)}")
    return options


def _run(pool: ProcessPoolExecutor, world: str, reps: int) -> None:
    from benchmarks.truth.measuring import as_json, measure, summarise
    from benchmarks.truth.scenarios import SCENARIOS

    began = time.monotonic()
    batches = [range(i, min(i + BATCH, reps)) for i in range(0, reps, BATCH)]
    parts: Iterable[list] = pool.map(measure, [world] * len(batches), batches)
    trials = [trial for part in parts for trial in part]
    scenario = next(candidate for candidate in SCENARIOS if candidate.id == world)
    summary = summarise(scenario, trials)
    saved = _saved()
    saved[world] = as_json(summary)
    RESULTS.write_text(json.dumps(saved, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _write(_saved())
    print(_line(saved[world], time.monotonic() - began), flush=True)


def _write(saved: dict[str, dict]) -> None:
    from benchmarks.truth.page import render

    PAGE.write_text(render(saved), encoding="utf-8")


def _line(row: dict, seconds: float) -> str:
    grades = " ".join(f"{name[:7]} {share:.0%}" for name, share in row["grades"].items())
    cover = row["answered_coverage"]
    return (
        f"{row['id']:22} bias {row['bias']:+.3f} cover {row['coverage']:.0%} "
        f"answered {'-' if cover is None else f'{cover:.0%}'} false {row['false_claims']:.1%} | "
        f"{grades} | {' '.join(f'{k} {v:.0%}' for k, v in row['failed'].items())} "
        f"[{seconds / row['reps']:.2f} s]"
    )


def _saved() -> dict[str, dict]:
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}


if __name__ == "__main__":
    main()
