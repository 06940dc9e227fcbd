"""python -m benchmarks.truth --reps 200 [--worlds a,b] [--jobs 2] [--render]: write docs/truth.md.

Worlds of groups, then pilots of people, then promised power (all, or by --parts). Each is saved and
on the page as soon as it is done, so that a broken-off run keeps what it has; --render only writes
the page again from what was saved.
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
PILOTS, PROMISED = HERE / "pilots.json", HERE / "promised.json"
PAGE = HERE.parents[1] / "docs" / "truth.md"
PARTS = ("worlds", "pilots", "promised")
BATCH = 10


def main() -> None:
    """Measure the chosen worlds one after the other, then write the page."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from benchmarks.truth.scenarios import SCENARIOS

    options = _arguments([world.id for world in SCENARIOS])
    parts = () if options.render else options.parts
    with ProcessPoolExecutor(options.jobs) as pool:
        for scenario in SCENARIOS if "worlds" in parts else ():
            if scenario.id in options.worlds:
                _run(pool, scenario.id, options.reps)
        if "pilots" in parts:
            _run_pilots(pool, options.reps)
        if "promised" in parts:
            _run_promised(pool)
    _write()


def _arguments(ids: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth", description=__doc__)
    parser.add_argument("--reps", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--render", action="store_true")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=list(PARTS))
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
    row = as_json(summary)
    _save(RESULTS, world, row)
    print(_line(row, time.monotonic() - began), flush=True)


def _run_pilots(pool: ProcessPoolExecutor, reps: int) -> None:
    from benchmarks.truth import people, pilots

    for name in people.PILOTS:
        _save(PILOTS, name, pool.submit(pilots.measure_pilots, name, reps).result())


def _run_promised(pool: ProcessPoolExecutor) -> None:
    from benchmarks.truth import promised

    for groups in promised.GROUPS:
        for drawn in (False, True):
            found = pool.submit(promised.measure_promise, groups, drawn=drawn).result()
            _save(PROMISED, f"{groups:02} {'drawn' if drawn else 'chosen'}", found)


def _save(file: Path, name: str, row: dict) -> None:
    """Add one measurement, with the signature of the engine, and write the page again."""
    from benchmarks.truth.engine import engine

    saved = _saved(file) | {name: row | {"engine": engine()}}
    file.write_text(json.dumps(saved, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _write()


def _write() -> None:
    from benchmarks.truth.page import render

    page = render(_saved(RESULTS), _saved(PILOTS), _saved(PROMISED))
    PAGE.write_text(page, encoding="utf-8")


def _line(row: dict, seconds: float) -> str:
    grades = " ".join(f"{name[:7]} {share:.0%}" for name, share in row["grades"].items())
    cover = row["answered_coverage"]
    return (
        f"{row['id']:22} bias {row['bias']:+.3f} cover {row['coverage']:.0%} "
        f"answered {'-' if cover is None else f'{cover:.0%}'} false {row['false_claims']:.1%} | "
        f"{grades} | {' '.join(f'{k} {v:.0%}' for k, v in row['failed'].items())} "
        f"[{seconds / row['reps']:.2f} s]"
    )


def _saved(file: Path) -> dict[str, dict]:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


if __name__ == "__main__":
    main()
