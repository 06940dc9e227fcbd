"""Forecast: yearly value of a next step, and groups whose adoption can rise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from signpost.metrics.model.schema import Kpi
from signpost.metrics.model.types import (
    AdvisedStep,
    Factor,
    Floats,
    MoneyEstimate,
    Panel,
    Refusal,
    Verdict,
)
from signpost.metrics.value.account import AccountLine, LineKind, line_kind
from signpost.metrics.value.costs import COST, ONCE, SHARED
from signpost.metrics.value.exposure import PERIODS_PER_YEAR, volume_per_cell
from signpost.metrics.value.factors import EFFECT, VOLUME, effect_factor
from signpost.metrics.value.pricing import (
    MONEY_DRAWS,
    MoneyBand,
    cost_draws,
    factor_draws,
    money_band,
    summarise,
)

TARGET_GAP = 0.10
"""Adoption this far below its goal leaves room."""
LATEST_PERIODS = 4


def expected_money(
    money: MoneyEstimate | Refusal, verdict: Verdict, panel: Panel, kpi: Kpi
) -> MoneyEstimate | Refusal:
    """Return the money at the effect to expect from now on: the recent one, unless it lasts.

    Where an effect lasts its mean is surer. Where it is too early for a recent effect, the mean is
    all there is.
    """
    over_time = verdict.over_time
    if isinstance(money, Refusal) or over_time is None or verdict.durability == "lasting":
        return money
    recent = effect_factor(over_time.recent, kpi)
    factors = tuple(recent if one.name == EFFECT else one for one in money.factors)
    return summarise(factors, panel.question.better, money.currency, money.per)


@dataclass(frozen=True)
class DrawnMoney:
    """A figure of money, drawn once: whatever is said of a year ahead is a multiple of it."""

    panel: Panel
    kpi: Kpi
    volume: float
    """What the figure is about, in units of the KPI card's `per`."""
    per_cell: Floats
    effect: Floats
    costs: tuple[tuple[Factor, Floats], ...]

    def times(self, rows: Sequence[int]) -> float:
        """Return a year's volume of some groups as a multiple of the volume of the figure."""
        return volume_a_year(self.per_cell, self.panel, rows) / self.kpi.per / self.volume


@dataclass(frozen=True)
class StepYear:
    """A year of a next step: its lines, and the sum of their draws."""

    total: MoneyBand
    parts: Mapping[LineKind, MoneyBand]

    def lines(self, case: str) -> tuple[AccountLine, ...]:
        """Return the lines as forecast lines of the account."""
        return tuple(
            AccountLine(case, kind, "forecast", False, band, per="a year")
            for kind, band in self.parts.items()
        )


def draw_money(money: MoneyEstimate | Refusal, panel: Panel, kpi: Kpi) -> DrawnMoney | None:
    """Return a figure with its draws; None without one, or where it is not about plain volume."""
    if isinstance(money, Refusal):
        return None
    volume = next((f.value for f in money.factors if f.name == VOLUME), 0.0)
    per_cell = volume_per_cell(panel, kpi)
    if isinstance(per_cell, Refusal) or not (panel.start >= 0).any() or not volume > 0:
        return None
    effect = tuple(factor for factor in money.factors if not factor.name.startswith(COST))
    costs = (factor for factor in money.factors if factor.name.startswith(COST))
    return DrawnMoney(
        panel,
        kpi,
        volume,
        per_cell,
        factor_draws(effect, panel.question.better).benefit,
        tuple((cost, cost_draws((cost,))) for cost in costs),
    )


