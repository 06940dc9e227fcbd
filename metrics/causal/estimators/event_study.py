"""Event study: the effect by time since the start, each time counting alike."""

from __future__ import annotations

from signpost.metrics.causal.estimator import Estimator
from signpost.metrics.causal.methods.callaway_santanna import callaway_santanna
from signpost.metrics.causal.methods.staggered import as_estimate
from signpost.metrics.model.types import Estimate, Panel, Refusal

_ASSUMES = (
    "As wave by wave; late times since the start, which few waves have reached, count as much "
    "as early ones."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Mean over times since the start of Callaway and Sant'Anna's effects."""
    return as_estimate(callaway_santanna(panel, "event_study"), panel, "event_study", _ASSUMES)


ESTIMATOR = Estimator(
    id="event_study",
    label="By time since the start",
    assumes=_ASSUMES,
    estimate=estimate,
    rows=("staggered", "none"),
)
