"""Signature of the engine a world was measured with, from its answers on fixed panels.

`python -m benchmarks.truth.engine --record` writes the answers down after a rule was changed. A
renamed module or a reworded sentence changes no answer, and so voids no measurement.
"""

from __future__ import annotations

import argparse
import json
import math
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.truth.scenarios import SCENARIOS, Scenario
from benchmarks.truth.worlds import seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Estimate, Evidence

ANSWERS = Path(__file__).with_name("answers.json")
PANELS = (
    "nothing", "effect", "late", "spill", "crisis", "slow_drift", "months", "binomial", "gaps",
    "few_10_3", "few_effect", "few_12_1", "one_effect", "growing_never",
    "everyone_at_once", "reorganised_at_start",
    "dose_nothing", "dose_effect", "dose_feedback", "dose_turning",
)  # fmt: skip
"""Worlds whose first organisation is asked about: every design, repair and kind of outcome."""
CLOSE = 1e-9
"""Relative difference that another processor's arithmetic may make."""


@cache
def engine() -> str:
    """Return the signature of the engine as it is, 12 hexadecimal digits."""
    recorded, now = json.loads(ANSWERS.read_text("utf-8")), answers()
    return signature(recorded if same(recorded, now) else now)


def answers() -> dict[str, Any]:
    """Return what the engine answers about each fixed panel: grades, numbers, checks; no words."""
    by_id = {scenario.id: scenario for scenario in SCENARIOS}
    return {name: _answer(by_id[name]) for name in PANELS}


def signature(of: dict[str, Any]) -> str:
    """Return a digest of answers, to the last bit of every number."""
    return sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()[:12]


def same(left: Any, other: Any) -> bool:
    """Return whether two sets of answers agree, numbers to within `CLOSE`."""
    if isinstance(left, dict) and isinstance(other, dict):
        return left.keys() == other.keys() and all(same(left[key], other[key]) for key in left)
    if isinstance(left, list) and isinstance(other, list):
        return len(left) == len(other) and all(map(same, left, other))
    if isinstance(left, float) and isinstance(other, float):
        return (
            math.isclose(left, other, rel_tol=CLOSE, abs_tol=CLOSE)
            or left != left != other != other
        )
    return bool(left == other)


def _answer(scenario: Scenario) -> dict[str, Any]:
    (world,) = scenario.draw(seeded(scenario.id, 0))
    evidence = analyse(world.panel)
    verdict = judge(evidence)
    return {
        "grade": [verdict.grade, verdict.strength],
        "design": [evidence.design, evidence.highest, evidence.refusal is not None],
        "estimates": [_numbers(estimate) for estimate in (*evidence.estimates, *evidence.chain)],
        "naive": [_numbers(estimate) for estimate in evidence.naive],
        "checks": [[check.check, check.passed, dict(check.figures)] for check in evidence.checks],
        "groups": _groups(evidence),
    }


def _numbers(estimate: Estimate) -> list[Any]:
    return [
        estimate.method,
        float(estimate.point),
        float(estimate.low),
        float(estimate.high),
        float(estimate.level),
    ]


def _groups(evidence: Evidence) -> list[Any]:
    return [[effect.group, float(effect.point), effect.claim] for effect in evidence.group_effects]


def main() -> None:
    """Print the signature, or write the answers down anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true")
    if not parser.parse_args().record:
        print(engine())
        return
    now = answers()
    ANSWERS.write_text(json.dumps(now, indent=1) + "\n", "utf-8")
    print(signature(now))


if __name__ == "__main__":
    main()