def step_year(drawn: DrawnMoney | None, step: AdvisedStep, rows: Sequence[int]) -> StepYear | None:
    """Return what a step in some groups is worth a year; None without a figure or a forecast.

    Bringing it: benefit and cost both grow with the volume, so costs paid once are charged again:
    cautious. Stopping: harm not done and own running costs; what was paid once is gone, and what
    other use cases share goes on.
    """
    drawn_parts = {"scale": _grown, "promote": _grown, "stop": _freed}.get(step)
    if drawn is None or drawn_parts is None:
        return None
    parts = drawn_parts(drawn, rows)
    total = money_band(sum(parts.values(), np.zeros(MONEY_DRAWS)))
    return StepYear(total, {kind: money_band(draws) for kind, draws in parts.items()})


def _grown(drawn: DrawnMoney, rows: Sequence[int]) -> Mapping[LineKind, Floats]:
    """Return kind of line -> simulated money a year of some groups."""
    times = drawn.times(rows)
    effect = times * drawn.effect
    parts: dict[LineKind, Floats] = {"benefit" if effect.mean() >= 0 else "harm": effect}
    for cost, draws in drawn.costs:
        _add(parts, cost, -times * draws)
    return parts


def _freed(drawn: DrawnMoney, rows: Sequence[int]) -> Mapping[LineKind, Floats]:
    """Return kind of line -> simulated money a year that stopping frees; a benefit is given up."""
    times, part = drawn.times(rows), _part_exposed(drawn, rows)
    given_up = -times * drawn.effect
    parts: dict[LineKind, Floats] = {"harm" if given_up.mean() > 0 else "benefit": given_up}
    for cost, draws in drawn.costs:
        if not cost.name.endswith((SHARED, ONCE)):
            _add(parts, cost, draws * _times_a_year(cost, times, part))
    return parts


def _add(parts: dict[LineKind, Floats], cost: Factor, draws: Floats) -> None:
    kind = line_kind(cost.name)
    parts[kind] = parts[kind] + draws if kind in parts else draws


def _times_a_year(cost: Factor, times: float, part: float) -> float:
    """Return a year of a cost as a multiple of its value; one paid by the month goes on alike."""
    paid = cost.origin.values if cost.origin else {}
    amount, per = paid.get("amount"), paid.get("per")
    if not isinstance(amount, float) or per not in ("month", "year") or not cost.value:
        return times
    return part * amount * (12 if per == "month" else 1) / cost.value


def _part_exposed(drawn: DrawnMoney, rows: Sequence[int]) -> float:
    """Return the volume of some groups as a part of that of all that started."""
    started = np.flatnonzero(drawn.panel.start >= 0).tolist()
    whole = volume_a_year(drawn.per_cell, drawn.panel, started)
    return volume_a_year(drawn.per_cell, drawn.panel, rows) / whole if whole else 1.0


def volume_a_year(per_cell: Floats, panel: Panel, rows: Sequence[int]) -> float:
    """Return the volume of some groups in a year, at their mean of the measured periods."""
    is_measured = np.isfinite(per_cell)
    mean = np.where(is_measured, per_cell, 0.0).sum(axis=1) / np.maximum(is_measured.sum(axis=1), 1)
    return float(mean[list(rows)].sum()) * PERIODS_PER_YEAR[panel.question.window]


def latest_adoption(panel: Panel) -> Floats | None:
    """Return (G,) mean adoption of the last measured periods; NaN where there is none."""
    adoption = panel.adoption
    if adoption is None:
        return None
    is_measured = np.isfinite(adoption)
    last = is_measured & (np.cumsum(is_measured[:, ::-1], axis=1)[:, ::-1] <= LATEST_PERIODS)
    count = last.sum(axis=1)
    total = np.where(last, adoption, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def has_room(panel: Panel, goal: float | None, row: int) -> bool:
    """Return whether a group's latest adoption is clearly below the goal, or the exposed mean."""
    latest = latest_adoption(panel)
    if latest is None or not np.isfinite(latest[row]):
        return False
    if goal is None:
        exposed = latest[np.isfinite(latest) & (panel.start >= 0)]
        goal = float(exposed.mean()) if exposed.size else float(latest[row])
    return bool(latest[row] < goal - TARGET_GAP)
