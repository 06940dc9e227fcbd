"""Adoption rise: everyone started at once, and groups took it up more and less."""

from __future__ import annotations

from signpost.metrics.causal.design import adoption_rises
from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.inference.intervals import Interval, level_for
from signpost.metrics.causal.methods.adoption_rise import rise_contrasts, slope_on_rise
from signpost.metrics.causal.methods.dose_response import NO_VARIATION, scaled_to_ten_points
from signpost.metrics.model.types import Panel, Refusal


def interval(panel: Panel) -> Interval | Refusal:
    """Change of the outcome on the rise of adoption, per ten points."""
    rises, contrasts = adoption_rises(panel), rise_contrasts(panel)
    if rises is None or contrasts is None:
        return NO_VARIATION
    found = slope_on_rise(contrasts.effect, rises.rise, level_for(panel.question))
    return NO_VARIATION if found is None else scaled_to_ten_points(found)


ESTIMATOR = Estimator(
    id="adoption_rise", interval=interval, rows=("rises",), headline_of=("rises",), effect="ratio"
)
