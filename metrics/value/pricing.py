"""Pricing: effect x volume x money per unit x attribution x recapture - costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from signpost.metrics.model.schema import Kpi, Programme, UseCase
from signpost.metrics.model.types import (
    Better,
    Evidence,
    Factor,
    Finding,
    Floats,
    MoneyEstimate,
    Panel,
    Refusal,
    Verdict,
)
from signpost.metrics.value.costs import COST, GUARDRAIL, TIME, Charge, charge_costs
from signpost.metrics.value.exposure import Exposure, last_day, measure_exposure
from signpost.metrics.value.factors import EFFECT, TAIL, Z90, benefit_factors

MONEY_DRAWS = 50_000
MONEY_SEED = 20261122
MoneyBand = tuple[float, float, float]


@dataclass(frozen=True)
class Draws:
    """Simulated benefit and cost, (n,); one factor has the same draw in every figure."""

    benefit: Floats
    """Negative where the effect does harm."""
    cost: Floats
    """What was spent, working time and harm to guardrails included."""

    @property
    def net(self) -> Floats:
        """Return (n,) benefit less cost."""
        return self.benefit - self.cost


def price(
    evidence: Evidence,
    panel: Panel,
    programme: Programme,
    use_case: UseCase,
    *,
    charge: Charge | None = None,
    n: int = MONEY_DRAWS,
    seed: int = MONEY_SEED,
) -> MoneyEstimate | Refusal:
    """Return the headline estimate priced over the volume exposed in the panel, less its cost.

    The effect is normal on either side of its point (from its interval); every other factor of the
    benefit is log-normal on either side of its value, which is its median, with its 90 % range; a
    factor without a range is fixed. The value of a cost is its mean, its ends are those of 90 %.
    Money per unit is the worth of one unit of the KPI's numerator.
    `charge` are the costs of this use case; None: as if no other use case were measured.
    This says nothing about whether the effect may be claimed: see `claimed`.
    """
    if evidence.refusal is not None:
        return evidence.refusal
    exposure = exposure_of(evidence, panel, programme.kpi(use_case.kpi))
    if isinstance(exposure, Refusal):
        return exposure
    benefit = benefit_factors(evidence, programme, use_case, exposure.volume)
    if isinstance(benefit, Refusal):
        return benefit
    if charge is None:
        alone = {use_case.id: exposure}
        charge = charge_costs(programme, alone, last_day(panel)).get(use_case.id, Charge(()))
    if charge.refusal is not None:
        return charge.refusal
    factors = (*benefit, *charge.factors)
    label = f"{panel.periods[0]} to {panel.periods[-1]}"
    return summarise(factors, evidence.question.better, programme.currency, label, n, seed)


def exposure_of(evidence: Evidence, panel: Panel, kpi: Kpi) -> Exposure | Refusal:
    """Return what the headline estimate is multiplied by, and the time that costs ran."""
    headline = evidence.estimates[0] if evidence.estimates else None
    if headline is None or headline.effect == "adoption" or headline.naive:
        return Refusal("There is no estimate of the outcome to price.", "See the evidence.")
    return measure_exposure(panel, headline.effect, kpi)


def claimed(money: MoneyEstimate | Refusal, verdict: Verdict) -> MoneyEstimate | Refusal:
    """Return the money a verdict carries: none where it cannot tell.

    "No worthwhile effect" keeps its money: the interval is inside the worthwhile band, and what
    was spent on it is known.
    """
    if isinstance(money, Refusal) or verdict.grade != "cannot_tell":
        return money
    remedy = (
        Finding("money.settle", {"steps": verdict.would_change})
        if verdict.would_change
        else Finding("money.see_verdict")
    )
    return Refusal(Finding("money.not_claimed"), remedy)


def costs_only(money: MoneyEstimate | Refusal) -> MoneyEstimate | Refusal:
    """Return what is left of a figure whose effect is counted for another use case."""
    if isinstance(money, Refusal):
        return money
    costs = tuple(factor for factor in money.factors if factor.name.startswith(COST))
    return summarise(costs, "higher", money.currency, money.per)


def draw_factor(factor: Factor, n: int, seed: int) -> Floats:
    """Return (n,) draws of one factor of the benefit, whose value is its median."""
    z = _standard_draws(factor, n, seed)
    if factor.name == EFFECT:
        side = np.where(z < 0, factor.value - factor.low, factor.high - factor.value)
        return factor.value + z * side / Z90
    if not 0 < factor.low <= factor.value <= factor.high or factor.low == factor.high:
        return np.full(n, factor.value)
    down, up = np.log(factor.value / factor.low), np.log(factor.high / factor.value)
    drawn = factor.value * np.exp(z * np.where(z < 0, down, up) / Z90)
    return np.minimum(drawn, 1.0) if factor.name in ("attribution", "recapture") else drawn


def _standard_draws(factor: Factor, n: int, seed: int) -> Floats:
    """Return (n,) standard normal draws, the same for the same factor: shared ones move alike.

    Working time is one thing that use cases divide among them: their shares move together too.
    Which draws they are hangs on nine digits: the last ones differ from machine to machine.
    """
    size = (f"{number:.9g}" for number in (factor.value, factor.low, factor.high))
    identity = (factor.name, *size, factor.source)
    key = crc32(repr(TIME if factor.name == TIME else identity).encode())
    return np.random.default_rng([seed, key]).standard_normal(n)


def cost_draws(factors: Iterable[Factor], n: int = MONEY_DRAWS, seed: int = MONEY_SEED) -> Floats:
    """Return (n,) draws of the sum of costs, whose mean is the sum of their values."""
    total = np.zeros(n)
    for factor in factors:
        total = total + _drawn_cost(factor, n, seed)
    return total


def _drawn_cost(factor: Factor, n: int, seed: int) -> Floats:
    """Return (n,) draws with a cost's value as mean and its ends as 5th and 95th percentile.

    Normal on either side of the median that gives this mean; so the range said of a cost is that
    of its line in the account. Where no such median lies inside, the mean alone is kept.
    """
    low, value, high = factor.low, factor.value, factor.high
    if low == high:
        return np.full(n, value)
    z = _standard_draws(factor, n, seed)
    below, above = np.minimum(z, 0.0), np.maximum(z, 0.0)
    ends = np.quantile(z, [TAIL, 1 - TAIL])
    left, right = below.mean() / ends[0], above.mean() / ends[1]
    middle = (value - left * low - right * high) / (1 - left - right)
    middle = min(max(middle, low), high)
    drawn = middle + below * (low - middle) / ends[0] + above * (high - middle) / ends[1]
    return drawn + (value - drawn.mean())


def factor_draws(
    factors: tuple[Factor, ...], better: Better, n: int = MONEY_DRAWS, seed: int = MONEY_SEED
) -> Draws:
    """Return simulated benefit and cost, each (n,); a change in the good direction is positive."""
    product = tuple(factor for factor in factors if not factor.name.startswith(COST))
    benefit = np.full(n, _sign(better)) if product else np.zeros(n)
    for factor in product:
        benefit = benefit * draw_factor(factor, n, seed)
    costs = (factor for factor in factors if factor.name.startswith(COST))
    return Draws(benefit, cost_draws(costs, n, seed))


def _sign(better: Better) -> float:
    return 1.0 if better == "higher" else -1.0


def net_at(factors: tuple[Factor, ...], better: Better) -> tuple[float, float]:
    """Return benefit and cost with every factor at its value."""
    product = tuple(factor for factor in factors if not factor.name.startswith(COST))
    benefit = _sign(better) if product else 0.0
    for factor in product:
        benefit *= factor.value
    return benefit, sum(factor.value for factor in factors if factor.name.startswith(COST))


def money_band(values: Floats) -> MoneyBand:
    """Return the 5th percentile, mean and 95th percentile: means add up, percentiles do not."""
    low, high = np.quantile(values, [TAIL, 1 - TAIL])
    return float(low), float(values.mean()), float(high)


def amount_band(values: Floats) -> MoneyBand:
    """Return the band of an amount that has no other side: its range ends at 0."""
    low, mean, high = money_band(values)
    return max(low, 0.0), mean, max(high, 0.0)


def summarise(
    factors: tuple[Factor, ...],
    better: Better,
    currency: str,
    per: str,
    n: int = MONEY_DRAWS,
    seed: int = MONEY_SEED,
) -> MoneyEstimate:
    """Return the MoneyEstimate of factors: simulated bands, break-even points, tornado."""
    simulated = factor_draws(factors, better, n, seed)
    sides = account_sides(factors, simulated.benefit, n, seed)
    low, point, high = money_band(simulated.net)
    return MoneyEstimate(
        point=point,
        low=low,
        high=high,
        currency=currency,
        per=per,
        factors=factors,
        benefit=amount_band(sides.benefit),
        harm=amount_band(sides.harm),
        cost=amount_band(sides.cost),
        chance_pays_back=float((simulated.net > 0).mean()),
        break_even_effect=_break_even(factors, better, EFFECT),
        break_even_money_per_unit=_break_even(factors, better, "money per unit"),
        tornado=tornado_swings(factors, better),
    )


@dataclass(frozen=True)
class AccountSides:
    """Simulated amounts, (n,), each at or above 0 in the mean; net is benefit - harm - cost."""

    benefit: Floats
    harm: Floats
    cost: Floats


def account_sides(factors: Iterable[Factor], effect: Floats, n: int, seed: int) -> AccountSides:
    """Return an effect and costs by the side of the account that each is on.

    An effect below 0 in the mean is harm, as are guardrails that got worse; working time that was
    saved is benefit.
    """
    benefit, harm, cost = np.zeros(n), np.zeros(n), np.zeros(n)
    if effect.mean() >= 0:
        benefit = benefit + effect
    else:
        harm = harm - effect
    for factor in factors:
        if not factor.name.startswith(COST):
            continue
        drawn = cost_draws((factor,), n, seed)
        if factor.name.startswith(GUARDRAIL):
            harm = harm + drawn
        elif factor.value < 0:
            benefit = benefit - drawn
        else:
            cost = cost + drawn
    return AccountSides(benefit, harm, cost)


def _break_even(factors: tuple[Factor, ...], better: Better, name: str) -> float | None:
    """Return the value of one factor at which benefit equals cost, others at theirs.

    None where no value of it would do: the rest of the product is zero or of the wrong sign.
    """
    others = tuple(f for f in factors if f.name != name)
    rest, cost = net_at(others, better)
    if rest == 0 or (name != EFFECT and rest < 0):
        return None
    return cost / rest


def tornado_swings(
    factors: tuple[Factor, ...], better: Better
) -> tuple[tuple[str, float, float], ...]:
    """Return (name, net at its low end, net at its high end), widest first; no fixed factors."""
    bars = []
    for number, factor in enumerate(factors):
        if factor.low == factor.high:
            continue
        ends = []
        for end in (factor.low, factor.high):
            moved = Factor(factor.name, end, end, end, factor.source, factor.owner)
            benefit, cost = net_at((*factors[:number], moved, *factors[number + 1 :]), better)
            ends.append(benefit - cost)
        bars.append((factor.name, ends[0], ends[1]))
    return tuple(sorted(bars, key=lambda bar: -abs(bar[2] - bar[1])))
