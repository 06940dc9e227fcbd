"""Run worlds through the engine and count what it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass

import numpy as np

from benchmarks.truth.engine import engine
from benchmarks.truth.scenarios import SCENARIOS, Scenario
from benchmarks.truth.worlds import World, seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.estimators import before_after
from signpost.metrics.causal.verdict import judge

GRADES = ("works", "no_worthwhile_effect", "harmful", "cannot_tell")


@dataclass(frozen=True)
class Trial:
    """What was said about one organisation, and what was true."""

    grade: str
    method: str
    point: float
    low: float
    high: float
    truth: float
    failed: tuple[str, ...]
    before_after: bool
    """Whether the naive reading would have cried wolf: its interval excludes zero."""
    ratio_covered: bool | None
    """Whether the interval per ten points of adoption holds the truth, where it is given."""

    @property
    def covered(self) -> bool:
        """Whether the headline's interval holds the truth."""
        return self.low <= self.truth <= self.high


def one_trial(scenario: Scenario, replication: int) -> Trial:
    """Make an organisation, ask the engine, compare with the truth.

    Where several outcomes are looked at together, the first that is claimed speaks for all.
    """
    trials = [asked(one) for one in scenario.draw(seeded(scenario.id, replication))]
    return next((one for one in trials if one.grade in ("works", "harmful")), trials[0])


def asked(world: World) -> Trial:
    """Ask the engine about one panel."""
    evidence = analyse(world.panel)
    verdict = judge(evidence)
    naive = {one.method: one for one in evidence.naive}.get(before_after.ESTIMATOR.id)
    ratio = next((one for one in evidence.chain if one.effect == "ratio"), None)
    headline = evidence.estimates[0] if evidence.estimates else None
    true_ratio = world.per_ten_points
    return Trial(
        grade=verdict.grade,
        method=headline.method if headline else "none",
        point=headline.point if headline else np.nan,
        low=headline.low if headline else np.nan,
        high=headline.high if headline else np.nan,
        truth=world.truth(headline.method) if headline else np.nan,
        failed=tuple(one.check for one in evidence.checks if one.passed is False),
        before_after=naive is not None and (naive.low > 0 or naive.high < 0),
        ratio_covered=None
        if ratio is None or true_ratio is None
        else ratio.low <= true_ratio <= ratio.high,
    )


@dataclass(frozen=True)
class Summary:
    """One row of docs/truth.md. Shares are 0–1."""

    id: str
    reps: int
    bias: float
    """Mean of headline less truth."""
    coverage: float
    """Share of headline intervals that hold the truth."""
    answered: int
    """Replications with another grade than cannot_tell."""
    answered_coverage: float | None
    false_claims: float
    """Share graded works or harmful where that is wrong."""
    power: float | None
    """Share graded right, where there is an effect worth having."""
    grades: dict[str, float]
    failed: dict[str, float]
    naive: float
    """Share in which before/after cries wolf."""
    ratio_coverage: float | None


def summarise(scenario: Scenario, trials: list[Trial]) -> Summary:
    """Count one world's trials."""
    count = len(trials)
    grades = Counter(one.grade for one in trials)
    failed = Counter(check for one in trials for check in one.failed)
    estimated = [one for one in trials if np.isfinite(one.point)]
    answered = [one for one in estimated if one.grade != "cannot_tell"]
    ratios = [one.ratio_covered for one in trials if one.ratio_covered is not None]
    wrong = ("harmful",) if scenario.truth == "good" else ("works", "harmful")
    return Summary(
        id=scenario.id,
        reps=count,
        bias=_mean([one.point - one.truth for one in estimated]),
        coverage=_mean([one.covered for one in estimated]),
        answered=len(answered),
        answered_coverage=_mean([one.covered for one in answered]) if answered else None,
        false_claims=sum(grades[one] for one in wrong) / count,
        power=grades["works"] / count if scenario.truth == "good" else None,
        grades={one: grades[one] / count for one in GRADES},
        failed={check: many / count for check, many in failed.most_common()},
        naive=_mean([one.before_after for one in trials]),
        ratio_coverage=_mean(ratios) if ratios else None,
    )


def _mean(values: list[float] | list[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")


def measure(scenario_id: str, replications: range) -> list[Trial]:
    """Run some replications of one world."""
    scenario = next(one for one in SCENARIOS if one.id == scenario_id)
    return [one_trial(scenario, number) for number in replications]


def as_json(summary: Summary) -> dict[str, object]:
    """Plain types, and the engine that was measured."""
    return asdict(summary) | {"engine": engine()}
