"""Factors from an effect to money, each with its source and owner."""

from __future__ import annotations

import numpy as np
from scipy import special

from signpost.metrics.causal.inference.distributions import normal_quantile, t_quantile
from signpost.metrics.model.schema import FactorInput, Kpi, Programme, UseCase
from signpost.metrics.model.types import Estimate, Evidence, Factor, Finding, Refusal

EFFECT = "effect"
VOLUME = "exposed volume"
TAIL = 0.05
"""Share of the values beyond each end of a money range."""
BAND = 1 - 2 * TAIL
"""Share within a money range."""
Z90 = normal_quantile(1 - TAIL)


def benefit_factors(
    evidence: Evidence, programme: Programme, case: UseCase, volume: float
) -> tuple[Factor, ...] | Refusal:
    """Return the five factors of the benefit; `volume` is what was exposed."""
    kpi = programme.kpi(case.kpi)
    worth = kpi.money_per_unit or (programme.hourly_rate if kpi.is_time else None)
    priced = kpi.model_copy(update={"money_per_unit": worth})
    return _benefit_factors(evidence.estimates[0], priced, case, volume)


def _benefit_factors(
    headline: Estimate, kpi: Kpi, case: UseCase, exposed: float
) -> tuple[Factor, ...] | Refusal:
    if not np.isfinite([headline.low, headline.high]).all():
        return Refusal("The effect has no finite interval.", "More groups or periods are needed.")
    if kpi.money_per_unit is None:
        return Refusal(
            f"Nobody has said what one unit of {kpi.label} is worth.",
            "Enter the money per unit on the KPI card, with its range, source, owner and date.",
        )
    attribution = _factor("attribution", case.attribution)
    recapture = _factor("recapture", case.recapture)
    for share in (attribution, recapture):
        if share.low < 0 or share.high > 1:
            return Refusal(
                f"The {share.name} runs from {share.low:g} to {share.high:g}.",
                "Enter shares between 0 and 1 in the use case.",
            )
    volume = exposed / kpi.per
    return (
        effect_factor(headline, kpi),
        Factor(VOLUME, volume, volume, volume, _volume_note(kpi), kpi.owner, origin=_counted(kpi)),
        _factor("money per unit", kpi.money_per_unit),
        attribution,
        recapture,
    )


def effect_factor(headline: Estimate, kpi: Kpi) -> Factor:
    """Return the effect as a factor, with the 90 % range of its own distribution."""
    scale = to_90(headline)
    low = headline.point - (headline.point - headline.low) * scale
    high = headline.point + (headline.high - headline.point) * scale
    source = f"{headline.method}: {kpi.label}, {headline.unit or kpi.unit}"
    measured = {"method": headline.method, "kpi": kpi.label, "unit": headline.unit or kpi.unit}
    origin = Finding("factor.measured", measured)
    return Factor(EFFECT, headline.point, low, high, source, "Signpost", origin=origin)


def to_90(headline: Estimate) -> float:
    """Return the width of the 90 % range as a share of the interval's.

    An interval wider than the normal one for its standard error is a t interval of few groups;
    its degrees of freedom follow from that width.
    """
    tail = 0.5 + headline.level / 2
    error = headline.standard_error or 0.0
    half = (headline.high - headline.low) / 2
    if not error > 0 or half <= error * normal_quantile(tail):
        return Z90 / normal_quantile(tail)
    few, many = 1.0, 1e6
    if half >= error * t_quantile(tail, few):
        return t_quantile(1 - TAIL, few) / t_quantile(tail, few)
    if half <= error * t_quantile(tail, many):
        return Z90 / normal_quantile(tail)
    df = float(special.stdtridf(tail, half / error))
    return t_quantile(1 - TAIL, df) * error / half


def _counted(kpi: Kpi) -> Finding:
    return Finding("factor.counted", {"volume": kpi.volume, "per": kpi.per})


def _volume_note(kpi: Kpi) -> str:
    return kpi.volume if kpi.per == 1.0 else f"{kpi.volume}, counted in units of {kpi.per:g}"


def _factor(name: str, card: FactorInput) -> Factor:
    low = card.value if card.low is None else card.low
    high = card.value if card.high is None else card.high
    source = card.source or "nobody has said where this comes from"
    return Factor(name, card.value, low, high, source, card.owner, card.as_of)
