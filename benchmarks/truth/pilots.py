"""Pilots of people inside groups through the engine: verdicts, and ranges that hold the truth."""

from __future__ import annotations

from collections import Counter

from benchmarks.truth.measuring import GRADES
from benchmarks.truth.people import PILOTS, make_pilot
from benchmarks.truth.worlds import seeded
from signpost.metrics.causal.people.analysis import INTENTION, USE, analyse_people
from signpost.metrics.causal.verdict import judge


def measure_pilots(name: str, reps: int) -> dict[str, object]:
    """Return shares of `reps` pilots of one kind: grades, and covered effects of offer and use."""
    grades: Counter[str] = Counter()
    held: dict[str, list[bool]] = {INTENTION: [], USE: []}
    failed: Counter[str] = Counter()
    for number in range(reps):
        world = make_pilot(seeded(f"people {name}", number), PILOTS[name])
        evidence = analyse_people(world.panel)
        grades[judge(evidence).grade] += 1
        failed.update(check.check for check in evidence.checks if check.passed is False)
        truth = {INTENTION: world.offer_effect, USE: world.use_effect}
        for estimate in evidence.estimates:
            if estimate.method in held:
                held[estimate.method].append(
                    estimate.low <= truth[estimate.method] <= estimate.high
                )
    return {
        "reps": reps,
        "grades": {grade: grades[grade] / reps for grade in GRADES},
        "offer": _share(held[INTENTION]),
        "use": _share(held[USE]),
        "failed": {check: many / reps for check, many in failed.most_common()},
    }


def _share(held: list[bool]) -> float | None:
    return sum(held) / len(held) if held else None
