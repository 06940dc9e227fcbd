"""The effect of a staggered start, with the inference that its number of groups allows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from signpost.metrics.causal.design import (
    MANY_GROUPS,
    Cells,
    Reach,
    cells,
    effective_number,
    start_waves,
)
from signpost.metrics.causal.inference.group_noise import (
    LOUD,
    measure_group_noise,
    noise_ratio,
    own_noise_interval,
)
from signpost.metrics.causal.inference.intervals import (
    Interval,
    level_for,
    permutation_interval,
    t_interval,
    welch_df,
    wider,
)
from signpost.metrics.causal.inference.jackknife import Replicates, jackknife
from signpost.metrics.causal.inference.permutation import SEED, Assignment, permuted_effects
from signpost.metrics.causal.methods.counterfactual import (
    counterfactual,
    fit_baseline,
    fitted_lines,
    influence,
    treatment_effect,
)
from signpost.metrics.model.types import Effect, Estimate, Finding, Floats, Ints, Panel, Refusal

LINE_CELLS = 6
"""Baseline periods a group needs before a straight line is drawn through them."""
LEAST_DRAWS = 100
"""Reassignments of the starts that must give an estimate at all."""
PATCHY_UP_TO = 60
"""Groups with gaps among which starts are permuted; with more, leaving groups out does as well."""
LEFT_OUT_UP_TO = 400
"""Above this many groups the published standard error is used: it then agrees, and is quicker."""

NOTHING_TO_COMPARE = Refusal(
    Finding("method.nothing_to_compare"), Finding("method.name_comparisons")
)
NOTHING_VARIES = Refusal(Finding("method.nothing_varies"), Finding("method.load_what_moves"))


def staggered_effect(
    panel: Panel,
    outcome: Floats,
    reach: Reach,
    *,
    degree: int = 0,
    weighted: bool = True,
    permute: bool = False,
) -> Interval | Refusal:
    """Imputation estimate of the effect on `outcome` (G, T); degree 1: each group its own line.

    Cells where `outcome` is NaN are not used. The interval comes from leaving out one group at a
    time; with `permute`, from permuted starts where a side is small or chance ordered the starts.
    """
    chosen = drop_short_baselines(cells(panel, reach, outcome=outcome, weighted=weighted), degree)
    if not chosen.starters.any():
        return NOTHING_TO_COMPARE
    level = level_for(panel.question)
    few = has_few_clusters(chosen)
    wanted = permute and (few or panel.ordered_by_chance)
    if int(chosen.starters.sum()) == 1 or (wanted and _quick(outcome)):
        rollout = Assignment(panel.start, panel.weight, reach, degree, min_baseline_periods(degree))
        found = _permuted(outcome, chosen, rollout, level)
        exchangeable = panel.ordered_by_chance or degree > 0 or chosen.starters.sum() == 1
        return found if exchangeable else _wide_enough(found, outcome, chosen, level)
    if len(panel.groups) > LEFT_OUT_UP_TO and not few:
        point, error = published_effect(chosen, outcome, start_waves(panel.start), degree)
        return t_interval(point, error, effective_df(chosen), level)
    return left_out_interval(
        jackknife(chosen, outcome[None], degree, min_baseline_periods(degree)), chosen, level
    )


def _wide_enough(
    found: Interval | Refusal, outcome: Floats, chosen: Cells, level: float
) -> Interval | Refusal:
    """Widen a range from permuted starts, which takes all groups to be alike in noise.

    Where starters were far noisier than the others before their start, to what leaving out groups
    gives; else to what each group's own noise and memory give.
    """
    if isinstance(found, Refusal):
        return found
    noise = measure_group_noise(outcome, chosen)
    if noise_ratio(noise, chosen) > LOUD:
        return wider(found, left_out_interval(jackknife(chosen, outcome[None]), chosen, level))
    return wider(found, own_noise_interval(found.point, noise, chosen, level))


def _quick(outcome: Floats) -> bool:
    """Return whether permuting is cheap: no gaps, or not many groups to go through one by one."""
    return bool(np.isfinite(outcome).all()) or len(outcome) <= PATCHY_UP_TO


def min_baseline_periods(degree: int) -> int:
    """Baseline periods a group needs."""
    return LINE_CELLS if degree else 1


def has_few_clusters(chosen: Cells) -> bool:
    """Return whether one side has too few groups for ordinary intervals."""
    return effective_df(chosen) + 1 < MANY_GROUPS


def left_out_interval(replicates: Replicates, chosen: Cells, level: float) -> Interval:
    """Interval of the first outcome from its spread as groups are left out."""
    error = float(np.linalg.norm(replicates.deviations[:, 0]))
    return t_interval(float(replicates.point[0]), error, jackknife_df(replicates, chosen), level)


def jackknife_df(replicates: Replicates, chosen: Cells) -> float:
    """Degrees of freedom of the first outcome's error: Welch's by side, or of parcels."""
    deviations = replicates.deviations[:, 0]
    if len(deviations) != len(chosen.starters):
        return min(float(len(deviations) - 1), effective_df(chosen))
    return welch_df(deviations, chosen.starters, group_weight(chosen))


def group_weight(chosen: Cells) -> Floats:
    """(G,) how much each group counts on its side: as judged if it started, else as compared."""
    weight = np.where(chosen.starters, chosen.target.max(axis=1), chosen.baseline.max(axis=1))
    return np.asarray(weight, dtype=np.float64)


def published_effect(
    chosen: Cells, outcome: Floats, wave: Ints, degree: int = 0
) -> tuple[float, float]:
    """Point and conservative standard error of Borusyak, Jaravel and Spiess (2024, section 4.3).

    For the error only, effects are taken as equal within a wave and period.
    """
    baseline = fit_baseline(
        chosen.baseline, fitted_lines(outcome.shape[1], degree), min_baseline_periods(degree)
    )
    share = influence(baseline, chosen.target)
    used = chosen.baseline + chosen.target > 0
    values = np.where(used, outcome, 0.0)
    gap = np.where(used, values - counterfactual(baseline, values), 0.0)
    point = float((chosen.target * gap).sum())
    residual = gap - wave_mean(gap, share**2 * (chosen.target > 0), wave)
    return point, float(np.sqrt(((share * residual).sum(axis=1) ** 2).sum()))


def wave_mean(gap: Floats, square: Floats, wave: Ints) -> Floats:
    """(G, T) mean of `gap` over its wave and period by weights `square`; 0 where not judged."""
    same = (np.arange(int(wave.max()) + 1)[:, None] == wave).astype(np.float64)
    mass = same @ square
    mean = np.divide(same @ (square * gap), mass, out=np.zeros_like(mass), where=mass > 0)
    return np.where(square > 0, mean[wave], 0.0)


def as_estimate(
    found: Interval | Refusal,
    panel: Panel,
    method: str,
    effect: Effect = "outcome",
    *,
    naive: bool = False,
) -> Estimate | Refusal:
    """Dress an interval as the Estimate of `method`."""
    if isinstance(found, Refusal):
        return found
    if not np.isfinite([found.low, found.point, found.high]).all():
        return NOTHING_VARIES
    return Estimate(
        method=method,
        point=found.point,
        low=found.low,
        high=found.high,
        level=found.level,
        unit="share" if effect == "adoption" else panel.question.unit,
        n_groups=int(np.isfinite(panel.outcome).any(axis=1).sum()),
        n_periods=len(panel.periods),
        n_starts=len(set(panel.start[panel.start >= 0].tolist())),
        effect=effect,
        naive=naive,
        p_value=found.p_value,
        standard_error=found.standard_error,
    )


def drop_short_baselines(chosen: Cells, degree: int) -> Cells:
    """Judge only groups whose baseline is long enough for the model."""
    enough = (chosen.baseline > 0).sum(axis=1) >= min_baseline_periods(degree)
    target = chosen.target * enough[:, None]
    total = target.sum()
    return replace(chosen, target=target / total if total > 0 else target)


def effective_df(chosen: Cells) -> float:
    """Count the groups of the smaller side, in equally heavy ones, less one.

    Groups that start later stand on both sides: they compare until they start.
    """
    compared = (chosen.target.sum(axis=0) * chosen.baseline).sum(axis=1)
    sides = effective_number(chosen.target.max(axis=1)), effective_number(compared)
    return max(min(sides) - 1, 1.0)


def _among(outcome: Floats, chosen: Cells) -> Ints:
    """Choose groups (n,) among which starts are permuted; with gaps, not too many.

    A single start compared with some of the others varies as if compared with all, or a bit more.
    """
    past = np.any(chosen.baseline > 0, axis=1)
    others = np.flatnonzero(past & ~chosen.starters)
    if not _quick(outcome):
        others = np.random.default_rng(SEED).permutation(others)[:PATCHY_UP_TO]
    return np.sort(np.r_[np.flatnonzero(past & chosen.starters), others])


def _permuted(
    outcome: Floats, chosen: Cells, rollout: Assignment, level: float
) -> Interval | Refusal:
    """Interval from permuted starts; from their mere spread where there are too few of them."""
    rows = _among(outcome, chosen)
    baseline = fit_baseline(
        chosen.baseline, fitted_lines(outcome.shape[1], rollout.degree), rollout.least
    )
    used = chosen.baseline + chosen.target > 0
    point = float(treatment_effect(baseline, np.where(used, outcome, 0.0), chosen.target))
    start = rollout.start[rows]
    some = replace(rollout, start=start, weight=rollout.weight[rows])
    draws = permuted_effects(some, outcome[rows])
    draws = draws[np.isfinite(draws).all(axis=1)]
    if len(draws) < LEAST_DRAWS:
        return NOTHING_TO_COMPARE
    found = permutation_interval(point, draws[:, 0], draws[:, 1], level)
    if found is not None:
        return found
    spread = float(np.std(draws[:, 0] - point * draws[:, 1]))
    return t_interval(point, spread, max(int((start < 0).sum()) - 1, 1), level)
