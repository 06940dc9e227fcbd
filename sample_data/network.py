"""Network of Nordwind: a fixed group-to-group matrix, drawn once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signpost.sample_data.scenario import Scenario, stream

SAME_AREA = 3.0
CLOSE_PAIRS = (
    ("Sales North", "Sales South"),
    ("Sales North", "Key Accounts"),
    ("Sales North", "Partner Sales"),
    ("Marketing", "Online Sales"),
    ("Marketing", "Sales South"),
    ("IT and Digital", "Online Sales"),
    ("IT and Digital", "Network Planning"),
    ("Customer Care North", "Billing Services"),
)
CLOSE = 12.0


def ties(plan: Scenario, seed: int) -> NDArray[np.float64]:
    """Return (G, G) symmetric strength of working together, zero on the diagonal."""
    rng = stream(seed, "network")
    size = np.array([group.size for group in plan.groups], dtype=float)
    area = np.array([group.area for group in plan.groups])
    strength = np.sqrt(np.outer(size, size)) / 100 * rng.lognormal(0.0, 0.5, (len(size), len(size)))
    strength *= np.where(area[:, None] == area[None, :], SAME_AREA, 1.0)
    for left, right in CLOSE_PAIRS:
        if left in plan.labels and right in plan.labels:
            strength[plan.index(left), plan.index(right)] *= CLOSE
    strength = (strength + strength.T) / 2
    np.fill_diagonal(strength, 0.0)
    return strength


def contact(strength: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (G, G) share of the row group's outside work that is with the column group."""
    return strength / strength.sum(axis=1, keepdims=True)
