"""Groups in an order that depends on what they did, not on what they are called.

Whatever is drawn by chance (reassigned starts, parcels, placebos) goes by the place of a group in
the panel. In this order, renaming groups, sorting rows otherwise, or turning the outcome's sign
round leaves the draws, and so the answer, as they were. G groups, T periods.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from signpost.metrics.model.types import Ints, Panel

BOTH_WAYS = "contact"
"""The one field that has groups along both axes."""


def in_canonical_order(panel: Panel) -> Panel:
    """Return the same panel, groups by start, weight and size of outcome."""
    order = _order(panel)
    groups = tuple(panel.groups[i] for i in order)
    return replace(
        panel, groups=groups, **{f.name: _turned(panel, f.name, order) for f in _of(panel)}
    )


def _order(panel: Panel) -> Ints:
    size = np.abs(np.nan_to_num(panel.outcome))
    return np.lexsort((*size.T, size.sum(axis=1), panel.weight, panel.start))


def _of(panel: Panel) -> list[Any]:
    """Fields with one row per group."""
    return [f for f in fields(panel) if isinstance(getattr(panel, f.name), np.ndarray)]


def _turned(panel: Panel, name: str, order: Ints) -> Any:
    values = getattr(panel, name)[order]
    return values[:, order] if name == BOTH_WAYS else values
