"""Runs of worlds through the engine, and counts of its verdicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass

import numpy as np

from benchmarks.truth.engine import engine
from benchmarks.truth.scenarios import SCENARIOS, Scenario
from benchmarks.truth.worlds import World, seeded
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.design import cells
from signpost.metrics.causal.estimators import before_after
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.types import Evidence

GRADES = ("works", "no_worthwhile_effect", "harmful", "cannot_tell")


@dataclass(frozen=True)
class Trial:
    """The verdict about one organisation, and its truth."""

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
    durability: str
    """Word of the verdict; blank: none."""
    groups_covered: tuple[bool, ...]
    """Of each group spoken of, whether its range holds its true effect."""
    group_claim_false: bool
    """Whether some group is called better or worse that is not."""

    @property
    def covered(self) -> bool:
        """Return whether the headline's interval holds the truth."""
        return self.low <= self.truth <= self.high


def run_trial(scenario: Scenario, replication: int) -> Trial:
    """Return the trial of one organisation of a world.

    Where several outcomes are looked at together, the first that is claimed speaks for all.
    """
    trials = [trial_of(world) for world in scenario.draw(seeded(scenario.id, replication))]
    return next((trial for trial in trials if trial.grade in ("works", "harmful")), trials[0])


def trial_of(world: World) -> Trial:
    """Return the engine's verdict on one panel, with the truth."""
    evidence = analyse(world.panel)
    verdict = judge(evidence)
    naive = {naive_estimate.method: naive_estimate for naive_estimate in evidence.naive}.get(
        before_after.ESTIMATOR.id
    )
    ratio = next((estimate for estimate in evidence.chain if estimate.effect == "ratio"), None)
    headline = evidence.estimates[0] if evidence.estimates else None
    true_ratio = world.per_ten_points
    covered, false_claim = _groups(world, evidence)
    return Trial(
        grade=verdict.grade,
        method=headline.method if headline else "none",
        point=headline.point if headline else np.nan,
        low=headline.low if headline else np.nan,
        high=headline.high if headline else np.nan,
        truth=world.truth(headline.method) if headline else np.nan,
        failed=tuple(check.check for check in evidence.checks if check.passed is False),
        before_after=naive is not None and (naive.low > 0 or naive.high < 0),
        ratio_covered=None
        if ratio is None or true_ratio is None
        else ratio.low <= true_ratio <= ratio.high,
        durability=verdict.durability or "",
        groups_covered=covered,
        group_claim_false=false_claim,
    )


def _groups(world: World, evidence: Evidence) -> tuple[tuple[bool, ...], bool]:
    """Return of each group whether its range holds the truth, and whether a claim is false."""
    judged = cells(world.panel).target > 0
    good = 1 if world.panel.question.better == "higher" else -1
    covered, false_claim = [], False
    for effect in evidence.group_effects:
        row = world.panel.groups.index(effect.group)
        truth = float(world.effect[row][judged[row]].mean()) if judged[row].any() else 0.0
        covered.append(effect.low <= truth <= effect.high)
        says = {"better": good, "worse": -good}.get(effect.claim, 0)
        false_claim |= says != 0 and says * truth <= 0
    return tuple(covered), bool(false_claim)


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
    durability: dict[str, float]
    """Word -> share of organisations; no word is not in it."""
    group_coverage: float | None
    """Share of single groups' ranges that hold the truth."""
    group_false: float
    """Share of organisations with a group called better or worse that is not."""


def summarise(scenario: Scenario, trials: list[Trial]) -> Summary:
    """Return the counts of one world's trials."""
    count = len(trials)
    grades = Counter(trial.grade for trial in trials)
    failed = Counter(check for trial in trials for check in trial.failed)
    estimated = [trial for trial in trials if np.isfinite(trial.point)]
    answered = [trial for trial in estimated if trial.grade != "cannot_tell"]
    ratios = [trial.ratio_covered for trial in trials if trial.ratio_covered is not None]
    in_groups = [covered for trial in trials for covered in trial.groups_covered]
    return Summary(
        id=scenario.id,
        reps=count,
        bias=_mean([trial.point - trial.truth for trial in estimated]),
        coverage=_mean([trial.covered for trial in estimated]),
        answered=len(answered),
        answered_coverage=_mean([trial.covered for trial in answered]) if answered else None,
        false_claims=_mean([_is_wrong(scenario, trial) for trial in trials]),
        power=grades["works"] / count if scenario.truth == "good" else None,
        grades={trial: grades[trial] / count for trial in GRADES},
        failed={check: many / count for check, many in failed.most_common()},
        naive=_mean([trial.before_after for trial in trials]),
        ratio_coverage=_mean(ratios) if ratios else None,
        durability=_shares([trial.durability for trial in trials if trial.durability], count),
        group_coverage=_mean(in_groups) if in_groups else None,
        group_false=_mean([trial.group_claim_false for trial in trials]),
    )


def _is_wrong(scenario: Scenario, trial: Trial) -> bool:
    """Return whether the grade is wrong; *works* of what is over is, unless said to be fading."""
    plain = trial.grade == "works" and trial.durability != "fading"
    if scenario.truth in ("gone", "turned"):
        return plain or (trial.grade == "harmful" and scenario.truth == "gone")
    return trial.grade == "harmful" or (trial.grade == "works" and scenario.truth != "good")


def _shares(values: list[str], count: int) -> dict[str, float]:
    return {value: many / count for value, many in sorted(Counter(values).items())}


def _mean(values: list[float] | list[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")


def measure(scenario_id: str, replications: range) -> list[Trial]:
    """Return the trials of some replications of one world."""
    scenario = next(candidate for candidate in SCENARIOS if candidate.id == scenario_id)
    return [run_trial(scenario, number) for number in replications]


def as_json(summary: Summary) -> dict[str, object]:
    """Return plain types, with the signature of the measured engine."""
    return asdict(summary) | {"engine": engine()}
