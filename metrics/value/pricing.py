"""Pricing: effect x volume x money per unit x attribution x recapture - costs."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from signpost.metrics.model.schema import Programme, UseCase
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
from signpost.metrics.value.costs import COST, TIME
from signpost.metrics.value.factors import EFFECT, TAIL, Z90, factors_of

MONEY_DRAWS = 50_000
MONEY_SEED = 20261122
MoneyBand = tuple[float, float, float]


@dataclass(frozen=True)
class Draws:
    """Simulated benefit and cost, (n,); one factor has the same draw in every figure."""

    benefit: Floats
    cost: Floats

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
    beside: tuple[Factor, ...] = (),
    n: int = MONEY_DRAWS,
    seed: int = MONEY_SEED,
) -> MoneyEstimate | Refusal:
    """Return the headline estimate priced over the volume exposed in the panel, less its cost.

    The effect is normal on either side of its point (from its interval); every other factor is
    log-normal on either side of its value, which is its median, with its 90 % range; a factor
    without a range is fixed. Money per unit is the worth of one unit of the KPI's numerator.
    `beside` are further costs, such as the working time that guardrails measure.
    This says nothing about whether the effect may be claimed: see `claimed`.
    """
    if evidence.refusal is not None:
        return evidence.refusal
    factors = factors_of(evidence, panel, programme, use_case)
    if isinstance(factors, Refusal):
        return factors
    label = f"{panel.periods[0]} to {panel.periods[-1]}"
    factors = (*factors, *beside)
    return summarise(factors, evidence.question.better, programme.currency, label, n, seed)


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


def draw_factor(factor: Factor, n: int, seed: int) -> Floats:
    """Return (n,) draws; the same factor gives the same draws, so shared ones move alike.

    Working time is one thing that use cases divide among them: their shares move together too.
    Which draws they are hangs on nine digits: the last ones differ from machine to machine.
    """
    size = (f"{number:.9g}" for number in (factor.value, factor.low, factor.high))
    identity = (factor.name, *size, factor.source)
    key = crc32(repr(TIME if factor.name == TIME else identity).encode())
    z = np.random.default_rng([seed, key]).standard_normal(n)
    if factor.name in (EFFECT, TIME):
        side = np.where(z < 0, factor.value - factor.low, factor.high - factor.value)
        return factor.value + z * side / Z90
    if not 0 < factor.low <= factor.value <= factor.high or factor.low == factor.high:
        return np.full(n, factor.value)
    down, up = np.log(factor.value / factor.low), np.log(factor.high / factor.value)
    drawn = factor.value * np.exp(z * np.where(z < 0, down, up) / Z90)
    return np.minimum(drawn, 1.0) if factor.name in ("attribution", "recapture") else drawn


def factor_draws(
    factors: tuple[Factor, ...], better: Better, n: int = MONEY_DRAWS, seed: int = MONEY_SEED
) -> Draws:
    """Return simulated benefit and cost, each (n,); a change in the good direction is positive."""
    benefit = np.full(n, 1.0 if better == "higher" else -1.0)
    cost = np.zeros(n)
    for factor in factors:
        if factor.name.startswith(COST):
            cost = cost + draw_factor(factor, n, seed)
        else:
            benefit = benefit * draw_factor(factor, n, seed)
    return Draws(benefit, cost)


def net_at(factors: tuple[Factor, ...], better: Better) -> tuple[float, float]:
    """Return benefit and cost with every factor at its value."""
    benefit, cost = (1.0 if better == "higher" else -1.0), 0.0
    for factor in factors:
        if factor.name.startswith(COST):
            cost += factor.value
        else:
            benefit *= factor.value
    return benefit, cost


def money_band(values: Floats) -> MoneyBand:
    """Return the 5th percentile, median and 95th percentile."""
    low, point, high = np.quantile(values, [TAIL, 0.5, 1 - TAIL])
    return float(low), float(point), float(high)


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
    low, point, high = money_band(simulated.net)
    return MoneyEstimate(
        point=point,
        low=low,
        high=high,
        currency=currency,
        per=per,
        factors=factors,
        benefit=money_band(simulated.benefit),
        cost=money_band(simulated.cost),
        chance_pays_back=float((simulated.net > 0).mean()),
        break_even_effect=_break_even(factors, better, EFFECT),
        break_even_money_per_unit=_break_even(factors, better, "money per unit"),
        tornado=tornado_swings(factors, better),
    )


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
