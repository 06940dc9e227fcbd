"""Pilot design: comparison groups, detectable change, randomised roll-out order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from signpost.metrics.causal.inference.distributions import normal_quantile, t_quantile
from signpost.metrics.causal.inference.intervals import RISK
from signpost.metrics.causal.inference.noise import Noise, change_error, measure_noise
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import Finding, Floats, Panel, Refusal
from signpost.metrics.panel.build import build_panel
from signpost.metrics.planning.power import (
    POWER_DRAWS,
    PromisedChange,
    futures_of,
    promised_change,
    rows_of,
)
from signpost.warehouse import Warehouse

POWER = 0.8
"""How often a pilot must find the change it is planned for."""
MULTIPLIER = normal_quantile(1 - RISK / 2) + normal_quantile(POWER)
"""Standard errors of the smallest change found that often, for many groups and one look."""
PERIODS_PER_HALF_YEAR = {"week": 26, "month": 6}
MOST_SIMULATED = {"week": 52, "month": 24}
"""Periods of history that simulated futures have."""
MIN_GROUPS, MIN_PERIODS = 6, 6
DRAW_SEED = 20261122
"""Of a roll-out order where none is given."""


@dataclass(frozen=True)
class ComparisonCandidate:
    """A possible comparison group; gaps are in standard deviations between groups."""

    group: str
    distance: float
    level_gap: float
    trend_gap: float
    size_gap: float
    suggested: bool


@dataclass(frozen=True)
class DetectableChange:
    """The smallest change that a design detects with 80 % power."""

    design: str
    focus: int
    comparison: int
    before: int
    after: int
    change: float
    share_of_level: float
    enough: bool
    """Whether it is no larger than the smallest change worth having."""


@dataclass(frozen=True)
class RolloutWave:
    """The groups that start together."""

    number: int
    groups: tuple[str, ...]


@dataclass(frozen=True)
class PilotPlan:
    """Plan of a pilot from history, before a use case starts."""

    use_case: str
    kpi: str
    unit: str
    window: str
    worthwhile: float
    focus: tuple[str, ...]
    candidates: tuple[ComparisonCandidate, ...]
    noise: Noise
    detectable: tuple[DetectableChange, ...]
    """By the formula of one test, to compare designs: the whole rule finds larger changes only."""
    promised: tuple[PromisedChange, ...]
    """What the whole rule of decision finds, without and with a drawn order of starts."""
    rollout: tuple[RolloutWave, ...]
    seed: int
    settled: Finding | None = None
    """Why there is no roll-out order: the verdict speaks against bringing it to more groups."""


def without_groups(plan: PilotPlan, stopped: Collection[str]) -> PilotPlan:
    """Return a plan whose roll-out leaves out groups that are on the stop list."""
    kept = [
        replace(wave, groups=tuple(group for group in wave.groups if group not in stopped))
        for wave in plan.rollout
    ]
    return replace(plan, rollout=tuple(wave for wave in kept if wave.groups))


def pilot_plan(
    warehouse: Warehouse,
    programme: Programme,
    use_case: UseCase,
    *,
    seed: int = DRAW_SEED,
    draws: int = POWER_DRAWS,
) -> PilotPlan | Refusal:
    """Return the plan of a use case from the history of its KPI, before its effect is known."""
    panel = build_panel(warehouse, programme, use_case)
    if isinstance(panel, Refusal):
        return panel
    return pilot_plan_from(panel, use_case, seed=seed, draws=draws)


def pilot_plan_from(
    panel: Panel, case: UseCase, *, seed: int = DRAW_SEED, waves: int = 3, draws: int = 0
) -> PilotPlan | Refusal:
    """Return the plan from a panel; only group-periods before any start are used.

    `draws` futures are simulated for what is promised; 0: nothing is promised.
    """
    history = unexposed(panel)
    enough = np.isfinite(history).sum(axis=1) >= MIN_PERIODS
    rows: list[int] = np.flatnonzero(enough).tolist()
    if len(rows) < MIN_GROUPS:
        return Refusal(
            f"Only {len(rows)} groups have {MIN_PERIODS} or more {panel.question.window}s of "
            "history before a start; a plan needs six.",
            "Load more history of the KPI, or use a finer grouping.",
        )
    wanted = {group_key(name, {}) for name in case.focus}
    focus = [r for r in rows if group_key(panel.groups[r], {}) in wanted]
    focus = focus or default_focus(panel, rows)
    others = [r for r in rows if r not in set(focus)]
    if not others:
        return Refusal(
            "Every group is a focus group, so there is none to compare with.",
            "Leave some groups for later: they are the comparison until they start.",
        )
    noise = measure_noise(history[rows])
    detectable = detectable_change(panel, history, noise, len(focus), len(others))
    promised = _promised(panel, history, rows, noise, detectable[0], draws) if draws else ()
    open_rows = [r for r in rows if panel.start[r] < 0]
    return PilotPlan(
        use_case=case.id,
        kpi=panel.question.kpi,
        unit=panel.question.unit,
        window=panel.question.window,
        worthwhile=panel.question.worthwhile,
        focus=tuple(panel.groups[r] for r in focus),
        candidates=comparison_candidates(panel, history, focus, others),
        noise=noise,
        detectable=detectable,
        promised=promised,
        rollout=draw_rollout(panel, history, open_rows, waves, seed),
        seed=seed,
    )


def _promised(
    panel: Panel,
    history: Floats,
    rows: list[int],
    noise: Noise,
    planned: DetectableChange,
    draws: int,
) -> tuple[PromisedChange, ...]:
    """Return what the whole rule finds with as much history as simulating can afford."""
    before = min(planned.before, MOST_SIMULATED[panel.question.window])
    some = rows_of(panel, rows)
    futures = futures_of(history[rows], some.weight, noise, before + planned.after)
    return tuple(
        promised_change(
            some,
            futures,
            planned.focus,
            before,
            planned.change,
            order_drawn=order_drawn,
            draws=draws,
        )
        for order_drawn in (False, True)
    )


def unexposed(panel: Panel) -> Floats:
    """Return (G, T) outcome before a group's start; NaN from then on."""
    return np.where(panel.exposed, np.nan, panel.outcome)


