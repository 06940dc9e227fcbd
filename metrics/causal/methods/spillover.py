"""How much groups that have not started deal with groups that have."""

from __future__ import annotations

import numpy as np

from signpost.metrics.causal.design import Reach, event_time
from signpost.metrics.model.types import Floats, Panel

_TOUCHED = 0.05
"""Share of a group's dealings with started groups from which on it counts as touched."""


def exposure_to_started(panel: Panel, contact: Floats) -> Floats:
    """(G, T) share of each group's dealings with other groups that have started."""
    others = np.where(np.eye(len(contact), dtype=bool), 0.0, np.nan_to_num(contact))
    return np.asarray(others @ panel.exposed.astype(np.float64))


def clean_outcome(panel: Panel, contact: Floats) -> Floats:
    """(G, T) the outcome; NaN where a group has not started but is touched by those that have."""
    waiting = Reach(panel.question.lag).before(event_time(panel))
    return np.where(
        waiting & (exposure_to_started(panel, contact) >= _TOUCHED), np.nan, panel.outcome
    )
