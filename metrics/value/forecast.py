"""Forecast: yearly value of a next step, and groups whose adoption can rise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
from signpost.metrics.value.factors import EFFECT, effect_factor
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


def yearly_value(
    money: MoneyEstimate | Refusal, panel: Panel, kpi: Kpi, rows: Sequence[int]
) -> MoneyBand | None:
    """Return the net value a year (low, point, high) of some groups, at the value of `money`.

    Benefit and cost both grow with the volume, so costs paid once are charged again: cautious.
    None where there is no money or the exposed volume is not plain volume.
    """
    times = _times(money, panel, kpi, rows)
    if isinstance(money, Refusal) or times is None:
        return None
    return (money.low * times, money.point * times, money.high * times)


def freed_costs(
    money: MoneyEstimate | Refusal, panel: Panel, kpi: Kpi, rows: Sequence[int]
) -> MoneyBand | None:
    """Return what stopping in some groups is worth a year: harm not done, own running costs.

    What was paid once is gone, and what other use cases share goes on.
    """
    parts = _freed(money, panel, kpi, rows)
    return None if parts is None else money_band(sum(parts.values(), np.zeros(MONEY_DRAWS)))


def forecast_lines(
    case: str,
    step: AdvisedStep,
    money: MoneyEstimate | Refusal,
    panel: Panel,
    kpi: Kpi,
    rows: Sequence[int],
) -> tuple[AccountLine, ...]:
    """Return the lines of what a step should bring a year: their sum is what is expected of it."""
    parts_of = {"scale": _grown, "promote": _grown, "stop": _freed}.get(step)
    parts = parts_of(money, panel, kpi, rows) if parts_of else None
    return tuple(
        AccountLine(case, kind, "forecast", False, money_band(draws), per="a year")
        for kind, draws in (parts or {}).items()
    )


def _grown(
    money: MoneyEstimate | Refusal, panel: Panel, kpi: Kpi, rows: Sequence[int]
) -> Mapping[LineKind, Floats] | None:
    """Return kind of line -> simulated money a year of some groups, as `yearly_value` has it."""
    times = _times(money, panel, kpi, rows)
    if isinstance(money, Refusal) or times is None:
        return None
    effect = times * factor_draws(_product(money), panel.question.better).benefit
    parts: dict[LineKind, Floats] = {"benefit" if effect.mean() >= 0 else "harm": effect}
    for cost in money.factors:
        if cost.name.startswith(COST):
            _add(parts, cost, -times * cost_draws((cost,)))
    return parts


def _freed(
    money: MoneyEstimate | Refusal, panel: Panel, kpi: Kpi, rows: Sequence[int]
) -> Mapping[LineKind, Floats] | None:
    """Return kind of line -> simulated money a year that stopping frees; a benefit is given up."""
    times = _times(money, panel, kpi, rows)
    if isinstance(money, Refusal) or times is None:
        return None
    given_up = -times * factor_draws(_product(money), panel.question.better).benefit
    parts: dict[LineKind, Floats] = {"harm" if given_up.mean() > 0 else "benefit": given_up}
    part = _part_exposed(panel, kpi, rows)
    for cost in money.factors:
        if cost.name.startswith(COST) and not cost.name.endswith((SHARED, ONCE)):
            _add(parts, cost, cost_draws((cost,)) * _times_a_year(cost, times, part))
    return parts


def _product(money: MoneyEstimate) -> tuple[Factor, ...]:
    return tuple(factor for factor in money.factors if not factor.name.startswith(COST))


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


def _part_exposed(panel: Panel, kpi: Kpi, rows: Sequence[int]) -> float:
    """Return the volume of some groups as a part of that of all that started."""
    per_cell = volume_per_cell(panel, kpi)
    started = np.flatnonzero(panel.start >= 0).tolist()
    if isinstance(per_cell, Refusal) or not started:
        return 1.0
    whole = volume_a_year(per_cell, panel, started)
    return volume_a_year(per_cell, panel, rows) / whole if whole else 1.0


def _times(
    money: MoneyEstimate | Refusal, panel: Panel, kpi: Kpi, rows: Sequence[int]
) -> float | None:
    """Return a year's volume of some groups as a multiple of the volume the money is about."""
    if isinstance(money, Refusal):
        return None
    seen = next((f.value for f in money.factors if f.name == "exposed volume"), 0.0)
    per_cell = volume_per_cell(panel, kpi)
    if isinstance(per_cell, Refusal) or not (panel.start >= 0).any() or not seen > 0:
        return None
    return volume_a_year(per_cell, panel, rows) / kpi.per / seen


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
