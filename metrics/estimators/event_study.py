"""Event study: the effect by time since the start, each time counting alike."""

from __future__ import annotations

from signpost.metrics.estimator import Estimator
from signpost.metrics.evidence import Estimate, Panel, Refusal
from signpost.metrics.rollout import as_estimate
from signpost.metrics.waves import wave_by_wave

ASSUMES = (
    "As wave by wave; late times since the start, which few waves have reached, count as much "
    "as early ones."
)


def estimate(panel: Panel) -> Estimate | Refusal:
    """Mean over times since the start of Callaway and Sant'Anna's effects."""
    return as_estimate(wave_by_wave(panel, "event_study"), panel, "event_study", ASSUMES)


ESTIMATOR = Estimator(
    id="event_study",
    label="By time since the start",
    assumes=ASSUMES,
    estimate=estimate,
    rows=("staggered", "none"),
)