def default_focus(panel: Panel, rows: Sequence[int]) -> list[int]:
    """Return the groups that started, else every third group: a size for power, no advice."""
    started = [r for r in rows if panel.start[r] >= 0]
    return started or list(rows[::3])


def group_features(panel: Panel, history: Floats) -> Floats:
    """Return (G, 3) level, trend per period and log size of each group's history, standardised."""
    time = np.broadcast_to(np.arange(history.shape[1], dtype=float), history.shape)
    is_measured = np.isfinite(history)
    count = np.maximum(is_measured.sum(axis=1), 1)
    level = np.where(is_measured, history, 0.0).sum(axis=1) / count
    middle = np.where(is_measured, time, 0.0).sum(axis=1) / count
    centred = np.where(is_measured, time - middle[:, None], 0.0)
    spread = np.maximum((centred**2).sum(axis=1), 1e-12)
    trend = (centred * np.where(is_measured, history - level[:, None], 0.0)).sum(axis=1) / spread
    table = np.stack([level, trend, np.log(np.maximum(panel.weight, 1e-12))], axis=1)
    scale = table.std(axis=0)
    return (table - table.mean(axis=0)) / np.where(scale > 0, scale, 1.0)


def comparison_candidates(
    panel: Panel, history: Floats, focus: Sequence[int], others: Sequence[int]
) -> tuple[ComparisonCandidate, ...]:
    """Return the other groups by similarity of history to the focus groups, nearest first.

    Suggested: the nearest, twice as many as focus groups, at least six, none further than two
    standard deviations.
    """
    table = group_features(panel, history)
    gaps = table[list(others)] - table[list(focus)].mean(axis=0)
    distance = np.sqrt((gaps**2).mean(axis=1))
    wanted = max(2 * len(focus), MIN_GROUPS)
    candidates = []
    for rank, nearest in enumerate(np.argsort(distance, kind="stable")):
        level, trend, size = (float(gap) for gap in gaps[nearest])
        near = rank < wanted and distance[nearest] <= 2
        name = panel.groups[others[nearest]]
        candidates.append(
            ComparisonCandidate(name, float(distance[nearest]), level, trend, size, bool(near))
        )
    return tuple(candidates)


def detectable_change(
    panel: Panel, history: Floats, noise: Noise, focus: int, comparison: int
) -> tuple[DetectableChange, ...]:
    """Return what the design detects as it is, longer, wider or with twice the history."""
    after = PERIODS_PER_HALF_YEAR[panel.question.window]
    before = int(np.isfinite(history).any(axis=0).sum())
    wider = min(2 * focus, focus + comparison - 2)
    designs = [
        ("as planned", focus, comparison, before, after),
        ("twice as long", focus, comparison, before, 2 * after),
        ("twice the history", focus, comparison, 2 * before, after),
        ("twice the comparison groups", focus, 2 * comparison, before, after),
    ]
    if wider > focus:
        moved = ("twice the focus groups", wider, focus + comparison - wider, before, after)
        designs.append(moved)
    level = abs(float(np.nanmean(history)))
    return tuple(_detectable(noise, panel, level, design, sizes) for design, *sizes in designs)


def _detectable(
    noise: Noise, panel: Panel, level: float, design: str, sizes: Sequence[int]
) -> DetectableChange:
    focus, comparison, before, after = sizes
    error = change_error(noise, focus, comparison, before, after)
    change = smallest_detectable(error, focus + comparison - 2, panel.question.looks)
    share = change / level if level else float("nan")
    enough = change <= panel.question.worthwhile
    return DetectableChange(design, focus, comparison, before, after, change, share, enough)


def smallest_detectable(error: float, df: float, looks: int = 1) -> float:
    """Return the change found at POWER and RISK (divided by the looks), t with df.

    Bloom (1995): multiplier t(1 - alpha / 2) + t(power); MULTIPLIER for many groups and one look.
    """
    df = max(df, 1)
    return error * (t_quantile(1 - RISK / 2 / looks, df) + t_quantile(POWER, df))


def draw_rollout(
    panel: Panel, history: Floats, rows: Sequence[int], waves: int, seed: int
) -> tuple[RolloutWave, ...]:
    """Return a roll-out order drawn by chance within groups of like history (stratified).

    Groups are sorted by level, then cut into blocks as large as there are waves; each block gives
    one group to each wave, by chance. Following it makes the starts a randomised design.
    """
    if len(rows) < 2:
        return ()
    rng = np.random.default_rng(seed)
    level = group_features(panel, history)[:, 0]
    ordered = sorted(rows, key=lambda r: (level[r], panel.groups[r]))
    places: list[list[str]] = [[] for _ in range(min(waves, len(rows)))]
    for block in range(0, len(ordered), len(places)):
        inside = ordered[block : block + len(places)]
        for wave, row in zip(rng.permutation(len(places)), inside, strict=False):
            places[wave].append(panel.groups[row])
    return tuple(RolloutWave(i + 1, tuple(sorted(names))) for i, names in enumerate(places))
